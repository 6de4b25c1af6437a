"""Rules on the pages of text: what stands in them that a Kindle drops or cannot show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from octavo.checks.finding import Breach
from octavo.checks.kindle.package import place
from octavo.checks.registry import rule
from octavo.checks.subject import Subject
from octavo.document.links import OUTWARD
from octavo.document.tree import inner_text, line
from octavo.markdown.vocabulary import BLOCKS
from octavo.readback.epub import ContentDocument, resolved
from octavo.readback.markup import kinds, name

ACTIVE = {"script": "a script", "form": "a form", "iframe": "a frame", "frameset": "frames", "frame": "a frame"}
ACTIVE |= dict.fromkeys(("input", "button", "select", "textarea"), "a field of a form")
SPACES = "\u0020\u00a0\u3000"
"""The spaces that are known; the ideographic one is a letter's width of white, and no word's."""
ROWS, COLUMNS = 100, 10
"""A table has fewer."""
FORMULAS = frozenset(
    {"annotation", "annotation-xml", "semantics", "maction", "mglyph", "mlongdiv", "msgroup", "mstack"}
)
"""Elements of MathML that the guidelines name as not supported."""
HIDDEN = 10_000
"""Characters of hidden text: with more, the previewer refuses the book."""
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def _pages(subject: Subject) -> tuple[ContentDocument, ...]:
    return subject.epub.spine


@rule("kindle/scripts", reads="epub")
def scripts(subject: Subject) -> Iterator[Breach]:
    for page in _pages(subject):
        for element in page.root.iter("*"):
            what = ACTIVE.get(name(element))
            handlers = [str(key) for key in element.keys() if str(key).startswith("on")]  # noqa: SIM118
            if what:
                yield Breach(place(subject, page.name, line(element)), {"what": what})
            elif handlers:
                yield Breach(place(subject, page.name, line(element)), {"what": f"a script in ‘{handlers[0]}’"})


@rule("kindle/nested-paragraphs", reads="epub")
def nested_paragraphs(subject: Subject) -> Iterator[Breach]:
    for page in _pages(subject):
        for paragraph in page.root.iterfind(".//{*}p//{*}p"):
            yield Breach(place(subject, page.name, line(paragraph)), {"text": _short(inner_text(paragraph))})


@rule("kindle/spaces", reads="epub")
def spaces(subject: Subject) -> Iterator[Breach]:
    """One finding for each kind of space, with count and first place."""
    bodies = {page.name: page.root.find("{*}body") for page in _pages(subject)}
    texts = {file: inner_text(body) for file, body in bodies.items() if body is not None}
    found = {letter for text in texts.values() for letter in text if unicodedata.category(letter) == "Zs"}
    for space in sorted(found - set(SPACES)):
        counts = {file: text.count(space) for file, text in texts.items() if space in text}
        first, count = next(iter(counts)), sum(counts.values())
        at = texts[first].index(space)
        times = "once" if count == 1 else f"{count:,} times"
        values = {
            "name": unicodedata.name(space).lower(),
            "code": ord(space),
            "count": f"{times} in {len(counts)} files" if len(counts) > 1 else times,
            "text": " ".join(texts[first][max(at - 20, 0) : at + 20].split()),
        }
        yield Breach(place(subject, first), values)


@rule("kindle/notes", reads="epub")
def notes(subject: Subject) -> Iterator[Breach]:
    for page in _pages(subject):
        for reference in page.root.iter("{*}a"):
            href = reference.get("href") or ""
            if "noteref" in kinds(reference) and href and not OUTWARD.match(href) and not _is_note(reference):
                wrong = _wrong_with(subject, page, reference, resolved(page.name, href))
                if wrong:
                    mark = " ".join(inner_text(reference).split())
                    yield Breach(place(subject, page.name, line(reference)), {"mark": mark, "wrong": wrong})


def _is_note(element: etree._Element) -> bool:
    """Whether a link stands in a note, as the way back does that Amazon itself writes as a reference."""
    return any({"footnote", "endnote", "rearnote"} & kinds(outer) for outer in element.iterancestors())


def _wrong_with(subject: Subject, page: ContentDocument, reference: etree._Element, target: str) -> str:
    document = subject.epub.document(target)
    found = [] if document is None else document.root.xpath("//*[@id=$i]", i=target.partition("#")[2])
    if document is None or not isinstance(found, list) or not found or not isinstance(found[0], etree._Element):
        return "leads to no note"
    # The way back from a note that is referred to several times leads to one of its references.
    same = [link for link in page.root.iter("{*}a") if link.get("href") == reference.get("href")]
    near = [element for link in same for element in _around(link)]
    around = {f"{page.name}#{element.get('id')}" for element in near if element.get("id")}
    back = {resolved(document.name, link.get("href") or "") for link in found[0].iter("{*}a") if link.get("href")}
    return "" if around & back else "has no way back from its note"


def _around(reference: etree._Element) -> list[etree._Element]:
    """A reference, what stands in it, and the paragraph that it stands in with all that is in that."""
    block = next((outer for outer in reference.iterancestors() if name(outer) in BLOCKS), reference)
    return [*block.iter("*"), *reference.iter("*")]


@rule("kindle/tables", reads="epub")
def tables(subject: Subject) -> Iterator[Breach]:
    for page in _pages(subject):
        for table in page.root.iter("{*}table"):
            at = place(subject, page.name, line(table))
            if next(table.iterancestors("{*}table"), None) is not None:
                yield Breach(at, {"what": "a table stands inside of a table"})
                continue
            rows = [row for row in table.iter("{*}tr") if next(row.iterancestors("{*}table")) is table]
            columns = max((sum(_span(cell, "colspan") for cell in row) for row in rows), default=0)
            if len(rows) >= ROWS or columns >= COLUMNS:
                yield Breach(at, {"what": f"a table has {len(rows)} rows and {columns} columns"})
            deepest = max((_span(cell, "rowspan") for row in rows for cell in row), default=0)
            if deepest > len(rows):
                yield Breach(at, {"what": f"a cell reaches over {deepest} rows of a table that has {len(rows)}"})


def _span(cell: etree._Element, key: str) -> int:
    value = cell.get(key) or "1"
    return int(value) if value.isdigit() else 1


@rule("kindle/formulas", reads="epub")
def formulas(subject: Subject) -> Iterator[Breach]:
    for page in _pages(subject):
        for math in page.root.iter("{*}math"):
            for tag in sorted({name(element) for element in math.iter("*")} & FORMULAS):
                yield Breach(place(subject, page.name, line(math)), {"tag": tag})


@rule("kindle/hidden-text", reads="epub")
def hidden_text(subject: Subject) -> Iterator[Breach]:
    """What attributes and the simplest selectors hide."""
    shut = {
        selector
        for styled in subject.epub_style_rules
        if ("display", "none") in {(key, value.lower()) for key, value in styled.rule.declarations}
        for selector in styled.rule.selectors
    }
    for page in _pages(subject):
        for element in page.root.iter("*"):
            names = {name(element), *(f".{one}" for one in (element.get("class") or "").split())}
            names |= {f"{name(element)}{one}" for one in names if one.startswith(".")}
            styled = _UNSEEN.search(element.get("style") or "")
            length = len(" ".join(inner_text(element).split()))
            if length > HIDDEN and (element.get("hidden") is not None or styled or names & shut):
                yield Breach(place(subject, page.name, line(element)), {"count": f"{length:,}"})


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"

"""Citations, and references to figures, tables and headings by their ids: resolved once for the whole book."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml import etree

from octavo.cache import NOTHING, Cache
from octavo.document.flow import text_of
from octavo.document.ids import Addresses
from octavo.document.model import ReadDocument
from octavo.document.parts import Chapter, Fault
from octavo.document.tree import classes, ids
from octavo.edition import Edition
from octavo.edition.housewords import HouseWords
from octavo.errors import InputError, Problem
from octavo.markdown.dialect import as_read, reader
from octavo.markdown.file import MarkdownFile, make_files
from octavo.markdown.pandoc import Node, PandocFailed, read_all, run
from octavo.markdown.reshape import put_text, unwrap

CROSS_REFERENCE = r"(?<![\w@.])@(?:(?:fig|tbl|sec|eq|lst)[-:][\w:.-]*\w|ref\([\w:.-]+\))"
"""A reference as Quarto writes them (its guide, Cross References), or bookdown (its book, 2.2)."""
_REFERENCE = re.compile(r"\[?(?<![\w@.])@((?:fig|tbl|sec)[-:][\w:.-]*\w)\]?")
_CROSS_KEY = re.compile(r"(?:fig|tbl|sec|eq|lst)[-:]")
_WITHOUT = ("code", "pre", "a")
"""Elements in whose text nothing is looked for."""
_FILE = "octavo-file-"
_CITED = frozenset({"citation", "editorial"})
_SPACING = ("data-entry-spacing", "data-line-spacing")
"""What a style says of the looks of the list of works, which the styles of the house decide."""
_MISSING = re.compile(r"Citeproc: citation (\S+) not found")


def cite(edition: Edition, cache: Cache = NOTHING) -> list[MarkdownFile]:
    """Read all files with their citations resolved; the list of works stands where ``{#refs}`` is, or in a last file.

    Labels such as 2020a depend on all works that are cited; so pandoc's citeproc runs once, over all chapters.
    Raises InputError where the list of works or the style is not there, or cannot be read.
    """
    metadata = edition.metadata
    options = ["--citeproc", "--metadata", "link-citations=true", "--metadata", f"lang={metadata.lang or 'en'}"]
    for name in metadata.bibliography:
        place = edition.place_of("bibliography")
        options += ["--bibliography", str(edition.resolve(name, place, "the list of works"))]
    if metadata.csl:
        options += ["--csl", str(edition.resolve(metadata.csl, edition.place_of("csl"), "the style of citations"))]
    names = [reader(metadata.markdown, chapter.body, citations=True) for chapter in edition.chapters]
    texts = [as_read(chapter.body, name) for chapter, name in zip(edition.chapters, names, strict=True)]
    read = read_all(list(zip(texts, names, (chapter.path for chapter in edition.chapters), strict=True)), cache)
    divisions = [
        {"t": "Div", "c": [[f"{_FILE}{number}", [], []], _without_cross_references(blocks)]}
        for number, (blocks, _) in enumerate(read)
    ]
    resolved, messages = _resolved(divisions, options, edition)
    chapters = list(edition.chapters)
    files = make_files(
        (
            (chapter, name, (resolved[number]["c"][1], warnings))
            for number, (chapter, name, (_, warnings)) in enumerate(zip(chapters, names, read, strict=True))
        ),
        metadata.lang,
    )
    _mark_editorial(files)
    for key in dict.fromkeys(_MISSING.findall(messages)):
        _tell_of_key(files, key, edition)
    listed = resolved[len(chapters) :]
    if listed:
        edition_end = make_files([(chapters[-1], names[-1], (listed, []))], metadata.lang)[0]
        files[-1].body.append(_list_of_works(edition_end.body, metadata.words))
    for works in [div for file in files for div in file.body.iter("div") if div.get("id") == "refs"]:
        works.set("class", " ".join(dict.fromkeys([*classes(works), "editorial"])))
        for name in _SPACING:
            works.attrib.pop(name, "")
    _unlink_unlisted([root for file in files for root in (file.body, *file.notes.values())])
    return files


def _unlink_unlisted(roots: list[etree._Element]) -> None:
    """Make words of links to works that are in no list: that of a key unknown, or any where the style makes no list."""
    listed = {f"#{identifier}" for root in roots for identifier in ids(root)}
    for root in roots:
        for link in [link for link in root.iter("a") if (link.get("href") or "").startswith("#ref-")]:
            if link.get("href") not in listed and _is_in_citation(link):
                unwrap(link)


def _is_in_citation(link: etree._Element) -> bool:
    """Whether a link stands in a resolved citation, or a note made of one."""
    return any(not _CITED.isdisjoint(classes(outer)) for outer in link.iterancestors())


def _resolved(divisions: list[Node], options: list[str], edition: Edition) -> tuple[list[Node], str]:
    document = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": divisions}
    try:
        made, messages = run(["--from", "json", "--to", "json", *options], json.dumps(document))
    except PandocFailed as error:
        place = edition.place_of("bibliography")
        hint = "mend the list of works, or the style, that the front matter names"
        raise InputError(f"the citations cannot be resolved: {error.reason}", place=place, hint=hint) from None
    blocks: list[Node] = json.loads(made)["blocks"]
    return blocks, messages


def _without_cross_references(node: list[Node]) -> list[Node]:
    """The blocks with references to figures and their like as they are written: these are no keys of works."""

    def visit(inner: object) -> object:
        if isinstance(inner, list):
            return [piece for item in inner for piece in _spread(visit(item))]
        if isinstance(inner, dict):
            if inner.get("t") == "Cite" and _CROSS_KEY.match(inner["c"][0][0]["citationId"]):
                return ("spread", inner["c"][1])
            return {key: visit(value) for key, value in inner.items()}
        return inner

    made = visit(node)
    assert isinstance(made, list)
    return made


def _spread(item: object) -> list[object]:
    if isinstance(item, tuple):
        return list(item[1])
    return [item]


def _mark_editorial(files: list[MarkdownFile]) -> None:
    """The words of a resolved citation are the editors', those of notes made of it too."""
    for file in files:
        for root in (file.body, *file.notes.values()):
            for span in root.iter("span"):
                if "citation" in classes(span):
                    span.set("class", "citation editorial")
                    _take_space_before(span)
                    for call in span.iter("a"):
                        for part in file.notes.get((call.get("href") or "")[1:], ()):
                            part.set("class", " ".join([*classes(part), "editorial"]))


def _take_space_before(citation: etree._Element) -> None:
    """Let the space before the words of a citation be the editors' too: without these it stands before a full stop."""
    before, parent = citation.getprevious(), citation.getparent()
    text = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    if not text.endswith(" ") or not text_of(citation):
        return
    citation.text = f" {citation.text or ''}"
    if before is not None:
        before.tail = text[:-1]
    elif parent is not None:
        parent.text = text[:-1]


def _tell_of_key(files: list[MarkdownFile], key: str, edition: Edition) -> None:
    for file in files:
        if f"@{key}" in file.chapter.body or f"@{{{key}}}" in file.chapter.body:
            hint = f"add it to {edition.metadata.bibliography[0]}, or mend the key"
            problem = Problem(f"no work has the key ‘{key}’", file.scan.place_of(f"@{key}"), hint)
            file.faults.append(Fault("literal-markup", problem))
            return


def _list_of_works(body: etree._Element, words: HouseWords) -> etree._Element:
    section = etree.Element("div", {"class": "bibliography editorial"})
    heading = etree.SubElement(section, "h1", {"id": "references"})
    heading.text = words.text("references")
    heading.tail = "\n"
    section.extend(list(body))
    return section


# References to figures, tables and headings


def number_targets(document: ReadDocument, files: list[MarkdownFile], addresses: Addresses) -> None:
    """Make links of references such as ``@fig-harbour``; figures and tables that are referred to so are numbered.

    The words of such a link, and the number in a caption, are the editors'.
    """
    roots = [chapter.element for chapter in document.chapters if chapter.file >= 0] + [n.body for n in document.notes]
    found = [node for root in roots for node in _text_nodes(root) if _REFERENCE.search(node[2])]
    if not found:
        return
    names = _numbered(document.chapters, document.edition.metadata.words)
    names |= {heading.id: heading.text for heading in document.headings}
    for element, is_tail, text in reversed(found):
        _link(element, is_tail, text, names, addresses)


def _numbered(chapters: list[Chapter], words: HouseWords) -> dict[str, str]:
    """What each figure and table with an id is called; their captions begin with it."""
    names: dict[str, str] = {}
    counts = [0, 0]
    for chapter in chapters:
        for element in chapter.element.iter("figure", "table", "div"):
            identifier = element.get("id") or ""
            kind = 0 if re.match(r"fig[-:]", identifier) else 1 if re.match(r"tbl[-:]", identifier) else -1
            if kind < 0:
                continue
            counts[kind] += 1
            names[identifier] = words.text(("figure-number", "table-number")[kind], number=counts[kind])
            caption = _caption(element)
            if caption is not None:
                label = etree.Element("span", {"class": "caption-label editorial"})
                written = words.text("caption-label", label=names[identifier])
                label.text = written.rstrip(" ")
                label.tail, caption.text = written[len(label.text) :] + (caption.text or ""), None
                caption.insert(0, label)
    return names


def _caption(element: etree._Element) -> etree._Element | None:
    found = next(element.iter("figcaption", "caption"), None)
    if found is None and element.tag == "div":
        found = next(element.iterchildren("p", reversed=True), None)
    if found is not None and len(found) and found[0].tag == "p":
        found = found[0]
    return found


def _text_nodes(root: etree._Element) -> Iterator[tuple[etree._Element, bool, str]]:
    for element in root.iter("*"):
        inside = (
            element.tag in ("code", "pre", "a") or next(element.iterancestors("code", "pre", "a"), None) is not None
        )
        if element.text and not inside:
            yield element, False, element.text
        if element is not root and element.tail and next(element.iterancestors("code", "pre", "a"), None) is None:
            yield element, True, element.tail


def _link(element: etree._Element, is_tail: bool, text: str, names: dict[str, str], addresses: Addresses) -> None:
    parent = element.getparent() if is_tail else element
    if parent is None:
        return
    at = parent.index(element) + 1 if is_tail else 0
    holder = etree.Element("span")
    end = 0
    for match in _REFERENCE.finditer(text):
        target = addresses.anywhere.get(match[1], "")
        if target not in names:
            continue
        put_text(holder, text[end : match.start()])
        link = etree.SubElement(holder, "a", {"href": f"#{target}", "class": "cross-reference editorial"})
        link.text = names[target]
        end = match.end()
    put_text(holder, text[end:])
    if is_tail:
        element.tail = holder.text
    else:
        element.text = holder.text
    for number, link in enumerate(list(holder)):
        parent.insert(at + number, link)

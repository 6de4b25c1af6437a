"""Reading HTML and XHTML: the text that a browser shows, block by block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from octavo.document.tree import inner_text, line
from octavo.errors import Place
from octavo.markdown.vocabulary import BLOCKS as BLOCKS_OF_EDITIONS
from octavo.readback.listnumbers import Count
from octavo.readback.pagenumbers import is_page_number, is_short
from octavo.readback.reading import CONTENTS, FRONT, NOTE, OUTSIDE, ReadBlock

BLOCKS = BLOCKS_OF_EDITIONS | {
    *("center", "colgroup", "dialog", "dir", "fieldset", "form", "frame", "frameset", "hgroup", "iframe", "legend"),
    *("listing", "menu", "noframes", "optgroup", "option", "plaintext", "search", "textarea", "title", "xmp"),
}
"""What begins a line of its own in a browser, so that no word before it touches one in it."""
SILENT = frozenset({"script", "style", "template", "head", "svg", "noscript"})
MARKS = frozenset({"doc-noteref", "doc-backlink"})
"""Roles of links that are marks and no words (DPUB-ARIA 1.1)."""

NOTES = frozenset({"footnote", "endnote", "rearnote"})
COLLECTIONS = frozenset({"footnotes", "endnotes", "rearnotes"})
"""What a note is called, and what a list of them (EPUB Structural Semantics Vocabulary 1.1, DPUB-ARIA 1.1)."""

REGIONS = {
    **dict.fromkeys(NOTES | COLLECTIONS, NOTE),
    **dict.fromkeys(("titlepage", "halftitlepage", "imprint", "cover", "copyright-page"), FRONT),
    **dict.fromkeys(("toc", "landmarks", "page-list", "loi", "lot"), CONTENTS),
}
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def name(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    tag: object = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def kinds(element: etree._Element) -> set[str]:
    """What an element says that it is, by epub:type or by a role of DPUB-ARIA without its ``doc-``."""
    types = f"{element.get('{http://www.idpf.org/2007/ops}type') or ''} {element.get('epub:type') or ''}".split()
    return {*types, *(role.removeprefix("doc-") for role in (element.get("role") or "").split())}


def region_by_kind(element: etree._Element) -> str | None:
    """The region that an element begins by what it says that it is, or nothing."""
    found = kinds(element)
    if name(element)[:1] == "h" and _level(element) and _in_collection(element):
        return OUTSIDE  # that notes stand together, and under which heading, is no word of the text
    return next((REGIONS[kind] for kind in sorted(found) if kind in REGIONS), None)


def is_mark(element: etree._Element) -> bool:
    """Whether an element is a note's mark or its link back."""
    return not MARKS.isdisjoint(f"doc-{kind}" for kind in kinds(element))


def note_items(root: etree._Element) -> list[etree._Element]:
    """The elements in a tree that hold one note each, the root among them."""
    return [element for element in root.iter() if isinstance(element.tag, str) and _is_note(element)]


def _is_note(element: etree._Element) -> bool:
    if not NOTES.isdisjoint(kinds(element)):
        return not any(_is_note(outer) for outer in element.iterancestors("{*}li"))
    return name(element) == "li" and any(not COLLECTIONS.isdisjoint(kinds(outer)) for outer in _outer(element, 2))


def _outer(element: etree._Element, count: int) -> list[etree._Element]:
    return list(element.iterancestors())[:count]


def _in_collection(heading: etree._Element) -> bool:
    for outer in heading.iterancestors():
        if not NOTES.isdisjoint(kinds(outer)):
            return False
        if not COLLECTIONS.isdisjoint(kinds(outer)):
            return True
    return False


_WORD_LIST = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:[^\W\d_]{1,8}\.?\s*)?[\[({]?\s*\d{1,5}\s*[\])}.:]?"
    r"|[\[({]?\s*(?:[^\W\d_]|[ivxlcdm]{1,8}|[^\w\s]{1,4})\s*[\])}.:]?",
    re.IGNORECASE,
)
"""What a mark says: a number, a letter or signs, with brackets or a word such as “Note” before it."""
LONGEST_BACK = 6
"""Words that a link back from a note may have."""


def is_silent(element: etree._Element) -> bool:
    """Whether nothing of an element is text: it is not shown, or the mark of a note or page.

    What calls itself a mark and has words of the text in it is none; a hidden note is shown when its mark is touched.
    """
    found = kinds(element)
    if name(element) in SILENT or is_page_number(element) or _is_bullet(element):
        return True
    if "noteref" in found or "pagebreak" in found or "backlink" in found:
        text = inner_text(element).strip()
        noted = "noteref" in found and (not text or _NUMBER.fullmatch(text))
        return bool(noted or ("noteref" not in found and is_short(text, LONGEST_BACK)))
    return _is_hidden(element) and found.isdisjoint(NOTES | COLLECTIONS)


def _is_bullet(element: etree._Element) -> bool:
    """Whether Word has written a bullet here, in a page that it has saved: one sign; a number has a point."""
    style = element.get("style")
    return bool(style and _WORD_LIST.search(style) and len(inner_text(element).strip()) == 1)


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_UNSEEN.search(element.get("style") or ""))


def _notes_within(element: etree._Element) -> list[etree._Element]:
    """The outermost notes in an element that is hidden as a whole."""
    if not _is_hidden(element) or name(element) in SILENT:
        return []
    noted = [inner for inner in note_items(element) if inner is not element]
    inside = set(noted)
    return [note for note in noted if inside.isdisjoint(note.iterancestors())]


@dataclass
class _Frame:
    """An element that is being read: the region and level of its words, its children, the numbers of a list."""

    element: etree._Element
    region: str
    level: int
    code: bool
    children: Iterator[etree._Element]
    count: Count | None


def target_id(href: str) -> str:
    """The id that a link leads to, "" where it leads to a whole file: an address may write any letter as its bytes."""
    return unquote(href.partition("#")[2])


def formula_words(math: etree._Element) -> str:
    """What a formula of MathML says: as it was written, else its alternative text, else its letters."""
    written = "".join(inner_text(inner) for inner in math.iter("{*}annotation"))
    return written or math.get("alttext") or inner_text(math)


@dataclass
class MarkupReader:
    """Reads one document; ``region_of`` says in which region an element begins, or nothing."""

    file: Path
    region_of: Callable[[etree._Element], str | None]
    blocks: list[ReadBlock] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _labels: list[str] = field(default_factory=list)
    _open: list[_Frame] = field(default_factory=list)

    def read(self, root: etree._Element, region: str) -> list[ReadBlock]:
        """All blocks of a tree, in order; however deep it is."""
        whole = _Frame(root, self.region_of(root) or region, 0, False, iter(()), None)
        self._enter(root, whole)
        while self._open:
            frame = self._open[-1]
            child = next(frame.children, None)
            if child is not None:
                if _begins_line(child, frame):
                    self._close(frame, frame.level)
                if not self._enter(child, frame):
                    self._leave(child, frame)
            else:
                self._open.pop()
                if self._open:
                    self._leave(frame.element, self._open[-1])
        self._close(whole, 0)
        return self.blocks

    def _enter(self, element: etree._Element, outer: _Frame) -> bool:
        """Begin to read an element; false where nothing in it is read any more."""
        tag = name(element)
        if not tag:
            return False
        if is_silent(element):
            for note in _notes_within(element):
                self._close(outer, outer.level)
                self.blocks += MarkupReader(self.file, self.region_of).read(note, outer.region)
            return False
        region = self._region(element, outer)
        if region == OUTSIDE and outer.region != OUTSIDE and tag not in BLOCKS:
            return False  # a link that skips to the text, in a line of its own
        if tag == "math":
            self._text.append(formula_words(element))
            return False
        level = _level(element) if _begins_line(element, outer) else outer.level
        if tag == "li":
            label = outer.count.label(element) if outer.count else ""
            self._labels += [] if _is_note(element) else [label]
        self._text += [element.text or "", " " if tag == "br" else ""]
        count = Count(element) if tag == "ol" else None
        self._open.append(_Frame(element, region, level, outer.code or tag == "pre", iter(element), count))
        return True

    def _region(self, element: etree._Element, outer: _Frame) -> str:
        """The region of an element's words; nothing in what is outside of the book is inside of it."""
        return OUTSIDE if outer.region == OUTSIDE else self.region_of(element) or outer.region

    def _leave(self, element: etree._Element, outer: _Frame) -> None:
        """An element has ended; go on with what stands behind it."""
        tag = name(element)
        if not _begins_line(element, outer):
            self._text.append(" " if tag in BLOCKS else "")
        else:
            ended = _Frame(element, self._region(element, outer), 0, outer.code or tag == "pre", iter(()), None)
            self._close(ended, _level(element), ends_item=tag == "li")
        self._text.append(element.tail or "")

    def _close(self, frame: _Frame, level: int, *, ends_item: bool = False) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text or (ends_item and any(self._labels)):
            text = " ".join(part for part in (*self._labels, text) if part)
            self._labels.clear()
            place = Place(self.file, line(frame.element))
            self.blocks.append(ReadBlock(text, frame.region, level, place, code=frame.code))


def _begins_line(element: etree._Element, outer: _Frame) -> bool:
    """Whether an element is a block of its own; what a heading groups with itself is one heading (HTML, 4.3.7)."""
    return name(element) in BLOCKS and not (name(outer.element) == "hgroup" and outer.level)


def _level(element: etree._Element) -> int:
    """The level of a heading, or of the one in a group; 0 for anything else."""
    tag = name(element)
    if tag == "hgroup":
        return next((level for level in map(_level, element) if level), 0)
    return int(tag[1]) if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else 0


def texts(root: etree._Element, tag: str) -> Iterator[str]:
    """The text of every element of a name, single-spaced."""
    for element in root.iter(f"{{*}}{tag}"):
        yield words_in(element)


def words_in(element: etree._Element) -> str:
    """The words of one element, such as a link of the contents: a formula once, a space for a line's end."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: etree._Element) -> Iterator[str]:
    if name(element) == "math":
        yield formula_words(element)
        return
    yield (element.text or "") if name(element) else ""
    for child in element:
        yield from _pieces(child)
        yield " " if name(child) == "br" else ""
        yield child.tail or ""

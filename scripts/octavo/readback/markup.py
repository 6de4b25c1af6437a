"""Reading HTML and XHTML: the text that a browser shows, block by block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from octavo.document.flow import BLOCKS, list_label
from octavo.document.tree import inner_text, line
from octavo.errors import Place
from octavo.readback.reading import CONTENTS, FRONT, NOTE, OUTSIDE, ReadBlock

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
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def kinds(element: etree._Element) -> set[str]:
    """What an element says that it is, by epub:type or by a role of DPUB-ARIA without its ``doc-``."""
    said = f"{element.get('{http://www.idpf.org/2007/ops}type') or ''} {element.get('epub:type') or ''}".split()
    return {*said, *(role.removeprefix("doc-") for role in (element.get("role") or "").split())}


def region_by_kind(element: etree._Element) -> str | None:
    """The region that an element begins by what it says that it is, or nothing."""
    said = kinds(element)
    if name(element)[:1] == "h" and _level(element) and _in_collection(element):
        return OUTSIDE  # that notes stand together, and under which heading, is no word of the text
    return next((REGIONS[kind] for kind in sorted(said) if kind in REGIONS), None)


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


def is_silent(element: etree._Element) -> bool:
    """Whether nothing of an element is text: it is not shown, or the mark of a note or page."""
    if name(element) in SILENT or is_mark(element) or "pagebreak" in kinds(element):
        return True
    return element.get("hidden") is not None or bool(_UNSEEN.search(element.get("style") or ""))


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

    def read(self, root: etree._Element, region: str) -> list[ReadBlock]:
        """All blocks of a tree, in order."""
        self._visit(root, region, 0)
        self._close(root, region, 0)
        return self.blocks

    def _visit(self, element: etree._Element, region: str, level: int) -> None:
        tag = name(element)
        if not tag or is_silent(element):
            return
        region = self.region_of(element) or region
        if region == OUTSIDE:
            return
        if tag == "math":
            self._text.append(formula_words(element))
            return
        block = tag in BLOCKS
        if block:
            level = int(tag[1]) if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else 0
        if tag == "li":
            self._labels += [] if _is_note(element) else [list_label(_plain(element))]
        self._text.append(element.text or "")
        if tag == "br":
            self._text.append(" ")
        for child in element:
            if name(child) in BLOCKS:
                self._close(element, region, level)
            self._visit(child, region, level)
            if name(child) in BLOCKS:
                self._close(child, self.region_of(child) or region, _level(child), ends_item=name(child) == "li")
            self._text.append(child.tail or "")

    def _close(self, element: etree._Element, region: str, level: int, *, ends_item: bool = False) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text or (ends_item and any(self._labels)):
            text = " ".join(part for part in (*self._labels, text) if part)
            self._labels.clear()
            self.blocks.append(ReadBlock(text, region, level, Place(self.file, line(element))))


def _level(element: etree._Element) -> int:
    tag = name(element)
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0


def _plain(item: etree._Element) -> etree._Element:
    """A list item whose parent's names carry no namespace, for the one rule of list numbers."""
    parent = item.getparent()
    if parent is None or parent.tag == name(parent):
        return item
    copy = etree.Element(
        name(parent), {key: parent.get(key) or "" for key in ("start", "type", "class") if parent.get(key)}
    )
    for sibling in parent:
        value = sibling.get("value")
        made = etree.SubElement(copy, name(sibling) or "x", {"value": value} if value else {})
        if sibling is item:
            return made
    return item


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

"""Reading HTML and XHTML: the text that a browser shows, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from octavo.document.flow import BLOCKS, list_label
from octavo.document.tree import inner_text, line
from octavo.errors import Place
from octavo.readback.reading import OUTSIDE, ReadBlock

SILENT = frozenset({"script", "style", "template", "head", "svg"})
MARKS = frozenset({"doc-noteref", "doc-backlink"})
"""Roles of links that are marks and no words (DPUB-ARIA 1.1)."""


def name(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


@dataclass
class MarkupReader:
    """Reads one document; ``region_of`` says in which region an element begins, or nothing."""

    file: Path
    region_of: Callable[[etree._Element], str | None]
    blocks: list[ReadBlock] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _label: str = ""

    def read(self, root: etree._Element, region: str) -> list[ReadBlock]:
        """All blocks of a tree, in order."""
        self._visit(root, region, 0)
        self._close(root, region, 0)
        return self.blocks

    def _visit(self, element: etree._Element, region: str, level: int) -> None:
        tag = name(element)
        if not tag or tag in SILENT or element.get("role") in MARKS:
            return
        region = self.region_of(element) or region
        if region == OUTSIDE:
            return
        if tag == "math":
            self._text += [inner_text(inner) for inner in element.iter("{*}annotation")]
            return
        block = tag in BLOCKS
        if block:
            level = int(tag[1]) if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else 0
        if tag == "li":
            self._label = list_label(_plain(element))
        self._text.append(element.text or "")
        if tag == "br":
            self._text.append(" ")
        for child in element:
            if name(child) in BLOCKS:
                self._close(element, region, level)
            self._visit(child, region, level)
            if name(child) in BLOCKS:
                self._close(child, self.region_of(child) or region, _level(child))
            self._text.append(child.tail or "")

    def _close(self, element: etree._Element, region: str, level: int) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text or (self._label and name(element) == "li"):
            text = f"{self._label} {text}".strip() if self._label else text
            self._label = ""
            self.blocks.append(ReadBlock(text, region, level, Place(self.file, line(element))))


def _level(element: etree._Element) -> int:
    tag = name(element)
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0


def _plain(item: etree._Element) -> etree._Element:
    """A list item whose parent's names carry no namespace, for the one rule of list numbers."""
    parent = item.getparent()
    if parent is None or parent.tag == name(parent):
        return item
    copy = etree.Element(name(parent), {key: parent.get(key) or "" for key in ("start", "type") if parent.get(key)})
    for sibling in parent:
        made = etree.SubElement(copy, name(sibling) or "x")
        if sibling is item:
            return made
    return item


def texts(root: etree._Element, tag: str) -> Iterator[str]:
    """The text of every element of a name, single-spaced."""
    for element in root.iter(f"{{*}}{tag}"):
        yield " ".join(inner_text(element).split())

"""Where a page of the printed edition begins in a marked-up rendition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from octavo.document.tree import line
from octavo.markdown.vocabulary import BLOCKS
from octavo.readback.markup import SILENT, formula_words, is_mark, kinds, name
from octavo.readback.tei import OUTSIDE_TEXT

ENOUGH = 200
"""Characters of the text behind an anchor."""

_NO_WORDS = {*OUTSIDE_TEXT - {"del"}, "note", "orig", "sic"}
"""What of TEI is not the text that a page begins with; ``del`` is a word of HTML."""


@dataclass(frozen=True)
class Anchor:
    """The beginning of a page: its label, the text that follows it, and the line of the file."""

    label: str
    text: str
    line: int


def page_anchors(root: etree._Element) -> Iterator[Anchor]:
    """Every page break of a tree in order, by role or epub:type in (X)HTML (``aria-label``), ``pb`` in TEI (``n``)."""
    for element in root.iter("*"):
        if name(element) == "pb":
            yield Anchor(element.get("n") or "", _text_behind(element), line(element))
        elif "pagebreak" in kinds(element):
            label = element.get("aria-label") or element.get("title") or ""
            yield Anchor(label, _text_behind(element), line(element))


def _text_behind(element: etree._Element) -> str:
    pieces: list[str] = []
    length = 0
    for piece in _following(element):
        pieces.append(piece)
        length += len(piece)
        if length > ENOUGH:
            break
    return " ".join("".join(pieces).split())


def _following(element: etree._Element) -> Iterator[str]:
    """The text behind an element in document order, a space where a block begins or ends."""
    yield element.tail or ""
    current = element
    while True:
        following = current.getnext()
        if following is not None:
            yield from _inside(following)
            yield following.tail or ""
            current = following
            continue
        parent = current.getparent()
        if parent is None:
            return
        yield " " if name(parent) in BLOCKS or name(parent) == "head" else ""
        yield parent.tail or ""
        current = parent


def _inside(element: etree._Element) -> Iterator[str]:
    tag = name(element)
    # The head of a TEI division is words; that of an HTML page is none.
    if not tag or tag in SILENT - {"head"} or is_mark(element) or tag in _NO_WORDS:
        return
    if tag == "math":
        yield formula_words(element)
        return
    block = tag in BLOCKS or tag == "head"
    yield " " if block else ""
    yield element.text or ""
    for child in element:
        yield from _inside(child)
        yield child.tail or ""
    yield " " if block or tag in ("br", "lb") else ""

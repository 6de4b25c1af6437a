"""Where pages may end within a block, and how far a page reaches that is told to end early before one."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping

from lxml import etree

from octavo.document import Document
from octavo.document.tree import WITHIN, begun_by, keeps_with_next
from octavo.document.verse import stanzas
from octavo.setbook.stanzas import breaks_of_verse, is_verse

_FREE = frozenset({"section", *WITHIN})
"""A paragraph in nothing but these may have a page end early before it."""


class BreaksWithin:
    """Where a page may begin within a block, as print.typ has it: between its lines from 0."""

    def __init__(self, document: Document, offsets: Mapping[int, list[int]]) -> None:
        """``offsets``: by the blocks' numbers, where in the flow each of their lines begins."""
        self._document, self._offsets = document, offsets
        self._of_verse: dict[int, frozenset[int]] = {}
        self._stanzas: dict[int, frozenset[int]] = {}

    def may_come_before(self, number: int, at: int) -> bool:
        """Whether between this line of a block of the flow and the one before it."""
        block, offsets = self._document.flow.blocks[number], self._offsets[number]
        if not is_verse(block.element):
            return at not in (1, len(offsets) - 1)
        if number not in self._of_verse:
            self._of_verse[number] = self._lines_at(number, breaks_of_verse(self._document, block))
        return at in self._of_verse[number]

    def gap_before(self, number: int, at: int) -> float:
        """How many lines such a line of a block stands below the one before it, where they are on one page."""
        block = self._document.flow.blocks[number]
        if not is_verse(block.element):
            return 1.0
        if number not in self._stanzas:
            firsts = (lines[0] for lines in stanzas(self._document.flow, block))
            self._stanzas[number] = self._lines_at(number, firsts)
        return 2.0 if at in self._stanzas[number] else 1.0

    def _lines_at(self, number: int, offsets: Iterable[int]) -> frozenset[int]:
        return frozenset(bisect_right(self._offsets[number], offset) - 1 for offset in offsets)


class ReachOfPages:
    """How far a page reaches at most that is told to end early before a paragraph."""

    def __init__(self, document: Document) -> None:
        self._last: dict[etree._Element, int] = {}
        """The last block within each quotation or division."""
        for number, block in enumerate(document.flow.blocks):
            for each in block.element.iterancestors(*WITHIN):
                self._last[each] = number

    def __call__(self, element: etree._Element) -> int:
        if element.tag != "p" or any(each.tag not in _FREE for each in element.iterancestors()):
            return -1
        parent = begun_by(element).getparent()
        return sys.maxsize if parent is None or parent.tag not in WITHIN else self._last.get(parent, -1)


def is_held_to_next(element: etree._Element) -> bool:
    """Whether no page ends behind a block, as it, or what it ends, keeps with what follows (print.typ: sticky)."""
    at: etree._Element | None = element
    while at is not None and at.tag != "section":
        if keeps_with_next(at):
            return True
        if at.getnext() is not None:
            return False
        at = at.getparent()
    return False

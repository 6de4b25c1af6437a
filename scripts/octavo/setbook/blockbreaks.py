"""Where pages may end within a block, and how far a page reaches that is told to end early before one."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Mapping

from lxml import etree

from octavo.document import Document
from octavo.document.tree import WITHIN, begun_by
from octavo.setbook.stanzas import breaks_of_verse, is_verse

_FREE = frozenset({"section", *WITHIN})
"""A paragraph in nothing but these may have a page end early before it."""


class BreaksWithin:
    """Where a page may begin within a block, as print.typ has it: between its lines from 0."""

    def __init__(self, document: Document, offsets: Mapping[int, list[int]]) -> None:
        """``offsets``: by the blocks' numbers, where in the flow each of their lines begins."""
        self._document, self._offsets = document, offsets
        self._of_verse: dict[int, frozenset[int]] = {}

    def may_come_before(self, number: int, at: int) -> bool:
        """Whether between this line of a block of the flow and the one before it."""
        block, offsets = self._document.flow.blocks[number], self._offsets[number]
        if not is_verse(block.element):
            return at not in (1, len(offsets) - 1)
        if number not in self._of_verse:
            begins = [bisect_right(offsets, line) - 1 for line in breaks_of_verse(self._document, block)]
            self._of_verse[number] = frozenset(begins)
        return at in self._of_verse[number]


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

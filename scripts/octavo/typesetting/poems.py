"""The longest lines of a poem that stands in several blocks, which all begin at one edge."""

from __future__ import annotations

from lxml import etree

from octavo.document import Document
from octavo.document.tree import classes
from octavo.document.verse import stanzas
from octavo.typesetting.openings import is_poem

SOME = 3
"""Lines with the most letters, of which one is the longest: letters are not all as wide."""


class LongestLines:
    """Finds for each block of verse the longest lines of the poem that it belongs to."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[etree._Element, list[str]] = {}

    def of(self, verse: etree._Element) -> list[str]:
        """The lines; none where the block is all of its poem, or stands in prose."""
        chapter = next(reversed(list(verse.iterancestors("section"))), None)
        if chapter is None or not is_poem(chapter):
            return []
        if chapter not in self._known:
            self._known[chapter] = self._longest(chapter)
        return self._known[chapter]

    def _longest(self, chapter: etree._Element) -> list[str]:
        number = next((n for n, each in enumerate(self._document.chapters) if each.element is chapter), -1)
        flow = self._document.flow
        blocks = [
            block
            for block in flow.blocks
            if block.chapter == number
            and block.note < 0
            and "line-block" in classes(block.element)
            and not any("epigraph" in classes(outer) for outer in block.element.iterancestors("div"))
        ]
        if len(blocks) < 2:
            return []
        lines: list[str] = []
        for block in blocks:
            starts = [start for stanza in stanzas(flow, block) for start in stanza]
            lines += [
                flow.text[start:end].rstrip() for start, end in zip(starts, [*starts[1:], block.end], strict=True)
            ]
        return sorted(lines, key=len, reverse=True)[:SOME]

"""What a typesetter decides of one setting, beyond the style: the gutter, words left whole, pages run short."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from octavo.document import Document
from octavo.document.apparatus import appendix_start
from octavo.document.tree import begun_by

Stretches = dict[tuple[etree._Element, bool], list[tuple[int, int]]]
"""A text node, as its element and whether it is the element's tail → stretches of it."""
_REST_OF_WORD = re.compile(r"\S*")
PARAGRAPHS = ("p", "li")
"""Blocks of running text, in lines of which the last may be shorter."""
_LETTERS_IN_LINE, _LETTERS_IN_NOTE_LINE = 66, 80
"""About as many as the longest lines hold, whatever the trim (the type grows with the page)."""


@dataclass(frozen=True)
class Arrangement:
    """How a book is to be set."""

    gutter: float
    """The least inside margin, in inches."""
    undivided: frozenset[int] = frozenset()
    """Words that are not to be divided, by their offsets in the Document's flow."""
    short: Mapping[int, int] = field(default_factory=dict)
    """Pages that end early: the number of a block in the flow that begins on the page → by how many lines."""
    raised: Mapping[int, int] = field(default_factory=dict)
    """The same for pages with notes: the number of the last note → how many lines stay empty below it."""

    def parted(self, document: Document) -> dict[int, Arrangement]:
        """What of it concerns each chapter, by the chapter's number; nothing of those that it leaves alone."""
        blocks = document.flow.blocks
        starts = [block.start for block in blocks]
        noted = {block.note: block.chapter for block in blocks if block.note >= 0}
        undivided: dict[int, set[int]] = {}
        short: dict[int, dict[int, int]] = {}
        raised: dict[int, dict[int, int]] = {}
        for offset in self.undivided:
            undivided.setdefault(blocks[bisect_right(starts, offset) - 1].chapter, set()).add(offset)
        for number, lines in self.short.items():
            short.setdefault(blocks[number].chapter, {})[number] = lines
        for note, lines in self.raised.items():
            raised.setdefault(noted[note], {})[note] = lines
        return {
            chapter: Arrangement(
                self.gutter, frozenset(undivided.get(chapter, ())), short.get(chapter, {}), raised.get(chapter, {})
            )
            for chapter in undivided.keys() | short.keys() | raised.keys()
        }

    def words(self, document: Document) -> Stretches:
        """The words that are not to be divided, in the text nodes that hold them."""
        runs, text = document.flow.runs, document.flow.text
        starts = [run.start for run in runs]
        found: Stretches = {}
        for offset in sorted(self.undivided):
            match = _REST_OF_WORD.match(text, offset)
            end = match.end() if match else offset
            number = max(bisect_right(starts, offset) - 1, 0)
            while number < len(runs) and runs[number].start < end:
                run = runs[number]
                stretch = (max(offset, run.start) - run.start, min(end, run.end) - run.start)
                if run.literal and stretch[0] < stretch[1]:
                    found.setdefault((run.element, run.tail), []).append(stretch)
                number += 1
        return found

    def blocks(self, document: Document) -> dict[etree._Element, int]:
        """The blocks, or quotations that begin with them, before which a page is told to end early → by how much."""
        return {begun_by(document.flow.blocks[number].element): lines for number, lines in self.short.items()}


def last_lines(document: Document) -> dict[tuple[etree._Element, bool], int]:
    """Where the ends of paragraphs begin, as much as a line holds, in the text nodes that hold that place.

    No line but the last but one can end there, and that one should end with a whole word. From each such place on,
    nothing is divided as long as its element lasts; so there is another where an element has ended meanwhile. It is a
    space, and not the first one of its node, since that may stand in the link of an emendation. Not those of the list
    of errata, which is written when pages are known.
    """
    runs, text, appendix = document.flow.runs, document.flow.text, appendix_start(document)
    starts = [run.start for run in runs]
    found: dict[tuple[etree._Element, bool], int] = {}
    for block in document.flow.blocks:
        start = block.end - (_LETTERS_IN_LINE if block.note < 0 else _LETTERS_IN_NOTE_LINE)
        if not block.start < start < appendix or block.element.tag not in PARAGRAPHS:
            continue
        holder: etree._Element | None = None
        for run in runs[bisect_right(starts, start) - 1 : bisect_left(starts, block.end)]:
            own = run.element.getparent() if run.tail else run.element
            if own is None or not run.literal or (holder is not None and holder in (own, *own.iterancestors())):
                continue
            first = text.find(" ", run.start, run.end)
            at = text.find(" ", max(start, first + 1), run.end) if first >= 0 else -1
            if at >= 0:
                found[run.element, run.tail], holder = at - run.start, own
                if own is block.element:
                    break
    return found


def joined(gutter: float, parts: Iterable[Arrangement]) -> Arrangement:
    """The arrangement of a book whose chapters are arranged like this."""
    undivided: set[int] = set()
    short: dict[int, int] = {}
    raised: dict[int, int] = {}
    for part in parts:
        undivided |= part.undivided
        short |= part.short
        raised |= part.raised
    return Arrangement(gutter, frozenset(undivided), short, raised)

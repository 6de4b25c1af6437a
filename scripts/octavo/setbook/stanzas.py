"""Stanzas on pages: short ones stay whole, and of longer ones two lines at either end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from lxml import etree

from octavo.document import Block, Document
from octavo.document.pages import Row
from octavo.document.tree import classes
from octavo.document.verse import stanzas

WHOLE = 4
"""Lines: a stanza of so many, or fewer, stands on one page."""
KEPT = 2
"""Lines at either end of a longer one that stand on the same page."""


class Parted(NamedTuple):
    """A stanza that the end of a page parts where it may not: the page on which it goes on, and its line there."""

    page: str
    words: str
    lines: int
    """How many of its lines stand alone."""


def is_verse(element: etree._Element) -> bool:
    """Whether each line of a block is a paragraph of the set book, as print.typ has it."""
    return "line-block" in classes(element)


def breaks_of_verse(document: Document, block: Block) -> Iterator[int]:
    """The offsets of the lines of a block of verse with which a page may begin."""
    for lines in stanzas(document.flow, block):
        yield lines[0]
        if len(lines) > WHOLE:
            yield from lines[KEPT : len(lines) - KEPT + 1]


def parted_stanzas(document: Document, rows: Sequence[Row]) -> Iterator[Parted]:
    """All stanzas that a page's end parts otherwise; ``rows`` are the lines of the set book."""
    offsets = [row.offset for row in rows]
    for block in document.flow.blocks:
        if block.note >= 0 or not is_verse(block.element):
            continue
        for lines in stanzas(document.flow, block):
            pages = [rows[max(bisect_right(offsets, line) - 1, 0)].line.page for line in lines]
            for at in (at for at in range(1, len(lines)) if pages[at] != pages[at - 1]):
                alone = min(at, len(lines) - at)
                if len(lines) <= WHOLE or alone < KEPT:
                    end = lines[at + 1] if at + 1 < len(lines) else block.end
                    yield Parted(pages[at], " ".join(document.flow.text[lines[at] : end].split()), alone)


def ragged(document: Document, rows: Sequence[Row]) -> frozenset[str]:
    """The labels of the pages that end as stanzas do, and so not level with those that face them."""
    blocks = document.flow.blocks
    if not any(is_verse(block.element) for block in blocks):
        return frozenset()
    starts = [block.start for block in blocks]

    def stands_in_verse(row: Row) -> bool:
        return is_verse(blocks[bisect_right(starts, row.offset) - 1].element)

    return frozenset(
        row.line.page
        for row, following in zip_longest(rows, rows[1:])
        if following is not None
        and following.line.page != row.line.page
        and (stands_in_verse(row) or stands_in_verse(following))
    )

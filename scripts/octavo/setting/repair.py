"""What a typesetter does about the flaws of a set book: leave a word whole, let a page end early."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from octavo.document import Document
from octavo.document.apparatus import appendix
from octavo.document.pages import Pagination, Row
from octavo.readback.typography import DIVIDED, HYPHENS, Flaw
from octavo.renditions.arrangement import Arrangement

MOST_SHORT = 6
"""Lines: by more than this no page is made to end early."""
ROOM = 2
"""Lines that must stay between the block before which a page is told to end early and the page's new foot."""


def repaired(document: Document, before: Arrangement, pagination: Pagination, found: Iterable[Flaw]) -> Arrangement:
    """The arrangement that should be without these flaws; the same one where nothing more can be done.

    A page that ends early moves what follows in its chapter, so only the first of a chapter is made to.
    """
    last = appendix(document)
    text_ends = next((b.start for b in document.flow.blocks if last and document.chapters[b.chapter] is last), None)
    rows = [row for row in pagination.rows if text_ends is None or row.offset < text_ends]
    starts = {row.line: row.offset for row in rows}
    undivided = set(before.undivided)
    short = dict(before.short)
    chapters: set[int] = set()
    for flaw in found:
        if flaw.kind in (DIVIDED, HYPHENS):
            offset = starts.get(flaw.place)
            if offset is not None:
                undivided.add(offset)
        elif flaw.lines <= MOST_SHORT:
            block = _first_block(document, rows, flaw.short, flaw.lines)
            chapter = -1 if block is None else document.flow.blocks[block].chapter
            if block is not None and chapter not in chapters:
                chapters.add(chapter)
                short[block] = short.get(block, 0) + flaw.lines
    return Arrangement(before.gutter, frozenset(undivided), short)


def _first_block(document: Document, rows: Sequence[Row], page: str, lines: int) -> int | None:
    """The first paragraph that begins on a page and stands in no other block, well above the page's new foot."""
    flow = document.flow
    on_page = [row for row in rows if row.line.page == page]
    starts = [block.start for block in flow.blocks]
    for row in on_page[: max(len(on_page) - lines - ROOM, 0)]:
        number = bisect_right(starts, row.offset) - 1
        block = flow.blocks[number]
        parent = block.element.getparent()
        if block.start == row.offset and block.element.tag == "p" and parent is not None and parent.tag == "section":
            return number
    return None

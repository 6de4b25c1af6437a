"""Hyphens below one another are mended before the pages are planned: what lines the paragraphs then have is tried."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from octavo.document import Document
from octavo.readback.pdf import open_pdf_reading
from octavo.readback.reading import TEXT
from octavo.setbook.bodylines import BlockLines, SetBook, lines_of_blocks
from octavo.setbook.pagination import rows_of_blocks
from octavo.setbook.typography import Measures, flaws_of_chapter
from octavo.setting.repair import WITHIN_PARAGRAPHS, PagesToMend
from octavo.typesetting.arrangement import Arrangement
from octavo.typesetting.trial import blocks_within, trial_blocks
from octavo.typesetting.typstbook import TypstBook

TRIALS = 3
"""How often words are left whole: a paragraph without one ladder of hyphens may have another."""


def left_whole(
    document: Document, typst_book: TypstBook, before: Arrangement, words: Collection[int], measured: Measures
) -> tuple[frozenset[int], BlockLines]:
    """Leave words whole, by their offsets, and further ones where hyphens then stand below one another elsewhere.

    Gives all of them and, as far as they could be tried, the lines that their paragraphs have then.
    """
    undivided, further = before.undivided.union(words), frozenset(words) - before.undivided
    pages = PagesToMend(document, (), {})
    lines: BlockLines = {}
    for _ in range(TRIALS):
        numbers = {pages.block_with(offset) for offset in further}
        tried = _tried(document, typst_book, Arrangement(before.gutter, undivided), numbers, measured)
        if tried is None:
            return undivided, {}
        lines = {**lines, **tried[0]}
        further = tried[1] - undivided
        if not further:
            break
        undivided |= further
    return undivided, lines


def _tried(
    document: Document, typst_book: TypstBook, arrangement: Arrangement, numbers: Collection[int], measured: Measures
) -> tuple[BlockLines, frozenset[int]] | None:
    """The lines of some blocks as they come out, and the words in them that had better be left whole as well.

    Nothing where they can't be set by themselves, or do not come out with their words.
    """
    pages, runs = PagesToMend(document, (), {}), trial_blocks(document, numbers)
    within = list(blocks_within(document, runs)) if runs else []
    pdf = typst_book.trial(arrangement, runs) if within else None
    if pdf is None:
        return None
    reading = open_pdf_reading(pdf, Path("trial.pdf"))
    blocks = [block for block in reading.blocks if block.region == TEXT]
    rows = rows_of_blocks(document, within, blocks, reading.page_labels)
    if rows is None:
        return None
    book = SetBook(document, reading.page_labels, blocks, rows, measured.line_height, measured.highest)
    lines = {number: own for number, own in lines_of_blocks(book).items() if number in numbers}
    starts = {row.line: row.offset for row in rows}
    found = (flaw.place for flaw in flaws_of_chapter(reading, blocks, measured) if flaw.kind in WITHIN_PARAGRAPHS)
    further = {starts[place] for place in found if place in starts}
    return lines, frozenset(offset for offset in further if pages.block_with(offset) in numbers)

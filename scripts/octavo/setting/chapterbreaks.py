"""The page breaks of whole chapters, found from the lines of one setting, as an arrangement to set them by."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property

from octavo.document import Document
from octavo.document.pages import Row
from octavo.readback.reading import NOTE, ReadBlock
from octavo.setbook.bodylines import BodyLine, NotesAtFeet, SetBook, chapters_lines, gaps_between, note_heights
from octavo.setbook.pagebreaks import ChapterPages, PageEnd
from octavo.setbook.pagination import lines_of_notes
from octavo.setbook.typography import Measures
from octavo.typesetting.arrangement import Arrangement
from octavo.typesetting.typstbook import TypstBook


class ChapterBreaks:
    """Finds the best breaks of chapters of one Document that was set with one gutter; learns from the first setting."""

    def __init__(
        self,
        document: Document,
        typst_book: TypstBook,
        labels: list[str],
        blocks: list[ReadBlock],
        rows: Iterable[Row],
        measured: Measures,
    ) -> None:
        self._document, self._typst_book, self._measured = document, typst_book, measured
        self._depth = round((measured.highest - measured.lowest) / (measured.line_height or 1)) + 1
        self._heights = self._note_heights(blocks)
        self._gaps = gaps_between(self._as_set(labels, blocks, rows, NotesAtFeet()))

    def _note_heights(self, blocks: list[ReadBlock]) -> dict[int, float]:
        if not self._document.notes or not self._measured.line_height:
            return {}
        counts = lines_of_notes(self._document, blocks)
        return note_heights([block for block in blocks if block.region == NOTE], counts, self._measured.line_height)

    @cached_property
    def _above_notes(self) -> float:
        return self._typst_book.lines_above_notes() if self._heights else 0.0

    def _as_set(
        self, labels: list[str], blocks: Iterable[ReadBlock], rows: Iterable[Row], notes: NotesAtFeet
    ) -> SetBook:
        measured = self._measured
        return SetBook(self._document, labels, blocks, rows, measured.line_height, measured.highest, notes)

    def planned(
        self,
        labels: list[str],
        blocks: Iterable[ReadBlock],
        rows: Iterable[Row],
        before: Arrangement,
        chapters: Collection[int],
    ) -> dict[int, Arrangement]:
        """How some chapters are arranged best, by their numbers; no word about those that can't be foreseen.

        ``labels``, ``blocks`` and ``rows`` are of a setting that was arranged like ``before``. A chapter can be
        foreseen where its pages came out as they would have been foreseen for this setting.
        """
        if not self._measured.line_height or not chapters:
            return {}
        called = self._typst_book.notes_called() if self._heights else []
        notes = NotesAtFeet(called, self._heights)
        found: dict[int, Arrangement] = {}
        for chapter, lines in chapters_lines(self._as_set(labels, blocks, rows, notes), self._gaps).items():
            pages = ChapterPages(lines, self._depth, self._above_notes)
            if chapter in chapters and pages.are_as_set(before.short, before.raised):
                ends = pages.best()
                if ends:
                    found[chapter] = _arrangement(before.gutter, lines, ends)
        return found


def _arrangement(gutter: float, lines: list[BodyLine], ends: list[PageEnd]) -> Arrangement:
    divided = (end.line for end in ends if end.line < len(lines) and lines[end.line - 1].is_divided)
    return Arrangement(
        gutter,
        frozenset(lines[line].offset for line in divided),
        {end.block: end.short for end in ends if end.block >= 0},
        {end.note: end.short for end in ends if end.note >= 0},
    )

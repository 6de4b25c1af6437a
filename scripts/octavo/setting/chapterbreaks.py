"""The page breaks of whole chapters, found from the lines of one setting, as an arrangement to set them by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cached_property
from types import MappingProxyType

from octavo.document import Document
from octavo.document.notemarks import mark_ends
from octavo.document.pages import Row
from octavo.readback.reading import ReadBlock
from octavo.setbook.bodylines import (
    BlockLines,
    BodyLine,
    NotesAtFeet,
    SetBook,
    chapters_lines,
    gaps_between,
)
from octavo.setbook.notelines import note_line_height, note_lines_at_feet
from octavo.setbook.otherlines import with_other_lines
from octavo.setbook.pagebreaks import ChapterPages, PageEnd
from octavo.setbook.pagination import lines_of_notes
from octavo.setbook.typography import Measures
from octavo.setting.levelled import levelled
from octavo.setting.wordsleftwhole import left_whole
from octavo.typesetting.arrangement import Arrangement, joined
from octavo.typesetting.openings import opening_of, pages_are_shared
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
        has_notes = bool(document.notes and measured.line_height)
        self._note_lines = lines_of_notes(document, blocks) if has_notes else Counter[int]()
        self._note_line_height = note_line_height(blocks, measured.line_height) if has_notes else 0.0
        # A book of headings or rows alone has no lines of body text, and so no grid of them.
        as_set = self._as_set(labels, blocks, rows, NotesAtFeet())
        self._gaps = gaps_between(as_set) if measured.line_height else {}

    @cached_property
    def _above_notes(self) -> float:
        return self._typst_book.lines_above_notes() if self._note_lines else 0.0

    @cached_property
    def _marks(self) -> dict[int, int]:
        """Behind which offset of the flow each note is called, by its number."""
        ends = mark_ends(self._document)
        return {number: ends.get(note.reference_id, 0) for number, note in enumerate(self._document.notes)}

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
        other: BlockLines = MappingProxyType({}),
    ) -> dict[int, Arrangement]:
        """How some chapters are arranged best, by their numbers; no word about those that can't be foreseen.

        ``labels``, ``blocks`` and ``rows`` are of a setting that was arranged like ``before``. A chapter can be
        foreseen where its pages came out as they would have been foreseen for this setting. ``other``: the lines that
        some paragraphs will have instead.
        """
        if not self._measured.line_height or not chapters:
            return {}
        called = self._typst_book.notes_called() if self._note_lines else []
        notes = NotesAtFeet(called, self._note_lines, self._note_line_height)
        blocks = list(blocks)
        at_feet, expected = note_lines_at_feet(blocks), Counter[int]()
        for note, (page, _) in enumerate(called):
            expected[page] += self._note_lines[note]
        # On these stands a note of the page before, or not all of theirs.
        parted = {page for page in at_feet.keys() | expected.keys() if at_feet[page] != expected[page]}
        if pages_are_shared(self._document):
            return {}  # what a page holds is of two chapters
        found: dict[int, Arrangement] = {}
        moved = 0
        """By how many pages what follows will stand later than it was set."""
        read = chapters_lines(self._as_set(labels, blocks, rows, notes), self._gaps, chapters)
        for chapter, parts in sorted(read.items()):
            if opening_of(self._document, self._document.chapters[chapter]) == "recto":
                moved = 0
            planned: list[Arrangement] = []
            is_planned = False
            for lines in parts:
                own = self._best(lines, before, parted, other, moved)
                is_planned |= own is not None
                planned.append(own[0] if own else _as_it_was(before, lines))
                moved += own[1] if own else 0
            if is_planned:
                found[chapter] = joined(before.gutter, planned)
        return found

    def _best(
        self,
        lines: list[BodyLine],
        before: Arrangement,
        parted: Collection[int],
        other: BlockLines,
        moved: int,
    ) -> tuple[Arrangement, int] | None:
        """How the lines from one opening to the next are arranged best, and how many pages more they take then."""
        if not lines:
            return None
        pages = ChapterPages(lines, self._depth, self._above_notes)
        if not pages.are_as_set(before.short, before.raised, parted):
            return None
        count = lines[-1].page - lines[0].page + 1
        if other:
            lines = with_other_lines(lines, other, self._marks)
        first_page = lines[0].page + moved

        def tried(words: Collection[int]) -> tuple[frozenset[int], BlockLines]:
            return left_whole(self._document, self._typst_book, before, words, self._measured)

        def arranged(lines: list[BodyLine]) -> ChapterPages:
            return ChapterPages(lines, self._depth, self._above_notes, first_page)

        lines, ends, undivided = levelled(lines, arranged, tried, self._marks)
        return (_arrangement(before.gutter, lines, ends, undivided), len(ends) - count) if ends else None


def _as_it_was(before: Arrangement, lines: list[BodyLine]) -> Arrangement:
    """What an arrangement has for the blocks and notes of some lines."""
    blocks, notes = {line.block for line in lines}, range(0)
    called = [line.last_note for line in lines if line.last_note >= 0]
    if called:
        notes = range(min(called), max(called) + 1)
    return Arrangement(
        before.gutter,
        frozenset(),
        {block: short for block, short in before.short.items() if block in blocks},
        {note: short for note, short in before.raised.items() if note in notes},
    )


def _arrangement(gutter: float, lines: list[BodyLine], ends: list[PageEnd], undivided: frozenset[int]) -> Arrangement:
    divided = (end.line for end in ends if end.line < len(lines) and lines[end.line - 1].is_divided)
    return Arrangement(
        gutter,
        undivided.union(lines[line].offset for line in divided),
        {end.block: end.short for end in ends if end.block >= 0},
        {end.note: end.short for end in ends if end.note >= 0},
    )

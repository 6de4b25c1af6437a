"""The rounds in which a book is set: read back, mended where a typesetter would, set again, and the best of it kept.

The first setting and the last are read whole. Between them only the chapters are read whose arrangement has changed:
each begins on a page of its own, so the others stand as they stood.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.cache import NOTHING, Cache
from octavo.document import Document
from octavo.document.displaypages import display_letters
from octavo.document.pages import Pagination, Row
from octavo.outputs import output_named
from octavo.progress import step
from octavo.readback.knownpages import keep_pages, known_pages
from octavo.readback.pagereading import Reader
from octavo.readback.pdf import PdfReading, open_pdf_reading
from octavo.readback.reading import NOTE, ReadBlock
from octavo.setbook.bodylines import BlockLines
from octavo.setbook.chapterparts import chapter_parts
from octavo.setbook.pagination import read_pagination, rows_of_chapter
from octavo.setbook.stanzas import ragged
from octavo.setbook.typography import Flaw, Measures, flaws, flaws_of_chapter, measures
from octavo.setting.chapterbreaks import ChapterBreaks
from octavo.setting.knownarrangements import Known, KnownArrangements
from octavo.setting.repair import BestOfChapters, PagesToMend, flaws_by_chapter, repaired
from octavo.setting.wordsleftwhole import left_whole
from octavo.typesetting.arrangement import Arrangement
from octavo.typesetting.openings import all_open_on_rectos
from octavo.typesetting.typstbook import TypstBook

ROUNDS = 4
"""How often a set book is mended at most: what is mended here can break something there."""
WORDS_PER_SQUARE_INCH = 7.0
"""Words on a page per square inch of its trim: 280 at 5 × 8 in. Used only for the first guess of the gutter."""


@dataclass(frozen=True)
class Round:
    """A book as it was set once, as far as it was looked at."""

    arrangement: Arrangement
    reading: PdfReading
    chapters: Collection[int]
    """The numbers of the chapters that were looked at."""
    rows: tuple[Row, ...]
    flaws: list[Flaw]
    noted: frozenset[int]
    """The pages, from 0, at whose foot notes stand."""
    blocks: Sequence[ReadBlock]
    """What was read of the chapters that were looked at."""


@dataclass(frozen=True)
class WholeRound(Round):
    """A book as it was set once, all of it looked at."""

    pagination: Pagination


def mended(
    document: Document, typst_book: TypstBook, cache: Cache = NOTHING, elsewhere: Reader | None = None
) -> WholeRound:
    """Set the book, and set it again as long as that mends something, in a few rounds; the last was looked at whole.

    Each chapter keeps the best arrangement that was found for it. ``cache`` spares the search for the arrangement of
    chapters for which it was searched before, and the reading of pages that were read before; ``elsewhere`` reads a
    part of the others. Raises InputError where
    print lacks a letter.
    """
    rounds = _Rounds(document, typst_book, cache, elsewhere)
    first = rounds.first()
    while True:
        if not _is_as_known(document, first, rounds.known):
            rounds.known.forget()
            first = rounds.first()
        last = _mended_from(document, rounds, first)
        if last.arrangement.gutter == first.arrangement.gutter:
            rounds.keep(last)
            return last
        first = last  # all lines break anew with the wider gutter, and all is to be mended anew


def _mended_from(document: Document, rounds: _Rounds, first: WholeRound) -> WholeRound:
    """The best that a few rounds make of a first one; a round with a wider gutter where the book comes to need that."""
    gutter = first.arrangement.gutter
    settled = rounds.known.chapters(gutter)
    best = BestOfChapters(document, stand_alone=rounds.stand_alone)
    latest: Round = first
    best.weigh(latest.arrangement, latest.chapters, latest.rows, latest.flaws)
    is_steady = True
    for _ in range(ROUNDS):
        if not latest.flaws:
            break
        pages = PagesToMend(document, latest.rows, rounds.last_notes(latest))
        found = [
            flaw
            for flaw in latest.flaws
            if settled.keys().isdisjoint(map(pages.chapter_of, (flaw.place.page, flaw.page_to_shorten)))
        ]
        chapters = {pages.chapter_of(flaw.place.page) for flaw in found}
        arrangement = rounds.repaired(pages, latest, found, chapters)
        if arrangement == latest.arrangement:
            break
        latest = rounds.following(arrangement, latest)
        if latest.arrangement.gutter > gutter:
            return rounds.whole(latest)
        is_steady &= len(latest.reading.page_labels) == len(first.reading.page_labels)
        best.weigh(latest.arrangement, latest.chapters, latest.rows, latest.flaws)
    together = best.together(gutter)
    last = rounds.whole(latest) if together == latest.arrangement else rounds.set_whole(together)
    if last.arrangement.gutter == gutter and latest is not first:
        is_steady &= len(last.reading.page_labels) == len(first.reading.page_labels)
        measured = measures(first.reading)
        for chapter, left in best.fewest.items():
            if chapter not in settled:
                rounds.known.keep(chapter, Known(best.part(chapter, gutter), left, measured, is_steady))
    return last


def _is_as_known(document: Document, first: WholeRound, known: KnownArrangements) -> bool:
    """Whether the chapters that were set as they were best in an earlier build have come out as they did there.

    If not, or if the book might need another gutter before they are mended, the search must begin with nothing.
    """
    gutter = first.arrangement.gutter
    if not known.chapters(gutter):
        return True
    options, pages, room = document.edition.metadata.print, len(first.reading.page_labels), known.room(gutter)
    others = {options.for_press.gutter(count) for count in (max(pages - room, 0), pages + room)}
    found = flaws_by_chapter(PagesToMend(document, first.rows, {}), first.flaws)
    return known.agree(gutter, found, measures(first.reading), others)


class _Rounds:
    """Sets one Document and reads back what must be known of it; what was read of a page is remembered."""

    def __init__(
        self, document: Document, typst_book: TypstBook, cache: Cache = NOTHING, elsewhere: Reader | None = None
    ) -> None:
        self._document, self._typst_book, self._elsewhere = document, typst_book, elsewhere
        self.known = KnownArrangements(document, typst_book, cache)
        self._all = range(len(document.chapters))
        self._display = display_letters(document)
        self.stand_alone = all_open_on_rectos(document)
        """Whether no chapter moves another, as each opens on a right-hand page."""
        self._cache = cache
        self._known = known_pages(cache)
        self._elements: dict[int, range] = {}
        """By the chapters' numbers, the elements of the structure tree that hold each."""
        self._measures = Measures()
        self._pages = 0
        self._breaks: ChapterBreaks | None = None
        self._gutter = 0.0

    def first(self) -> WholeRound:
        """The first setting: the gutter that the count of words makes likely, and only what is known mended."""
        options = self._document.edition.metadata.print
        width, height = options.trim_inches
        pages = self._document.flow.text.count(" ") / (WORDS_PER_SQUARE_INCH * width * height)
        return self._remember(self.set_whole(self.known.arrangement(options.for_press.gutter(round(pages)))))

    def set_whole(self, arrangement: Arrangement) -> WholeRound:
        """Set the book and read all of it."""
        return self._read_whole_or_set_wider(arrangement, self._set(arrangement))

    def following(self, arrangement: Arrangement, before: Round) -> Round:
        """Set the book anew, and read the chapters whose arrangement is another; all, where pages came or went."""
        reading = self._set(arrangement)
        by_chapter, by_chapter_before = (each.parted(self._document) for each in (arrangement, before.arrangement))
        changed = [chapter for chapter in self._all if by_chapter.get(chapter) != by_chapter_before.get(chapter)]
        # To read all is not much more where most have changed, and needed where one may move another.
        most = len(changed) > len(self._all) // 2 or not self.stand_alone
        if most or len(reading.page_labels) != self._pages or not self._elements.keys() >= set(changed):
            return self._remember(self._read_whole_or_set_wider(arrangement, reading))
        rows: list[Row] = []
        found: list[Flaw] = []
        read: list[ReadBlock] = []
        for chapter in changed:
            blocks = reading.blocks_of_elements(self._elements[chapter])
            chapter_rows = rows_of_chapter(self._document, chapter, blocks, reading.page_labels)
            if chapter_rows is None:  # other letters stand there than the chapter's
                return self._remember(self._read_whole_or_set_wider(arrangement, reading))
            rows += chapter_rows
            found += flaws_of_chapter(reading, blocks, self._measures, ragged(self._document, chapter_rows))
            read += blocks
        return Round(arrangement, reading, changed, tuple(rows), found, _noted(read), read)

    def whole(self, latest: Round) -> WholeRound:
        """The same setting, looked at as a whole."""
        if isinstance(latest, WholeRound):
            return latest
        return self._read_whole_or_set_wider(latest.arrangement, latest.reading)

    def last_notes(self, latest: Round) -> dict[str, int | None]:
        """The last note that is called on each page that has notes, by the page's label; nothing where none is."""
        called = self._typst_book.notes_called() if latest.noted else ()
        last, labels = {page: note for note, (page, _) in enumerate(called)}, latest.reading.page_labels
        return {labels[page]: last.get(page) for page in latest.noted}

    def repaired(self, pages: PagesToMend, latest: Round, found: list[Flaw], chapters: Collection[int]) -> Arrangement:
        """The arrangement that should be without these flaws: of whole chapters where it can be foreseen."""
        assert self._breaks is not None
        labels, arrangement = latest.reading.page_labels, latest.arrangement
        words = pages.hyphens_in_a_row(found) - arrangement.undivided
        lines: BlockLines = {}
        before = arrangement
        if words:
            whole, lines = left_whole(self._document, self._typst_book, arrangement, words, self._measures)
            before = replace(arrangement, undivided=whole)
        if not self.stand_alone:
            chapters = self._all  # by what one is longer, those behind it begin later, on the other hand
        planned = self._breaks.planned(labels, latest.blocks, latest.rows, arrangement, chapters, lines)
        return repaired(pages, before, found, planned)

    def keep(self, whole: WholeRound) -> None:
        """Keep what was read of the pages for the next build."""
        keep_pages(self._cache, self._known, whole.reading)

    def _set(self, arrangement: Arrangement) -> PdfReading:
        times = self._typst_book.times_set
        with step(f"setting the book again ({times} of {ROUNDS + 1} at most)" if times else "setting the book"):
            self._typst_book.write_sources(arrangement)
            draft = self._typst_book.draft()
        name = Path(output_named("pdf").file_name(self._document.edition.metadata.slug))
        reading = open_pdf_reading(draft, name, self._known, self._elsewhere)
        if self._display:
            reading.expect_display(self._display)
        return reading

    def _read_whole_or_set_wider(self, arrangement: Arrangement, reading: PdfReading) -> WholeRound:
        """Read all of a setting. Where it has so many pages that its gutter must be wider, set the book anew with it.

        What was mended before is dropped then, as all lines break anew.
        """
        gutter = self._document.edition.metadata.print.for_press.gutter(len(reading.page_labels))
        if gutter > arrangement.gutter:
            return self.set_whole(self.known.arrangement(gutter))
        with step(f"reading its {len(reading.page_labels)} pages back"):
            pagination, noted = read_pagination(self._document, reading), _noted(reading.blocks)
            found = flaws(reading, ragged(self._document, pagination.rows))
        return WholeRound(arrangement, reading, self._all, pagination.rows, found, noted, reading.blocks, pagination)

    def _remember(self, whole: WholeRound) -> WholeRound:
        """Keep what ``following`` needs of a round: how many pages there are, where chapters stand, the measures.

        After a round without flaws none follows, and nothing is kept. Gives the same round.
        """
        if whole.flaws:
            self._pages = len(whole.reading.page_labels)
            self._elements = chapter_parts(self._document, whole.reading)
            self._measures = measures(whole.reading)
            if self._breaks is None or whole.arrangement.gutter != self._gutter:
                self._breaks = ChapterBreaks(
                    self._document,
                    self._typst_book,
                    whole.reading.page_labels,
                    whole.reading.blocks,
                    whole.rows,
                    self._measures,
                )
                self._gutter = whole.arrangement.gutter
        return whole


def _noted(blocks: Iterable[ReadBlock]) -> frozenset[int]:
    return frozenset(stretch.page for block in blocks if block.region == NOTE for stretch in block.stretches)

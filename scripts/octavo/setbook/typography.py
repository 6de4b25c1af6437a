"""What a typesetter mends before a book goes to the printer, as measured on the finished PDF.

A widow is the last line of a paragraph alone at the head of a page, an orphan its first line alone at the foot. Beside
these: words divided over a page's end, more than two hyphens below one another, headings at a page's foot, and facing
pages of unequal depth.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import NamedTuple

from octavo.document.pages import Line
from octavo.readback.pdf import PdfReading
from octavo.readback.reading import NOTE, TEXT, ReadBlock, Stretch
from octavo.setbook.linecount import SAME_LINE, LineCount
from octavo.setbook.readlines import ReadLine, divided_word, read_lines

SUNK = 2
"""Lines: a title that stands more below the head of a page opens a chapter there."""
WIDOW, ORPHAN, HEADING = "widow", "orphan", "heading-at-foot"
DIVIDED, HYPHENS, FACING = "divided-over-page", "hyphens-in-a-row", "facing-pages"
LAST = "hyphen-before-last-line"
SHORT, FEW_LINES = "short-last-page", 4
"""The last page of a chapter, with so many lines or fewer."""
MOST_HYPHENS = 2
MOST_APART = 0.5
"""Lines: facing pages that end nearer to one another than this are level."""


class Flaw(NamedTuple):
    """What a typesetter would mend: its kind, its place, and the words or figures in question.

    Of a hyphen too many, the place is that in which the word ends that can be left whole; of facing pages, the left
    one, without line.
    """

    kind: str
    place: Line
    quoted: str
    page_to_shorten: str = ""
    """The label of the page that mends it by ending early; empty where none does."""
    lines_to_give_up: int = 0
    """How many lines that page must be shorter than a full one."""


@dataclass(frozen=True)
class Measures:
    """What is the same on all pages of a set book."""

    line_height: float = 0.0
    """Points from base line to base line; nought where no block has two lines."""
    lowest: float = 0.0
    """Points from the foot of the sheet to the last base line of a full page."""
    highest: float = 0.0
    """Points from the foot of the sheet to the first base line of a full page."""


def measures(reading: PdfReading) -> Measures:
    """The measures of a set book."""
    return _measures(reading.blocks)


def _measures(blocks: list[ReadBlock]) -> Measures:
    texts = [block for block in blocks if block.region == TEXT]
    shown = (s.base_line for block in blocks if block.region in (TEXT, NOTE) for s in block.stretches)
    return Measures(_line_height(texts), min(shown, default=0.0), _highest(texts))


def flaws(reading: PdfReading, ragged: Collection[str] = ()) -> list[Flaw]:
    """All flaws of a set book, each kind in the order of its pages; ``ragged`` pages end as their verse does."""
    return flaws_of_chapter(reading, reading.blocks, measures(reading), ragged)


def flaws_of_chapter(
    reading: PdfReading, blocks: list[ReadBlock], measured: Measures, ragged: Collection[str] = ()
) -> list[Flaw]:
    """The flaws in one chapter, or some, of a book; each begins on a page of its own."""
    book = _Book(reading, blocks, measured, ragged)
    blocks = [block for block in blocks if block.region == TEXT]
    found: list[Flaw] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        rows = read_lines(block)
        if not block.in_table:  # whose lines are short, and stand beside each other
            found += _of_breaks(rows, book)
            found += _of_hyphens(rows, book)
        # A title that is alone in its chapter, or before one of its chapters, has a page for itself.
        if block.level and following and following.level != 1 and following.stretches and rows:
            last = rows[-1].stretch
            if following.stretches[0].page > last.page:
                place = book.place(rows[0].stretch)
                if following.level and place.number == 1:
                    continue
                moved = book.line_count.count(last.page) - place.number + 1
                found.append(Flaw(HEADING, place, block.text, place.page, book.given_up(last.page, moved)))
    return [*found, *_of_facing_pages(book), *_of_last_pages(book)]


class _Book:
    """What its pages are called, their lines, and where they end; heights in points from the foot of the sheet."""

    def __init__(self, reading: PdfReading, read: list[ReadBlock], measured: Measures, ragged: Collection[str]) -> None:
        blocks = [block for block in read if block.region == TEXT]
        self.labels = reading.page_labels
        self.line_count = LineCount(blocks)
        self.line_height, self.lowest = measured.line_height, measured.lowest
        self.ragged = {number for number, label in enumerate(self.labels) if label in ragged} if ragged else set()
        self.opens = {block.stretches[0].page for block in blocks if block.level == 1 and block.stretches}
        """Pages on which something begins."""
        self.opens |= _with_sunk_titles(blocks, measured)
        beside = {s.page for block in blocks for s in block.stretches if not block.in_table}
        self.of_tables = {s.page for block in blocks for s in block.stretches} - beside
        """Pages that hold nothing else: a table may be turned, and takes what it needs."""
        self._text: dict[int, float] = {}
        self._notes: dict[int, float] = {}
        for block in read:
            for _, page, height, _ in block.stretches:
                if block.region == TEXT:
                    self._text[page] = min(height, self._text.get(page, height))
                elif block.region == NOTE:
                    self._notes[page] = min(height, self._notes.get(page, height))
        self.with_notes = self._notes.keys()
        self.feet = self._text | {
            page: min(height, self._text.get(page, height)) for page, height in self._notes.items()
        }
        """The last base line of each page."""
        self._reading = reading
        self._feet_with_pictures: dict[int, float] = {}

    def count_pictures_at_feet(self, pages: Iterable[int]) -> None:
        """Measure again where these pages end: with what is no text, such as a picture, or a sign between sections."""
        short = {page for page in pages if self.feet[page] - self.lowest > MOST_APART * self.line_height}
        self._feet_with_pictures = self._reading.feet(sorted(short), self.lowest)

    def foot(self, page: int) -> float:
        """Where a page ends: with its text, or with what stands below it, where that was looked at."""
        return min(self.feet[page], self._feet_with_pictures.get(page, self.feet[page]))

    def place(self, stretch: Stretch) -> Line:
        """The place of a stretch as a reader counts."""
        return Line(self.labels[stretch.page], self.line_count.number(stretch.page, stretch.base_line))

    def given_up(self, page: int, moved: int) -> int:
        """How many lines shorter than a full page it is when some move to the next: these, and those empty already."""
        return moved + self.empty(page)

    def empty(self, page: int) -> int:
        """How many lines are missing at the foot of a page; none where notes stand there."""
        if not self.line_height or page not in self._text:
            return 0
        return 0 if page in self._notes else max(round((self.foot(page) - self.lowest) / self.line_height), 0)


def _with_sunk_titles(blocks: list[ReadBlock], measured: Measures) -> set[int]:
    """Pages that begin with a title of the second level below white, as chapters of a part do."""
    heads: dict[int, float] = {}
    for block in blocks:
        for stretch in block.stretches:
            heads[stretch.page] = max(stretch.base_line, heads.get(stretch.page, 0.0))
    firsts = [block.stretches[0] for block in blocks if block.level == 2 and block.stretches]
    sunk = measured.highest - SUNK * measured.line_height
    return {first.page for first in firsts if first.base_line >= heads[first.page] and first.base_line < sunk}


def _highest(blocks: list[ReadBlock]) -> float:
    """Where most pages begin that have anything near their heads: a raised letter stands higher than its line."""
    heads: dict[int, float] = {}
    for block in blocks:
        for stretch in block.stretches:
            heads[stretch.page] = max(stretch.base_line, heads.get(stretch.page, 0.0))
    near = max(heads.values(), default=0.0) - SAME_LINE
    counts = Counter(round(height, 2) for height in heads.values() if height > near)
    return next((height for height, _ in counts.most_common(1)), 0.0)


def _line_height(blocks: list[ReadBlock]) -> float:
    steps = (
        round(a.base_line - b.base_line, 1)
        for block in blocks
        for a, b in pairwise(block.stretches)
        if a.page == b.page and a.base_line - b.base_line > SAME_LINE
    )
    return next((height for height, _ in Counter(steps).most_common(1)), 0.0)


def _of_breaks(rows: list[ReadLine], book: _Book) -> Iterator[Flaw]:
    """Widow and orphan of one paragraph."""
    pages = Counter(row.stretch.page for row in rows)
    if len(pages) < 2:
        return
    first, last, before = rows[0].stretch, rows[-1].stretch, rows[-2].stretch.page
    if pages[first.page] == 1 and book.place(first).number == book.line_count.count(first.page):
        lines = book.given_up(first.page, 1)
        yield Flaw(ORPHAN, book.place(first), rows[0].text.strip(), book.labels[first.page], lines)
    if pages[last.page] == 1 and book.place(last).number == 1:
        yield Flaw(WIDOW, book.place(last), rows[-1].text.strip(), book.labels[before], book.given_up(before, 1))


def _of_hyphens(rows: list[ReadLine], book: _Book) -> Iterator[Flaw]:
    """Words divided over a page's end, and each hyphen after the second in succession.

    What is told of these is the last word that can be left whole: a word's own hyphen stays where it is.
    """
    in_succession = 0
    last: tuple[ReadLine, ReadLine] | None = None
    for row, following in pairwise(rows):
        in_succession = in_succession + 1 if row.ends_in_hyphen else 0
        last = (row, following) if row.is_divided else last if row.ends_in_hyphen else None
        if row.is_divided and following.stretch.page != row.stretch.page:
            yield Flaw(DIVIDED, book.place(following.stretch), divided_word(row, following))
        elif in_succession > MOST_HYPHENS:
            word, end = last or (row, following)
            yield Flaw(HYPHENS, book.place(end.stretch), divided_word(word, end))
        elif row.is_divided and following is rows[-1]:
            yield Flaw(LAST, book.place(following.stretch), divided_word(row, following))


def _of_facing_pages(book: _Book) -> Iterator[Flaw]:
    """Left and right pages that end more than a line apart, but for those on which a chapter or the book ends."""
    if not book.line_height:
        return
    # The page behind it goes on with the same chapter, so that it should end where a full page ends.
    comparable = {page for page in book.feet if page + 1 in book.feet and page + 1 not in book.opens}
    comparable -= book.of_tables | {page - 1 for page in book.of_tables} | book.ragged
    # Page 1 of the file is a right-hand page, and is counted from 0.
    left = [page for page in sorted(comparable) if page % 2 == 1 and page + 1 in comparable]
    book.count_pictures_at_feet(number for page in left for number in (page, page + 1))
    for page in left:
        apart = (book.foot(page + 1) - book.foot(page)) / book.line_height
        if abs(apart) > MOST_APART:
            longer = page if apart > 0 else page + 1
            lines = book.given_up(longer, round(abs(apart)))
            words = "a line" if abs(apart) < 1.5 else f"{abs(apart):.0f} lines"
            yield Flaw(FACING, Line(book.labels[page], 0), words, book.labels[longer], lines)


def _of_last_pages(book: _Book) -> Iterator[Flaw]:
    """Pages on which a chapter ends after a few lines; a page on which one begins too has more on it."""
    for page in sorted(book.feet.keys() - book.opens - book.of_tables):
        is_last = page + 1 not in book.feet or page + 1 in book.opens
        if not is_last:
            continue
        lines = book.line_count.count(page)
        if book.labels[page].isdigit() and lines <= FEW_LINES and page not in book.with_notes and page - 1 in book.feet:
            yield Flaw(SHORT, Line(book.labels[page], 0), "a line" if lines == 1 else f"{lines} lines")


def by_kind(found: Iterable[Flaw]) -> dict[str, list[Flaw]]:
    """Flaws by their kind."""
    kinds: dict[str, list[Flaw]] = defaultdict(list)
    for flaw in found:
        kinds[flaw.kind].append(flaw)
    return kinds

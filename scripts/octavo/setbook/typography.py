"""What a typesetter mends before a book goes to the printer, as measured on the finished PDF.

A widow is the last line of a paragraph alone at the head of a page, an orphan its first line alone at the foot. Beside
these: words divided over a page's end, more than two hyphens below one another, headings at a page's foot, and facing
pages of unequal depth.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import NamedTuple

from octavo.document.pages import Line
from octavo.readback.pdf import PdfReading
from octavo.readback.reading import NOTE, TEXT, ReadBlock, Stretch
from octavo.setbook.linecount import SAME_LINE, LineCount

WIDOW, ORPHAN, HEADING = "widow", "orphan", "heading-at-foot"
DIVIDED, HYPHENS, FACING = "divided-over-page", "hyphens-in-a-row", "facing-pages"
MOST_HYPHENS = 2
MOST_APART = 1.5
"""Lines: facing pages that are nearer than this are taken to end one line apart."""
_HYPHENS = "-‐"


class Flaw(NamedTuple):
    """What a typesetter would mend: its kind, its place, and the words or figures in question.

    Of a hyphen too many, the place is that in which the divided word ends; of facing pages, the left one, without line.
    """

    kind: str
    place: Line
    quoted: str
    short: str = ""
    """The label of a page that would mend it by ending early …"""
    lines: int = 0
    """… by so many lines."""


class _Row(NamedTuple):
    """A line of a block: where it stands, its text, and whether it ends in a hyphen, or in one of the line's end."""

    stretch: Stretch
    text: str
    hyphen: bool
    divided: bool


@dataclass(frozen=True)
class Measures:
    """What is the same on all pages of a set book."""

    line: float = 0.0
    """Points from base line to base line; none where no block has two lines."""
    lowest: float = 0.0
    """Points from the foot of the sheet to the last base line of a full page."""


def measures(reading: PdfReading) -> Measures:
    """The measures of a set book."""
    return _measures(reading.blocks)


def _measures(blocks: list[ReadBlock]) -> Measures:
    texts = [block for block in blocks if block.region == TEXT]
    shown = (s.base_line for block in blocks if block.region in (TEXT, NOTE) for s in block.stretches)
    return Measures(_line_height(texts), min(shown, default=0.0))


def flaws(reading: PdfReading) -> list[Flaw]:
    """All flaws of a set book, each kind in the order of its pages."""
    return flaws_of_chapter(reading, reading.blocks, measures(reading))


def flaws_of_chapter(reading: PdfReading, blocks: list[ReadBlock], whole: Measures) -> list[Flaw]:
    """The flaws in one chapter, or some, of a book; each begins on a page of its own."""
    book = _Book(reading, blocks, whole)
    blocks = [block for block in blocks if block.region == TEXT]
    found: list[Flaw] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        rows = _rows(block)
        if not block.in_table:  # whose lines are short, and stand beside each other
            found += _of_breaks(rows, book)
            found += _of_hyphens(rows, book)
        # A title that is alone in its chapter, such as that of a part, has a page for itself.
        if block.level and following and following.level != 1 and following.stretches and rows:
            last = rows[-1].stretch
            if following.stretches[0].page > last.page:
                place = book.place(rows[0].stretch)
                lines = book.lines.count(last.page) - place.number + 1 + book.empty(last.page)
                found.append(Flaw(HEADING, place, block.text, place.page, lines))
    return found + list(_of_facing_pages(book))


class _Book:
    """What its pages are called, their lines, and where they end; heights in points from the foot of the sheet."""

    def __init__(self, reading: PdfReading, read: list[ReadBlock], whole: Measures) -> None:
        blocks = [block for block in read if block.region == TEXT]
        self.labels = reading.page_labels
        self.lines = LineCount(blocks)
        self.line, self.lowest = whole.line, whole.lowest
        self.opens = {block.stretches[0].page for block in blocks if block.level == 1 and block.stretches}
        """Pages on which something begins."""
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
        self.feet = self._text | {
            page: min(height, self._text.get(page, height)) for page, height in self._notes.items()
        }
        """The last base line of each page."""
        self._reading = reading
        self._whole: dict[int, float] = {}

    def look_at_feet(self, pages: Iterable[int]) -> None:
        """Let all that stands below the text count on these pages, such as a picture, or a sign between sections."""
        short = {page for page in pages if self.feet[page] - self.lowest > MOST_APART * self.line}
        self._whole = self._reading.feet(sorted(short), self.lowest)

    def foot(self, page: int) -> float:
        """Where a page ends: with its text, or with what stands below it, where that was looked at."""
        return min(self.feet[page], self._whole.get(page, self.feet[page]))

    def place(self, stretch: Stretch) -> Line:
        """The place of a stretch as a reader counts."""
        return Line(self.labels[stretch.page], self.lines.number(stretch.page, stretch.base_line))

    def has_notes(self, page: int) -> bool:
        """Whether notes stand at the foot of a page."""
        return page in self._notes

    def empty(self, page: int) -> int:
        """How many lines are missing at the foot of a page; none where notes stand there."""
        if not self.line or page not in self._text:
            return 0
        return 0 if page in self._notes else max(round((self.foot(page) - self.lowest) / self.line), 0)


def _line_height(blocks: list[ReadBlock]) -> float:
    steps = (
        round(a.base_line - b.base_line, 1)
        for block in blocks
        for a, b in pairwise(block.stretches)
        if a.page == b.page and a.base_line - b.base_line > SAME_LINE
    )
    return next((height for height, _ in Counter(steps).most_common(1)), 0.0)


def _rows(block: ReadBlock) -> list[_Row]:
    """The lines of a block; stretches on one base line, or nearly, are one line."""
    rows: list[_Row] = []
    for number, stretch in enumerate(block.stretches):
        end = block.stretches[number + 1].offset if number + 1 < len(block.stretches) else len(block.text)
        text = block.text[stretch.offset : end]
        before = rows[-1].stretch if rows else None
        if before and before.page == stretch.page and abs(before.base_line - stretch.base_line) < SAME_LINE:
            first = rows.pop()
            text, stretch = first.text + text, first.stretch._replace(divided=stretch.divided)
        hard = text.rstrip().endswith(tuple(_HYPHENS))
        rows.append(_Row(stretch, text, stretch.divided or hard, stretch.divided))
    return rows


def _of_breaks(rows: list[_Row], book: _Book) -> Iterator[Flaw]:
    """Widow and orphan of one paragraph."""
    pages = Counter(row.stretch.page for row in rows)
    if len(pages) < 2:
        return
    first, last, before = rows[0].stretch, rows[-1].stretch, rows[-2].stretch.page
    if pages[first.page] == 1 and book.place(first).number == book.lines.count(first.page):
        lines = 1 + book.empty(first.page)
        yield Flaw(ORPHAN, book.place(first), rows[0].text.strip(), book.labels[first.page], lines)
    if pages[last.page] == 1 and book.place(last).number == 1:
        yield Flaw(WIDOW, book.place(last), rows[-1].text.strip(), book.labels[before], 1 + book.empty(before))


def _of_hyphens(rows: list[_Row], book: _Book) -> Iterator[Flaw]:
    """Words divided over a page's end, and each hyphen after the second of a row of them."""
    in_row = 0
    for row, following in pairwise(rows):
        in_row = in_row + 1 if row.hyphen else 0
        place = book.place(following.stretch)
        word = (row.text.split() or [""])[-1].rstrip(_HYPHENS) + "-" + (following.text.split() or [""])[0]
        if row.divided and following.stretch.page != row.stretch.page:
            yield Flaw(DIVIDED, place, word)
        elif in_row > MOST_HYPHENS:
            yield Flaw(HYPHENS, place, word)


def _of_facing_pages(book: _Book) -> Iterator[Flaw]:
    """Left and right pages that end more than a line apart, but for those on which a chapter or the book ends."""
    if not book.line:
        return
    full = {page for page in book.feet if page + 1 in book.feet and page + 1 not in book.opens}
    full -= book.of_tables | {page - 1 for page in book.of_tables}
    # Page 1 of the file is a right-hand page, and is counted from 0.
    left = [page for page in sorted(full) if page % 2 == 1 and page + 1 in full]
    book.look_at_feet(number for page in left for number in (page, page + 1))
    for page in left:
        apart = (book.foot(page + 1) - book.foot(page)) / book.line
        if abs(apart) > MOST_APART:
            longer = page if apart > 0 else page + 1
            lines = round(abs(apart)) + (0 if book.has_notes(longer) else book.empty(longer))
            yield Flaw(FACING, Line(book.labels[page], 0), f"{abs(apart):.0f}", book.labels[longer], lines)


def by_kind(found: Iterable[Flaw]) -> dict[str, list[Flaw]]:
    """Flaws by their kind."""
    kinds: dict[str, list[Flaw]] = defaultdict(list)
    for flaw in found:
        kinds[flaw.kind].append(flaw)
    return kinds

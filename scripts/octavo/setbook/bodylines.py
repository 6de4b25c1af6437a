"""The lines of a chapter's body as a page is filled with them, measured on one setting.

From these the pages of other settings can be told, as long as no paragraph takes other lines: the text stands on a grid
of base lines, and what Typst keeps together (``costs`` in print.typ) are two lines at both ends of a paragraph, and a
heading with what follows it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from octavo.document import Document
from octavo.document.chapternumbers import is_chapter_of_part
from octavo.document.pages import Line, Row
from octavo.readback.reading import TEXT, ReadBlock
from octavo.setbook.blockbreaks import BreaksWithin, ReachOfPages, is_held_to_next
from octavo.setbook.linecount import LineCount
from octavo.setbook.readlines import read_lines

NEAR = 0.002
"""Lines: what is nearer to the grid of base lines than this stands on it."""
KEPT = 2
"""How many lines at each end of a paragraph are kept together."""
SIGN = "hr"
_NO_WHITE = (0.0, 0.0)
_WHITE = {"h2": (2.0, 1.0), "h3": (1.0, 1.0), "h4": (1.0, 0.0), "h5": (1.0, 0.0), "h6": (1.0, 0.0)}
"""Lines of white above and below a heading within a chapter."""


class BodyLine(NamedTuple):
    """A line, or a sign between sections, which has no words."""

    page: int
    """The page on which it was set, from 0."""
    slot: float
    """How many lines it was set below the first of a full page; that of a sign is not known."""
    gap: float
    """How many lines it stands below the line before it where both are on one page."""
    may_begin: bool
    """Whether a page may begin with it."""
    is_divided: bool
    """Whether the line's end divides its last word."""
    offset: int
    """Of the first word that ends on it, in the Document's flow."""
    block: int
    """The number of the block of the flow that it belongs to."""
    told_until: int = -1
    """The last block for whose sake the page may be told before this line to end early; -1 where it may not.

    What stands at the foot of a page within a quotation is at the foot of the quotation, where that ends above.
    """
    notes: float = 0.0
    """The height of the notes that are called in it, in lines of text."""
    last_note: int = -1
    """The last note that is called in it."""
    partable: float = 0.0
    """How much of that may go to the next page, where there is no room for a note as a whole."""


@dataclass(frozen=True)
class NotesAtFeet:
    """The notes of a set book, as far as they take room from its text; without lines where it has none."""

    marks: Sequence[tuple[int, float]] = ()
    """For each note in order, the page from 0 and the points from the foot of the sheet at which it is called."""
    lines: Mapping[int, int] = field(default_factory=dict)
    """By the notes' numbers, how many lines they have."""
    line_height: float = 0.0
    """The height of one of these, in lines of text."""


class SetBook(NamedTuple):
    """What was read of a set book, of all of it or of some chapters."""

    document: Document
    labels: list[str]
    blocks: Iterable[ReadBlock]
    rows: Iterable[Row]
    line_height: float
    """Points from base line to base line."""
    highest: float
    """Points from the foot of the sheet to the first base line of a full page."""
    notes: NotesAtFeet = NotesAtFeet()


class _Found(NamedTuple):
    """A line as it was read: its place, and its block in the flow."""

    page: int
    slot: float
    offset: int
    number: int
    is_divided: bool
    is_heading: bool


Gaps = Mapping[tuple[object, ...], float]
"""By what two blocks are, how many lines are between the last base line of one and the first of the other."""


def chapters_lines(book: SetBook, gaps: Gaps, chapters: Collection[int]) -> dict[int, list[list[BodyLine]]]:
    """The body lines of some chapters, by these: of a part, those of its title and of each chapter in it by themselves.

    There are no lines where these do not stand one below another.
    """
    found = _found(book)
    called = _called(book, found)
    until = ReachOfPages(book.document)
    return {
        chapter: [_body_lines(book.document, part, gaps, called, until) for part in _parted(book.document, read)]
        for chapter, read in found.items()
        if chapter in chapters
    }


def _parted(document: Document, read: list[_Found]) -> list[list[_Found]]:
    """Lines, parted before each heading that opens a page."""
    parts: list[list[_Found]] = [[]]
    for line in read:
        last = parts[-1][-1] if parts[-1] else None
        is_other = last is not None and last.number != line.number
        if is_other and line.is_heading and is_chapter_of_part(document.flow.blocks[line.number].element):
            parts.append([])
        parts[-1].append(line)
    return parts


BlockLines = Mapping[int, Sequence[tuple[int, bool]]]
"""By the numbers of blocks, for each of their lines the offset of its first word and whether its end divides a word."""


def lines_of_blocks(book: SetBook) -> BlockLines:
    """The lines that were read, by their blocks."""
    found: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for lines in _found(book).values():
        for line in lines:
            found[line.number].append((line.offset, line.is_divided))
    return found


def gaps_between(book: SetBook) -> Gaps:
    """The gaps between blocks that stand on one page, each as most of its kind are."""
    seen: dict[tuple[object, ...], Counter[float]] = defaultdict(Counter)
    blocks = book.document.flow.blocks
    for lines in _found(book).values():
        for before, line in pairwise(lines):
            if before.page == line.page and before.number != line.number:
                kinds = _kinds(blocks[before.number].element, blocks[line.number].element)
                seen[kinds][_snapped(line.slot - before.slot)] += 1
    return {kinds: counts.most_common(1)[0][0] for kinds, counts in seen.items()}


def _found(book: SetBook) -> dict[int, list[_Found]]:
    """The lines that were read, by chapter; what stands beside another on one line is left out."""
    blocks = [block for block in book.blocks if block.region == TEXT]
    numbers = LineCount(blocks)
    offsets = {row.line: row.offset for row in book.rows}
    starts = [block.start for block in book.document.flow.blocks]
    found: dict[int, list[_Found]] = defaultdict(list)
    seen: set[Line] = set()
    for block in blocks:
        for read in read_lines(block):
            page, base_line = read.stretch.page, read.stretch.base_line
            line = Line(book.labels[page], numbers.number(page, base_line))
            if line in seen or line not in offsets:
                continue
            seen.add(line)
            number = bisect_right(starts, offsets[line]) - 1
            slot = _snapped((book.highest - base_line) / book.line_height)
            where = _Found(page, slot, offsets[line], number, read.is_divided, block.level > 0)
            found[book.document.flow.blocks[number].chapter].append(where)
    return found


def _snapped(lines: float) -> float:
    near = round(lines)
    return float(near) if abs(lines - near) < NEAR else lines


def _kinds(before: etree._Element, element: etree._Element) -> tuple[object, ...]:
    """What decides of the white between two blocks."""
    together = before.getparent() is element.getparent()
    return (*_kind(before), *_kind(element), together, _sign_before(element))


def _usual_gap(before: etree._Element, element: etree._Element) -> float:
    """The lines from one block to the next as print.typ has them, where no two such stand on one page.

    Of a guess that is wrong nothing comes: pages that are planned with it don't come out as they were planned.
    """
    apart = 0.0 if before.getparent() is element.getparent() or before.tag in _WHITE or element.tag in _WHITE else 1.0
    return 1 + max(apart, _WHITE.get(str(before.tag), _NO_WHITE)[1], _WHITE.get(str(element.tag), _NO_WHITE)[0])


def _kind(element: etree._Element) -> tuple[str, str, str]:
    parent = element.getparent()
    return str(element.tag), str(parent.tag) if parent is not None else "", element.get("class", "")


def _sign_before(element: etree._Element) -> bool:
    """Whether a sign between sections stands right before a block, or before what begins with it."""
    at: etree._Element | None = element
    while at is not None and at.tag != "section":
        previous = at.getprevious()
        if previous is not None:
            return bool(previous.tag == SIGN)
        at = at.getparent()
    return False


def _body_lines(
    document: Document,
    read: list[_Found],
    gaps: Gaps,
    called: Mapping[int, tuple[float, int, float]],
    until: ReachOfPages,
) -> list[BodyLine]:
    lines: list[BodyLine] = []
    offsets: dict[int, list[int]] = defaultdict(list)
    for line in read:
        offsets[line.number].append(line.offset)
    breaks = BreaksWithin(document, offsets)
    at, before = 0, None
    for line in read:
        element = document.flow.blocks[line.number].element
        at = at + 1 if before and before.number == line.number else 0
        gap, may_begin, told_until = 1.0, True, -1
        if before and at:
            may_begin = breaks.may_come_before(line.number, at)
            gap = breaks.gap_before(line.number, at)
        elif before:
            previous = document.flow.blocks[before.number].element
            may_begin = not before.is_heading and not is_held_to_next(previous)
            gap = gaps.get(_kinds(previous, element)) or _usual_gap(previous, element)
            if not _sign_before(element) and may_begin:
                told_until = until(element)
        if before and before.page == line.page:
            gap = line.slot - before.slot
        if gap <= 0:
            return []
        if before and not at and _sign_before(element):
            gap /= 2
            # Where a page ends there, the sign is at its foot, or else at the head of the next, above the line.
            page = before.page if before.page == line.page or not line.slot else line.page
            lines.append(BodyLine(page, 0.0, gap, True, False, line.offset, line.number))
        lines.append(
            BodyLine(
                *(line.page, line.slot, gap, may_begin, line.is_divided, line.offset, line.number, told_until),
                *called.get(line.offset, (0.0, -1, 0.0)),
            )
        )
        before = line
    return lines


def _called(book: SetBook, found: Mapping[int, list[_Found]]) -> dict[int, tuple[float, int, float]]:
    """By the offsets of lines, the height of the notes called there, the last of them, and what of it may be parted."""
    if not book.notes.lines:
        return {}
    by_page: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for lines in found.values():
        for line in lines:
            by_page[line.page].append((line.slot, line.offset))
    called: dict[int, tuple[float, int, float]] = {}
    for note, (page, height) in enumerate(book.notes.marks):
        slot = (book.highest - height) / book.line_height
        if by_page[page]:
            offset = min(by_page[page], key=lambda each: abs(each[0] - slot))[1]
            total, _, partable = called.get(offset, (0.0, -1, 0.0))
            count, height = book.notes.lines.get(note, 0), book.notes.line_height
            parted = (count - KEPT) * height if count >= 2 * KEPT else 0.0
            called[offset] = (total + count * height, note, max(partable, parted))
    return called

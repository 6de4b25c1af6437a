"""Where the pages of a chapter end best: all its breaks at once, found from the lines of one setting.

A page is full, or a few lines shorter where that levels it with the page that faces it; the cheapest way through the
chapter is found by dynamic programming over the lines at which a spread can begin, in time linear in the lines.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from octavo.setbook.bodylines import BodyLine

FEW_SHORT, MOST_SHORT = 2, 5
"""Lines by which pages end early, as long as that is enough, and else at most."""
NEAR = 0.002
"""Lines: what Typst and the PDF round away."""
UNEVEN, DIVIDED, FEW = 40.0, 8.0, 15.0
"""What it costs that facing pages end a line apart, a word is divided by a page's end, a last page has few lines.

A page that ends n lines early costs n².
"""
FEW_LINES = 4


class PageEnd(NamedTuple):
    """Where a page ends: before this line; how many lines above the foot of a full page; what makes it end there."""

    line: int
    foot: float
    block: int = -1
    """The block before which the page is told to end early by ``short`` lines; -1 where nothing is told."""
    note: int = -1
    """The note below which so many lines stay empty."""
    short: int = 0


def ends_of_uneven_spreads(ends: Sequence[PageEnd], first_page: int) -> list[int]:
    """The lines behind facing pages that end otherwise than each other, but for a chapter's last page."""
    left = range((first_page + 1) % 2, len(ends) - 2, 2)
    return [ends[at + 1].line for at in left if abs(ends[at].foot - ends[at + 1].foot) > NEAR]


class _Page(NamedTuple):
    """How high the text of a page is with each of its lines, and how high it is with the notes; in lines."""

    text: list[float]
    with_notes: list[float]


class _Ways:
    """The cheapest ways that were found to the lines with which a spread can begin."""

    def __init__(self) -> None:
        self._cheapest: dict[int, tuple[float, int, tuple[PageEnd, ...]]] = {-1: (0.0, -1, ()), 0: (0.0, -1, ())}
        """By the line: the cost, the line from which it was reached, and the ends of the pages between."""
        self._waiting: list[int] = []

    def add(self, origin: int, cost: float, *ends: PageEnd) -> None:
        """Add a way on from a line; the last of the page ends says to which."""
        line, total = ends[-1].line, self._cheapest[origin][0] + cost
        if line not in self._cheapest:
            heapq.heappush(self._waiting, line)
        elif total >= self._cheapest[line][0]:
            return
        self._cheapest[line] = (total, origin, ends)

    def next_before(self, count: int) -> int | None:
        """The next line to go on from: no way leads back, so all that lead to it are known."""
        return heapq.heappop(self._waiting) if self._waiting and self._waiting[0] < count else None

    def cost(self, line: int) -> float:
        """What the cheapest way to a line costs."""
        return self._cheapest[line][0]

    def ends(self, line: int) -> list[PageEnd]:
        """All page ends of the cheapest way to a line; nothing where none leads there."""
        found: list[PageEnd] = []
        while line > 0 and line in self._cheapest:
            _, line, ends = self._cheapest[line]
            found += reversed(ends)
        return found[::-1]


class ChapterPages:
    """The lines of a chapter on pages of so many lines: where these end by themselves, and where they end best."""

    def __init__(
        self, lines: Sequence[BodyLine], depth: int, above_notes: float, first_page: int | None = None
    ) -> None:
        """``above_notes`` is the height of the white and the rule above the notes of a page, in lines.

        They begin on ``first_page``, from 0; without one, on that on which they were set.
        """
        self._lines, self._depth, self._above_notes = lines, depth, above_notes
        self.first_page = lines[0].page if first_page is None else first_page
        """From 0: the odd ones are the left of two that face each other."""
        self._ends_from: dict[int, list[PageEnd]] = {}

    def are_as_set(self, short: Mapping[int, int], raised: Mapping[int, int], but: Collection[int] = ()) -> bool:
        """Whether each page, arranged so, ends where it would be foreseen to; ``but`` some, from 0, that can't be."""
        at = 0
        while at < len(self._lines):
            page, end = self._lines[at].page, at
            while end < len(self._lines) and self._lines[end].page == page:
                end += 1
            told = sum(short.get(line.block, 0) for line in self._lines[at:end] if line.told_until >= 0)
            room = self._depth - told + NEAR
            if page not in but and end != self._full(at, self._page(at, raised), room)[1]:
                return False
            at = end
        return True

    def best(self) -> list[PageEnd]:
        """The ends of all pages; nothing where some page can't be foreseen.

        Pages run short by a line or two, and by more only where that does not make all level.
        """
        found: list[PageEnd] = []
        for most in (FEW_SHORT, MOST_SHORT):
            self._ends_from.clear()
            ways = self._ways(most)
            found = ways.ends(len(self._lines))
            if found and ways.cost(len(self._lines)) < UNEVEN:
                break
        return found

    def _ways(self, most: int) -> _Ways:
        ways = _Ways()
        # The chapter's first page stands alone where it is a right-hand one: pages are counted from 0.
        if self.first_page % 2 == 0:
            for end in self._ends(0, most):
                ways.add(-1, self._cost(0, end), end)
        else:
            self._add_spreads(0, ways, most)
        while (at := ways.next_before(len(self._lines))) is not None:
            self._add_spreads(at, ways, most)
        return ways

    def _add_spreads(self, at: int, ways: _Ways, most: int) -> None:
        """Add the ways to fill the two pages that face each other and begin with a line."""
        for left in self._ends(at, most):
            cost = self._cost(at, left)
            if left.line == len(self._lines):
                ways.add(at, cost, left)
                continue
            for right in self._ends(left.line, most):
                # On the last page of a chapter nothing needs to be level.
                apart = 0.0 if right.line == len(self._lines) else UNEVEN * abs(left.foot - right.foot)
                ways.add(at, cost + apart + self._cost(left.line, right), left, right)

    def _cost(self, first: int, end: PageEnd) -> float:
        if end.line == len(self._lines):
            return FEW if end.line - first <= FEW_LINES else 0.0
        return end.foot**2 + DIVIDED * self._lines[end.line - 1].is_divided

    def _ends(self, first: int, most: int) -> list[PageEnd]:
        """The ways in which a page that begins with a line can end, ``most`` lines early."""
        if first not in self._ends_from:
            self._ends_from[first] = list(self._possible_ends(first, most))
        return self._ends_from[first]

    def _possible_ends(self, first: int, most: int) -> Iterator[PageEnd]:
        lines, page = self._lines, self._page(first)
        seen: set[tuple[int, float]] = set()
        for short in range(most + 1):
            room = self._depth - short + NEAR
            full, end = self._full(first, page, room)
            if end == len(lines):
                yield PageEnd(end, 0.0)
                return
            might_part = lines[full].partable and page.with_notes[full - first] - lines[full].partable <= room
            if might_part or end == first or not lines[end].may_begin:
                continue  # a note might be parted, or a line be left alone
            notes = [line.last_note for line in lines[first:end] if line.last_note >= 0]
            foot = float(short) if notes else self._depth - page.text[end - 1 - first]
            if (end, foot) in seen:
                continue
            seen.add((end, foot))
            if not short:
                yield PageEnd(end, foot)
            elif notes:
                yield PageEnd(end, foot, note=notes[-1], short=short)
            elif foot < most + 1:
                told = (line.block for line in lines[first + 1 : end] if line.told_until >= lines[end].block)
                block = next(told, -1)
                if block >= 0:
                    yield PageEnd(end, foot, block, short=int(foot + NEAR))

    def _full(self, first: int, page: _Page, room: float) -> tuple[int, int]:
        """The line for which a page has no room any more, and that before which it ends.

        What is kept together goes to the next page; but where there is room for all of it, and only a note has none,
        the line that calls the note goes there by itself.
        """
        lines = self._lines
        at = first + bisect_right(page.with_notes, room)
        if at == len(lines):
            return at, at
        begin = at
        while first < begin and not lines[begin].may_begin:
            begin -= 1
        if lines[at].last_note >= 0 and at > first:
            text, notes = page.text[at - first], page.with_notes[at - 1 - first] - page.text[at - 1 - first]
            behind = at + 1
            while behind < len(lines) and not lines[behind].may_begin:
                text += lines[behind].gap
                behind += 1
            if text + notes <= room:
                return at, at
        return at, begin

    def _page(self, first: int, raised: Mapping[int, int] = MappingProxyType({})) -> _Page:
        """What a page that begins with a line may hold, up to the first line for which there is no room."""
        lines = self._lines
        slot, notes = lines[0].slot if first == 0 else 0.0, 0.0
        page = _Page([], [])
        for at in range(first, len(lines)):
            line = lines[at]
            if at > first:
                slot += line.gap
            if line.last_note >= 0:
                notes = (notes or self._above_notes) + line.notes + raised.get(line.last_note, 0)
            page.text.append(slot + 1)
            page.with_notes.append(slot + 1 + notes)
            if slot + 1 + notes > self._depth + NEAR:
                break
        return page

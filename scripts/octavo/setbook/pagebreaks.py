"""Where the pages of a chapter end best: all its breaks at once, found from the lines of one setting.

A page is full, or a few lines shorter where that levels it with the page that faces it; the cheapest way through the
chapter is found by dynamic programming over the lines at which a spread can begin, in time linear in the lines.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from octavo.setbook.bodylines import BodyLine

MOST_SHORT = 5
"""Lines: no page is made to end earlier than that."""
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


class _Filled(NamedTuple):
    """A page as it is filled by itself."""

    end: int
    foot: float
    last_note: int
    is_certain: bool
    """Whether it is certain where it ends: a note might be parted, or too much be kept together."""


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

    def ends(self, line: int) -> list[PageEnd]:
        """All page ends of the cheapest way to a line; nothing where none leads there."""
        found: list[PageEnd] = []
        while line > 0 and line in self._cheapest:
            _, line, ends = self._cheapest[line]
            found += reversed(ends)
        return found[::-1]


@dataclass(frozen=True)
class ChapterPages:
    """The lines of a chapter, and what a page holds."""

    lines: Sequence[BodyLine]
    depth: int
    """The lines of a full page."""
    above_notes: float
    """The height of the white and the rule above the notes of a page, in lines."""

    def are_as_set(self, short: Mapping[int, int], raised: Mapping[int, int]) -> bool:
        """Whether the pages that these lines would be put on, arranged so, are those on which they were set."""
        lines = self.lines
        at, previous = 0, -1
        while at < len(lines):
            end = self._filled(at, 0, short, raised).end
            pages = {line.page for line in lines[at:end] if line.page >= 0}
            if len(pages) > 1 or previous in pages:
                return False
            previous = next(iter(pages), previous)
            at = end
        return True

    def best(self) -> list[PageEnd]:
        """The ends of all pages; nothing where some page can't be foreseen."""
        ways = _Ways()
        # The chapter's first page stands alone where it is a right-hand one: pages are counted from 0.
        if next((line.page for line in self.lines if line.page >= 0), 0) % 2 == 0:
            for end in self._ends(0):
                ways.add(-1, self._cost(0, end), end)
        else:
            self._add_spreads(0, ways)
        while (at := ways.next_before(len(self.lines))) is not None:
            self._add_spreads(at, ways)
        return ways.ends(len(self.lines))

    def _add_spreads(self, at: int, ways: _Ways) -> None:
        """Add the ways to fill the two pages that face each other and begin with a line."""
        for left in self._ends(at):
            cost = self._cost(at, left)
            if left.line == len(self.lines):
                ways.add(at, cost, left)
                continue
            for right in self._ends(left.line):
                # On the last page of a chapter nothing needs to be level.
                apart = 0.0 if right.line == len(self.lines) else UNEVEN * abs(left.foot - right.foot)
                ways.add(at, cost + apart + self._cost(left.line, right), left, right)

    def _cost(self, first: int, end: PageEnd) -> float:
        if end.line == len(self.lines):
            return FEW if end.line - first <= FEW_LINES else 0.0
        return end.foot**2 + DIVIDED * self.lines[end.line - 1].is_divided

    def _ends(self, first: int) -> Iterator[PageEnd]:
        """The ways in which a page that begins with a line can end."""
        natural = self._filled(first, 0)
        if natural.is_certain:
            yield PageEnd(natural.end, natural.foot)
        if natural.end == len(self.lines):
            return
        seen = {(natural.end, natural.foot)}
        for short in range(1, MOST_SHORT + 1):
            filled = self._filled(first, short)
            if filled.end <= first or not filled.is_certain or (filled.end, filled.foot) in seen:
                continue
            seen.add((filled.end, filled.foot))
            if filled.last_note >= 0:
                yield PageEnd(filled.end, filled.foot, note=filled.last_note, short=short)
                continue
            until = self.lines[filled.end].block
            told = (line.block for line in self.lines[first + 1 : filled.end] if line.told_until >= until)
            block = next(told, -1)
            lines = int(filled.foot + NEAR)
            if block >= 0 and lines <= MOST_SHORT:
                yield PageEnd(filled.end, filled.foot, block, short=lines)

    def _filled(
        self, first: int, short: int, told: Mapping[int, int] | None = None, raised: Mapping[int, int] | None = None
    ) -> _Filled:
        """Fill a page from a line on, ``short`` lines less than full, or as a setting was told to."""
        lines = self.lines
        slot, notes, last_note, at, room = 0.0, 0.0, -1, first, self.depth - short + NEAR
        if first == 0 and lines[0].page >= 0:
            slot = lines[0].slot
        slots = []
        is_certain = True
        while at < len(lines):
            line = lines[at]
            if at > first:
                slot += line.gap
            taken = notes
            if told and line.told_until >= 0 and line.block in told:
                room -= told[line.block]
            if line.last_note >= 0:
                taken = (notes or self.above_notes) + line.notes + (raised or {}).get(line.last_note, 0)
            if slot + 1 + taken > room:
                # A note of several lines may be parted so that its first ones stay.
                parted = line.last_note >= 0 and slot + 1 + taken - line.longest_note <= room
                is_certain = not parted
                break
            notes, last_note = taken, max(last_note, line.last_note)
            slots.append(slot)
            at += 1
        end = at
        while first < end < len(lines) and not lines[end].may_begin:
            end -= 1
        if end == first:
            return _Filled(max(at, first + 1), 0.0, last_note, is_certain=False)
        # A note that is called in lines which go to the next page is not on this one.
        last_note = max((line.last_note for line in lines[first:end]), default=-1)
        foot = short if last_note >= 0 else self.depth - 1 - slots[end - 1 - first]
        return _Filled(end, float(foot), last_note, is_certain)

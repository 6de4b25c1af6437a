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
NEAR = 0.05
UNEVEN, DIVIDED, FEW = 40.0, 8.0, 15.0
"""What it costs that facing pages end a line apart, a word is divided by a page's end, a last page has few lines.

A page that ends n lines early costs n².
"""
FEW_LINES = 4


class PageEnd(NamedTuple):
    """Where a page ends: before this line; how many lines above the foot of a full page; what makes it end there."""

    line: int
    foot: float
    paragraph: int = -1
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
        if not self.lines:
            return []
        count = len(self.lines)
        reached: dict[int, tuple[float, int, tuple[PageEnd, ...]]] = {}
        waiting: list[int] = []

        def reach(cost: float, before: int, *ends: PageEnd) -> None:
            line = ends[-1].line
            if line not in reached:
                heapq.heappush(waiting, line)
            if line not in reached or cost < reached[line][0]:
                reached[line] = (cost, before, ends)

        # The chapter's first page stands alone where it is a right-hand one: pages are counted from 0.
        if next((line.page for line in self.lines if line.page >= 0), 0) % 2 == 0:
            for end in self._ends(0):
                reach(self._cost(0, end), -1, end)
        else:
            self._reach_from(0, 0.0, reach)
        while waiting and waiting[0] < count:
            at = heapq.heappop(waiting)
            self._reach_from(at, reached[at][0], reach)
        return self._way(reached)

    def _reach_from(self, at: int, so_far: float, reach: _Reach) -> None:
        for left in self._ends(at):
            cost = so_far + self._cost(at, left)
            if left.line == len(self.lines):
                reach(cost, at, left)
                continue
            for right in self._ends(left.line):
                apart = 0.0 if right.line == len(self.lines) else UNEVEN * abs(left.foot - right.foot)
                reach(cost + apart + self._cost(left.line, right), at, left, right)

    def _way(self, reached: Mapping[int, tuple[float, int, tuple[PageEnd, ...]]]) -> list[PageEnd]:
        at, way = len(self.lines), []
        if at not in reached:
            return []
        while at > 0:
            _, at, ends = reached[at]
            way += reversed(ends)
        return way[::-1]

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
            told = (line.paragraph for line in self.lines[first + 1 : filled.end] if line.paragraph >= 0)
            paragraph = next(told, -1)
            lines = int(filled.foot + NEAR)
            if paragraph >= 0 and lines <= MOST_SHORT:
                yield PageEnd(filled.end, filled.foot, paragraph, short=lines)

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
            if told and line.paragraph in told:
                room -= told[line.paragraph]
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

"""Which line of its page a base line is, as a reader counts from the head of the page."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

from octavo.readback.reading import ReadBlock

SAME_LINE = 6.5
"""Points: base lines that are nearer than this belong to one line, as a raised or lowered letter does."""


class LineCount:
    """Numbers the lines of each page by their base lines, from its head."""

    def __init__(self, blocks: Iterable[ReadBlock]) -> None:
        heights: dict[int, set[float]] = defaultdict(set)
        for block in blocks:
            for stretch in block.stretches:
                heights[stretch.page].add(-stretch.base_line)
        self._tops = {page: _apart(sorted(found)) for page, found in heights.items()}

    def count(self, page: int) -> int:
        """How many lines a page has."""
        return len(self._tops.get(page, ()))

    def number(self, page: int, base_line: float) -> int:
        """The number of a line, from 1."""
        return bisect_right(self._tops.get(page, ()), -base_line)


def _apart(heights: list[float]) -> list[float]:
    """Of base lines that are near each other the first."""
    result: list[float] = []
    for height in heights:
        if not result or height - result[-1] > SAME_LINE:
            result.append(height)
    return result

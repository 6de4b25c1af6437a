"""Offsets in a text → lines and columns."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from pathlib import Path

from octavo.errors import Place


class LineIndex:
    """Finds line and column (both from 1, in code points) of any offset of one text."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in lines[:-1])]
        self._end = len(text)

    def place(self, offset: int) -> Place:
        """The place of an offset; one past the end is the end."""
        offset = min(max(offset, 0), self._end)
        line = bisect_right(self._starts, offset)
        return Place(self.file, line, offset - self._starts[line - 1] + 1)

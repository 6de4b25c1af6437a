"""Where tokens of one text stand in another that is nearly the same."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from octavo.text.align import Span
from octavo.text.collate import compare_tokens
from octavo.text.layer import Layer


class Mapped:
    """Two texts, aligned once; ranges of tokens of the first are found in the second."""

    def __init__(self, a: Layer, b: Layer) -> None:
        self._a, self._b = a.tokens, b.tokens
        self._spans = compare_tokens(a, b)
        self._ends = [span[1] for span in self._spans]

    @property
    def alike(self) -> int:
        """How many tokens of the first text stand in the second."""
        return len(self._a) - sum(span[1] - span[0] for span in self._spans)

    def exact(self, first: int, last: int) -> tuple[int, int] | None:
        """The range in which the second text has the same tokens with the same spaces between; None where it has not.

        What it has put in before or behind them does not count.
        """
        if self._within(first, last):
            return None
        at = first + self._shift(first)
        end = at + last - first
        spaces_are_same = self._a.glued[first + 1 : last] == self._b.glued[at + 1 : end]
        return (at, end) if spaces_are_same else None

    def firm(self, first: int, last: int) -> tuple[int, int] | None:
        """The same, where nothing was put in next to them; of no tokens, where nothing next to them differs."""
        beside = (span for span in self._touching(first, last) if first == last or span[0] == span[1])
        return None if any(beside) else self.exact(first, last)

    def around(self, first: int, last: int) -> Span:
        """The range widened to whole differences, and what the second text has there."""
        spans = self._within(first, last) or (self._touching(first, last) if first == last else [])
        if not spans:
            at = first + self._shift(first)
            return first, last, at, at + last - first
        start, end = min(first, spans[0][0]), max(last, spans[-1][1])
        return start, end, spans[0][2] - (spans[0][0] - start), spans[-1][3] + (end - spans[-1][1])

    def _touching(self, first: int, last: int) -> list[Span]:
        start = end = bisect_left(self._ends, first)
        while end < len(self._spans) and self._spans[end][0] <= last:
            end += 1
        return self._spans[start:end]

    def _within(self, first: int, last: int) -> list[Span]:
        """Differences that have a token in the range, or stand between two of its tokens."""
        return [
            span
            for span in self._touching(first, last)
            if (span[0] < last and span[1] > first) or (span[0] == span[1] and first < span[0] < last)
        ]

    def _shift(self, token: int) -> int:
        """How far the second text is ahead at a token outside of all differences, or behind one that ends there."""
        number = bisect_right(self._ends, token)
        return self._spans[number - 1][3] - self._spans[number - 1][1] if number else 0

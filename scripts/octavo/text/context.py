"""The fewest words around a reading by which it is known from all other places where it stands."""

from __future__ import annotations

from collections.abc import Container
from itertools import pairwise

from octavo.text.find import TokenIndex
from octavo.text.layer import Layer
from octavo.text.tokens import as_reading, is_word

FARTHEST = 8
"""Tokens of context on either side of a reading at most."""


def reading_of(layer: Layer, first: int, last: int) -> str:
    """Tokens of a layer as an errata list writes them."""
    if first >= last:
        return ""
    return as_reading(layer.text[layer.tokens.starts[first] : layer.tokens.ends[last - 1]])


class Contexts:
    """Finds contexts in one text."""

    def __init__(self, layer: Layer, index: TokenIndex | None = None) -> None:
        self._layer = layer
        self._index = index or TokenIndex(layer.tokens)

    def fewest(
        self, first: int, last: int, alike: Container[int], *, least: int = 0, farthest: int = FARTHEST
    ) -> tuple[str, list[int]] | None:
        """The fewest words around tokens with which they stand where they are wrong and nowhere else, and these places.

        ``alike`` are the tokens at which the same fault begins, ``least`` and ``farthest`` how many tokens the context
        has at least, and on either side at most. It is empty where the reading needs none, and None where no context
        is enough.
        """
        words = self._layer.tokens.words
        wanted = words[first:last]
        places = None if least else self._places(wanted, 0, alike)
        if places is not None:
            return "", places
        for length in range(1, 2 * farthest + 1):
            # The words behind a fault say more than those before it, so they come first.
            for before in sorted(range(length + 1), key=lambda n: abs(2 * n - length + 0.5)):
                start, end = first - before, last + length - before
                if start < 0 or end > len(words) or max(before, length - before) > farthest:
                    continue
                run = words[start:end]
                inner = sum(run[i : i + len(wanted)] == wanted for i in range(len(run) - len(wanted) + 1))
                ends_in_words = (not before or is_word(run[0])) and (before == length or is_word(run[-1]))
                if inner == 1 and ends_in_words:
                    places = self._places(run, before, alike)
                    if places is not None:
                        return reading_of(self._layer, start, end), places
        return ("", [first]) if first == 0 and last == len(words) else None

    def _places(self, run: list[str], before: int, alike: Container[int]) -> list[int] | None:
        """Where a reading stands within a run of tokens; nothing where it is right in one of the places."""
        places = [start + before for start in self._index.find(run)]
        length = len(run)
        apart = all(second - first >= length for first, second in pairwise(places))
        return places if apart and all(place in alike for place in places) else None

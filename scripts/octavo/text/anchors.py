"""The marks in a witness's text that call its notes: where the edition has a note, and what stands there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from octavo.text.layer import Layer
from octavo.text.noteblocks import anchor_patterns, core_of
from octavo.text.notepairs import Alignment

AROUND = 3
"""Tokens of the body on either side of a mark that are compared with and without it."""
FARTHEST = 24
"""Tokens of the witness that are looked at: where more are in the way, the texts differ too much to know a mark."""

FARTHEST_OFF = 6
"""Characters between a mark and the place where the edition has it: it may stand before the marks of punctuation."""


@dataclass(frozen=True)
class Anchor:
    """A mark: the characters of the layer (start, end) that go with it, the token before it, and its sign."""

    start: int
    end: int
    token: int
    core: str


class AnchorFinder:
    """Finds marks in a witness; ``out`` are tokens that are no text of the body, such as notes that are known."""

    def __init__(
        self, witness: Layer, body_text: str, body_starts: Sequence[int], body_ends: Sequence[int], aligned: Alignment
    ) -> None:
        self._witness, self._aligned = witness, aligned
        self._text, self._starts, self._ends = body_text, body_starts, body_ends

    def at(self, reference: int, core: str, out: set[int]) -> Anchor | None:
        """The mark where the edition refers to a note, before body token ``reference``; any sign without ``core``."""
        window = self._window(reference, out)
        if window is None:
            return None
        tokens, (low, high) = window
        text, offsets = self._characters(tokens)
        wanted = "".join(self._text[self._starts[i] : self._ends[i]] for i in range(low, high))
        wanted = "".join(wanted.split())
        before = sum(len(self._text[self._starts[i] : self._ends[i]]) for i in range(low, reference))
        distance = Indel.distance("".join(text.split()), wanted)
        for pattern in anchor_patterns(core):
            # Brackets go with the sign where the edition has none of them.
            best = min(self._fitting(pattern, text, wanted, distance, before), default=(0, None), key=lambda it: it[0])
            if best[1]:
                return self._anchor(best[1], text, offsets)
        return None

    @staticmethod
    def _fitting(
        pattern: re.Pattern[str], text: str, wanted: str, distance: int, before: int
    ) -> Iterator[tuple[int, re.Match[str]]]:
        """Marks without which the witness is nearer to the edition by just their signs, and how far off they stand."""
        for found in pattern.finditer(text):
            without = "".join(f"{text[: found.start()]}{text[found.end() :]}".split())
            taken = len("".join(found[0].split()))
            away = abs(len("".join(text[: found.start()].split())) - before)
            if away <= FARTHEST_OFF and Indel.distance(without, wanted) == distance - taken:
                yield away, found

    def _anchor(self, found: re.Match[str], text: str, offsets: Sequence[int]) -> Anchor:
        start, end = found.span()
        behind = text[end : end + 1]
        if behind and (behind.isalnum() or behind in "([‘“„«") and found[0][:1].isspace():
            start += 1  # the space before it belongs to the word behind it
        token = max(bisect_left(self._witness.tokens.starts, offsets[start]) - 1, 0)
        return Anchor(offsets[start], offsets[end - 1] + 1, token, core_of(found[0]))

    def _window(self, reference: int, out: set[int]) -> tuple[list[int], tuple[int, int]] | None:
        """The tokens of the witness around a place of the body, and the tokens of the body that they stand for."""
        to_witness = self._aligned.to_witness
        low = self._known(range(reference - 2, max(reference - 2 - 3 * AROUND, -1), -1))
        high = self._known(range(reference + 1, min(reference + 1 + 3 * AROUND, len(to_witness))))
        first = to_witness[low] if low >= 0 else 0
        last = to_witness[high] + 1 if high >= 0 else len(self._witness.tokens)
        if low < 0 and reference - 2 - 3 * AROUND > 0:
            return None
        if high < 0 and reference + 1 + 3 * AROUND < len(to_witness):
            return None
        tokens = []
        for number in range(first, last):
            if number not in out:
                tokens.append(number)
                if len(tokens) > FARTHEST + 2 * AROUND:
                    if high >= 0:
                        return None
                    break  # the text ends here, and what follows are notes and headings
        return tokens, (max(low, 0), high + 1 if high >= 0 else len(to_witness))

    def _known(self, numbers: range) -> int:
        """The first of some tokens of the body that the witness has, or -1; the one behind ``AROUND`` of them."""
        return next((number for number in numbers if self._aligned.to_witness[number] >= 0), -1)

    def _characters(self, tokens: Sequence[int]) -> tuple[str, list[int]]:
        """The text of some tokens with the spaces between those that are neighbours, and each character's offset."""
        starts, ends, text = self._witness.tokens.starts, self._witness.tokens.ends, self._witness.text
        pieces: list[str] = []
        offsets: list[int] = []
        for run in _runs(tokens):
            start, end = starts[run[0]], ends[run[-1]]
            pieces.append(text[start:end])
            offsets.extend(range(start, end))
        return "".join(pieces), offsets


def _runs(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Runs of numbers that follow one another."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start:at]
            start = at

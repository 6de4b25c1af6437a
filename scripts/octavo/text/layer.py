"""A text read from a source and altered on the way, in which every character knows where it came from."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from octavo.text.tokens import Tokens, tokenise

AS_RECEIVED, EMENDED, NORMALISED = 0, 1, 2
"""How a character came into a layer: from the source, by an erratum, by a rule of the house."""


@dataclass(frozen=True)
class Edit:
    """Characters ``start`` to ``end`` of a layer become ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Layer:
    """A flow, the offset in the source of each of its characters, and how each came there."""

    text: str
    origins: array[int]
    states: bytes
    cuts: tuple[int, ...] = ()
    """Offsets at which a part begins that is collated by itself: a note, and the text behind it."""

    @classmethod
    def of(cls, text: str) -> Layer:
        """A layer that is its own source."""
        return cls(text, array("I", range(len(text))), bytes(len(text)))

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of the layer's text."""
        return tokenise(self.text)

    def origin(self, offset: int) -> int:
        """The offset in the source of a character of the layer; of one past the end, the end."""
        if offset < len(self.origins):
            return self.origins[offset]
        return self.origins[-1] + 1 if self.origins else 0

    def since(self, offset: int) -> Layer:
        """The layer from one of its characters on."""
        return Layer(self.text[offset:], self.origins[offset:], self.states[offset:])

    def without(self, pattern: re.Pattern[str]) -> Layer:
        """The layer without what a pattern matches."""
        if not pattern.search(self.text):
            return self
        spans = [match.span() for match in pattern.finditer(self.text)]
        return self.edited((Edit(start, end, "") for start, end in spans), AS_RECEIVED)[0]

    @cached_property
    def cut_tokens(self) -> tuple[int, ...]:
        """The numbers of the tokens with which the parts begin that are collated by themselves."""
        return tuple(bisect_left(self.tokens.starts, cut) for cut in self.cuts)

    def edited(self, edits: Iterable[Edit], state: int) -> tuple[Layer, list[tuple[int, int]]]:
        """The layer with edits made (in order, not overlapping), and where each one's text stands in it.

        The characters at the two ends of an edit that stay the same keep their origin and their state.
        """
        edits = list(edits)
        pieces: list[str] = []
        origins = array("I")
        states = bytearray()
        spans = []
        position = length = 0
        for edit in edits:
            start, end, new = trimmed(self.text, edit)
            pieces += (self.text[position:start], new)
            origins += self.origins[position:start]
            origins.extend([self.origin(start)] * len(new))
            states += self.states[position:start]
            states += bytes((state,)) * len(new)
            shift = length + (start - position) - start
            length += (start - position) + len(new)
            spans.append((edit.start + shift, edit.start + shift + len(edit.text)))
            position = end
        pieces.append(self.text[position:])
        origins += self.origins[position:]
        states += self.states[position:]
        return Layer("".join(pieces), origins, bytes(states), _moved(self.cuts, edits)), spans


def _moved(cuts: tuple[int, ...], edits: list[Edit]) -> tuple[int, ...]:
    """Where cuts are after edits; one within an edit is behind what that puts in."""
    if not cuts or not edits:
        return cuts
    moved, shift, at = [], 0, 0
    for cut in cuts:
        while at < len(edits) and (edits[at].end <= cut or edits[at].start < cut):
            shift += len(edits[at].text) - (edits[at].end - edits[at].start)
            cut = max(cut, edits[at].end)
            at += 1
        moved.append(cut + shift)
    return tuple(moved)


def trimmed(text: str, edit: Edit) -> tuple[int, int, str]:
    """Start, end and text of an edit without the characters at its two ends that stay the same."""
    start, end, new = edit.start, edit.end, edit.text
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return start, end, new

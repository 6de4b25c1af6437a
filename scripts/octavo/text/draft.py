"""Unexplained differences → entries for the errata list: id, shortest reading, just enough context, a likely kind."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from octavo.text.align import Span
from octavo.text.find import TokenIndex
from octavo.text.layer import Layer
from octavo.text.tokens import PARAGRAPH, QUOTATION_MARKS, as_reading, is_word


@dataclass(frozen=True)
class Draft:
    """An entry as it would stand in errata.yaml; ``context`` is empty where the reading stands once by itself."""

    id: str
    for_: str
    read: str
    context: str
    kind: str

    def yaml(self) -> str:
        """The entry as lines of errata.yaml."""
        lines = [f"  - id: {self.id}", f"    for: {_quoted(self.for_)}", f"    read: {_quoted(self.read)}"]
        if self.context:
            lines.append(f"    in: {_quoted(self.context)}")
        return "\n".join([*lines, f"    kind: {self.kind}"])


def _quoted(reading: str) -> str:
    return json.dumps(reading, ensure_ascii=False)


def draft(spans: Iterable[Span], witness: Layer, emended: Layer, edition: Layer, taken: Iterable[str]) -> list[Draft]:
    """Entries for token spans in which the edition departs from the emended witness."""
    drafter = _Drafter(witness, emended, edition, set(taken))
    return [drafter.entry(span) for span in spans]


class _Drafter:
    def __init__(self, witness: Layer, emended: Layer, edition: Layer, taken: set[str]) -> None:
        self._witness, self._emended, self._edition = witness, emended, edition
        self._index = TokenIndex(witness.tokens)
        self._origins = [witness.origin(start) for start in witness.tokens.starts]
        self._taken = taken

    def entry(self, span: Span) -> Draft:
        first, last, b_first, b_last = self._in_witness(span)
        if first == last:
            first, last, b_first, b_last = self._with_neighbour(first, last, b_first, b_last)
        if not self._keeps_spaces(first, last, b_first, b_last):
            first, last, b_first, b_last = self._widened(first, last, b_first, b_last)
        for_ = self._slice(self._witness, first, last)
        read = self._slice(self._edition, b_first, b_last)
        context = self._context(first, last)
        return Draft(self._id(first, last), for_, read, context, likely_kind(for_, read))

    def _in_witness(self, span: Span) -> Span:
        """The span with its first side as tokens of the witness, not of the witness as emended so far."""
        numbers = []
        for token in span[:2]:
            starts = self._emended.tokens.starts
            offset = starts[token] if token < len(starts) else len(self._emended.text)
            numbers.append(bisect_left(self._origins, self._emended.origin(offset)))
        return numbers[0], max(numbers[1], numbers[0] + (span[1] > span[0])), span[2], span[3]

    def _with_neighbour(self, first: int, last: int, b_first: int, b_last: int) -> Span:
        """An insertion has no reading of its own in the witness: take the word that it hangs on."""
        glued = self._edition.tokens.glued
        follows = (
            b_last < len(glued) and first < len(self._origins) and (glued[b_last] or not glued[b_first] or not first)
        )
        return (first, last + 1, b_first, b_last + 1) if follows else (first - 1, last, b_first - 1, b_last)

    def _keeps_spaces(self, first: int, last: int, b_first: int, b_last: int) -> bool:
        """Whether putting the one reading in the other's place leaves spaces where the edition has them."""
        ours, theirs = self._witness.tokens.glued + b"\x01", self._edition.tokens.glued + b"\x01"
        if b_first < b_last:
            return ours[first] == theirs[b_first] and ours[last] == theirs[b_last]
        paragraph = self._witness.tokens.words[first:last] == [PARAGRAPH]
        return (ours[first] and ours[last] and not paragraph) == theirs[b_last]

    def _widened(self, first: int, last: int, b_first: int, b_last: int) -> Span:
        before = min(1, first, b_first)
        after = min(1, len(self._witness.tokens) - last, len(self._edition.tokens) - b_last)
        return first - before, last + after, b_first - before, b_last + after

    @staticmethod
    def _slice(layer: Layer, first: int, last: int) -> str:
        tokens = layer.tokens
        if first >= last:
            return ""
        return as_reading(layer.text[tokens.starts[first] : tokens.ends[last - 1]])

    def _context(self, first: int, last: int) -> str:
        words = self._witness.tokens.words
        if len(self._index.find(words[first:last])) <= 1:
            return ""
        start, end = first, last
        wanted = words[first:last]
        while start > 0 or end < len(words):
            # The words behind a fault say more than those before it; then one from each side in turn.
            if end < len(words) and (end - last <= first - start or not start):
                end += 1
            else:
                start -= 1
            run = words[start:end]
            inner = sum(run[i : i + len(wanted)] == wanted for i in range(len(run) - len(wanted) + 1))
            if inner == 1 and is_word(run[-1]) and is_word(run[0]) and len(self._index.find(run)) == 1:
                break
        return self._slice(self._witness, start, end)

    def _id(self, first: int, last: int) -> str:
        words = self._witness.tokens.words
        own = [word for word in words[first:last] if is_word(word)][:3]
        before = next((word for word in reversed(words[max(first - 6, 0) : first]) if is_word(word)), "")
        after = next((word for word in words[last : last + 6] if is_word(word)), "")
        named = [*own, after] if own else [before, after]
        base = "-".join(re.sub(r"[^\w]+", "", word.casefold()) for word in named if word) or "reading"
        identifier, number = base, 2
        while identifier in self._taken:
            identifier, number = f"{base}-{number}", number + 1
        self._taken.add(identifier)
        return identifier


def likely_kind(for_: str, read: str) -> str:
    """The kind that the shape of two readings suggests; ``unknown`` where only an editor can tell."""
    if ("¶" in for_) != ("¶" in read) or for_.count("¶") != read.count("¶"):
        return "paragraph"
    if _without(for_, " ") == _without(read, " "):
        return "spacing"
    if _without(for_, "-‐‑ ") == _without(read, "-‐‑ "):
        return "hyphen"
    if for_.casefold() == read.casefold():
        return "capital"
    if re.findall(r"\w+", for_) != re.findall(r"\w+", read):
        return "unknown"
    quotes = "".join(QUOTATION_MARKS)
    return "quotation-mark" if _without(for_, quotes) == _without(read, quotes) else "punctuation"


def _without(text: str, marks: str) -> str:
    return "".join(character for character in text if character not in marks)

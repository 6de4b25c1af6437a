"""Unexplained differences → entries for the errata list: id, shortest reading, just enough context, a likely kind."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from octavo.text.align import Span
from octavo.text.emend import Emended
from octavo.text.find import TokenIndex
from octavo.text.layer import Layer
from octavo.text.tokens import PARAGRAPH, QUOTATION_MARKS, as_reading, is_word

WIDEST = 60
"""Tokens past which a reading is no longer widened: whatever it is, it is no slip of the pen."""
FARTHEST = 8
"""Tokens of context on either side of a reading before the reading itself is widened."""


@dataclass(frozen=True)
class Draft:
    """An entry as it would stand in errata.yaml; ``context`` is empty where the reading stands once by itself."""

    id: str
    for_: str
    read: str
    context: str
    kind: str
    replaces: tuple[str, ...] = ()
    """Errata whose words this entry changes too: it stands in their place."""

    def yaml(self) -> str:
        """The entry as lines of errata.yaml."""
        lines = [f"  - id: {self.id}", f"    for: {_quoted(self.for_)}", f"    read: {_quoted(self.read)}"]
        if self.context:
            lines.append(f"    in: {_quoted(self.context)}")
        if self.replaces:
            lines.insert(0, f"  # in the place of {', '.join(self.replaces)}: remove what stands there now")
        return "\n".join([*lines, f"    kind: {self.kind}"])


def _quoted(reading: str) -> str:
    return json.dumps(reading, ensure_ascii=False)


def draft(spans: Iterable[Span], witness: Layer, made: Emended, edition: Layer, taken: Iterable[str]) -> list[Draft]:
    """Entries for token spans in which the edition departs from the emended witness.

    An erratum whose words a span touches is drawn into it, as two entries cannot change the same words.
    """
    drafter = _Drafter(witness, made, edition, set(taken))
    return [drafter.entry(span) for span in drafter.apart([drafter.in_witness(span) for span in spans])]


class _Drafter:
    def __init__(self, witness: Layer, made: Emended, edition: Layer, taken: set[str]) -> None:
        self._witness, self._emended, self._edition = witness, made.layer, edition
        self._applications = made.applications
        self._index = TokenIndex(witness.tokens)
        self._origins = [witness.origin(start) for start in witness.tokens.starts]
        self._taken = taken

    def entry(self, span: Span) -> Draft:
        """The entry for a span of witness and edition."""
        first, last, b_first, b_last = span
        for_ = self._slice(self._witness, first, last)
        read = self._slice(self._edition, b_first, b_last)
        context, kind = self._context(first, last) or "", likely_kind(for_, read)
        return Draft(self._id(first, last), for_, read, context, kind, self._replaced(first, last))

    def _replaced(self, first: int, last: int) -> tuple[str, ...]:
        """The errata whose words stand between two tokens of the witness."""
        start = self._origins[first] if first < len(self._origins) else 0
        end = self._origins[last] if last < len(self._origins) else len(self._witness.text) + 1
        return tuple(a.erratum.id for a in self._applications if start <= a.witness_offset < end)

    def _over_errata(self, span: Span) -> Span:
        """The span made to cover whole every erratum that it touches; outside of it both texts agree word by word."""
        tokens = self._emended.tokens
        a_first, a_last, b_first, b_last = span
        for application in self._applications:
            first, last = bisect_left(tokens.ends, application.start + 1), bisect_left(tokens.starts, application.end)
            first = min(first, last)
            if first <= a_last and last >= a_first:
                b_first, b_last = b_first - max(a_first - first, 0), b_last + max(last - a_last, 0)
                a_first, a_last = min(a_first, first), max(a_last, last)
        return a_first, a_last, b_first, b_last

    def apart(self, spans: list[Span]) -> list[Span]:
        """The spans widened until each can be found, and joined where two of them would change the same words."""
        widened = [self._findable(span) for span in spans]
        joined: list[Span] = []
        for span in widened:
            if joined and (span[0] < joined[-1][1] or span[2] < joined[-1][3]):
                before = joined.pop()
                span = (before[0], max(before[1], span[1]), before[2], max(before[3], span[3]))
            joined.append(span)
        return joined if joined == spans else self.apart(joined)

    def _findable(self, span: Span) -> Span:
        first, last, b_first, b_last = span
        if first == last:
            first, last, b_first, b_last = self._with_neighbour(first, last, b_first, b_last)
        if not self._keeps_spaces(first, last, b_first, b_last):
            first, last, b_first, b_last = self._widened(first, last, b_first, b_last)
        while last - first < WIDEST and self._context(first, last) is None:
            # The reading stands too near to others like it for any words around it to tell them apart.
            first, last, b_first, b_last = self._widened(first, last, b_first, b_last)
        return first, last, b_first, b_last

    def in_witness(self, span: Span) -> Span:
        """The span with its first side as tokens of the witness, not of the witness as emended so far."""
        numbers = []
        span = self._over_errata(span)
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

    def _context(self, first: int, last: int) -> str | None:
        """The fewest words around a reading with which it stands once; empty where it needs none, or None."""
        words = self._witness.tokens.words
        wanted = words[first:last]
        if len(self._index.find(wanted)) <= 1:
            return ""
        for length in range(1, 2 * FARTHEST + 1):
            # The words behind a fault say more than those before it, so they come first.
            for before in sorted(range(length + 1), key=lambda n: abs(2 * n - length + 0.5)):
                start, end = first - before, last + length - before
                if start < 0 or end > len(words) or max(before, length - before) > FARTHEST:
                    continue
                run = words[start:end]
                inner = sum(run[i : i + len(wanted)] == wanted for i in range(len(run) - len(wanted) + 1))
                ends_in_words = (not before or is_word(run[0])) and (before == length or is_word(run[-1]))
                if inner == 1 and ends_in_words and len(self._index.find(run)) == 1:
                    return self._slice(self._witness, start, end)
        if first == 0 and last == len(words):
            return ""
        return None

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

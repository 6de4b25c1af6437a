"""Finding the changes that the canonical text follows, each with words around it and what an apparatus prints."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from octavo.document.emendations import FoundEmendation, PrintedReadings
from octavo.text.changes import Change
from octavo.text.collate import Collation
from octavo.text.layer import Layer
from octavo.text.tokens import PARAGRAPH, as_reading, is_word


def find_emendations(
    collation: Collation, witness: Layer, canonical: Layer, is_shown: Callable[[Change], bool]
) -> list[FoundEmendation]:
    """The changes that the canonical text follows, in reading order; ``located`` says where they stand in the flow."""
    changes = collation.emended.changes
    places = PlaceFinder(collation, witness, canonical).places()
    return [
        FoundEmendation(identifier, *place, change, is_shown(change))
        for identifier, change, place in zip(_ids(changes), changes, places, strict=True)
        if place
    ]


def _ids(changes: Sequence[Change]) -> list[str]:
    """An id for each change, made of its erratum's; the places of one that recurs are numbered."""
    firsts = [change.errata[0].id if change.errata else "house-rule" for change in changes]
    times = Counter(firsts)
    seen: Counter[str] = Counter()
    ids = []
    for first in firsts:
        seen[first] += 1
        ids.append(f"erratum-{first}" if times[first] == 1 else f"erratum-{first}.{seen[first]}")
    return ids


class _Place(NamedTuple):
    """Where a change stands in the canonical layer, and what is said of it."""

    start: int
    end: int
    witness_text: str
    edition_text: str
    printed: PrintedReadings


class PlaceFinder:
    """Knows the emended layer, the layer of the canonical text, and how the tokens of one lie in the other."""

    def __init__(self, collation: Collation, witness: Layer, canonical: Layer) -> None:
        self._changes = collation.emended.changes
        self._witness = witness
        self._emended = collation.emended.layer
        self._canonical = canonical
        # Numbers of tokens: start and end in the emended layer, start and end in the canonical one.
        self._spans = [item.span for item in collation.unexplained]

    def places(self) -> Iterator[_Place | None]:
        """For each change in order, its place; None where the canonical text does not follow it."""
        for number, stretch in enumerate(self._widened_changes()):
            found = self.in_canonical(stretch)
            yield _Place(*found, *self._texts(stretch), self._printed(number, stretch)) if found else None

    @cached_property
    def _span_ends(self) -> list[int]:
        return [end for _, end, _, _ in self._spans]

    def _canonical_number(self, emended_number: int) -> int | None:
        """The number in the canonical layer of a token of the emended one; None inside an unexplained difference."""
        next_span = bisect_left(self._span_ends, emended_number + 1)  # the first that does not end before the token
        if next_span < len(self._spans) and self._spans[next_span][0] <= emended_number:
            return None
        if not next_span:
            return emended_number
        _, end, _, canonical_end = self._spans[next_span - 1]
        return emended_number + canonical_end - end

    def in_canonical(self, stretch: Change) -> tuple[int, int] | None:
        """Where what a stretch of the emended text says stands in the canonical text; None where it does not."""
        tokens, canonical = self._emended.tokens, self._canonical
        if not canonical.tokens.ends:
            return None  # all words were taken out: no word is left at which a reader could be shown so
        first = bisect_left(tokens.starts, stretch.new_start)
        last = bisect_left(tokens.starts, stretch.new_end)
        at = [self._canonical_number(i) for i in range(first, last)] or [self._canonical_number(max(first - 1, 0))]
        if at[0] is None or at[-1] is None or at[-1] - at[0] != len(at) - 1:
            return None
        end = canonical.tokens.ends[at[-1]]
        return (canonical.tokens.starts[at[0]] if last > first else end), end

    def _printed(self, number: int, stretch: Change) -> PrintedReadings:
        emended, tokens = self._emended, self._emended.tokens
        lemma = self._joined_with_earlier(number, stretch)
        first, last = bisect_left(tokens.starts, lemma.new_start), bisect_left(tokens.starts, lemma.new_end)
        return PrintedReadings(
            self._beside(range(first - 1, -1, -1), lemma.new_start, True),
            as_reading(emended.text[lemma.new_start : lemma.new_end]),
            self._beside(range(last, len(tokens)), lemma.new_end, False),
            as_reading(self._witness.text[lemma.start : lemma.end]),
        )

    def _widened_changes(self) -> Iterator[Change]:
        """Each change with words around it; no word is given to two changes, the earlier one has it."""
        taken_until = 0
        for number, change in enumerate(self._changes):
            floor = max(self._changes[number - 1].new_end if number else 0, taken_until)
            is_last = number + 1 == len(self._changes)
            roof = len(self._emended.text) if is_last else self._changes[number + 1].new_start
            widened = self._widened(change, (floor, roof))
            taken_until = widened.new_end
            yield widened

    def _widened(self, change: Change, free: tuple[int, int]) -> Change:
        """A change with the words next to it that no other change takes, until there is a word on both sides.

        A mark of punctuation takes the words that it touches; where it touches none, the word before it.
        """
        if not self._has_words_in_both(change):
            only_spaces = not "".join(self._texts(change)).strip()
            change = self._extended(change, free, before=True, across_spaces=only_spaces)
            change = self._extended(change, free, before=False, across_spaces=only_spaces)
        if not self._has_words_in_both(change):
            change = self._extended(change, free, before=True, across_spaces=True)
        if not self._has_words_in_both(change):
            change = self._extended(change, free, before=False, across_spaces=True)
        return self._trimmed(change)

    def _texts(self, change: Change) -> tuple[str, str]:
        """What the witness and the edition have at a change."""
        return self._witness.text[change.start : change.end], self._emended.text[change.new_start : change.new_end]

    def _extended(self, change: Change, free: tuple[int, int], *, before: bool, across_spaces: bool) -> Change:
        """Extend a change to the first word on one side, as far as that is free and of the same paragraph.

        Without ``across_spaces``, stop at a space, and give back the change as it was if it still lacks a word.
        """
        tokens, extended = self._emended.tokens, change
        while True:
            number = self._free_token(extended, free, before)
            if number is None or not (across_spaces or self._touches_next(extended, before)):
                return extended if across_spaces or self._has_words_in_both(extended) else change
            if before:
                extended = _moved_ends(extended, extended.new_start - tokens.starts[number], 0)
            else:
                extended = _moved_ends(extended, 0, tokens.ends[number] - extended.new_end)
            if is_word(tokens.words[number]):
                return extended

    def _free_token(self, change: Change, free: tuple[int, int], before: bool) -> int | None:
        """The number of the token next to a change; None where it is not free, or is a paragraph break."""
        tokens = self._emended.tokens
        if before:
            number = bisect_left(tokens.starts, change.new_start) - 1
            is_free = number >= 0 and tokens.starts[number] >= free[0]
        else:
            number = bisect_left(tokens.starts, change.new_end)
            is_free = number < len(tokens) and tokens.ends[number] <= free[1]
        return number if is_free and tokens.words[number] != PARAGRAPH else None

    def _touches_next(self, change: Change, before: bool) -> bool:
        """Whether no space stands between a change and what is next to it, in one text at least."""
        at, new_at = (change.start - 1, change.new_start - 1) if before else (change.end, change.new_end)
        letters = (text[i : i + 1] or " " for text, i in ((self._witness.text, at), (self._emended.text, new_at)))
        return not "".join(letters).isspace()

    def _trimmed(self, change: Change) -> Change:
        """Without the spaces at its ends that both texts have."""
        was, reads = self._texts(change)
        head = min(len(was) - len(was.lstrip(" ")), len(reads) - len(reads.lstrip(" ")))
        tail = min(len(was) - len(was.rstrip(" ")), len(reads) - len(reads.rstrip(" ")))
        return _moved_ends(change, -head, -tail) if was.strip(" ") and reads.strip(" ") else change

    def _has_words_in_both(self, change: Change) -> bool:
        return all(any(c.isalnum() for c in text) for text in self._texts(change))

    def _joined_with_earlier(self, number: int, stretch: Change) -> Change:
        """A stretch that has no word of its own together with the changes that stand right before it."""
        changes = self._changes
        while not self._has_words_in_both(stretch) and number and changes[number - 1].new_end >= stretch.new_start - 1:
            number -= 1
            earlier = changes[number]
            stretch = Change(earlier.start, stretch.end, earlier.new_start, stretch.new_end, stretch.causes)
        return stretch

    def _beside(self, numbers: range, edge: int, before: bool) -> str:
        """The next word of the same paragraph, with the marks between."""
        tokens, text = self._emended.tokens, self._emended.text
        for number in numbers:
            if tokens.words[number] == PARAGRAPH:
                break
            if is_word(tokens.words[number]):
                return text[tokens.starts[number] : edge] if before else text[edge : tokens.ends[number]]
        return ""


def _moved_ends(change: Change, before: int, after: int) -> Change:
    """A change that begins so much earlier and ends so much later; with numbers below 0, it gets smaller."""
    start, end = change.start - before, change.end + after
    return Change(start, end, change.new_start - before, change.new_end + after, change.causes)

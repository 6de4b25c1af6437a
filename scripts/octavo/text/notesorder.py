"""The transcript in the order of the edition: the body as it runs on past notes, the notes behind their chapter."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from octavo.text.anchors import Anchor
from octavo.text.arrangement import CUT, Arrangement, Part
from octavo.text.layer import Layer
from octavo.text.noteblocks import Group
from octavo.text.notepairs import Alignment
from octavo.text.noteseams import Seams
from octavo.text.tokens import PARAGRAPH, is_word
from octavo.text.transcript import Transcript

MOST_CANDIDATES = 60
"""Paragraph breaks at which a chapter's end is looked for, where witness and edition differ there."""
LONGEST = 600
"""Tokens: past this, words that differ are not weighed against one another to find a chapter's end."""


@dataclass(frozen=True)
class Pieces:
    """What is known of a witness with notes, and of the edition beside it."""

    transcript: Transcript
    canonical: Layer
    body: Sequence[int]
    """The tokens of the canonical text that stand in no note."""
    notes: Sequence[range]
    """The tokens of the canonical text that stand in each note."""
    aligned: Alignment
    """The witness beside the body."""
    shared: Mapping[int, int]
    """Tokens of the witness's notes → tokens of the edition's."""
    paired: Mapping[int, Sequence[Group]]
    anchors: Sequence[Anchor]
    above: Sequence[Group]


@dataclass(frozen=True)
class Arranged:
    """The arrangement, the cuts of the canonical text that belong to it, and what was left out or decided."""

    arrangement: Arrangement
    edition_cuts: tuple[int, ...]
    labels: int
    label_words: int
    decided: int


def arranged(pieces: Pieces) -> Arranged:
    """Put the transcript into the order of the edition."""
    return _Arranger(pieces).arranged()


class _Arranger:
    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._layer = pieces.transcript.layer
        self._tokens = self._layer.tokens
        self._parts: list[Part] = []
        self._cuts: list[int] = []
        self._filled = False
        self._gaps: list[tuple[int, int]] = [(anchor.start, anchor.end) for anchor in pieces.anchors]
        self._label_words = 0
        self._labels = self._without_labels()
        self._gaps.sort()
        groups = [group for of in pieces.paired.values() for group in of]
        self._out = sorted([(group.first, group.last) for group in (*groups, *pieces.above)])
        self._seams = Seams(pieces.transcript, pieces.aligned.to_body, self._body_words(), self._gaps)

    def _body_words(self) -> list[str]:
        words = self._pieces.canonical.tokens.words
        return [words[number] for number in self._pieces.body]

    def _without_labels(self) -> int:
        """Leave out the labels of notes, and the brackets that close them, where the edition has no such words."""
        tokens, count = self._tokens, 0
        for note, groups in self._pieces.paired.items():
            label = groups[0].label
            if label is None:
                continue
            start = tokens.starts[groups[0].first]
            inside = range(groups[0].first, bisect_left(tokens.starts, start + label.length))
            if any(self._pieces.shared.get(number) in self._pieces.notes[note] for number in inside):
                continue
            count += 1
            self._label_words += sum(is_word(tokens.words[number]) for number in inside)
            self._gaps.append((start, start + label.length))
            last = groups[-1].last - 1
            if label.open and tokens.words[last] in "])}" and self._pieces.shared.get(last) is None:
                self._gaps.append((tokens.starts[last], tokens.ends[last]))
        return count

    def arranged(self) -> Arranged:
        runs = list(self._body_runs())
        stops = [*self._note_runs(), (len(self._tokens), [])]
        at = 0
        before: int | None = None
        for position, notes in stops:
            while at < len(runs) and runs[at][0] < position:
                first, last = runs[at]
                until = min(last, position)
                until = self._without_break(first, until)
                if before is not None:
                    self._parts.append(self._seams.between(before, first))
                if until > first:
                    self._slice(self._tokens.starts[first], self._tokens.ends[until - 1])
                    before = until - 1
                if position < last:
                    runs[at] = (self._behind_break(position, last), last)
                    if runs[at][0] < last:
                        break
                at += 1
            if notes:
                self._notes(notes)
                before = None
        if self._parts and self._parts[-1] == CUT:
            self._parts.pop()
            self._cuts.pop()
        made = self._seams.joined_hyphens(self._parts)
        return Arranged(
            Arrangement(tuple(made)), tuple(self._cuts), self._labels, self._label_words, self._seams.decided
        )

    def _body_runs(self) -> Iterator[tuple[int, int]]:
        """Runs of tokens between what is taken out, without paragraph breaks at their ends."""
        at = 0
        for first, last in [*self._out, (len(self._tokens), len(self._tokens))]:
            start, end = self._behind_break(at, first), self._without_break(at, first)
            if start < end:
                yield start, end
            at = max(at, last)

    def _behind_break(self, first: int, last: int) -> int:
        while first < last and self._tokens.words[first] == PARAGRAPH:
            first += 1
        return first

    def _without_break(self, first: int, last: int) -> int:
        while last > first and self._tokens.words[last - 1] == PARAGRAPH:
            last -= 1
        return last

    def _note_runs(self) -> Iterator[tuple[int, list[int]]]:
        """Notes that follow one another in the edition, where one is paired, and the token before which they go."""
        body, notes = self._pieces.body, self._pieces.notes
        runs: list[tuple[int, list[int]]] = []
        for number, note in enumerate(notes):
            place = bisect_left(body, note.start)
            if runs and runs[-1][0] == place:
                runs[-1][1].append(number)
            else:
                runs.append((place, [number]))
        reached = 0
        for place, numbers in runs:
            if any(number in self._pieces.paired for number in numbers):
                reached = max(reached, self._chapter_end(place))
                yield reached, numbers

    def _chapter_end(self, place: int) -> int:
        """The token of the witness before which the notes go that stand before a token of the edition's body."""
        spans = self._pieces.aligned.spans
        if place >= len(self._pieces.body):
            return len(self._tokens)
        at = bisect_left(spans, place, key=lambda span: span[3])
        if at == len(spans) or spans[at][2] > place:
            return self._pieces.aligned.to_witness[place]
        w_from, w_to, e_from, e_to = spans[at]
        if place == e_to:
            return w_to
        return w_from if place == e_from else self._within(spans[at], place)

    def _within(self, span: tuple[int, int, int, int], place: int) -> int:
        """Where words that differ are best parted at a place of the edition, at a paragraph break if there is one."""
        w_from, w_to, e_from, e_to = span
        out = {number for first, last in self._out for number in range(max(first, w_from), min(last, w_to))}
        words = self._tokens.words
        breaks = [number + 1 for number in range(w_from, w_to) if words[number] == PARAGRAPH and number not in out]
        if not breaks or max(w_to - w_from, e_to - e_from) > LONGEST or len(breaks) > MOST_CANDIDATES:
            share = (place - e_from) / (e_to - e_from)
            return min(breaks, key=lambda at: abs(at - w_from - share * (w_to - w_from)), default=w_to)
        wanted = self._body_words()[e_from:e_to]

        def cost(at: int) -> int:
            left = [words[i] for i in range(w_from, at) if i not in out]
            right = [words[i] for i in range(at, w_to) if i not in out]
            parted = wanted[: place - e_from], wanted[place - e_from :]
            return Levenshtein.distance(left, parted[0]) + Levenshtein.distance(right, parted[1])

        return min([*breaks, w_from, w_to], key=cost)

    def _notes(self, numbers: Sequence[int]) -> None:
        canonical = self._pieces.canonical
        for number in numbers:
            groups = self._pieces.paired.get(number)
            if groups:
                self._cut(canonical.tokens.starts[self._pieces.notes[number].start])
                self._note(groups)
        behind = bisect_right(self._pieces.body, self._pieces.notes[numbers[-1]].start)
        if behind < len(self._pieces.body):
            self._cut(canonical.tokens.starts[self._pieces.body[behind]])

    def _note(self, groups: Sequence[Group]) -> None:
        shared = self._pieces.shared, self._pieces.canonical.tokens.words
        first, last = groups[0].first, groups[0].last
        for group in groups[1:]:
            between = self._tokens.words[last : group.first]
            if len(between) > 1 or any(word != PARAGRAPH for word in between):
                self._slice(self._tokens.starts[first], self._tokens.ends[last - 1])
                self._parts.append(self._seams.in_note(last - 1, group.first, shared))
                first = group.first
            last = group.last
        self._slice(self._tokens.starts[first], self._tokens.ends[last - 1])

    def _cut(self, offset: int) -> None:
        """Begin a part that is collated by itself, unless the one before is empty in the witness."""
        if self._parts and self._parts[-1] != "\n":
            self._parts += ["\n"] if self._parts[-1] != CUT else []
        if self._filled:
            self._parts.append(CUT)
            self._cuts.append(offset)
            self._filled = False

    def _slice(self, start: int, end: int) -> None:
        """Add characters of the transcript without the marks of notes."""
        at = bisect_left(self._gaps, (start, start))
        while at < len(self._gaps) and self._gaps[at][0] < end:
            gap_start, gap_end = self._gaps[at]
            self._add(start, gap_start)
            start = max(start, gap_end)
            at += 1
        self._add(start, end)

    def _add(self, start: int, end: int) -> None:
        if start < end:
            self._parts.append((start, end))
            self._filled = self._filled or bool(self._layer.text[start:end].strip())

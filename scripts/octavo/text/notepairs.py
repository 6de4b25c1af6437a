"""Which groups of a witness's lines are which notes of the edition: by their words, or by mark in text and note."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from octavo.text.align import Span, differences
from octavo.text.noteblocks import Group
from octavo.text.tokens import PARAGRAPH, Tokens, is_word

ENOUGH = 0.5
"""The least share of words that a note of the witness and one of the edition must have in common."""
SHORT = 0.8
"""The least share where they have a single word in common."""


@dataclass(frozen=True)
class Alignment:
    """The body of an edition beside a witness: for each token of either its number in the other, or -1."""

    to_body: list[int]
    to_witness: list[int]
    spans: list[Span]

    @classmethod
    def of(cls, witness: Sequence[str], body: Sequence[str]) -> Alignment:
        """Align two sequences of tokens."""
        to_body, to_witness = [-1] * len(witness), [-1] * len(body)
        spans = _at_breaks(differences(witness, body), witness)
        a = b = 0
        for span in [*spans, (len(witness), len(witness), len(body), len(body))]:
            length = span[0] - a
            to_body[a : span[0]] = range(b, b + length)
            to_witness[b : span[2]] = range(a, a + length)
            a, b = span[1], span[3]
        return cls(to_body, to_witness, spans)

    @classmethod
    def without(cls, witness: Sequence[str], body: Sequence[str], out: Container[int]) -> Alignment:
        """Align two sequences of tokens, some of the first (by their numbers) left out."""
        kept = [number for number in range(len(witness)) if number not in out]
        inner = cls.of([witness[number] for number in kept], body)
        to_body = [-1] * len(witness)
        for number, at in zip(kept, inner.to_body, strict=True):
            to_body[number] = at
        kept.append(len(witness))
        to_witness = [kept[at] if at >= 0 else -1 for at in inner.to_witness]
        return cls(to_body, to_witness, [(kept[a], kept[b], c, d) for a, b, c, d in inner.spans])


def _at_breaks(spans: list[Span], witness: Sequence[str]) -> list[Span]:
    """Spans that only the witness has, moved so that they begin with a paragraph break where that says the same.

    Where a note ends in the words before it (to sea. * In May, to sea.), either could be the text's.
    """
    moved: list[Span] = []
    for number, (first, last, start, end) in enumerate(spans):
        if start == end and witness[first] != PARAGRAPH:
            roof = spans[number + 1][0] if number + 1 < len(spans) else len(witness)
            floor = moved[-1][1] if moved else 0
            step = _step_to_break(witness, first, last, floor, roof)
            first, last, start, end = first + step, last + step, start + step, end + step
        moved.append((first, last, start, end))
    return moved


def _step_to_break(witness: Sequence[str], first: int, last: int, floor: int, roof: int) -> int:
    """How far a span can be moved until it begins with a paragraph break; 0 where it cannot."""
    step = 0
    while last + step < roof and witness[first + step] == witness[last + step]:
        step += 1
        if witness[first + step] == PARAGRAPH:
            return step
    step = 0
    while first + step > floor and witness[first + step - 1] == witness[last + step - 1]:
        step -= 1
        if witness[first + step] == PARAGRAPH:
            return step
    return 0


@dataclass(frozen=True)
class Pairs:
    """The groups of each note that has any (by the note's number), and which of their tokens the note has as well."""

    groups: dict[int, list[Group]]
    shared: Mapping[int, int]
    """Token of the witness → token of the edition."""


def pair_by_words(witness: Tokens, groups: Sequence[Group], edition: Tokens, notes: Sequence[range]) -> Pairs:
    """Pair groups and notes whose words are the same or nearly so; both are in the order of their texts."""
    stream = [
        number for group in groups for number in range(group.first, group.last) if witness.words[number] != PARAGRAPH
    ]
    wanted = [number for note in notes for number in note if edition.words[number] != PARAGRAPH]
    owner = {number: index for index, note in enumerate(notes) for number in note}
    aligned = Alignment.of([witness.words[i] for i in stream], [edition.words[i] for i in wanted])
    shared = {stream[a]: wanted[b] for a, b in enumerate(aligned.to_body) if b >= 0}
    found: dict[int, list[Group]] = defaultdict(list)
    for group in groups:
        votes = Counter(owner[shared[i]] for i in _words(witness, group) if i in shared)
        if not votes:
            continue
        note, count = votes.most_common(1)[0]
        share = count / max(len(_own_words(witness, group)), 1)
        starts = group.begins_block or group.label is not None
        if share >= (ENOUGH if starts and count > 1 else SHORT) and (starts or found[note]):
            found[note].append(group)
    paired = {note: of for note, of in found.items() if of and _alike(witness, of, edition, notes[note], shared)}
    return Pairs(_with_exact(witness, groups, edition, notes, paired), shared)


def with_further_lines(
    pairs: Pairs, witness: Tokens, lines: Sequence[tuple[int, int]], edition: Tokens, notes: Sequence[range]
) -> Pairs:
    """The pairs, with lines right behind a group that the body seemed to have, but that the note goes on with."""
    at_line = dict(lines)
    shared = dict(pairs.shared)
    groups: dict[int, list[Group]] = {}
    for note, of in pairs.groups.items():
        groups[note] = [*of[:-1], _further(of[-1], witness, at_line, edition, notes[note], shared)]
    return Pairs(groups, shared)


def _further(
    group: Group, witness: Tokens, at_line: Mapping[int, int], edition: Tokens, note: range, shared: dict[int, int]
) -> Group:
    while not group.ends_block and group.last in at_line:
        known = [shared[i] for i in range(group.first, group.last) if shared.get(i) in note]
        first, last = group.last, at_line[group.last]
        begin = max(known, default=note.start - 1) + 1
        wanted = range(begin, min(begin + last - first, note.stop))
        if witness.words[first:last] != edition.words[wanted.start : wanted.stop]:
            break
        shared.update(zip(range(first, last), wanted, strict=True))
        ends = last == len(witness) or witness.words[last] == PARAGRAPH
        group = Group(group.first, last, group.label, group.begins_block, ends)
    return group


def _with_exact(
    witness: Tokens, groups: Sequence[Group], edition: Tokens, notes: Sequence[range], paired: dict[int, list[Group]]
) -> dict[int, list[Group]]:
    """Add notes that stand in another order: whole blocks whose words are all those of a note, and no other's."""
    used = {group.first for of in paired.values() for group in of}
    free: dict[tuple[str, ...], list[Group]] = defaultdict(list)
    for group in groups:
        if group.first not in used and group.begins_block and group.ends_block:
            free[tuple(witness.words[i] for i in _own_words(witness, group))].append(group)
    wanted: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for note, numbers in enumerate(notes):
        if note not in paired:
            wanted[tuple(edition.words[i] for i in numbers if is_word(edition.words[i]))].append(note)
    for words, which in wanted.items():
        if len(words) > 2 and len(which) == len(free.get(words, ())) == 1:
            paired[which[0]] = free[words]
    return paired


def _alike(witness: Tokens, groups: Sequence[Group], edition: Tokens, note: range, shared: Mapping[int, int]) -> bool:
    """Whether groups are surely a note: half of all words are common, or nearly all where that is one word."""
    ours = [i for group in groups for i in _own_words(witness, group)]
    theirs = [i for i in note if is_word(edition.words[i])]
    common = sum(i in shared and shared[i] in note for i in ours)
    alike = 2 * common / max(len(ours) + len(theirs), 1)
    return alike >= (ENOUGH if common > 1 else SHORT) and common > 0


def pair_by_marks(
    pairs: Pairs, groups: Sequence[Group], anchors: Mapping[int, tuple[int, str]]
) -> dict[int, list[Group]]:
    """The pairs, and those that only their mark tells: it stands in the text where the edition has its note.

    ``anchors``: for a note, the token of the witness at which its mark stands, and the sign. The note is the next group
    with this sign, between those of the notes before and behind it; of a sign that stands in the text again before this
    group, only where it follows right behind the note before.
    """
    return _ByMarks(pairs.groups, groups, anchors).paired


class _ByMarks:
    def __init__(
        self, known: dict[int, list[Group]], groups: Sequence[Group], anchors: Mapping[int, tuple[int, str]]
    ) -> None:
        self.paired = dict(known)
        self._groups = groups
        self._number = {group.first: number for number, group in enumerate(groups)}
        self._used = {group.first for of in known.values() for group in of}
        self._labelled: dict[str, list[Group]] = defaultdict(list)
        for group in groups:
            if group.label and group.first not in self._used:
                self._labelled[group.label.core].append(group)
        self._marks: dict[str, list[int]] = defaultdict(list)
        for token, core in sorted(anchors.values()):
            self._marks[core].append(token)
        last = -1
        for note in sorted({*anchors, *known}):
            if note not in self.paired and (found := self._next(*anchors[note], last, note)):
                self.paired[note] = found
                self._used.update(group.first for group in found)
            last = max([last, *(group.last - 1 for group in self.paired.get(note, ()))])

    def _next(self, token: int, core: str, last: int, note: int) -> list[Group] | None:
        """The group that the mark at a token calls, behind the token with which the note before ends."""
        candidates = self._labelled[core]
        at = bisect_left(candidates, max(token, last), key=lambda group: group.first)
        if at == len(candidates) or candidates[at].first in self._used:
            return None
        group = candidates[at]
        marks = self._marks[core]
        behind = bisect_left(marks, token + 1)
        is_again = behind < len(marks) and marks[behind] < group.first
        number = self._number[group.first]
        follows = number > 0 and self._groups[number - 1].last - 1 == last
        if (is_again and not follows) or group.first > self._limit(note):
            return None
        return [group, *self._rest_of_block(number)]

    def _limit(self, note: int) -> int:
        """Where the next note that is paired begins."""
        following = self.paired.get(note + 1)
        return following[0].first if following else self._groups[-1].last

    def _rest_of_block(self, number: int) -> list[Group]:
        """Further lines of a group's block that no label begins."""
        rest: list[Group] = []
        last = self._groups[number]
        for following in self._groups[number + 1 :][:40]:
            if last.ends_block or following.first != last.last or following.label or following.first in self._used:
                break
            rest.append(following)
            last = following
        return rest


def _words(witness: Tokens, group: Group) -> list[int]:
    return [number for number in range(group.first, group.last) if is_word(witness.words[number])]


def _own_words(witness: Tokens, group: Group) -> list[int]:
    """The words of a group without its label."""
    behind = witness.starts[group.first] + (group.label.length if group.label else 0)
    return [number for number in _words(witness, group) if witness.starts[number] >= behind]

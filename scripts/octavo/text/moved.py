"""Runs of words that are missing in one place of a text and stand, word for word, in another.

Two versions of a book put their notes in different places, and a title page into the text or before it. What one
version lacks here and has there is no difference; where such a run is broken by a few other words, these are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from octavo.text.align import Span, differences

SHORTEST = 5
"""Tokens: a shorter run may be the same by chance."""

WIDEST_GAP = 40
"""Tokens beside a run that are still read as the same passage, in which something was changed."""

MOST_PLACES = 8
"""Places that are looked at for one run of tokens, so that a refrain costs no time."""

_LABEL = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§¶‖]{1,3})[.)\]]{0,2}")
"""How a note is called where a reader has not known it for one."""

Run = tuple[int, int]


@dataclass
class Leftover:
    """What an alignment has left over of one version; ``free`` are the tokens that have no partner yet."""

    words: Sequence[str]
    free: set[int]
    breaks: frozenset[int]
    """Tokens with which a paragraph, a note or a line begins."""

    def take(self, start: int, end: int) -> None:
        """Account for some tokens."""
        self.free.difference_update(range(start, end))

    def back(self, position: int) -> int:
        """How many tokens before a position are free, within the widest gap."""
        count = 0
        while count < WIDEST_GAP and position - count - 1 in self.free:
            count += 1
        return count

    def lead(self, position: int) -> int | None:
        """How many free tokens stand between the last break and a position; nothing where no break is near."""
        free = self.back(position)
        return next((count for count in range(free + 1) if position - count in self.breaks), None)

    def rest(self, position: int) -> int:
        """How many free tokens stand from a position to the next break."""
        count = 0
        while count < WIDEST_GAP and position + count in self.free and position + count not in self.breaks:
            count += 1
        return count


@dataclass
class Moved:
    """Runs that stand elsewhere, and the differences within such passages."""

    runs: list[Span] = field(default_factory=list)
    changed: list[Span] = field(default_factory=list)


def find_moved(a: Leftover, b: Leftover, blocks: Iterable[tuple[Iterable[Run], Iterable[Run]]] = ()) -> Moved:
    """Match what two versions have left over, and take it from what is free; linear in its length.

    ``blocks``: notes, lines and the like of ``a`` and those of ``b`` among which each is looked for. Two whose words
    are the same, all of them, are the same however short they are.
    """
    moved = Moved()
    places = _places(b)
    covered = -1
    for position in sorted(a.free):
        if position >= covered:
            span = _longest(a, b, position, places)
            if span:
                moved.runs.append(span)
                covered = span[1]
                a.take(span[0], span[1])
                b.take(span[2], span[3])
    for ours, theirs in blocks:
        _match_blocks(a, b, ours, theirs, moved)
    _changed_within(a, b, moved)
    return moved


def _gram(words: Sequence[str], at: int) -> tuple[str, ...]:
    return tuple(words[at : at + SHORTEST])


def _places(b: Leftover) -> dict[tuple[str, ...], list[int]]:
    """Where each run of the shortest length stands in what is free."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at in sorted(b.free):
        if at + SHORTEST - 1 in b.free:
            found = places.setdefault(_gram(b.words, at), [])
            if len(found) < MOST_PLACES:
                found.append(at)
    return places


def _longest(a: Leftover, b: Leftover, at: int, places: dict[tuple[str, ...], list[int]]) -> Span | None:
    best: Span | None = None
    for b_at in places.get(_gram(a.words, at), ()):
        length = 0
        while at + length in a.free and b_at + length in b.free and a.words[at + length] == b.words[b_at + length]:
            length += 1
        if length >= SHORTEST and (best is None or length > best[1] - best[0]):
            best = (at, at + length, b_at, b_at + length)
    return best


def _match_blocks(a: Leftover, b: Leftover, ours: Iterable[Run], theirs: Iterable[Run], moved: Moved) -> None:
    known: dict[tuple[str, ...], list[Run]] = {}
    for start, end in theirs:
        if b.free.issuperset(range(start, end)):
            known.setdefault(tuple(b.words[start:end]), []).append((start, end))
    for start, end in ours:
        found = known.get(tuple(a.words[start:end]))
        if found and a.free.issuperset(range(start, end)):
            b_start, b_end = found.pop(0)
            a.take(start, end)
            b.take(b_start, b_end)
            moved.runs.append((start, end, b_start, b_end))


def _changed_within(a: Leftover, b: Leftover, moved: Moved) -> None:
    """Compare the few words between and beside moved runs with those that stand there in the other version."""
    moved.runs.sort()
    before: Span = (-1, -1, -1, -1)
    for run in moved.runs:
        a_free, b_free = a.back(run[0]), b.back(run[2])
        if before[1] == run[0] - a_free and before[3] == run[2] - b_free:
            # Both versions go on from the run before to this one: all that is between is one passage.
            between = (before[1], run[0], before[3], run[2])
            if not _take_label(a, b, between):
                _compare(a, b, between, moved)
        else:
            _compare_lead(a, b, run, moved)
        before = run
    for run in moved.runs:
        rest = (run[1], run[1] + a.rest(run[1]), run[3], run[3] + b.rest(run[3]))
        if _alike(a, b, rest):
            _compare(a, b, rest, moved)


def _compare_lead(a: Leftover, b: Leftover, run: Span, moved: Moved) -> None:
    a_lead, b_lead = a.lead(run[0]), b.lead(run[2])
    if a_lead is None and b_lead is None:
        return
    if a_lead is None or b_lead is None:
        count = a_lead if b_lead is None else b_lead
        a_lead, b_lead = min(a.back(run[0]), count or 0), min(b.back(run[2]), count or 0)
    span = (run[0] - a_lead, run[0], run[2] - b_lead, run[2])
    if not _take_label(a, b, span) and _alike(a, b, span):
        _compare(a, b, span, moved)


def _take_label(a: Leftover, b: Leftover, span: Span) -> bool:
    """Account for a number or sign before a run that begins a paragraph or note of the other version."""
    ours, theirs = "".join(a.words[span[0] : span[1]]), "".join(b.words[span[2] : span[3]])
    if not (ours or theirs) or (ours and theirs) or not _LABEL.fullmatch(ours or theirs):
        return False
    if (span[2] if ours else span[0]) not in (b if ours else a).breaks:
        return False
    a.take(span[0], span[1])
    b.take(span[2], span[3])
    return True


def _alike(a: Leftover, b: Leftover, span: Span) -> bool:
    """Whether two stretches may be the same words with a change: as many, or half of them equal."""
    a_words, b_words = a.words[span[0] : span[1]], b.words[span[2] : span[3]]
    if not a_words or not b_words:
        return False
    common = len(set(a_words) & set(b_words))
    return common * 2 >= min(len(a_words), len(b_words)) or len(a_words) == len(b_words) <= 3


def _compare(a: Leftover, b: Leftover, span: Span, moved: Moved) -> None:
    a_start, a_end, b_start, b_end = span
    for x, y, z, w in differences(a.words[a_start:a_end], b.words[b_start:b_end]):
        moved.changed.append((a_start + x, a_start + y, b_start + z, b_start + w))
    a.take(a_start, a_end)
    b.take(b_start, b_end)

"""Two sequences of tokens → where they differ. Linear in their length when they are nearly equal.

Runs of tokens that stand once in both texts are sure anchors (Bram Cohen's patience diff); between two anchors the
least number of edits is found by bit-parallel dynamic programming (rapidfuzz). Where a long stretch has no
anchor, because a text repeats itself, a window slides along both texts: what it aligns before a long equal run stays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

Span = tuple[int, int, int, int]
"""``a_start, a_end, b_start, b_end``: tokens that differ; one of the two sides may be empty."""

ANCHOR_LENGTHS = (5, 3, 1)
SMALL = 1_000_000
"""Cells of the edit matrix that are aligned at once: an eighth of a megabyte for each row of bits."""
WINDOW = 1_500
SURE_RUN = 24
"""Equal tokens in a row after which a window's alignment is kept."""


def differences(a: Sequence[str], b: Sequence[str]) -> list[Span]:
    """The stretches in which two token sequences differ, in order."""
    codes: dict[str, int] = {}
    first = [codes.setdefault(token, len(codes)) for token in a]
    second = [codes.setdefault(token, len(codes)) for token in b]
    return _joined(_differ(first, second, 0, 0, ANCHOR_LENGTHS))


def _joined(spans: Iterator[Span]) -> list[Span]:
    result: list[Span] = []
    for span in spans:
        if result and result[-1][1] == span[0] and result[-1][3] == span[2]:
            result[-1] = (result[-1][0], span[1], result[-1][2], span[3])
        else:
            result.append(span)
    return result


def _differ(a: list[int], b: list[int], a_at: int, b_at: int, lengths: tuple[int, ...]) -> Iterator[Span]:
    head = _equal_run(a, b)
    tail = _equal_run(a[head:][::-1], b[head:][::-1])
    a, b = a[head : len(a) - tail], b[head : len(b) - tail]
    a_at, b_at = a_at + head, b_at + head
    if not a and not b:
        return
    if not a or not b or len(a) * len(b) <= SMALL:
        yield from _least_edits(a, b, a_at, b_at)
        return
    anchors = _anchors(a, b, lengths[0]) if lengths else []
    if anchors:
        yield from _between(anchors, a, b, a_at, b_at, lengths)
    elif lengths:
        yield from _differ(a, b, a_at, b_at, lengths[1:])
    else:
        yield from _windowed(a, b, a_at, b_at)


def _equal_run(a: list[int], b: list[int]) -> int:
    shorter = min(len(a), len(b))
    step = 4096
    position = 0
    while position < shorter and a[position : position + step] == b[position : position + step]:
        position = min(position + step, shorter)
    while position < shorter and a[position] == b[position]:
        position += 1
    return position


def _least_edits(a: list[int], b: list[int], a_at: int, b_at: int) -> Iterator[Span]:
    for edit in Levenshtein.opcodes(a, b):
        if edit.tag != "equal":
            yield a_at + edit.src_start, a_at + edit.src_end, b_at + edit.dest_start, b_at + edit.dest_end


def _anchors(a: list[int], b: list[int], length: int) -> list[tuple[int, int]]:
    """Places in both of the runs of ``length`` tokens that stand once in each, in increasing order."""
    once_in_b = _once(b, length)
    pairs = [(i, once_in_b[run]) for run, i in _once(a, length).items() if run in once_in_b]
    return _longest_increasing(pairs)


def _once(tokens: list[int], length: int) -> dict[int, int]:
    places: dict[int, int] = {}
    runs = map(hash, zip(*(tokens[i:] for i in range(length)), strict=False))
    for place, run in enumerate(runs):
        places[run] = -1 if run in places else place
    return {run: place for run, place in places.items() if place >= 0}


def _longest_increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(pairs)
    for number, (_, value) in enumerate(pairs):
        slot = bisect_left(tails, value)
        if slot == len(tails):
            tails.append(value)
            ends.append(number)
        else:
            tails[slot] = value
            ends[slot] = number
        before[number] = ends[slot - 1] if slot else -1
    chain = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _between(
    anchors: list[tuple[int, int]], a: list[int], b: list[int], a_at: int, b_at: int, lengths: tuple[int, ...]
) -> Iterator[Span]:
    a_from = b_from = 0
    for a_to, b_to in [*anchors, (len(a), len(b))]:
        if a_to < a_from or b_to < b_from:
            continue  # the anchor overlaps the one before
        if a_to > a_from or b_to > b_from:
            # A piece between anchors is small as a rule; where it is not, shorter anchors may part it.
            yield from _differ(a[a_from:a_to], b[b_from:b_to], a_at + a_from, b_at + b_from, lengths[1:])
        a_from, b_from = a_to, b_to
        # The anchor's own tokens are equal unless two runs share a hash, so they are compared, not trusted.
        while a_from < len(a) and b_from < len(b) and a_from < a_to + lengths[0] and a[a_from] == b[b_from]:
            a_from, b_from = a_from + 1, b_from + 1


def _windowed(a: list[int], b: list[int], a_at: int, b_at: int) -> Iterator[Span]:
    a_from = b_from = 0
    size = WINDOW
    while a_from < len(a) and b_from < len(b):
        a_piece, b_piece = a[a_from : a_from + size], b[b_from : b_from + size]
        whole = a_from + size >= len(a) and b_from + size >= len(b)
        edits = list(Levenshtein.opcodes(a_piece, b_piece))
        sure = [edit for edit in edits if edit.tag == "equal" and edit.src_end - edit.src_start >= SURE_RUN]
        if not whole and not sure:
            size *= 2
            continue
        until = len(a_piece) if whole else sure[-1].src_end
        for edit in edits:
            if edit.tag != "equal" and edit.src_end <= until and (whole or edit.dest_end <= sure[-1].dest_end):
                at_a, at_b = a_at + a_from, b_at + b_from
                yield at_a + edit.src_start, at_a + edit.src_end, at_b + edit.dest_start, at_b + edit.dest_end
        a_from, b_from = a_from + until, b_from + (len(b_piece) if whole else sure[-1].dest_end)
        size = WINDOW
    if a_from < len(a) or b_from < len(b):
        yield a_at + a_from, a_at + len(a), b_at + b_from, b_at + len(b)

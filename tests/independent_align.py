"""Two lists of words held against each other: which word of one is which of the other, in order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

LONGEST_PRODUCT = 900_000_000
"""Cells of the table between two anchors, a bit each; past it a stretch counts as not matched."""


def align(wanted: Sequence[str], found: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places whose words are equal, rising in both; of equal choices the later ones in ``found``."""
    pairs: list[tuple[int, int]] = []
    _align(wanted, found, 0, len(wanted), 0, len(found), pairs)
    for at in range(len(pairs) - 2, -1, -1):  # towards what follows: a title page has a heading's words too
        (here, _), (after, place) = pairs[at], pairs[at + 1]
        if after == here + 1 and found[place - 1] == wanted[here]:
            pairs[at] = (here, place - 1)
    return pairs


def _align(
    wanted: Sequence[str], found: Sequence[str], a: int, b: int, c: int, d: int, pairs: list[tuple[int, int]]
) -> None:
    while a < b and c < d and wanted[a] == found[c]:
        pairs.append((a, c))
        a, c = a + 1, c + 1
    tail = []
    while a < b and c < d and wanted[b - 1] == found[d - 1]:
        b, d = b - 1, d - 1
        tail.append((b, d))
    if a < b and c < d:
        for length in (6, 3, 1):
            anchors = _anchors(wanted, found, a, b, c, d, length)
            if anchors:
                break
        if anchors and (b - a) * (d - c) > 250_000:
            for x, y in anchors:
                if x < a or y < c:
                    continue
                _align(wanted, found, a, x, c, y, pairs)
                a, c = x, y
                while a < b and c < d and wanted[a] == found[c]:
                    pairs.append((a, c))
                    a, c = a + 1, c + 1
            if a < b and c < d:
                _table(wanted, found, a, b, c, d, pairs)
        else:
            _table(wanted, found, a, b, c, d, pairs)
    pairs.extend(reversed(tail))


def _anchors(
    wanted: Sequence[str], found: Sequence[str], a: int, b: int, c: int, d: int, length: int
) -> list[tuple[int, int]]:
    once_wanted = _once(wanted, a, b, length)
    once_found = _once(found, c, d, length)
    common = sorted((place, once_found[gram]) for gram, place in once_wanted.items() if gram in once_found)
    return _rising(common)


def _once(words: Sequence[str], start: int, end: int, length: int) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    for at in range(start, end - length + 1):
        gram = tuple(words[at : at + length])
        places[gram] = -1 if gram in places else at
    return {gram: at for gram, at in places.items() if at >= 0}


def _rising(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of points that rises in both: patience sorting."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, y) in enumerate(points):
        pile = bisect_left(tops, y)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(y)
            ends.append(at)
        else:
            tops[pile], ends[pile] = y, at
    run, at = [], ends[-1] if ends else -1
    while at >= 0:
        run.append(points[at])
        at = before[at]
    return run[::-1]


def _table(
    wanted: Sequence[str], found: Sequence[str], a: int, b: int, c: int, d: int, pairs: list[tuple[int, int]]
) -> None:
    from rapidfuzz.distance import Indel

    if (b - a) * (d - c) > LONGEST_PRODUCT:
        return
    for block in Indel.opcodes(wanted[a:b], found[c:d]):
        if block.tag == "equal":
            pairs.extend(
                (a + block.src_start + n, c + block.dest_start + n) for n in range(block.src_end - block.src_start)
            )

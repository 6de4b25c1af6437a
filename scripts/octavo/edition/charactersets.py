"""Which characters a class of Python's expressions takes: asked of Python itself, so that no table differs."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from functools import cache

Ranges = tuple[tuple[int, int], ...]
"""Code points from the first to the last, both included; in order, none touching another."""
SURROGATES = (0xD800, 0xDFFF)
LAST = 0x10FFFF


@cache
def taken(single: str, flags: int) -> Ranges:
    """The characters that an expression for one character takes (a class, an escape, a letter), as ranges."""
    runs = re.compile(f"(?:{single})+", flags).finditer(_all_characters())
    return minus(tuple((run.start(), run.end() - 1) for run in runs), (SURROGATES,))


@cache
def _all_characters() -> str:
    """A text in which each character stands at the offset that is its code point."""
    return array("I", range(LAST + 1)).tobytes().decode("utf-32", "surrogatepass")


def minus(ranges: Ranges, others: Ranges) -> Ranges:
    """What is in the ranges and not in the others."""
    return both(ranges, tuple(_between(others)))


def both(ranges: Ranges, others: Ranges) -> Ranges:
    """What is in the ranges and in the others as well."""
    found, first, second = [], 0, 0
    while first < len(ranges) and second < len(others):
        begin = max(ranges[first][0], others[second][0])
        end = min(ranges[first][1], others[second][1])
        if begin <= end:
            found.append((begin, end))
        if ranges[first][1] < others[second][1]:
            first += 1
        else:
            second += 1
    return tuple(found)


def _between(ranges: Ranges) -> Iterator[tuple[int, int]]:
    begin = 0
    for first, last in ranges:
        if begin < first:
            yield begin, first - 1
        begin = last + 1
    if begin <= LAST:
        yield begin, LAST

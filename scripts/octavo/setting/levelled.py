"""Where no page breaks make a chapter’s spreads level, a paragraph is set without hyphens and takes other lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import pairwise
from typing import NamedTuple

from octavo.setbook.bodylines import BlockLines, BodyLine
from octavo.setbook.otherlines import with_other_lines
from octavo.setbook.pagebreaks import ChapterPages, PageEnd, ends_of_uneven_spreads

MOST_TRIED = 40
"""Paragraphs before the end of an uneven spread that are tried, all of them in one trial setting."""


class Levelled(NamedTuple):
    """The lines of a chapter, where its pages end, and the words that are left whole for that."""

    lines: list[BodyLine]
    ends: list[PageEnd]
    undivided: frozenset[int] = frozenset()


def levelled(
    lines: list[BodyLine],
    pages: Callable[[list[BodyLine]], ChapterPages],
    left_whole: Callable[[Collection[int]], tuple[frozenset[int], BlockLines]],
    marks: Mapping[int, int],
) -> Levelled:
    """The best that comes of leaving the words of one paragraph whole; of none, where the pages are level as they are.

    ``left_whole`` tries the lines of paragraphs with some words whole, ``marks`` are the offsets behind which notes are
    called.
    """
    planned = pages(lines)
    best = Levelled(lines, planned.best())
    uneven = ends_of_uneven_spreads(best.ends, planned.first_page)
    if not uneven:
        return best
    words = _divided_before(lines, uneven[0])
    whole, others = left_whole(words) if words else (frozenset(), {})
    counts = {number: sum(line.block == number for line in lines) for number in others}
    fewest = len(uneven)
    for number, own in others.items():
        if len(own) == counts[number]:
            continue
        other = with_other_lines(lines, {number: own}, marks)
        ends = pages(other).best()
        left = len(ends_of_uneven_spreads(ends, planned.first_page))
        if ends and left < fewest:
            begin = min(line.offset for line in lines if line.block == number)
            end = min((line.offset for line in lines if line.block > number), default=lines[-1].offset + 1)
            best, fewest = Levelled(other, ends, frozenset(at for at in whole if begin <= at < end)), left
    return best


def _divided_before(lines: list[BodyLine], end: int) -> list[int]:
    """The offsets of the ends of divided words in the last paragraphs that begin before a line."""
    found: dict[int, list[int]] = {}
    for line, following in pairwise(lines[: end + 1]):
        if line.is_divided and following.block == line.block:
            found.setdefault(line.block, []).append(following.offset)
    return [offset for number in list(found)[-MOST_TRIED:] for offset in found[number]]

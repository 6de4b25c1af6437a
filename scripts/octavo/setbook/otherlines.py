"""The lines of a chapter when some of its paragraphs take others than they were set with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import groupby

from octavo.setbook.bodylines import BlockLines, BodyLine


def with_other_lines(lines: list[BodyLine], other: BlockLines, marks: Mapping[int, int]) -> list[BodyLine]:
    """A chapter's lines with those that some of its paragraphs have when they are set otherwise.

    ``marks``: the offset behind which each note is called, by its number. A block whose lines do not stand one
    below another stays as it is.
    """
    made: list[BodyLine] = []
    for number, group in groupby(lines, key=lambda line: line.block):
        own = list(group)
        sign = own[:1] if len(own) > 1 and own[0].offset == own[1].offset else []
        own = own[len(sign) :]
        new = other.get(number)
        if new and all(line.gap == 1 for line in own[1:]):
            own = _otherwise(own, new, marks)
        made += [*sign, *own]
    return made


def _otherwise(own: list[BodyLine], new: Sequence[tuple[int, bool]], marks: Mapping[int, int]) -> list[BodyLine]:
    bare = own[0]._replace(notes=0.0, last_note=-1, partable=0.0)
    offsets = [offset for offset, _ in new]
    made = [
        (bare if at == 0 else bare._replace(gap=1.0, told_until=-1, may_begin=at not in (1, len(new) - 1)))._replace(
            offset=offset, is_divided=is_divided
        )
        for at, (offset, is_divided) in enumerate(new)
    ]
    for line in own:
        if line.last_note >= 0:
            at = max(bisect_right(offsets, marks[line.last_note] - 1) - 1, 0)
            there = made[at]
            made[at] = there._replace(
                notes=there.notes + line.notes,
                last_note=max(there.last_note, line.last_note),
                partable=max(there.partable, line.partable),
            )
    return made

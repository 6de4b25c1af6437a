"""Facing pages that no page breaks level: a paragraph takes other lines without its hyphens, and then they are."""

from __future__ import annotations

import random
from collections.abc import Collection

from octavo.setbook.bodylines import BlockLines, BodyLine
from octavo.setbook.pagebreaks import ChapterPages, ends_of_uneven_spreads
from octavo.setting.levelled import Levelled, levelled
from test_page_breaks import ABOVE_NOTES, DEPTH, lines_of

FIRST_PAGE = 1


def chapter(seed: int) -> list[BodyLine]:
    """A chapter of short paragraphs on a left page first; of longer ones the second line ends in a hyphen."""
    counts = random.Random(seed).choices([1, 2, 2, 3, 4], k=30)
    lines = lines_of(*counts)
    return [
        line._replace(is_divided=counts[line.block] > 2 and at > 0 and lines[at - 1].may_begin is not False)
        if at + 1 < len(lines) and lines[at + 1].block == line.block
        else line
        for at, line in enumerate(lines)
    ]


def uneven(found: Levelled) -> int:
    return len(ends_of_uneven_spreads(found.ends, FIRST_PAGE))


def arranged(lines: list[BodyLine]) -> ChapterPages:
    return ChapterPages(lines, DEPTH, ABOVE_NOTES, FIRST_PAGE)


def test_a_paragraph_takes_a_line_more_where_that_levels_the_pages() -> None:
    mended = 0
    for seed in range(60):
        lines = chapter(seed)
        tried: list[Collection[int]] = []

        def longer(
            words: Collection[int], lines: list[BodyLine] = lines, tried: list[Collection[int]] = tried
        ) -> tuple[frozenset[int], BlockLines]:
            """Each paragraph that has one of the words is a line longer without hyphens."""
            tried.append(words)
            blocks = {line.block for line in lines if line.offset in words}
            own = {number: [line.offset for line in lines if line.block == number] for number in blocks}
            return frozenset(words), {
                number: [(at, False) for at in (*offsets, offsets[-1] + 1)] for number, offsets in own.items()
            }

        before = Levelled(lines, arranged(lines).best())
        found = levelled(lines, arranged, longer, {})
        assert uneven(found) <= uneven(before)
        assert bool(tried) <= (uneven(before) > 0), "nothing is tried where all is level"
        if uneven(found) < uneven(before):
            mended += 1
            assert len(found.lines) == len(lines) + 1
            blocks = {line.block for line in lines if line.offset in found.undivided}
            assert len(blocks) == 1, "words of one paragraph are left whole, and no others"
            assert found.undivided <= set(tried[0])
        else:
            assert (found.lines, found.ends, found.undivided) == (lines, before.ends, frozenset())
    assert mended > 3


def test_nothing_is_changed_where_no_paragraph_can_be_tried() -> None:
    lines = next(lines for lines in map(chapter, range(60)) if uneven(Levelled(lines, arranged(lines).best())))
    found = levelled(lines, arranged, lambda words: (frozenset(words), {}), {})
    assert found == Levelled(lines, arranged(lines).best())

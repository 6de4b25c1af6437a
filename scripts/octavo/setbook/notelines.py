"""The lines of notes at the feet of pages, as far as they take room from the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from octavo.readback.reading import NOTE, ReadBlock
from octavo.setbook.linecount import LineCount


def note_line_height(blocks: Iterable[ReadBlock], line_height: float) -> float:
    """The height of a line of the notes, in lines of text, which are so many points high."""
    steps = Counter(
        round(a.base_line - b.base_line, 1)
        for block in blocks
        for a, b in pairwise(block.stretches)
        if block.region == NOTE and a.page == b.page and a.base_line - b.base_line > line_height / 3
    )
    return steps.most_common(1)[0][0] / line_height if steps else 1.0


def note_lines_at_feet(blocks: Iterable[ReadBlock]) -> Counter[int]:
    """How many lines of notes there are on each page."""
    notes = [block for block in blocks if block.region == NOTE]
    numbers = LineCount(notes)
    return Counter({page: numbers.count(page) for page in {s.page for block in notes for s in block.stretches}})

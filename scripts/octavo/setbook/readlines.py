"""The lines of a block that was read back from a set book."""

from __future__ import annotations

from typing import NamedTuple

from octavo.readback.reading import ReadBlock, Stretch
from octavo.setbook.linecount import SAME_LINE

_HYPHENS = "-‐"


class ReadLine(NamedTuple):
    """A line of a block: where it stands, and its text."""

    stretch: Stretch
    text: str
    ends_in_hyphen: bool
    """Whether it ends in a hyphen of any kind."""
    is_divided: bool
    """Whether it ends in a hyphen that the end of the line has put in."""


def read_lines(block: ReadBlock) -> list[ReadLine]:
    """The lines of a block; stretches on one base line, or nearly, are one line."""
    lines: list[ReadLine] = []
    for number, stretch in enumerate(block.stretches):
        end = block.stretches[number + 1].offset if number + 1 < len(block.stretches) else len(block.text)
        text = block.text[stretch.offset : end]
        before = lines[-1].stretch if lines else None
        if before and before.page == stretch.page and abs(before.base_line - stretch.base_line) < SAME_LINE:
            first = lines.pop()
            text, stretch = first.text + text, first.stretch._replace(divided=stretch.divided)
        hard = text.rstrip().endswith(tuple(_HYPHENS))
        lines.append(ReadLine(stretch, text, stretch.divided or hard, stretch.divided))
    return lines


def divided_word(line: ReadLine, following: ReadLine) -> str:
    """The word that two lines share, with the hyphen between its parts."""
    return (line.text.split() or [""])[-1].rstrip(_HYPHENS) + "-" + (following.text.split() or [""])[0]

"""What Project Gutenberg puts around a book, header and licence, told apart from the book by the lines between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from octavo.readback.reading import OUTSIDE, ReadBlock

_BEGINNING = re.compile(r"\*\*\* ?START OF TH(?:E|IS) PROJECT GUTENBERG.*?(?:\*\*\*|$)", re.IGNORECASE)
_END = re.compile(r"\*\*\* ?END OF TH(?:E|IS) PROJECT GUTENBERG", re.IGNORECASE)


def without_licence(blocks: Sequence[ReadBlock]) -> list[ReadBlock]:
    """The blocks of a book; those of Project Gutenberg are outside of it."""
    inside: list[ReadBlock] = list(blocks)
    for number, block in enumerate(inside):
        found = _BEGINNING.search(block.text) if "***" in block.text else None
        if found:
            outside = [replace(one, region=OUTSIDE) for one in inside[:number]]
            inside = [*outside, *_parted(block, found.end(), first=True), *inside[number + 1 :]]
            break
    for number, block in enumerate(inside):
        found = _END.search(block.text) if "***" in block.text and block.region != OUTSIDE else None
        if found:
            outside = [replace(one, region=OUTSIDE) for one in inside[number + 1 :]]
            return [*inside[:number], *_parted(block, found.start(), first=False), *outside]
    return inside


def _parted(block: ReadBlock, at: int, *, first: bool) -> list[ReadBlock]:
    """A block in two, of which the first or the second is outside of the book."""
    before, behind = replace(block, text=block.text[:at].strip()), replace(block, text=block.text[at:].strip())
    pair = (replace(before, region=OUTSIDE), behind) if first else (before, replace(behind, region=OUTSIDE))
    return [part for part in pair if part.text]

"""Changes in a file that a person wrote: what they do not touch stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from octavo.edition.ordermarks import ORDER_MARK

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")

Spot = tuple[int, int]
"""Line and column, both from nought, in the text as ``read_text`` gives it."""


@dataclass(frozen=True, order=True)
class Splice:
    """What stands from one spot to another becomes ``text``."""

    start: Spot
    end: Spot
    text: str


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """A file with changes made, which do not overlap; lines that they add end as the line does where they stand."""
    text = data.decode("utf-8")
    lines = [(match.start(), match[1], match[2]) for match in _LINE.finditer(text)]
    usual = next((end for _, _, end in lines if end), "\n")
    pieces: list[str] = []
    at = 0
    for splice in sorted(splices):
        start, end = _offset(lines, splice.start), _offset(lines, splice.end)
        ending = lines[min(splice.start[0], len(lines) - 1)][2] or usual
        pieces += (text[at:start], splice.text.replace("\n", ending))
        at = end
    return "".join([*pieces, text[at:]]).encode()


def _offset(lines: list[tuple[int, str, str]], spot: Spot) -> int:
    """Where a spot is in a text that still has its byte order marks and line ends."""
    row, column = spot
    if row >= len(lines):
        start, line, ending = lines[-1]
        return start + len(line) + len(ending)
    start, line, _ = lines[row]
    if ORDER_MARK not in line:
        return start + min(column, len(line))
    kept = [number for number, letter in enumerate(line) if letter != ORDER_MARK]
    return start + (kept[column] if column < len(kept) else len(line))

"""What the codes of a PDF's font mean, and how wide their letters are (ISO 32000-1, 9.7.4.3 and 9.10.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_ITEM = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
MOST_CODES = 65536
"""A range of codes is no longer."""
UNKNOWN_WIDTH = 1000.0
"""Thousandths of the size: what has no width that is known has some."""


class FontCodes(NamedTuple):
    """How many bytes a font's codes have, what each stands for, and its width in thousandths of the size."""

    size: int
    meaning: Mapping[int, str]
    widths: Mapping[int, float]
    other_width: float


def codes_of_font(font: Any) -> FontCodes:
    """Read a font's ToUnicode map and its widths."""
    import pikepdf

    composite = font.get("/Subtype") == "/Type0"
    stream = font.get("/ToUnicode")
    meaning: dict[int, str] = {}
    if isinstance(stream, pikepdf.Stream):
        for section in _SECTION.finditer(stream.read_bytes()):
            _add(meaning, section[1] == b"char", section[2])
    if not composite:
        first = int(font.get("/FirstChar", 0))
        widths = {first + number: float(width) for number, width in enumerate(font.get("/Widths", []))}
        return FontCodes(1, meaning, widths, UNKNOWN_WIDTH)
    if font.get("/Encoding") != "/Identity-H":
        return FontCodes(2, meaning, {}, UNKNOWN_WIDTH)
    descendant = font.get("/DescendantFonts", [{}])[0]
    return FontCodes(2, meaning, _widths(list(descendant.get("/W", []))), float(descendant.get("/DW", UNKNOWN_WIDTH)))


def _widths(items: list[Any]) -> dict[int, float]:
    """The widths of a composite font: a code and those of the letters from it on, or two codes and that of all."""
    import pikepdf

    widths: dict[int, float] = {}
    at = 0
    while at + 1 < len(items):
        first, second = int(items[at]), items[at + 1]
        if isinstance(second, pikepdf.Array):
            widths |= {first + number: float(width) for number, width in enumerate(second)}
            at += 2
        else:
            last = min(int(second), first + MOST_CODES)
            widths |= dict.fromkeys(
                range(first, last + 1), float(items[at + 2]) if at + 2 < len(items) else UNKNOWN_WIDTH
            )
            at += 3
    return widths


def _add(meaning: dict[int, str], single: bool, section: bytes) -> None:
    """Add a section of a map: codes and texts, or ranges of codes with the text of the first, or of each."""
    items = [(match[1], match[2] or match[3]) for match in _ITEM.finditer(section)]
    at = 0
    while at + (1 if single else 2) < len(items):
        first = int(items[at][0] or b"0", 16)
        if single:
            meaning[first] = _text(items[at + 1][0])
            at += 2
        elif items[at + 2][1]:
            at += 3
            while at < len(items) and not items[at][1]:
                meaning[first], first = _text(items[at][0]), first + 1
                at += 1
            at += 1
        else:
            last, text = int(items[at + 1][0] or b"0", 16), _text(items[at + 2][0])
            for code in range(first, min(last, first + MOST_CODES) + 1):
                meaning[code] = text[:-1] + chr(ord(text[-1]) + code - first) if text else ""
            at += 3


def _text(digits: bytes | None) -> str:
    return bytes.fromhex((digits or b"").decode()).decode("utf-16-be", "replace")

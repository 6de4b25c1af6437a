"""The codes of a PDF's fonts: what each means, and how wide its letter is (ISO 32000-1, 9.6, 9.7 and 9.10).

Widths are in em, that is, in parts of the size at which the font is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from octavo.pdfpage.values import (
    Damaged,
    array_of,
    data_of,
    entry,
    inside,
    number_in,
    number_of,
    numbers_of,
    text_in,
    whole_of,
)

if TYPE_CHECKING:
    from pikepdf import Object

EM = 1000
"""Units of an em in which the widths of all but Type 3 fonts are written."""
WIDTH, FIXED_WIDTH = 0.5, 0.6
"""The width of a letter of a standard font, whose widths need not stand in the file."""
MOST_CODES = 65_536
"""A range of codes is no longer."""
MOST_ENTRIES = 4 * MOST_CODES
"""Entries of one font that are read: only a damaged file has more."""
_SIMPLE_CODES = 256
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_ITEM = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_SPACES = b" \t\n\r\f\v"


class Widths(NamedTuple):
    """How wide the letters of a font are, by their codes, in em."""

    code_size: int
    """How many bytes a code has."""
    known: Mapping[int, float]
    other: float
    """The width of every code that is not known."""


NO_WIDTHS = Widths(1, {}, WIDTH)


def read_widths(font: Object) -> Widths:
    """The widths of a font's letters; raises Damaged."""
    kind = text_in(font, "/Subtype")
    if kind == "Type0":
        return _composite_widths(font)
    scale = font_matrix(font)[0] if kind == "Type3" else 1 / EM
    table, first = entry(font, "/Widths"), whole_of(number_in(font, "/FirstChar", 0))
    listed = [] if table is None else array_of(table)[:_SIMPLE_CODES]
    if not listed:
        return Widths(1, {}, FIXED_WIDTH if "Courier" in text_in(font, "/BaseFont") else WIDTH)
    missing = inside(font, "/FontDescriptor", "/MissingWidth")
    known = {first + at: number_of(width) * scale for at, width in enumerate(listed)}
    return Widths(1, known, 0.0 if missing is None else number_of(missing) * scale)


def font_matrix(font: Object) -> list[float]:
    """The matrix from a Type 3 font's glyphs to its text (9.6.5); raises Damaged."""
    matrix = entry(font, "/FontMatrix")
    return [1 / EM, 0.0, 0.0, 1 / EM, 0.0, 0.0] if matrix is None else numbers_of(matrix, 6)


def _composite_widths(font: Object) -> Widths:
    """A font whose codes have two bytes each (9.7); widths are known by code where a code is its glyph's number."""
    descendant = descendant_of(font)
    other = number_in(descendant, "/DW", EM) / EM
    encoding, table = entry(font, "/Encoding"), entry(descendant, "/W")
    if table is None or encoding not in ("/Identity-H", "/Identity-V"):
        return Widths(2, {}, other)
    return Widths(2, dict(islice(_cid_widths(array_of(table)), MOST_ENTRIES)), other)


def descendant_of(font: Object) -> Object:
    """The only font that a composite font is made of (9.7.6.1); raises Damaged where it has none."""
    fonts = array_of(entry(font, "/DescendantFonts"))
    if not fonts:
        raise Damaged("a composite font without a font")
    return fonts[0]


def read_meanings(font: Object) -> dict[int, str]:
    """What the codes of a font mean, as its ToUnicode map says (9.10.3).

    Empty where it has no map. Raises Damaged, or pikepdf.PdfError where the map cannot be unpacked.
    """
    import pikepdf

    cmap = entry(font, "/ToUnicode")
    return dict(islice(_mapped(data_of(cmap)), MOST_ENTRIES)) if isinstance(cmap, pikepdf.Stream) else {}


def _cid_widths(items: list[Object]) -> Iterator[tuple[int, float]]:
    """A composite font's widths: a code and those of the letters from it on, or two codes and that of all (9.7.4.3)."""
    import pikepdf

    at = 0
    while at + 1 < len(items):
        first, second = whole_of(items[at]), items[at + 1]
        if isinstance(second, pikepdf.Array):
            yield from ((first + number, number_of(width) / EM) for number, width in enumerate(second))
            at += 2
        elif at + 2 < len(items):
            last, width = min(whole_of(second), first + MOST_CODES), number_of(items[at + 2]) / EM
            yield from ((code, width) for code in range(first, last + 1))
            at += 3
        else:
            return


def _mapped(cmap: bytes) -> Iterator[tuple[int, str]]:
    """Each code of a ToUnicode map and what it means."""
    for section in _SECTION.finditer(cmap):
        items = [(match[1], match[2] or match[3]) for match in _ITEM.finditer(section[2])]
        yield from _pairs(items) if section[1] == b"char" else _ranges(items)


Item = tuple[bytes | None, bytes | None]
"""Hexadecimal digits, or one of the brackets around a list."""


def _pairs(items: list[Item]) -> Iterator[tuple[int, str]]:
    """Codes and what each means."""
    for (code, _), (text, _) in zip(items[::2], items[1::2], strict=False):
        yield _number(code), _text(text)


def _ranges(items: list[Item]) -> Iterator[tuple[int, str]]:
    """First and last code of a range, and the text of the first, or a list with the text of each."""
    at = 0
    while at + 2 < len(items):
        first = _number(items[at][0])
        if items[at + 2][1]:
            at += 3
            while at < len(items) and not items[at][1]:
                yield first, _text(items[at][0])
                first, at = first + 1, at + 1
            at += 1
        else:
            last, text = min(_number(items[at + 1][0]), first + MOST_CODES), _text(items[at + 2][0])
            for code in range(first, last + 1):
                yield code, _later(text, code - first)
            at += 3


def _later(text: str, places: int) -> str:
    """A text whose last letter stands so many places further on in Unicode."""
    code = ord(text[-1]) + places if text else 0
    if not text or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return "\ufffd" if text else ""
    return text[:-1] + chr(code)


def _number(digits: bytes | None) -> int:
    return int((digits or b"").translate(None, _SPACES) or b"0", 16)


def _text(digits: bytes | None) -> str:
    """Hexadecimal digits as text in UTF-16; a digit that is missing is 0 (7.3.4.3)."""
    written = (digits or b"").translate(None, _SPACES).decode()
    return bytes.fromhex(written + "0" * (len(written) % 2)).decode("utf-16-be", "replace")

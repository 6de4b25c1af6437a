"""Fonts as print needs to know them: is the font in the file, how wide are its letters (ISO 32000-1, 9.6 and 9.7)?"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from octavo.pdfpage.contenttokens import string_bytes

ASCENT, DESCENT = 0.75, -0.25
"""Em: how far letters reach above and below the line where the font does not say so."""
WIDTH, FIXED_WIDTH = 0.5, 0.6
"""Em: the advance of a letter of a standard font, whose widths need not stand in the file."""
MOST_CODES = 65_536
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_BLANK = frozenset({b"0020", b"00A0", b"2002", b"2003", b"2009", b"202F", b"3000"})
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


class Measured(NamedTuple):
    """A string in a font: its advance and the blank part at its start and end (em), and how many codes it has."""

    advance: float
    leading: float
    trailing: float
    codes: int
    word_spaces: int
    letters: int


@dataclass(eq=False)
class PrintFont:
    """A font as a page uses it."""

    name: str
    kind: str
    is_embedded: bool
    widths: Mapping[int, float]
    default_width: float
    ascent: float
    descent: float
    two_bytes: bool
    blanks: frozenset[int]
    em: float = 1.0
    """How many times its size its em is; other than 1 only for a Type 3 font."""
    glyphs: tuple[Any, ...] = ()
    """The content streams that draw a Type 3 font's letters."""
    resources: Any = None
    """What those streams call by name."""
    measured: dict[bytes, Measured] = field(default_factory=dict, repr=False)
    """The strings that were measured by now."""

    @property
    def face(self) -> str:
        """Its name without the letters that mark a subset (9.6.4)."""
        return re.sub(r"^[A-Z]{6}\+", "", self.name)

    def measure(self, token: bytes) -> Measured:
        """Measure a string as the content stream writes it."""
        known = self.measured.get(token)
        if known is None:
            known = self.measured[token] = self._measure(string_bytes(token))
        return known

    def _measure(self, data: bytes) -> Measured:
        codes: tuple[int, ...] = tuple(data)
        if self.two_bytes:
            codes = struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2])
        widths = [self.widths.get(code, self.default_width) for code in codes]
        seen = [number for number, code in enumerate(codes) if code not in self.blanks]
        leading = sum(widths[: seen[0]]) if seen else 0.0
        trailing = sum(widths[seen[-1] + 1 :]) if seen else 0.0
        spaces = 0 if self.two_bytes else data.count(b" ")
        return Measured(sum(widths), leading, trailing, len(codes), spaces, len(seen))


NO_FONT = PrintFont("none", "none", True, {}, WIDTH, ASCENT, DESCENT, False, frozenset({32}))


def read_font(font: Any) -> PrintFont:
    """A font of a file; raises pikepdf.PdfError, KeyError, TypeError or ValueError where it is damaged."""
    kind = str(font.get("/Subtype", "/none")).lstrip("/")
    name = str(font.get("/BaseFont", font.get("/Name", "/unnamed"))).lstrip("/")
    if kind == "Type0":
        return _composite(font, name)
    descriptor = font.get("/FontDescriptor", {})
    first = int(font.get("/FirstChar", 0))
    scale = 0.001
    ascent, descent = _heights(descriptor)
    em = 1.0
    glyphs: tuple[Any, ...] = ()
    if kind == "Type3":
        glyphs = tuple(stream for _, stream in font.get("/CharProcs", {}).items())[:256]
        matrix = [float(part) for part in font.get("/FontMatrix", [0.001, 0, 0, 0.001, 0, 0])]
        scale = matrix[0]
        descent, ascent, em = _type3_heights(font, matrix[3])
    widths = {first + n: float(width) * scale for n, width in enumerate(list(font.get("/Widths", []))[:256])}
    default = FIXED_WIDTH if "Courier" in name else WIDTH
    if widths:
        default = float(descriptor.get("/MissingWidth", 0)) * scale
    embedded = kind == "Type3" or any(key in descriptor for key in _PROGRAMS)
    blanks, resources = frozenset({32, 160}), font.get("/Resources") if glyphs else None
    return PrintFont(name, kind, embedded, widths, default, ascent, descent, False, blanks, em, glyphs, resources)


def _composite(font: Any, name: str) -> PrintFont:
    """A font whose letters have two bytes each (9.7)."""
    descendant = font.DescendantFonts[0]
    name = str(descendant.get("/BaseFont", name)).lstrip("/")
    descriptor = descendant.get("/FontDescriptor", {})
    ascent, descent = _heights(descriptor)
    widths = dict(_cid_widths(descendant.get("/W", [])))
    default = float(descendant.get("/DW", 1000)) / 1000
    embedded = any(key in descriptor for key in _PROGRAMS)
    blanks = frozenset(_blank_codes(_to_unicode(font)))
    return PrintFont(name, "Type0", embedded, widths, default, ascent, descent, True, blanks)


def _to_unicode(font: Any) -> bytes:
    import pikepdf

    stream = font.get("/ToUnicode")
    try:
        return stream.read_bytes() if isinstance(stream, pikepdf.Stream) else b""
    except pikepdf.PdfError:
        return b""


def _blank_codes(cmap: bytes) -> Iterator[int]:
    """The codes that stand for spaces, as a ToUnicode map has them: pairs, or ranges of which the first is one."""
    for section in _SECTION.finditer(cmap):
        codes = _HEX.findall(section[2])
        step = 2 if section[1] == b"char" else 3
        for at in range(0, len(codes) - step + 1, step):
            if codes[at + step - 1].upper() in _BLANK and codes[at].strip():
                yield int(codes[at], 16)


def _heights(descriptor: Any) -> tuple[float, float]:
    """How far letters reach above and below the line, in em: never more than a font's own box."""
    ascent = float(descriptor.get("/Ascent", 0)) / 1000
    descent = float(descriptor.get("/Descent", 0)) / 1000
    box = [float(edge) / 1000 for edge in descriptor.get("/FontBBox", [])]
    if len(box) == 4 and box[3] > box[1]:
        ascent, descent = min(ascent or box[3], box[3]), max(-abs(descent) or box[1], box[1])
    ascent = ascent if 0.2 < ascent < 2 else ASCENT
    return ascent, -abs(descent) if 0 < abs(descent) < 1 else DESCENT


def _type3_heights(font: Any, scale: float) -> tuple[float, float, float]:
    """Lowest and highest point of a Type 3 font's letters as parts of its size, and its em."""
    box = [float(edge) * scale for edge in font.get("/FontBBox", [0, 0, 0, 0])]
    if len(box) != 4 or box[3] <= box[1]:
        return DESCENT * 1000 * scale, ASCENT * 1000 * scale, 1000 * scale
    return box[1], box[3], box[3] - box[1]


def _cid_widths(table: Any) -> Iterator[tuple[int, float]]:
    """Code → width in em, of a table of ranges and lists (9.7.4.3)."""
    import pikepdf

    entries = list(table)
    at = 0
    while at + 1 < len(entries):
        first, then = int(entries[at]), entries[at + 1]
        if isinstance(then, pikepdf.Array):
            yield from ((first + n, float(width) / 1000) for n, width in enumerate(then))
            at += 2
        elif at + 2 < len(entries):
            width = float(entries[at + 2]) / 1000
            yield from ((code, width) for code in range(first, min(int(then), first + MOST_CODES) + 1))
            at += 3
        else:
            break

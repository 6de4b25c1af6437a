"""Fonts as print needs to know them: whether the file holds them, how high and wide letters are (ISO 32000-1, 9.6)"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from octavo.pdfpage.contenttokens import string_bytes
from octavo.pdfpage.fontcodes import (
    EM,
    NO_WIDTHS,
    Widths,
    descendant_of,
    font_matrix,
    read_meanings,
    read_widths,
)
from octavo.pdfpage.values import Damaged, entries, entry, holds, number_in, numbers_of, stream_of, text_in

if TYPE_CHECKING:
    from pikepdf import Object, Stream

ASCENT, DESCENT = 0.75, -0.25
"""Em: how far letters reach above and below the line where the font does not say so."""
MOST_GLYPHS = 256
_BLANKS = frozenset(" \u00a0\u2002\u2003\u2009\u202f\u3000")
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
class PdfFont:
    """A font as a page uses it; all lengths in em."""

    name: str
    kind: str
    is_embedded: bool
    widths: Widths
    ascent: float
    descent: float
    blanks: frozenset[int]
    """The codes of spaces."""
    em: float = 1.0
    """How many times its size its em is; other than 1 only for a Type 3 font."""
    glyphs: tuple[Stream, ...] = ()
    """The content streams that draw a Type 3 font's letters."""
    resources: Object | None = None
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
        if self.widths.code_size == 2:
            codes = struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2])
        known, other = self.widths.known, self.widths.other
        widths = [known.get(code, other) for code in codes]
        seen = [number for number, code in enumerate(codes) if code not in self.blanks]
        leading = sum(widths[: seen[0]]) if seen else 0.0
        trailing = sum(widths[seen[-1] + 1 :]) if seen else 0.0
        spaces = data.count(b" ") if self.widths.code_size == 1 else 0
        return Measured(sum(widths), leading, trailing, len(codes), spaces, len(seen))


NO_FONT = PdfFont("none", "none", True, NO_WIDTHS, ASCENT, DESCENT, frozenset({32}))


def read_font(font: Object) -> PdfFont:
    """A font of a file; raises Damaged or an error of pikepdf where it is damaged."""
    kind = text_in(font, "/Subtype", "none")
    name = text_in(font, "/BaseFont", text_in(font, "/Name", "unnamed"))
    if kind == "Type0":
        return _composite(font, name)
    if kind == "Type3":
        return _drawn(font, name)
    descriptor = entry(font, "/FontDescriptor")
    ascent, descent = _heights(descriptor)
    return PdfFont(name, kind, _has_program(descriptor), read_widths(font), ascent, descent, frozenset({32, 160}))


def _drawn(font: Object, name: str) -> PdfFont:
    """A Type 3 font, whose letters are content streams of their own (9.6.5)."""
    glyphs = tuple(stream_of(stream) for _, stream in entries(entry(font, "/CharProcs"))[:MOST_GLYPHS])
    descent, ascent, em = _type3_heights(font, font_matrix(font)[3])
    resources = entry(font, "/Resources") if glyphs else None
    blanks = frozenset({32, 160})
    return PdfFont(name, "Type3", True, read_widths(font), ascent, descent, blanks, em, glyphs, resources)


def _composite(font: Object, name: str) -> PdfFont:
    """A font whose letters have two bytes each (9.7)."""
    descendant = descendant_of(font)
    descriptor = entry(descendant, "/FontDescriptor")
    ascent, descent = _heights(descriptor)
    name = text_in(descendant, "/BaseFont", name)
    return PdfFont(name, "Type0", _has_program(descriptor), read_widths(font), ascent, descent, _blank_codes(font))


def _has_program(descriptor: Object | None) -> bool:
    """Whether the font is in the file (9.9)."""
    return descriptor is not None and any(holds(descriptor, key) for key in _PROGRAMS)


def _blank_codes(font: Object) -> frozenset[int]:
    """The codes that stand for spaces, as far as the font says what its codes mean; no printer needs to know more."""
    import pikepdf

    try:
        meanings: Mapping[int, str] = read_meanings(font)
    except (Damaged, pikepdf.PikepdfError):
        return frozenset()
    return frozenset(code for code, text in meanings.items() if text in _BLANKS)


def _heights(descriptor: Object | None) -> tuple[float, float]:
    """How far letters reach above and below the line: never more than a font's own box."""
    if descriptor is None:
        return ASCENT, DESCENT
    ascent, descent = number_in(descriptor, "/Ascent", 0) / EM, number_in(descriptor, "/Descent", 0) / EM
    given = entry(descriptor, "/FontBBox")
    box = [] if given is None else [edge / EM for edge in numbers_of(given)]
    if len(box) == 4 and box[3] > box[1]:
        ascent, descent = min(ascent or box[3], box[3]), max(-abs(descent) or box[1], box[1])
    ascent = ascent if 0.2 < ascent < 2 else ASCENT
    return ascent, -abs(descent) if 0 < abs(descent) < 1 else DESCENT


def _type3_heights(font: Object, scale: float) -> tuple[float, float, float]:
    """Lowest and highest point of a Type 3 font's letters as parts of its size, and its em."""
    given = entry(font, "/FontBBox")
    box = [] if given is None else [edge * scale for edge in numbers_of(given)]
    if len(box) != 4 or box[3] <= box[1]:
        return DESCENT * EM * scale, ASCENT * EM * scale, EM * scale
    return box[1], box[3], box[3] - box[1]

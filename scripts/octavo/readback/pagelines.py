"""The lines of a PDF's pages as PDFium finds them: text, place and size of letters (ISO 32000-1, 9.4)."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from octavo.pdfpage.values import finite
from octavo.text.fold import LINE_END

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_HYPHEN = "\ufffe"
"""What PDFium's text of a page has for a hyphen at a line's end, in place of the line break."""
_LINE = re.compile(rf"[^\r\n{_HYPHEN}]+{_HYPHEN}?")
_PARTED = re.compile(r"(?<=\w)[-‐\u00ad]\s*$")
_SIGNS = re.compile(r"[0-9]+|[¹²³⁰⁴-⁹]+|[*†‡§¶‖]+")
_SUPERSCRIPTS = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
RAISED = 0.2
"""Parts of the letters' size by which the foot of a raised figure stands above the base line."""
SAMPLES = 9
"""Letters of a line that are measured."""


@dataclass(frozen=True)
class PageLine:
    """A line of a page: ``x``, ``y`` (base line) and ``size`` in points from the page's lower left corner."""

    text: str
    page: int
    x: float
    y: float
    size: float
    raised: tuple[tuple[int, int], ...] = ()
    """Where figures and signs stand in the text that are raised as a note's mark is."""


def page_lines(page: PdfPage, number: int) -> list[PageLine]:
    """The lines of one page in the order of its content, without what stands askew."""
    textpage = page.get_textpage()
    try:
        return _marks_joined([line for line in _lines(_Letters(textpage), number) if line.text])
    finally:
        textpage.close()


def _marks_joined(lines: list[PageLine]) -> list[PageLine]:
    """The lines with marks that PDFium has for lines of their own put behind the word above which they stand."""
    result: list[PageLine] = []
    for line in lines:
        before = result[-1] if result else None
        if before and _SIGNS.fullmatch(line.text) and line.size < before.size and 0 < line.y - before.y < before.size:
            start = len(before.text)
            raised = (*before.raised, (start, start + len(line.text)))
            result[-1] = replace(before, text=before.text + line.text, raised=raised)
        else:
            result.append(line)
    return result


class _Letters:
    """The letters of a page and what PDFium knows of each by its number."""

    def __init__(self, textpage: PdfTextPage) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium, self._raw = pdfium, textpage.raw
        count = textpage.count_chars()
        self.text: str = textpage.get_text_range() if count > 0 else ""
        if len(self.text) != count:
            # Letters outside of the first plane are two of PDFium's; the numbers must hold.
            codes = (pdfium.FPDFText_GetUnicode(self._raw, n) for n in range(max(count, 0)))
            self.text = "".join(_HYPHEN if code == 2 else chr(code) for code in codes)

    def origin(self, number: int) -> tuple[float, float]:
        """Where a letter stands: its left edge and base line, in points."""
        x, y = ctypes.c_double(), ctypes.c_double()
        self._pdfium.FPDFText_GetCharOrigin(self._raw, number, x, y)
        return finite(x.value), finite(y.value)

    def foot(self, number: int) -> float:
        """The lowest point of a letter's ink."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        self._pdfium.FPDFText_GetCharBox(self._raw, number, left, right, bottom, top)
        return finite(bottom.value)

    def size(self, number: int) -> float:
        """The size in points at which a letter is shown; nought where it stands askew."""
        matrix = self._pdfium.FS_MATRIX()
        self._pdfium.FPDFText_GetMatrix(self._raw, number, matrix)
        if abs(matrix.b) > abs(matrix.a):
            return 0.0
        nominal: float = self._pdfium.FPDFText_GetFontSize(self._raw, number)
        return finite(nominal * math.hypot(matrix.c, matrix.d))


def _lines(letters: _Letters, page: int) -> Iterator[PageLine]:
    for match in _LINE.finditer(letters.text):
        start, end = match.span()
        solid = [n for n in range(start, end) if not letters.text[n].isspace() and letters.text[n] != _HYPHEN]
        words = [n for n in solid if letters.text[n].isalpha()] or solid
        if not words:
            continue
        sample = words[:: max(len(words) // SAMPLES, 1)]
        size = Counter(round(letters.size(n), 1) for n in sample).most_common(1)[0][0]
        if not size:
            continue
        y = median(letters.origin(n)[1] for n in sample)
        yield _line(letters, match[0], start, PageLine("", page, letters.origin(solid[0])[0], y, size))


def _line(letters: _Letters, text: str, start: int, line: PageLine) -> PageLine:
    head = len(text) - len(text.lstrip())
    shown = _PARTED.sub(LINE_END, text.replace(_HYPHEN, LINE_END)).rstrip()
    shown = shown.replace("\u00ad", "-").translate(_SUPERSCRIPTS)[head:]
    raised = []
    for sign in _SIGNS.finditer(text):
        small = letters.size(start + sign.start()) < line.size * 0.85
        high = letters.foot(start + sign.start()) > line.y + line.size * RAISED
        star = text[sign.start()] in "*†‡§¶‖"
        # A star stands high by itself; as a mark it is smaller than the letters, or its base line is raised.
        above = letters.origin(start + sign.start())[1] > line.y + line.size * RAISED
        printed_small = text[sign.start()] > "~" and not star
        if printed_small or (high and (small or above or not star)):
            raised.append((sign.start() - head, sign.end() - head))
    return PageLine(shown, line.page, line.x, line.y, line.size, tuple(raised))

"""What stands outside of its page's text block, and letters printed over others, measured on the finished PDF.

The text block is each page's ArtBox, "the extent of the page's meaningful content" (ISO 32000-1, 14.11.2): Octavo's
archive says there where the text is to stand. A page without one is measured against its whole sheet. All lengths are
points.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from octavo.pdfpage.painted import Area
from octavo.readback.pieces import LINE_END, object_text

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage
    from pypdfium2.raw import FPDF_PAGEOBJECT

HANGS = 0.6
"""Parts of its size by which a mark or a letter's overhang may stand outside, as hanging punctuation does."""
PICTURE_SLACK = 1.5
SAME_LINE = 0.35
"""Parts of their size within which the base lines of letters that cover each other lie."""
COVERED = 3.0
"""By how much letters must stand over others to be unreadable there; italics lean over a little less."""


class Stray(NamedTuple):
    """Words that run out of the text block by so many points, or (``over``) stand over others."""

    page: int
    """From 0."""
    words: str
    beyond: float = 0.0
    over: str = ""

    @property
    def what(self) -> str:
        """What it is, for a message."""
        words = self.words if len(self.words) < 60 else f"{self.words[:59]}…"
        return f"‘{words}’" if words else "a picture"


class _Letters(NamedTuple):
    """Text shown at one go, as if its page were turned so that it runs from left to right."""

    base: float
    left: float
    right: float
    size: float
    turned: bool
    item: FPDF_PAGEOBJECT


def strays(data: bytes) -> Iterator[Stray]:
    """All of a PDF's strays, page by page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            page = document[number]
            yield from _on_page(page, number)
            page.close()
    finally:
        document.close()


def _on_page(page: PdfPage, number: int) -> Iterator[Stray]:
    import pypdfium2.raw as pdfium

    block = Area(*page.get_artbox())
    letters: list[_Letters] = []
    outside: list[tuple[_Letters, float]] = []
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            area, shown = _measured(item)
            letters.append(shown)
            beyond = _beyond(area, block, HANGS * shown.size, item)
            if beyond:
                outside.append((shown, beyond))
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            beyond = _beyond(_bounds(item), block, PICTURE_SLACK, item)
            if beyond:
                yield Stray(number, "", beyond)
    covered = list(_covered(letters))
    if outside or covered:
        textpage = page.get_textpage()
        for _, group in groupby(outside, key=lambda found: round(found[0].base)):
            line = [(_words(shown.item, textpage), beyond) for shown, beyond in group]
            words = "".join(words for words, _ in line)
            if words:
                yield Stray(number, words, max(beyond for _, beyond in line))
        pairs = ((_words(first.item, textpage), _words(second.item, textpage)) for first, second in covered)
        for words, over in dict.fromkeys(pairs):
            if len(words) > 1 and len(over) > 1 and any(map(str.isalnum, words)) and any(map(str.isalnum, over)):
                yield Stray(number, words, over=over)
        textpage.close()


def _bounds(item: FPDF_PAGEOBJECT) -> Area:
    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return Area(left.value, bottom.value, right.value, top.value)


def _measured(item: FPDF_PAGEOBJECT) -> tuple[Area, _Letters]:
    import pypdfium2.raw as pdfium

    area, matrix, size = _bounds(item), pdfium.FS_MATRIX(), ctypes.c_float()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    pdfium.FPDFTextObj_GetFontSize(item, size)
    if abs(matrix.b) > abs(matrix.a):
        return area, _Letters(matrix.e, area.bottom, area.top, size.value * abs(matrix.b), True, item)
    return area, _Letters(matrix.f, area.left, area.right, size.value * abs(matrix.a), False, item)


def _beyond(area: Area, block: Area, slack: float, item: FPDF_PAGEOBJECT) -> float:
    """How far something stands outside; running heads and folios stand above and below."""
    aside = max(block.left - area.left, area.right - block.right)
    if aside > slack:
        return aside
    away = max(block.bottom - area.bottom, area.top - block.top)
    return away if away > max(slack, 2 * PICTURE_SLACK) and not _is_artifact(item) else 0.0


def _is_artifact(item: FPDF_PAGEOBJECT) -> bool:
    """Whether an object is no part of the text (14.8.2.2)."""
    import pypdfium2.raw as pdfium

    for number in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark, size, buffer = pdfium.FPDFPageObj_GetMark(item, number), ctypes.c_ulong(), (ctypes.c_ushort * 16)()
        pdfium.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), size)
        if ctypes.string_at(buffer, max(size.value - 2, 0)).decode("utf-16-le", "replace") == "Artifact":
            return True
    return False


def _covered(letters: list[_Letters]) -> Iterator[tuple[_Letters, _Letters]]:
    """Letters that stand over others of the same line."""
    order = sorted(letters, key=lambda one: (one.turned, one.base))
    for at, first in enumerate(order):
        for second in islice(order, at + 1, None):
            near = SAME_LINE * min(first.size, second.size)
            if second.turned != first.turned or second.base - first.base > near:
                break
            if min(first.right, second.right) - max(first.left, second.left) > COVERED:
                yield first, second


def _words(item: FPDF_PAGEOBJECT, textpage: PdfTextPage) -> str:
    return " ".join(object_text(item, textpage).replace(LINE_END, "-").split())

"""The letters of a PDF's pages and of their halves, as PDFium reads them, whatever order they stand in."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from octavo.pdfpage.values import Damaged, opened
from octavo.readback.pieces import object_text

if TYPE_CHECKING:
    from pypdfium2 import PdfPage
    from pypdfium2.raw import FPDF_PAGEOBJECT

_NO_LETTERS = re.compile(r"[\s\x00-\x1f\u00ad\ufffe\uffff-]+")
"""What readers of one page may find or not: spaces, and hyphens at a line's end."""
STAPLED, SEWN = 20, 8
"""Sheets of one pile, folded and stapled; of a gathering where there are more."""


def letters_of(text: str) -> Counter[str]:
    """How often each character stands in a text, without spaces and hyphens."""
    return Counter(_NO_LETTERS.sub("", text))


def page_texts(data: bytes) -> list[str]:
    """The text of each page; raises pypdfium2.PdfiumError where the file cannot be read."""
    import pypdfium2

    document = pypdfium2.PdfDocument(_without_direction(data))
    try:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_range())
            text.close()
        return texts
    finally:
        document.close()


def _without_direction(data: bytes) -> bytes:
    """A file that does not say which way it is read: PDFium turns even Latin words where that is leftwards."""
    import pikepdf

    try:
        with opened(data) as pdf:
            if "/ViewerPreferences" not in pdf.Root or "/Direction" not in pdf.Root.ViewerPreferences:
                return data
            del pdf.Root.ViewerPreferences["/Direction"]
            saved = io.BytesIO()
            pdf.save(saved)
            return saved.getvalue()
    except (pikepdf.PikepdfError, Damaged):
        return data  # PDFium says what is wrong with it


def half_texts(data: bytes) -> list[tuple[str, str]]:
    """The text in the left and in the right half of each page; raises pypdfium2.PdfiumError."""
    import pypdfium2

    document = pypdfium2.PdfDocument(_without_direction(data))
    try:
        return [_halves(page) for page in document]
    finally:
        document.close()


def _halves(page: PdfPage) -> tuple[str, str]:
    """Told by where text objects stand, as PDFium misplaces letters with a replacement text that stand in a form."""
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    middle = page.get_size()[0] / 2
    halves: tuple[list[str], list[str]] = ([], [])
    found = [pdfium.FPDFPage_GetObject(page.raw, n) for n in range(pdfium.FPDFPage_CountObjects(page.raw))]
    for item, x in _text_objects(found, (1.0, 0.0, 0.0)):
        halves[x >= middle].append(object_text(item, textpage))
    textpage.close()
    return "\n".join(halves[0]), "\n".join(halves[1])


def _text_objects(
    items: list[FPDF_PAGEOBJECT], across: tuple[float, float, float]
) -> Iterator[tuple[FPDF_PAGEOBJECT, float]]:
    """The text objects among some objects and inside of their forms, each with its place from the page's left edge.

    ``across``: what of the matrix of the form around them says where on the page a point of it stands (8.3.3).
    """
    import pypdfium2.raw as pdfium

    a, c, e = across
    for item in items:
        kind, matrix = pdfium.FPDFPageObj_GetType(item), pdfium.FS_MATRIX()
        if kind not in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM):
            continue
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        x = a * matrix.e + c * matrix.f + e
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield item, x
        else:
            count = pdfium.FPDFFormObj_CountObjects(item)
            inside = [pdfium.FPDFFormObj_GetObject(item, number) for number in range(count)]
            yield from _text_objects(inside, (a * matrix.a + c * matrix.b, a * matrix.c + c * matrix.d, x))


def folded(sides: list[tuple[str, str]]) -> list[str]:
    """The pages of printed sheets in the order in which they are read once each pile is folded.

    ``sides``: front and back of each sheet in turn, left and right half of each, the outermost sheet first.
    """
    sheets = [sides[at : at + 2] for at in range(0, len(sides) - 1, 2)]
    size = len(sheets) if len(sheets) <= STAPLED else SEWN
    piles = [sheets[at : at + size] for at in range(0, len(sheets), size)] if size else []
    return list(chain.from_iterable(_read(pile) for pile in piles))


def _read(pile: list[list[tuple[str, str]]]) -> list[str]:
    """One pile: down to the fold, the right half of a front and the left of its back; then up again."""
    down = [half for front, back in pile for half in (front[1], back[0])]
    up = [half for front, back in reversed(pile) for half in (back[1], front[0])]
    return down + up


def spreads(sides: list[tuple[str, str]]) -> list[str]:
    """The pages of spreads in order; the first page stands at the right, alone."""
    return list(chain.from_iterable(sides))[1:]

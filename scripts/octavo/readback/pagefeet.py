"""Where pages end, as the eye sees it: marks between sections, pictures and rules too, of which no tag has words."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Any

from octavo.pdfpage.values import finite

SLACK = 3.0
"""Points by which a picture may stand lower than the last base line of a full page; folios stand lower by more."""


def page_feet(data: bytes, pages: Iterable[int], foot: float) -> dict[int, float]:
    """For pages by number from 0, how high the lowest thing on each stands: base lines of letters, other things' edges.

    What stands below ``foot``, where the text of a full page ends, is the page's furniture. Heights are points from the
    foot of the sheet.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return {page: _foot(document[page], foot - SLACK) for page in pages}
    finally:
        document.close()


def _foot(page: Any, lowest: float) -> float:
    import pypdfium2.raw as pdfium

    height = ctypes.c_float()
    found = float("inf")
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT:
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(item, matrix)
            at = finite(matrix.f)
        else:
            pdfium.FPDFPageObj_GetBounds(item, ctypes.c_float(), height, ctypes.c_float(), ctypes.c_float())
            at = finite(height.value)
        if at >= lowest:
            found = min(found, at)
    return found

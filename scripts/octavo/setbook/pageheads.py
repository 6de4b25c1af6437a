"""What stands above the text at the heads of pages, read from the finished PDF. All lengths are points."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from octavo.readback.pieces import LINE_END, object_text

if TYPE_CHECKING:
    from pypdfium2 import PdfPage


class PageHead(NamedTuple):
    """The running head of a page; no words where it has none."""

    words: str
    beyond: float
    """How much wider than the text block it is; less than nothing where it is narrower."""
    is_blank: bool
    """Whether nothing at all stands in the page's text block."""


def page_heads(data: bytes) -> Iterator[PageHead]:
    """The running heads of all pages in order; the text block of each is its ArtBox (ISO 32000-1, 14.11.2)."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            yield _head_of(page)
            page.close()
    finally:
        document.close()


def _head_of(page: PdfPage) -> PageHead:
    import pypdfium2.raw as pdfium

    left, bottom, right, top = page.get_artbox()
    textpage, matrix = page.get_textpage(), pdfium.FS_MATRIX()
    words, edges, is_blank = "", [], True
    for item in page.get_objects(max_depth=1):
        start, low, end, high = item.get_bounds()
        is_blank = is_blank and not (low < top and high > bottom)
        pdfium.FPDFPageObj_GetMatrix(item.raw, ctypes.byref(matrix))
        # By its base line: a raised mark on the first line of the text may be higher than the block.
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT and matrix.f > top:
            words += object_text(item.raw, textpage)
            edges += [start, end]
    textpage.close()
    width = max(edges, default=0.0) - min(edges, default=0.0)
    return PageHead(" ".join(words.replace(LINE_END, "-").split()), width - (right - left), is_blank)

"""The text of each piece of marked content of a PDF's page, as PDFium finds it, in the order of the page's content."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octavo.pdfpage.values import finite
from octavo.readback.marksonletters import Placed, with_marks_on_letters
from octavo.readback.rightleft import Piece, Shown, has_right_to_left
from octavo.readback.showncodes import Showing
from octavo.text.tokens import SOFT_HYPHEN

if TYPE_CHECKING:
    from ctypes import Array, c_ushort

    from pypdfium2 import PdfPage, PdfTextPage
    from pypdfium2.raw import FPDF_PAGEOBJECT, FS_MATRIX

ROOM = 2048
"""Letters for which there is room at first: a text object is seldom more than a line."""

_TURNED = re.compile("[\udc00-\udfff][\ud800-\udbff]|[\ud800-\udfff]")
LINE_END = "\x02"
"""What PDFium makes of a hyphen at the end of a line."""


@dataclass(frozen=True)
class Letters:
    """What the file says of its letters, which PDFium does not."""

    soft_hyphens: frozenset[str] = frozenset()
    """The names of fonts whose hyphen means a soft hyphen unless a replacement text says another."""
    keeps_spaces: bool = False
    """Whether every space of the text is shown, also one at a line's end, of which PDFium says nothing."""


def page_pieces(
    page: PdfPage, codes_of: Callable[[], list[Showing]], is_right_to_left: bool = False, letters: Letters | None = None
) -> tuple[dict[int, Piece], tuple[float, ...]]:
    """The text of each piece of marked content of a page, by its identifier (14.6), and how low all stands on it.

    That is, each height once, in points from the foot of the sheet: base lines of letters, other things' lower edges.
    ``codes_of`` gives what each showing of text says by its codes. That is asked for on a page of two directions, and
    in a book whose pages turn the other way (``is_right_to_left``): there PDFium turns and mirrors letters, also wrong
    ones. And it is asked for where marks sit on letters, as a mark that is shown alone says again what letter it sits
    on.
    """
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    letters, width = letters or Letters(), page.get_width()
    matrix, buffer = pdfium.FS_MATRIX(), (ctypes.c_ushort * ROOM)()
    objects = []
    heights: dict[float, None] = {}
    for number in range(pdfium.FPDFPage_CountObjects(page.raw)):
        item = pdfium.FPDFPage_GetObject(page.raw, number)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT:
            text = _replacement(item)
            shown_text = text or _shown(item, _object_text(item, textpage, buffer), letters)
            objects.append((item, text, shown_text))
        else:
            heights[_lower_edge(item)] = None
    codes = codes_of() if is_right_to_left or any(_needs_codes(text) for _, _, text in objects) else []
    has_codes = len(codes) == len(objects)
    found: list[Placed] = []
    for number, (item, replacement, text) in enumerate(objects):
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        heights[finite(matrix.f)] = None
        showing = codes[number] if has_codes else Showing(text)
        as_shown = has_codes and not replacement
        pen = matrix.e - showing.lead * matrix.a
        shown = Shown(showing.text if as_shown else text, _base_line(matrix, width), pen, as_shown)
        identifier = pdfium.FPDFPageObj_GetMarkedContentID(item)
        found.append(Placed(identifier, shown, pen, pen + showing.end * matrix.a, showing.has_width))
    pieces: dict[int, Piece] = {}
    for placed in with_marks_on_letters(found):
        if placed.identifier >= 0 and placed.shown.text:
            pieces.setdefault(placed.identifier, []).append(placed.shown)
    return pieces, tuple(heights)


def _lower_edge(item: FPDF_PAGEOBJECT) -> float:
    """Where something that is no text ends, in points from the foot of the sheet."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return finite(bottom.value)


def _shown(item: FPDF_PAGEOBJECT, text: str, letters: Letters) -> str:
    """What an object without a replacement text shows, its hyphen at a line's end as what its font says of it."""
    if not text:
        if letters.soft_hyphens and _has_ink(item) and _font_name(item) in letters.soft_hyphens:
            return SOFT_HYPHEN  # PDFium says nothing of a hyphen that is shown alone behind a replacement text
        return " " if letters.keeps_spaces else ""
    if LINE_END in text and _font_name(item) in letters.soft_hyphens:
        return text.replace(LINE_END, SOFT_HYPHEN)
    return text.replace(LINE_END, "-")


def _has_ink(item: FPDF_PAGEOBJECT) -> bool:
    """Whether an object leaves a trace on the page: a space does not."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return right.value > left.value and top.value > bottom.value


def _font_name(item: FPDF_PAGEOBJECT) -> str:
    """The name of the font in which an object is shown (9.8.1, with the subset's own tag)."""
    import pypdfium2.raw as pdfium

    font = pdfium.FPDFTextObj_GetFont(item)
    size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
    return buffer.value.decode("utf-8", "replace")


def _base_line(matrix: FS_MATRIX, width: float) -> float:
    """The height of a base line; of one that is turned, that which it has when the page is turned for it."""
    if abs(matrix.a) >= abs(matrix.b):
        return finite(matrix.f)
    return finite(width - matrix.e if matrix.b > 0 else matrix.e)


def _needs_codes(text: str) -> bool:
    return not text.isascii() and (has_right_to_left(text) or any(map(unicodedata.combining, text)))


def object_text(item: FPDF_PAGEOBJECT, textpage: PdfTextPage) -> str:
    """What a text object shows, in PDFium's order."""
    return _object_text(item, textpage, (ctypes.c_ushort * ROOM)())


def _object_text(item: FPDF_PAGEOBJECT, textpage: PdfTextPage, buffer: Array[c_ushort]) -> str:
    """What a text object shows; asked for once, as PDFium goes through the page's letters each time."""
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFTextObj_GetText(item, textpage.raw, buffer, ctypes.sizeof(buffer))
    if size > ctypes.sizeof(buffer):
        return _object_text(item, textpage, (ctypes.c_ushort * size)())
    return _letters(ctypes.string_at(buffer, max(size - 2, 0)))


def _letters(data: bytes) -> str:
    """Letters in UTF-16, of which PDFium, where it turns a line, also turns the two halves of one (𝑥, 🙂)."""
    text = data.decode("utf-16-le", "surrogatepass")
    if text.isascii() or not _TURNED.search(text):
        return text
    return (
        _TURNED.sub(lambda pair: pair[0][::-1], text)
        .encode("utf-16-le", "surrogatepass")
        .decode("utf-16-le", "replace")
    )


def _replacement(item: FPDF_PAGEOBJECT) -> str:
    """The replacement text of the innermost mark that has one (14.9.4, ActualText)."""
    import pypdfium2.raw as pdfium

    for number in reversed(range(pdfium.FPDFPageObj_CountMarks(item))):
        mark = pdfium.FPDFPageObj_GetMark(item, number)
        size = ctypes.c_ulong()
        if pdfium.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") != pdfium.FPDF_OBJECT_STRING:
            continue
        # The bytes as they stand, as PDFium's own decoding drops a soft hyphen.
        pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", None, 0, size)
        buffer = (ctypes.c_ubyte * size.value)()
        pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", buffer, size.value, size)
        return _text_string(bytes(buffer))
    return ""


def _text_string(data: bytes) -> str:
    """A PDF text string (7.9.2.2): UTF-16 or UTF-8 behind its mark, else as good as Latin-1."""
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace")
    return data.decode("latin-1")

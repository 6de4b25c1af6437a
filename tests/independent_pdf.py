"""What stands in a PDF, by other means than Octavo's reader: PDFium's text, or a page's cells as they are drawn."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from independent_links import without_pages_of_links
from independent_source import Words

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage
    from pypdfium2.raw import FPDF_PAGEOBJECT, FS_MATRIX

RAISED, SPACE, LINE, LOWER = 6.5, 1.0, 12.0, 20.0
"""Points: a letter is raised in its line by less; words, and lines, are parted by more; the next is lower by less."""
FEW_CELLS = 3
"""A page on which lines begin beside others, above the last, more often than this holds cells."""
WIDE = 0.9
"""Ems: a space within a line is narrower, one between two cells wider."""
DIVIDED = "\ufffe"
"""A hyphen at a line's end: the word goes on at once, as PDFium itself has it."""
IMPRINT = 3
"""The page, from 0, on which the imprint stands."""


@dataclass
class Lines(Words):
    """A PDF's lines: for each the number of its page and whether it is the first or last there."""

    lines: list[tuple[str, int, str]] = field(default_factory=list)


def pdf_words(path: Path) -> Lines:
    """What PDFium finds on the numbered pages, a line a line; pages i, ii, iii hold no text of the book.

    But behind the fourth, what is no list of links may be its dedication or epigraph.
    """
    import pypdfium2
    import pypdfium2.raw as raw

    words = Lines()
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(document)):
            if re.fullmatch("[ivxlcdm]+", document.get_page_label(number) or ""):
                page = document[number]
                if number <= IMPRINT or raw.FPDFPage_GetAnnotCount(page.raw):
                    continue
            page = document[number]
            drawn, cells = _drawn_lines(page)
            text = without_pages_of_links(page, page.get_textpage().get_text_bounded())
            lines = [line for line in (drawn if cells > FEW_CELLS else re.split(r"\r?\n", text)) if line.strip()]
            for at, line in enumerate(lines):
                below = "foot" if at == len(lines) - 1 else "top" if at < 4 else ""
                words.lines.append((line, number, "head" if at == 0 else below))
    finally:
        document.close()
    words.main = "\n".join(line for line, _, _ in words.lines)
    return words


def _drawn_lines(page: PdfPage) -> tuple[list[str], int]:
    """The lines of a page in the order in which they are drawn, and how often the next one begins beside others.

    So cells side by side are read one by one, of which PDFium's own text makes lines across. What is drawn next goes on
    with a line where it stands on the same base line, or is raised from it, to the right of what was drawn before and
    not further from it than a wide space. A hyphen at the end of a cell's last line is seen as it is.
    """
    import pypdfium2.raw as raw

    text = page.get_textpage()
    box, matrix = [ctypes.c_float() for _ in range(4)], raw.FS_MATRIX()
    lines: list[str] = []
    line = end = 0.0
    heights: set[int] = set()
    cells = 0
    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, number)
        shown = _shown(item, text) if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT else ""
        if not shown:
            continue
        raw.FPDFPageObj_GetMatrix(item, matrix)
        raw.FPDFPageObj_GetBounds(item, *box)
        left, bottom, right, top = (length.value for length in box)
        height, sides = matrix.f, (left, right)
        if abs(matrix.b) > abs(matrix.a):  # a page that is turned
            height, sides = (-matrix.e, (bottom, top)) if matrix.b > 0 else (matrix.e, (-top, -bottom))
        gap = sides[0] - end
        goes_on = lines and abs(height - line) < RAISED and -2 < gap < WIDE * _size(item, matrix)
        divided = lines and lines[-1].endswith(DIVIDED) and 0 < line - height < LOWER
        if goes_on:
            parted = gap > SPACE and not lines[-1][-1:].isspace() and not shown[:1].isspace()
            lines[-1] += f" {shown}" if parted else shown
        else:
            cells += height > line + LINE and round(height) in heights
            heights.add(round(height))
            line = height
            if divided:
                lines[-1] += shown
            else:
                lines.append(shown)
        end = sides[1]
    return [f"{line[:-1]}-" if line.endswith(DIVIDED) else line for line in lines], cells


def _size(item: FPDF_PAGEOBJECT, matrix: FS_MATRIX) -> float:
    """The size of an object's letters in points."""
    import pypdfium2.raw as raw

    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(item, size)
    return size.value * max(abs(matrix.a), abs(matrix.b))


def _shown(item: FPDF_PAGEOBJECT, text: PdfTextPage) -> str:
    """What one object of a page shows."""
    import pypdfium2.raw as raw

    size = raw.FPDFTextObj_GetText(item, text.raw, None, 0)
    buffer = (ctypes.c_ushort * (size // 2))()
    raw.FPDFTextObj_GetText(item, text.raw, buffer, size)
    return bytes(buffer).decode("utf-16-le", "surrogatepass").rstrip("\0").replace("\x02", DIVIDED)

"""The letters of a PDF's pages and of their halves, as PDFium reads them, whatever order they stand in."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain

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

    document = pypdfium2.PdfDocument(data)
    try:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_range())
            text.close()
        return texts
    finally:
        document.close()


def half_texts(data: bytes) -> list[tuple[str, str]]:
    """The text in the left and in the right half of each page; raises pypdfium2.PdfiumError."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        halves = []
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            left = text.get_text_bounded(0, 0, width / 2, height)
            halves.append((left, text.get_text_bounded(width / 2, 0, width, height)))
            text.close()
        return halves
    finally:
        document.close()


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

"""The colour of the text: how evenly its words are spaced, measured on the finished PDF."""

from __future__ import annotations

import ctypes
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Any, NamedTuple

from octavo.pdfpage.values import finite

MOST_PAGES = 40
"""Of a longer book, so many pages are measured, evenly from its beginning to its end."""
LEAST_GAPS = 500
"""Of fewer, nothing can be said."""
LEAST_WIDTH = 20
"""Ems: shorter lines are the ends of paragraphs, or no running text."""
WIDEST = 0.8
"""Ems: what is wider is no gap between words, but white that someone wanted."""
_SPACE = 0x20


@dataclass(frozen=True)
class WordGaps:
    """What the gaps between words are like, in ems of the text's size."""

    mean: float
    variation: float
    """The coefficient of variation: standard deviation by mean."""
    wide: float
    """One in twenty is wider than this (95th percentile)."""


class _Letter(NamedTuple):
    """A letter, as its code, where it begins and the height of its base line, in points."""

    code: int
    left: float
    base_line: float
    size: float


def word_gaps(data: bytes) -> WordGaps | None:
    """Measure the running text of a book; nothing where there is too little of it.

    Running text is what stands in the size that most letters have, in lines of at least ``LEAST_WIDTH``.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        pages = [list(_letters(document[number])) for number in _sample(len(document))]
    finally:
        document.close()
    sizes = Counter(letter.size for page in pages for letter in page)
    if not sizes:
        return None
    size = sizes.most_common(1)[0][0]
    gaps = sorted(gap / size for page in pages for line in _lines(page, size) for gap in _gaps(line, size))
    if len(gaps) < LEAST_GAPS:
        return None
    mean = fmean(gaps)
    return WordGaps(mean, pstdev(gaps, mean) / mean, gaps[len(gaps) * 95 // 100])


def _sample(count: int) -> Sequence[int]:
    if count <= MOST_PAGES:
        return range(count)
    return [number * count // MOST_PAGES for number in range(MOST_PAGES)]


def _letters(page: Any) -> Iterator[_Letter]:
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, at)
        # PDFium adds ends of lines, which stand nowhere.
        if code >= _SPACE and pdfium.FPDFText_GetCharOrigin(text, at, x, y):
            size = round(finite(pdfium.FPDFText_GetFontSize(text, at)), 1)
            yield _Letter(code, finite(x.value), round(finite(y.value), 1), size)


def _lines(letters: list[_Letter], size: float) -> Iterator[list[_Letter]]:
    """The lines of running text, each with its letters from the left."""
    by_height: dict[float, list[_Letter]] = defaultdict(list)
    for letter in letters:
        by_height[letter.base_line].append(letter)
    for line in by_height.values():
        line.sort(key=lambda letter: letter.left)
        if all(letter.size == size for letter in line) and line[-1].left - line[0].left >= LEAST_WIDTH * size:
            yield line


def _gaps(line: list[_Letter], size: float) -> Iterator[float]:
    for before, space, behind in zip(line, line[1:], line[2:], strict=False):
        if space.code == _SPACE and _SPACE not in (before.code, behind.code):
            gap = behind.left - space.left
            if 0 < gap <= WIDEST * size:
                yield gap

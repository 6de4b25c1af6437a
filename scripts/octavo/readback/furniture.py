"""What stands on a page and is no text: running heads and folios, found because they come back on other pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from octavo.readback.pagelines import PageLine

ROWS = 2
"""Rows at the head and at the foot of a page that may be furniture."""
SAME_ROW = 2.0
"""Points between base lines of one row."""
OFTEN = 0.6
"""Part of the lines at one height that must come back, but for their numbers."""
NEAR = 4
"""Pages within which a running head comes back, the other side of a sheet and a picture's page between."""
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_ENTRY = re.compile(r"(?:\s|\.{2,}|…)\s*(\d{1,4})\s*$")


def find_furniture(pages: Sequence[Sequence[PageLine]], labels: Sequence[str]) -> set[PageLine]:
    """The lines of all pages that are running heads or folios."""
    bands: dict[tuple[bool, int], list[list[PageLine]]] = defaultdict(list)
    for lines in pages:
        rows = _rows(lines)
        # Where a page has few rows, its last are not its first as well.
        for top, chosen in ((True, rows[:ROWS]), (False, rows[ROWS:][-ROWS:])):
            for row in chosen:
                bands[top, round(row[0].y)].append(row)
    found: set[PageLine] = set()
    for band in bands.values():
        pages_of: dict[str, list[int]] = defaultdict(list)
        for row in band:
            pages_of[_shape(row)].append(row[0].page)
        back = [row for row in band if _comes_back(row, pages_of[_shape(row)]) or _is_folio(row, labels)]
        if len(back) >= OFTEN * len(band):
            # A chapter of two pages has its running head once: it goes with those at its height.
            for row in band if len(band) > 2 else back:
                found.update(row)
    return found


def _rows(lines: Sequence[PageLine]) -> list[list[PageLine]]:
    rows: list[list[PageLine]] = []
    for line in sorted(lines, key=lambda line: -line.y):
        if rows and rows[-1][0].y - line.y <= SAME_ROW:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _shape(row: Sequence[PageLine]) -> str:
    return _NUMBER.sub("#", " ".join(line.text for line in row).casefold())


def _comes_back(row: Sequence[PageLine], pages: Sequence[int]) -> bool:
    """Whether a page near by has the same row: a refrain comes back too, but seldom so soon at the same height."""
    return any(0 < abs(page - row[0].page) <= NEAR for page in pages)


def _is_folio(row: Sequence[PageLine], labels: Sequence[str]) -> bool:
    """Whether a row is nothing but the number of its page."""
    words = [line.text.strip(" -–—[]·") for line in row]
    return words in ([str(row[0].page + 1)], [labels[row[0].page]])


def is_contents(lines: Sequence[PageLine]) -> bool:
    """Whether a page lists what stands on which page: half of its lines end in numbers, and these rise."""
    numbers = [int(found[1]) for line in lines if (found := _ENTRY.search(line.text))]
    rising = sum(1 for before, after in pairwise(numbers) if before <= after)
    return len(numbers) >= 3 and len(numbers) * 2 >= len(lines) and rising >= 0.8 * (len(numbers) - 1)

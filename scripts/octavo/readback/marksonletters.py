"""Marks that a PDF shows apart from their letters, put back on them: vowel points, accents, signs of reciting.

Where a mark stands at a height of its own, it is shown alone, and what it is to stand for is the whole letter with all
its marks; the letter beside it stands for the same. So each such letter is there twice or more and is to be read once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from octavo.readback.rightleft import Shown, without_embeddings

NEAR = 1.0
"""Points: the pen is at one place; the narrowest letter moves it by more."""


class Placed(NamedTuple):
    """Text shown in one go, the marked content it belongs to, and where it moved the pen from and to (points)."""

    identifier: int
    shown: Shown
    start: float
    end: float
    has_width: bool
    """Whether any of its letters moves the pen; a mark that sits on a letter does not."""


def with_marks_on_letters(objects: Sequence[Placed]) -> Iterator[Placed]:
    """The text of a page without what marks say again.

    A mark is silent only where a letter that has a width stands at the same place and says the same. One without its
    letter says what it is, a mark: so a letter that is missing on the page is missing here.
    """
    for number, placed in enumerate(objects):
        if placed.has_width or not any(map(str.isalpha, placed.shown.text)):
            yield placed
        elif not _has_letter(objects, number):
            marks = "".join(filter(unicodedata.combining, placed.shown.text))
            yield placed._replace(shown=placed.shown._replace(text=marks))


def _has_letter(objects: Sequence[Placed], number: int) -> bool:
    """Whether a mark's letter stands before it, as in Greek, or behind it, as in what is read from right to left."""
    mark, text = objects[number], without_embeddings(objects[number].shown.text)
    before = _with_width(objects, range(number - 1, -1, -1))
    behind = _with_width(objects, range(number + 1, len(objects)))
    return bool(
        (before and abs(before.end - mark.start) < NEAR and without_embeddings(before.shown.text).endswith(text))
        or (behind and abs(behind.start - mark.start) < NEAR and without_embeddings(behind.shown.text).startswith(text))
    )


def _with_width(objects: Sequence[Placed], numbers: range) -> Placed | None:
    return next((objects[number] for number in numbers if objects[number].has_width), None)

"""Places on a page that a damaged file has led a library to reckon as no number, or without end."""

from __future__ import annotations

import ctypes
import math
from types import SimpleNamespace
from typing import Any

import pytest

from octavo.pdfpage.values import finite
from octavo.readback.furniture import find_furniture
from octavo.readback.pagelines import PageLine, _Letters
from octavo.readback.pieces import _base_line


class _Pdfium:
    """Reckons every place as the same number."""

    def __init__(self, number: float) -> None:
        self._number = number

    def FPDFText_GetCharOrigin(self, _: object, __: int, *places: ctypes.c_double) -> None:  # noqa: N802
        self._fill(places)

    def FPDFText_GetCharBox(self, _: object, __: int, *places: ctypes.c_double) -> None:  # noqa: N802
        self._fill(places)

    def FPDFText_GetMatrix(self, _: object, __: int, matrix: Any) -> None:  # noqa: N802
        matrix.a = matrix.b = matrix.c = matrix.d = self._number

    def FPDFText_GetFontSize(self, _: object, __: int) -> float:  # noqa: N802
        return self._number

    def FS_MATRIX(self) -> SimpleNamespace:  # noqa: N802
        return SimpleNamespace(a=0.0, b=0.0, c=0.0, d=0.0)

    def _fill(self, places: tuple[ctypes.c_double, ...]) -> None:
        for place in places:
            place.value = self._number


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 7.0])
def test_a_place_is_a_number_that_can_be_rounded(number: float) -> None:
    letters = _Letters.__new__(_Letters)
    vars(letters).update(_pdfium=_Pdfium(number), _raw=None)
    matrix: Any = SimpleNamespace(a=1.0, b=0.0, e=number, f=number)
    turned: Any = SimpleNamespace(a=0.0, b=1.0, e=number, f=number)
    places = [*letters.origin(0), letters.foot(0), letters.size(0), _base_line(matrix, 400), _base_line(turned, 400)]
    assert all(math.isfinite(place) for place in places)
    assert finite(number) == (7.0 if number == 7.0 else 0.0)
    lines = [[PageLine("words", page, *letters.origin(0), letters.size(0))] for page in range(3)]
    assert find_furniture(lines, ["1", "2", "3"]) is not None

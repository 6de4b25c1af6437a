"""What stands on some pages of a PDF, read in one go: here, or of a long book half of it in another process."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from octavo.readback.pieces import Letters, page_pieces
from octavo.readback.rightleft import Piece
from octavo.readback.showncodes import Showing, shown_by_codes

if TYPE_CHECKING:
    from pikepdf import Pdf


class PageRead(NamedTuple):
    """What was read of a page."""

    pieces: dict[int, Piece]
    """The pieces of text by the identifiers of their marked content (MCID: ISO 32000-1, 14.7.4.2)."""
    heights: tuple[float, ...]
    """How high all stands on it, each height once, in points from the foot of the sheet."""


Reader = Callable[[bytes, Sequence[int], bool, Letters], Callable[[], list[PageRead] | None]]
"""Begins to read pages elsewhere, as ``read_pages`` does; what it gives waits for them, or gives nothing."""


def read_pages(data: bytes, numbers: Iterable[int], is_right_to_left: bool, letters: Letters) -> list[PageRead]:
    """Read some pages of a PDF, by their numbers from 0; the rest as in ``page_pieces``."""
    import pypdfium2

    @cache
    def opened() -> Pdf:
        import pikepdf

        return pikepdf.open(io.BytesIO(data))

    def codes_of(number: int) -> list[Showing]:
        return shown_by_codes(opened().pages[number].obj)

    document = pypdfium2.PdfDocument(data)
    try:
        return [
            PageRead(*page_pieces(document[number], partial(codes_of, number), is_right_to_left, letters))
            for number in numbers
        ]
    finally:
        document.close()

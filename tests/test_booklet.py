"""Imposition: folded, the sheets read from the first page to the last."""

from __future__ import annotations

import io
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest

from octavo.renditions.booklet import booklet, gatherings, sides, two_up

LEAF = 0.005
"""Inches: a leaf is two pages of 0.0025 in."""


def interior(pages: int, size: tuple[float, float] = (360, 576), *, corner: float = 0.0, rotate: int = 0) -> bytes:
    """Pages that show their number at their lower left corner, as it is cut, and the last letter at the right."""
    file = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for number in range(1, pages + 1):
        page = file.add_blank_page(page_size=size)
        width, height = size
        page.obj.MediaBox = pikepdf.Array([corner - 9, corner - 9, corner + width + 9, corner + height + 9])
        page.obj.TrimBox = pikepdf.Array([corner, corner, corner + width, corner + height])
        page.obj.Rotate = rotate
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        if number % 7:
            text = f"BT /F 12 Tf {corner + 20} {corner + 30} Td (p{number}) Tj ET"
            page.obj.Contents = file.make_stream(text.encode())
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def seen(data: bytes) -> list[tuple[str, str]]:
    """What stands on the left and on the right half of each sheet."""
    document = pypdfium2.PdfDocument(data)
    found = []
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        halves = [(0, 0, width / 2, height), (width / 2, 0, width, height)]
        left, right = (text.get_text_bounded(*half).strip() for half in halves)
        found.append((left, right))
    document.close()
    return found


def folded(piles: list[list[tuple[int | None, int | None]]]) -> list[int | None]:
    """The pages in the order in which a reader turns them, once each pile is folded and they lie behind one another."""
    order: list[int | None] = []
    for pile in piles:
        fronts, backs = pile[0::2], pile[1::2]
        opening: list[int | None] = []
        closing: list[int | None] = []
        for (last, first), (second, last_but_one) in zip(fronts, backs, strict=True):
            opening += [first, second]
            closing = [last_but_one, last, *closing]
        order += opening + closing
    return order


@pytest.mark.parametrize("pages", [1, 4, 8, 12, 42, 80, 81, 84, 300])
def test_a_folded_pile_reads_from_first_to_last(pages: int) -> None:
    piles = [sides(pile, pages) for pile in gatherings(pages)]
    read = folded(piles)
    assert [page for page in read if page is not None] == list(range(pages))
    assert read[pages:] == [None] * (-pages % 4)
    assert len(piles) == (1 if pages <= 80 else -(-pages // 32))


@pytest.mark.parametrize("pages", [5, 12, 42])
def test_the_sheets_show_what_they_should(pages: int) -> None:
    made = booklet(interior(pages), sheet="letter", caliper=0.0025)
    expected = [
        tuple("" if page is None or (page + 1) % 7 == 0 else f"p{page + 1}" for page in side)
        for side in sides(range(pages + -pages % 4), pages)
    ]
    assert seen(made.data) == expected
    assert made.scale == 1


def lefts(data: bytes) -> list[tuple[float, float]]:
    """How far from the sheet's left edge the letter ‘p’ stands, on each half of each side."""
    document = pypdfium2.PdfDocument(data)
    found = []
    for page in document:
        text = page.get_textpage()
        at = [text.get_charbox(i)[0] for i in range(text.count_chars()) if text.get_text_range(i, 1) == "p"]
        found.append(tuple(at))
    document.close()
    return [pair for pair in found if len(pair) == 2]  # type: ignore[misc]


def test_inner_sheets_creep_towards_the_fold() -> None:
    made = booklet(interior(44), sheet="letter", caliper=LEAF / 2)
    sheets = lefts(made.data)
    assert len(sheets) > 8
    first_left, first_right = sheets[0]
    assert abs((first_right - first_left) - 360) < 0.01
    for (left, right), (next_left, next_right) in pairwise(sheets[0::2]):
        assert next_left >= left - 0.01
        assert next_right <= right + 0.01
    inner_left, inner_right = lefts(made.data)[-1]
    moved = 10 * LEAF * 72
    assert abs(inner_left - first_left - moved) < 0.01
    assert abs(first_right - inner_right - moved) < 0.01


def test_pages_that_do_not_fit_are_made_smaller_together() -> None:
    made = booklet(interior(8, (432, 648)), sheet="letter", caliper=0.0025)
    assert abs(made.scale - min(396 / 432, 612 / 648)) < 0.001
    assert [text for side in seen(made.data) for text in side if text]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_pages_that_are_turned_or_begin_elsewhere(rotate: int) -> None:
    size = (576, 360) if rotate % 180 else (360, 576)
    made = booklet(interior(4, size, corner=50, rotate=rotate), sheet="a4", caliper=0.0025)
    assert seen(made.data) == [("p4", "p1"), ("p2", "p3")]
    assert made.scale == 1


def test_a_proof_shows_what_faces_what() -> None:
    made = two_up(interior(6), sheet="a4")
    assert seen(made.data) == [("", "p1"), ("p2", "p3"), ("p4", "p5"), ("p6", "")]


def test_the_same_bytes_each_time_and_no_more_of_them() -> None:
    pages = interior(300)
    made = booklet(pages, sheet="a4", caliper=0.0025)
    assert made.data == booklet(pages, sheet="a4", caliper=0.0025).data
    assert made.gatherings == 10
    assert len(made.data) < 1.6 * len(pages) + 100_000

"""The sheets of a booklet: their size, what they say of themselves, and the scale of what stands on them."""

from __future__ import annotations

import io

import pikepdf
import pytest

from octavo.presswork.booklet import SheetSize, booklet, two_up
from test_booklet import PAGE, interior


@pytest.mark.parametrize(("sheet", "millimetres"), [("a4", (297.0, 210.0)), ("letter", (279.4, 215.9))])
def test_a_sheet_has_the_size_of_its_paper_and_says_that_it_is_cut_nowhere_else(
    sheet: SheetSize, millimetres: tuple[float, float]
) -> None:
    """ISO 216 and ANSI/ASME Y14.1, to a hundredth of a millimetre."""
    made = (booklet(interior(9), sheet=sheet, caliper=PAGE).data, two_up(interior(9), sheet=sheet).data)
    for data in made:
        with pikepdf.open(io.BytesIO(data)) as file:
            for page in file.pages:
                for box in (page.obj.MediaBox, page.obj.TrimBox):
                    left, bottom, right, top = (float(edge) for edge in box)
                    assert (left, bottom) == (0, 0)
                    assert (right / 72 * 25.4, top / 72 * 25.4) == pytest.approx(millimetres, abs=0.01)


def test_the_sheets_tell_whose_pages_they_are() -> None:
    """Title, dates and programs are the interior's; that it is PDF/X is not."""
    with pikepdf.open(io.BytesIO(interior(4))) as file:
        said = {"/Title": "Ä book", "/Creator": "A", "/Producer": "B", "/CreationDate": "D:2020", "/ModDate": "D:2021"}
        for key, value in said.items():
            file.docinfo[key] = value
        out = io.BytesIO()
        file.save(out)
    with pikepdf.open(io.BytesIO(booklet(out.getvalue(), sheet="a4", caliper=PAGE).data)) as made:
        assert {key: str(value) for key, value in made.docinfo.items()} == said


def test_pages_of_several_sizes_share_the_scale_that_the_largest_needs() -> None:
    """The widest page decides where the others would fit as they are."""
    with pikepdf.open(io.BytesIO(interior(6))) as file:
        file.pages[2].obj.TrimBox = pikepdf.Array([0, 0, 600, 500])
        file.pages[2].obj.MediaBox = file.pages[2].obj.TrimBox
        out = io.BytesIO()
        file.save(out)
    assert booklet(out.getvalue(), sheet="a4", caliper=PAGE).scale == pytest.approx(841.89 / 2 / 600)
    assert booklet(interior(6), sheet="a4", caliper=PAGE).scale == 1

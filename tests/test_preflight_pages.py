"""Preflight of what stands where on the pages of foreign PDFs: margins, sizes, marks, ink, turned and blank pages."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from reportlab.lib.colors import CMYKColor
from reportlab.pdfgen.canvas import Canvas

from foreign import INCH, as_pdfx, book, changed, font, placed, text
from preflighted import NO_CLAIM, beside, found_in, said


def test_text_in_the_gutter(tmp_path: Path) -> None:
    def near(canvas: Canvas, number: int) -> None:
        text(canvas, number, inside=0.3 if number % 2 else 0.75)

    def some(canvas: Canvas, number: int) -> None:
        text(canvas, number, inside=0.31 if number in (7, 11, 13) else 0.75)

    asked = "Amazon KDP asks for 0.375 in for 40 pages"
    assert said(found_in(book(draw=near), tmp_path))[:-1] == [
        "error press/gutter: pages 1, 3, 5, 7 and 16 more: text stands 0.298 in from the inside edge (page 3); " + asked
    ]
    assert said(found_in(book(draw=some), tmp_path))[:-1] == [
        "error press/gutter: pages 7, 11 and 13: text stands 0.308 in from the inside edge (page 11); " + asked
    ]


def test_the_inside_is_at_the_right_of_a_right_hand_page_in_a_book_that_runs_leftwards(tmp_path: Path) -> None:
    def narrow(canvas: Canvas, number: int) -> None:
        text(canvas, number, inside=0.3)  # at the left of odd pages, at the right of even ones

    data = book(draw=narrow)
    assert "press/gutter" in {finding.rule for finding in found_in(data, tmp_path)}
    assert "press/gutter" not in {finding.rule for finding in found_in(data, tmp_path, right_to_left=True)}
    with changed(data) as (file, made):
        file.Root.ViewerPreferences = pikepdf.Dictionary(Direction=pikepdf.Name.R2L)
    assert "press/gutter" not in {finding.rule for finding in found_in(made[0], tmp_path)}
    assert "press/gutter" in {finding.rule for finding in found_in(made[0], tmp_path, right_to_left=False)}


def test_text_near_the_other_edges(tmp_path: Path) -> None:
    def low(canvas: Canvas, number: int) -> None:
        canvas.setFont(font(), 10)
        canvas.drawString(100, 0.1 * INCH, "xxx")
        canvas.drawString(400 if number % 2 else 12, 300, "over")

    assert said(found_in(book(extra={2: low, 3: low}), tmp_path))[:-1] == [
        "error press/margins: pages 2–3: text stands 0.135 in from the outside edge (page 3); "
        "Amazon KDP asks for 0.25 in",
        "error press/margins: pages 2–3: text stands 0.1 in from the lower edge (page 2); Amazon KDP asks for 0.25 in",
    ]


def test_hairlines(tmp_path: Path) -> None:
    def lines(canvas: Canvas, number: int) -> None:
        canvas.setLineWidth(0)
        canvas.line(100, 100, 200, 100)
        canvas.setLineWidth(1)
        canvas.line(100, 120, 200, 120)

    def thin_bar(canvas: Canvas, number: int) -> None:
        canvas.rect(100, 100, 100, 0.1, stroke=0, fill=1)

    assert said(found_in(book(extra={3: lines, 5: thin_bar}), tmp_path)) == [
        "warning press/line-weight: pages 3 and 5: a line is as thin as the machine can make it (page 3); "
        "Amazon KDP asks for 0.75 pt at least",
        NO_CLAIM,
    ]


def crop_marked(canvas: Canvas, number: int) -> None:
    canvas.setLineWidth(0.25)
    left, bottom, right, top = 0.5 * INCH, 0.5 * INCH, 6.5 * INCH, 9.5 * INCH
    for x in (left, right):
        canvas.line(x, bottom - 9, x, bottom - 27)
        canvas.line(x, top + 9, x, top + 27)
    for y in (bottom, top):
        canvas.line(left - 9, y, left - 27, y)
        canvas.line(right + 9, y, right + 27, y)
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas._pagesize = (6 * INCH, 9 * INCH)
    text(canvas, number)
    canvas._pagesize = (7 * INCH, 10 * INCH)
    canvas.restoreState()


@pytest.mark.parametrize("boxed", [True, False])
@pytest.mark.parametrize("trim", [(6.0, 9.0), None])
def test_crop_marks(boxed: bool, trim: tuple[float, float] | None, tmp_path: Path) -> None:
    data = book(size=(7, 10), draw=crop_marked)
    if boxed:
        with changed(data) as (file, made):
            for page in file.pages:
                page.obj.TrimBox = pikepdf.Array([36, 36, 468, 684])
        data = made[0]
    findings = found_in(data, tmp_path, trim=trim)
    assert "error press/marks: pages 1–40: marks or text stand outside of the page; Amazon KDP asks for none" in said(
        findings
    )
    if boxed or trim:
        assert {finding.rule for finding in findings} == {"press/marks", "press/pdfx"}


def test_small_type_but_for_note_marks(tmp_path: Path) -> None:
    def small(canvas: Canvas, number: int) -> None:
        canvas.setFont(font(), 4 if number == 8 else 3)
        canvas.drawString(100, 55, "too small to be read" if number == 8 else "12")

    assert beside(found_in(book(extra={8: small, 9: small}), tmp_path), "press/pdfx") == [
        "warning press/type-size: page 8: type of 4 pt; Amazon KDP asks for 7 pt at least"
    ]


def test_ink(tmp_path: Path) -> None:
    def heavy(canvas: Canvas, number: int) -> None:
        canvas.setFillColor(CMYKColor(0.8, 0.8, 0.7, 0.6))
        canvas.rect(150, 150, 90, 90, stroke=0, fill=1)

    def picture(canvas: Canvas, number: int) -> None:
        from PIL import Image

        dark = Image.new("CMYK", (900, 900), (250, 250, 200, 100))
        placed(dark, 2, 2, 2, 2)(canvas, number)

    rules = beside(found_in(as_pdfx(book(extra={3: heavy, 6: picture})), tmp_path, "ingram"), "press/page-count")
    assert rules == [
        "error press/colour: pages 3 and 6: pictures and drawings in four inks (CMYK); "
        "IngramSpark asks for black alone",
        "warning press/ink: pages 3 and 6: 314 % of ink (page 6); IngramSpark takes 240 % at most",
    ]


def test_rotated_pages(tmp_path: Path) -> None:
    """A page turned by its Rotate is measured as it is shown; one that is turned for no reason is not of size."""

    def lying(canvas: Canvas, number: int) -> None:
        canvas.saveState()
        canvas.translate(9 * INCH, 0)
        canvas.rotate(90)
        canvas._pagesize = (6 * INCH, 9 * INCH)
        text(canvas, number, inside=0.3 if number == 3 else 0.75)
        canvas._pagesize = (9 * INCH, 6 * INCH)
        canvas.restoreState()

    with changed(book(size=(9, 6), draw=lying)) as (file, made):
        for page in file.pages:
            page.obj.Rotate = 90
    assert said(found_in(made[0], tmp_path))[:-1] == [
        "error press/gutter: page 3: text stands 0.298 in from the inside edge; "
        "Amazon KDP asks for 0.375 in for 40 pages"
    ]
    with changed(book()) as (file, made):
        file.pages[4].obj.Rotate = 90
    messages = beside(found_in(made[0], tmp_path), "press/pdfx", "press/margins", "press/gutter")
    assert messages == [
        "error press/page-size: page 5 measures 9 × 6 in, turned by 90°; the book’s trim size is 6 × 9 in"
    ]


def test_blank_pages(tmp_path: Path) -> None:
    def draw(canvas: Canvas, number: int) -> None:
        if number not in (10, 11, 12, 13, 14, 15, 16) and number < 30:
            text(canvas, number)
        elif number == 12:
            canvas.setFillGray(1)
            canvas.rect(0, 0, 432, 648, stroke=0, fill=1)

    findings = found_in(book(draw=draw), tmp_path)
    assert [line for line in said(findings) if "press/blank-pages" in line] == [
        "error press/blank-pages: pages 10–16 are blank, 7 in a row; Amazon KDP takes 4 at most"
    ]


def test_a_trim_that_is_not_offered(tmp_path: Path) -> None:
    findings = found_in(book(size=(5.06, 7.81)), tmp_path, "lulu")
    assert "error press/page-size: the trim size of 5.06 × 7.81 in is none that Lulu prints" in said(findings)
    assert "5x8in" in next(finding.hint for finding in findings if finding.rule == "press/page-size")


def test_tagged_files_are_told_of(tmp_path: Path) -> None:
    with changed(book()) as (file, made):
        file.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    assert said(found_in(made[0], tmp_path)) == [
        NO_CLAIM,
        "note press/tags: the file is tagged for reading aloud, which print has no use for",
    ]

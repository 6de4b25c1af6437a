"""Preflight of covers that others have made."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.graphics.barcode.eanbc import Ean13BarcodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import CMYKColor
from reportlab.pdfgen.canvas import Canvas

from foreign import INCH, font
from preflighted import NO_CLAIM, beside, found_in, said

ISBN = "9781234567897"


def cover(
    width: float, height: float = 9.25, *, draw: Callable[[Canvas], None] | None = None, field: bool = True
) -> bytes:
    """A wrap for 6 × 9 in, drawn with its bleed; text in the middle of the front and of the back."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width * INCH, height * INCH), invariant=True)
    if field:
        canvas.setFillColorCMYK(0.2, 0.9, 0.8, 0.1)
        canvas.rect(0, 4 * INCH, width * INCH, height * INCH, stroke=0, fill=1)
    canvas.setFillColorCMYK(0, 0, 0, 1)
    canvas.setFont(font(), 24)
    canvas.drawCentredString((width - 0.125 - 3) * INCH, 3 * INCH, "A title")
    canvas.setFont(font(), 10)
    canvas.drawCentredString(3.125 * INCH, 3.5 * INCH, "What it is about")
    if draw:
        draw(canvas)
    canvas.save()
    return out.getvalue()


def barred(
    digits: str = ISBN[:12], x: float = 4.0, y: float = 0.5, *, colour: object = None, height: float = 1.0
) -> Callable[[Canvas], None]:
    """A barcode at a place, in inches from the lower left corner, on a white field."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColorCMYK(0, 0, 0, 0)
        canvas.rect(x * INCH, y * INCH, 1.75 * INCH, 1.1 * INCH, stroke=0, fill=1)
        widget = Ean13BarcodeWidget(value=digits, barHeight=height * 60, fontName=font(), fontSize=8)
        widget.barWidth, widget.barFillColor = 0.33 * INCH / 25.4, colour or CMYKColor(0, 0, 0, 1)
        widget.textColor = widget.barFillColor
        drawing = Drawing(130, 70)
        drawing.add(widget)
        drawing.drawOn(canvas, (x + 0.1) * INCH, (y + 0.1) * INCH)

    return draw


PAGES = 200
WIDTH = 12.25 + PAGES * 0.002252
KDP_COVER = {"trim": (6.0, 9.0), "pages": PAGES}


def test_a_cover_is_known_as_one_and_clean(tmp_path: Path) -> None:
    assert said(found_in(cover(WIDTH), tmp_path, **KDP_COVER)) == [NO_CLAIM]
    assert said(found_in(cover(WIDTH, draw=barred()), tmp_path, **KDP_COVER, isbn=ISBN)) == [NO_CLAIM]


def test_a_wrong_cover_size(tmp_path: Path) -> None:
    assert beside(found_in(cover(12.25), tmp_path, **KDP_COVER), "press/pdfx") == [
        "error press/cover-sheet: the cover measures 12.25 × 9.25 in; Amazon KDP asks for 12.7 × 9.25 in for 200 pages "
        "on white paper, 0.45 in of it the spine"
    ]


def test_a_spine_of_the_printers_template(tmp_path: Path) -> None:
    options = {**KDP_COVER, "spine": 0.142}
    data = cover(12.392)
    assert beside(found_in(data, tmp_path, "lulu", **options), "press/pdfx", "press/advised-colour") == []


def test_a_cover_on_the_printers_own_template(tmp_path: Path) -> None:
    """IngramSpark's template is a page of its own size, with the cover somewhere on it."""
    findings = found_in(cover(15.0, 12.0), tmp_path, "ingram", **KDP_COVER)
    assert [(f.severity, f.rule) for f in findings if f.rule != "press/pdfx"] == [
        ("warning", "press/cover-sheet"),
    ], said(findings)
    assert "own template" in findings[-1].hint


def turned(canvas: Canvas, words: str, middle: float, size: float) -> None:
    canvas.saveState()
    canvas.translate(middle * INCH, 3 * INCH)
    canvas.rotate(-90)
    canvas.setFont(font(), size)
    canvas.drawCentredString(0, -0.36 * size, words)
    canvas.restoreState()


def test_spine_text_on_a_thin_book(tmp_path: Path) -> None:
    width = 12.25 + 60 * 0.002252
    data = cover(width, draw=lambda canvas: turned(canvas, "A thin book", width / 2, 6), field=False)
    assert beside(found_in(data, tmp_path, trim=(6.0, 9.0), pages=60), "press/pdfx") == [
        "error press/spine-text: text stands on the spine; Amazon KDP takes it from 79 pages, and the book has 60",
        "warning press/type-size: page 1: type of 6 pt; Amazon KDP asks for 7 pt at least",
    ]


def test_spine_text_near_the_folds(tmp_path: Path) -> None:
    good = cover(WIDTH, draw=lambda canvas: turned(canvas, "A spine", WIDTH / 2, 14))
    assert said(found_in(good, tmp_path, **KDP_COVER)) == [NO_CLAIM]
    large = cover(WIDTH, draw=lambda canvas: turned(canvas, "A spine", WIDTH / 2 + 0.12, 14))
    messages = beside(found_in(large, tmp_path, **KDP_COVER), "press/pdfx")
    assert len(messages) == 1 and messages[0].startswith("error press/spine-text: text on the spine stands ")


def test_text_near_the_edges_of_a_cover(tmp_path: Path) -> None:
    def near(canvas: Canvas) -> None:
        canvas.setFont(font(), 10)
        canvas.drawString(0.2 * INCH, 2 * INCH, "near the left edge")
        canvas.drawString((6.125 - 1) * INCH, 2.5 * INCH, "over the fold it runs")

    assert beside(found_in(cover(WIDTH, draw=near), tmp_path, **KDP_COVER), "press/pdfx") == [
        "warning press/cover-safe: text stands 0.088 in from the left edge; Amazon KDP asks for 0.125 in",
        "warning press/cover-safe: text runs over the fold; Amazon KDP asks for 0.125 in",
    ]


def test_a_shape_that_ends_at_the_cut(tmp_path: Path) -> None:
    def field(canvas: Canvas) -> None:
        canvas.rect(0.125 * INCH, 6 * INCH, 2 * INCH, 1 * INCH, stroke=0, fill=1)

    assert beside(found_in(cover(WIDTH, draw=field), tmp_path, **KDP_COVER), "press/pdfx") == [
        "error press/bleed: page 1: a shape reaches the edge and does not run over it; Amazon KDP asks for 0.125 in "
        "more on each edge that is cut"
    ]


@pytest.mark.parametrize(
    ("draw", "what"),
    [
        (barred("978030640615"), "the barcode reads 9780306406157; the book’s ISBN is 9781234567897"),
        (barred(colour=CMYKColor(0.6, 0.5, 0.5, 1)), "the barcode’s bars are in DeviceCMYK and not in 100 % black (K)"),
        (barred(x=0.05), "the barcode stands nearer than 0.125 in to an edge of the back cover"),
    ],
)
def test_a_wrong_barcode(draw: Callable[[Canvas], None], what: str, tmp_path: Path) -> None:
    findings = found_in(cover(WIDTH, draw=draw), tmp_path, **KDP_COVER, isbn=ISBN)
    codes = [finding for finding in findings if finding.rule == "press/barcode"]
    assert len(codes) == 1 and what in codes[0].message, said(findings)
    assert codes[0].spec.startswith("GS1 General Specifications, 5.2")


def test_a_barcode_without_its_quiet_zone(tmp_path: Path) -> None:
    def crowded(canvas: Canvas) -> None:
        barred()(canvas)
        canvas.setFillColorCMYK(0, 0, 0, 1)
        canvas.rect(4.06 * INCH, 0.5 * INCH, 0.06 * INCH, 1 * INCH, stroke=0, fill=1)

    assert beside(found_in(cover(WIDTH, draw=crowded), tmp_path, **KDP_COVER), "press/pdfx") == [
        "error press/barcode: the barcode has 7.3 modules of light at its left; it needs 11"
    ]


def test_a_barcode_that_lies(tmp_path: Path) -> None:
    def lying(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(5 * INCH, -3 * INCH)
        canvas.rotate(90)
        barred(colour=CMYKColor(0, 0, 0, 0.9))(canvas)
        canvas.restoreState()

    messages = beside(found_in(cover(WIDTH, draw=lying), tmp_path, **KDP_COVER, isbn=ISBN), "press/pdfx")
    assert messages == ["error press/barcode: the barcode’s bars are in DeviceCMYK and not in 100 % black (K) alone"]


def test_text_where_the_printer_puts_its_barcode(tmp_path: Path) -> None:
    def low(canvas: Canvas) -> None:
        canvas.setFont(font(), 10)
        canvas.drawString(4.5 * INCH, 1 * INCH, "Printed somewhere")

    assert beside(found_in(cover(WIDTH, draw=low), tmp_path, **KDP_COVER), "press/pdfx") == [
        "error press/barcode: text stands where Amazon KDP prints its barcode, 2 × 1.2 in at the foot of the back cover"
    ]

"""Preflight of PDFs that others have made: the right findings, and no others."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from foreign import INCH, as_pdfx, book, changed, font, photograph, placed, text
from octavo.printers import printer_names
from preflighted import NO_CLAIM, beside, found_in, said, with_pdfx


@pytest.mark.parametrize("printer", printer_names())
def test_a_true_pdfx_is_clean(printer: str, tmp_path: Path) -> None:
    inside = lambda canvas, number: text(canvas, number, inside=1.0)  # noqa: E731
    assert beside(found_in(as_pdfx(book(draw=inside)), tmp_path, printer), "press/page-count") == []


def test_a_plain_book_for_kdp(tmp_path: Path) -> None:
    findings = found_in(book(), tmp_path)
    assert said(findings) == [NO_CLAIM]
    assert findings[0].spec.startswith("Amazon KDP: ") and "https://" in findings[0].spec


def test_pictures_over_the_edge_with_bleed(tmp_path: Path) -> None:
    """A page larger by the bleed on three sides, without TrimBox, as KDP asks for it."""

    def recto_or_verso(canvas: Canvas, number: int) -> None:
        canvas.translate((0 if number % 2 else 0.125) * INCH, 0.125 * INCH)
        canvas._pagesize = (6 * INCH, 9 * INCH)
        text(canvas, number)
        canvas._pagesize = (6.125 * INCH, 9.25 * INCH)

    picture = placed(photograph(1900, 1000), 0.0, 6.0, 6.125, 3.2500)
    data = book(
        size=(6.125, 9.25), draw=recto_or_verso, extra={7: lambda c, n: (c.translate(0, -0.125 * INCH), picture(c, n))}
    )
    assert said(found_in(data, tmp_path)) == [NO_CLAIM]


def scanned_page(canvas: Canvas, number: int) -> None:
    placed(photograph(900, 1350), 0, 0, 6, 9)(canvas, number)
    lines = canvas.beginText(INCH, 7 * INCH)
    lines.setTextRenderMode(3)
    lines.setFont(font(), 10)
    lines.textLine("what the reader of the scan made of it")
    canvas.drawText(lines)


def test_a_scan(tmp_path: Path) -> None:
    assert said(found_in(book(draw=scanned_page), tmp_path)) == [
        "warning press/scanned: pages 1–40: a picture of a page instead of text; it is printed as it was scanned, and "
        "its margins were not measured",
        "warning press/image-resolution: pages 1–40: a picture has 150 pixels an inch as it is placed (page 1); "
        "Amazon KDP asks for 300",
        NO_CLAIM,
    ]


def test_pictures_of_colour_may_be_scans_or_ought_to_bleed(tmp_path: Path) -> None:
    full = placed(photograph(1800, 2700, "CMYK"), 0, 0, 6, 9)
    assert [finding.rule for finding in found_in(book(draw=full), tmp_path)] == [
        "press/bleed",
        "press/scanned",
        "press/pdfx",
    ]


def test_rgb(tmp_path: Path) -> None:
    def draw(canvas: Canvas, number: int) -> None:
        canvas.setFillColorRGB(0, 0, 0)
        text(canvas, number)

    data = book(draw=draw, extra={9: placed(photograph(900, 900, "RGB"), 1, 1, 2, 2)})
    assert said(found_in(data, tmp_path)) == [
        "warning press/colour: pages 1–40: text and pictures in RGB; "
        "Amazon KDP asks for black alone or four inks (CMYK)",
        NO_CLAIM,
    ]
    for_ingram = beside(found_in(data, tmp_path, "ingram"), "press/pdfx", "press/page-count")
    assert for_ingram == [
        "error press/black-text: pages 1–40: black text is in DeviceRGB, which a press may print with several inks; "
        "IngramSpark asks for black ink alone",
        "error press/colour: pages 1–40: text and pictures in RGB; IngramSpark asks for black alone",
    ]


def test_a_missing_font(tmp_path: Path) -> None:
    data = book(extra={5: lambda c, n: text(c, n, face="Helvetica"), 6: lambda c, n: text(c, n, face="Times-Roman")})
    assert said(found_in(data, tmp_path)) == [
        "error press/fonts-embedded: the font Helvetica is not in the file (page 5)",
        "error press/fonts-embedded: the font Times-Roman is not in the file (page 6)",
        NO_CLAIM,
    ]


def test_a_missing_font_inside_of_a_form(tmp_path: Path) -> None:
    def draw(canvas: Canvas, number: int) -> None:
        canvas.beginForm("inner")
        canvas.setFont("Courier", 10)
        canvas.drawString(100, 100, "inside")
        canvas.endForm()
        canvas.doForm("inner")

    assert beside(found_in(book(extra={3: draw}), tmp_path), "press/pdfx") == [
        "error press/fonts-embedded: the font Courier is not in the file (page 3)"
    ]


def test_no_trim_box(tmp_path: Path) -> None:
    assert beside(found_in(book(), tmp_path, "generic"), "press/pdfx") == [
        "warning press/boxes: pages 1–40: no TrimBox says where the page is cut"
    ]

    def without(file: pikepdf.Pdf) -> None:
        for page in list(file.pages)[4:]:
            del page.obj.TrimBox

    findings = found_in(with_pdfx(book(), without), tmp_path, "ingram")
    assert beside(findings, "press/page-count") == [
        "error press/pdfx: the file claims to be PDF/X-1a:2001, but no TrimBox says where it is cut (pages 5–40)"
    ]
    assert findings[0].spec.startswith("ISO 15930-1:2001, 6 (boxes); IngramSpark: ")


def test_one_page_too_few(tmp_path: Path) -> None:
    findings = found_in(book(23), tmp_path)
    assert said(findings) == [
        "error press/page-count: the book has 23 pages; Amazon KDP binds 24 at least",
        NO_CLAIM,
    ]
    assert findings[0].hint == "add 1, blank ones at the end if need be"


def test_an_odd_page_count(tmp_path: Path) -> None:
    assert said(found_in(as_pdfx(book(41)), tmp_path, "generic")) == [
        "warning press/page-count: the book has 41 pages; the trade asks for an even number"
    ]
    assert said(found_in(book(41), tmp_path)) == [NO_CLAIM]


def test_encrypted(tmp_path: Path) -> None:
    with changed(book(), encryption=pikepdf.Encryption(owner="o", user="", R=4)) as (_, made):
        pass
    assert said(found_in(made[0], tmp_path)) == [
        "error press/encryption: the file is encrypted; Amazon KDP cannot take it so",
        NO_CLAIM,
    ]
    with changed(book(), encryption=pikepdf.Encryption(owner="o", user="secret", R=6)) as (_, made):
        pass
    assert said(found_in(made[0], tmp_path)) == [
        "error press/encryption: the file cannot be opened without its password, and nothing else of it was checked; "
        "Amazon KDP cannot take it so"
    ]


def test_links_bookmarks_and_more(tmp_path: Path) -> None:
    def link(canvas: Canvas, number: int) -> None:
        canvas.linkURL("https://example.org/", (100, 100, 200, 120))
        canvas.bookmarkPage("here")
        canvas.addOutlineEntry("A chapter", "here")

    data = book(extra={2: link, 4: lambda c, n: c.acroForm.textfield(name="f", x=90, y=90, fontName="Helvetica")})
    with changed(data) as (file, made):
        file.attachments["a.txt"] = b"attached"
        file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        group = file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("layer")))
        file.Root.OCProperties = pikepdf.Dictionary(OCGs=[group], D=pikepdf.Dictionary())
    assert sorted(beside(found_in(made[0], tmp_path), "press/pdfx")) == [
        "error press/annotations: page 2: 1 link; Amazon KDP asks for a file without",
        "error press/bookmarks: the file has 1 bookmark; Amazon KDP asks for a file without",
        "error press/extras: the file has 1 attached file: a.txt; Amazon KDP asks for nothing but pages",
        "error press/extras: the file has a form to be filled in; Amazon KDP asks for nothing but pages",
        "error press/extras: the file has an action of the kind JavaScript on opening; Amazon KDP asks for nothing but "
        "pages",
        "error press/extras: the file has layers, some of which a printer’s workflow may leave out; "
        "Amazon KDP asks for nothing but pages",
    ]


def test_transparency(tmp_path: Path) -> None:
    def see_through(canvas: Canvas, number: int) -> None:
        canvas.saveState()
        canvas.setFillAlpha(0.5)
        canvas.rect(150, 150, 90, 90, stroke=0, fill=1)
        canvas.restoreState()

    def masked(canvas: Canvas, number: int) -> None:
        picture = photograph(900, 900).convert("RGBA")
        picture.putalpha(128)
        canvas.drawImage(
            __import__("reportlab.lib.utils", fromlist=["x"]).ImageReader(picture), 100, 100, 90, 90, mask="auto"
        )

    assert beside(found_in(book(extra={3: see_through, 5: masked}), tmp_path), "press/pdfx", "press/colour") == [
        "error press/transparency: pages 3 and 5: something is transparent (opacity of 50 %, soft mask of a picture); "
        "Amazon KDP asks for flat files"
    ]


def test_a_low_resolution(tmp_path: Path) -> None:
    pictures = {3: placed(photograph(300, 300), 1, 2, 3, 3), 4: placed(photograph(300, 300), 1, 2, 1, 1)}
    assert said(found_in(book(extra=pictures), tmp_path)) == [
        "warning press/image-resolution: page 3: a picture has 100 pixels an inch as it is placed; "
        "Amazon KDP asks for 300",
        NO_CLAIM,
    ]

"""Preflight of PDFs that others have made: the right findings, and no others."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from reportlab.graphics.barcode.eanbc import Ean13BarcodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import CMYKColor
from reportlab.pdfgen.canvas import Canvas

from foreign import INCH, as_pdfx, black, book, changed, font, photograph, placed, text
from octavo.checks import Finding
from octavo.checks.press.foreign import foreign_job
from octavo.checks.press.preflight import preflight
from octavo.errors import InputError

ISBN = "9781234567897"
NO_CLAIM = "warning press/pdfx: the file does not say that it is PDF/X-1a:2003"


def found_in(data: bytes, folder: Path, printer: str = "kdp", **options: object) -> list[Finding]:
    path = folder / "foreign.pdf"
    path.write_bytes(data)
    return preflight(foreign_job(path, printer, **options))  # type: ignore[arg-type]


def said(findings: list[Finding]) -> list[str]:
    return [f"{finding.severity} {finding.rule}: {finding.message}" for finding in findings]


def beside(findings: list[Finding], *rules: str) -> list[str]:
    """What is said but for some rules."""
    return [line for line, finding in zip(said(findings), findings, strict=True) if finding.rule not in rules]


def with_pdfx(data: bytes, change: Callable[[pikepdf.Pdf], None], **saving: object) -> bytes:
    """A true PDF/X-1a:2001 that is then changed."""
    with changed(as_pdfx(data), **{"force_version": "1.3", **saving}) as (file, made):
        change(file)
    return made[0]


# ---- files that are as they should be


@pytest.mark.parametrize("printer", ["kdp", "ingram", "lulu", "generic"])
def test_a_true_pdfx_is_clean(printer: str, tmp_path: Path) -> None:
    inside = lambda canvas, number: text(canvas, number, inside=1.0)  # noqa: E731
    assert said(found_in(as_pdfx(book(draw=inside)), tmp_path, printer)) == []


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


# ---- what the issue names


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
    for_ingram = beside(found_in(data, tmp_path, "ingram"), "press/pdfx")
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
    assert said(findings) == [
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
    assert said(found_in(as_pdfx(book(41)), tmp_path, "ingram")) == [
        "error press/page-count: the book has 41 pages; IngramSpark asks for an even number"
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

    rules = beside(found_in(as_pdfx(book(extra={3: heavy, 6: picture})), tmp_path, "ingram"))
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
    assert [f.message for f in findings if f.rule == "press/blank-pages"] == [
        f"pages 10–16 are blank, 7 in a row; Amazon KDP takes {findings[0].message.split()[-3]} at most"
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


# ---- PDF/X


def info(key: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        if value is None:
            del file.trailer.Info[key]
        else:
            file.trailer.Info[key] = value  # type: ignore[assignment]

    return change


def intent(key: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        del file.Root.OutputIntents[0][key]

    return change


def link(file: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[90, 90, 99, 99])
    file.pages[2].obj.Annots = pikepdf.Array([note])


def icc_gray(file: pikepdf.Pdf) -> None:
    profile = file.make_stream(b"not looked at", N=1)
    page = file.pages[3]
    page.obj.Resources.ColorSpace = pikepdf.Dictionary(Icc=[pikepdf.Name.ICCBased, profile])
    page.contents_add(b"/Icc cs 0.5 sc 100 100 50 50 re f")


def lzw(file: pikepdf.Pdf) -> None:
    stream = file.make_stream(b"")
    stream.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=pikepdf.Name.LZWDecode)
    file.pages[0].obj.PieceInfo = pikepdf.Dictionary(Held=stream)


def opening(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=[file.pages[0].obj, pikepdf.Name.Fit])


def both_boxes(file: pikepdf.Pdf) -> None:
    file.pages[0].obj.ArtBox = file.pages[0].obj.TrimBox
    file.pages[1].obj.TrimBox = pikepdf.Array([-9, 0, 432, 648])


def group(file: pikepdf.Pdf) -> None:
    file.pages[1].obj.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceCMYK)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            info("/GTS_PDFXConformance", pikepdf.String("PDF/X-1a:2003")),
            "its Info key GTS_PDFXVersion is ‘PDF/X-1:2001’",
        ),
        (info("/Title", None), "its Info dictionary has no Title"),
        (info("/ModDate", None), "its Info dictionary has no ModDate"),
        (info("/Trapped", None), "its key Trapped is missing; it must be True or False"),
        (info("/Trapped", pikepdf.Name.Unknown), "its key Trapped is Unknown; it must be True or False"),
        (intent("/S"), "it has no OutputIntent of PDF/X"),
        (intent("/OutputConditionIdentifier"), "its OutputIntent names no printing condition"),
        (intent("/RegistryName"), "its OutputIntent has neither a profile nor the registry"),
        (link, "annotations stand in what is printed (page 3)"),
        (icc_gray, "it uses the colour space ICC-based gray (page 4)"),
        (lzw, "something in it is compressed by LZW"),
        (opening, "it has an action on opening"),
        (both_boxes, "it has a TrimBox and an ArtBox as well (page 1)"),
        (both_boxes, "the TrimBox reaches out of the CropBox (page 2)"),
        (group, "it has a transparency group (page 2)"),
    ],
)
def test_a_false_claim(change: Callable[[pikepdf.Pdf], None], what: str, tmp_path: Path) -> None:
    stays = pikepdf.StreamDecodeLevel.none
    plain = {"compress_streams": False, "object_stream_mode": pikepdf.ObjectStreamMode.disable}
    data = with_pdfx(book(), change, stream_decode_level=stays, **plain)
    findings = found_in(data, tmp_path, "lulu")
    claims = [finding for finding in findings if finding.rule == "press/pdfx"]
    assert any(what in finding.message for finding in claims), said(findings)
    assert all(finding.severity == "error" and "ISO 15930" in finding.spec for finding in claims)
    also = {"press/gutter", "press/margins"} | ({"press/page-size"} if change is both_boxes else set())
    assert {finding.rule for finding in findings} <= {"press/pdfx", *also}


def test_a_claim_of_rgb_fonts_and_packed_objects(tmp_path: Path) -> None:
    data = book(extra={3: placed(photograph(600, 600, "RGB"), 2, 2, 1, 1), 5: lambda c, n: text(c, n, face="Courier")})
    with changed(as_pdfx(data), object_stream_mode=pikepdf.ObjectStreamMode.generate, min_version="1.5") as (_, made):
        pass
    claims = [f.message.partition(", but ")[2] for f in found_in(made[0], tmp_path) if f.rule == "press/pdfx"]
    assert claims == [
        "it is a PDF 1.5 and not 1.3",
        "its objects are packed in streams, which PDF 1.3 does not know",
        "the font Courier is not in it",
        "it uses the colour space DeviceRGB (page 3)",
    ]


def test_a_claim_of_2003_cites_its_clauses(tmp_path: Path) -> None:
    data = with_pdfx(book(), info("/Trapped", None))
    with changed(data) as (file, made):
        file.trailer.Info["/GTS_PDFXVersion"] = pikepdf.String("PDF/X-1a:2003")
    finding = next(f for f in found_in(made[0], tmp_path) if f.rule == "press/pdfx")
    assert finding.spec.startswith("ISO 15930-4:2003, 6.6 (trapping); Amazon KDP: ")


def test_no_claim_where_one_is_required(tmp_path: Path) -> None:
    assert "error press/pdfx: the file does not say that it is PDF/X-1a:2001" in said(
        found_in(book(), tmp_path, "ingram")
    )


# ---- covers


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
    assert beside(found_in(data, tmp_path, "lulu", **options), "press/pdfx") == []


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


# ---- files that are damaged, or no PDFs


def test_damaged(tmp_path: Path) -> None:
    data = book()
    findings = found_in(data[: len(data) * 2 // 3], tmp_path)
    assert findings[0].rule == "press/readable"
    assert findings[0].message.startswith("the file ")
    with changed(book()) as (file, made):
        file.pages[6].obj.Contents = file.make_stream(b"BT /F9 x Tf (open ( Tj 1 0 Td [(a) Tj ET Q Q q 1 2 re f /No Do")
        file.pages[7].obj.MediaBox = pikepdf.Array([0, 0])
    messages = said(found_in(made[0], tmp_path))
    assert any("press/readable" in message and "page 7" in message for message in messages), messages


@pytest.mark.parametrize("seed", range(12))
def test_no_damage_makes_it_fall(seed: int, tmp_path: Path) -> None:
    """Bytes changed at random: findings or an error with a place, never anything else."""
    import random

    chance = random.Random(seed)
    data = bytearray(book(30, extra={3: placed(photograph(60, 60), 1, 1, 1, 1)}))
    for _ in range(60):
        data[chance.randrange(20, len(data))] = chance.randrange(256)
    for finding in found_in(bytes(data), tmp_path):
        assert finding.rule.startswith("press/")


def test_forms_within_forms_without_end(tmp_path: Path) -> None:
    """Ten forms, each of which shows the next one ten times: ten thousand million pictures, were they drawn."""
    with changed(book()) as (file, made):
        inner = file.make_stream(
            b"0 0 1 1 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
        )
        for _ in range(10):
            content = b"/Inner Do " * 10
            form = file.make_stream(content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Inner=inner))
            inner = form
        file.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Inner=inner)
        file.pages[0].contents_add(b" /Inner Do ")
    assert any("more on the page than can be looked at" in message for message in said(found_in(made[0], tmp_path)))


@pytest.mark.parametrize(("data", "what"), [(b"", "this file is empty"), (b"PK\x03\x04", "this is no PDF")])
def test_no_pdf(data: bytes, what: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=what):
        found_in(data, tmp_path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        foreign_job(tmp_path / "nowhere.pdf", "kdp")


def test_black_is_restored(tmp_path: Path) -> None:
    """What is drawn on one page says nothing of the next."""
    data = book(extra={3: lambda c, n: c.setFillColorRGB(1, 0, 0), 4: lambda c, n: black(c)})
    assert said(found_in(data, tmp_path)) == [NO_CLAIM]

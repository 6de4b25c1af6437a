"""A PDF read as a printer's workflow reads it: what stands where, how large, in which colour."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from foreign import book
from octavo.pdfpage.contenttokens import operations, pieces, string_bytes
from octavo.pdfpage.page import PdfPage
from octavo.pdfpage.painted import Area
from octavo.pdfpage.pdffile import PdfFile

BOX = (0, 0, 400, 600)


def page_of(content: bytes, box: tuple[float, ...] = BOX, **entries: object) -> PdfPage:
    """A page with this content and these entries; its fonts are /F (Courier, 600 a letter) and /G (Type 3)."""
    with pikepdf.new() as file:
        page = file.add_blank_page()
        page.obj.MediaBox = Array(box)
        page.obj.Contents = file.make_stream(content)
        descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Courier, Ascent=800, Descent=-200)
        courier = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier, FontDescriptor=descriptor)
        courier.FirstChar, courier.Widths = 0, Array([600] * 256)
        drawn = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontMatrix=[0.01, 0, 0, 0.01, 0, 0], FirstChar=97)
        drawn.FontBBox, drawn.Widths = Array([0, -20, 80, 80]), Array([50])
        drawn.CharProcs = Dictionary(a=file.make_stream(b"50 0 d0 1 0 0 rg 0 0 50 50 re f BT /Inner 9 Tf (x) Tj ET"))
        drawn.Resources = Dictionary(Font=Dictionary(Inner=Dictionary(Subtype=Name.Type1, BaseFont=Name.Helvetica)))
        spot = Array([Name.Separation, Name("/Gold"), Name.DeviceCMYK, Dictionary()])
        mixed = Array([Name.DeviceN, Array([Name("/Cyan"), Name("/Black")]), Name.DeviceCMYK, Dictionary()])
        grey = Array([Name.ICCBased, file.make_stream(b"", N=1)])
        table = Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(b"\0\0\0\xff\xff\xff")])
        image = file.make_stream(b"\0" * 20_000, Type=Name.XObject, Subtype=Name.Image, Width=200, Height=100)
        image.ColorSpace, image.BitsPerComponent = table, 8
        form = file.make_stream(b"0 0 100 100 re f", Type=Name.XObject, Subtype=Name.Form)
        form.BBox, form.Matrix = Array([0, 0, 50, 50]), Array([2, 0, 0, 2, 10, 20])
        page.obj.Resources = Dictionary(
            Font=Dictionary(F=courier, G=drawn),
            ColorSpace=Dictionary(Spot=spot, Mixed=mixed, Grey=grey),
            XObject=Dictionary(Image=image, Form=form),
            ExtGState=Dictionary(Wide=Dictionary(LW=5), Clear=Dictionary(ca=0.5, BM=Name.Multiply)),
        )
        for key, value in entries.items():
            page.obj[f"/{key}"] = value
        out = io.BytesIO()
        file.save(out)
    made = PdfFile(out.getvalue(), Path("page.pdf"))
    assert made.problems is not None  # everything is read while the file is open
    return made.pages[0]


def rounded(area: Area) -> tuple[float, ...]:
    return tuple(round(edge, 2) for edge in (area.left, area.bottom, area.right, area.top))


@pytest.mark.parametrize(
    ("content", "area", "size"),
    [
        (b"BT /F 10 Tf 100 200 Td (abc) Tj ET", (100, 198, 118, 208), 10),
        (b"BT /F 10 Tf 2 0 0 2 100 200 Tm (abc) Tj ET", (100, 196, 136, 216), 20),
        (b"0.5 0 0 0.5 0 0 cm BT /F 10 Tf 100 200 Td (abc) Tj ET", (50, 99, 59, 104), 5),
        (b"BT /F 10 Tf 5 Tc 100 200 Td (abc) Tj ET", (100, 198, 133, 208), 10),
        (b"BT /F 10 Tf 5 Tw 100 200 Td (a c) Tj ET", (100, 198, 123, 208), 10),
        (b"BT /F 10 Tf 50 Tz 100 200 Td (abc) Tj ET", (100, 198, 109, 208), 10),
        (b"BT /F 10 Tf 3 Ts 100 200 Td (abc) Tj ET", (100, 201, 118, 211), 10),
        (b"BT /F 10 Tf 100 200 Td [(a) -1000 (b)] TJ ET", (100, 198, 122, 208), 10),
        (b"BT /F 10 Tf 100 200 Td [(a) -1000 (\\(b\\)) (])] TJ ET", (100, 198, 140, 208), 10),
        (b"BT /F 10 Tf 100 200 Td <6162> Tj ET", (100, 198, 112, 208), 10),
        (b"BT /F 10 Tf 100 200 Td (  abc  ) Tj ET", (112, 198, 130, 208), 10),
        (b"BT /F 10 Tf 12 TL 100 200 Td (x) ' ET", (100, 186, 106, 196), 10),
        (b"BT /F 10 Tf 100 200 TD 0 -12 TD (x) ' ET", (100, 174, 106, 184), 10),
        (b"BT /F 10 Tf 0 1 -1 0 100 200 Tm (abc) Tj ET", (92, 200, 102, 218), 10),
        (b"BT /G 10 Tf 100 200 Td (a) Tj ET", (100, 198, 105, 208), 10),
    ],
)
def test_text(content: bytes, area: tuple[float, ...], size: float) -> None:
    run = page_of(content).painted.texts[0]
    assert rounded(run.area) == area
    assert run.size == pytest.approx(size)


def test_letters_are_where_pdfium_finds_them() -> None:
    """Every letter of a book by another program lies in one of the runs that were read."""
    file = PdfFile(book(3), Path("book.pdf"))
    for page in file.pages:
        runs = [run.area for run in page.painted.texts]
        letters = file.letters(page)
        assert len(letters) > 1000
        for letter in letters:
            middle = Area(letter.left, (letter.bottom + letter.top) / 2, letter.right, (letter.bottom + letter.top) / 2)
            assert any(run.holds(middle, 1.0) for run in runs)


@pytest.mark.parametrize(
    ("content", "thickness"),
    [
        (b"3 w 10 10 m 90 10 l S", 3),
        (b"0.5 0 0 0.5 0 0 cm 3 w 10 10 m 90 10 l S", 1.5),
        (b"0 w 10 10 m 90 10 l S", 0),
        (b"/Wide gs 10 10 m 90 10 l S", 5),
        (b"10 10 90 0.2 re f", 0.2),
        (b"10 10 m 90 10 l 90 10.3 l 10 10.3 l h f", 0.3),
        (b"10 10 90 40 re f", None),
    ],
)
def test_lines(content: bytes, thickness: float | None) -> None:
    drawn = page_of(content).painted.drawings[0].thickness
    assert drawn is None if thickness is None else drawn == pytest.approx(thickness)


@pytest.mark.parametrize(
    ("content", "space", "black", "white", "ink"),
    [
        (b"0 g", "DeviceGray", True, False, 0),
        (b"1 1 1 rg", "DeviceRGB", False, True, 0),
        (b"0 0 0 1 k", "DeviceCMYK", True, False, 100),
        (b"0.6 0.5 0.5 1 k", "DeviceCMYK", False, False, 260),
        (b"/Spot cs 0.5 scn", "Separation Gold", False, False, 50),
        (b"/Mixed cs 0.5 1 scn", "DeviceN Cyan, Black", False, False, 150),
        (b"/Grey cs 0 sc", "ICC-based gray", False, False, 0),
        (b"/DeviceCMYK cs", "DeviceCMYK", True, False, 100),
    ],
)
def test_colours(content: bytes, space: str, black: bool, white: bool, ink: float) -> None:
    colour = page_of(content + b" 10 10 50 50 re f").painted.drawings[0].fill
    assert colour is not None
    assert (str(colour.space), colour.is_black_alone, colour.is_white) == (space, black, white)
    assert colour.ink == pytest.approx(ink)


def test_colours_are_restored_and_belong_to_fill_or_stroke() -> None:
    painted = page_of(b"q 1 0 0 rg 0 1 0 RG 0 0 9 90 re B Q 0 0 90 9 re B").painted
    first, second = painted.drawings
    assert [str(c.space) for c in (first.fill, first.stroke, second.fill, second.stroke) if c] == [
        "DeviceRGB",
        "DeviceRGB",
        "DeviceGray",
        "DeviceGray",
    ]


def test_pictures() -> None:
    picture = page_of(b"q 0 144 -72 0 200 100 cm /Image Do Q").painted.pictures[0]
    assert rounded(picture.area) == (128, 100, 200, 244)
    assert picture.ppi == pytest.approx(100)
    assert (picture.space.family, picture.bits, picture.columns) == ("rgb", 8, 200)
    inline = page_of(b"q 72 0 0 72 9 9 cm BI /W 2 /H 2 /BPC 8 /CS /CMYK /F /A85 ID xxEIxx EI Q 1 0 0 rg 0 0 9 9 re f")
    assert [str(picture.space) for picture in inline.painted.pictures] == ["DeviceCMYK"]
    assert len(inline.painted.drawings) == 1


def test_forms_are_placed_and_clipped() -> None:
    drawing = page_of(b"q 1 0 0 1 5 5 cm /Form Do Q").painted.drawings[0]
    assert rounded(drawing.area) == (15, 25, 115, 125)


def test_what_is_clipped_away_is_not_there() -> None:
    painted = page_of(b"0 0 50 50 re W n 100 100 50 50 re f q 300 0 0 300 25 25 cm /Image Do Q").painted
    assert not painted.drawings
    assert rounded(painted.pictures[0].area) == (25, 25, 50, 50)
    assert page_of(b"500 0 50 50 re f").painted.drawings == []


def test_letters_that_are_drawn_are_looked_into() -> None:
    painted = page_of(b"BT /G 10 Tf 100 200 Td (a) Tj ET").painted
    assert {str(space) for space in painted.spaces()} == {"DeviceGray", "DeviceRGB"}
    assert {font.face: font.is_embedded for font in painted.fonts.values()} == {"unnamed": True, "Helvetica": False}


def test_transparency_is_told_of() -> None:
    assert page_of(b"/Clear gs").painted.transparency == {"opacity of 50 %", "blend mode Multiply"}
    assert page_of(b"").painted.transparency == set()


@pytest.mark.parametrize(
    ("rotation", "area"),
    [(0, (10, 20, 60, 30)), (90, (20, 340, 30, 390)), (180, (340, 570, 390, 580)), (270, (570, 10, 580, 60))],
)
def test_a_page_is_measured_as_it_is_shown(rotation: int, area: tuple[float, ...]) -> None:
    """The page begins at (100, 50), is turned, and is cut 9 points from its edges."""
    trim = Array([109, 59, 491, 641])
    page = page_of(b"110 70 50 10 re f", (100, 50, 500, 650), Rotate=rotation, TrimBox=trim)
    assert rounded(page.painted.drawings[0].area) == area
    assert rounded(page.media) == ((0, 0, 600, 400) if rotation % 180 else (0, 0, 400, 600))
    assert page.trim and rounded(page.trim) == ((9, 9, 591, 391) if rotation % 180 else (9, 9, 391, 591))


def test_a_larger_unit() -> None:
    page = page_of(b"10 10 50 10 re f", UserUnit=2)
    assert rounded(page.media) == (0, 0, 800, 1200)
    assert rounded(page.painted.drawings[0].area) == (20, 20, 120, 40)


def test_what_a_page_inherits() -> None:
    with pikepdf.new() as file:
        for _ in range(2):
            del file.add_blank_page().obj.MediaBox
        file.Root.Pages.MediaBox = Array([0, 0, 200, 300])
        file.Root.Pages.CropBox = Array([10, 10, 190, 290])
        file.Root.Pages.Rotate = 90
        file.Root.Pages.TrimBox = Array([20, 20, 180, 280])  # which is not inherited
        out = io.BytesIO()
        file.save(out)
    tree = PdfFile(out.getvalue(), Path("tree.pdf"))
    page = tree.pages[1]
    assert rounded(page.media) == (0, 0, 300, 200)
    assert rounded(page.crop) == (10, 10, 290, 190)
    assert page.trim is None


@pytest.mark.parametrize(
    "data",
    [
        b"(" * 300_000,
        b"[" * 300_000,
        b"<" * 300_000,
        b"((a)" * 90_000,
        b"[(a)" * 90_000,
        b"BI " * 90_000,
        b"/" * 300_000,
        b"[(" * 200_000,
        b"[(a(b)" * 60_000,
    ],
)
def test_tokens_take_no_longer_for_what_is_broken(data: bytes) -> None:
    begin = time.process_time()
    list(operations(data))
    assert time.process_time() - begin < 2


def test_tokens() -> None:
    found = list(operations(b"q 1 0 0 -1 5.5 -.5 cm/c0 cs % a comment\n0.5-.3 scn (a(b)c\\)) Tj [(a]) -7<00>]TJ(x)'f*"))
    assert [name for name, _ in found] == [b"q", b"cm", b"cs", b"scn", b"Tj", b"TJ", b"'", b"f*"]
    assert found[1][1] == [1, 0, 0, -1, 5.5, -0.5]
    assert found[3][1] == [0.5, -0.3]
    assert found[4][1] == [b"(a(b)c\\))"]


@pytest.mark.parametrize("inner", [b"b(c)d", b"b(c(d)e)f", b"(b)", b"b\\)(c)\\\\"])
def test_paired_parentheses_within_a_string_of_an_array_are_letters(inner: bytes) -> None:
    """A program leaves them as they are, such as Typst where the numbers of glyphs happen to be theirs."""
    ((name, (array,)),) = operations(b"[(a) 25 (" + inner + b")-3(e)]TJ")
    assert name == b"TJ" and isinstance(array, bytes)
    strings = [string_bytes(piece) for piece in pieces(array) if piece.startswith(b"(")]
    assert strings == [b"a", string_bytes(b"(" + inner + b")"), b"e"]


@pytest.mark.parametrize("name", [b"/Two#20Inks", b"/Caf#C3#A9", b"/Caf#E9"])
def test_names_with_letters_written_by_number_are_found(name: bytes) -> None:
    """The page of each file calls a colour space by a name with a space, or with a letter in UTF-8 or Latin-1."""
    resources = pikepdf.Object.parse(b"<</ColorSpace <<" + name + b" [/Separation /Gold /DeviceCMYK <<>>]>> >>")
    page = page_of(name + b" cs 1 scn 0 0 9 9 re f", Resources=resources)
    assert page.painted.drawings[0].fill is not None and page.painted.drawings[0].fill.space.inks == ("Gold",)

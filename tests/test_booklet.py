"""Imposition: folded, the sheets read from the first page to the last, and show each page as it is cut."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable
from typing import TypeVar

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from octavo.presswork.booklet import SheetSize, Side, booklet, gatherings, sides, two_up

T = TypeVar("T")
PAGE = 0.0025
"""Inches: the paper's thickness a page; a leaf is two."""
LEAF_POINTS = 2 * PAGE * 72


def interior(
    pages: int,
    size: tuple[float, float] = (360, 576),
    *,
    corner: float = 0.0,
    rotate: int = 0,
    inherited: bool = False,
    picture: bool = False,
) -> bytes:
    """Pages that show their number, every seventh none; black are 9 points of bleed and 4 inside the trim."""
    file = pikepdf.new()
    file.docinfo["/Title"] = "Pages"
    file.docinfo["/GTS_PDFXVersion"] = "PDF/X-1a:2003"
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    shown = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=file.make_indirect(font)))
    if picture:
        shown.XObject = pikepdf.Dictionary(Picture=_picture(file))
    width, height = size
    for number in range(1, pages + 1):
        page = file.add_blank_page(page_size=size).obj
        page.MediaBox = pikepdf.Array([corner - 9, corner - 9, corner + width + 9, corner + height + 9])
        page.TrimBox = pikepdf.Array([corner, corner, corner + width, corner + height])
        page.Annots = pikepdf.Array([_link(file)])
        if not inherited:
            page.Resources, page.Rotate = file.make_indirect(shown), rotate
        if number % 14 == 7:
            page.Contents = file.make_stream(b" ")
        if number % 7:
            image = f"q 60 0 0 40 {corner + 200} {corner + 250} cm /Picture Do Q " if picture else ""
            bars = "".join(f"{x} {corner - 9} 13 {height + 18} re f " for x in (corner - 9, corner + width - 4))
            text = f"0 g {bars}{image}BT /F 12 Tf {corner + 20} {corner + 30} Td (p{number}) Tj ET"
            page.Contents = file.make_stream(text.encode())
    out = io.BytesIO()
    if inherited:
        for bare in file.pages:
            del bare.obj.Resources
        file.Root.Pages.Resources, file.Root.Pages.Rotate = shown, rotate
    file.save(out)
    return out.getvalue()


def _picture(file: pikepdf.Pdf) -> pikepdf.Object:
    stream = file.make_stream(bytes(range(0, 256, 16)))
    stream.Type, stream.Subtype, stream.ColorSpace = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DeviceGray
    stream.Width, stream.Height, stream.BitsPerComponent = 4, 4, 8
    return stream


def _link(file: pikepdf.Pdf) -> pikepdf.Object:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org"))
    return file.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([20, 20, 90, 50]), A=action
        )
    )


def expected(page: int | None) -> str:
    """What the interior shows on a page, counted from 0."""
    return "" if page is None or (page + 1) % 7 == 0 else f"p{page + 1}"


def seen(data: bytes) -> list[tuple[str, str]]:
    """What stands on the left and on the right half of each side."""
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


def places(data: bytes) -> dict[str, tuple[float, float]]:
    """Left and foot of the first letter of each page number, in points of the sheet."""
    document = pypdfium2.PdfDocument(data)
    found: dict[str, tuple[float, float]] = {}
    for page in document:
        text = page.get_textpage()
        width, height = page.get_size()
        starts = [i for i in range(text.count_chars()) if text.get_text_range(i, 1) == "p"]
        for left, bottom, _, _ in (text.get_charbox(start) for start in starts):
            half = (0, 0, width / 2, height) if left < width / 2 else (width / 2, 0, width, height)
            found[text.get_text_bounded(*half).strip()] = (left, bottom)
    document.close()
    return found


def picture_of(data: bytes, number: int = 0) -> Image.Image:
    """A page as it is seen, a pixel a point."""
    document = pypdfium2.PdfDocument(data)
    image: Image.Image = document[number].render().to_pil().convert("L")
    document.close()
    return image


def folded(piles: Iterable[list[tuple[T, T]]]) -> list[T]:
    """The pages as a reader turns them: each sheet is turned on its short edge, laid on the pile, and the pile folded.

    A sheet has two leaves. The right half of its front is the left half of its back seen from behind; folded, that
    leaf lies before the other, and the sheets inside lie between the two.
    """
    read: list[T] = []
    for pile in piles:
        opening: list[T] = []
        closing: list[T] = []
        for (front_left, front_right), (back_left, back_right) in zip(pile[0::2], pile[1::2], strict=True):
            opening += [front_right, back_left]
            closing = [back_right, front_left, *closing]
        read += opening + closing
    return read


@pytest.mark.parametrize(
    ("pages", "order"),
    [
        (4, [(3, 0), (1, 2)]),
        (8, [(7, 0), (1, 6), (5, 2), (3, 4)]),
        (12, [(11, 0), (1, 10), (9, 2), (3, 8), (7, 4), (5, 6)]),
        (6, [(None, 0), (1, None), (5, 2), (3, 4)]),
    ],
)
def test_sides_stand_in_the_printers_order(pages: int, order: list[Side]) -> None:
    (pile,) = gatherings(pages)
    assert sides(pile, pages) == order


@pytest.mark.parametrize(
    ("pages", "sizes"),
    [
        (1, [4]),
        (42, [44]),
        (80, [80]),
        (81, [32, 32, 20]),
        (84, [32, 32, 20]),
        (97, [32, 32, 32, 4]),
        (300, [32] * 9 + [12]),
    ],
)
def test_what_cannot_be_stapled_is_gathered(pages: int, sizes: list[int]) -> None:
    piles = gatherings(pages)
    assert [len(pile) for pile in piles] == sizes
    assert [page for pile in piles for page in pile] == list(range(sum(sizes)))


@pytest.mark.parametrize("pages", [1, 4, 8, 12, 42, 80, 81, 84, 300])
def test_a_folded_pile_reads_from_first_to_last(pages: int) -> None:
    read = folded(sides(pile, pages) for pile in gatherings(pages))
    assert read == [*range(pages), *[None] * (-pages % 4)]


@pytest.mark.parametrize("pages", [4, 8, 12, 42, 84, 300])
def test_the_sheets_show_what_they_should(pages: int) -> None:
    made = booklet(interior(pages), sheet="letter", caliper=PAGE)
    shown, piles = seen(made.data), []
    for pile in gatherings(pages):
        piles.append([shown.pop(0) for _ in range(len(pile) // 2)])
    assert not shown
    assert made.gatherings == len(piles)
    assert folded(piles) == [expected(page) for page in range(pages)] + [""] * (-pages % 4)


def test_blank_pages_carry_nothing() -> None:
    made = booklet(interior(5), sheet="a4", caliper=PAGE)
    first = picture_of(made.data)
    assert first.crop((0, 0, first.width // 2, first.height)).getextrema() == (255, 255)
    with pikepdf.open(io.BytesIO(made.data)) as file:
        assert [len(page.obj.Resources.XObject) for page in file.pages] == [1, 1, 1, 2]


@pytest.mark.parametrize("size", [(360, 576), (432, 648)])
def test_inner_sheets_creep_towards_the_fold(size: tuple[float, float]) -> None:
    """By a leaf a sheet, beginning anew with each gathering; and the paper is as thick where pages are made smaller."""
    pages = interior(84, size)
    still = places(booklet(pages, sheet="letter", caliper=0).data)
    moved = places(booklet(pages, sheet="letter", caliper=PAGE).data)
    assert len(still) == 72
    for pile in gatherings(84):
        for side, (left, right) in enumerate(sides(pile, 84)):
            creep = side // 2 * LEAF_POINTS
            for page, towards in ((expected(left), creep), (expected(right), -creep)):
                if page:
                    assert moved[page][0] - still[page][0] == pytest.approx(towards, abs=0.01)
                    assert moved[page][1] == pytest.approx(still[page][1], abs=0.01)


def test_the_innermost_of_ten_sheets_moves_by_nine_leaves() -> None:
    at = places(booklet(interior(40), sheet="letter", caliper=PAGE).data)
    assert at["p20"][0] - at["p40"][0] == pytest.approx(9 * 0.005 * 72, abs=0.01)
    assert at["p1"][0] - at["p19"][0] == pytest.approx(9 * 0.005 * 72, abs=0.01)
    assert at["p1"][0] - at["p40"][0] == pytest.approx(360, abs=0.01)


def test_a_page_that_creeps_does_not_show_beyond_the_fold() -> None:
    """Nor does it show its bleed; both are black, and the black inside the trim has crept over the fold."""
    sheet = picture_of(booklet(interior(8), sheet="letter", caliper=0.05).data, 2)
    moved = round(2 * 0.05 * 72)
    assert sheet.crop((0, 0, 396 - 360 + moved - 1, 612)).getextrema() == (255, 255)
    assert sheet.crop((396 - 12, 0, 396 + 12, 612)).getextrema() == (255, 255)


@pytest.mark.parametrize(
    ("size", "sheet", "scale"),
    [
        ((360, 576), "letter", 1),
        ((360, 576), "a4", 1),
        ((419.53, 595.28), "a4", 1),  # A5, rounded
        ((396.05, 612.05), "letter", 1),  # half a sheet, rounded
        ((419.53, 595.28), "letter", 396 / 419.53),
        ((432, 648), "letter", 396 / 432),
        ((432, 648), "a4", 595.276 / 648),
        ((300, 700), "a4", 595.276 / 700),
    ],
)
def test_pages_are_made_smaller_only_where_needed(size: tuple[float, float], sheet: SheetSize, scale: float) -> None:
    pages = interior(8, size)
    for made in (booklet(pages, sheet=sheet, caliper=PAGE), two_up(pages, sheet=sheet)):
        assert made.scale == pytest.approx(scale, abs=1e-6)
        assert (made.scale == 1) == (scale == 1)
        with pikepdf.open(io.BytesIO(made.data)) as file:
            width, height = (float(edge) for edge in file.pages[0].mediabox[2:])
    at = places(booklet(pages, sheet=sheet, caliper=PAGE).data)
    assert at["p1"][0] == pytest.approx(width / 2 + 20 * scale, abs=1)
    assert at["p1"][1] == pytest.approx((height - size[1] * scale) / 2 + 30 * scale, abs=3)


@pytest.mark.parametrize("inherited", [False, True])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_looks_as_it_does_by_itself(rotate: int, *, inherited: bool) -> None:
    """Turned or not, with a corner anywhere, with pictures: its trim is what half a sheet shows."""
    size = (576, 360) if rotate % 180 else (360, 576)
    pages = interior(4, size, corner=50, rotate=rotate, inherited=inherited, picture=True)
    made = booklet(pages, sheet="letter", caliper=PAGE)
    assert made.scale == 1
    assert seen(made.data) == [("p4", "p1"), ("p2", "p3")]
    alone = picture_of(pages).crop((9, 9, 369, 585))
    assert sum(count > 0 for count in alone.histogram()) > 12  # the picture's grays
    half = picture_of(made.data).crop((396, 18, 756, 594))
    difference = ImageChops.difference(alone, half)
    assert sum(difference.histogram()[32:]) < 30


def test_a_proof_shows_what_faces_what() -> None:
    assert seen(two_up(interior(6), sheet="a4").data) == [("", "p1"), ("p2", "p3"), ("p4", "p5"), ("p6", "")]
    assert seen(two_up(interior(5), sheet="a4").data) == [("", "p1"), ("p2", "p3"), ("p4", "p5")]


def test_a_proof_frames_every_page_that_is_there() -> None:
    """Blank ones as well, as the seventh is; but not the place before the first."""
    with pikepdf.open(io.BytesIO(two_up(interior(8), sheet="letter").data)) as file:
        drawn = [page.obj.Contents.read_bytes().decode() for page in file.pages]
    left, right = "0.25 w 0.6 G 36.000 18.000 360.000 576.000 re S", "0.25 w 0.6 G 396.000 18.000 360.000 576.000 re S"
    assert [left in side for side in drawn] == [False, True, True, True, True]
    assert [right in side for side in drawn] == [True, True, True, True, False]


@pytest.mark.parametrize("made_by", [lambda p: booklet(p, sheet="a4", caliper=PAGE), lambda p: two_up(p, sheet="a4")])
def test_nothing_is_there_twice_and_nothing_of_the_screen(made_by) -> None:  # type: ignore[no-untyped-def]
    pages = interior(100, picture=True)
    made = made_by(pages).data
    time.sleep(1.05)  # an identifier made from the clock would be another a second later
    assert made == made_by(pages).data
    assert len(made) < 1.5 * len(pages)
    with pikepdf.open(io.BytesIO(made)) as file:
        streams = [each for each in file.objects if isinstance(each, pikepdf.Stream)]
        kinds = [str(each.get("/Subtype")) for each in streams]
        assert kinds.count("/Form") == 100 - 100 // 7
        assert kinds.count("/Image") == 1
        assert [each.ColorSpace for each in streams if each.get("/Subtype") == "/Image"] == ["/DeviceGray"]
        assert sum(isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font" for each in file.objects) == 1
        assert not any("/Annots" in page.obj for page in file.pages)
        assert file.pdf_version == "1.4"
        assert str(file.docinfo["/Title"]) == "Pages"
        assert "/GTS_PDFXVersion" not in file.docinfo
    assert b"example.org" not in made

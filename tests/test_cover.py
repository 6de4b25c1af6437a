"""The cover: its measures to the hundredth of a point, its words, and that they stand where they may."""

from __future__ import annotations

import datetime
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml
from PIL import Image

from octavo.document import Document, read_document
from octavo.document.titlepage import creator_lines
from octavo.edition import load_edition
from octavo.errors import InputError, Notices
from octavo.presswork.cover import front_image, wrap
from octavo.presswork.press_ready import press_ready
from octavo.printers import Box, Sheet, wrap_sheet

MOMENT = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
SLACK = 0.002
"""Inches: what a glyph's outline may differ from Typst's measure of it."""
SENTENCE = "It follows the masters and their journeymen, and the readers who mended their mistakes. "
USUAL = {
    "title": "The Street of Printers",
    "subtitle": "A history of Leipzig in type",
    "creator": [{"name": "Anna Weber", "role": "aut"}, {"name": "Jon Ashe", "role": "trl"}],
    "description": SENTENCE * 4,
    "publisher": "Nonpareil Books",
    "print": {"printer": "kdp"},
}


def edition_of(folder: Path, **front_matter: Any) -> Document:
    """A small edition with this front matter, read."""
    said = {"title": "A test", "lang": "en-GB", "published": datetime.date(2026, 11, 22)} | front_matter
    text = f"---\n{yaml.safe_dump(said, allow_unicode=True, sort_keys=False)}---\n\n# One\n\nText.\n"
    (folder / "01.md").write_text(text, encoding="utf-8")
    return read_document(load_edition(folder))


def sheet_of(document: Document, pages: int) -> Sheet:
    settings = document.edition.metadata.print
    return wrap_sheet(
        settings.for_press,
        settings.trim_inches,
        pages,
        settings.paper,
        binding=settings.binding,
        spine=settings.spine_inches,
    )


def wrap_of(document: Document, pages: int = 200, notices: Notices | None = None, **options: bool) -> bytes:
    sheet = sheet_of(document, pages)
    return wrap(document, sheet, MOMENT, pages=pages, notices=notices or Notices(), **options)


def letters_of(pdf: bytes) -> list[tuple[str, float, float, float, float]]:
    """Each letter with its left, top, right and bottom; inches from the sheet's upper left corner."""
    document = pypdfium2.PdfDocument(pdf)
    (page,) = document
    text, height = page.get_textpage(), page.get_height()
    found = []
    for at in range(text.count_chars()):
        letter = text.get_text_range(at, 1)
        if letter.strip():
            left, bottom, right, top = text.get_charbox(at)
            found.append((letter, left / 72, (height - top) / 72, right / 72, (height - bottom) / 72))
    document.close()
    return found


def words_in(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def said_by(document: Document, *, spine: bool) -> str:
    """All that the cover says, the parts of a front, a back and a spine that has room for all."""
    metadata = document.edition.metadata
    people = creator_lines(metadata)
    authors = next((line.names for line in people if not line.key), people[0].names if people else "")
    front = [metadata.title, metadata.subtitle or "", *(part.rstrip() for line in people for part in line[:3])]
    back = [metadata.description or ""]
    on_spine = [metadata.title, authors, metadata.publisher or ""] if spine else []
    return "".join([*front, *back, *on_spine, *([metadata.publisher] * 2 if metadata.publisher else [])])


def assert_safe(pdf: bytes, sheet: Sheet) -> None:
    """Every letter stands inside one safe area, the barcode's too."""
    for letter, left, top, right, bottom in letters_of(pdf):
        box = Box(left, top, right - left, bottom - top)
        assert any(area.holds(box, SLACK) for area in sheet.safe_areas.values()), f"‘{letter}’ at {box}"


def test_the_sheet_of_312_pages(tmp_path: Path) -> None:
    pdf = wrap_of(edition_of(tmp_path, **USUAL), 312)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        (page,) = file.pages
        left, bottom, right, top = (float(edge) for edge in page.MediaBox)
    assert (left, bottom) == (0, 0)
    assert right == pytest.approx((2 * 5 + 312 * 0.002252 + 0.25) * 72, abs=0.01)
    assert top == pytest.approx(8.25 * 72, abs=0.01)


CASES: dict[str, dict[str, Any]] = {
    "usual": {},
    "one word": {"title": "Emma", "subtitle": None},
    "a long word": {"title": "Rechtsschutzversicherungsgesellschaften", "lang": "de", "subtitle": None},
    "a word without end": {"title": "Abcdefghijklmnopqrstuvwxyz" * 3, "lang": "und"},
    "a long title": {"title": "An inquiry into the nature and causes of the wealth of nations in nine books " * 2},
    "no author": {"creator": []},
    "an editor alone": {"creator": [{"name": "Anna Weber", "role": "edt"}]},
    "four creators": {
        "creator": [
            "Anna Weber",
            "Friedrich Hartknoch",
            {"name": "Jonathan Ashe", "role": "trl"},
            {"name": "Maria Margarete Breitkopf", "role": "aui"},
        ]
    },
    "many authors": {"creator": [f"Firstname Lastname-Longer {number}" for number in range(12)]},
    "bare": {"creator": [], "subtitle": None, "description": None, "publisher": None},
    "a long description": {"description": SENTENCE * 20},
    "a publisher of many words": {"publisher": "The Society for the Diffusion of Useful Knowledge in All Its Branches"},
}
NOT_WHOLE = {"a word without end", "a long title", "many authors", "a publisher of many words"}
"""Too long to stand whole on the spine, or broken where no word is."""


@pytest.mark.parametrize("style", ["default", "classic", "plain"])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("printer", ["kdp", "lulu"])
def test_text_stands_in_the_safe_areas(case: str, style: str, printer: str, tmp_path: Path) -> None:
    settings = {"printer": printer, "isbn": "9780306406157", "style": style}
    document = edition_of(tmp_path, **(USUAL | CASES[case] | {"print": settings}))
    for pages in (90, 312):
        assert_safe(wrap_of(document, pages), sheet_of(document, pages))


@pytest.mark.parametrize("case", sorted(CASES.keys() - NOT_WHOLE))
def test_the_words_are_those_of_the_metadata(case: str, tmp_path: Path) -> None:
    document = edition_of(tmp_path, **(USUAL | CASES[case]))
    said = "".join(letter for letter, *_ in letters_of(wrap_of(document, 400)))
    # A hyphen at a line's end is the typesetter's.
    assert words_in(re.sub("[\u00ad\u0002\ufffe]", "", said)) == words_in(said_by(document, spine=True))


@pytest.mark.parametrize(
    ("settings", "pages", "spine", "says"),
    [
        ({"printer": "ingram", "spine": "0.05in"}, 60, 0.05, False),
        ({"printer": "ingram", "spine": "0.142in"}, 60, 0.142, False),
        ({"printer": "ingram", "spine": "0.25in"}, 110, 0.25, True),
        ({"printer": "ingram", "spine": "1.2in"}, 560, 1.2, True),
        ({"printer": "kdp"}, 78, 78 * 0.002252, False),
        ({"printer": "generic", "binding": "saddle"}, 40, 0, False),
    ],
)
def test_the_spine_speaks_where_there_is_room(
    settings: dict[str, str], pages: int, spine: float, says: bool, tmp_path: Path
) -> None:
    document = edition_of(tmp_path, **(USUAL | {"print": settings}))
    pdf, sheet = wrap_of(document, pages), sheet_of(document, pages)
    assert sheet.width == pytest.approx(2 * 5 + spine + 0.25)
    assert_safe(pdf, sheet)
    between = [
        edge
        for _, left, _, right, _ in letters_of(pdf)
        if sheet.spine.left <= left and right <= sheet.spine.right
        for edge in (left, right)
    ]
    assert bool(between) == says
    if says:
        middle = (min(between) + max(between)) / 2
        assert middle == pytest.approx(sheet.spine.left + spine / 2, abs=max(0.02, 0.03 * spine))


def test_a_description_without_room(tmp_path: Path) -> None:
    text = (SENTENCE * 60).strip()
    document = edition_of(tmp_path, **(USUAL | {"description": text}))
    with pytest.raises(InputError) as refused:
        wrap_of(document)
    (problem,) = refused.value.problems
    found = re.fullmatch(
        rf"the description has {len(text):,} characters; the back cover has room for about ([\d,]+)", problem.message
    )
    assert found
    assert problem.place
    assert problem.place.line == 11
    # What it says holds.
    room = int(found[1].replace(",", ""))
    shorter = edition_of(tmp_path, **(USUAL | {"description": text[:room]}))
    assert wrap_of(shorter)
    longer = edition_of(tmp_path, **(USUAL | {"description": text[: room + 90]}))
    with pytest.raises(InputError):
        wrap_of(longer)


def test_a_letter_that_print_lacks(tmp_path: Path) -> None:
    document = edition_of(tmp_path, **(USUAL | {"description": "A story of 漢字 in Leipzig."}))
    with pytest.raises(InputError) as refused:
        wrap_of(document)
    first, second = refused.value.problems
    assert first.message == "print has no letter for ‘漢’ (U+6F22), and the cover is to show it"
    assert second.message.startswith("print has no letter for ‘字’")
    assert first.place
    assert second.place
    assert (first.place.line, second.place.line) == (11, 11)
    assert second.place.column == first.place.column + 1


def test_the_front_of_the_ebook(tmp_path: Path) -> None:
    document = edition_of(tmp_path, **USUAL)
    first = front_image(document, MOMENT, Notices())
    with Image.open(io.BytesIO(first)) as picture:
        assert picture.size == (1600, 2560)
        assert picture.format == "PNG"
        # Its upper part is the field, its foot the ground.
        assert picture.convert("RGB").getpixel((800, 20)) == (0x8C, 0x1D, 0x18)
        assert picture.convert("RGB").getpixel((800, 2540)) == (0xF4, 0xEF, 0xE6)
    assert front_image(document, MOMENT, Notices()) == first


@pytest.mark.parametrize(("size", "found"), [((900, 1000), 121), ((1700, 2600), 0), ((3000, 2000), 242)])
def test_a_picture_for_the_front(size: tuple[int, int], found: int, tmp_path: Path) -> None:
    Image.new("RGB", size, "#2266aa").save(tmp_path / "front.png")
    document = edition_of(tmp_path, **(USUAL | {"cover-image": "front.png"}))
    notices, sheet = Notices(), sheet_of(document, 200)
    pdf = wrap_of(document, notices=notices)
    assert_safe(pdf, sheet)
    assert not [letter for letter, left, *_ in letters_of(pdf) if left > sheet.front.left]
    said = [problem.message for problem in notices.items]
    assert said == (
        [f"the cover image has {found} pixels an inch at its size in print, fewer than 300"] if found else []
    )
    assert all(problem.place and problem.place.line for problem in notices.items)
    document_of_pdf = pypdfium2.PdfDocument(pdf)
    picture = document_of_pdf[0].render(scale=1).to_pil()
    document_of_pdf.close()
    for x in (sheet.front.left + 0.03, sheet.width - 0.03):
        for y in (0.03, sheet.height - 0.03):
            assert picture.getpixel((int(x * 72), int(y * 72))) == (0x22, 0x66, 0xAA)
    assert picture.getpixel((int((sheet.front.left - 0.03) * 72), 20)) != (0x22, 0x66, 0xAA)


def colours_of(pdf: bytes) -> set[tuple[str, tuple[float, ...]]]:
    """The operators that set a colour, with what they set, of a page and its forms."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        (page,) = file.pages
        for content in (page, *page.Resources.get("/XObject", {}).values()):
            for operands, operator in pikepdf.parse_content_stream(content):
                if str(operator) in ("g", "G", "rg", "RG", "k", "K", "sc", "SC", "scn", "SCN"):
                    found.add((str(operator), tuple(float(part) for part in operands)))
    return found


@pytest.mark.parametrize("style", ["default", "classic", "plain"])
def test_the_sheet_is_printed_in_inks(style: str, tmp_path: Path) -> None:
    settings = {"printer": "ingram", "isbn": "9780306406157", "style": style}
    document = edition_of(tmp_path, **(USUAL | {"print": settings}))
    sheet = sheet_of(document, 312)
    printer = document.edition.metadata.print.for_press
    ready = press_ready(
        wrap_of(document, 312), printer=printer, title="A test", moment=MOMENT, kind="cover", bleed=sheet.bleed
    )
    for pdf in (wrap_of(document, 312), ready):
        colours = colours_of(pdf)
        assert {len(parts) for _, parts in colours} == {4}
        assert max(sum(parts) for _, parts in colours) <= 2.4
        assert (0, 0, 0, 1) in {parts for _, parts in colours}
        with pikepdf.open(io.BytesIO(pdf)) as file:
            states = file.pages[0].Resources.get("/ExtGState", {}).values()
            assert all(float(state.get("/ca", 1)) == 1 and "/SMask" not in state for state in states)
            assert not file.pages[0].Resources.get("/Shading", {})


def test_marks_stand_on_the_template_alone(tmp_path: Path) -> None:
    document = edition_of(tmp_path, **USUAL)
    plain, under = wrap_of(document, 312), wrap_of(document, 312, with_template=True)
    assert not [parts for _, parts in colours_of(plain) if parts == (1, 0, 0, 0)]
    assert [parts for _, parts in colours_of(under) if parts == (1, 0, 0, 0)]
    said = "".join(letter for letter, *_ in letters_of(under))
    for figure in ("trim5.000×8.000in=127.0×203.2mm", "312pages,whitepaper", "spine0.703in=17.8mm", "AmazonKDP"):
        assert figure in said
    assert "sheetwithbleed10.953×8.250in=278.2×209.5mm" in said
    for label in ("trim", "bleed", "fold", "safearea", "barcode"):
        assert label in said


def test_the_same_cover_twice(tmp_path: Path) -> None:
    document = edition_of(tmp_path, **USUAL)
    assert wrap_of(document) == wrap_of(document)

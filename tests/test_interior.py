"""The printer's interior: the archive's pages in black ink alone, with boxes and nothing that only a screen uses."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pypdfium2
import pytest

from octavo.build import Build, build
from octavo.errors import InputError
from octavo.printers import printer
from octavo.setting import rounds
from settings import HEAD, words

TRIMS = ("5x8in", "6x9in", "a5")


def with_print(folder: Path, settings: str) -> Path:
    """Say in the front matter of an edition how it is printed."""
    first = sorted(folder.glob("*.md"))[0]
    text = re.sub(r"\nprint: .*", "", first.read_text(encoding="utf-8"))
    first.write_text(text.replace("\nversion:", f"\nprint: {{{settings}}}\nversion:", 1), encoding="utf-8")
    return folder


def pdf_of(made: Build, ending: str) -> bytes:
    return next(artifact.data for artifact in made.artifacts if artifact.name.endswith(ending))


@pytest.fixture(scope="module", params=TRIMS)
def made(request: pytest.FixtureRequest, source: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The first edition for IngramSpark, which asks for most."""
    folder = tmp_path_factory.mktemp("interior") / "edition"
    shutil.copytree(source, folder)
    return build(with_print(folder, f"printer: ingram, trim: {request.param}"), ("pdf", "print"))


def texts(pdf: bytes) -> list[str]:
    """The text of each page, as a reader that knows nothing of tags sees it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_both_pdfs_have_the_same_pages(made: Build) -> None:
    archive, interior = pdf_of(made, "lost.pdf"), pdf_of(made, "-print.pdf")
    assert texts(archive) == texts(interior)
    assert len(texts(interior)) % 2 == 0


def inks_of(pdf: bytes) -> list[tuple[float, ...]]:
    """Which part of each page cyan, magenta, yellow and black cover when it is drawn in these four."""
    pages = []
    with pymupdf.open(stream=pdf, filetype="pdf") as file:
        for page in file:
            drawn = page.get_pixmap(colorspace=pymupdf.csCMYK, dpi=72)
            pages.append(tuple(1 - drawn.samples[ink::4].count(0) / (drawn.w * drawn.h) for ink in range(4)))
    return pages


def test_every_page_shows_black_ink_alone(made: Build) -> None:
    interior = pdf_of(made, "-print.pdf")
    inks = inks_of(interior)
    assert len(inks) == len(texts(interior))
    assert all(ink[:3] == (0, 0, 0) for ink in inks)
    assert sum(ink[3] > 0 for ink in inks) > 35


@pytest.mark.parametrize(
    ("paint", "inked"),
    [
        (b"0 g", (False, False, False, True)),
        (b"0 0 0 1 k", (False, False, False, True)),
        (b"0 0 1 0 k", (False, False, True, False)),
        (b"0.2 0.1 0 1 k", (True, True, False, True)),
        (b"0.4 0.1 0.1 rg", (True, True, True, True)),
    ],
)
def test_the_measure_of_inks_sees_each_ink(paint: bytes, inked: tuple[bool, ...]) -> None:
    file = pikepdf.new()
    file.add_blank_page(page_size=(72, 72)).Contents = file.make_stream(paint + b" 10 10 20 20 re f")
    out = io.BytesIO()
    file.save(out)
    (inks,) = inks_of(out.getvalue())
    assert tuple(ink > 0 for ink in inks) == inked


def test_blank_pages_are_blank(made: Build) -> None:
    interior = pdf_of(made, "-print.pdf")
    blank = [number for number, text in enumerate(texts(interior)) if not text.strip()]
    assert 1 in blank  # behind the half-title
    document = pypdfium2.PdfDocument(interior)
    try:
        for number in blank:
            assert not list(document[number].get_objects())
    finally:
        document.close()


def test_nothing_but_what_is_printed(made: Build) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(made, "-print.pdf"))) as file:
        assert set(file.Root.keys()) == {"/Type", "/Pages", "/OutputIntents"}
        assert file.pdf_version == "1.3"
        for page in file.pages:
            assert not {"/Annots", "/Group", "/StructParents", "/Tabs"} & set(page.obj.keys())
            assert list(page.obj.TrimBox) == list(page.obj.BleedBox) == list(page.obj.MediaBox)
        spaces = {str(space) for page in file.pages for space in page.Resources.get("/ColorSpace", {}).values()}
        assert spaces == {"/DeviceGray"}


def inside_margins(pdf: bytes) -> tuple[float, float]:
    """How near text comes to the inner and to the outer edge on any page, in inches."""
    document = pypdfium2.PdfDocument(pdf)
    inner, outer = [], []
    for number, page in enumerate(document):
        width = page.get_width()
        text = page.get_textpage()
        boxes = [text.get_charbox(i) for i in range(text.count_chars()) if text.get_text_range(i, 1).strip()]
        if boxes:
            left, right = min(box[0] for box in boxes), width - max(box[2] for box in boxes)
            inner.append(left if number % 2 == 0 else right)
            outer.append(right if number % 2 == 0 else left)
    document.close()
    return min(inner) / 72, min(outer) / 72


def test_margins_are_mirrored_and_wide_enough(made: Build) -> None:
    inner, outer = inside_margins(pdf_of(made, "-print.pdf"))
    ingram = printer("ingram")
    assert inner >= ingram.gutter(44)
    # Punctuation may hang out of the text by a little.
    assert outer >= ingram.margin() - 0.08


def test_the_gutter_grows_with_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Short chapters fill more pages than the count of words says; where pages are said to hold few words, fewer."""
    for name, count, on_a_page, other in (("fewer", 30, 0.2, 151), ("more", 80, rounds.WORDS_PER_SQUARE_INCH, 150)):
        monkeypatch.setattr(rounds, "WORDS_PER_SQUARE_INCH", on_a_page)
        folder = tmp_path / name
        folder.mkdir()
        text = HEAD.replace("{trim: TRIM}", "{printer: kdp, trim: 5x8in, openings: recto}")
        chapters = "\n\n".join(f"# Chapter {number}\n\n{words(60)}" for number in range(count))
        (folder / "01.md").write_text(text + chapters + "\n", encoding="utf-8")
        made = build(folder, ("print",))
        interior = pdf_of(made, "-print.pdf")
        assert (len(texts(interior)) > 151) == (name == "more")
        gutters = {pages: printer("kdp").gutter(pages) for pages in (len(texts(interior)), other)}
        assert inside_margins(interior)[0] >= gutters[len(texts(interior))]
        assert len(set(gutters.values())) > 1


def test_a_printer_that_does_not_bind_so_few_pages(tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    folder.mkdir()
    text = HEAD.replace("{trim: TRIM}", "{printer: kdp, trim: 5x8in, paper: cream}") + f"# One\n\n{words(300)}\n"
    (folder / "01.md").write_text(text, encoding="utf-8")
    made = build(folder)
    assert [unmade.rendition for unmade in made.unmade] == ["print", "cover"]
    assert pdf_of(made, "book.pdf")
    (problem,) = made.problems
    assert re.fullmatch(r"Amazon KDP does not bind \d pages in paperback on cream paper", problem.message)
    assert "24 to 776 pages in paperback on cream paper" in problem.hint
    assert problem.place is not None
    assert (problem.place.file.name, problem.place.line) == ("01.md", 9)
    assert build(folder, ("epub",)).artifacts  # what no printer gets is built


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("printer: kdp, trim: 3.5x9in", "Amazon KDP does not print ‘3.5x9in’; it offers 5x8in, "),
        ("printer: kdp, binding: saddle", "Amazon KDP has no ‘saddle’ binding; it offers paperback"),
        ("printer: kpd", "choose from: generic, kdp, ingram, lulu"),
        ("printer: lulu, spine: thick", "‘thick’ is no width of a spine; write it as 0.142in or 3.6mm"),
        ("add-on: '51299'", "an add-on stands beside the barcode of an ISBN"),
        ("isbn: 978-0-00-000000-1", "its last digit does not fit the others"),
    ],
)
def test_what_a_printer_does_not_offer(tmp_path: Path, settings: str, said: str) -> None:
    (tmp_path / "01.md").write_text(HEAD.replace("trim: TRIM", settings) + "# One\n\nText.\n", encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(said)) as refused:
        build(tmp_path)
    assert [problem.place.line for problem in refused.value.problems if problem.place] == [9]


def test_saddle_stitching_needs_leaves_of_four_pages(tmp_path: Path) -> None:
    for paragraphs in range(3, 12, 2):
        folder = tmp_path / str(paragraphs)
        folder.mkdir()
        text = HEAD.replace("{trim: TRIM}", "{printer: lulu, trim: a5, binding: saddle}") + "# One\n\n"
        text += "\n\n".join(words(180, seed) for seed in range(paragraphs))
        (folder / "01.md").write_text(text, encoding="utf-8")
        made = build(folder, ("pdf", "print"))
        assert len(texts(pdf_of(made, "-print.pdf"))) % 4 == 0
        assert texts(pdf_of(made, "book.pdf")) == texts(pdf_of(made, "-print.pdf"))


def picture_edition(folder: Path, mode: str, size: tuple[int, int]) -> Path:
    from PIL import Image

    (folder / "images").mkdir(parents=True)
    colours: dict[str, Any] = {"RGB": (200, 30, 30), "RGBA": (30, 30, 200, 128), "L": 90, "P": 3}
    Image.new(mode, size, colours[mode]).save(folder / "images" / "a.png")
    text = HEAD.replace("{trim: TRIM}", "{printer: generic, trim: 5x8in}")
    text += '# One\n\n![A picture](images/a.png){alt="A picture"}\n\nText.\n'
    (folder / "01.md").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_pictures_become_grey(tmp_path: Path, mode: str) -> None:
    made = build(picture_edition(tmp_path / "edition", mode, (1200, 900)), ("pdf", "print"))
    with pikepdf.open(io.BytesIO(pdf_of(made, "-print.pdf"))) as file:
        pictures = [item for page in file.pages for item in page.get_images().values()]
        assert len(pictures) == 1
        assert pictures[0].ColorSpace == pikepdf.Name.DeviceGray
        assert "/SMask" not in pictures[0]
        shown = pikepdf.PdfImage(pictures[0]).as_pil_image().convert("L").getpixel((5, 5))
    with pikepdf.open(io.BytesIO(pdf_of(made, "book.pdf"))) as file:
        (colour,) = [item for page in file.pages for item in page.get_images().values()]
        assert pikepdf.PdfImage(colour).colorspace != "/DeviceGray"
    expected = {"RGB": 81, "RGBA": 152, "L": 90}.get(mode)
    assert expected is None or abs(shown - expected) <= 3


def test_a_picture_of_few_pixels_is_told_with_its_place(tmp_path: Path) -> None:
    made = build(picture_edition(tmp_path / "edition", "RGB", (500, 400)), ("print",))
    (warning,) = made.warnings
    assert re.fullmatch(r"the picture ‘images/a.png’ has \d+ pixels an inch as it is placed", warning.message)
    assert "it should have 300" in warning.hint
    assert warning.place is not None
    assert (warning.place.file.name, warning.place.line, warning.place.column) == ("01.md", 14, 14)
    assert not build(picture_edition(tmp_path / "fine", "RGB", (1500, 1200)), ("print",)).warnings

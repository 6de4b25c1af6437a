"""The fonts of an edition: letters that the house does not have are printed with them; what is damaged is refused."""

from __future__ import annotations

import io
import shutil
import struct
from pathlib import Path

import pikepdf
import pytest

from conftest import EDITIONS
from octavo.build import build
from octavo.edition import load_edition
from octavo.errors import InputError, Problem
from settings import HEAD

TEABOAT = EDITIONS / "books" / "teaboat"
FONT = TEABOAT / "fonts" / "ShipporiMincho-subset.ttf"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book of one page with Japanese words, and a font for them."""
    folder = tmp_path / "book"
    (folder / "fonts").mkdir(parents=True)
    shutil.copyfile(FONT, folder / "fonts" / "mincho.ttf")
    head = HEAD.replace("TRIM", "5x8in").replace("title: A book", "title: 茶の舟")
    (folder / "01.md").write_text(f"{head}# One\n\nThe [茶の舟]{{lang=ja}} is a boat.\n", encoding="utf-8")
    return folder


def fonts_of(data: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(data)) as file:
        fonts = [font for page in file.pages for font in page.get("/Resources", {}).get("/Font", {}).values()]
        return {str(font.BaseFont).partition("+")[2] for font in fonts}


def problem_of(folder: Path, only: str = "pdf") -> Problem:
    with pytest.raises(InputError) as refused:
        build(folder, (only,))
    return refused.value.problems[0]


def test_a_font_of_the_edition_prints_what_the_house_cannot(book: Path) -> None:
    made = build(book, ("pdf", "print", "cover", "epub"))
    assert not [warning for warning in made.warnings if "letter" in warning.message]
    with_japanese = [artifact.data for artifact in made.artifacts if artifact.name.endswith(".pdf")]
    assert len(with_japanese) == 3
    for data in with_japanese:
        assert any("ShipporiMincho" in name for name in fonts_of(data))
        assert any("Libertinus" in name for name in fonts_of(data)) or data is with_japanese[-1]
    assert build(book, ("pdf", "print", "cover", "epub")).artifacts == made.artifacts
    epub = next(artifact.data for artifact in made.artifacts if artifact.name.endswith(".epub"))
    assert b".ttf" not in epub


def test_a_font_is_part_of_the_edition(book: Path) -> None:
    edition = load_edition(book)
    assert edition.fonts == (book / "fonts" / "mincho.ttf",)
    assert "fonts/mincho.ttf" in edition.digests()


def test_without_it_the_missing_letter_says_what_to_do(book: Path) -> None:
    shutil.rmtree(book / "fonts")
    problem = problem_of(book)
    assert problem.message.startswith("print has no letter for ‘茶")
    assert "fonts/" in problem.hint
    assert (problem_of(book, "cover").place or problem.place) is not None
    warnings = [one for one in build(book, ("epub",)).warnings if "the cover is to show" in one.message]
    assert len(warnings) == 2  # 茶 and 舟
    warning = warnings[0]
    assert warning.place
    assert warning.place.line == 2
    assert "fonts/" in warning.hint


def table_of(data: bytes, name: bytes) -> tuple[int, int]:
    """The place of a table's entry in the directory, and of the table."""
    (count,) = struct.unpack_from(">H", data, 4)
    entry = next(at for at in range(12, 12 + 16 * count, 16) if data[at : at + 4] == name)
    return entry, struct.unpack_from(">I", data, entry + 8)[0]


def broken(data: bytes, name: bytes, at: int, new: bytes, *, checked: bool = True) -> bytes:
    """A font with bytes of a table changed, and its checksum with them where the fault is not to be seen by that."""
    entry, start = table_of(data, name)
    length = struct.unpack_from(">I", data, entry + 12)[0]
    out = bytearray(data)
    out[start + at : start + at + len(new)] = new
    if not checked:
        table = bytes(out[start : start + length])
        numbers = struct.unpack(f">{-(-length // 4)}I", table + bytes(-length % 4))
        struct.pack_into(">I", out, entry + 4, sum(numbers) & 0xFFFFFFFF)
    return bytes(out)


WHOLE = FONT.read_bytes()
DAMAGED = {
    "no font": (b"This is no font.", "this is no TrueType or OpenType font"),
    "empty": (b"", "this is no TrueType or OpenType font"),
    "cut off in its directory": (WHOLE[:40], "it ends within its directory"),
    "cut off": (WHOLE[:-2000], "the file ends within its table"),
    "changed": (broken(WHOLE, b"glyf", 100, b"\xff" * 50), "its table ‘glyf’ is not what the font was made with"),
    "not to be embedded": (broken(WHOLE, b"OS/2", 8, b"\x00\x02", checked=False), "may not be embedded"),
    "without a head": (broken(WHOLE, b"head", 0, b"\xff" * 54), "print cannot read this font"),
}


@pytest.mark.parametrize("fault", DAMAGED)
def test_a_damaged_font_is_an_error_with_its_place(fault: str, book: Path) -> None:
    data, said = DAMAGED[fault]
    path = book / "fonts" / "mincho.ttf"
    path.write_bytes(data)
    problem = problem_of(book)
    assert said in problem.message
    assert problem.hint
    assert problem.place
    assert problem.place.file == path


def test_a_font_in_another_form_is_no_silent_loss(book: Path) -> None:
    (book / "fonts" / "mincho.ttf").rename(book / "fonts" / "mincho.woff2")
    assert problem_of(book).message == "print does not read fonts in the form .woff2"

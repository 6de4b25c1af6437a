"""Picture files of every kind and origin: what is carried of each, the same everywhere, and what is told of it."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from octavo.build import build
from octavo.checks.outside import epubcheck, verapdf
from octavo.checks.run import check
from octavo.errors import InputError
from octavo.outfolder import write
from pictured import PLAIN_HEAD, artifact, carried, edition, exif, printed, quartered, quarters


@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
@pytest.mark.parametrize(("orientation", "meant"), [(3, "red right of blue"), (6, "red above blue"), (8, "red below")])
def test_a_picture_stands_upright_everywhere(kind: str, orientation: int, meant: str, tmp_path: Path) -> None:
    quartered().save(tmp_path / f"a.{kind}", exif=exif(orientation=orientation), dpi=(150, 150))
    made = build(edition(tmp_path, f"a.{kind}"), ("epub", "html", "pdf", "tei", "text"))
    name, data = carried(made)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.getexif().get(0x0112, 1) == 1
        assert picture.size == ((120, 80) if orientation == 3 else (80, 120))
        assert quarters(picture).startswith(meant)
    assert quarters(printed(made)).startswith(meant)
    assert name.endswith(kind)
    (told,) = made.warnings
    assert f"(Exif orientation {orientation}): its pixels are turned" in told.message
    assert str(told.place).endswith(f"01.md:{PLAIN_HEAD.count(chr(10)) + 3}:13")


def test_an_upright_picture_is_carried_byte_for_byte(tmp_path: Path) -> None:
    quartered().save(tmp_path / "a.jpg", exif=exif(orientation=1))
    made = build(edition(tmp_path, "a.jpg"), ("epub", "html"))
    assert carried(made)[1] == (tmp_path / "a.jpg").read_bytes() and made.warnings == ()


def test_damaged_exif_is_no_damaged_picture(tmp_path: Path) -> None:
    quartered().save(tmp_path / "a.jpg", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01")
    assert build(edition(tmp_path, "a.jpg"), ("epub", "pdf")).warnings == ()


def test_where_a_picture_was_taken_is_told(tmp_path: Path) -> None:
    quartered().save(tmp_path / "a.jpg", exif=exif(latitude=51))
    made = build(edition(tmp_path, "a.jpg"), ("epub", "html"))
    (told,) = made.warnings
    assert "says where on earth it was taken" in told.message and "take the GPS position out" in told.hint
    assert carried(made)[1] == (tmp_path / "a.jpg").read_bytes()


@pytest.mark.parametrize("lossless", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.outside
def test_webp_is_carried_as_it_is(lossless: bool, mode: str, tmp_path: Path) -> None:
    quartered(mode=mode).save(tmp_path / "a.webp", lossless=lossless)
    made = build(edition(tmp_path, "a.webp"), ("epub", "html", "pdf", "tei", "text"))
    name, data = carried(made)
    assert data == (tmp_path / "a.webp").read_bytes() and name.endswith(".webp") and made.warnings == ()
    assert quarters(printed(made)) == "red left of blue"
    write(made.artifacts, tmp_path / "build")
    assert epubcheck(list((tmp_path / "build").glob("*.epub")), usage=True) == []
    assert verapdf(list((tmp_path / "build").glob("*.pdf"))) == []
    kindle = [finding.message for finding in check(tmp_path, tmp_path / "build")[1] if "kindle" in finding.rule]
    assert kindle == ["the picture is in the format WEBP, which a Kindle does not support"]


@pytest.mark.parametrize("kind", ["webp", "gif", "png"])
def test_a_picture_that_moves_is_told_once(kind: str, tmp_path: Path) -> None:
    frames = [quartered(), Image.new("RGB", (120, 80), "green")]
    frames[0].save(tmp_path / f"a.{kind}", save_all=True, append_images=frames[1:], duration=100)
    made = build(edition(tmp_path, f"a.{kind}"), ("epub", "html", "pdf"))
    assert [told.message.partition("’ ")[2] for told in made.warnings] == [
        "moves, in 2 frames, of which print shows the first"
    ]
    assert carried(made)[1] == (tmp_path / f"a.{kind}").read_bytes()
    assert quarters(printed(made)) == "red left of blue"


@pytest.mark.parametrize(
    ("name", "mode", "said"),
    [
        *(("a.tif", mode, "is a TIFF") for mode in ("RGB", "RGBA", "1")),
        *(("a.bmp", "RGB", "is a BMP"), ("a.jp2", "RGB", "is a JPEG 2000"), ("a.avif", "RGB", "is an AVIF")),
    ],
)
def test_what_not_every_rendition_shows_becomes_png(name: str, mode: str, said: str, tmp_path: Path) -> None:
    quartered(mode=mode).save(tmp_path / name)
    made = build(edition(tmp_path, name), ("epub", "html", "pdf", "tei"))
    file, data = carried(made)
    with Image.open(io.BytesIO(data)) as picture, Image.open(tmp_path / name) as original:
        assert (picture.format, file.rpartition(".")[2]) == ("PNG", "png")
        assert picture.convert("RGBA").tobytes() == original.convert("RGBA").tobytes()
    (told,) = made.warnings
    assert said in told.message and told.message.endswith("is carried as PNG")


def test_the_pages_of_a_tiff_that_are_not_shown_are_told(tmp_path: Path) -> None:
    quartered().save(tmp_path / "a.tiff", save_all=True, append_images=[Image.new("RGB", (9, 9))])
    made = build(edition(tmp_path, "a.tiff"), ("epub",))
    assert "has 2 pages, of which the first is shown" in made.warnings[1].message


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "is HEIC"),
        ("a.png", b"GIF89a", "is damaged"),
        ("a.webp", b"RIFF\x40\0\0\0WEBPVP8 ", "is damaged"),
        ("a.psd", b"8BPS\0\1", "of a kind that no rendition can show"),
        ("a.pdf", b"%PDF-1.4\nnothing", "is a PDF that cannot be read"),
    ],
)
def test_what_no_book_can_carry_is_refused_with_its_place(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "01.md").write_text(
        f'{PLAIN_HEAD}# One\n\n<img src="{name}" alt="A">\n![A]({name}) in a line\n', "utf-8"
    )
    with pytest.raises(InputError) as refused:
        build(tmp_path, ("epub",))
    problem = refused.value.problems[0]
    assert said in problem.message and problem.hint and f"‘{name}’" in problem.message
    assert problem.place and problem.place.line > PLAIN_HEAD.count("\n")


def test_sums_of_a_png_that_are_wrong_are_told(tmp_path: Path) -> None:
    """Typst does not decode it, and its word for that would be blamed on this program."""
    quartered().save(tmp_path / "a.png")
    data = bytearray((tmp_path / "a.png").read_bytes())
    at = data.index(b"IEND") - 6
    data[at] ^= 1
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(InputError, match="is damaged"):
        build(edition(tmp_path, "a.png"), ("epub",))


@pytest.mark.parametrize("name", ["a.PNG", "a picture.png", "100%.png", "50%25.png", "été.jpg", "a&b (1).png"])
def test_a_file_is_read_by_its_contents_under_any_name(name: str, tmp_path: Path) -> None:
    quartered().save(tmp_path / name, "JPEG")
    made = build(edition(tmp_path, name), ("epub", "html", "pdf", "tei", "text"))
    file, data = carried(made)
    assert file.endswith("1.jpg") and data == (tmp_path / name).read_bytes() and made.warnings == ()


def test_files_of_one_name_in_two_folders_stay_apart(tmp_path: Path) -> None:
    for folder, colour in (("a", "red"), ("b", "blue")):
        (tmp_path / folder).mkdir()
        Image.new("RGB", (9, 9), colour).save(tmp_path / folder / "1.png")
    names = ("a/1.png", "b/1.png", "./b/1.png", "b/1.png?raw=true")
    text = "\n\n".join(f'![A]({name}){{alt="It"}}' for name in names)
    (tmp_path / "01.md").write_text(f"{PLAIN_HEAD}# One {{.editorial}}\n\n{text}\n", encoding="utf-8")
    made = build(tmp_path, ("epub", "pdf"))
    with zipfile.ZipFile(io.BytesIO(artifact(made, ".epub"))) as book:
        assert [name for name in book.namelist() if "images/" in name and "cover" not in name] == [
            "EPUB/images/1.png",
            "EPUB/images/2.png",
        ]
        page = next(book.read(name).decode() for name in book.namelist() if "001-" in name)
    assert re.findall(r'src="images/(\d)', page) == ["1", "2", "2", "2"]


def test_a_picture_inside_of_the_text_is_carried(tmp_path: Path) -> None:
    out = io.BytesIO()
    quartered().save(out, "PNG")
    source = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    made = build(edition(tmp_path, source), ("epub", "html", "pdf", "tei", "text"))
    assert carried(made)[1] == out.getvalue() and made.warnings == ()
    assert quarters(printed(made)) == "red left of blue"

"""Pictures in the inks of print, and figures in PDF: what screens and printers get of them, and what is told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from octavo.build import build
from octavo.errors import InputError
from pictured import PLAIN_HEAD, artifact, carried, edition, exif, quartered, quarters


class TestInks:
    """Pictures in the four inks of print."""

    @pytest.mark.parametrize("kind", ["jpg", "tif"])
    def test_screens_get_light_and_it_is_told_once(self, kind: str, tmp_path: Path) -> None:
        quartered(mode="CMYK").save(tmp_path / f"a.{kind}")
        made = build(edition(tmp_path, f"a.{kind}"), ("epub", "html", "pdf", "tei", "text"))
        with Image.open(io.BytesIO(carried(made)[1])) as picture:
            assert picture.mode == "RGB" and quarters(picture) == "red left of blue"
        assert sum("four inks (CMYK)" in told.message for told in made.warnings) == 1

    def test_the_printers_cover_keeps_its_inks_and_the_ebooks_has_light(self, tmp_path: Path) -> None:
        quartered((1700, 2600), "CMYK").save(tmp_path / "front.jpg", exif=exif(orientation=3))
        head = PLAIN_HEAD.replace("rights:", "print: {printer: ingram}\ncover-image: front.jpg\nrights:")
        (tmp_path / "01.md").write_text(f"{head}# One {{.editorial}}\n\n" + "Many words of text. " * 9000, "utf-8")
        made = build(tmp_path, ("epub", "cover"))
        with (
            zipfile.ZipFile(io.BytesIO(artifact(made, ".epub"))) as book,
            Image.open(book.open("EPUB/images/cover.jpg")) as front,
        ):
            assert front.mode == "RGB" and quarters(front.resize((85, 130))) == "red right of blue"
        with pikepdf.open(io.BytesIO(artifact(made, "-cover.pdf"))) as file:
            spaces = [image.ColorSpace for page in file.pages for image in _images(page.obj)]
        assert spaces == ["/DeviceCMYK"]
        told = [warning.message for warning in made.warnings if "cover image" in warning.message]
        assert [message.partition("’ ")[2].partition(" (")[0] for message in told] == [
            "is stored lying or mirrored",
            "is in four inks",
        ]


def _images(item: Any) -> list[Any]:
    found = []
    for inner in item.get("/Resources", {}).get("/XObject", {}).values():
        found += [inner] if inner.Subtype == "/Image" else _images(inner)
    return found


class TestPdfFigures:
    """Figures in PDF."""

    def figure(self, path: Path, pages: int = 1, password: str = "") -> None:
        from reportlab.pdfgen import canvas

        drawn = canvas.Canvas(str(path), pagesize=(180, 90), invariant=True)
        for number in range(pages):
            drawn.setFillColorRGB(1 - number, 0, number)
            drawn.rect(0, 45, 90, 45, stroke=0, fill=1)
            drawn.setFillColorRGB(0, 0, 1)
            drawn.rect(90, 45, 90, 45, stroke=0, fill=1)
            drawn.showPage()
        drawn.save()
        if password:
            with pikepdf.open(path, allow_overwriting_input=True) as file:
                file.save(path, encryption=pikepdf.Encryption(user=password, owner=password))

    @pytest.mark.parametrize("width", ["", ' width="100%"', ' width="2in"'])
    def test_its_page_is_a_picture_of_300_pixels_an_inch(self, width: str, tmp_path: Path) -> None:
        self.figure(tmp_path / "a.pdf")
        made = build(edition(tmp_path, "a.pdf", width), ("epub", "html", "pdf", "tei", "text"))
        name, data = carried(made)
        with Image.open(io.BytesIO(data)) as picture:
            assert name.endswith(".png") and picture.size == (1500, 750) and quarters(picture) == "red left of blue"
        (told,) = made.warnings
        assert "is a PDF, and its page is carried as a picture of 1500 by 750 pixels" in told.message
        file = pypdfium2.PdfDocument(artifact(made, ".pdf"))
        left, _, right, _ = next(i.get_bounds() for page in file for i in page.get_objects() if i.type == 3)
        inches = (right - left) / 72
        assert 1500 / inches >= 300
        assert inches == pytest.approx({"": 2.5, ' width="2in"': 2}.get(width, 3.71), abs=0.05)

    def test_of_several_pages_the_first_is_shown_and_that_is_told(self, tmp_path: Path) -> None:
        self.figure(tmp_path / "a.pdf", pages=2)
        made = build(edition(tmp_path, "a.pdf"), ("epub", "html"))
        with Image.open(io.BytesIO(carried(made)[1])) as picture:
            assert quarters(picture) == "red left of blue"
        assert [told.message.partition("’ ")[2] for told in made.warnings] == [
            "is a PDF of 2 pages, of which the first is carried as a picture"
        ]

    def test_a_locked_one_is_refused(self, tmp_path: Path) -> None:
        self.figure(tmp_path / "a.pdf", password="x")
        with pytest.raises(InputError, match="is a PDF that is locked with a password"):
            build(edition(tmp_path, "a.pdf"), ("epub",))

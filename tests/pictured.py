"""Editions of one picture, and what their renditions show of it."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw

from octavo.build import Build
from settings import HEAD

PLAIN_HEAD = HEAD.replace("print: {trim: TRIM}\n", "")


def quartered(size: tuple[int, int] = (120, 80), mode: str = "RGB") -> Any:
    """A picture whose upper left quarter is red and whose upper right one is blue, on white."""
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill="red")
    draw.rectangle((size[0] // 2, 0, size[0] - 1, size[1] // 2 - 1), fill="blue")
    return picture.convert(mode)


def edition(folder: Path, name: str, more: str = "", head: str = "") -> Path:
    text = f'# One {{.editorial}}\n\n![A thing](<{name}>){{alt="It shows a thing"{more}}}\n'
    (folder / "01.md").write_text((head or PLAIN_HEAD) + text, encoding="utf-8")
    return folder


def exif(**said: int) -> Any:
    made = Image.Exif()
    if "orientation" in said:
        made[0x0112] = said["orientation"]
    if "latitude" in said:
        made.get_ifd(0x8825)[1] = "N"
        made.get_ifd(0x8825)[2] = (float(said["latitude"]), 30.0, 0.0)
    return made


def artifact(made: Build, ending: str) -> bytes:
    return next(artifact.data for artifact in made.artifacts if artifact.name.endswith(ending))


def carried(made: Build) -> tuple[str, bytes]:
    """Name and bytes of the one picture of the EPUB, which is the HTML's as well."""
    with zipfile.ZipFile(io.BytesIO(artifact(made, ".epub"))) as book:
        (name,) = (name for name in book.namelist() if re.search(r"images/\d", name))
        data = book.read(name)
    (page,) = re.findall(r'src="data:image/\w+;base64,([^"]+)"', artifact(made, ".html").decode())
    assert base64.b64decode(page) == data
    return name, data


def printed(made: Build) -> Any:
    """The page of the PDF that shows the picture, drawn."""
    file = pypdfium2.PdfDocument(artifact(made, ".pdf"))
    pages = [page for page in file if any(item.type == 3 for item in page.get_objects())]
    return pages[0].render(scale=1).to_pil().convert("RGB")


def quarters(picture: Any) -> str:
    """Where on a picture, cut to what is not white, red and blue stand: ul, ur, ll, lr."""
    shown = picture.convert("RGB")
    found = {}
    for name, spots in {"red": (1, 0, 0), "blue": (0, 0, 1)}.items():
        mask = [
            (x, y)
            for x in range(0, shown.width, 2)
            for y in range(0, shown.height, 2)
            if all((part > 150) == bool(want) for part, want in zip(shown.getpixel((x, y)), spots, strict=True))
        ]
        assert mask, f"no {name}"
        found[name] = (sum(x for x, _ in mask) / len(mask), sum(y for _, y in mask) / len(mask))
    (red_x, red_y), (blue_x, blue_y) = found["red"], found["blue"]
    if abs(red_x - blue_x) > abs(red_y - blue_y):
        return "red left of blue" if red_x < blue_x else "red right of blue"
    return "red above blue" if red_y < blue_y else "red below blue"

"""The shop’s image: a large JPEG in red, green and blue, made when it is asked for."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from conftest import EDITIONS
from octavo.build import build, usual_renditions
from octavo.edition import load_edition
from octavo.errors import Notices
from octavo.presswork.shopimage import LEAST, shop_image

FOLDER = EDITIONS / "html" / "language-valid"


def png(mode: str, size: tuple[int, int] = LEAST, colour: int | tuple[int, ...] = 0) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG")
    return out.getvalue()


def test_it_is_drawn_from_the_front_of_the_cover() -> None:
    made = [build(FOLDER, ("jpg",)) for _ in range(2)]
    image, _ = made[0].artifacts
    assert (image.name, image.media_type) == ("a-small-edition-cover.jpg", "image/jpeg")
    assert made[1].artifacts[0].data == image.data
    with Image.open(io.BytesIO(image.data)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", LEAST)
        assert len(picture.convert("RGB").getcolors(maxcolors=10**6) or []) > 20
    assert "jpg" not in usual_renditions(load_edition(FOLDER))


@pytest.mark.parametrize(("mode", "colour"), [("RGBA", (0, 0, 0, 0)), ("L", 255), ("P", 0), ("RGB", (255, 255, 255))])
def test_whatever_the_image_is_it_comes_in_light_on_white(mode: str, colour: object) -> None:
    notices = Notices()
    with Image.open(io.BytesIO(shop_image(png(mode, colour=colour), None, notices))) as picture:
        assert picture.mode == "RGB"
        assert picture.getpixel((5, 5)) == ((0, 0, 0) if mode == "P" else (255, 255, 255))
    assert notices.items == []


def test_a_smaller_image_is_told_and_keeps_its_size(tmp_path: Path) -> None:
    notices = Notices()
    data = shop_image(png("RGB", (1000, 1600)), None, notices)
    assert Image.open(io.BytesIO(data)).size == (1000, 1600)
    (problem,) = notices.items
    assert problem.message == "the shops’ image has 1,000 × 1,600 pixels; they ask for 1,600 × 2,560"

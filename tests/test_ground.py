"""Pictures with a transparent ground: on what they can be seen, by day and by night."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from octavo.document.ground import ON_DARK, ON_LIGHT, ground_of
from octavo.document.picturefile import picture_of


def lines(
    mode: str, ink: tuple[int, ...] | int, ground: tuple[int, ...] | int, kind: str = "PNG", **saved: int
) -> bytes:
    image = Image.new(mode, (90, 60), ground)
    ImageDraw.Draw(image).line((5, 5, 85, 55), fill=ink, width=3)
    data = io.BytesIO()
    image.save(data, kind, **saved)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "ground"),
    [
        (lines("RGBA", (0, 0, 0, 255), (0, 0, 0, 0)), ON_LIGHT),
        (lines("RGBA", (120, 20, 20, 200), (255, 255, 255, 0)), ON_LIGHT),
        (lines("RGBA", (255, 255, 255, 255), (0, 0, 0, 0)), ON_DARK),
        (lines("LA", (0, 255), (255, 0)), ON_LIGHT),
        (lines("L", 0, 255, transparency=255), ON_LIGHT),
        (lines("P", 0, 1, "GIF", transparency=1), ON_LIGHT),
        (lines("RGBA", (0, 0, 0, 255), (255, 255, 255, 255)), ""),
        (lines("RGB", (0, 0, 0), (255, 255, 255)), ""),
        (lines("RGB", (0, 0, 0), (255, 255, 255), "JPEG"), ""),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0 9 9" stroke="#000"/></svg>',
            ON_LIGHT,
        ),
    ],
)
def test_a_picture_stands_on_the_ground_it_was_drawn_for(data: bytes, ground: str) -> None:
    assert ground_of(picture_of(data, (4.0, 6.0))) == ground

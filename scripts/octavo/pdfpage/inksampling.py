"""How much ink a picture in four inks takes."""

from __future__ import annotations

from typing import Any

from octavo.pdfpage.pdffile import PrintFile

SAMPLES = 192
"""Pixels in each direction to which a picture is scaled down: ink is a matter of areas, not of single dots."""


def picture_ink(file: PrintFile, key: tuple[int, int]) -> float:
    """The most ink that any area of a picture takes, per cent; 0 where the picture cannot be read."""
    known = file.cabinet.inks
    if key not in known:
        known[key] = file.cabinet.guarded(lambda: _most(file.picture_data(key)), 0.0, "a picture")
    return known[key]


def _most(image: Any) -> float:
    """The sum of the four inks where it is highest."""
    import pikepdf

    picture = pikepdf.PdfImage(image).as_pil_image()
    if picture.mode != "CMYK":
        return 0.0
    jpeg = "/DCTDecode" in str(image.get("/Filter", ""))
    picture.thumbnail((SAMPLES, SAMPLES))
    data = picture.tobytes()
    sums = [sum(data[at : at + 4]) for at in range(0, len(data), 4)]
    decode = [float(value) for value in image.get("/Decode", [])]
    # Pillow takes a JPEG in four inks as if it had been written upside down, as Photoshop does.
    upside_down = jpeg != (decode[:2] == [1.0, 0.0])
    return 100.0 * (4 * 255 - min(sums) if upside_down else max(sums)) / 255

"""How much ink a picture in four inks takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octavo.pdfpage.pdffile import PdfFile
from octavo.pdfpage.values import ObjectKey, entry, library_result, listed, numbers_of, stream_of, text_of

if TYPE_CHECKING:
    from pikepdf import Object
    from PIL.Image import Image

SAMPLES = 192
"""Pixels in each direction to which a picture is scaled down: ink is a matter of areas, not of single dots."""


def picture_ink(file: PdfFile, key: ObjectKey) -> float:
    """The most ink that any area of a picture takes, per cent; 0 where the picture cannot be read."""
    known = file.cache.inks
    if key not in known:
        known[key] = file.cache.unless_damaged(lambda: _most(file.picture_data(key)), 0.0, "a picture")
    return known[key]


def _most(image: Object) -> float:
    """The sum of the four inks where it is highest; raises Damaged."""
    picture = _sampled(image)
    if picture.mode != "CMYK":
        return 0.0
    is_jpeg = "DCTDecode" in [text_of(name) for name in listed(entry(image, "/Filter"))]
    given = entry(image, "/Decode")
    decode = [] if given is None else numbers_of(given)
    picture.thumbnail((SAMPLES, SAMPLES))
    data = picture.tobytes()
    sums = [sum(data[at : at + 4]) for at in range(0, len(data), 4)]
    # Pillow takes a JPEG in four inks as if it had been written upside down, as Photoshop does.
    upside_down = is_jpeg != (decode[:2] == [1.0, 0.0])
    return 100.0 * (4 * 255 - min(sums) if upside_down else max(sums)) / 255


def _sampled(image: Object) -> Image:
    """The samples of a picture of the file, unpacked; raises Damaged."""
    import pikepdf

    picture = pikepdf.PdfImage(stream_of(image))
    return library_result(picture.as_pil_image)

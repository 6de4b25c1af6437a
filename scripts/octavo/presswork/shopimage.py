"""The front cover as shops ask for it: a JPEG in red, green and blue, large enough for all of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from octavo.errors import Notices, Place

if TYPE_CHECKING:
    from PIL import Image

LEAST = (1600, 2560)
"""Pixels in width and height that satisfy every shop; Amazon calls these ideal, others ask for less."""
QUALITY = 92
"""Of a JPEG, of 100."""


def shop_image(front: bytes, place: Place | None, notices: Notices) -> bytes:
    """The front cover of the e-book, a PNG or JPEG, as a JPEG in sRGB; the same bytes each time.

    It keeps its size: pixels that are made up show nothing more. Where it is smaller than shops ask for, ``notices``
    says so, with the ``place`` that names it.
    """
    from PIL import Image

    with Image.open(io.BytesIO(front)) as opened:
        picture = _in_light(opened)
    width, height = picture.size
    if width < LEAST[0] or height < LEAST[1]:
        message = f"the shops’ image has {width:,} × {height:,} pixels; they ask for {LEAST[0]:,} × {LEAST[1]:,}"
        hint = "take a cover-image that is as large, or leave that key out: then the cover is drawn"
        notices.warn(message, place, hint)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True, dpi=(300, 300))
    return out.getvalue()


def _in_light(opened: Image.Image) -> Image.Image:
    """A picture in sRGB; what could be seen through in it stands on white."""
    from PIL import Image, ImageCms

    profile = opened.info.get("icc_profile")
    if opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info:
        layered = opened.convert("RGBA")
        picture = Image.new("RGB", opened.size, "white")
        picture.paste(layered, mask=layered.getchannel("A"))
    else:
        picture = opened.convert("RGB")
    if profile and opened.mode in ("RGB", "RGBA"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            return picture  # a broken profile says nothing
        return converted or picture
    return picture

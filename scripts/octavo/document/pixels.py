"""Pixels made anew where those of a file would not be shown as they are meant: turned upright, in light, as PNG."""

from __future__ import annotations

import io
import warnings
from typing import Any, NamedTuple

from octavo.document.picture import PictureFault, PictureNotice

QUALITY = 95
"""Of a JPEG that is written anew, of 100."""
_ORIENTATION, _POSITION, _LATITUDE = 0x0112, 0x8825, 2
"""Numbers of Exif: how a photograph is to be turned, where it was taken (Exif 3.0, 4.6.3 to 4.6.7)."""
_PLAIN = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16"})
"""Pillow’s modes that a PNG has."""


class Exif(NamedTuple):
    """What a picture’s Exif says that matters here: 1 is upright."""

    orientation: int
    has_position: bool


def exif_of(picture: Any) -> Exif:
    """What an open picture says of itself; where that is damaged, nothing, and it is shown as it is."""
    import struct

    try:
        exif = picture.getexif()
        orientation, position = exif.get(_ORIENTATION), exif.get_ifd(_POSITION)
    except (struct.error, SyntaxError, OSError, ValueError, KeyError, TypeError, IndexError):
        return Exif(1, False)
    return Exif(orientation if orientation in range(2, 9) else 1, bool(position.get(_LATITUDE)))


def carried_samples(data: bytes, keep: str) -> tuple[bytes | None, tuple[int, int], list[PictureNotice]]:
    """A picture of pixels as it is carried in the format ``keep`` (None: as it is), its size, and what is to be told.

    Pixels are turned as Exif’s orientation asks (Exif 3.0, 4.6.5): many reading systems do not. Four inks become red,
    green and blue: a PDF/A has one output intent, and ours is of light (ISO 19005-3, 6.2.4.3), and few screens’
    programs show inks as they are meant. Raises PictureFault where its samples are of a kind that cannot be turned.
    """
    from PIL import Image, ImageOps

    changes: list[PictureNotice] = []
    with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as opened:
        information = {str(key): value for key, value in opened.info.items()}
        orientation, inks = exif_of(opened).orientation, opened.mode == "CMYK"
        if orientation == 1 and not inks and opened.format in (keep, "MPO"):
            return None, opened.size, []
        opened.load()
        picture: Any = opened.copy() if orientation == 1 else ImageOps.exif_transpose(opened)
    profile = information.get("icc_profile")
    if orientation > 1:
        what = f"is stored lying or mirrored (Exif orientation {orientation}): its pixels are turned as they are meant"
        loses = "; a JPEG loses a little by that: turn it without loss in a program that can" if keep == "JPEG" else ""
        changes.append(PictureNotice(what, f"nothing need be done{loses}"))
    if inks:
        picture, profile = in_light(picture, profile), None
        what = "is in four inks (CMYK), and EPUB, HTML and PDF show it in red, green and blue"
        changes.append(PictureNotice(what, "its colours may change a little: save it as RGB to decide them yourself"))
    return _written(picture, "JPEG" if keep == "MPO" else keep, information, profile), picture.size, changes


def in_light(inks: Any, profile: bytes | None) -> Any:
    """A picture in four inks as one in red, green and blue, by its own profile where it has one that can be read."""
    from PIL import ImageCms

    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(inks, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile says nothing
    return inks.convert("RGB")


def light_jpeg(data: bytes) -> bytes | None:
    """A JPEG in four inks as one in red, green and blue; None for any other."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        if picture.mode != "CMYK":
            return None
        information = {str(key): value for key, value in picture.info.items()}
        return _written(in_light(picture.copy(), information.get("icc_profile")), "JPEG", information, None)


def _written(picture: Any, kind: str, information: dict[str, Any], profile: bytes | None) -> bytes:
    """A picture as a file with its resolution, its profile and what else Exif said of it."""
    if kind == "PNG" and picture.mode not in _PLAIN:
        if picture.mode in ("I", "F"):
            raise PictureFault("has samples that no screen can show as they are", "save it as PNG with 8 or 16 bits")
        picture, profile = picture.convert("RGBA" if picture.has_transparency_data else "RGB"), None
    options: dict[str, Any] = {"icc_profile": profile}
    resolution = information.get("dpi")
    if resolution and all(0 < float(number) < 100_000 for number in resolution):
        options["dpi"] = tuple(float(number) for number in resolution)
    exif = picture.getexif()
    exif.pop(_ORIENTATION, None)
    if exif:
        options["exif"] = exif
    if kind == "JPEG":
        options |= {"quality": QUALITY, "subsampling": 0}
    elif kind == "WEBP":
        options |= {"lossless": True, "exact": True}
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()

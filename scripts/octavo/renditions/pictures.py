"""The pictures of the text as print takes them: what the archive's PDF cannot hold is turned, and said."""

from __future__ import annotations

import base64
import io
import shutil
from pathlib import Path

from lxml import etree

from octavo.document import Document
from octavo.document.images import place_of_image
from octavo.errors import Notices

QUALITY = 95
"""Of a JPEG that is written anew, of 100."""
_JPEG = "data:image/jpeg;base64,"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")


def copy_images(document: Document, folder: Path, notices: Notices) -> dict[str, str]:
    """Put the images beside the book; gives their names there.

    A picture in four inks becomes one in red, green and blue: a PDF/A has one output intent, and ours is of light
    (ISO 19005-3, 6.2.4.3). The printer's interior is black alone and is made of either.
    """
    names: dict[str, str] = {}
    for image in document.images:
        if image.name in names:
            continue
        names[image.name] = f"image-{len(names)}{image.path.suffix.lower()}"
        turned = _turned(image.path)
        if turned is None:
            shutil.copyfile(image.path, folder / names[image.name])
            continue
        (folder / names[image.name]).write_bytes(turned)
        message = f"the picture ‘{image.name}’ is in four inks (CMYK), and the PDF shows it in red, green and blue"
        hint = "its colours may change a little: save it as RGB to decide them yourself"
        notices.warn(message, place_of_image(document, image.name), hint)
    return names


def _turned(path: Path) -> bytes | None:
    """A picture's file in red, green and blue, where it, or one inside a drawing, is in four inks."""
    if path.suffix.lower() in (".jpg", ".jpeg"):
        return _in_light(path.read_bytes())
    if path.suffix.lower() != ".svg" or _JPEG.encode() not in path.read_bytes():
        return None
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    found = False
    for picture in root.iter("{*}image"):
        for key in _HREFS:
            said = picture.get(key) or ""
            light = _in_light(base64.b64decode(said[len(_JPEG) :])) if said.startswith(_JPEG) else None
            if light:
                found = True
                picture.set(key, _JPEG + base64.b64encode(light).decode())
    return etree.tostring(root, encoding="utf-8") if found else None


def _in_light(data: bytes) -> bytes | None:
    """A JPEG in four inks as one in red, green and blue, by its own profile where it has one; None for any other."""
    from PIL import Image, ImageCms

    with Image.open(io.BytesIO(data)) as picture:
        if picture.mode != "CMYK":
            return None
        inks, profile, orientation = picture.copy(), picture.info.get("icc_profile"), picture.getexif()
    light = None
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            light = ImageCms.profileToProfile(inks, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile says nothing
    out = io.BytesIO()
    # Without its profile, which is one of inks; how the picture is to be turned stays.
    (light or inks.convert("RGB")).save(out, "JPEG", quality=QUALITY, subsampling=0, exif=orientation, icc_profile=None)
    return out.getvalue()

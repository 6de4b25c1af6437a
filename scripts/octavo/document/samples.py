"""Pictures that are made of pixels: what each is by its contents, what is wrong with it, what is changed."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from octavo.document.picture import Picture, PictureFault, PictureNotice
from octavo.document.pixels import carried_samples, exif_of

TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
"""Pillow’s names of what is carried as it is."""
TURNED = {"TIFF": "a TIFF", "BMP": "a BMP", "DIB": "a BMP", "AVIF": "an AVIF", "JPEG2000": "a JPEG 2000"}
"""Pillow’s names of what is carried as PNG, which loses nothing of it."""
USUAL = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
"""How files of the usual kinds begin."""
MOVING = ("GIF", "PNG", "WEBP")
"""Formats whose frames follow one another in time; those of others are pages, or the same scene again."""
_FTYPS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")


def picture_of_samples(data: bytes, path: Path | None = None) -> Picture:
    """What the bytes of a picture are, read to their end; raises PictureFault where none can carry it."""
    kind, size, frames, has_position = _loaded(data)
    notices: list[PictureNotice] = []
    if kind not in TYPES:
        hint = "nothing need be done; save it as PNG, JPEG or WebP to decide yourself how it is made smaller"
        notices.append(
            PictureNotice(f"is {TURNED[kind]}, which not every rendition can show, and is carried as PNG", hint)
        )
    if frames > 1 and kind in TURNED:
        notices.append(
            PictureNotice(f"has {frames} pages, of which the first is shown", "save each that is wanted as a file")
        )
    moves = frames > 1 and kind in MOVING
    anew = None
    if moves:
        hint = "let a still picture say the same: what moves must be stoppable (WCAG 2.2, 2.2.2)"
        notices.append(PictureNotice(f"moves, in {frames} frames, of which print shows the first", hint))
    else:
        anew, size, what = carried_samples(data, keep=kind if kind in TYPES else "PNG")
        notices += what
    if has_position:
        hint = "if that is nobody’s business, take the GPS position out of the file and build anew"
        notices.append(
            PictureNotice("says where on earth it was taken, which whoever has the book’s files can read", hint)
        )
    anew = data if anew is None and path is None else anew
    return Picture(TYPES.get(kind, "image/png"), size, path, anew, moves, tuple(notices))


def _loaded(data: bytes) -> tuple[str, tuple[int, int], int, bool]:
    """What a file is by Pillow’s name, its size in pixels, its frames, and whether it says where it was taken."""
    from PIL import Image, UnidentifiedImageError

    if data[4:8] == b"ftyp" and data[8:12] in _FTYPS:
        raise PictureFault("is HEIC, which no rendition can show", "save it as JPEG, as the camera’s settings can, too")
    try:
        if data.startswith(USUAL[0]):
            # Only so does Pillow hold the sums that PNG keeps of its parts, without which Typst decodes none.
            Image.open(io.BytesIO(data), formats=["PNG"]).verify()
        # What matters of its doubts is an error as well.
        ignored = warnings.catch_warnings(action="ignore")
        with ignored, Image.open(io.BytesIO(data), formats=_formats(data)) as picture:
            picture.load()
            frames = getattr(picture, "n_frames", 1)
            return picture.format or "", picture.size, frames, exif_of(picture).has_position
    except Image.DecompressionBombError:
        hint = "save it smaller: no page has room for so many"
        raise PictureFault("has more pixels than can be handled", hint) from None
    except UnidentifiedImageError:
        if data.startswith((*USUAL, b"RIFF", b"BM", b"II", b"MM")):
            raise _damaged() from None
        hint = "save it as PNG, JPEG, WebP or SVG"
        raise PictureFault("is not what its name says, or of a kind that no rendition can show", hint) from None
    except (OSError, SyntaxError, ValueError, KeyError):
        raise _damaged() from None


def _formats(data: bytes) -> list[str]:
    """Pillow’s names of what may be opened; all of its modules are loaded only where the usual ones do not serve."""
    from PIL import Image

    if data.startswith(USUAL):
        return ["PNG", "JPEG", "GIF"]
    Image.init()
    return [name for name in (*TYPES, *TURNED) if name in Image.OPEN]


def _damaged() -> PictureFault:
    what = "is damaged: it ends too early, or its bytes have changed"
    return PictureFault(what, "get the file anew from where it came")

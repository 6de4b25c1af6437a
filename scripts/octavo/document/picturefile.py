"""Picture files as a book can carry them: what each is by its contents, what is wrong with it, what is changed."""

from __future__ import annotations

from pathlib import Path

from octavo.document.drawing import carried_drawing, is_drawing
from octavo.document.pdffigure import page_as_png
from octavo.document.picture import Picture, PictureFault
from octavo.document.samples import picture_of_samples


def read_picture(path: Path, room: tuple[float, float]) -> Picture:
    """What a file is as a picture, read to its end; ``room`` is the largest size at which print shows it, in inches.

    Raises PictureFault where it is damaged, of a kind that cannot be carried, or unsafe.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PictureFault(f"cannot be read: {error.strerror}", "mend its permissions") from None
    return picture_of(data, room, path)


def picture_of(data: bytes, room: tuple[float, float], path: Path | None = None) -> Picture:
    """The same for bytes, which may be those of a file."""
    if is_drawing(data):
        anew, moves = carried_drawing(data)
        return Picture("image/svg+xml", None, path, None if path and anew == data else anew, moves)
    if b"%PDF-" in data[:1024]:
        png, size, notice = page_as_png(data, room)
        return Picture("image/png", size, None, png, notices=(notice,))
    return picture_of_samples(data, path)

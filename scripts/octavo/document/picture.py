"""A picture as the renditions carry it, what is to be said of it, and what keeps one from being carried."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}
"""What every rendition can carry (EPUB 3.3, 3.2, core media types; Typst’s image formats), and how such a file ends."""


@dataclass(frozen=True)
class PictureNotice:
    """Something to be said of a picture that is carried: words behind its name, and what may be done about it."""

    what: str
    hint: str


class PictureFault(Exception):
    """A picture that no edition can carry: ``what`` is wrong, as words behind its name, and what to do."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


@dataclass(frozen=True)
class Picture:
    """A picture as the renditions carry it."""

    media_type: str
    size: tuple[int, int] | None
    """Columns and rows; None for a drawing."""
    path: Path | None
    """The file that is carried as it is, byte for byte."""
    anew: bytes | None
    """What is carried in its place."""
    moves: bool = False
    notices: tuple[PictureNotice, ...] = ()

    @cached_property
    def data(self) -> bytes:
        """The bytes that are carried, read once."""
        if self.anew is not None:
            return self.anew
        assert self.path is not None
        return self.path.read_bytes()

    @property
    def suffix(self) -> str:
        """How the name of a file with these bytes ends, whatever the edition calls it."""
        return SUFFIXES[self.media_type]

    @property
    def is_drawing(self) -> bool:
        """Whether it is a drawing (SVG) and not made of pixels."""
        return self.media_type == "image/svg+xml"

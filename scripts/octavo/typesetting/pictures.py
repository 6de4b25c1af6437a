"""The pictures of the text as print takes them: beside the book, each drawing having been drawn once by itself."""

from __future__ import annotations

from pathlib import Path

from octavo.document import Document
from octavo.document.alternatives import shortened
from octavo.document.parts import Image
from octavo.errors import InputError, Notices, Problem
from octavo.typesetting.drawingtrial import undrawable


class UndrawablePicture(InputError):
    """A drawing that cannot be drawn within a bounded time: reading systems could not draw it either."""


def copy_images(document: Document, folder: Path, notices: Notices) -> dict[str, str]:
    """Put the images beside the book; gives their names there.

    Raises InputError with the place of each drawing that Typst cannot draw, or not within a bounded time.
    """
    names = _names(document)
    for name, image in names.items():
        (folder / name).write_bytes(image.picture.data)
    _refuse(folder, {name: image for name, image in names.items() if image.picture.is_drawing})
    return {image.name: name for name, image in names.items()}


def refuse_undrawable(document: Document, folder: Path, reason: str) -> None:
    """Raise InputError with the place of each picture that Typst cannot decode, where its reason speaks of pictures."""
    if "image" in reason or "SVG" in reason:
        _refuse(folder, _names(document))


def _names(document: Document) -> dict[str, Image]:
    """The names of the files for Typst, each with the first image that shows it."""
    first: dict[str, Image] = {}
    for image in document.images:
        first.setdefault(image.name, image)
    return {f"image-{number}{image.picture.suffix}": image for number, image in enumerate(first.values())}


def _refuse(folder: Path, images: dict[str, Image]) -> None:
    wrong = undrawable(folder, list(images))
    if wrong:
        hint = "save it as plain SVG without filters and the like, or as PNG"
        raise UndrawablePicture.of(
            [
                Problem(f"the image ‘{shortened(images[name].name)}’ {why}", images[name].place, hint)
                for name, why in wrong.items()
            ]
        )

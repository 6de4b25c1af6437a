"""The pictures of the text as print takes them: beside the book, each drawing having been drawn once by itself."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from octavo.document import Document
from octavo.document.tree import inner_text
from octavo.errors import InputError, Notices, Place, Problem
from octavo.renditions.drawingtrial import undrawable


def copy_images(document: Document, folder: Path, notices: Notices) -> dict[str, str]:
    """Put the images beside the book; gives their names there.

    Raises InputError with the place of each drawing that Typst cannot draw, or not within a bounded time.
    """
    names: dict[str, str] = {}
    drawings: dict[str, Place] = {}
    for image in document.images:
        if image.name in names:
            continue
        name = f"image-{len(names)}{image.picture.suffix}"
        names[image.name] = name
        (folder / name).write_bytes(image.picture.data)
        if image.picture.is_drawing:
            drawings[name] = image.place
    wrong = undrawable(folder, list(drawings))
    if wrong:
        called = {name: image for image, name in names.items()}
        hint = "save it as plain SVG without filters and the like, or as PNG"
        raise InputError.of(
            [Problem(f"the image ‘{called[name]}’ {why}", drawings[name], hint) for name, why in wrong.items()]
        )
    return names


def place_of_letter(document: Document, letter: str) -> Place | None:
    """Where the text shows the first drawing in whose words a letter stands."""
    for image in document.images:
        if image.picture.is_drawing:
            root = etree.fromstring(image.picture.data, etree.XMLParser(resolve_entities=False, no_network=True))
            if letter in inner_text(root):
                return image.place
    return None

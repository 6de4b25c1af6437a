"""The images that the text shows: each a file of the edition folder, with words that stand in for it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from octavo.document.model import Document
from octavo.document.parts import Fault, Image
from octavo.document.picturefile import fault_of_picture
from octavo.document.tree import inner_text
from octavo.edition import Edition
from octavo.errors import InputError, Place, Problem
from octavo.markdown.scan import MarkdownScan

FORMATS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}
"""What every rendition can carry (EPUB 3.3, 3.2, core media types; Typst's image formats)."""


def find_images(body: etree._Element, scan: MarkdownScan, document: Document) -> list[Fault]:
    """Add the images of one file's tree to the Document, and say which cannot be had."""
    faults = []
    for element in body.iter("img"):
        name = unquote(element.get("src") or "")
        place = scan.place_of(element.get("src") or "")

        def fault(kind: str, message: str, hint: str, place: object = place) -> None:
            faults.append(Fault(kind, Problem(message, place, hint)))  # type: ignore[arg-type]

        if "://" in name or name.startswith(("data:", "//")):
            shown = name if len(name) < 60 else name[:59] + "…"
            fault(
                "outside-image",
                f"the image ‘{shown}’ is not a file of the edition",
                "save it in images/ and name it from there",
            )
            continue
        try:
            path = document.edition.resolve(name, place, "the image")
        except InputError as error:
            kind = "outside-image" if "outside" in str(error) else "missing-image"
            faults.append(Fault(kind, error.problems[0]))
            continue
        element.set("src", name)
        if path.suffix.lower() not in FORMATS:
            fault(
                "outside-image",
                f"the image ‘{name}’ is of a kind that not every rendition can show",
                "save it as PNG, JPEG or SVG",
            )
            continue
        wrong = None if any(image.path == path for image in document.images) else fault_of_picture(path)
        if wrong:
            fault("outside-image", f"the image ‘{name}’ {wrong[0]}", wrong[1])
            continue
        alt = element.get("alt")
        if not (alt or "").strip():
            caption = caption_of(element)
            hint = 'say in words what it shows: ![caption](file.png){alt="…"}'
            if caption is None or not caption.strip():
                fault("image-alt", f"the image ‘{name}’ has no alternative text", hint)
        document.images.append(Image(name, path, alt, element))
    return faults


def caption_of(element: etree._Element) -> str | None:
    """The words of the caption that a picture has, or nothing."""
    figure = next(element.iterancestors("figure"), None)
    caption = figure.find("figcaption") if figure is not None else None
    return None if caption is None else inner_text(caption)


def cover_image(edition: Edition) -> Path | None:
    """The file of the cover image that the front matter names; raises InputError where it cannot be used."""
    name = edition.metadata.cover_image
    if name is None:
        return None
    place = edition.place_of("cover-image")
    path = edition.resolve(name, place, "the cover image")
    if path.suffix.lower() not in (".png", ".jpg", ".jpeg"):
        message = f"the cover image ‘{name}’ is neither PNG nor JPEG"
        raise InputError(message, place=place, hint="save it as one of the two")
    wrong = fault_of_picture(path)
    if wrong:
        raise InputError(f"the cover image ‘{name}’ {wrong[0]}", place=place, hint=wrong[1])
    return path


def place_of_image(document: Document, name: str) -> Place | None:
    """Where the text first names an image."""
    for chapter in document.edition.chapters:
        at = chapter.text.find(name)
        if at >= 0:
            line = chapter.text.count("\n", 0, at) + 1
            return Place(chapter.path, line, at - chapter.text.rfind("\n", 0, at))
    return None


def media_type(path: Path) -> str:
    """The media type of an image file, by its name."""
    return FORMATS[path.suffix.lower()]

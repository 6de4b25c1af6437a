"""The images that the text shows: each a file of the edition folder, with words that stand in for it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from octavo.document.model import Document
from octavo.document.parts import Fault, Image
from octavo.document.scan import MarkdownScan
from octavo.document.tree import inner_text
from octavo.edition import Edition
from octavo.errors import InputError, Place, Problem

FORMATS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}
"""What every rendition can carry (EPUB 3.3, 3.2, core media types; Typst's image formats)."""


SIGNATURES = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".gif": b"GIF8"}
"""The bytes that a file of each kind begins with."""


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
        if path.suffix.lower() in FORMATS and not is_image(path):
            fault("outside-image", f"the image ‘{name}’ is not what its name says, or damaged", "save it anew")
            continue
        if path.suffix.lower() not in FORMATS:
            fault(
                "outside-image",
                f"the image ‘{name}’ is of a kind that not every rendition can show",
                "save it as PNG, JPEG or SVG",
            )
            continue
        alt = element.get("alt")
        if not (alt or "").strip():
            caption = _caption(element)
            hint = 'say in words what it shows: ![caption](file.png){alt="…"}'
            if caption is None or not caption.strip():
                fault("image-alt", f"the image ‘{name}’ has no alternative text", hint)
        document.images.append(Image(name, path, alt, element))
    return faults


def _caption(element: etree._Element) -> str | None:
    figure = next(element.iterancestors("figure"), None)
    caption = figure.find("figcaption") if figure is not None else None
    return None if caption is None else inner_text(caption)


def is_image(path: Path) -> bool:
    """Whether a file begins as its kind does; an SVG must be well-formed and ask for nothing from elsewhere."""
    data = path.read_bytes()
    if path.suffix.lower() != ".svg":
        return data.startswith(SIGNATURES[path.suffix.lower()])
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return False
    outward = (value for element in root.iter("*") for key, value in element.items() if str(key).endswith("href"))
    scripted = any(str(key).startswith("on") for element in root.iter("*") for key in element.keys())  # noqa: SIM118
    return (
        etree.QName(root).localname == "svg"
        and not scripted
        and next(root.iter("{*}script"), None) is None
        and all(str(value).startswith(("#", "data:")) for value in outward)
    )


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
    if not is_image(path):
        message = f"the cover image ‘{name}’ is damaged, or not what its name says"
        raise InputError(message, place=place, hint="save it anew")
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

"""What is wrong with the file of a picture: it would be lost, or shown in one rendition and not in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from octavo.document.tree import inner_text

SIGNATURES = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".gif": b"GIF8"}
"""The bytes that a file of each kind begins with."""
SVG = "http://www.w3.org/2000/svg"

_NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+))")
_OUTWARD = re.compile(r"@import|url\(\s*[\"']?(?!#|data:|[\"'\s])", re.IGNORECASE)


def fault_of_picture(path: Path) -> tuple[str, str] | None:
    """What is wrong with a picture’s file and what to do about it, as words behind its name; None for a sound one.

    Sampled pictures are read to their ends. An SVG must be well-formed, ask for nothing from elsewhere, and be one that
    browsers as well as Typst show whole.
    """
    return _fault_of_drawing(path.read_bytes()) if path.suffix.lower() == ".svg" else _fault_of_samples(path)


def _fault_of_samples(path: Path) -> tuple[str, str] | None:
    from PIL import Image

    with path.open("rb") as file:
        if not file.read(16).startswith(SIGNATURES[path.suffix.lower()]):
            return "is not what its name says, or damaged", "save it anew"
    try:
        with Image.open(path) as picture:
            picture.load()
    except Image.DecompressionBombError:
        return (
            "has more pixels than can be handled",
            "save it smaller: no page has room for so many",
        )
    except (OSError, SyntaxError, ValueError):
        return "is damaged: it ends too early, or its bytes have changed", "get the file anew from where it came"
    return None


def _fault_of_drawing(data: bytes) -> tuple[str, str] | None:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        root = None
    if root is None or etree.QName(root).localname != "svg":
        return "is not what its name says, or damaged", "save it anew"
    if _is_unsafe(root):
        return (
            "has a script in it, or asks for something from elsewhere",
            "save it as plain SVG, with all that it shows",
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "is not written in UTF-8, which print reads alone", "save it as UTF-8"
    if etree.QName(root).namespace != SVG:
        return "does not say that it is SVG, and no browser shows it", f'let it begin <svg xmlns="{SVG}" …>'
    if any(number <= 0 for number in _sizes(root)):
        return "has no size", "give its <svg> a width, a height and a viewBox above nought"
    for foreign in root.iter(f"{{{SVG}}}foreignObject"):
        parent = foreign.getparent()
        instead = parent is not None and etree.QName(parent).localname == "switch" and len(parent) > 1
        if inner_text(foreign).strip() and not instead:
            return "holds words as HTML (foreignObject), which print does not show", "save them in it as <text>"
    return None


def _sizes(root: etree._Element) -> Iterator[float]:
    """Width and height of a drawing, and those of its view, as far as they are given (SVG 2, 8.2)."""
    said = [root.get("width"), root.get("height"), *(root.get("viewBox") or "").replace(",", " ").split()[2:]]
    for number in (_NUMBER.match(text) for text in said if text):
        if number:
            yield float(number[1])


def _is_unsafe(root: etree._Element) -> bool:
    """Whether a drawing has a script in it, or asks for anything from elsewhere."""
    elements = list(root.iter("*"))
    values = [(str(key), str(value)) for element in elements for key, value in element.items()]
    styles = [inner_text(element) for element in elements if etree.QName(element).localname == "style"]
    return (
        any(key.endswith("href") and not value.startswith(("#", "data:")) for key, value in values)
        or any(key.startswith("on") for key, _ in values)
        or any(etree.QName(element).localname == "script" for element in elements)
        or any(_OUTWARD.search(text) for text in [*styles, *(value for _, value in values)])
    )

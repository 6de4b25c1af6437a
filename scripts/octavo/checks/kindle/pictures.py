"""Rules on pictures: their formats, their size where they are shown, and drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from octavo.checks.finding import Breach
from octavo.checks.kindle.package import place
from octavo.checks.registry import rule
from octavo.checks.subject import Subject
from octavo.document.tree import line
from octavo.readback.epub import resolved
from octavo.readback.epubparts import Part

FORMATS = ("GIF", "BMP", "JPEG", "MPO", "PNG")
SCREEN_WIDTH = 4
"""Inches: the width of the screen that pictures are measured on, 4 by 6 inches."""
LEAST_DENSITY = 72
"""Pixels an inch: below, the conversion fails."""
DRAWINGS = 25
"""With more drawings in SVG, a book has no Enhanced Typesetting."""
SVG = "image/svg+xml"
_PERCENT = re.compile(r"(?:^|[;\s])width\s*:\s*([\d.]+)%")


@rule("kindle/picture-formats", reads="epub")
def picture_formats(subject: Subject) -> Iterator[Breach]:
    for part in subject.epub_files:
        if not part.media_type.startswith("image/") or part.media_type == SVG:
            continue
        for what in _wrong_with(part):
            yield Breach(place(subject, part.name), {"what": what})


def _wrong_with(part: Part) -> Iterator[str]:
    seen = part.picture
    if seen is None:
        yield f"is of the kind {part.media_type}, which cannot be read"
        return
    if seen.format not in FORMATS:
        yield f"is in the format {seen.format}"
    elif seen.frames > 1:
        yield f"has {seen.frames} frames"
    if seen.is_transparent:
        yield "is transparent in places"
    if seen.mode == "CMYK":
        yield "is in the four inks of print"


@rule("kindle/picture-resolution", reads="epub")
def picture_resolution(subject: Subject) -> Iterator[Breach]:
    parts = {part.name: part for part in subject.epub_files}
    for page in subject.epub.spine:
        for image in page.root.iter("{*}img"):
            part = parts.get(resolved(page.name, image.get("src") or ""))
            percent = _width(image)
            seen = part.picture if part and percent else None
            if seen and percent:
                density = seen.width / (SCREEN_WIDTH * percent / 100)
                if density < LEAST_DENSITY:
                    values = {"name": image.get("src"), "percent": f"{percent:g}", "density": f"{density:.0f}"}
                    yield Breach(place(subject, page.name, line(image)), values)


def _width(image: etree._Element) -> float | None:
    """Which part of the screen's width an image is given by its own attributes, in per cent."""
    percent = _PERCENT.search(image.get("style") or "") or re.fullmatch(r"([\d.]+)%", image.get("width") or "")
    return float(percent[1]) if percent and float(percent[1]) > 0 else None


@rule("kindle/drawings", reads="epub")
def drawings(subject: Subject) -> Iterator[Breach]:
    found = list(_drawings(subject))
    for name, at, root in found:
        for what in _wrong_with_drawing(root):
            yield Breach(place(subject, name, at), {"what": what})
    if len(found) > DRAWINGS:
        yield Breach(place(subject), {"what": f"the book has {len(found)} drawings in SVG, and {DRAWINGS} are allowed"})


def _drawings(subject: Subject) -> Iterator[tuple[str, int, etree._Element]]:
    """Every drawing, a file of its own or a part of a page: its file, its line and its tree."""
    for part in subject.epub_files:
        if part.media_type == SVG:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
            yield part.name, 0, etree.fromstring(part.data, parser)
    for page in subject.epub.spine:
        for root in page.root.iter("{http://www.w3.org/2000/svg}svg"):
            yield page.name, line(root), root


def _wrong_with_drawing(root: etree._Element) -> Iterator[str]:
    box = (root.get("viewBox") or "").replace(",", " ").split()
    if len(box) != 4 or not all(re.fullmatch(r"-?\d+", number) for number in box) or box[:2] != ["0", "0"]:
        yield "a drawing has no viewBox of four whole numbers, the first two of them 0"
    if next(root.iter("{*}text"), None) is not None:
        yield "a drawing holds text, which is not shown"
    if any("slice" in (element.get("preserveAspectRatio") or "") for element in root.iter("*")):
        yield "a drawing is cut to its frame (preserveAspectRatio with slice)"
    if any((element.get("visibility") or "visible") != "visible" for element in root.iter("*")):
        yield "a part of a drawing is hidden by ‘visibility’, with which the conversion fails"

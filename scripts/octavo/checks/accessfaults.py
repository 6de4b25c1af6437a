"""Faults of accessibility that can be seen in an EPUB's files, whoever made them; none found is no proof of access."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from octavo.document.links import OUTWARD
from octavo.document.tree import inner_text, line
from octavo.readback.epub import EPUB_TYPE, ContentDocument, EpubReading, resolved
from octavo.readback.epubparts import Part
from octavo.readback.markup import kinds, name

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MOTION = ("animate", "animateMotion", "animateTransform", "set")


@dataclass(frozen=True)
class AccessFault:
    """What is wrong, in which file of the container (empty for the package) and on which of its lines."""

    what: str
    file: str = ""
    line: int = 0


def accessibility_faults(reading: EpubReading) -> Iterator[AccessFault]:
    """Every fault that can be seen: in the package first, then file by file in reading order."""
    yield from _of_package(reading)
    for page in reading.spine:
        yield from _of_file(page)
        yield from _of_headings(page)
        yield from _of_tables(page)
        yield from _of_links(reading, page)
    for file, element, what in undescribed(reading):
        yield AccessFault(f"{what} has no alternative text", file, line(element))


def _of_package(reading: EpubReading) -> Iterator[AccessFault]:
    for key, what in (("title", "title"), ("language", "language")):
        if not any((element.text or "").strip() for element in reading.package.iterfind(f"{{*}}metadata/{{*}}{key}")):
            yield AccessFault(f"the package gives no {what}")
    if not reading.navigation("toc"):
        yield AccessFault("there is no table of contents")
    listed = {target for target, _, _ in reading.navigation("page-list")}
    marked = [
        f"{page.name}#{element.get('id')}"
        for page in reading.spine
        for element in page.root.iter("*")
        if "pagebreak" in kinds(element)
    ]
    if marked and not listed:
        yield AccessFault("pages are marked, but there is no list of them")
    for target in marked if listed else ():
        if target not in listed:
            yield AccessFault(f"the page that begins at {target} is not in the list of pages")


def _of_file(page: ContentDocument) -> Iterator[AccessFault]:
    if not (page.root.get("lang") or page.root.get(XML_LANG)):
        yield AccessFault("the file does not say its language", page.name)
    if not page.title:
        yield AccessFault("the file has no title", page.name)


def _of_headings(page: ContentDocument) -> Iterator[AccessFault]:
    before = 0
    for heading in page.root.iter(*(f"{{*}}{tag}" for tag in HEADINGS)):
        level = int(name(heading)[1])
        words = " ".join(inner_text(heading).split())
        if not words and next(heading.iter("{*}img"), None) is None:
            yield AccessFault("a heading has no words", page.name, line(heading))
        if before and level > before + 1:
            what = f"the heading ‘{words}’ is of level {level}, the one before it of level {before}"
            yield AccessFault(what, page.name, line(heading))
        before = level


def headings_in_order(reading: EpubReading) -> bool:
    """Whether there are headings, and none skips a level in its file."""
    tags = [f"{{*}}{tag}" for tag in HEADINGS]
    any_at_all = any(next(page.root.iter(*tags), None) is not None for page in reading.spine)
    return any_at_all and not any(True for page in reading.spine for _ in _of_headings(page))


def _of_tables(page: ContentDocument) -> Iterator[AccessFault]:
    for table in page.root.iter("{*}table"):
        plain = (table.get("role") or "") in ("presentation", "none")
        if not plain and not any(inner_text(cell).strip() for cell in table.iter("{*}th")):
            yield AccessFault("a table has no headings of columns or rows", page.name, line(table))


def _of_links(reading: EpubReading, page: ContentDocument) -> Iterator[AccessFault]:
    for link in page.root.iter("{*}a"):
        href = link.get("href")
        if not href:
            continue
        described = any((image.get("alt") or "").strip() for image in link.iter("{*}img"))
        if not (inner_text(link).strip() or described or link.get("aria-label")):
            yield AccessFault(f"the link to ‘{href}’ has no words", page.name, line(link))
        if "noteref" in kinds(link) and not OUTWARD.match(href) and not _leads_to_a_note(reading, page, href):
            yield AccessFault(f"the note reference to ‘{href}’ leads to no note", page.name, line(link))


def _leads_to_a_note(reading: EpubReading, page: ContentDocument, href: str) -> bool:
    target = resolved(page.name, href)
    document = reading.document(target)
    return document is not None and target.partition("#")[2] in document.ids


def pictures(reading: EpubReading) -> Iterator[tuple[str, etree._Element]]:
    """The pictures of the text with their files: not the cover, and none that is shut out of what is read aloud."""
    for page in reading.spine:
        for image in page.root.iter("{*}img", "{*}svg"):
            outer = [image, *image.iterancestors()]
            cover = any("cover" in (e.get(EPUB_TYPE) or "").split() or "cover" in kinds(e) for e in outer)
            hidden = any(e.get("aria-hidden") == "true" for e in outer)
            if not cover and not hidden and (image.get("role") or "") not in ("presentation", "none"):
                yield page.name, image


def undescribed(reading: EpubReading) -> Iterator[tuple[str, etree._Element, str]]:
    """The pictures without words in their place: file, element, and what to call it."""
    for file, image in pictures(reading):
        if name(image) == "img":
            words, what = image.get("alt"), f"the picture {image.get('src')}"
        else:
            title = image.find("{*}title")
            words, what = image.get("aria-label") or (inner_text(title) if title is not None else ""), "a drawing"
        if not (words or "").strip() and not image.get("aria-labelledby"):
            yield file, image, what


def animated(part: Part) -> bool:
    """Whether a picture moves: a GIF or PNG of several frames, or an SVG that animates itself."""
    if part.media_type == "image/svg+xml":
        root = etree.fromstring(part.data, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
        return next(root.iter(*(f"{{*}}{tag}" for tag in MOTION)), None) is not None or b"@keyframes" in part.data
    seen = part.picture if part.media_type.startswith("image/") else None
    return seen is not None and seen.frames > 1

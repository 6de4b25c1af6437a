"""Rules on the package: its cover, the ways into it, its pages and fonts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from octavo.checks.finding import Breach
from octavo.checks.registry import rule
from octavo.checks.subject import Subject
from octavo.errors import Place
from octavo.readback.epub import EPUB_TYPE, ContentDocument, EpubReading, resolved
from octavo.readback.epubparts import Part

LEAST_WIDTH, LEAST_HEIGHT = 1200, 1800
"""Pixels: one of the two a cover must have."""
LEVELS = 2
"""How deep a Kindle shows contents."""
HREF = "{http://www.w3.org/1999/xlink}href"
"""Where an image inside of a drawing names its file."""
_LABEL = re.compile(r"\d+|[ivxlcdm]+", re.IGNORECASE)
_OPEN_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf")
"""What the files of OpenType and TrueType fonts begin with (OpenType 1.9, Organization of an OpenType font)."""


def place(subject: Subject, inside: str = "", line: int = 0) -> Place:
    """A file in the EPUB; without one, the package document."""
    return Place(subject.path("epub") / (inside or subject.epub.package_name), line)


def _cover(subject: Subject) -> Part | None:
    """The image that the package calls the cover, as EPUB 3 or as EPUB 2 says it."""
    metas = subject.epub.package.iter("{*}meta")
    named = next((meta.get("content") for meta in metas if meta.get("name") == "cover"), None)
    hrefs = [item.get("href") for item in subject.epub.package.iter("{*}item") if named and item.get("id") == named]
    for part in subject.epub_files:
        if "cover-image" in part.properties:
            return part
    return next((part for part in subject.epub_files if any(href and part.name.endswith(href) for href in hrefs)), None)


@rule("kindle/cover-image", reads="epub")
def cover_image(subject: Subject) -> Iterator[Breach]:
    part = _cover(subject)
    if part is None:
        yield Breach(place(subject), {"what": "the package names no cover image"})
        return
    seen = part.picture
    if seen is None:
        yield Breach(place(subject, part.name), {"what": "the cover is no raster image that can be read"})
        return
    if seen.width < LEAST_WIDTH and seen.height < LEAST_HEIGHT:
        what = f"the cover image has {seen.width:,} by {seen.height:,} pixels"
        yield Breach(place(subject, part.name), {"what": what})
    if seen.mode == "CMYK":
        yield Breach(place(subject, part.name), {"what": "the cover image is in the four inks of print"})


@rule("kindle/cover-page", reads="epub")
def cover_page(subject: Subject) -> Iterator[Breach]:
    part, named = _cover(subject), _named(subject.epub, "cover")
    for page in subject.epub.spine if part else ():
        images = page.root.iter("{*}img", "{*}image")
        sources = {resolved(page.name, image.get("src") or image.get(HREF) or "") for image in images}
        body = page.root.find("{*}body")
        text = "".join(str(piece) for piece in body.itertext()).strip() if body is not None else ""
        if part and sources == {part.name} and not text and _is_linear(subject.epub, page) and page.name not in named:
            yield Breach(place(subject, page.name), {})


def _named(reading: EpubReading, kind: str) -> set[str]:
    """The files to which the landmarks or the guide lead for a kind of place."""
    nav = reading.nav
    links = nav.root.iter("{*}a") if nav else ()
    found = {resolved(nav.name, a.get("href") or "") for a in links if nav and kind in (a.get(EPUB_TYPE) or "").split()}
    for reference in reading.package.iterfind("{*}guide/{*}reference"):
        if reference.get("type") == kind:
            found.add(resolved(reading.package_name, reference.get("href") or ""))
    return {target.partition("#")[0] for target in found}


def _is_linear(reading: EpubReading, page: ContentDocument) -> bool:
    hrefs = {item.get("id"): item.get("href") for item in reading.package.iter("{*}item")}
    for reference in reading.package.iter("{*}itemref"):
        if resolved(reading.package_name, hrefs.get(reference.get("idref")) or "") == page.name:
            return reference.get("linear") != "no"
    return False


@rule("kindle/landmarks", reads="epub")
def landmarks(subject: Subject) -> Iterator[Breach]:
    for kind, what in (("cover", "the cover is"), ("toc", "the contents are")):
        if not _named(subject.epub, kind):
            yield Breach(place(subject, subject.epub.nav.name if subject.epub.nav else ""), {"what": what})


@rule("kindle/contents", reads="epub")
def contents(subject: Subject) -> Iterator[Breach]:
    listed = subject.epub.navigation("toc")
    inside = subject.epub.nav.name if subject.epub.nav else ""
    if not listed and subject.epub.ncx:
        inside, root = subject.epub.ncx
        for point in root.iter("{*}navPoint"):
            source, label = point.find("{*}content"), point.find("{*}navLabel/{*}text")
            target = resolved(inside, (source.get("src") or "") if source is not None else "")
            depth = 1 + sum(1 for _ in point.iterancestors("{*}navPoint"))
            listed.append((target, (label.text or "").strip() if label is not None else "", depth))
    if not listed:
        yield Breach(place(subject), {"what": "there is no table of contents"})
    before = (0, 0)
    for target, text, depth in listed:
        if depth > LEVELS:
            what = f"‘{text}’ stands {depth} levels deep in the contents; a Kindle shows {LEVELS}"
            yield Breach(place(subject, inside), {"what": what})
        at = _position(subject.epub, target) or before
        if at < before:
            what = f"‘{text}’ stands in the contents behind what comes after it in the book"
            yield Breach(place(subject, inside), {"what": what})
        before = max(at, before)


def _position(reading: EpubReading, target: str) -> tuple[int, int] | None:
    """Where a target stands in the book: the number of its file, and of its id in that; nothing where it is not."""
    name, _, fragment = target.partition("#")
    for number, page in enumerate(reading.spine):
        if page.name == name:
            return number, page.ids.index(fragment) + 1 if fragment in page.ids else 0
    return None


@rule("kindle/page-labels", reads="epub")
def page_labels(subject: Subject) -> Iterator[Breach]:
    listed = subject.epub.navigation("page-list")
    inside = subject.epub.nav.name if subject.epub.nav else ""
    for _, label, _ in listed:
        if not _LABEL.fullmatch(label):
            fault = f"a page is called ‘{label}’" if label else "a page has no number"
            yield Breach(place(subject, inside), {"what": fault})
    for label, count in Counter(label for _, label, _ in listed if label).items():
        if count > 1:
            yield Breach(place(subject, inside), {"what": f"{count} pages have the number {label}"})
    for target, count in Counter(target for target, _, _ in listed).items():
        if count > 1:
            yield Breach(place(subject, inside), {"what": f"{count} pages begin at the one place {target}"})


@rule("kindle/fonts", reads="epub")
def fonts(subject: Subject) -> Iterator[Breach]:
    for part in subject.epub_files:
        is_font = part.media_type.startswith(("font/", "application/font", "application/x-font"))
        if (is_font or part.media_type == "application/vnd.ms-opentype") and not part.data.startswith(_OPEN_FONTS):
            yield Breach(place(subject, part.name), {"name": part.name})

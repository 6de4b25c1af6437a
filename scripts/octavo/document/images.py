"""The images that the text shows: each a file of the edition folder, with words that stand in for it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from lxml import etree

from octavo.document.alternatives import gather, put_words, shortened, tell_of_wordless
from octavo.document.model import ReadDocument
from octavo.document.parts import Fault, Image
from octavo.document.picture import Picture, PictureFault
from octavo.document.picturefile import picture_of, read_picture
from octavo.document.picturesize import fit, put_sizes, written_sizes
from octavo.document.tree import inner_text
from octavo.edition import Edition
from octavo.edition.files import is_file
from octavo.edition.folder import OutsideFolder
from octavo.errors import InputError, Place, Problem
from octavo.markdown.scan import MarkdownScan

COVERS = ("image/png", "image/jpeg")
"""What shops take for a cover."""
_NETWORK = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|(?:mailto|javascript|blob|cid):", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"[^\n()]*\)\{([^{}\n]*)\}")
"""What stands behind the name of an image: its title, the bracket, its attributes."""
_SIZING = re.compile(r"(?<![\w-])(width|height)=(\"[^\"]*\"|'[^']*'|[^\s\"']+)")


def find_images(body: etree._Element, scan: MarkdownScan, document: ReadDocument) -> list[Fault]:
    """Add the images of one file’s tree to the Document, and say which cannot be had, and what is changed in others.

    An image of the network gives its place to its alternative text. What is said of many at once replaces, in the
    Document’s faults, what was said of those in the files before.
    """
    faults: list[Fault] = []
    abroad: list[tuple[str, Place]] = []
    begin: dict[str, int] = {}
    for element in list(body.iter("img")):
        source = element.get("src") or ""
        place = _place(scan, source, begin)
        faults += _size_faults(element, scan, place, begin.get(source, 0))
        if _NETWORK.match(source):
            abroad.append((shortened(source), place))
            put_words(element, source)
            continue
        try:
            image = _image(element, source, place, document)
        except InputError as error:
            kind = "outside-image" if isinstance(error, OutsideFolder) else "missing-image"
            faults.append(Fault(kind, error.problems[0]))
            continue
        except PictureFault as fault:
            name = element.get("src") or ""
            faults.append(
                Fault("outside-image", Problem(f"the image ‘{shortened(name)}’ {fault.what}", place, fault.hint))
            )
            continue
        if image.picture.size:
            fit(element, *image.picture.size)
        if not any(other.name == image.name for other in document.images):
            faults += _changes(image)
        document.images.append(image)
    faults += gather(document, "image-from-network", abroad)
    return [*faults, *tell_of_wordless(document)]


def _image(element: etree._Element, source: str, place: Place, document: ReadDocument) -> Image:
    """An image with the picture that it shows; raises InputError where there is none, PictureFault for a bad one."""
    edition = document.edition
    room = edition.metadata.print.trim_inches
    if source.startswith("data:"):
        known = next((image.picture for image in document.images if image.name == source), None)
        picture = known or picture_of(_data_of(source), room)
        return Image(source, Path("data"), element.get("alt"), element, picture, place)
    name = _name(source, edition)
    path = edition.resolve(name, place, "the image")
    element.set("src", name)
    known = next((image.picture for image in document.images if image.path == path), None)
    return Image(name, path, element.get("alt"), element, known or read_picture(path, room), place)


def _name(source: str, edition: Edition) -> str:
    """The name of a file in the edition folder that a source means.

    Addresses write spaces and other letters as per cent and code; some name the folder by a stroke before it, or say
    behind a question mark or # what a server or browser is to do. What is written means itself where it is there.
    """
    plain = unquote(source)
    bare = unquote(re.split(r"[?#]", source, maxsplit=1)[0])
    for name in (source, plain, bare, plain.lstrip("/"), bare.lstrip("/")):
        if name and is_file(edition.folder / name):
            return posixpath.normpath(name)
    return plain


def _data_of(source: str) -> bytes:
    """The bytes that an address of the kind ``data:`` holds (RFC 2397)."""
    import base64
    import binascii

    head, _, payload = source.partition(",")
    data = unquote_to_bytes(payload)
    try:
        return base64.b64decode(re.sub(rb"\s+", b"", data), validate=True) if head.endswith(";base64") else data
    except binascii.Error:
        raise PictureFault(
            "is damaged: its bytes cannot be read", "save it in images/ and name it from there"
        ) from None


def _place(scan: MarkdownScan, source: str, begin: dict[str, int]) -> Place:
    """Where an image is named next, as the file is read; the whole file where its name is not found as it is."""
    for before in (r"\]\(\s*<?", r"src\s*=\s*[\"']?", r"\]:\s*<?", ""):
        for written in dict.fromkeys((source, unquote(source))):
            found = re.compile(before + re.escape(written)).search(scan.chapter.body, begin.get(source, 0))
            if written and found:
                begin[source] = found.end()
                return scan.lines.place(found.end() - len(written))
    return scan.place_of(source)


def _size_faults(element: etree._Element, scan: MarkdownScan, place: Place, end: int) -> Iterator[Fault]:
    """Leave an image the sizes that can be kept, and say which cannot; ``end`` is where its name ends in the Markdown.

    What pandoc takes for no size is not in its HTML, and so is looked for where it is written.
    """
    written = _ATTRIBUTES.match(scan.chapter.body, end) if end else None
    offsets = {}
    for match in _SIZING.finditer(scan.chapter.body, *written.span(1)) if written else ():
        offsets[match[1]] = match.start()
        if match[1] not in written_sizes(element):
            element.set(match[1], match[2].strip("\"'"))
    for key, value, why in put_sizes(element):
        where = scan.lines.place(offsets[key]) if key in offsets else place
        message = f"the {key} ‘{shortened(value)}’ of a picture {why}"
        yield Fault("raw-markup", Problem(message, where, "without it, the picture is shown in its own size"))


def _changes(image: Image) -> Iterator[Fault]:
    for notice in image.picture.notices:
        problem = Problem(f"the picture ‘{shortened(image.name)}’ {notice.what}", image.place, notice.hint)
        yield Fault("picture-changed", problem)


def caption_of(element: etree._Element) -> str | None:
    """The words of the caption that a picture has, or nothing."""
    figure = next(element.iterancestors("figure"), None)
    caption = figure.find("figcaption") if figure is not None else None
    return None if caption is None else inner_text(caption)


@dataclass(frozen=True)
class Cover:
    """The cover image that the front matter names: its file, the picture as screens show it, and what is told of it."""

    path: Path
    picture: Picture
    notices: tuple[Problem, ...]

    def for_press(self) -> tuple[bytes, str]:
        """Its bytes, and how a file of them ends, as print takes them: in its own inks."""
        data = self.path.read_bytes()
        suffix = ".png" if data.startswith(b"\x89PNG") else ".jpg" if data.startswith(b"\xff\xd8\xff") else ""
        return (data, suffix) if suffix else (self.picture.data, self.picture.suffix)


def cover_image(edition: Edition) -> Cover | None:
    """The cover image that the front matter names; raises InputError where it cannot be used."""
    name = edition.metadata.cover_image
    if name is None:
        return None
    place = edition.place_of("cover-image")
    path = edition.resolve(name, place, "the cover image")
    try:
        picture = read_picture(path, edition.metadata.print.trim_inches)
    except PictureFault as fault:
        raise InputError(f"the cover image ‘{name}’ {fault.what}", place=place, hint=fault.hint) from None
    if picture.media_type not in COVERS or picture.moves:
        message = f"the cover image ‘{name}’ is neither PNG nor JPEG"
        raise InputError(message, place=place, hint="save it as one of the two")
    notices = (Problem(f"the cover image ‘{name}’ {item.what}", place, item.hint) for item in picture.notices)
    return Cover(path, picture, tuple(notices))


def place_of_image(document: ReadDocument, name: str) -> Place | None:
    """Where the text first names an image."""
    return next((image.place for image in document.images if image.name == name), None)

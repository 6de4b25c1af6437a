"""Reading an EPUB back: its package, its contents and its text in spine order (EPUB 3.3)."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from octavo.document.tree import classes, ids
from octavo.errors import InputError, Place, Problem
from octavo.readback.container import Container
from octavo.readback.markup import MarkupReader, name, note_items, region_by_kind, texts, words_in
from octavo.readback.reading import CONTENTS, FRONT, OUTSIDE, TEXT, ReadBlock
from octavo.readback.unreadparts import unread_parts
from octavo.text.tokens import tokenise

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
NCX_TYPE = "application/x-dtbncx+xml"
GUIDE = {"toc": CONTENTS, "cover": FRONT, "title-page": FRONT, "copyright-page": FRONT}
"""What the guide of an EPUB 2 says of a whole file (OPF 2.0.1, 2.6), as regions."""
_CONTAINER = "META-INF/container.xml"
"""The part that names the package document (EPUB 3.3, 4.2.6.3.1)."""
SNIFFED = 256
"""Bytes in which a file must have a tag to be parsed; pictures in a spine have none."""


@dataclass(frozen=True)
class ContentDocument:
    """One XHTML file of the spine."""

    name: str
    root: etree._Element

    @property
    def title(self) -> str:
        """The text of its title element."""
        return next(texts(self.root, "title"), "")

    @cached_property
    def ids(self) -> list[str]:
        """Every id in it, in order."""
        return ids(self.root)


@dataclass(frozen=True)
class EpubReading:
    """An EPUB's package document, navigation and content documents."""

    file: Path
    package: etree._Element
    nav: ContentDocument | None
    spine: tuple[ContentDocument, ...]
    names: tuple[str, ...]
    """All files of the container, in the order in which they stand in it."""
    package_name: str = ""
    ncx: tuple[str, etree._Element] | None = None
    """The NCX: its name in the container and its tree (OPF 2.0.1, 2.4.1)."""
    unread: tuple[Problem, ...] = ()
    """What of the spine was not read."""

    @cached_property
    def blocks(self) -> list[ReadBlock]:
        """The visible text in spine order."""
        blocks: list[ReadBlock] = []
        for document in self.spine:
            body = document.root.find("{*}body")
            if body is not None:
                region = self._guide.get(document.name, TEXT)
                blocks += MarkupReader(self.file / document.name, _region).read(body, region)
        return blocks

    @property
    def notes(self) -> int:
        """How many notes are known as such."""
        return sum(len(note_items(document.root)) for document in self.spine)

    @property
    def trees(self) -> list[tuple[Path, etree._Element]]:
        """The tree of each file of the spine, with its path in the container."""
        return [(self.file / document.name, document.root) for document in self.spine]

    @cached_property
    def _guide(self) -> dict[str, str]:
        """The regions that the guide gives to whole files; a navigation document is the contents."""
        folder = posixpath.dirname(self.package_name)
        regions = {} if self.nav is None else {self.nav.name: CONTENTS}
        for reference in self.package.iterfind("{*}guide/{*}reference"):
            href, mark, _ = (reference.get("href") or "").partition("#")
            if reference.get("type") in GUIDE and not mark:
                name_ = posixpath.normpath(posixpath.join(folder, unquote(href)))
                regions[name_] = GUIDE[reference.get("type") or ""]
        return regions

    def navigation(self, kind: str) -> list[tuple[str, str, int]]:
        """The entries of a nav of the given epub:type: where each leads, its text, its depth from 1."""
        entries = []
        document = self.nav
        for nav in document.root.iter("{*}nav") if document else ():
            if document and kind in (nav.get(EPUB_TYPE) or "").split():
                for link in nav.iter("{*}a"):
                    depth = sum(1 for _ in link.iterancestors("{*}ol"))
                    target = resolved(document.name, link.get("href") or "")
                    entries.append((target, words_in(link), depth))
        return entries

    def document(self, target: str) -> ContentDocument | None:
        """The content document that a link leads to."""
        path = target.partition("#")[0]
        return next((document for document in self.spine if document.name == path), None)


def resolved(document: str, href: str) -> str:
    """What a link of a document leads to: a name in the container, with the fragment if there is one."""
    path, mark, fragment = href.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(document), unquote(path))) if path else document
    return f"{target}{mark}{unquote(fragment)}"


def _region(element: etree._Element) -> str | None:
    if "pg-boilerplate" in classes(element):
        return OUTSIDE
    return CONTENTS if name(element) == "nav" else region_by_kind(element)


def read_epub(data: bytes, file: Path) -> EpubReading:
    """Read an EPUB; raises InputError where it is none or damaged."""
    container = Container(data, file)
    if _CONTAINER not in container:
        raise _hollow(f"it has no {_CONTAINER}", file)
    rootfile = container.xml(_CONTAINER).find(".//{*}rootfile")
    package_name = "" if rootfile is None else rootfile.get("full-path") or ""
    if package_name not in container:
        raise _hollow(f"the package document that {_CONTAINER} should name is not there", file)
    package = container.xml(package_name)
    folder = posixpath.dirname(package_name)
    items = {item.get("id"): item for item in package.iter("{*}item")}
    paths = {
        key: posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or ""))) for key, item in items.items()
    }
    spine, unread = _spine(container, package, Place(file / package_name), paths)
    nav, ncx = None, None
    for key, item in items.items():
        if "nav" in (item.get("properties") or "").split() and paths[key] in container:
            nav = ContentDocument(paths[key], container.xml(paths[key]))
        elif item.get("media-type") == NCX_TYPE and paths[key] in container:
            ncx = paths[key], container.xml(paths[key])
    return EpubReading(file, package, nav, spine, container.names, package_name, ncx, unread)


def _hollow(reason: str, file: Path) -> InputError:
    hint = "the file may be damaged; EPUBCheck says where"
    return InputError(f"this EPUB cannot be read: {reason}", place=Place(file), hint=hint)


def _spine(
    container: Container, package: etree._Element, place: Place, paths: dict[str | None, str]
) -> tuple[tuple[ContentDocument, ...], tuple[Problem, ...]]:
    """The documents of the spine, each once, and what of it cannot be read."""
    hint = "EPUBCheck says what is wrong with this book"
    named = Counter(reference.get("idref") for reference in package.iter("{*}itemref"))
    items = {item.get("id"): item for item in package.iter("{*}item")}
    spine, unread = [], []
    for identifier, times in named.items():
        path = paths.get(_readable(identifier, items))
        if path is None or path not in container:
            message = f"the spine names ‘{path or identifier}’, which this book does not have: it is not read"
            unread.append(Problem(message, place, hint))
            continue
        if times > 1:
            unread.append(Problem(f"the spine names ‘{path}’ {times:,} times: it is read once", place, hint))
        data = container.read(path)
        document = ContentDocument(path, container.xml(path)) if b"<" in data[:SNIFFED] else None
        if document is not None:
            spine.append(document)
        if document is None or document.root.find("{*}body") is None:
            words = "" if document is None else " ".join(str(text) for text in document.root.itertext())
            message = f"this page is no XHTML and is not read ({tokenise(words).count_words():,} words)"
            unread.append(Problem(message, Place(container.file / path), "compare it by itself"))
        else:
            unread += unread_parts(document.root, container.file / path)
    return tuple(spine), tuple(unread)


def _readable(identifier: str | None, items: dict[str | None, etree._Element]) -> str | None:
    """An item of the spine, or what stands in for it where it is no XHTML (EPUB 3.3, 5.6.2)."""
    chain = [identifier]
    while (item := items.get(chain[-1])) is not None and item.get("fallback") and item.get("fallback") not in chain:
        if item.get("media-type") == "application/xhtml+xml":
            break
        chain.append(item.get("fallback"))
    last = items.get(chain[-1])
    return chain[-1] if last is not None and last.get("media-type") == "application/xhtml+xml" else identifier

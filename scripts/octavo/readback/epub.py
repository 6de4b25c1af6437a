"""Reading an EPUB back: its package, its contents and its text in spine order (EPUB 3.3)."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from octavo.document.tree import ids
from octavo.readback.markup import MarkupReader, name, region_by_kind, texts, words_in
from octavo.readback.reading import CONTENTS, FRONT, TEXT, ReadBlock

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
NCX_TYPE = "application/x-dtbncx+xml"
GUIDE = {"toc": CONTENTS, "cover": FRONT, "title-page": FRONT, "copyright-page": FRONT}
"""What the guide of an EPUB 2 says of a whole file (OPF 2.0.1, 2.6), as regions."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


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
    return CONTENTS if name(element) == "nav" else region_by_kind(element)


def read_epub(data: bytes, file: Path) -> EpubReading:
    """Read an EPUB; raises ValueError, zipfile.BadZipFile or lxml's errors where it is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        names = tuple(container.namelist())
        rootfile = _parse(container, "META-INF/container.xml").find(".//{*}rootfile")
        if rootfile is None:
            raise ValueError("META-INF/container.xml names no package document")
        package_name = rootfile.get("full-path") or ""
        package = _parse(container, package_name)
        folder = posixpath.dirname(package_name)
        items = {item.get("id"): item for item in package.iter("{*}item")}
        paths = {key: posixpath.join(folder, unquote(item.get("href") or "")) for key, item in items.items()}
        spine, nav, ncx = [], None, None
        for reference in package.iter("{*}itemref"):
            path = paths.get(reference.get("idref"))
            if path in names:
                spine.append(ContentDocument(path, _parse(container, path)))
        for key, item in items.items():
            if "nav" in (item.get("properties") or "").split() and paths[key] in names:
                nav = ContentDocument(paths[key], _parse(container, paths[key]))
            elif item.get("media-type") == NCX_TYPE and paths[key] in names:
                ncx = paths[key], _parse(container, paths[key])
    return EpubReading(file, package, nav, tuple(spine), names, package_name, ncx)


def _parse(container: zipfile.ZipFile, path: str) -> etree._Element:
    return etree.fromstring(container.read(path), _PARSER)

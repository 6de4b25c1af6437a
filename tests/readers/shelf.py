"""The books that the reading systems open: the first edition, the hard one, and each of tests/editions/books."""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from hard_edition import hard_edition
from octavo.build import build
from octavo.document import Document
from octavo.markdown.vocabulary import BLOCKS
from octavo.readback.epub import ContentDocument, EpubReading, read_epub

ROOT = Path(__file__).parent.parent.parent
FEATURES = ROOT / "tests" / "editions" / "books"
STORED = "JSON.stringify(Object.entries(localStorage).sort())"
"""What a page of the web has stored, as one text."""
PAMPHLET = "pamphlet"


@dataclass(frozen=True)
class Book:
    """An edition as it was built: its Document, its EPUB as a file and as what stands in it, its page of the web."""

    name: str
    document: Document
    path: Path
    reading: EpubReading
    page: Path

    @property
    def files(self) -> list[str]:
        """The files of the spine, in order, as the package names them."""
        folder = posixpath.dirname(self.reading.package_name)
        return [posixpath.relpath(document.name, folder) for document in self.reading.spine]


def editions() -> list[str]:
    """The names of all editions that are opened; each folder added to tests/editions/books is one more."""
    features = (path.name for path in sorted(FEATURES.glob("*")) if any(path.glob("*.md")))
    return [PAMPHLET, "hard", *features]


def built(name: str, folder: Path) -> Book:
    """Build the EPUB and the page of an edition into a folder."""
    path = folder / f"{name}.epub"
    if name == "hard":
        source = hard_edition(folder / "hard")
    else:
        source = ROOT / "source" if name == PAMPHLET else FEATURES / name
    made = build(source, ("epub", "html"))
    data = {artifact.name.rpartition(".")[2]: artifact.data for artifact in made.artifacts}
    path.write_bytes(data["epub"])
    page = folder / f"{name}.html"
    page.write_bytes(data["html"])
    return Book(name, made.document, path, read_epub(data["epub"], path), page)


def words(document: ContentDocument, *, formulas: bool = True) -> list[str]:
    """The words of one file, note marks among them; of a formula those of its source, or none."""
    body = document.root.find("{*}body")
    assert body is not None
    return words_in(body, formulas=formulas)


def words_in(element: etree._Element, *, formulas: bool = True) -> list[str]:
    """The words of one element of a file, or of the Document."""
    return "".join(_text(element, formulas)).split()


def _text(element: etree._Element, formulas: bool) -> Iterator[str]:
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if not name or element.get("hidden") is not None:
        return
    if name == "math":
        if formulas:
            written = next((note.text for note in element.iter("{*}annotation")), None)
            yield written or element.get("alttext") or "".join(element.itertext("*"))
        return
    apart = " " if name in BLOCKS or name in ("br", "img") else ""
    yield apart + (element.text or "")
    for child in element:
        yield from _text(child, formulas)
        yield child.tail or ""
    yield apart


def program(*names: str) -> str:
    """The path of a program of the system; raises RuntimeError with the step that installs it where it is missing."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    raise RuntimeError(f"{names[0]} is not installed: run tests/readers/install.sh (make test-readers does so)")


def npm_package(name: str) -> Path:
    """The folder of an npm package; raises RuntimeError with the step that installs it where it is missing."""
    folder = Path(__file__).parent / "node_modules" / name
    if not folder.is_dir():
        raise RuntimeError(f"{name} is not installed: run tests/readers/install.sh (make test-readers does so)")
    return folder

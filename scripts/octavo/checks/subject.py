"""What the rules look at: the Document, and the files of a build folder as they were found there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from lxml import etree

from octavo.checks.press.job import PressJob
from octavo.document import Document
from octavo.edition import Edition
from octavo.errors import InputError
from octavo.readback.canonical import canonical_regions
from octavo.readback.epub import EpubReading
from octavo.readback.epubparts import Part, Styled
from octavo.readback.filetext import FileText
from octavo.readback.html import HtmlReading
from octavo.readback.pdf import PdfReading
from octavo.readback.teidocument import TeiReading
from octavo.setbook.textblock import Stray
from octavo.setbook.typography import Flaw
from octavo.text.layer import Layer

if TYPE_CHECKING:
    from octavo.checks.plaintext import PlainText

Reading = TypeVar("Reading")


@dataclass(frozen=True)
class Subject:
    """What the rules look at: the Document, and the files of the build folder as they were found there."""

    document: Document
    folder: Path
    manifest: dict[str, object] | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    """Renditions that could not be read, and why."""
    jobs: list[PressJob] = field(default_factory=list)
    """The files for the press that are there."""

    @property
    def edition(self) -> Edition:
        """The edition that is checked."""
        return self.document.edition

    def path(self, ending: str, name: str = "") -> Path:
        """The path of a rendition by its ending; ``name`` is what follows the slug, such as ``print``."""
        slug = self.edition.metadata.slug
        return self.folder / f"{slug}{f'-{name}' if name else ''}.{ending}"

    def data(self, ending: str, name: str = "") -> bytes | None:
        """The bytes of a rendition, or nothing where it is not there."""
        return self.files.get(self.path(ending, name).name)

    @cached_property
    def canonical(self) -> dict[str, Layer]:
        """The Document's words by region: the pages before the text, the text, the notes."""
        return canonical_regions(self.document)

    @cached_property
    def body(self) -> Layer:
        """All words but those of the notes."""
        return self.document.flow.layer(lambda block: block.note < 0)

    @cached_property
    def epub(self) -> EpubReading | None:
        """The EPUB, read back."""
        from octavo.readback.epub import read_epub

        return self._read("epub", read_epub)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The files that the EPUB's manifest names; none where it cannot be read."""
        from octavo.readback.epubparts import read_parts

        data = self.data("epub")
        return read_parts(data, self.epub) if self.epub and data is not None else ()

    @cached_property
    def styles(self) -> list[Styled]:
        """Every rule of the EPUB's style sheets."""
        from octavo.readback.epubparts import styles

        return list(styles(self.epub, self.parts)) if self.epub else []

    @cached_property
    def html(self) -> HtmlReading | None:
        """The HTML page, read back."""
        from octavo.readback.html import read_html

        return self._read("html", read_html)

    @cached_property
    def pdf(self) -> PdfReading | None:
        """The PDF, read back."""
        from octavo.readback.pdf import read_whole_pdf

        return self._read("pdf", read_whole_pdf)

    @cached_property
    def tei(self) -> TeiReading | None:
        """The TEI document, read back."""
        from octavo.readback.teidocument import parse_tei

        return self._read("xml", parse_tei)

    @cached_property
    def text(self) -> FileText | None:
        """The plain text, read back."""
        from octavo.readback.plain import read_plain

        return self._read("txt", lambda _, path: read_plain(path))

    @cached_property
    def plain_text(self) -> PlainText | None:
        """The plain text as it should be and as it is, by its words and lines."""
        from octavo.checks.plaintext import PlainText

        data = self.data("txt")
        return PlainText(self.document, data, self.path("txt")) if self.text and data is not None else None

    def trees(self) -> Iterator[tuple[str, Path, list[etree._Element]]]:
        """The renditions that are marked up: name, path, and the trees of their files in order."""
        if self.epub:
            yield "EPUB", self.path("epub"), [document.root for document in self.epub.spine]
        if self.html:
            yield "HTML", self.path("html"), [self.html.root]
        if self.tei:
            yield "TEI", self.path("xml"), [self.tei.root]

    @cached_property
    def flaws(self) -> list[Flaw]:
        """What a typesetter would mend in the set book."""
        from octavo.setbook.typography import flaws

        return flaws(self.pdf) if self.pdf else []

    @cached_property
    def strays(self) -> list[Stray]:
        """What stands outside of its page's text block, or over other words, in the archival PDF."""
        from octavo.setbook.textblock import strays

        data = self.data("pdf")
        return list(strays(data)) if self.pdf and data is not None else []

    def _read(self, ending: str, reader: Callable[[bytes, Path], Reading]) -> Reading | None:
        """Read a rendition back; what cannot be read is noted in ``unreadable`` and passed over by all other rules."""
        import zipfile

        import pikepdf

        data = self.data(ending)
        if data is None:
            return None
        try:
            return reader(data, self.path(ending))
        except (InputError, zipfile.BadZipFile, etree.LxmlError, pikepdf.PdfError, KeyError, ValueError) as error:
            said = error.problems[0].message if isinstance(error, InputError) else str(error)
            self.unreadable[self.path(ending).name] = said
            return None

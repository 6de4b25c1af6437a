"""What the rules look at: the Document, and the files of a build folder as they were found there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from lxml import etree

from octavo.checks.press.job import PressJob
from octavo.document import Document, Paginated
from octavo.document.displaypages import display_letters
from octavo.document.pages import Line, Pagination, Row
from octavo.document.paginate import with_lines, without_pages
from octavo.edition import Edition
from octavo.errors import InputError
from octavo.outputs import OUTPUTS, Markup, Output, output_named
from octavo.readback.canonical import canonical_regions
from octavo.readback.epub import EpubReading
from octavo.readback.epubparts import Part, Styled
from octavo.readback.html import HtmlReading
from octavo.readback.pdf import PdfReading
from octavo.readback.reading import BookReading, TreesReading
from octavo.setbook.pagination import read_pagination
from octavo.setbook.textblock import Stray
from octavo.setbook.typography import Flaw
from octavo.text.layer import Layer

if TYPE_CHECKING:
    from octavo.checks.docxformulas import DocxFormulas
    from octavo.checks.plaintext import PlainText

ReadingT = TypeVar("ReadingT")


@dataclass(frozen=True)
class Subject:
    """One edition under check. What is read or reckoned for one rule is kept for those that come after it."""

    unpaginated: Document
    """The Document before the pages of the printed setting are known: for building ``document``, which rules use."""
    folder: Path
    manifest: dict[str, object] | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    """File name → the bytes of the file."""
    unreadable: dict[str, str] = field(default_factory=dict)
    """File name → why it could not be read; ``reading`` fills it, so a file is here only once it was asked for."""
    press_files: list[PressJob] = field(default_factory=list)
    """The files for the press that are there."""
    _read: dict[str, BookReading | None] = field(default_factory=dict, init=False, repr=False)

    @property
    def edition(self) -> Edition:
        """The edition that is checked."""
        return self.unpaginated.edition

    @cached_property
    def document(self) -> Document:
        """The Document with the pages and lines of the book as it was set.

        If the PDF is there, they are read from it; if not, they are those that the manifest records. If the manifest
        has ``"setting": null``, print could not be made, and the imprint says that there are no page numbers.
        """
        if self.reading("pdf"):
            # The list of errata gets its numbers from the first reading, and its own pages from the second.
            placed = with_lines(self.unpaginated, read_pagination(self.unpaginated, self.pdf))
            return Paginated.by(placed, read_pagination(placed, self.pdf))
        if not self.manifest:
            return self.unpaginated
        # "" is for a manifest that lacks the word: no record of pages, but no word either that there are none.
        setting = self.manifest.get("setting", "")
        if setting is None:
            return without_pages(self.unpaginated)
        recorded = Pagination.recorded(
            setting, {emendation.id: emendation.number for emendation in self.unpaginated.emendations}
        )
        return with_lines(self.unpaginated, recorded) if recorded else self.unpaginated

    def path(self, name: str) -> Path:
        """The path of a rendition by its name, such as ``epub`` or ``print``."""
        return self.folder / output_named(name).file_name(self.edition.metadata.slug)

    def data(self, name: str) -> bytes | None:
        """The bytes of a rendition, or nothing where it is not there."""
        return self.files.get(self.path(name).name)

    def reading(self, name: str) -> BookReading | None:
        """A rendition, read back; nothing where it is not there, or cannot be read, which ``unreadable`` then says."""
        if name not in self._read:
            self._read[name] = self._read_file(output_named(name))
        return self._read[name]

    def readings(self) -> Iterator[tuple[Output, BookReading]]:
        """The renditions that are there and can be read back, in the order of their labels."""
        for output in sorted(OUTPUTS, key=lambda output: output.label):
            reading = self.reading(output.name) if output.reader else None
            if reading is not None:
                yield output, reading

    def trees(self) -> Iterator[tuple[Output, list[tuple[Path, etree._Element]]]]:
        """The renditions that are marked up, each with its files in order: their paths and trees."""
        for output, reading in self.readings():
            if output.markup in (Markup.HTML, Markup.TEI):
                yield output, cast(TreesReading, reading).trees

    @cached_property
    def words_by_region(self) -> dict[str, Layer]:
        """All words of the Document, editorial ones too, by region: the pages before the text, the text, the notes."""
        return canonical_regions(self.document)

    def expected(self, output: Output) -> dict[str, Layer]:
        """The words that a rendition should have, as ``words_by_region``, but with formulas as they are read back.

        The imprint of a product ends with its ISBN.
        """
        # Word processors have their own notation for formulas: these are read back in other words.
        if output.markup is not Markup.STYLES:
            return canonical_regions(self.document, output.product) if output.product else self.words_by_region
        return {region: self.docx_formulas.put(layer) for region, layer in self.words_by_region.items()}

    def expected_headings(self, output: Output) -> list[str]:
        """What the headings of a rendition should say, as ``expected``."""
        if output.markup is not Markup.STYLES:
            return [heading.text for heading in self.document.headings]
        return [self.docx_formulas.heading(heading) for heading in self.document.headings]

    @cached_property
    def docx_formulas(self) -> DocxFormulas:
        """The formulas as they are read back from a DOCX."""
        from octavo.checks.docxformulas import DocxFormulas

        return DocxFormulas(self.document)

    @cached_property
    def body(self) -> Layer:
        """All words but those of the notes."""
        return self.document.flow.layer(lambda block: block.note < 0)

    @property
    def epub(self) -> EpubReading:
        """The EPUB, read back."""
        return self._required_reading(EpubReading, "epub")

    @cached_property
    def epub_files(self) -> tuple[Part, ...]:
        """The files that the EPUB's manifest names."""
        from octavo.readback.epubparts import read_parts

        return read_parts(self.data("epub") or b"", self.epub)

    @cached_property
    def epub_style_rules(self) -> list[Styled]:
        """Every rule of the EPUB's style sheets."""
        from octavo.readback.epubparts import styles

        return list(styles(self.epub, self.epub_files))

    @property
    def html(self) -> HtmlReading:
        """The HTML page, read back."""
        return self._required_reading(HtmlReading, "html")

    @property
    def pdf(self) -> PdfReading:
        """The PDF, read back."""
        return self._required_reading(PdfReading, "pdf")

    @cached_property
    def plain_text(self) -> PlainText:
        """The plain text as it should be and as it is, by its words and lines."""
        from octavo.checks.plaintext import PlainText

        return PlainText(self.document, self.data("text") or b"", self.path("text"))

    @cached_property
    def flaws(self) -> list[Flaw]:
        """What a typesetter would mend in the set book."""
        from octavo.setbook.stanzas import ragged
        from octavo.setbook.typography import flaws

        return flaws(self.pdf, ragged(self.document, self.lines))

    @cached_property
    def lines(self) -> list[Row]:
        """Where the lines of the finished PDF begin, and on which pages; they are not numbered."""
        from octavo.setbook.pagination import line_starts

        labels = self.pdf.page_labels
        return [Row(Line(labels[page], 0), offset) for offset, page in sorted(line_starts(self.document, self.pdf))]

    @cached_property
    def strays(self) -> list[Stray]:
        """What stands outside of its page's text block, or over other words, in the archival PDF."""
        from octavo.setbook.textblock import strays

        return list(strays(self.data("pdf") or b""))

    def _required_reading(self, kind: type[ReadingT], name: str) -> ReadingT:
        """A rendition that a rule says it reads; raises LookupError where it is not there."""
        reading = self.reading(name)
        if not isinstance(reading, kind):
            raise LookupError(f"there is no {output_named(name).label} to be read: a rule must say which it reads")
        return reading

    def _read_file(self, output: Output) -> BookReading | None:
        """Read a rendition back; what cannot be read is noted in ``unreadable`` and passed over by all other rules."""
        from octavo.pdfpage.values import Damaged

        data, path = self.data(output.name), self.path(output.name)
        if data is None or output.reader is None:
            return None
        try:
            reading = output.reader(data, path)
            if isinstance(reading, PdfReading):
                reading.expect_display(display_letters(self.unpaginated))
            return reading
        except (InputError, Damaged) as error:
            self.unreadable[path.name] = error.problems[0].message if isinstance(error, InputError) else str(error)
            return None

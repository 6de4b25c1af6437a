"""The renditions, one record each: what it is called, what its file is, how it is made and how it is read back.

Nothing else in the program lists renditions: ``build`` makes what stands here, ``octavo check`` reads it back, and the
command line offers it. Makers and readers are imported when they are called.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.errors import Notices, Problem
from octavo.renditions.artifact import Artifact, Unmade

if TYPE_CHECKING:
    from octavo.document import Document
    from octavo.edition.printing import PrintOptions
    from octavo.presswork.cover import FrontCover
    from octavo.readback.reading import BookReading

PDF = "application/pdf"


class Audience(Enum):
    """Whom a rendition is for."""

    READERS = auto()
    SHOPS = auto()
    """A shop, which shows it; it is made only when it is asked for."""
    PRINTER = auto()
    """A printer, or a copy shop."""
    CATALOGUE = auto()
    """Lists of works, and library catalogues; what it gets is no text of the book, and not read back as such."""
    REVIEW = auto()
    """Someone who works on the edition; it is made only when it is asked for."""


class Markup(Enum):
    """By what a rendition says which words are a heading, a note or a line of verse."""

    HTML = auto()
    """The elements of HTML, with the roles of DPUB-ARIA."""
    TEI = auto()
    TAGS = auto()
    """The structure tree of a PDF (ISO 32000-1, 14.8)."""
    STYLES = auto()
    """The paragraph styles of a word processor; formulas are in its own notation, and not in TeX."""
    LINES = auto()
    """Nothing but its lines: they are held against those that the Document makes."""


@dataclass(frozen=True)
class Materials:
    """What a rendition is made of, beside the Document."""

    moment: datetime.datetime
    """The date of every output, in UTC."""
    front: Callable[[], FrontCover]
    """Gives the front cover; waits until it is drawn."""
    notices: Notices
    """Where a maker tells what its rendition cannot carry."""


Maker = Callable[["Document", Materials], bytes]
Reader = Callable[[bytes, Path], "BookReading"]


def _always(options: PrintOptions) -> bool:
    return True


def _never(options: PrintOptions) -> bool:
    return False


def _where_printed(options: PrintOptions) -> bool:
    return options.is_asked_for


def _where_stapled(options: PrintOptions) -> bool:
    return options.is_asked_for and options.binding == "saddle"


@dataclass(frozen=True)
class Output:
    """One rendition."""

    name: str
    """What ``--only`` calls it."""
    label: str
    """What messages call it."""
    media_type: str
    ending: str
    """What follows the slug in the name of its file."""
    audience: Audience
    make: Maker | None = None
    """Makes it of the Document; nothing where ``setting.pdfs`` makes it from the printed setting."""
    reader: Reader | None = None
    """Reads it back; nothing where its pages are held against those of the interior (``press/same-words``)."""
    markup: Markup = Markup.TAGS
    further: tuple[str, ...] = ()
    """The endings of files that may be made along with it."""
    is_usual: Callable[[PrintOptions], bool] = _always
    """Whether a build makes it where nothing else is asked for."""
    takes_cover: bool = False
    """Whether the front cover is a part of it."""
    counts_notes: bool = False
    """Whether it is only asked how many notes it has; the marks and links of notes are looked at otherwise."""
    is_set: bool = False
    """Whether it shows set type: a line’s end in it says nothing of spaces, nor do characters that print nothing."""
    product: str = ""
    """Which product of the front matter it is, whose ISBN stands in its imprint."""
    loads: tuple[str, ...] = field(default=(), repr=False)
    """Modules that take their time to load, which a build does while pandoc reads the text."""

    @property
    def is_from_setting(self) -> bool:
        """Whether it is made from the printed setting."""
        return self.make is None

    def file_name(self, slug: str) -> str:
        """The name of its file."""
        return slug + self.ending

    def artifact(self, slug: str, data: bytes, ending: str = "") -> Artifact:
        """Its file, or one of the ``further`` ones."""
        return Artifact(slug + (ending or self.ending), self.media_type, data)

    def unmade(self, slug: str, problems: Iterable[Problem]) -> Unmade:
        """That it could not be made, and why."""
        return Unmade(self.name, tuple(slug + ending for ending in (self.ending, *self.further)), tuple(problems))


def _make_epub(document: Document, materials: Materials) -> bytes:
    from octavo.renditions.epub import epub
    from octavo.renditions.shortcomings import withheld

    front = materials.front()
    data = epub(document, front.data, front.media_type, materials.moment)
    materials.notices.items += [*front.notices, *withheld(document)]
    return data


def _make_jpg(document: Document, materials: Materials) -> bytes:
    from octavo.presswork.shopimage import shop_image

    front = materials.front()
    return shop_image(front.data, document.edition.place_of("cover-image"), materials.notices)


def _make_html(document: Document, materials: Materials) -> bytes:
    from octavo.renditions.html import html

    return html(document)


def _make_tei(document: Document, materials: Materials) -> bytes:
    from octavo.renditions.tei import tei

    return tei(document, materials.notices)


def _make_text(document: Document, materials: Materials) -> bytes:
    from octavo.renditions.plain import plain

    return plain(document)


def _make_docx(document: Document, materials: Materials) -> bytes:
    from octavo.renditions.docx import docx

    return docx(document, materials.moment)


def _maker_of_record(kind: str) -> Maker:
    """What makes a record of the edition, for lists of works or for a catalogue."""

    def make(document: Document, materials: Materials) -> bytes:
        from octavo.renditions.records import record

        return record(kind, document, materials.moment)

    return make


def _read_epub(data: bytes, file: Path) -> BookReading:
    from octavo.readback.epub import read_epub

    return read_epub(data, file)


def _read_html(data: bytes, file: Path) -> BookReading:
    from octavo.readback.html import read_html

    return read_html(data, file)


def _read_pdf(data: bytes, file: Path) -> BookReading:
    from octavo.readback.pdf import read_pdf_fully

    return read_pdf_fully(data, file)


def _read_tei(data: bytes, file: Path) -> BookReading:
    from octavo.readback.teidocument import parse_tei

    return parse_tei(data, file)


def _read_text(data: bytes, file: Path) -> BookReading:
    from octavo.readback.plain import read_plain

    return read_plain(data, file)


def _read_docx(data: bytes, file: Path) -> BookReading:
    from octavo.readback.docx import read_docx

    return read_docx(data, file)


OUTPUTS = (
    Output(
        *("epub", "EPUB", "application/epub+zip", ".epub", Audience.READERS, _make_epub, _read_epub, Markup.HTML),
        takes_cover=True,
        product="epub",
        loads=("octavo.renditions.epub", "ebooklib.epub"),
    ),
    Output(
        "pdf", "PDF", PDF, ".pdf", Audience.READERS, reader=_read_pdf, is_set=True, counts_notes=True, product="pdf"
    ),
    Output(
        *("html", "HTML", "text/html", ".html", Audience.READERS, _make_html, _read_html, Markup.HTML),
        loads=("octavo.renditions.html",),
    ),
    Output(
        *("tei", "TEI", "application/tei+xml", ".xml", Audience.READERS, _make_tei, _read_tei, Markup.TEI),
        loads=("octavo.renditions.tei", "babel.core"),
    ),
    Output("text", "text", "text/plain", ".txt", Audience.READERS, _make_text, _read_text, Markup.LINES),
    Output(
        *("jpg", "cover image", "image/jpeg", "-cover.jpg", Audience.SHOPS, _make_jpg),
        is_usual=_never,
        takes_cover=True,
    ),
    Output("print", "interior", PDF, "-print.pdf", Audience.PRINTER, is_usual=_where_printed, product="paperback"),
    Output(
        *("cover", "cover", PDF, "-cover.pdf", Audience.PRINTER),
        further=("-cover-template.pdf",),
        is_usual=_where_printed,
    ),
    Output("booklet", "booklet", PDF, "-booklet.pdf", Audience.PRINTER, is_usual=_where_stapled),
    Output("2up", "spreads", PDF, "-2up.pdf", Audience.PRINTER, is_usual=_never),
    *(
        Output(name, label, media_type, ending, Audience.CATALOGUE, _maker_of_record(name), is_usual=_never)
        for name, label, media_type, ending in (
            ("csl", "CSL-JSON", "application/vnd.citationstyles.csl+json", ".csl.json"),
            ("bibtex", "BibTeX", "application/x-bibtex", ".bib"),
            ("ris", "RIS", "application/x-research-info-systems", ".ris"),
            ("marc", "MARCXML", "application/marcxml+xml", ".marc.xml"),
        )
    ),
    Output(
        "docx",
        "DOCX",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
        Audience.REVIEW,
        _make_docx,
        _read_docx,
        Markup.STYLES,
        is_usual=_never,
        counts_notes=True,
        loads=("octavo.renditions.docx",),
    ),
)
"""All renditions, in the order in which a build lists them."""
NAMES = tuple(output.name for output in OUTPUTS)


def output_named(name: str) -> Output:
    """The rendition of a name; raises KeyError where there is none."""
    return {known.name: known for known in OUTPUTS}[name]


def outputs_for(audience: Audience) -> tuple[Output, ...]:
    """The renditions for readers, for a printer, for catalogues or for a review."""
    return tuple(known for known in OUTPUTS if known.audience is audience)


def usual_outputs(options: PrintOptions, audience: Audience | None = None) -> tuple[Output, ...]:
    """What a build makes where nothing else is asked for: of the renditions for one audience, or of all."""
    known = OUTPUTS if audience is None else outputs_for(audience)
    return tuple(output for output in known if output.is_usual(options))

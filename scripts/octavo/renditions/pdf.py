"""The PDF rendition: PDF/A-3a and PDF/UA-1 in one file, set by Typst, the sources attached."""

from __future__ import annotations

import datetime
import io
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from octavo.document import Chapter, Document
from octavo.document.apparatus import appendix
from octavo.document.places import MarkdownPlaces
from octavo.document.titlepage import creator_lines
from octavo.errors import InputError, Notices, OctavoError
from octavo.renditions.artifact import Artifact
from octavo.renditions.style import style
from octavo.renditions.typeset import Position, Typesetter, typst_string

STANDARDS = ["a-3a", "ua-1"]
POINTS = 72
APPENDIX = "appendix.typ"
COVER_SIZE = (1600, 2560)
"""Pixels: what the large shops ask for at least (Amazon KDP: 1,600 × 2,560)."""


class Press:
    """Sets one Document, twice with one compiler: as it is, and with page and line in its list of errata.

    Only that list, at the end of the book, differs between the two; the compiler keeps what it knows of the rest. To be
    used as a context manager: the files that Typst reads stand in a folder that goes with it.
    """

    def __init__(self, document: Document, moment: datetime.datetime, notices: Notices) -> None:
        self._document, self._moment, self._notices = document, moment, notices
        self._entries: dict[str, Position] = {}
        self._folder = Path(tempfile.mkdtemp(prefix="octavo-"))

    def __enter__(self) -> Press:
        (self._folder / "print.typ").write_text(style("print.typ"), encoding="utf-8")
        images = _copy_images(self._document, self._folder)
        attachments = _attachments(self._document, self._folder)
        self._typesetter = Typesetter(self._document, images, self._notices)
        main = self._folder / "main.typ"
        main.write_text(_book(self._document, self._moment, self._typesetter, attachments), encoding="utf-8")
        self._write_appendix()
        self._compiler = compiler(main)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def draft(self) -> bytes:
        """The book without page and line in its list of errata; raises InputError where print lacks a letter."""
        try:
            return self._compile()
        except OctavoError as error:
            _refuse_missing_letters(self._document, str(error))
            raise

    def marks(self) -> dict[str, Position]:
        """Where Typst has put the marks of errata, by their ids; from then on, the list's entries lead there."""
        found = {self._document.marks[number].id: place for number, place in self._positions("<erratum>")}
        self._typesetter.know(found)
        return found

    def entries(self) -> dict[str, Position]:
        """Where Typst puts the entries of the list, set anew with the pages and lines that the Document has by now."""
        self._write_appendix()
        self._entries = dict(self._positions("<entry>"))
        return self._entries

    def _positions(self, label: str) -> list[tuple[Any, Position]]:
        place = "let p = e.location().position(); (e.value, p.page - 1, p.x.pt(), p.y.pt())"
        found = json.loads(self._compiler.eval(f"query({label}).map(e => {{{place}}})"))
        return [(value, Position(*where)) for value, *where in found]

    def page_of(self, name: str) -> int:
        """The page, from 0, on which Typst has put the place of a name."""
        return int(self._compiler.eval(f"query(label({typst_string(name)})).first().location().page()")) - 1

    def book(self) -> Artifact:
        """The finished book: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) in one file."""
        self._write_appendix()
        data = _finished(self._compile(), self._document, self._entries)
        return Artifact(f"{self._document.edition.metadata.slug}.pdf", "application/pdf", data)

    def _compile(self) -> bytes:
        return compiled(self._compiler, pdf_standards=STANDARDS, timestamp=int(self._moment.timestamp()))

    def _write_appendix(self) -> None:
        """Set the list of errata, from a file of its own; an unchanged file is left alone."""
        chapter = appendix(self._document)
        text = _chapter(chapter, self._typesetter) if chapter else ""
        path = self._folder / APPENDIX
        said = f'#import "print.typ": *\n{text}\n'
        if not path.exists() or path.read_text(encoding="utf-8") != said:
            path.write_text(said, encoding="utf-8")


def _refuse_missing_letters(document: Document, reason: str) -> None:
    """Raise InputError with its place where Typst's reason is a letter that no font of its has."""
    match = re.search(r'the text `"(.+?)"` could not be displayed', reason)
    if match:
        offset = document.flow.text.find(match[1])
        place = MarkdownPlaces(document).place(offset) if offset >= 0 else None
        message = f"print has no letter for ‘{match[1]}’ (U+{ord(match[1][0]):04X})"
        hint = "the fonts hold Latin, Greek and Cyrillic; build without the PDF: --only epub,html"
        raise InputError(message, place=place, hint=hint) from None


def cover(document: Document, moment: datetime.datetime) -> bytes:
    """The front cover as a PNG of 1,600 by 2,560 pixels, from the metadata alone."""
    with _workshop() as folder:
        (folder / "cover.typ").write_text(style("cover.typ"), encoding="utf-8")
        main = folder / "main.typ"
        main.write_text(f'#import "cover.typ": cover\n#cover({_metadata(document, moment)})\n', encoding="utf-8")
        return compiled(compiler(main), format="png", ppi=400.0)


def compiler(main: Path) -> Any:
    """A Typst compiler for a file, with the fonts that Typst brings along and no others."""
    import typst

    return typst.Compiler(str(main), root=str(main.parent), ignore_system_fonts=True)


def compiled(compiler: Any, **options: Any) -> bytes:
    """What a compiler makes of its file; raises OctavoError with Typst's reason."""
    import typst

    try:
        made = compiler.compile(**options)
    except typst.TypstError as error:
        raise OctavoError(
            f"Typst cannot set this edition: {error}", hint="this is a fault of Octavo; please report it"
        ) from None
    pages = made if isinstance(made, list) else [made]
    return b"".join(page for page in pages if page)


@contextmanager
def _workshop() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="octavo-") as folder:
        yield Path(folder)


def _copy_images(document: Document, folder: Path) -> dict[str, str]:
    names: dict[str, str] = {}
    for image in document.images:
        if image.name not in names:
            names[image.name] = f"image-{len(names)}{image.path.suffix.lower()}"
            shutil.copyfile(image.path, folder / names[image.name])
    return names


def _attachments(document: Document, folder: Path) -> list[str]:
    """Lines of Typst that attach the Markdown, the errata list and the witness (PDF/A-3, annex E)."""
    edition = document.edition
    files = [(chapter.path, "source", "text/markdown", "Canonical text") for chapter in edition.chapters]
    files += [(path, "supplement", "application/yaml", "Errata list") for path in edition.errata_files]
    if edition.witness:
        files.append((edition.witness.path, "data", "text/plain", "Witness: the text as it was received"))
    lines = []
    for number, (path, relationship, kind, description) in enumerate(files):
        shutil.copyfile(path, folder / f"attached-{number}")
        name = path.relative_to(edition.folder).as_posix()
        lines.append(
            f'#pdf.attach({typst_string(name)}, read("attached-{number}", encoding: none), '
            f'relationship: "{relationship}", mime-type: "{kind}", description: "{description}")'
        )
    return lines


def _metadata(document: Document, moment: datetime.datetime) -> str:
    """The metadata as arguments of a Typst function."""
    metadata = document.edition.metadata
    width, height = (inches * POINTS for inches in metadata.print.trim_inches)
    lines = ", ".join(
        f"({typst_string(phrase)}, {typst_string(names)})" for phrase, names in creator_lines(metadata.creator)
    )
    language, _, region = (metadata.lang or "und").partition("-")
    arguments = {
        "title": typst_string(metadata.title),
        "subtitle": typst_string(metadata.subtitle) if metadata.subtitle else "none",
        "creators": f"({lines}{',' if lines else ''})",
        "authors": f"({''.join(typst_string(c.name) + ', ' for c in metadata.creator)})",
        "subjects": f"({''.join(typst_string(s) + ', ' for s in metadata.subject)})",
        "description": typst_string(metadata.description or ""),
        "publisher": typst_string(metadata.publisher) if metadata.publisher else "none",
        "language": typst_string(language),
        "region": typst_string(region) if len(region) == 2 else "none",
        "date": f"datetime(year: {moment.year}, month: {moment.month}, day: {moment.day}, "
        f"hour: {moment.hour}, minute: {moment.minute}, second: {moment.second})",
        "width": f"{width:.3f}pt",
        "height": f"{height:.3f}pt",
    }
    return ",\n  ".join(f"{key}: {value}" for key, value in arguments.items())


def _book(document: Document, moment: datetime.datetime, typesetter: Typesetter, attachments: list[str]) -> str:
    lines = ['#import "print.typ": *', *attachments, f"#show: book.with(\n  {_metadata(document, moment)},\n)"]
    chapters = {chapter.kind: chapter for chapter in document.chapters}
    lines.append(f"#half-title({typst_string(document.edition.metadata.title)})")
    lines.append(f"#title-page[\n{_title_page(chapters['titlepage'].element, typesetter)}\n]")
    lines.append(f"#imprint[\n{typesetter.chapter(chapters['imprint'].element)}\n]")
    if sum(chapter.kind == "chapter" for chapter in document.chapters) > 1 or len(document.headings) > 1:
        lines.append("#contents()")
    lines.append("#show: body-matter")
    last = appendix(document)
    lines += [_chapter(c, typesetter) for c in document.chapters if c.kind == "chapter" and c is not last]
    lines.append(f'#include "{APPENDIX}"')
    return "\n\n".join(lines) + "\n"


def _chapter(chapter: Chapter, typesetter: Typesetter) -> str:
    return f"#chapter(title: {typst_string(chapter.title)})[\n{typesetter.chapter(chapter.element)}\n]"


def _title_page(section: Any, typesetter: Typesetter) -> str:
    """Each line of the title page as a call of the style's function of that name."""
    return "\n\n".join(f"#title-page-{line.get('class')}[{typesetter.chapter(line)}]" for line in section.iter("p"))


def _finished(data: bytes, document: Document, entries: Mapping[str, Position]) -> bytes:
    """Lead the links of errata to their entries, and name each creator by itself.

    Typst joins the creators in the XMP, where dc:creator is a list (PDF/A-3, 6.6.2.3).
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as file:
        if entries:
            _lead_on(file, document, entries)
        with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["dc:creator"] = [creator.name for creator in document.edition.metadata.creator]
        out = io.BytesIO()
        file.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _lead_on(file: Any, document: Document, entries: Mapping[str, Position]) -> None:
    """Give the links that lead to a point of the first page, which says an erratum's number, their true destination."""
    import pikepdf

    pages = [page.obj for page in file.pages]
    height = float(pages[0].MediaBox[3])
    first = pages[0].objgen
    for page in pages:
        for link in page.get("/Annots", ()):
            there = link.get("/Dest")
            if isinstance(there, pikepdf.Array) and there[0].objgen == first:
                number = round(float(there[2])) + 1000 * round(height - float(there[3]))
                entry = entries[document.marks[number].entry_id]
                link.Dest = pikepdf.Array([pages[entry.page], there[1], 0, round(height - entry.y, 3), 0])
                link.Contents = pikepdf.String(f"Corrected: {document.marks[number].reading}")

"""The book as files for Typst: metadata, title pages, chapters, in the order in which they are bound."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import Any

from octavo.document import Chapter, Document
from octavo.document.apparatus import appendix
from octavo.document.titlepage import creator_lines
from octavo.typesetting.typeset import Typesetter
from octavo.typesetting.typstmarkup import language_and_region, typst_string

POINTS = 72
MAIN, APPENDIX = "main.typ", "appendix.typ"


def metadata_arguments(document: Document, moment: datetime.datetime) -> str:
    """The metadata as arguments of a Typst function."""
    metadata = document.edition.metadata
    width, height = (inches * POINTS for inches in metadata.print.trim_inches)
    lines = ", ".join(
        f"({typst_string(phrase)}, {typst_string(names)})" for phrase, names in creator_lines(metadata.creator)
    )
    language, region = language_and_region(metadata.lang)
    arguments = {
        "title": typst_string(metadata.title),
        "subtitle": typst_string(metadata.subtitle) if metadata.subtitle else "none",
        "creators": f"({lines}{',' if lines else ''})",
        "authors": f"({''.join(typst_string(name) + ', ' for name in metadata.author_names)})",
        "subjects": f"({''.join(typst_string(s) + ', ' for s in metadata.subject)})",
        "description": typst_string(metadata.description or ""),
        "publisher": typst_string(metadata.publisher) if metadata.publisher else "none",
        "language": typst_string(language or "und"),
        "region": typst_string(region) if region else "none",
        "direction": "rtl" if metadata.is_right_to_left else "auto",
        "date": f"datetime(year: {moment.year}, month: {moment.month}, day: {moment.day}, "
        f"hour: {moment.hour}, minute: {moment.minute}, second: {moment.second})",
        "width": f"{width:.3f}pt",
        "height": f"{height:.3f}pt",
    }
    return ",\n  ".join(f"{key}: {value}" for key, value in arguments.items())


def book_source(
    document: Document, moment: datetime.datetime, typesetter: Typesetter, attached: list[str]
) -> dict[str, str]:
    """The files of the whole book by name, ``MAIN`` first, but for the list of errata, which stands in its own.

    A chapter has a file to itself: of what Typst has laid out, it then keeps all chapters that have not changed.
    """
    lines = ['#import "print.typ": *', *attached, f"#show: book.with(\n  {metadata_arguments(document, moment)},\n)"]
    chapters = {chapter.kind: chapter for chapter in document.chapters}
    lines.append(f"#half-title({typst_string(document.edition.metadata.title)})")
    lines.append(f"#title-page[\n{_title_page(chapters['titlepage'].element, typesetter)}\n]")
    lines.append(f"#imprint[\n{typesetter.chapter(chapters['imprint'].element)}\n]")
    if sum(chapter.kind == "chapter" for chapter in document.chapters) > 1 or len(document.headings) > 1:
        lines.append("#contents()")
    lines.append("#show: body-matter")
    last = appendix(document)
    parts = [chapter for chapter in document.chapters if chapter.kind == "chapter" and chapter is not last]
    files = {f"chapter-{number}.typ": chapter_source(part, typesetter) for number, part in enumerate(parts, 1)}
    lines += [*(f'#include "{name}"' for name in (*files, APPENDIX)), "#fill-up()"]
    return {MAIN: "\n\n".join(lines) + "\n", **files}


def chapter_source(chapter: Chapter, typesetter: Typesetter) -> str:
    """A file with a chapter as a call of the style's function."""
    call = f"#chapter(title: {typst_string(chapter.title)})[\n{typesetter.chapter(chapter.element)}\n]"
    return f'#import "print.typ": *\n{call}\n'


def _title_page(section: Any, typesetter: Typesetter) -> str:
    """Each line of the title page as a call of the style's function of that name."""
    return "\n\n".join(f"#title-page-{line.get('class')}[{typesetter.chapter(line)}]" for line in section.iter("p"))


def attachments(document: Document, folder: Path) -> list[str]:
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

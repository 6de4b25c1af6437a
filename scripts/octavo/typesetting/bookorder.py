"""The book as files for Typst: metadata, title pages, chapters, in the order in which they are bound."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from octavo.document import Chapter, Document
from octavo.document.apparatus import appendix
from octavo.document.displaypages import is_display
from octavo.document.illustrations import illustrations
from octavo.document.titlepage import creator_lines, product_lines
from octavo.edition.history import earlier_record, earlier_releases
from octavo.edition.kept import former_transcripts
from octavo.renditions.datavalues import subjects
from octavo.renditions.madeof import source_manifest
from octavo.typesetting.contents import entry_words, has_contents, head_of_left_pages
from octavo.typesetting.openings import opening_of
from octavo.typesetting.typeset import Typesetter
from octavo.typesetting.typstmarkup import language_and_region, typst_string

POINTS = 72
MAIN, LENGTHS, APPENDIX, PRODUCT = "main.typ", "setting.typ", "appendix.typ", "product.typ"
ATTACHED, CHAPTER = "attached-", "chapter-"
"""How the names begin of the files that are only attached, and of those that hold the chapters."""


def metadata_arguments(document: Document, moment: datetime.datetime) -> str:
    """The metadata as arguments of a Typst function."""
    metadata = document.edition.metadata
    width, height = (inches * POINTS for inches in metadata.print.trim_inches)
    lines = ", ".join(
        f"({', '.join(typst_string(part) for part in (line.before.rstrip(), line.names, line.behind))})"
        for line in creator_lines(metadata)
    )
    language, region = language_and_region(metadata.lang)
    arguments = {
        "title": typst_string(metadata.title),
        "left-head": typst_string(head_of_left_pages(document)),
        "subtitle": typst_string(metadata.subtitle) if metadata.subtitle else "none",
        "creators": f"({lines}{',' if lines else ''})",
        "authors": f"({''.join(typst_string(name) + ', ' for name in metadata.author_names)})",
        "subjects": f"({''.join(typst_string(s) + ', ' for s in subjects(metadata, 'xmp'))})",
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


def chapter_files(document: Document) -> dict[str, int]:
    """The names of the chapters' files, and the chapters' numbers in the Document; the list of errata is none of them.

    Further files of each are named by it (``chapter_sources``).
    """
    last = appendix(document)
    numbers = [
        number for number, chapter in enumerate(document.chapters) if chapter.kind == "chapter" and chapter is not last
    ]
    return {f"{CHAPTER}{place}.typ": number for place, number in enumerate(numbers, 1)}


def main_source(document: Document, moment: datetime.datetime, typesetter: Typesetter, attached: list[str]) -> str:
    """The file that binds the book: metadata, the pages before the text, then the chapters' files and the appendix."""
    lines = ['#import "print.typ": *', *attached, f"#show: book.with(\n  {metadata_arguments(document, moment)},\n)"]
    chapters = {chapter.kind: chapter for chapter in document.chapters}
    lines.append(f"#half-title({typst_string(document.edition.metadata.title)})")
    lines.append(f"#title-page[\n{_title_page(chapters['titlepage'].element, typesetter)}\n]")
    last = f'\n\n#import "{PRODUCT}": last-lines\n#last-lines' if product_source(document, "pdf") else ""
    lines.append(f"#imprint[\n{typesetter.chapter(chapters['imprint'].element)}{last}\n]")
    files = chapter_files(document)
    display = [name for name, number in files.items() if is_display(document.chapters[number])]
    lines += [f'#display-page(include "{name}")' for name in display]
    if has_contents(document):
        said = "".join(f"{typst_string(i)}: {typst_string(w)}, " for i, w in entry_words(document).items())
        title = typst_string(document.edition.metadata.words.text("contents"))
        lines.append(f"#contents({title}, said: ({said or ':'}))")
    for kind in document.edition.metadata.print.lists:
        if illustrations(document, kind):
            title = typst_string(document.edition.metadata.words.text(f"list-of-{kind}"))
            lines.append(f"#list-of({title}, {'table' if kind == 'tables' else 'image'})")
    lines.append("#show: body-matter")
    rest = [name for name in files if name not in display]
    lines += [*(f'#include "{name}"' for name in (*rest, APPENDIX)), "#fill-up()"]
    return "\n\n".join(lines) + "\n"


def product_source(document: Document, product: str) -> str:
    """A file with the last lines of the imprint of one product, ``pdf`` or ``paperback``; empty where there are none.

    Where it is only the other that has a line, its room is kept free, so that the pages are the same in both.
    """
    lines = product_lines(document.edition.metadata, product)
    shown = (typst_string(line.text) if line.text else f"hide({typst_string(line.room)})" for line in lines)
    return f"#let last-lines = ({', '.join(f'par({line})' for line in shown)},).join()\n" if lines else ""


def chapter_source(chapter: Chapter, typesetter: Typesetter, *, is_list: bool = False) -> str:
    """A file with a chapter as a call of the style's function; of a list of errata (``is_list``) each letter counts."""
    content = typesetter.chapter(chapter.element, is_text=not is_list)
    whole = "#set text(hyphenate: false)\n" if is_list else ""  # its lines are not mended, as its figures come last
    call = f"#chapter({_arguments(chapter, typesetter)})[\n{whole}{content}\n]"
    return f'#import "print.typ": *\n{call}\n'


def chapter_sources(name: str, chapter: Chapter, typesetter: Typesetter) -> dict[str, str]:
    """The files of a chapter, by their names: one ``name``, that has its beginning, and one for each further passage.

    Typst finds again what it has laid out of a paragraph as long as its file has not changed on both sides of it.
    """
    first, *others = typesetter.passages(chapter.element)
    stem = name.removesuffix(".typ")
    passages = {f"{stem}-{number}.typ": passage.strip("\n") for number, passage in enumerate(others, 2)}
    included = "".join(f'\n\n#include "{passage}"' for passage in passages)
    call = "" if is_display(chapter) else f"chapter({_arguments(chapter, typesetter)})"
    begin = f"#{call}[\n{first.strip(chr(10))}{included}\n]"
    return {each: f'#import "print.typ": *\n{text}\n' for each, text in ({name: begin} | passages).items()}


def _arguments(chapter: Chapter, typesetter: Typesetter) -> str:
    return f'title: {typst_string(chapter.title)}, opens: "{opening_of(typesetter.document, chapter)}"'


def _title_page(section: Any, typesetter: Typesetter) -> str:
    """Each line of the title page as a call of the style's function of that name."""
    return "\n\n".join(f"#title-page-{line.get('class')}[{typesetter.chapter(line)}]" for line in section.iter("p"))


def attachments(document: Document, folder: Path, moment: datetime.datetime) -> list[str]:
    """Lines of Typst that attach what the book was made of (PDF/A-3, annex E).

    That is the Markdown, the errata list, the witnesses, those that earlier versions followed, what is said of rights,
    the record of these versions, and of the manifest what is known before the PDF is there. Raises InputError where
    that record is at fault.
    """
    edition, words = document.edition, document.edition.metadata.words
    rights = [path for path in edition.files() if path in edition.left]
    paths = [(chapter.path, "source", "text/markdown", words.text("attached-text")) for chapter in edition.chapters]
    paths += [(path, "supplement", "application/yaml", words.text("attached-errata")) for path in edition.errata_files]
    witnesses = [witness for witness in (edition.witness, *edition.further) if witness]
    paths += [(witness.path, "data", "text/plain", words.text("attached-witness")) for witness in witnesses]
    former = [item.path for item in former_transcripts(edition, earlier_releases(edition)) if item.is_kept]
    paths += [(path, "data", "text/plain", words.text("attached-witness")) for path in former]
    paths += [(path, "supplement", "text/markdown", words.text("attached-rights")) for path in rights]
    files = [
        (path.relative_to(edition.folder).as_posix(), path.read_bytes(), relationship, kind, description)
        for path, relationship, kind, description in paths
    ]
    record = earlier_record(edition)
    if record:
        files.append(("releases.yaml", record, "supplement", "application/yaml", words.text("attached-releases")))
    made_of = source_manifest(document, moment)
    files.append(("manifest.json", made_of, "data", "application/json", words.text("attached-manifest")))
    lines = []
    for number, (name, data, relationship, kind, description) in enumerate(files):
        (folder / f"{ATTACHED}{number}").write_bytes(data)
        lines.append(
            f'#pdf.attach({typst_string(name)}, read("{ATTACHED}{number}", encoding: none), '
            f'relationship: "{relationship}", mime-type: "{kind}", description: {typst_string(description)})'
        )
    return lines

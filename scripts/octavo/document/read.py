"""Edition → Document: the files read, their trees joined, chapters, headings, notes and images found."""

from __future__ import annotations

import posixpath
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from octavo.cache import NOTHING, Cache
from octavo.document import ids, notes, structure, titlepage
from octavo.document.attributes import drop_attributes
from octavo.document.chapternumbers import set_numbers_apart
from octavo.document.collatewitness import read_further, read_witness
from octavo.document.direction import give_directions
from octavo.document.displaypages import name_display_pages
from octavo.document.headings import list_headings
from octavo.document.illustrations import name_illustrations
from octavo.document.images import find_images
from octavo.document.links import resolve_links
from octavo.document.literal import literal_markup
from octavo.document.model import Document, ReadDocument
from octavo.document.partlevels import put_chapters_under_parts
from octavo.document.parts import Fault
from octavo.document.prove import prove
from octavo.document.references import cite, number_targets
from octavo.document.substance import uncited
from octavo.document.unread import unread_words, written_words
from octavo.edition import Edition
from octavo.edition.files import is_file
from octavo.markdown.file import MarkdownFile, read_files
from octavo.markdown.joinedlines import lines_joined
from octavo.markdown.nesting import refuse_deep


def read_document(edition: Edition, cache: Cache = NOTHING) -> Document:
    """Make the Document of an edition and collate it with the witness.

    What is wrong in the Markdown is gathered in ``faults``; ``Document.refuse_fatal`` raises the worst of it.
    ``cache`` spares pandoc the files that it has read before. Raises InputError where pandoc cannot read a file, or an
    entry of the errata list fits nowhere.
    """
    document = ReadDocument(edition, warnings=list(edition.warnings))
    metadata = edition.metadata
    if metadata.markdown == "pandoc":
        for chapter in edition.chapters:
            refuse_deep(chapter.body, chapter.path, citations=bool(metadata.bibliography))
    with ThreadPoolExecutor(max_workers=1) as pool:
        witness_read = pool.submit(read_witness, edition)  # while pandoc reads the text
        further_read = pool.submit(read_further, edition)
        written = pool.map(written_words, [chapter.body for chapter in edition.chapters])
        if metadata.bibliography:
            files = cite(edition, cache)
        else:
            files = read_files(edition.chapters, metadata.markdown, metadata.lang, cache=cache)
    for file, words in zip(files, written, strict=False):
        unread = unread_words(file, words)
        document.faults += file.faults
        document.faults += [fault for fault in unread if not _is_told(fault, document.faults)]
    document.faults += literal_markup(files, metadata.markdown, with_citations=bool(metadata.bibliography))
    for file in files:
        document.warnings += file.warnings
        document.faults += lines_joined(file.chapter)
        for root in (file.body, *file.notes.values()):
            document.faults += drop_attributes(root, file.scan)
            give_directions(root, metadata.lang)
        document.faults += uncited((file.body, *file.notes.values()), file.scan, metadata.sigla)
        _find_images(file, document)
    addresses = ids.give_ids(files, document.faults)
    document.chapters += titlepage.front_chapters(edition)
    put_chapters_under_parts(files, metadata.lang)
    structure.add_chapters(document, files)
    notes.collect(document, files)
    list_headings(document, files)
    set_numbers_apart(document)
    name_display_pages(document)
    number_targets(document, files, addresses)
    name_illustrations(document)
    document.faults += resolve_links(document, files, addresses)
    return prove(document, witness_read.result(), further_read.result())


def _find_images(file: MarkdownFile, document: ReadDocument) -> None:
    for root in (file.body, *file.notes.values()):
        _name_from_folder(root, file, document.edition.folder)
        document.faults += find_images(root, file.scan, document)


def _name_from_folder(root: etree._Element, file: MarkdownFile, folder: Path) -> None:
    """Name pictures from the edition's folder where a file in a folder of its own names them from there."""
    beside = file.chapter.path.parent
    if beside == folder:
        return
    for picture in root.iter("img"):
        name = unquote(picture.get("src") or "")
        if "://" not in name and is_file(beside / name):
            picture.set("src", posixpath.normpath((beside.relative_to(folder) / name).as_posix()))


def _is_told(fault: Fault, faults: list[Fault]) -> bool:
    """Whether another fault of its line says why words are lost, such as that nothing refers to a note."""
    place = fault.problem.place
    lines = {(other.problem.place.file, other.problem.place.line) for other in faults if other.problem.place}
    return place is not None and (place.file, place.line) in lines

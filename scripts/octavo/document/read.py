"""Edition → Document: the files read, their trees joined, chapters, headings, notes and images found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from octavo.document import notes, structure, titlepage
from octavo.document.attributes import drop_attributes
from octavo.document.direction import give_directions
from octavo.document.images import find_images
from octavo.document.links import link_faults
from octavo.document.model import Document
from octavo.document.pandoc import parse_all
from octavo.document.paragraphs import part_definitions
from octavo.document.parts import Fault
from octavo.document.prove import expect, prove
from octavo.document.raw import drop_raw
from octavo.document.scan import MarkdownScan, id_faults
from octavo.document.unread import unread_words, written_words
from octavo.edition import Edition


def read_document(edition: Edition) -> Document:
    """Make the Document of an edition and collate it with the witness.

    What is wrong in the Markdown is gathered in ``faults``; ``Document.refuse_fatal`` raises the worst of it.
    Raises InputError where pandoc cannot read a file, or an entry of the errata list fits nowhere.
    """
    document = Document(edition)
    scans = [MarkdownScan(chapter) for chapter in edition.chapters]
    document.faults += [fault for scan in scans for fault in scan.note_faults()] + id_faults(scans)
    with ThreadPoolExecutor(max_workers=1) as pool:
        expected = pool.submit(expect, edition)  # while pandoc reads the text
        written = pool.map(written_words, [chapter.body for chapter in edition.chapters])
        parsed = parse_all(edition.chapters)
    for file, scan, words in zip(parsed, scans, written, strict=True):
        document.warnings += [*file.warnings, *scan.unused_targets()]
        unread = unread_words(file.body, scan, words)
        document.faults += drop_raw(file.body, scan)
        told = {fault.problem.place for fault in document.faults}
        document.faults += [fault for fault in scan.unread_marks(file.body) if fault.problem.place not in told]
        document.faults += [fault for fault in unread if not _is_told(fault, document.faults)]
        document.faults += drop_attributes(file.body, scan)
        part_definitions(file.body)
        give_directions(file.body, edition.metadata.lang)
        document.faults += find_images(file.body, scan, document)
    bodies = [notes.take_bodies(file.body) for file in parsed]
    document.chapters += titlepage.front_chapters(edition.metadata)
    structure.add_chapters(document, [file.body for file in parsed])
    notes.collect(document, bodies)
    structure.number_headings(document, scans)
    document.faults += link_faults(document, scans)
    document.proof = prove(document, expected.result())
    return document


def _is_told(fault: Fault, faults: list[Fault]) -> bool:
    """Whether another fault of its line says why words are lost, such as that nothing refers to a note."""
    place = fault.problem.place
    lines = {(other.problem.place.file, other.problem.place.line) for other in faults if other.problem.place}
    return place is not None and (place.file, place.line) in lines

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
from octavo.document.prove import expect, prove
from octavo.document.raw import drop_raw
from octavo.document.scan import MarkdownScan, id_faults
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
        parsed = parse_all(edition.chapters)
    for file, scan in zip(parsed, scans, strict=True):
        document.warnings += [*file.warnings, *scan.unused_targets()]
        document.faults += drop_raw(file.body, scan)
        told = {fault.problem.place for fault in document.faults}
        document.faults += [fault for fault in scan.unread_marks(file.body) if fault.problem.place not in told]
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

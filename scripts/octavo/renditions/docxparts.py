"""The parts of pandoc's DOCX put right: marks of notes as the edition has them, names of pictures, styles, dates."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable

from lxml import etree

from octavo.document import Document, Note
from octavo.document.tree import parent_of
from octavo.edition.dates import written_moment

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AGAIN = "octavo-note-"
"""What the address begins with to which a further reference to a note leads; behind it stands the note's number."""
BOOKMARK = "_RefOctavo"
"""What the bookmark around a note's first reference is called; Word hides those that begin with a line."""
FIRST_BOOKMARK = 1_000_000
"""The number of the first of these bookmarks: pandoc has given those below."""
INDENTED = {"Verse": 720, "Numbered 1": 360, "Numbered 2": 720, "Numbered 3": 1080}
"""Styles that stand further in, in twentieths of a point."""
_CORE = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}


def finished(data: bytes, document: Document, moment: datetime.datetime) -> bytes:
    """The container written anew, no entry with a date, so that the same book is the same bytes."""
    order: list[str] = []

    def text(root: etree._Element) -> None:
        order.extend(_mark_notes(root, document.notes))
        _refer_again(root, document.notes)
        _forget_addresses(root)

    def notes(root: etree._Element) -> None:
        _forget_addresses(root)
        _refer_again(root, document.notes)
        _mark_note_texts(root, order, document.notes)

    changes: dict[str, Callable[[etree._Element], None]] = {
        "word/document.xml": text,
        "word/footnotes.xml": notes,
        "word/styles.xml": _indent,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w") as container:
        parts = {name: made.read(name) for name in made.namelist()}
        for name, change in changes.items():
            if name in parts:
                root = etree.fromstring(parts[name], etree.XMLParser(huge_tree=True))
                change(root)
                parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        parts["docProps/core.xml"] = _core(document, moment)
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            container.writestr(entry, part)
    return out.getvalue()


def _mark_notes(root: etree._Element, notes: list[Note]) -> list[str]:
    """Give each reference its bookmark, and its mark where Word would count another; gives Word's ids of the notes."""
    references, counted = list(root.iter(f"{W}footnoteReference")), _counted(notes)
    for number, (reference, note) in enumerate(zip(references, notes, strict=True)):
        run = parent_of(reference)
        if note.id not in counted:
            reference.set(f"{W}customMarkFollows", "1")
            mark = etree.SubElement(run, f"{W}t")
            mark.text = note.mark
        identifier = str(FIRST_BOOKMARK + number)
        run.addprevious(etree.Element(f"{W}bookmarkStart", {f"{W}id": identifier, f"{W}name": f"{BOOKMARK}{number}"}))
        run.addnext(etree.Element(f"{W}bookmarkEnd", {f"{W}id": identifier}))
    return [reference.get(f"{W}id") or "" for reference in references]


def _counted(notes: list[Note]) -> set[str]:
    """The ids of the notes whose marks Word's own numbers are."""
    counted: set[str] = set()
    for note in notes:
        if note.mark == str(len(counted) + 1):
            counted.add(note.id)
    return counted


def _mark_note_texts(root: etree._Element, order: list[str], notes: list[Note]) -> None:
    """Put before each note the mark that its reference has."""
    marks = {identifier: note.mark for identifier, note in zip(order, notes, strict=True)}
    counted = _counted(notes)
    plain = {identifier for identifier, note in zip(order, notes, strict=True) if note.id in counted}
    for note in root.iter(f"{W}footnote"):
        identifier = note.get(f"{W}id") or ""
        own = next(note.iter(f"{W}footnoteRef"), None)
        if own is not None and identifier in marks and identifier not in plain:
            own.tag = f"{W}t"
            own.text = marks[identifier]


def _refer_again(root: etree._Element, notes: list[Note]) -> None:
    """Make each further reference to a note a field that shows the mark of the first (17.16.5.37)."""
    for link in list(root.iter(f"{W}hyperlink")):
        target = link.get(f"{W}anchor") or ""
        if target.startswith(AGAIN):
            number = int(target.removeprefix(AGAIN))
            for run in _field(f" NOTEREF {BOOKMARK}{number} \\f \\h ", notes[number].mark):
                link.addprevious(run)
            parent = parent_of(link)
            parent.remove(link)


def _field(instruction: str, result: str) -> list[etree._Element]:
    """The runs of a field that look like a note's mark."""
    runs = []
    for tag, attributes, words in (
        ("fldChar", {f"{W}fldCharType": "begin"}, None),
        ("instrText", {}, instruction),
        ("fldChar", {f"{W}fldCharType": "separate"}, None),
        ("t", {}, result),
        ("fldChar", {f"{W}fldCharType": "end"}, None),
    ):
        run = etree.Element(f"{W}r")
        properties = etree.SubElement(run, f"{W}rPr")
        etree.SubElement(properties, f"{W}rStyle", {f"{W}val": "FootnoteReference"})
        inner = etree.SubElement(run, f"{W}{tag}", attributes)
        inner.text = words
        runs.append(run)
    return runs


def _forget_addresses(root: etree._Element) -> None:
    """Pictures lie in the container: the addresses that held them, which pandoc keeps as descriptions, go out."""
    for described in root.iter("{*}cNvPr"):
        if (described.get("descr") or "").startswith("data:"):
            described.set("descr", "")


def _indent(root: etree._Element) -> None:
    for style in root.iter(f"{W}style"):
        name = style.find(f"{W}name")
        width = INDENTED.get(name.get(f"{W}val") or "") if name is not None else None
        if width:
            # pandoc makes these styles without properties of their own.
            properties = etree.SubElement(style, f"{W}pPr")
            etree.SubElement(properties, f"{W}ind", {f"{W}left": str(width)})


def _core(document: Document, moment: datetime.datetime) -> bytes:
    """What the file says of itself (ECMA-376, part 2, 11), dated with the edition's date."""
    metadata = document.edition.metadata
    root = etree.Element(f"{{{_CORE['cp']}}}coreProperties", nsmap=_CORE)
    properties = {
        "title": metadata.title,
        "creator": "; ".join(metadata.author_names),
        "identifier": metadata.identifier,
        "language": metadata.lang,
    }
    for key, value in properties.items():
        if value:
            etree.SubElement(root, f"{{{_CORE['dc']}}}{key}").text = value
    for key in ("created", "modified"):
        dated = etree.SubElement(root, f"{{{_CORE['dcterms']}}}{key}")
        dated.set(f"{{{_CORE['xsi']}}}type", "dcterms:W3CDTF")
        dated.text = written_moment(moment)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)

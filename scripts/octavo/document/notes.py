"""Notes: taken out of pandoc's list at a file's end, numbered anew, told apart by who wrote them."""

from __future__ import annotations

from lxml import etree

from octavo.document.flow import is_editorial, numeral
from octavo.document.model import Document
from octavo.document.parts import Fault, Note
from octavo.document.tree import classes, inner_text
from octavo.errors import Place, Problem

Bodies = dict[str, etree._Element]
"""The text of each note of one file, by pandoc's id."""


def take_bodies(body: etree._Element) -> Bodies:
    """Take pandoc's list of notes out of a file's tree; the links back are cut off."""
    bodies: Bodies = {}
    for section in body.findall("section[@id='footnotes']"):
        for item in section.iterfind("ol/li"):
            for back in list(item.iter("a")):
                if "footnote-back" in classes(back):
                    _unlink(back)
            item.tail = None
            bodies[item.get("id") or ""] = item
        body.remove(section)
    return bodies


def collect(document: Document, bodies: list[Bodies]) -> None:
    """Number each chapter's notes: the author's 1, 2, 3, the editors' a, b, c; fill ``document.notes``."""
    for number, chapter in enumerate(document.chapters):
        counts = {"author": 0, "editorial": 0}
        for reference in list(chapter.element.iter("a")):
            if "footnote-ref" not in classes(reference):
                continue
            body = bodies[chapter.file].pop((reference.get("href") or "")[1:])
            if not inner_text(body).strip() and next(body.iter("img", "{*}math"), None) is None:
                document.faults.append(_empty(document, chapter.file))
            kind = _kind(body)
            series = "editorial" if kind == "editorial" else "author"
            counts[series] += 1
            mark = numeral(counts[series], "a" if series == "editorial" else "1")
            document.notes.append(_note(number, mark, kind, body, reference))


def _empty(document: Document, file: int) -> Fault:
    place = Place(document.edition.chapters[file].path)
    hint = "write its text right behind the colon, or remove the mark"
    return Fault("note-without-text", Problem("a note of this file has no text", place, hint))


def _note(chapter: int, mark: str, kind: str, body: etree._Element, reference: etree._Element) -> Note:
    identifier, reference_id = f"note-{chapter}-{mark}", f"noteref-{chapter}-{mark}"
    tail = reference.tail
    reference.clear()
    reference.tail = tail
    reference.text = mark
    for name, value in (("id", reference_id), ("class", f"noteref {kind}"), ("href", f"#{identifier}")):
        reference.set(name, value)
    body.tag = "aside"
    body.set("id", identifier)
    body.set("class", f"note {kind}")
    return Note(identifier, reference_id, mark, kind, chapter, body, reference)


def _kind(body: etree._Element) -> str:
    """A note whose text is marked .restored or .editorial as a whole is that; any other is the author's."""
    parts = _parts(body)
    if not parts or not all(is_editorial(part) for part in parts):
        return "author"
    return "restored" if any("restored" in classes(part) for part in parts) else "editorial"


def _parts(body: etree._Element) -> list[etree._Element]:
    """The spans and divisions that a note's text consists of; with text beside them, the paragraph they stand in."""
    parts = []
    for child in body:
        bare = (child.text or "").strip() or any((inner.tail or "").strip() for inner in child)
        parts += [child] if is_editorial(child) or bare or not len(child) else list(child)
    return parts


def _unlink(back: etree._Element) -> None:
    parent = back.getparent()
    if parent is not None:
        outer = parent.getparent()
        parent.remove(back)
        if not len(parent) and not (parent.text or "").strip() and outer is not None:
            outer.remove(parent)

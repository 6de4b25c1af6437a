"""Notes: numbered by chapter, told apart by who wrote them; a note may be referred to several times."""

from __future__ import annotations

import copy

from lxml import etree

from octavo.document.flow import is_editorial, numeral
from octavo.document.model import ReadDocument
from octavo.document.parts import Fault, Note
from octavo.document.substance import IN_SUBSTANCE, RESTORED
from octavo.document.tree import classes, inner_text
from octavo.errors import Place, Problem
from octavo.markdown.file import MarkdownFile


def collect(document: ReadDocument, files: list[MarkdownFile]) -> None:
    """Number each chapter's notes: the author's 1, 2, 3, the editors' a, b, c; fill ``document.notes``.

    A note of the author's that the editors give in substance keeps its number.

    A note that is referred to again in its chapter has one number and one text; in another chapter it is said again.
    """
    for number, chapter in enumerate(document.chapters):
        counts = {"author": 0, "editorial": 0}
        known: dict[tuple[int, str], Note] = {}
        for reference in list(chapter.element.iter("a")):
            if "footnote-ref" not in classes(reference):
                continue
            file = document.file_of(reference, number)
            key = (file, (reference.get("href") or "")[1:])
            if key in known:
                _refer_again(known[key], reference)
                continue
            body = files[file].notes[key[1]]
            if body.tag != "li":  # another chapter has it
                body = copy.deepcopy(body)
            if not inner_text(body).strip() and next(body.iter("img", "{*}math"), None) is None:
                document.faults.append(_empty(document, file))
            kind = _kind(body)
            series = "editorial" if kind == "editorial" else "author"
            counts[series] += 1
            mark = numeral(counts[series], "a" if series == "editorial" else "1")
            known[key] = _note(number, file, mark, kind, body, reference)
            document.notes.append(known[key])


def _empty(document: ReadDocument, file: int) -> Fault:
    place = Place(document.edition.chapters[file].path)
    hint = "write its text right behind the colon, or remove the mark"
    return Fault("note-without-text", Problem("a note of this file has no text", place, hint))


def _note(chapter: int, file: int, mark: str, kind: str, body: etree._Element, reference: etree._Element) -> Note:
    identifier, reference_id = f"note-{chapter}-{mark}", f"noteref-{chapter}-{mark}"
    _make_reference(reference, reference_id, identifier, mark, kind)
    body.tag = "aside"
    body.set("id", identifier)
    body.set("class", f"note {kind}")
    return Note(identifier, reference_id, mark, kind, chapter, body, [reference], file)


def _make_reference(reference: etree._Element, identifier: str, note: str, mark: str, kind: str) -> None:
    tail = reference.tail
    reference.clear()
    reference.tail = tail
    reference.text = mark
    for name, value in (("id", identifier), ("class", f"noteref {kind}"), ("href", f"#{note}")):
        reference.set(name, value)


def _refer_again(note: Note, reference: etree._Element) -> None:
    identifier = f"{note.reference_id}-{numeral(len(note.references) + 1, 'a')}"
    _make_reference(reference, identifier, note.id, note.mark, note.kind)
    note.references.append(reference)


def _kind(body: etree._Element) -> str:
    """What a note is whose text is marked as a whole, in each of its parts; any other is the author's."""
    parts = _parts(body)
    if not parts or not all(is_editorial(part) for part in parts):
        return "author"
    named = {name for part in parts for name in classes(part)}
    return next((name for name in (RESTORED, IN_SUBSTANCE) if name in named), "editorial")


def _parts(body: etree._Element) -> list[etree._Element]:
    """The spans and divisions that a note's text consists of; with text beside them, the paragraph they stand in."""
    parts = []
    for child in body:
        bare = (child.text or "").strip() or any((inner.tail or "").strip() for inner in child)
        parts += [child] if is_editorial(child) or bare or not len(child) else list(child)
    return parts

"""What is wrong with the notes of a file: texts without a mark, marks without a text, notes in notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from octavo.errors import Place, Problem
from octavo.markdown.fault import Fault
from octavo.markdown.notegrammar import MARK
from octavo.markdown.pandoc import PandocWarning
from octavo.markdown.scan import MarkdownScan
from octavo.markdown.tree import Tree

_WITHIN = "a note stands inside of a note, where its text would be lost"
_WITHIN_HINT = "end the note before it, or say both things in one note"
_VERBATIM = frozenset({"code", "pre", "annotation"})


def note_faults(scan: MarkdownScan, tree: Tree, warnings: Sequence[PandocWarning]) -> list[Fault]:
    """The faults of a file's notes in the order of their places; what pandoc has read as one, it has said itself."""
    faults = [*_unused(scan, tree, warnings), *_twice(scan, warnings), *_unread(scan, tree), *_nested(scan, tree)]
    return sorted(faults, key=lambda item: item.problem.place or Place(scan.chapter.path))


def _unused(scan: MarkdownScan, tree: Tree, warnings: Sequence[PandocWarning]) -> Iterator[Fault]:
    """What pandoc says of; of a mark in the words of a link it says so though it has read it (pandoc 3.9)."""
    calls = sum(link.get("class") == "footnote-ref" for link in tree.body.iter("a"))
    marks = [at for label, marks in scan.note_marks.items() if label in scan.note_texts for at in marks]
    all_read = calls == sum(not scan.is_in_note(at) for at in marks)
    for warning in warnings:
        label = warning.unused_note
        if label is not None and not (all_read and label in scan.note_marks):
            hint = f"put its mark [^{label}] where the note belongs, or remove the note"
            yield Fault("note-unused", Problem(f"nothing refers to the note [^{label}]", warning.place, hint))


def _twice(scan: MarkdownScan, warnings: Sequence[PandocWarning]) -> Iterator[Fault]:
    for warning in warnings:
        label = warning.second_note
        if label is not None:
            first = scan.note_texts.get(label, [0])[0]
            hint = f"the other text is at {scan.lines.place(first)}; give one of them another label"
            yield Fault("note-repeated", Problem(f"the note [^{label}] has two texts", warning.place, hint))


def _unread(scan: MarkdownScan, tree: Tree) -> Iterator[Fault]:
    """Marks that pandoc has left in the text as they are written: their notes are lost, or there are none."""
    escaped = Counter(match[1] for match in MARK.finditer(scan.chapter.body.replace("\\[^", "[^")))
    escaped -= Counter(match[1] for match in MARK.finditer(scan.chapter.body))
    for root in (tree.body, *tree.notes):
        in_note = root is not tree.body
        text = "".join(_texts(root))
        for label, count in (Counter(match[1] for match in MARK.finditer(text)) - escaped).items():
            marks = [at for at in scan.note_marks.get(label, ()) if scan.is_in_note(at) == in_note]
            for number in range(count):
                place = scan.lines.place(marks[min(number, len(marks) - 1)]) if marks else scan.place_of(f"[^{label}]")
                yield Fault("note-without-text", Problem(*_message(label, place, scan, in_note)))
                if not in_note:
                    break


def _nested(scan: MarkdownScan, tree: Tree) -> Iterator[Fault]:
    """Notes that are written within the text of a note: pandoc reads them, and no rendition has a place for them."""
    for inner in tree.nested_notes:
        opening = "^[" + next((text.strip() for text in _texts(inner) if text.strip()), "")
        place = scan.place_of(opening if opening in scan.chapter.body else "^[")
        yield Fault("note-without-text", Problem(_WITHIN, place, _WITHIN_HINT))


def _message(label: str, place: Place, scan: MarkdownScan, in_note: bool) -> tuple[str, Place, str]:
    if label not in scan.note_texts:
        hint = f"write its text in this file: [^{label}]: …, or remove the mark; if it is no note, write \\["
        return f"the note [^{label}] has no text", place, hint
    if in_note:
        return _WITHIN, place, _WITHIN_HINT
    hint = "end the note or list before it, or write \\[ for its bracket if it is no note"
    return f"[^{label}] is not read as a note", place, hint


def _texts(element: etree._Element) -> Iterator[str]:
    if element.tag in _VERBATIM:
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""

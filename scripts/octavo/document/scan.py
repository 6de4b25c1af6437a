"""What can only be seen in the Markdown itself: where note marks, ids and images are written."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from octavo.document.parts import Fault
from octavo.edition import Chapter
from octavo.errors import Place, Problem
from octavo.text.places import LineIndex

_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?P<tick>`+)(?!`)(?:(?!\n\n).)*?(?<!`)(?P=tick)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_NOTE_TEXT = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
_NOTE_MARK = re.compile(r"(?<![\\!])\[\^([^\]\s]+)\]")
_NOTE_BODY = re.compile(r"[^\n]*(?:\n(?![ \t]*\n)(?!\[\^)[^\n]*|\n(?:[ \t]*\n)+(?: {4}|\t)[^\n]*)*")
_TARGET = re.compile(r"^ {0,3}\[(?!\^)((?:[^\[\]\\\n]|\\.)+)\]:[ \t]*\n?[ \t]*\S", re.MULTILINE)
_BRACKETED = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]")
_VERBATIM = frozenset({"code", "pre", "annotation", etree.Comment})
_ID = re.compile(r"\{[^{}\n]*#([^\s{}]+)[^{}\n]*\}")


class MarkdownScan:
    """One Markdown file with its code blanked out, searched for the marks that a finding must point at."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.text = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), chapter.body)

    @cached_property
    def lines(self) -> LineIndex:
        """Lines and columns of the file's body."""
        return LineIndex(self.chapter.path, self.chapter.body)

    def place_of(self, text: str, start: int = 0) -> Place:
        """Where a piece of Markdown stands first at or after an offset; the whole file where it does not."""
        offset = self.chapter.body.find(text, start)
        return self.lines.place(offset) if offset >= 0 else Place(self.chapter.path)

    def ids(self) -> list[tuple[str, Place]]:
        """Every id that is written in attributes, with its place."""
        return [(match[1], self.lines.place(match.start(1) - 1)) for match in _ID.finditer(self.text)]

    def unused_targets(self) -> list[Problem]:
        """Lines such as ``[label]: address`` to which no link refers: they would vanish from the text in silence."""
        targets = list(_TARGET.finditer(self.text))
        starts = {match.start(1) for match in targets}
        used = {_label(match[1]) for match in _BRACKETED.finditer(self.text) if match.start(1) not in starts}
        hint = "refer to it, as in [words][{}], or remove it; if the line is text, write \\[ for its bracket"
        return [
            Problem(
                f"nothing refers to [{match[1]}], so this line is dropped",
                self.lines.place(match.start(1) - 1),
                hint.format(match[1]),
            )
            for match in targets
            if _label(match[1]) not in used
        ]

    def note_faults(self) -> list[Fault]:
        """Notes without text, texts without a mark, marks and texts that are given twice."""
        texts: dict[str, list[int]] = defaultdict(list)
        for match in _NOTE_TEXT.finditer(self.text):
            texts[match[1]].append(match.start() + match[0].index("["))
        starts = {offset for offsets in texts.values() for offset in offsets}
        marks: dict[str, list[int]] = defaultdict(list)
        for match in _NOTE_MARK.finditer(self.text):
            if match.start() not in starts:
                marks[match[1]].append(match.start())
        return list(self._note_faults(texts, marks))

    def unread_marks(self, body: etree._Element) -> list[Fault]:
        """Marks of notes that pandoc has left in the tree as they are written: the texts of these notes are lost."""
        said = "".join(text for element in body.iter() if element.tag not in _VERBATIM for text in _own(element))
        found = Counter(match[1] for match in _NOTE_MARK.finditer(said))
        escaped = Counter(match[1] for match in re.finditer(r"\\\[\^([^\]\s]+)\]", self.text))
        hint = "end the note or list before it, or write \\[ for its bracket if it is no note"
        return [
            Fault("note-without-text", Problem(f"[^{label}] is not read as a note", self.place_of(f"[^{label}]"), hint))
            for label in found - escaped
        ]

    def _marks_in_notes(self, marks: dict[str, list[int]], starts: list[int]) -> list[int]:
        """Offsets of note marks inside the text of a note: the note's own line, and indented lines behind it."""
        inside = []
        for start in starts:
            end = _NOTE_BODY.match(self.text, start)
            reach = end.end() if end else start
            inside += [offset for offsets in marks.values() for offset in offsets if start < offset < reach]
        return sorted(inside)

    def _note_faults(self, texts: dict[str, list[int]], marks: dict[str, list[int]]) -> list[Fault]:
        faults = []

        def fault(kind: str, message: str, offset: int, hint: str) -> None:
            faults.append(Fault(kind, Problem(message, self.lines.place(offset), hint)))

        for offset in self._marks_in_notes(marks, sorted(o for offsets in texts.values() for o in offsets)):
            hint = "end the note before it, or say both things in one note"
            fault("note-without-text", "a note stands inside of a note, where its text would be lost", offset, hint)
        for label, offsets in marks.items():
            if label not in texts:
                hint = f"write its text in this file: [^{label}]: …, or remove the mark"
                fault("note-without-text", f"the note [^{label}] has no text", offsets[0], hint)
            for offset in offsets[1:]:
                hint = f"its first mark is at {self.lines.place(offsets[0])}; write a note of its own for this one"
                fault("note-repeated", f"the note [^{label}] is referred to twice", offset, hint)
        for label, offsets in texts.items():
            if label not in marks:
                hint = f"put its mark [^{label}] where the note belongs, or remove the note"
                fault("note-unused", f"nothing refers to the note [^{label}]", offsets[0], hint)
            for offset in offsets[1:]:
                hint = f"the other text is at {self.lines.place(offsets[0])}; give one of them another label"
                fault("note-repeated", f"the note [^{label}] has two texts", offset, hint)
        return sorted(faults, key=lambda item: item.problem.place or Place(self.chapter.path))


def _own(element: etree._Element) -> Iterator[str]:
    """An element's text, and what follows its children."""
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _label(text: str) -> str:
    """A label as pandoc compares it: in any case, with any spaces."""
    return " ".join(text.casefold().split())


RESERVED = re.compile(r"titlepage|imprint|note(ref)?-\d+-\w+|(erratum|entry|page|stet|query)-[\w.-]+|errata-corrected")
"""Ids that Octavo gives itself."""


def id_faults(scans: list[MarkdownScan]) -> list[Fault]:
    """Ids that stand twice in the edition."""
    first: dict[str, Place] = {}
    faults = []
    for scan in scans:
        for identifier, place in scan.ids():
            if RESERVED.fullmatch(identifier):
                hint = "choose another id"
                faults.append(
                    Fault("duplicate-id", Problem(f"the id ‘{identifier}’ is one of Octavo’s own", place, hint))
                )
            if identifier in first:
                hint = f"it stands first at {first[identifier]}; a link could mean either: give this one another id"
                faults.append(Fault("duplicate-id", Problem(f"the id ‘{identifier}’ is used twice", place, hint)))
            first.setdefault(identifier, place)
    return faults

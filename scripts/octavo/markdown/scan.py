"""Where things are written in a Markdown file; what they are, pandoc's syntax tree has said.

Code, formulas and comments are blanked out of the text that is searched: each piece that pandoc has read as one is
looked for in the order of the file. So what stands in them is never taken for a note, an id or a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from octavo.edition import Chapter
from octavo.errors import Place, Problem
from octavo.markdown.notegrammar import BODY, MARK, TEXT_START
from octavo.markdown.tree import Piece
from octavo.text.places import LineIndex

_TARGET = re.compile(r"^ {0,3}\[(?!\^)((?:[^\[\]\\\n]|\\.)+)\]:[ \t]*\n?[ \t]*\S", re.MULTILINE)
_BRACKETED = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]")
_ID = re.compile(r"\{[^{}\n]*#([^\s{}]+)[^{}\n]*\}|<[^<>]*?\b(?:id|name)\s*=\s*[\"']?([^\"'\s>]+)")
_TAG = re.compile(r"</?[A-Za-z][\w:.-]*")
_MOST_BEFORE = 200
"""How many signs and blanks are looked for before the first word of code."""
_SIGNS = re.compile(r"[*_`\\\[\]{}^~]")


class MarkdownScan:
    """One Markdown file, searched for the marks that a finding must point at."""

    def __init__(self, chapter: Chapter, pieces: Sequence[Piece] = ()) -> None:
        self.chapter = chapter
        self._offsets, self.text = _blanked(chapter.body, pieces)
        self._reached: dict[str, int] = defaultdict(int)

    @cached_property
    def lines(self) -> LineIndex:
        """Lines and columns of the file's body."""
        return LineIndex(self.chapter.path, self.chapter.body)

    def place_of(self, text: str, start: int = 0) -> Place:
        """Where a piece of Markdown stands first at or after an offset; the whole file where it does not."""
        offset = self.chapter.body.find(text, start)
        return self.lines.place(offset) if offset >= 0 else Place(self.chapter.path)

    def place_of_match(self, pattern: re.Pattern[str], otherwise: str) -> Place:
        """Where a pattern first matches outside of code; where it does not, where a piece of Markdown stands."""
        found = pattern.search(self.text) or pattern.search(self.chapter.body)
        return self.lines.place(found.start()) if found else self.place_of(otherwise)

    def place_of_nth(self, pattern: re.Pattern[str], number: int, otherwise: str) -> Place:
        """Where a pattern matches outside of code for the so many-th time, from 0; the last time where it is fewer."""
        found = list(pattern.finditer(self.text))[: number + 1]
        return self.lines.place(found[-1].start()) if found else self.place_of(otherwise)

    def next_place_of(self, *written: str) -> Place:
        """Where a thing is written that may stand several times: each call with the same words goes on to the next.

        Of several ways of writing it, the first that stands in the file is taken.
        """
        for text in written:
            offset = self.text.find(text, self._reached[text])
            if offset < 0 and self._reached[text] == 0:
                offset = self.chapter.body.find(text)
            if offset >= 0:
                self._reached[text] = offset + 1
                return self.lines.place(offset)
        return self.place_of(written[-1])

    def place_of_piece(self, number: int) -> Place:
        """Where a piece stands that is not read as Markdown, by its number; the whole file where it is not found."""
        offset = self._offsets[number]
        return self.lines.place(offset) if offset >= 0 else Place(self.chapter.path)

    @cached_property
    def explicit_ids(self) -> dict[str, list[Place]]:
        """Every id that is written, with its places."""
        found: dict[str, list[Place]] = defaultdict(list)
        for match in _ID.finditer(self.text):
            group = 1 if match[1] else 2
            found[match[group]].append(self.lines.place(match.start(group) - (group == 1)))
        return found

    def unused_targets(self) -> list[Problem]:
        """Lines such as ``[label]: address`` to which no link refers: they would vanish from the text in silence."""
        targets = list(_TARGET.finditer(self.text))
        starts = {match.start(1) for match in targets}
        # A label may hold code, which is blanked out.
        texts = (self.text, self.chapter.body)
        used = {
            _label(match[1]) for text in texts for match in _BRACKETED.finditer(text) if match.start(1) not in starts
        }
        used |= {_label(_SIGNS.sub("", label)) for label in used}
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

    # Notes

    @cached_property
    def note_texts(self) -> dict[str, list[int]]:
        """Offsets of the texts of notes, by label."""
        texts: dict[str, list[int]] = defaultdict(list)
        for match in TEXT_START.finditer(self.text):
            texts[match[1]].append(match.start() + match[0].index("["))
        return texts

    @cached_property
    def note_marks(self) -> dict[str, list[int]]:
        """Offsets of the marks of notes in the text, by label."""
        starts = {offset for offsets in self.note_texts.values() for offset in offsets}
        marks: dict[str, list[int]] = defaultdict(list)
        for match in MARK.finditer(self.text):
            if match.start() not in starts:
                marks[match[1]].append(match.start())
        return marks

    def is_in_note(self, offset: int) -> bool:
        """Whether an offset is inside the text of a note: the note's own line, and indented lines behind it."""
        at = bisect_left(self._note_reaches, (offset, -1)) - 1
        return at >= 0 and offset < self._note_reaches[at][1]

    @cached_property
    def _note_reaches(self) -> list[tuple[int, int]]:
        starts = sorted(offset for offsets in self.note_texts.values() for offset in offsets)
        bodies = ((start, BODY.match(self.text, start)) for start in starts)
        return [(start, body.end() if body else start) for start, body in bodies]

    def with_numbered_notes(self, labels: Iterable[str]) -> str:
        """The text, of the same notes in the same order, with a word before the text of each of these labels."""
        inserted = [(offset, label) for label in labels for offset in self.note_texts.get(label, ())]
        text = self.chapter.body
        numbers = {label: number for number, label in enumerate(dict.fromkeys(label for _, label in inserted))}
        for offset, label in sorted(inserted, reverse=True):
            at = offset + len(label) + 4
            text = f"{text[:at]} {NUMBERED_NOTE}{numbers[label]} {text[at:]}"
        return text


NUMBERED_NOTE = "octavonote"
"""What a word begins with that tells one note's text from another's."""


def _blanked(body: str, pieces: Sequence[Piece]) -> tuple[list[int], str]:
    """Where each piece begins (-1 where it is not found), and the text with blanks for code, formulas and comments."""
    offsets = [-1] * len(pieces)
    blanks: list[tuple[int, int]] = []
    for in_notes in (False, True):
        text = _blank(body, blanks) if in_notes else body
        reached = 0
        for number, piece in enumerate(pieces):
            if piece.note != in_notes:
                continue
            stretches = list(_found(text, piece, reached))
            if not stretches and in_notes:
                # The texts of notes may stand in another order than their marks.
                stretches = list(_found(text, piece, 0))
            if not stretches:
                continue
            offsets[number] = stretches[0][0]
            if piece.kind != "raw" or piece.text.startswith("<!--"):
                blanks += stretches
            reached = stretches[-1][1]
    return offsets, _blank(body, blanks)


def _found(text: str, piece: Piece, start: int) -> Iterator[tuple[int, int]]:
    """The stretches of the text that a piece stands in, line by line, as its lines may be indented in the file."""
    lines = [line.strip() for line in piece.text.split("\n")]
    if piece.kind == "code" and len(lines) == 1 and lines[0]:
        # Code within a line has its signs before it; a line of a block stands alone.
        first = text.find(lines[0].split()[0], start)
        if first < 0:
            return
        start = max(start, first - _MOST_BEFORE)
        words = r"\s+".join(re.escape(word) for word in lines[0].split())
        found = re.compile(rf"`\s*{words}\s*`|^[ \t>]*{words}[ \t]*$", re.MULTILINE).search(text, start)
        if found:
            yield found.span()
            return
    tag = _TAG.match(piece.text) if piece.kind == "raw" else None
    if tag and text.find(lines[0], start) < 0:
        # pandoc writes attributes anew, so that a tag may only be found by its name.
        found = re.compile(rf"{re.escape(tag[0])}\b[^>]*>?", re.IGNORECASE).search(text, start)
        if found:
            yield found.span()
        return
    for line in lines:
        if line:
            at = text.find(line, start)
            if at >= 0:
                start = at + len(line)
                yield at, start


def _blank(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    if not stretches:
        return text
    pieces = []
    end = 0
    for begin, stop in sorted(stretches):
        begin = max(begin, end)
        if stop > begin:
            pieces += [text[end:begin], re.sub(r"[^\n]", " ", text[begin:stop])]
            end = stop
    return "".join([*pieces, text[end:]])


def _label(text: str) -> str:
    """A label as pandoc compares it: in any case, with any spaces."""
    return " ".join(text.casefold().split())

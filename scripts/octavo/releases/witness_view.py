"""The canonical Markdown with every erratum as a CriticMarkup change of the witness's words, for a proofreader."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from octavo.document.model import Document
from octavo.document.read import read_document
from octavo.edition import Chapter, ErrataList, Query, Stet
from octavo.edition.errata import Erratum
from octavo.errors import InputError, Place, Problem
from octavo.releases.rejection import CannotBeUndone, Piece, Rejection
from octavo.text import criticmarkup
from octavo.text.changes import Change
from octavo.text.collate import Collation, compare
from octavo.text.criticmarkup import CannotBeWritten
from octavo.text.find import TokenIndex
from octavo.text.layer import EMENDED, Edit, Layer
from octavo.text.places import LineIndex

TRIES = 20
"""How many changes near a place that was read back wrongly are tried one by one."""


@dataclass
class WitnessView:
    """The text of each file, by its number, and what could not be written into it."""

    texts: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def witness_view(document: Document, *, everything: bool) -> WitnessView:
    """Write the errata (with ``everything`` house rules, notes, stet and queries too) into the Markdown.

    With all changes accepted each file is what it was, byte for byte; with all rejected its words are the witness's,
    which is proved by reading the files again. Raises InputError where the text itself is not proved.
    """
    return _Writer(document, everything).view()


class _Writer:
    def __init__(self, document: Document, everything: bool) -> None:
        collated = document.proof.collated
        if collated is None or not document.proof.clean:
            place = document.edition.place_of("witness")
            hint = "octavo collate shows what is to be mended first"
            raise InputError("the view needs a witness and a text that is proved", place=place, hint=hint)
        self._document, self._everything = document, everything
        self._collation: Collation = collated.collation
        self._witness: Layer = collated.transcript.layer
        self._witness_lines = LineIndex(collated.witness.path, collated.witness.text)
        self._canonical = document.flow.layer(editorial=False)
        self._rejection = Rejection(document, self._witness, collated.collation)
        self._problems: list[Problem] = []
        self._closed = set(self._files_with_marks())

    @property
    def _changes(self) -> tuple[Change, ...]:
        return self._collation.emended.changes

    def view(self) -> WitnessView:
        marks = self._marks(self._read_back(self._pieces()))
        texts = {}
        for file, chapter in enumerate(self._document.edition.chapters):
            if file not in self._closed:
                texts[file] = _inserted(chapter, marks[file])
        return WitnessView(texts, self._problems)

    def _files_with_marks(self) -> Iterator[int]:
        for file, chapter in enumerate(self._document.edition.chapters):
            for offset in criticmarkup.openings(chapter.text):
                place = LineIndex(chapter.path, chapter.text).place(offset)
                sign = chapter.text[offset : offset + 3]
                message = f"‘{sign}’ would be read as a mark of CriticMarkup, so this file is left out"
                self._problems.append(Problem(message, place, "write a backslash between its signs"))
                yield file
                break

    def _pieces(self) -> dict[int, list[Piece]]:
        """For each change that is to be shown the stretches of Markdown that it takes."""
        found: dict[int, list[Piece]] = {}
        for number, change in enumerate(self._changes):
            if not (change.errata or self._everything):
                continue
            try:
                pieces = self._rejection.pieces(number)
                for piece in pieces:
                    criticmarkup.change(piece.was, self._body(piece))
            except (CannotBeUndone, CannotBeWritten) as error:
                self._say(number, str(error))
                continue
            if not any(piece.stretch.file in self._closed for piece in pieces):
                found[number] = pieces
        return found

    def _body(self, piece: Piece) -> str:
        stretch = piece.stretch
        return self._document.edition.chapters[stretch.file].body[stretch.start : stretch.end]

    def _say(self, number: int, why: str) -> None:
        change = self._changes[number]
        cause = change.causes[0]
        name = cause.id if isinstance(cause, Erratum) else f"the house rule ‘{cause.for_}’"
        message = f"{name} is not shown: {why}"
        place = self._witness_lines.place(self._witness.origin(change.start))
        self._problems.append(Problem(message, cause.place, f"the witness has it at {place}"))

    def _read_back(self, pieces: dict[int, list[Piece]]) -> dict[int, list[Piece]]:
        """Those changes with which, when all are rejected, the files are read as the witness; the others are said."""
        sure = dict(pieces)
        while wrong := self._not_read_back(sure):
            sure = {number: found for number, found in sure.items() if number not in wrong}
        doubtful = [number for number in pieces if number not in sure]
        for number in doubtful[:TRIES]:
            tried = sure | {number: pieces[number]}
            if not self._not_read_back(tried):
                sure = tried
        for number in doubtful:
            if number not in sure:
                self._say(number, "undone in the Markdown, its words would not be read as the witness’s")
        return sure

    def _not_read_back(self, pieces: dict[int, list[Piece]]) -> set[int]:
        """The changes at or next to which the files, with all changes rejected, are not what they should be."""
        kept = [change for number, change in enumerate(self._changes) if number not in pieces]
        text = self._collation.emended.layer.text
        edits = [Edit(change.start, change.end, text[change.new_start : change.new_end]) for change in kept]
        expected, _ = Layer.of(self._witness.text).edited(edits, EMENDED)
        edition = self._document.edition
        chapters = []
        for file, chapter in enumerate(edition.chapters):
            swaps = [piece for found in pieces.values() for piece in found if piece.stretch.file == file]
            made = [Edit(piece.stretch.start, piece.stretch.end, piece.was) for piece in swaps]
            body, _ = Layer.of(chapter.body).edited(sorted(made, key=lambda edit: (edit.start, edit.end)), EMENDED)
            chapters.append(replace(chapter, body=body.text))
        read = read_document(replace(edition, chapters=tuple(chapters), errata=ErrataList()))
        spans = compare(expected, read.flow.layer(editorial=False))
        numbers = sorted(pieces)
        starts = [self._changes[number].start for number in numbers]
        wrong = set()
        for span in spans:
            first = span[0] if span[0] < len(expected.tokens) else len(expected.tokens) - 1
            at = bisect_right(starts, expected.origin(expected.tokens.starts[first]))
            near = numbers[max(at - 1, 0) : at + 1]
            end = expected.origin(expected.tokens.ends[max(span[1], first + 1) - 1] - 1)
            wrong |= {n for n in near if self._changes[n].start <= end + 1} or set(near)
        return wrong

    def _marks(self, pieces: dict[int, list[Piece]]) -> dict[int, list[tuple[int, int, str]]]:
        """What is put into each file: start, end, and what then stands there."""
        marks: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for number, found in sorted(pieces.items()):
            for piece in found:
                markup = criticmarkup.change(piece.was, self._body(piece))
                if piece is found[-1] and self._everything:
                    markup += self._remark(_remark_on(self._changes[number]), self._changes[number].causes[0].place)
                marks[piece.stretch.file].append((piece.stretch.start, piece.stretch.end, markup))
        for taken in marks.values():
            taken.sort(key=lambda mark: mark[:2])
        if self._everything:
            errata = self._document.edition.errata
            entries: list[Stet | Query] = [*errata.stet, *errata.queries]
            for entry in entries:
                self._mark_reading(entry, marks)
        return marks

    def _remark(self, words: str, place: Place | None) -> str:
        try:
            return criticmarkup.remark(words) if words else ""
        except CannotBeWritten as error:
            self._problems.append(Problem(f"a remark is left out: {error}", place))
            return ""

    def _mark_reading(self, entry: Stet | Query, marks: dict[int, list[tuple[int, int, str]]]) -> None:
        """Highlight what stands or is asked; where a change stands in it, put the remark behind both."""
        spans = TokenIndex(self._canonical.tokens).reading(entry.reading, entry.in_)
        found = self._rejection.words_at(*spans[0]) if spans else None
        remark = self._remark(f"{'stet' if isinstance(entry, Stet) else 'query'} {entry.id}: {entry.why}", entry.place)
        if found is None:
            message = f"{entry.id} is not shown: the Markdown writes its words otherwise"
            self._problems.append(Problem(message, entry.place))
        elif remark and found[0].file not in self._closed:
            stretch, plain = found
            taken = marks[stretch.file]
            if plain and all(end <= stretch.start or start >= stretch.end for start, end, _ in taken):
                words = self._document.edition.chapters[stretch.file].body[stretch.start : stretch.end]
                taken.append((stretch.start, stretch.end, criticmarkup.highlight(words) + remark))
            else:
                at = max([stretch.end, *(end for start, end, _ in taken if start < stretch.end < end)])
                taken.append((at, at, remark))
            taken.sort(key=lambda mark: mark[:2])


def _remark_on(change: Change) -> str:
    """What the errata list says of a change."""
    remarks = [
        f"{cause.id}: {cause.note}" if isinstance(cause, Erratum) else f"house rule: {cause.why}"
        for cause in change.causes
        if not isinstance(cause, Erratum) or cause.note
    ]
    return " ".join(remarks)


def _inserted(chapter: Chapter, marks: list[tuple[int, int, str]]) -> str:
    """The file's text with marks put in at offsets of its body."""
    head = len(chapter.text) - len(chapter.body)
    pieces, at = [], 0
    for start, end, markup in marks:
        pieces += [chapter.text[at : start + head], markup]
        at = end + head
    return "".join([*pieces, chapter.text[at:]])

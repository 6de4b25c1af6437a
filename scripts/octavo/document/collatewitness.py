"""A Document's text held against its witness: as the witness runs, or with its notes brought to the edition's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from octavo.document.model import ReadDocument
from octavo.document.notemarks import mark_ends
from octavo.edition import Edition
from octavo.errors import InputError, Problem
from octavo.text.collate import Collation, collate_emended
from octavo.text.emend import Emended, emend
from octavo.text.layer import EMENDED, Layer
from octavo.text.places import LineIndex
from octavo.text.tokens import is_word
from octavo.text.transcript import Transcript, read_transcript
from octavo.text.witness_notes import EditionNote, WitnessNotes, find_notes


@dataclass(frozen=True)
class ReadWitness:
    """A witness that has been read: its transcript, and this with errata and house rules applied, or why not."""

    transcript: Transcript
    emended: Emended | InputError


@dataclass(frozen=True)
class WitnessCollation:
    """A collation, and what was compared: the transcript in the order in which it was, and the canonical text."""

    transcript: Transcript
    canonical: Layer
    collation: Collation
    notes: WitnessNotes | None


def read_further(edition: Edition) -> list[ReadWitness]:
    """Read the further witnesses, each with its variants as errata, in the order of the front matter."""
    read = (read_witness(edition.following(witness)) for witness in edition.further)
    return [witness for witness in read if witness is not None]


def read_witness(edition: Edition) -> ReadWitness | None:
    """Read the witness and apply the errata list; None if the edition has no witness.

    This needs no Markdown, so it can run while pandoc reads. That an entry fits nowhere is told later: its words may
    stand in a note of the witness, which is only known beside the edition.
    """
    if edition.witness is None:
        return None
    witness = edition.witness
    transcript = read_transcript(witness.text, witness.options, witness.language)
    try:
        return ReadWitness(transcript, _emended(edition, transcript))
    except InputError as error:
        return ReadWitness(transcript, error)


def _emended(edition: Edition, transcript: Transcript) -> Emended:
    assert edition.witness is not None
    lines = LineIndex(edition.witness.path, edition.witness.text)
    return emend(transcript.layer, edition.errata, lines.place)


def collate_witness(document: ReadDocument, edition: Edition, read: ReadWitness, canonical: Layer) -> WitnessCollation:
    """Collate the canonical text with the witness of an edition, the Document's or one ``following`` another witness.

    Where all notes stand in the witness as they do in the edition and nothing is unexplained, the two are compared as
    they run; else the witness's notes are looked for. Raises InputError where an entry of the errata list fits nowhere.
    """
    plain = None
    notes = edition_notes(document, canonical)
    transcript = read.transcript
    in_place = True
    if isinstance(read.emended, Emended):
        collation = collate_emended(transcript.layer, read.emended, canonical)
        plain = WitnessCollation(transcript, canonical, collation, None)
        in_place = all(_in_place(note, collation, canonical) for note in notes)
        if not notes or (in_place and not collation.unexplained):
            return plain
    headings = {heading.text.casefold().strip(" .:") for heading in document.headings}
    found = find_notes(transcript, canonical, notes, headings) if notes else None
    if found is None:
        return plain or _raised(read.emended)
    layer = found.arrangement.of(transcript.layer)
    applied = transcript.applied | found.applied
    moved = replace(transcript, layer=layer, applied=applied)
    try:
        emended = _emended(edition, moved)
    except InputError as error:
        if plain and in_place:
            return plain  # a list that was made for the witness as it runs
        raise _with_hint(error) from None if plain else error
    cut = replace(canonical, cuts=found.edition_cuts)
    return WitnessCollation(moved, cut, collate_emended(layer, emended, cut), found)


def _raised(emended: Emended | InputError) -> WitnessCollation:
    assert isinstance(emended, InputError)
    raise emended


def _with_hint(error: InputError) -> InputError:
    hint = "notes of the witness are collated as notes, without their marks: remove the entry, and draft it anew"
    return InputError.of([Problem(problem.message, problem.place, hint) for problem in error.problems])


def edition_notes(document: ReadDocument, canonical: Layer) -> list[EditionNote]:
    """The author's notes that have words, in the order of the canonical text."""
    if not any(note.kind == "author" for note in document.notes):
        return []
    flow = document.flow
    blocks: dict[int, tuple[int, int]] = {}
    for block in flow.blocks:
        if block.note >= 0:
            blocks[block.note] = (blocks.get(block.note, (block.start, 0))[0], block.end)
    marks = mark_ends(document)
    notes = []
    for number, note in enumerate(document.notes):
        if note.kind != "author" or number not in blocks:
            continue
        start, end = (bisect_left(canonical.origins, offset) for offset in blocks[number])
        offsets = [marks[name] for mark in note.references if (name := mark.get("id") or "") in marks]
        references = tuple(bisect_left(canonical.origins, offset) for offset in offsets)
        if canonical.text[start:end].strip():
            notes.append(EditionNote(start, end, references))
    return sorted(notes, key=lambda note: note.start)


def _in_place(note: EditionNote, collation: Collation, canonical: Layer) -> bool:
    """Whether the witness has most words of a note where the edition has it: they are not put in, and not missing."""
    tokens = canonical.tokens
    numbers = range(bisect_left(tokens.starts, note.start), bisect_left(tokens.starts, note.end))
    words = [number for number in numbers if is_word(tokens.words[number])]
    received = sum(_is_received(number, collation) for number in words)
    return 2 * received >= len(words)


def _is_received(number: int, collation: Collation) -> bool:
    layer, spans = collation.emended.layer, collation.unexplained
    at = bisect_right(spans, number, key=lambda item: item.span[2])
    if at and spans[at - 1].span[3] > number:
        return False
    before = spans[at - 1].span if at else (0, 0, 0, 0)
    token = number - before[3] + before[1]
    return not _all_emended(layer, token)


def _all_emended(layer: Layer, token: int) -> bool:
    states: Sequence[int] = layer.states[layer.tokens.starts[token] : layer.tokens.ends[token]]
    return all(state == EMENDED for state in states)

"""A released book: its record made of the Document, and its text and lines made again of the record."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, pairwise
from typing import Any

from octavo import __version__
from octavo.document.model import Document, Paginated
from octavo.document.notemarks import mark_ends
from octavo.document.pages import Line
from octavo.edition import Edition, Witness
from octavo.edition.files import is_file, is_inside
from octavo.edition.releases import Impression, IssuedLines, Release, Setting
from octavo.edition.textfile import text_of
from octavo.errors import InputError, Place
from octavo.text.arrangement import Arrangement
from octavo.text.emend import Emended, emend
from octavo.text.places import LineIndex
from octavo.text.transcript import Reading, read_transcript


def release_of(
    document: Document,
    artifacts: Mapping[str, str],
    date: str,
    *,
    seen: Mapping[str, Impression] | None = None,
    why: str = "",
) -> Release:
    """The record of a Document that is released: ``artifacts`` are digests by name, ``date`` is ISO 8601 or empty.

    ``seen`` is what readers get of each artifact, ``why`` the reason of a change that moves lines or words.

    Raises InputError where its text is not proved, or where it has no printed setting.
    """
    edition, proof = document.edition, document.proof
    collated = proof.collated
    if collated is None:
        hint = "a record says on which line the witness was read how; name the text that this edition follows"
        place = edition.place_of("witness")
        raise InputError("an edition without a witness cannot be recorded", place=place, hint=hint)
    if not proof.clean:
        place = edition.place_of("witness")
        hint = "what is released must be proved first; octavo collate shows what is not"
        raise InputError("the proof is not clean", place=place, hint=hint)
    if not isinstance(document, Paginated) or not document.pagination.rows:
        hint = "octavo build says why"
        raise InputError("there is no printed setting whose lines could be recorded", hint=hint)
    pagination, witness = document.pagination, collated.witness
    keys: dict[str, Any] = {
        "version": edition.metadata.version,
        "why": why,
        "identifier": edition.metadata.identifier or "",
        "octavo": __version__,
        "setting": Setting(id=pagination.setting, trim=pagination.trim, pages=len(pagination.pages)),
        "witness": witness.options.model_copy(update={"sha256": witness.sha256}),
        "sources": edition.digests(),
        "artifacts": dict(artifacts),
        "seen": dict(seen or {}),
        "text": digest(collated.collation.emended.layer.text),
        "errata": edition.errata.errata,
        "normalise": edition.errata.normalise,
        "lines": line_table(document),
    }
    if collated.notes:
        keys["arrangement"] = collated.notes.arrangement.written()
    release = Release.model_validate(keys | ({"date": date} if date else {}))
    issued_text(release, witness)
    return release


def digest(text: str) -> str:
    """The SHA-256 of a flow's words and paragraphs, however they are spaced."""
    paragraphs = (" ".join(line.split()) for line in text.split("\n"))
    return hashlib.sha256("\n".join(filter(None, paragraphs)).encode()).hexdigest()


def line_table(document: Paginated) -> list[IssuedLines]:
    """How many characters of the canonical text stand on each line of the setting, and in each note."""
    canonical = document.flow.layer(editorial=False)
    begun = [(row.offset, row.line) for row in document.pagination.rows]
    begun = sorted([*begun, *_notes(document)], key=lambda item: item[0])
    cuts = [0, *(bisect_left(canonical.origins, offset) for offset, _ in begun[1:]), len(canonical.text)]
    parts: list[dict[str, Any]] = []
    for (start, end), (_, line) in zip(pairwise(cuts), begun, strict=True):
        _count(parts, line, sum(map(len, canonical.text[start:end].split())))
    return [IssuedLines.model_validate(part) for part in parts]


def _count(parts: list[dict[str, Any]], line: Line, count: int) -> None:
    """Add a line to the part of the table that it continues, or begin one with it; empty lines begin none."""
    if not count:
        return
    last: dict[str, Any] = parts[-1] if parts else {"page": "", "note": "", "from": 0, "lines": []}
    skipped = line.number - last["from"] - len(last["lines"])
    if (last["page"], last["note"]) == (line.page, line.note) and not line.note and skipped >= 0:
        last["lines"] += [0] * skipped + [count]
    else:
        parts.append({"page": line.page, "note": line.note, "from": line.number, "lines": [count]})


def _notes(document: Paginated) -> Iterator[tuple[int, Line]]:
    """Where in the flow each note begins, and on which page: that of its mark."""
    starts = {block.note: block.start for block in reversed(document.flow.blocks) if block.note >= 0}
    marks = mark_ends(document)
    for number, note in enumerate(document.notes):
        line = document.pagination.line_at(max(marks.get(note.reference_id, 0) - 1, 0))
        if number in starts and line:
            yield starts[number], Line(line.page, 0, note.mark)


def issued_witness(edition: Edition, release: Release) -> Witness:
    """The text that a release followed: one of the edition's, or the file that the record names.

    A better transcript may have taken its place since; the file that was received is kept then. Raises InputError where
    the edition names no witness any more, or that file is not there as it was.
    """
    if edition.witness is None:
        place, hint = edition.place_of("witness"), "put back the key ‘witness’"
        raise InputError("the edition names no witness any more", place=place, hint=hint)
    for witness in (edition.witness, *edition.further):
        if witness.sha256 == release.witness.sha256:
            return witness
    path = edition.folder / release.witness.path
    if release.witness.path and is_inside(path, edition.folder) and is_file(path):
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() == release.witness.sha256:
            text, language = text_of(data, path, as_received=True), edition.witness.language
            return Witness(path, text, release.witness, release.witness.sha256, language)
    hint = "put back the file that was received; a witness is never edited"
    message = f"this is not the text that version {release.version} followed"
    raise InputError(message, place=Place(path), hint=hint)


def issued_text(release: Release, witness: Witness) -> Emended:
    """The text of a release: the witness as the recorded list emends it.

    Raises InputError where the record is no longer what it was.
    """
    held = sum(sum(part.lines) for part in release.lines)
    failed: InputError | None = None
    for reading in Reading:
        layer = read_transcript(witness.text, release.witness, witness.language, reading=reading).layer
        if release.arrangement:
            layer = Arrangement.read(release.arrangement).of(layer)
        try:
            made = emend(layer, release.emendations, LineIndex(witness.path, witness.text).place)
        except InputError as error:
            failed = failed or error
            continue
        if digest(made.layer.text) == release.text and held == sum(map(len, made.layer.text.split())):
            return made
    if failed:
        raise failed
    hint = f"put the record back as Octavo {release.octavo} wrote it; if nobody changed it, please report this"
    message = f"the text of version {release.version} cannot be made again of this record"
    raise InputError(message, place=release.place, hint=hint)


class PrintedLines:
    """Finds the line of a released book on which a character of its text stands."""

    def __init__(self, parts: Iterable[IssuedLines], text: str) -> None:
        counted = [
            (Line(part.page, 0, part.note) if part.note else Line(part.page, part.first + number), count)
            for part in parts
            for number, count in enumerate(part.lines)
        ]
        self._lines = [line for line, _ in counted]
        self._ends = list(accumulate(count for _, count in counted))
        self._characters = list(accumulate((not character.isspace() for character in text), initial=0))

    def at(self, offset: int) -> Line:
        """The line of the character at an offset of the text; behind the last, the last."""
        return self._lines[min(bisect_right(self._ends, self._characters[offset]), len(self._lines) - 1)]

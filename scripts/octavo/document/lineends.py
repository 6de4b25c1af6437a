"""Hyphens at the line ends of a witness that the edition keeps: a reader of the list sees where it had a choice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from octavo.document.entries import LINE_END
from octavo.document.findemendations import PlaceFinder
from octavo.text.changes import Change
from octavo.text.collate import Collation
from octavo.text.layer import Layer
from octavo.text.transcript import Transcript

_HYPHENS = "-‐⸗"


@dataclass(frozen=True)
class KeptHyphen:
    """A word of the edition with a hyphen that stands at a line's end in the witness; offsets of the canonical text."""

    id: str
    start: int
    end: int
    lemma: str
    witness_reading: str


def kept_hyphens(collation: Collation, transcript: Transcript, canonical: Layer) -> list[KeptHyphen]:
    """Those of the words that nothing else changes, in the order of the witness."""
    witness, emended = transcript.layer, collation.emended.layer
    finder = PlaceFinder(collation, witness, canonical)
    changes = collation.emended.changes
    starts = [change.start for change in changes]
    found: list[KeptHyphen] = []
    for offset in _at_line_ends(transcript):
        start, end = _word_around(witness.text, offset)
        at = bisect_right(starts, end) - 1
        if at >= 0 and changes[at].end > start:
            continue  # listed, or left out, as what it is
        grown = changes[at].new_end - changes[at].end if at >= 0 else 0
        place = finder.in_canonical(Change(start, end, start + grown, end + grown, ()))
        if place:
            reading = f"{witness.text[start : offset + 1]}{LINE_END}{witness.text[offset + 1 : end]}"
            lemma = emended.text[start + grown : end + grown]
            found.append(KeptHyphen(f"line-end-{len(found) + 1}", *place, lemma, reading))
    return found


def _at_line_ends(transcript: Transcript) -> Iterator[int]:
    """The offsets of the hyphens behind which a line ends in the file, and none in what is read of it."""
    text, origins, raw = transcript.layer.text, transcript.layer.origins, transcript.raw
    for hyphen in _HYPHENS if transcript.joins_hyphens else "":
        offset = text.find(hyphen)
        while offset >= 0:
            inside = 0 < offset < len(text) - 1 and text[offset - 1].isalnum() and text[offset + 1].isalnum()
            if inside and "\n" in raw[origins[offset] + 1 : origins[offset + 1]]:
                yield offset
            offset = text.find(hyphen, offset + 1)


def _word_around(text: str, offset: int) -> tuple[int, int]:
    """Where the word begins and ends in which a hyphen stands."""
    start = end = offset
    while start and (text[start - 1].isalnum() or text[start - 1] in _HYPHENS):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] in _HYPHENS):
        end += 1
    return start, end

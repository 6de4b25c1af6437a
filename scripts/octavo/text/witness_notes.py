"""The notes of a witness, wherever they stand in it, brought to where the edition has them.

A note is what an edition's note is paired with, by its words or by its mark; what cannot be paired stays in the text
and is reported there. No word is lost: the arrangement holds each character of the transcript once, but for the marks
of notes, headings above them and rules, which are counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from octavo.text.anchors import Anchor, AnchorFinder
from octavo.text.arrangement import Arrangement
from octavo.text.layer import Layer
from octavo.text.noteblocks import Group, groups_of, lines_of
from octavo.text.notepairs import Alignment, Pairs, pair_by_marks, pair_by_words, with_further_lines
from octavo.text.notesorder import Pieces, arranged
from octavo.text.tokens import PARAGRAPH, is_word
from octavo.text.transcript import Transcript

ROUNDS = 3
"""How often the body is aligned anew without the notes that have been found."""


@dataclass(frozen=True)
class EditionNote:
    """A note in the layer of the canonical text: its characters, and behind which offset its marks stand."""

    start: int
    end: int
    references: tuple[int, ...]


@dataclass(frozen=True)
class WitnessNotes:
    """The notes that a witness and the edition share, and the order in which they are collated."""

    arrangement: Arrangement
    edition_cuts: tuple[int, ...]
    """Where notes begin and end in the canonical text, as the arrangement has it for the witness."""
    paired: tuple[int, ...]
    """The numbers of the edition's notes that are proved as notes."""
    words: int
    """Words of these notes in the witness, without their marks."""
    applied: dict[str, int]
    """What was left out or decided, and how often."""


def find_notes(
    transcript: Transcript, canonical: Layer, notes: Sequence[EditionNote], headings: Collection[str]
) -> WitnessNotes | None:
    """Find the notes of a witness; None where none is found. ``headings``: those of the edition, in small letters."""
    witness = transcript.layer
    edition = canonical.tokens
    ranges = [_tokens(canonical, note.start, note.end) for note in notes]
    body = _body(canonical, notes)
    ours, theirs = [*map(_unmarked, witness.tokens.words)], [_unmarked(edition.words[i]) for i in body]
    lines = lines_of(witness, transcript.raw)
    out: set[int] = set()
    for _ in range(ROUNDS):
        # Beside a note, words of the body may be taken for words of the note, until the note is known.
        aligned = Alignment.without(ours, theirs, out)
        groups = groups_of(witness, lines, aligned.to_body)
        pairs = pair_by_words(witness.tokens, groups, edition, ranges)
        pairs = with_further_lines(pairs, witness.tokens, lines, edition, ranges)
        before, out = out, _within(pairs.groups)
        if out == before:
            break
    if not groups:
        return None
    finder = AnchorFinder(
        witness, canonical.text, [edition.starts[i] for i in body], [edition.ends[i] for i in body], aligned
    )
    places = [[_behind(edition.ends, body, offset) for offset in note.references] for note in notes]
    paired = _with_marks(pairs, groups, finder, places)
    if not paired:
        return None
    out = _within(paired)
    anchors = _anchors(paired, finder, places, out)
    above = _above_notes(witness, groups, out, headings)
    pieces = Pieces(transcript, canonical, body, ranges, aligned, pairs.shared, paired, anchors, above)
    made = arranged(pieces)
    applied = {"notes of the witness, each collated with its note": len(paired)}
    unmarked = sum(of[0].label is None for of in paired.values())
    counts = {
        "  without a mark, known by their words": unmarked,
        "  marks of notes": made.labels + len(anchors),
        "  paragraph breaks at a note, as the edition has them": made.decided,
    }
    applied |= {name: count for name, count in counts.items() if count}
    for group in above:
        name = f"  above notes, not collated: {_text(witness, group)}"
        applied[name] = applied.get(name, 0) + 1
    words = sum(is_word(witness.tokens.words[i]) for i in out) - made.label_words
    return WitnessNotes(made.arrangement, made.edition_cuts, tuple(sorted(paired)), words, applied)


def _within(paired: dict[int, list[Group]]) -> set[int]:
    """The tokens of groups."""
    return {number for of in paired.values() for group in of for number in range(group.first, group.last)}


def _unmarked(word: str) -> str:
    """A word without a number behind it, which may be the mark of a note."""
    return _NUMBER_BEHIND.sub("", word) if not word.isalpha() else word


def _tokens(layer: Layer, start: int, end: int) -> range:
    starts = layer.tokens.starts
    return range(bisect_left(starts, start), bisect_left(starts, end))


def _body(canonical: Layer, notes: Sequence[EditionNote]) -> list[int]:
    """The tokens that stand in no note, with the paragraph breaks that go with them."""
    starts = canonical.tokens.starts
    body: list[int] = []
    at = 0
    for note in notes:
        body += range(at, bisect_left(starts, note.start))
        at = bisect_left(starts, note.end + 1)
    body += range(at, len(starts))
    return body[:-1] if body and canonical.tokens.words[body[-1]] == PARAGRAPH else body


def _behind(ends: Sequence[int], body: Sequence[int], offset: int) -> int:
    """How many tokens of the body end at an offset or before it."""
    return bisect_left(body, offset + 1, key=lambda number: ends[number])


def _with_marks(
    pairs: Pairs, groups: Sequence[Group], finder: AnchorFinder, places: Sequence[Sequence[int]]
) -> dict[int, list[Group]]:
    """The pairs, and those notes whose words differ too much, but whose mark stands where the edition has it."""
    if not any(group.label for group in groups):
        return pairs.groups
    out = _within(pairs.groups)
    anchors: dict[int, tuple[int, str]] = {}
    for note, references in enumerate(places):
        if note not in pairs.groups and references:
            found = finder.at(references[0], "", out)
            if found:
                anchors[note] = (found.token, found.core)
    return pair_by_marks(pairs, groups, anchors) if anchors else pairs.groups


def _anchors(
    paired: dict[int, list[Group]], finder: AnchorFinder, places: Sequence[Sequence[int]], out: set[int]
) -> list[Anchor]:
    """The marks in the text that call the notes which were found."""
    found: dict[int, Anchor] = {}
    for note, of in paired.items():
        label = of[0].label
        for reference in places[note]:
            anchor = finder.at(reference, label.core if label else "", out)
            if anchor:
                found.setdefault(anchor.start, anchor)
    return [found[start] for start in sorted(found)]


_ABOVE = re.compile(
    r"(?:the\s+)?(?:(?:foot|end)?notes?(?: to .{1,60}| on .{1,60})?|anmerkungen|fu(?:ß|ss)noten|endnoten|noten|"
    r"notas?|note a piè di pagina|notes de bas de page|voetnoten|eindnoten|noter|fotnoter|fodnoter|przypisy|"
    r"примечания|сноски|注|脚注)[.:]?",
    re.IGNORECASE,
)
_NUMBER_BEHIND = re.compile(r"(?<=[^\W\d_])\d{1,3}\Z|(?<=\w)[⁰¹²³⁴-⁹]{1,3}\Z")
_RULE = re.compile(r"[-_—–=\s]{3,}|[⁂]")


def _above_notes(witness: Layer, groups: Sequence[Group], out: set[int], headings: Collection[str]) -> list[Group]:
    """Blocks right above notes that are none of the text: a heading ‘Notes’, a chapter's among the notes, a rule."""
    found: list[Group] = []
    by_end = {group.last: group for group in groups if group.begins_block}
    below_is_note = {group.first for group in groups if group.first in out}
    for group in reversed(groups):
        if group.first in out or not (group.begins_block and group.ends_block):
            continue
        following = group.last + 1 if group.last < len(witness.tokens) else -1
        if following not in below_is_note:
            continue
        text = _text(witness, group)
        before = by_end.get(group.first - 1)
        among = group.first - 2 in out or (before is not None and _ABOVE.fullmatch(_text(witness, before)))
        is_heading = _ABOVE.fullmatch(text) or (among and text.casefold().strip(" .:") in headings)
        if is_heading or _RULE.fullmatch(text):
            found.append(group)
            below_is_note.add(group.first)
    return found[::-1]


def _text(witness: Layer, group: Group) -> str:
    tokens = witness.tokens
    return " ".join(witness.text[tokens.starts[group.first] : tokens.ends[group.last - 1]].split())

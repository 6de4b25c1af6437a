"""Notes of a witness, wherever they stand, are proved as the edition's notes, and no word is lost on the way."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from notedbooks import RARE, Chapter, Note, Printed, book, canonical, printed
from octavo.edition import WitnessOptions
from octavo.text.arrangement import Arrangement
from octavo.text.collate import compare
from octavo.text.layer import Layer
from octavo.text.tokens import PARAGRAPH
from octavo.text.transcript import Transcript, read_transcript
from octavo.text.witness_notes import WitnessNotes, find_notes

OPTIONS = WitnessOptions.model_validate({"path": "witness.txt"})


def noted(seeds: range) -> Iterator[tuple[list[Chapter], Printed, random.Random]]:
    for seed in seeds:
        chance = random.Random(seed)
        made = book(chance)
        how = Printed.by_chance(chance)
        if any(chapter.notes for chapter in made):
            yield made, how, chance


def found(chapters: list[Chapter], raw: str) -> tuple[Transcript, Layer, WitnessNotes | None]:
    edition, notes = canonical(chapters)
    transcript = read_transcript(raw, OPTIONS)
    headings = {chapter.heading.casefold() for chapter in chapters}
    return transcript, edition, find_notes(transcript, edition, notes, headings)


def readings(transcript: Transcript, edition: Layer, notes: WitnessNotes) -> list[tuple[str, str]]:
    layer, other = notes.arrangement.of(transcript.layer), replace(edition, cuts=notes.edition_cuts)
    assert len(layer.cuts) == len(other.cuts)
    spans = compare(layer, other)
    return [(slice_of(layer, a, b), slice_of(other, c, d)) for a, b, c, d in spans]


def slice_of(layer: Layer, first: int, last: int) -> str:
    return " ".join(layer.tokens.words[first:last])


@pytest.mark.parametrize("begin", range(0, 200, 40))
def test_notes_in_any_place_and_with_any_mark_make_no_difference(begin: int) -> None:
    for chapters, how, chance in noted(range(begin, begin + 40)):
        transcript, edition, notes = found(chapters, printed(chapters, how, chance))
        assert notes is not None, how
        assert len(notes.paired) == sum(len(chapter.notes) for chapter in chapters), how
        assert readings(transcript, edition, notes) == [], how


def test_a_wrong_word_in_a_note_is_one_difference_in_this_note() -> None:
    for chapters, how, chance in noted(range(60)):
        raw = printed(chapters, how, chance)
        note = chance.choice([note for chapter in chapters for note in chapter.notes])
        at = chance.randrange(1, len(note.words) - 1)
        before, note.words[at] = note.words[at], "Octavo"
        transcript, edition, notes = found(chapters, raw)
        assert notes is not None
        assert readings(transcript, edition, notes) == [(before, "Octavo")], how


def test_a_wrong_word_in_the_text_is_one_difference_in_the_text() -> None:
    for chapters, how, chance in noted(range(60)):
        raw = printed(chapters, how, chance)
        words = chapters[0].paragraphs[0]
        before, words[2] = words[2], "Octavo"
        transcript, edition, notes = found(chapters, raw)
        assert notes is not None
        assert readings(transcript, edition, notes) == [(before, "Octavo")], how


def scrambled(raw: str, chance: random.Random) -> str:
    """A witness in which lines are missing, said again, moved and changed."""
    lines = raw.split("\n")
    for _ in range(chance.randrange(12)):
        at = chance.randrange(len(lines))
        what = chance.randrange(5)
        if what == 0:
            del lines[at : at + chance.randint(1, 3)]
        elif what == 1:
            lines.insert(at, chance.choice(lines or [""]))
        elif what == 2:
            lines[at] = lines[at].replace("a", chance.choice("e*1[ ]"), 2)
        elif what == 3:
            lines.insert(
                at, chance.choice(["", "1", "*", "[2]", "* * *", "Notes", "43 HEAD", f"1 {RARE[3]}", "(a) the"])
            )
        else:
            lines[at:] = lines[at:][::-1]
        lines = lines or [""]
    return "\n".join(lines)


def test_every_word_of_the_transcript_is_accounted_for_once() -> None:
    for chapters, how, chance in noted(range(150)):
        raw = scrambled(printed(chapters, how, chance), chance)
        transcript, _, notes = found(chapters, raw)
        if notes is None:
            continue
        text = transcript.layer.text
        slices = [part for part in notes.arrangement.parts if not isinstance(part, str)]
        taken = sorted(slices)
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(taken)), "said twice"
        left = [
            text[end:start] for (_, end), (start, _) in zip([(0, 0), *taken], [*taken, (len(text), 0)], strict=True)
        ]
        named = sum(count for name, count in notes.applied.items() if "marks" in name or "above" in name)
        gone = [piece for piece in left if piece.strip()]
        # What is in no part is a mark, a heading above notes or a rule, and each of them is counted.
        assert len(gone) <= named + sum("Footnote" in piece or piece.strip() in "])}" for piece in gone)
        assert all(len(piece.split()) <= 4 for piece in gone), gone


def test_the_parts_are_proved_by_themselves() -> None:
    raw = "One\n\nThe ship* went out to sea.\n\n* In May, to sea.\n\nIt came home.\n"
    chapters = [Chapter("One", [["The", "ship", "went", "out", "to", "sea."], ["It", "came", "home."]], [])]
    chapters[0].notes = [_note("In May, to sea.", 0, 1)]
    transcript, edition, notes = found(chapters, raw)
    assert notes is not None
    layer = notes.arrangement.of(transcript.layer)
    assert layer.text.split("\n") == ["One", "", "The ship went out to sea.", "It came home.", "In May, to sea."]
    assert [layer.origin(cut) for cut in layer.cuts] == [raw.index("In May")]
    assert readings(transcript, edition, notes) == []


def test_a_note_is_known_by_its_mark_where_all_its_words_differ() -> None:
    raw = "One\n\nThe ship* went out to sea.\n\n* Ibidem.\n\nIt came home.\n"
    chapters = [Chapter("One", [["The", "ship", "went", "out", "to", "sea."], ["It", "came", "home."]], [])]
    chapters[0].notes = [_note("Loc. cit.", 0, 1)]
    transcript, edition, notes = found(chapters, raw)
    assert notes is not None
    assert readings(transcript, edition, notes) == [("Ibidem", "Loc . cit")]


def test_what_no_note_of_the_edition_is_stays_in_the_text() -> None:
    raw = "One\n\nThe ship went out to sea.\n\n* A stowaway wrote this line here.\n\nIt came home.\n"
    chapters = [Chapter("One", [["The", "ship", "went", "out", "to", "sea."], ["It", "came", "home."]], [])]
    chapters[0].notes = [_note("In May, so the log says.", 0, 1)]
    assert found(chapters, raw)[2] is None


def test_a_note_over_two_pages_is_one_and_the_text_runs_on() -> None:
    raw = (
        "One\n\nThe ship[1] went out to\n\n[1] In the month of May, so the\n\nsea with all hands and came\n\n"
        "log says, before the storm.\n\nhome.\n"
    )
    chapters = [
        Chapter(
            "One", [["The", "ship", "went", "out", "to", "sea", "with", "all", "hands", "and", "came", "home."]], []
        )
    ]
    chapters[0].notes = [_note("In the month of May, so the log says, before the storm.", 0, 1)]
    transcript, edition, notes = found(chapters, raw)
    assert notes is not None
    assert readings(transcript, edition, notes) == []


def _note(text: str, paragraph: int, word: int) -> Note:
    return Note(text.split(), paragraph, word)


def test_an_arrangement_is_written_and_read() -> None:
    made = Arrangement(((0, 5), " ", (9, 12), "\n", "|", (6, 8)))
    assert Arrangement.read(made.written()) == made
    assert made.of(Layer.of("abcde fg hij")).text == "abcde hij\nfg"
    assert PARAGRAPH == "\n"

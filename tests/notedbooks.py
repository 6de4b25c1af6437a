"""Books made up by chance, with notes, and witnesses of them in which the notes stand in different places."""

from __future__ import annotations

import random
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field

from octavo.text.layer import Layer
from octavo.text.witness_notes import EditionNote

COMMON = ["the", "of", "and", "a", "to", "in", "that", "it", "was", "his", "he", "with", "as", "had", "not"]
RARE = [
    a + b + c for a in ("ba", "kor", "mil", "ste") for b in ("der", "lin", "ta", "vo") for c in ("n", "ck", "ra", "sh")
]
SIGNS = ("*", "†", "‡", "§")
PLACES = ("foot", "chapter", "book")


@dataclass
class Note:
    """A note of a made-up book, with its words and, in order, the number of the word of its paragraph it hangs on."""

    words: list[str]
    paragraph: int
    word: int


@dataclass
class Chapter:
    """A chapter: its heading, its paragraphs and its notes in order."""

    heading: str
    paragraphs: list[list[str]]
    notes: list[Note] = field(default_factory=list)


def sentence(chance: random.Random, length: int) -> list[str]:
    """Words of which some are everywhere and some are rare, with a capital at the beginning and a point at the end."""
    words = [chance.choice(COMMON if chance.random() < 0.5 else RARE) for _ in range(length)]
    words[0] = words[0].capitalize()
    words[-1] += "."
    return words


def book(chance: random.Random) -> list[Chapter]:
    """A book of one to four chapters."""
    chapters = []
    for number in range(chance.randint(1, 4)):
        paragraphs = [
            [word for _ in range(chance.randint(1, 4)) for word in sentence(chance, chance.randint(6, 18))]
            for _ in range(chance.randint(1, 4))
        ]
        chapter = Chapter(f"Chapter {RARE[number].capitalize()}", paragraphs)
        places = sorted(
            (paragraph, word)
            for paragraph, words in enumerate(paragraphs)
            for word in range(1, len(words))
            if chance.random() < 0.06
        )
        chapter.notes = [Note(sentence(chance, chance.randint(4, 30)), *place) for place in places]
        chapters.append(chapter)
    return chapters


def canonical(chapters: list[Chapter]) -> tuple[Layer, list[EditionNote]]:
    """The canonical text as the Document has it: each chapter, its notes behind it."""
    text, notes = "", []
    for chapter in chapters:
        text += chapter.heading + "\n"
        starts = []
        for words in chapter.paragraphs:
            starts.append(len(text))
            text += " ".join(words) + "\n"
        for note in chapter.notes:
            words = chapter.paragraphs[note.paragraph]
            reference = starts[note.paragraph] + len(" ".join(words[: note.word + 1]))
            start = len(text)
            text += " ".join(note.words) + "\n"
            notes.append(EditionNote(start, len(text) - 1, (reference,)))
    return Layer(text, array("I", range(len(text))), bytes(len(text))), notes


@dataclass(frozen=True)
class Printed:
    """How a witness shows its notes."""

    place: str
    """foot, chapter or book."""
    mark: str
    """star, number, bracket, point, round, raised, footnote, none."""
    heading: bool
    measure: int
    lines: int

    @classmethod
    def by_chance(cls, chance: random.Random) -> Printed:
        """One of the ways in which books do."""
        place = chance.choice(PLACES)
        marks = ["number", "bracket", "point", "round", "raised", "footnote", "none"] + ["star"] * (place == "foot")
        return cls(place, chance.choice(marks), chance.random() < 0.5, chance.randint(30, 70), chance.randint(5, 12))

    def anchor(self, number: int) -> str:
        """The mark in the text."""
        raised = str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
        signs = {"star": SIGNS[(number - 1) % 4] * ((number - 1) // 4 + 1), "bracket": f"[{number}]", "raised": raised}
        return {**signs, "footnote": f"[{number}]", "round": f"{number})", "none": ""}.get(self.mark, str(number))

    def label(self, number: int) -> str:
        """The mark before the note."""
        return {"footnote": f"[Footnote {number}: ", "point": f"{number}. ", "none": ""}.get(
            self.mark, self.anchor(number) + " "
        )

    def note(self, number: int, words: list[str]) -> str:
        """A note as one paragraph."""
        return self.label(number) + " ".join(words) + ("]" if self.mark == "footnote" else "")


def lines_of(text: str, measure: int) -> list[str]:
    """A paragraph in lines."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= measure:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines


def printed(chapters: list[Chapter], how: Printed, chance: random.Random) -> str:
    """The witness's text, with blank lines between paragraphs."""
    pages = _Pages(how, chance)
    number = 0
    kept: list[str] = []
    for chapter in chapters:
        pages.paragraph([(chapter.heading, [])])
        if how.place != "book":
            number = 0 if how.place == "chapter" else number
        for index, words in enumerate(chapter.paragraphs):
            pieces: list[tuple[str, list[Note]]] = []
            for at, word in enumerate(words):
                here = [note for note in chapter.notes if (note.paragraph, note.word) == (index, at)]
                pieces.append((word, here))
            number, more = pages.paragraph(pieces, number)
            kept += more
        if how.place == "chapter" and kept:
            pages.block("Notes" if how.heading else "", kept)
            kept = []
    if kept:
        pages.block("NOTES" if how.heading else "", kept)
    return pages.text()


class _Pages:
    def __init__(self, how: Printed, chance: random.Random) -> None:
        self._how, self._chance = how, chance
        self._blocks: list[str] = []

    def block(self, heading: str, notes: list[str]) -> None:
        """Notes in one place."""
        self._blocks += [heading] if heading else []
        self._blocks += ["\n".join(lines_of(note, self._how.measure)) for note in notes]

    def paragraph(self, pieces: list[tuple[str, list[Note]]], number: int = 0) -> tuple[int, list[str]]:
        """A paragraph; at the foot of a page it may be interrupted by the notes that were called."""
        how, kept = self._how, []
        words, first = [], number
        for word, notes in pieces:
            for note in notes:
                number += 1
                word += how.anchor(number)
                kept.append(how.note(number, note.words))
            words.append(word)
        lines = lines_of(" ".join(words), how.measure)
        if how.place != "foot" or not kept:
            self._blocks.append("\n".join(lines))
            return number, kept if how.place != "foot" else []
        # The page ends behind the last line with a mark, which may be the paragraph's last.
        marked = [at for at, line in enumerate(lines) if first < number and self._has_mark(line, first, number)]
        end = max(marked, default=len(lines) - 1) + 1
        self._blocks.append("\n".join(lines[:end]))
        self.block("", kept)
        if lines[end:]:
            self._blocks.append("\n".join(lines[end:]))
        return (0 if how.mark == "star" else number), []

    def _has_mark(self, line: str, first: int, number: int) -> bool:
        return any(word.endswith(self._how.anchor(n)) for n in range(first + 1, number + 1) for word in line.split())

    def text(self) -> str:
        """The whole witness."""
        return "\n\n".join(self._blocks) + "\n"


def offset_of(layer: Layer, words: str) -> int:
    """Where some words stand in a text."""
    return bisect_left(layer.origins, layer.text.index(words))

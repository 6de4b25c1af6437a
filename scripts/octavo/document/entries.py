"""The entries of the list of errata: what the edition reads at a place, and what each witness reads there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from octavo.edition.housewords import HouseWords
from octavo.text.tokens import PARAGRAPH, as_flow

LINE_END = "\ue0b7"
"""Stands in a reading for the end of a line of the witness; a character that no text has (private use)."""
LONGEST = 40
"""Words of a reading that are shown whole; of a longer one, so many from both ends."""
FROM_BOTH_ENDS = 12
IN_CONTEXT = 4
"""Words of a lemma that its context repeats; in the place of more stands an ellipsis."""


@dataclass(frozen=True)
class Reading:
    """What witnesses read; without words where they have none."""

    text: str
    sigla: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListedPlace:
    """A place of the text that the list names: offsets of the flow, and the note in which it stands (-1: none)."""

    id: str
    start: int
    end: int
    note_number: int


@dataclass(frozen=True)
class Entry:
    """One entry; readings are as an errata list writes them, with ¶ for a paragraph break."""

    id: str
    layer: str
    place: ListedPlace | None
    """Where it stands; nothing where that is not known."""
    lemma: str
    agreeing: tuple[str, ...]
    """The sigla of the witnesses that read as the edition does, where it is not the one witness alone that differs."""
    readings: tuple[Reading, ...]
    before: str = ""
    after: str = ""
    why: str = ""

    @property
    def context(self) -> str:
        """The lemma with a word of the text on either side; empty where there is none."""
        if not (self.before or self.after):
            return ""
        is_short = len(self.lemma.split()) <= IN_CONTEXT and "¶" not in self.lemma
        return (
            f"{self.before}{self.lemma}{self.after}"
            if is_short
            else f"{self.before.strip()} … {self.after.strip()}".strip()
        )

    def label(self, place: str, words: HouseWords) -> str:
        """The entry in words, for those who hear it: for ‘ho’ read ‘no’."""
        read = _with_sigla(Reading(self.lemma, self.agreeing), words)
        others = words.text("reading-stop").join(_with_sigla(reading, words) for reading in self.readings)
        key = "slip-entry" if self.layer == "emendations" else "heard-variant"
        return words.text(key, place=place, **{"for": others, "read": read})


def written(entry: Entry, words: HouseWords) -> str:
    """An entry as the list writes it: lemma, sigla of those that have it, bracket, other readings with their sigla."""
    others = words.text("reading-stop").join(_as_listed(reading, words) for reading in entry.readings)
    lemma = _as_listed(Reading(entry.lemma, entry.agreeing), words)
    return f"{lemma}] {others}" if entry.readings else lemma


def _as_listed(reading: Reading, words: HouseWords) -> str:
    found = pieces(shortened(reading.text)) or [("", True)]
    return " ".join([*(spoken(piece, words) if is_sign else piece for piece, is_sign in found), *reading.sigla])


def _with_sigla(reading: Reading, words: HouseWords) -> str:
    text = " ".join(spoken(piece, words) if is_sign else piece for piece, is_sign in pieces(shortened(reading.text)))
    named = words.text("slip-reading", reading=text) if text else words.text("slip-nothing")
    return " ".join([named, *reading.sigla])


def spoken(sign: str, words: HouseWords) -> str:
    """A sign of the errata list in words; where there is none, that nothing is there."""
    return words.text({LINE_END: "line-end", PARAGRAPH: "new-paragraph"}.get(sign, "omitted"))


def shortened(reading: str) -> str:
    """A reading with its first and last words, where it has too many to be listed."""
    words = reading.split()
    if len(words) <= LONGEST:
        return reading
    return " ".join([*words[:FROM_BOTH_ENDS], "…", *words[-FROM_BOTH_ENDS:]])


def pieces(reading: str) -> list[tuple[str, bool]]:
    """A reading in its pieces, each with whether it is a sign: the beginning of a paragraph, or a line's end."""
    parts = re.split(f"({PARAGRAPH}|{LINE_END})", as_flow(reading))
    return [(part, part in (PARAGRAPH, LINE_END)) for part in parts if part]

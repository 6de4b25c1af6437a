"""Where a letter of the Document was written: in the Markdown, the errata list or the front matter."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import Any

from octavo.document.apparatus import appendix
from octavo.document.model import Document
from octavo.document.places import MarkdownPlaces
from octavo.errors import Place


class LetterPlaces:
    """Finds the spot of a letter that stands at an offset of the Document's flow."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._markdown = MarkdownPlaces(document)
        self._starts = [block.start for block in document.flow.blocks]

    def place(self, offset: int, letter: str) -> Place:
        """The place of a letter; where it is not written as such (an entity, a formula), of the words around it."""
        blocks, chapters = self._document.flow.blocks, self._document.chapters
        chapter = chapters[blocks[max(bisect_right(self._starts, offset) - 1, 0)].chapter]
        if chapter.file >= 0:
            return self._markdown.nearest(offset, letter)
        found = self._in_errata(letter) if chapter is appendix(self._document) else self._in_front_matter(letter)
        return found or self._markdown.place(offset)

    def _in_errata(self, letter: str) -> Place | None:
        entries = (entry for _, _, entry in self._document.edition.errata.entries())
        return next((entry.place for entry in entries if letter in str(entry.model_dump())), None)

    def _in_front_matter(self, letter: str) -> Place | None:
        yaml = self._document.edition.front_matter
        path = _path_to(letter, yaml.value)
        return letter_from(yaml.place(*path), letter) if path else None


def letter_from(place: Place, letter: str) -> Place:
    """The place of the first such letter from a place on; that place itself where it is not written as such."""
    lines = place.file.read_text(encoding="utf-8-sig").splitlines()
    for number in range(place.line, len(lines) + 1):
        column = lines[number - 1].find(letter, place.column - 1 if number == place.line else 0)
        if column >= 0:
            return Place(Path(place.file), number, column + 1)
    return place


def _path_to(letter: str, value: Any) -> tuple[str | int, ...]:
    """The keys that lead to the first string with a letter; empty where there is none."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        if isinstance(inner, str) and letter in inner:
            return (key,)
        below = _path_to(letter, inner) if isinstance(inner, dict | list) else ()
        if below:
            return (key, *below)
    return ()

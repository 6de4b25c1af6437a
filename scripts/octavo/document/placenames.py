"""How the list of errata names a place: page and line of print, or chapter and paragraph; a note's number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from octavo.document.entries import ListedPlace
from octavo.document.model import ReadDocument
from octavo.document.pages import Line
from octavo.document.structure import HEADINGS
from octavo.edition import Metadata
from octavo.edition.housewords import HouseWords


def written_line(line: Line, metadata: Metadata) -> str:
    """A place of the printed book as the list has it: 9.14, or 9 n. 3."""
    if line.note:
        return metadata.words.text("place-note", page=line.page, note=line.note)
    return metadata.words.text("place-line", page=line.page, line=line.number)


def written_paragraphs(
    document: ReadDocument, places: Mapping[str, ListedPlace], words: HouseWords
) -> dict[str, tuple[str, str]]:
    """Each place as chapter and paragraph, or chapter and note, with the id of its chapter; by the places' names.

    Chapters are counted as they follow one another, paragraphs (also items and cells) within theirs, without headings:
    what stands in a heading is named by the paragraph before it, or by the chapter alone.
    """
    blocks = document.flow.blocks
    ends = [block.end for block in blocks]
    chapters = [number for number, chapter in enumerate(document.chapters) if chapter.kind == "chapter"]
    count_of = {number: count for count, number in enumerate(chapters, 1)}
    paragraphs, reached = [], dict.fromkeys(range(len(document.chapters)), 0)
    for block in blocks:
        reached[block.chapter] += block.note < 0 and block.element.tag not in HEADINGS
        paragraphs.append(reached[block.chapter])
    written = {}
    for name, place in places.items():
        at = bisect_right(ends, min(place.start, max(place.end - 1, 0)))
        number = blocks[at].chapter
        chapter = count_of.get(number, 0)
        if place.note_number >= 0:
            note = document.notes[place.note_number].mark
            text = words.text("place-chapter-note", chapter=chapter, note=note)
        elif paragraphs[at]:
            text = words.text("place-paragraph", chapter=chapter, paragraph=paragraphs[at])
        else:
            text = words.text("place-chapter", chapter=chapter)
        written[name] = text, document.chapters[number].id
    return written

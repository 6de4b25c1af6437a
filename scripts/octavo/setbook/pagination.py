"""Where the pages and lines of a set book begin in the Document: the words read back from the PDF, collated with it."""

from __future__ import annotations

import re
import uuid
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, chain, pairwise, zip_longest

from octavo.document import Block, Document
from octavo.document.emendations import Emendation
from octavo.document.entries import ListedPlace
from octavo.document.pages import Bound, Line, Page, Pagination, Row
from octavo.edition import Metadata
from octavo.readback.pdf import PdfReading
from octavo.readback.reading import CONTENTS, FRONT, NOTE, TEXT, ReadBlock, Reading, Stretch
from octavo.setbook.linecount import LineCount
from octavo.text.collate import paired_words
from octavo.text.layer import Layer
from octavo.text.tokens import UNSEEN

FLOATING = frozenset({"figcaption", "caption"})
"""Blocks that print may move to another page than the text around them."""
_DASHES = frozenset("–—…/")
_WORD = re.compile(r"\S+")


def read_pagination(document: Document, reading: PdfReading) -> Pagination:
    """Collate the Document with a set book and say where its pages and lines begin.

    A word stands on the page and line on which it ends, so a page begins before the word that its first line completes.
    """
    labels = reading.page_labels

    def in_region(region: str) -> list[ReadBlock]:
        return [block for block in reading.blocks if block.region == region]

    lines = LineCount(in_region(TEXT))
    front = list(_rows(document, _is_front, in_region(FRONT), lines))
    text = list(_rows(document, _is_text, in_region(TEXT), lines))
    pages = [Page(labels[page], offset) for page, offset in (*_begun(document, front), *_begun(document, text))]
    contents = next((block.page for block in reading.blocks if block.region == CONTENTS), "")
    rows = tuple(Row(Line(labels[page], line), offset) for offset, page, line in text)
    metadata = document.edition.metadata
    bound = Bound.of(labels)
    pagination = Pagination(setting_id(metadata), metadata.print.trim, tuple(pages), rows, {}, {}, contents, bound)
    noted: list[tuple[int, int, int]] = []
    listed: list[Emendation | ListedPlace] = [*document.emendations, *document.places.values()]
    if any(place.note_number >= 0 for place in listed):
        noted = list(_rows(document, _is_note, in_region(NOTE), lines))
    in_notes = _Notes(document, noted, labels)

    def line_of(place: Emendation | ListedPlace) -> Line | None:
        first = _first_word(document, place)
        return in_notes.line(place.note_number, first) if place.note_number >= 0 else pagination.line_at(first)

    found = {emendation.number: line for emendation in document.emendations if (line := line_of(emendation))}
    others = {name: line for name, place in document.places.items() if (line := line_of(place))}
    return replace(pagination, lines=found, entries=others)


def rows_of_chapter(
    document: Document, chapter: int, blocks: Iterable[ReadBlock], labels: list[str]
) -> list[Row] | None:
    """The body lines of one chapter, of the blocks that were read of it; nothing where their letters are others."""
    return _rows_of(document.flow.layer(lambda block: block.note < 0, chapter=chapter), blocks, labels)


def rows_of_blocks(
    document: Document, numbers: Collection[int], blocks: Iterable[ReadBlock], labels: list[str]
) -> list[Row] | None:
    """The lines of some blocks of the flow, by their numbers, of what was read of them; nothing as above."""
    starts = {document.flow.blocks[number].start for number in numbers}
    return _rows_of(document.flow.layer(lambda block: block.start in starts), blocks, labels)


def _rows_of(canonical: Layer, blocks: Iterable[ReadBlock], labels: list[str]) -> list[Row] | None:
    canonical, blocks = canonical.without(UNSEEN), [block for block in blocks if block.region == TEXT]
    if not _same_letters(canonical, blocks):
        return None
    found = _numbered(canonical, _by_letters(canonical.text, blocks), LineCount(blocks))
    return [Row(Line(labels[page], line), offset) for offset, page, line in found]


def line_starts(document: Document, reading: PdfReading) -> Iterator[tuple[int, int]]:
    """Where the lines of the text and of its notes begin: offsets in the flow, and the pages, from 0.

    Those that begin within a word are left out.
    """
    for chosen, region in ((_is_text, TEXT), (_is_note, NOTE)):
        blocks = [block for block in reading.blocks if block.region == region]
        lines = LineCount(blocks)
        within = {
            (behind.page, lines.number(behind.page, behind.base_line))
            for block in blocks
            for before, behind in pairwise(block.stretches)
            if before.divided
        }
        for offset, page, number in _rows(document, chosen, blocks, lines):
            if (page, number) not in within:
                yield offset, page


def lines_of_notes(document: Document, blocks: Iterable[ReadBlock]) -> Counter[int]:
    """How many lines each note has, by its number; of all blocks of a set book."""
    notes = [block for block in blocks if block.region == NOTE]
    starts = [block.start for block in document.flow.blocks]
    rows = _rows(document, _is_note, notes, LineCount(notes))
    return Counter(document.flow.blocks[bisect_right(starts, offset) - 1].note for offset, _, _ in rows)


def setting_id(metadata: Metadata) -> str:
    """The name of a setting: its ISBN, or a UUID of what decides where its lines break and its pages end (RFC 9562)."""
    if metadata.print.isbn:
        return f"urn:isbn:{metadata.print.isbn}"
    options = metadata.print
    deciding = [metadata.version, options.trim, options.style, options.printer]
    deciding += [options.initials] if options.initials != "plain" else []
    deciding += [f"{key} {where}" for key, where in options.openings if where]
    name = " ".join([metadata.identifier or metadata.title, *deciding])
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def _is_text(document: Document, block: Block) -> bool:
    return block.note < 0 and document.chapters[block.chapter].kind == "chapter"


def _is_front(document: Document, block: Block) -> bool:
    return block.note < 0 and document.chapters[block.chapter].kind != "chapter"


def _is_note(_: Document, block: Block) -> bool:
    return block.note >= 0


def _rows(
    document: Document, chosen: Callable[[Document, Block], bool], blocks: Iterable[ReadBlock], lines: LineCount
) -> Iterator[tuple[int, int, int]]:
    """Each line that a region of the book begins: the offset of its first word in the flow, its page, its number."""
    canonical = document.flow.layer(lambda block: chosen(document, block)).without(UNSEEN)
    blocks = list(blocks)
    alike, cut = _alike_until(canonical.text, blocks)
    begun = chain(_by_letters(canonical.text[:cut], blocks[:alike]), _by_words(canonical, cut, blocks[alike:]))
    return _numbered(canonical, begun, lines)


def _numbered(
    canonical: Layer, begun: Iterable[tuple[int, Stretch]], lines: LineCount
) -> Iterator[tuple[int, int, int]]:
    """Of places at which stretches begin, those that begin a line, with its page and number."""
    page = number = -1
    for offset, stretch in begun:
        line = lines.number(stretch.page, stretch.base_line)
        if (stretch.page, line) != (page, number):
            page, number = stretch.page, line
            yield canonical.origin(offset), page, number


def _alike_until(text: str, blocks: list[ReadBlock]) -> tuple[int, int]:
    """How many of the blocks, from the first, have the letters of the text, and the offset at which these end in it.

    All of them where nothing but spaces differs, as is so where a font has all letters and no ligature is written as
    one; in a list of errata that has no figures yet, those before it.
    """
    letters = "".join(text.split())
    after = [0]
    """How many letters there are up to the end of each block that is alike."""
    for block in blocks:
        own = "".join(block.text.split())
        if not letters.startswith(own, after[-1]):
            break
        after.append(after[-1] + len(own))
    if len(after) > len(blocks) and after[-1] == len(letters):
        return len(blocks), len(text)
    ends = {}
    count = 0
    for word in _WORD.finditer(text):
        count += word.end() - word.start()
        ends[count] = word.end()
    # What begins within a word of the text is left to the collation, with all that follows.
    alike = next((number for number in range(len(after) - 1, 0, -1) if after[number] in ends), 0)
    return alike, ends[after[alike]] if alike else 0


def _same_letters(canonical: Layer, blocks: list[ReadBlock]) -> bool:
    """Whether nothing but spaces differs, as is so where a font has all letters and no ligature is written as one."""
    return "".join(canonical.text.split()) == "".join("".join(block.text for block in blocks).split())


def _by_letters(text: str, blocks: list[ReadBlock]) -> Iterator[tuple[int, Stretch]]:
    """Where each stretch begins, if both texts have the same letters: as many letters into one as into the other."""
    words = text.split()
    starts = [match.start() for match in _WORD.finditer(text)]
    ends = list(accumulate(map(len, words)))
    letters = at = 0
    for block in blocks:
        for stretch, following in zip_longest(block.stretches, block.stretches[1:]):
            at = bisect_right(ends, letters, at)
            if at < len(words):
                end_of_word = starts[at] + len(words[at])
                yield _token_start(text, starts[at], end_of_word - (ends[at] - letters)), stretch
            end = following.offset if following else len(block.text)
            letters += len("".join(block.text[stretch.offset : end].split()))


def _token_start(text: str, first: int, offset: int) -> int:
    """The beginning of the word that an offset parts, not before ``first``."""
    while offset > first and (text[offset - 1].isalnum() or (text[offset - 1] in "’'" and text[offset].isalpha())):
        offset -= 1
    return offset


def _by_words(canonical: Layer, cut: int, blocks: list[ReadBlock]) -> Iterator[tuple[int, Stretch]]:
    """Where each stretch begins, by collating the words from ``cut`` on: the first word that ends in it."""
    rest = canonical.since(cut)
    reading = Reading.of(blocks, blocks[0].region) if blocks else Reading.of((), TEXT)
    starts, ends = rest.tokens.starts, reading.layer.tokens.ends
    stretches = _stretches(reading)
    stretch, following = None, next(stretches, None)
    for first, second in paired_words(rest, reading.layer):
        passed = False
        while following and following[0] < ends[second]:
            stretch, passed = following[1], True
            following = next(stretches, None)
        if passed and stretch:
            yield cut + starts[first], stretch


def _stretches(reading: Reading) -> Iterator[tuple[int, Stretch]]:
    """Where in a region's flow each stretch begins."""
    start = 0
    for block in reading.blocks:
        for stretch in block.stretches:
            yield start + stretch.offset, stretch
        start += len(block.text) + 1


def _begun(document: Document, rows: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """The pages that lines begin, in order, and the offset of the first word of each.

    A float's caption begins a page only where there is nothing else on it.
    """
    flow = document.flow
    ends = [block.end for block in flow.blocks]
    first: dict[int, int] = {}
    floating: dict[int, int] = {}
    for offset, page, _ in rows:
        element = flow.blocks[bisect_right(ends, offset)].element
        floats = element.tag in FLOATING or next(element.iterancestors(*FLOATING), None) is not None
        (floating if floats else first).setdefault(page, offset)
    for page in sorted(first.keys() | floating.keys()):
        yield page, _whole_word(flow.text, first[page] if page in first else floating[page])


def _whole_word(text: str, offset: int) -> int:
    """The beginning of the words and marks that stand without a space, or a dash, right before an offset."""
    while offset and not text[offset - 1].isspace() and text[offset - 1] not in _DASHES:
        offset -= 1
    return offset


def _first_word(document: Document, place: Emendation | ListedPlace) -> int:
    """Where the first word of a place begins in the flow; the word before it, where it has none."""
    text = document.flow.text
    for offset in range(place.start, place.end):
        if text[offset].isalnum():
            return offset
    return max(place.start - 1, 0)


class _Notes:
    """Knows on which page the words of notes stand."""

    def __init__(self, document: Document, rows: list[tuple[int, int, int]], labels: list[str]) -> None:
        self._document = document
        self._rows = rows
        self._labels = labels
        self._starts = [offset for offset, _, _ in rows]

    def line(self, note: int, offset: int) -> Line | None:
        """The page and the note's mark, of the word that begins at an offset of the flow."""
        at = bisect_right(self._starts, offset) - 1
        return Line(self._labels[self._rows[at][1]], 0, self._document.notes[note].mark) if at >= 0 else None

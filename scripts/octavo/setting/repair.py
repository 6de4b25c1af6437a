"""What a typesetter does about the flaws of a set book: leave a word whole, let a page end early."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from octavo.document import Block, Document
from octavo.document.apparatus import appendix_start
from octavo.document.pages import Row
from octavo.setbook.typography import DIVIDED, HYPHENS, LAST, Flaw
from octavo.typesetting.arrangement import Arrangement, joined

WITHIN_PARAGRAPHS = (HYPHENS, LAST)
"""Flaws that are mended by leaving a word whole, wherever pages end."""
MOST_SHORT = 5
"""Lines: by more than this no page is made to end early."""
ROOM = 2
"""Lines that must stay between the block before which a page is told to end early and the page's new foot."""


@dataclass(frozen=True)
class PagesToMend:
    """The pages of a set book as the Document's blocks and notes."""

    document: Document
    lines: tuple[Row, ...]
    """The body lines that were read, of the whole book or of some chapters."""
    last_notes: Mapping[str, int | None]
    """Pages with notes, by label: the number of the last note that is called there, if one is."""

    @cached_property
    def rows(self) -> list[Row]:
        """The lines of the text, but for the list of errata, whose figures come in later."""
        end = appendix_start(self.document)
        return [row for row in self.lines if row.offset < end]

    def chapter_of(self, page: str) -> int:
        """The number of the chapter that a page belongs to; -1 where it has no text."""
        rows = self._by_page.get(page)
        return self._block_at(rows[0].offset).chapter if rows else -1

    def chapter_with(self, block: int) -> int:
        """The number of the chapter that a block belongs to."""
        return self.document.flow.blocks[block].chapter

    def chapter_calling(self, note: int) -> int:
        """The number of the chapter that calls a note."""
        return self.document.notes[note].chapter

    def block_with(self, offset: int) -> int:
        """The number of the block that holds an offset of the flow."""
        return self._number_at(offset)

    def hyphens_in_a_row(self, found: Iterable[Flaw]) -> set[int]:
        """The offsets of the words to be left whole, of those that are divided in too many lines in a row."""
        places = {flaw.place for flaw in found if flaw.kind in WITHIN_PARAGRAPHS}
        return {row.offset for row in self.rows if row.line in places} if places else set()

    def first_block(self, page: str, lines: int) -> int | None:
        """The first paragraph that begins on a page and stands in no other block, well above the page's new foot."""
        rows = self._by_page.get(page, [])
        for row in rows[: max(len(rows) - lines - ROOM, 0)]:
            block = self._block_at(row.offset)
            parent = block.element.getparent()
            alone = block.element.tag == "p" and parent is not None and parent.tag == "section"
            if alone and block.start == row.offset:
                return self._number_at(row.offset)
        return None

    @cached_property
    def _by_page(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.line.page, []).append(row)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.document.flow.blocks]

    def _number_at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _block_at(self, offset: int) -> Block:
        return self.document.flow.blocks[self._number_at(offset)]


def repaired(
    pages: PagesToMend,
    before: Arrangement,
    found: Iterable[Flaw],
    planned: Mapping[int, Arrangement] = MappingProxyType({}),
) -> Arrangement:
    """The arrangement that should be without these flaws; the same one where nothing more can be done.

    Where the page breaks of a chapter are ``planned``, these hold. Elsewhere, a page that ends early moves what follows
    in its chapter, so only the first of a chapter is made to, and none before its words are mended.
    """
    starts = {row.line: row.offset for row in pages.rows}
    undivided = set(before.undivided)
    short = {number: lines for number, lines in before.short.items() if pages.chapter_with(number) not in planned}
    raised = {note: n for note, n in before.raised.items() if not planned or pages.chapter_calling(note) not in planned}
    chapters = set(planned)
    for part in planned.values():
        undivided |= part.undivided
        short |= part.short
        raised |= part.raised
    found = list(found)
    for flaw in found:
        chapter = pages.chapter_of(flaw.place.page)
        if flaw.place in starts and (
            flaw.kind in WITHIN_PARAGRAPHS or (flaw.kind == DIVIDED and chapter not in planned)
        ):
            undivided.add(starts[flaw.place])
            chapters.add(chapter)
    for flaw in found:
        chapter = pages.chapter_of(flaw.page_to_shorten)
        if chapter in chapters or chapter < 0 or flaw.lines_to_give_up > MOST_SHORT:
            continue
        page = flaw.page_to_shorten
        noted = page in pages.last_notes
        anchor = pages.last_notes[page] if noted else pages.first_block(page, flaw.lines_to_give_up)
        if anchor is not None:
            chapters.add(chapter)
            if noted:
                raised[anchor] = raised.get(anchor, 0) + flaw.lines_to_give_up
            else:
                short[anchor] = flaw.lines_to_give_up  # which counts the lines that are empty already
    return Arrangement(before.gutter, frozenset(undivided), short, raised)


class BestOfChapters:
    """Of several arrangements, the one of each chapter that left it with the fewest flaws.

    Where chapters do not ``stand_alone``, as one that is a page longer moves those behind it to the other side of the
    leaf, it is the one that left the whole book with the fewest: what was best for each never stood together.
    """

    def __init__(self, document: Document, *, stand_alone: bool = True) -> None:
        self._document, self._stand_alone = document, stand_alone
        self.fewest: dict[int, int] = {}
        """How many flaws the best arrangement of each chapter leaves in it."""
        self._best: dict[int, Arrangement | None] = {}

    def weigh(
        self, arrangement: Arrangement, chapters: Collection[int], lines: tuple[Row, ...], found: Iterable[Flaw]
    ) -> None:
        """Count the flaws that an arrangement leaves in each of some chapters.

        Of equals, the arrangement that changes less is kept.
        """
        counts = flaws_by_chapter(PagesToMend(self._document, lines, {}), found)
        parts = arrangement.parted(self._document)
        is_best = not self.fewest or counts.total() < sum(self.fewest.values())
        for chapter in chapters:
            is_better = chapter not in self.fewest or counts[chapter] < self.fewest[chapter]
            if is_better if self._stand_alone else is_best:
                self.fewest[chapter], self._best[chapter] = counts[chapter], parts.get(chapter)

    def part(self, chapter: int, gutter: float) -> Arrangement:
        """The best of a chapter."""
        return self._best.get(chapter) or Arrangement(gutter)

    def together(self, gutter: float) -> Arrangement:
        """One arrangement of what is best for each chapter."""
        return joined(gutter, (part for part in self._best.values() if part))


def flaws_by_chapter(pages: PagesToMend, found: Iterable[Flaw]) -> Counter[int]:
    """How many flaws there are in each chapter, by its number."""
    return Counter(pages.chapter_of(flaw.place.page) for flaw in found)

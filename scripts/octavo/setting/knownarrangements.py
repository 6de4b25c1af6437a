"""How chapters were arranged best in an earlier build, each under a digest of all that decides how it is set.

A chapter begins on a right-hand page of its own, and what is mended in it moves no line of another. So the search for
its arrangement always ends in the same, wherever it stands and whatever is done to the others.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from octavo.cache import Cache, key_of, libraries, program
from octavo.document import Document
from octavo.setbook.typography import Measures
from octavo.typesetting.arrangement import Arrangement, joined
from octavo.typesetting.openings import all_open_on_rectos
from octavo.typesetting.typstbook import TypstBook

KEPT = "arrangements"
"""What a cache calls them."""
MOST_PAGES_APART = 4
"""By how many pages a chapter may be longer or shorter at most before it is mended."""


@dataclass(frozen=True)
class Known:
    """What is known of a chapter: its part of an arrangement, counted from its own beginning, and what came of it."""

    part: Arrangement
    flaws: int
    """How many are left in it."""
    measures: Measures
    """Those of the book by which the flaws were found."""
    is_steady: bool
    """Whether the book had the same number of pages in all rounds of the search."""


class KnownArrangements:
    """The chapters of one Document of which it is known how they are arranged best."""

    def __init__(self, document: Document, typst_book: TypstBook, cache: Cache) -> None:
        self._document, self._typst_book, self._cache = document, typst_book, cache
        self._is_open = cache.folder is not None
        self._stand_alone = all_open_on_rectos(document)
        self._keys: dict[float, dict[int, str]] = {}
        """By the gutter, the chapters' keys."""
        self._found: dict[float, dict[int, Known]] = {}

    def chapters(self, gutter: float) -> dict[int, Known]:
        """What is known of the chapters for a gutter, by their numbers; of the others nothing is."""
        if not self._is_open:
            return {}
        if gutter not in self._found:
            found = ((chapter, self._cache.find(KEPT, key)) for chapter, key in self._keys_for(gutter).items())
            self._found[gutter] = {chapter: _read(data, gutter) for chapter, data in found if data is not None}
        return self._found[gutter]

    def arrangement(self, gutter: float) -> Arrangement:
        """The known chapters as they are best, the others as they come."""
        parts = (self._moved(known.part, chapter, 1) for chapter, known in self.chapters(gutter).items())
        return joined(gutter, parts)

    def agree(self, gutter: float, flaws: Counter[int], measures: Measures, wider: Iterable[float]) -> bool:
        """Whether a book that was set with the known arrangements is as it was found when they were searched for.

        ``flaws`` counts them by chapter; ``wider`` are the gutters that the book would need if it had a few pages more
        or less.
        """
        known = self.chapters(gutter)
        same = all(flaws[chapter] == each.flaws and measures == each.measures for chapter, each in known.items())
        return same and (all(each.is_steady for each in known.values()) or set(wider) == {gutter})

    def room(self, gutter: float) -> int:
        """By how many pages the book may be longer or shorter at most before its known chapters are mended."""
        return MOST_PAGES_APART * sum(not each.is_steady for each in self.chapters(gutter).values())

    def forget(self) -> None:
        """Know nothing from now on, so that all is searched for anew."""
        self._is_open = False

    def keep(self, chapter: int, known: Known) -> None:
        """Keep what a search has found, where it has found anything; the part counts as the Document does."""
        if self._cache.folder is None or (known.part == Arrangement(known.part.gutter) and not known.flaws):
            return
        key = self._keys_for(known.part.gutter).get(chapter)
        if key:
            self._cache.keep(KEPT, key, _written(replace(known, part=self._moved(known.part, chapter, -1))))

    def _keys_for(self, gutter: float) -> dict[int, str]:
        if gutter not in self._keys:
            shared = key_of((*program(), *libraries(), *self._typst_book.shared_by_chapters(gutter)))
            texts: dict[int, list[str]] = {chapter: [] for chapter in self._typst_book.bare_digests}
            for block in self._document.flow.blocks:
                if block.chapter in texts:
                    texts[block.chapter].append(self._document.flow.text[block.start : block.end])
            keys: dict[int, str] = {}
            before = ""
            for chapter, digest in sorted(self._typst_book.bare_digests.items()):
                keys[chapter] = key_of((shared, digest, *texts[chapter], *([before] if before else [])))
                # Where it begins is decided by those before it, unless each begins on a right-hand page.
                before = "" if self._stand_alone else keys[chapter]
            self._keys[gutter] = keys
        return self._keys[gutter]

    def _moved(self, part: Arrangement, chapter: int, direction: int) -> Arrangement:
        """A part that counts from its chapter's beginning as the Document counts (1), or the other way (−1)."""
        offset, block, note = (direction * origin for origin in self._origins[chapter])
        return replace(
            part,
            undivided=frozenset(word + offset for word in part.undivided),
            short={number + block: lines for number, lines in part.short.items()},
            raised={number + note: lines for number, lines in part.raised.items()},
        )

    @cached_property
    def _origins(self) -> dict[int, tuple[int, int, int]]:
        """By the chapters' numbers, at which offset, block and note of the Document each begins."""
        first: dict[int, int] = {}
        notes: dict[int, int] = {}
        for number, block in enumerate(self._document.flow.blocks):
            if block.note >= 0:
                notes[block.chapter] = min(block.note, notes.get(block.chapter, block.note))
            else:
                first.setdefault(block.chapter, number)
        starts = [block.start for block in self._document.flow.blocks]
        return {chapter: (starts[number], number, notes.get(chapter, 0)) for chapter, number in first.items()}


def _written(known: Known) -> bytes:
    part = known.part
    arrangement = (sorted(part.undivided), sorted(part.short.items()), sorted(part.raised.items()))
    measures = (known.measures.line_height, known.measures.lowest, known.measures.highest)
    return json.dumps((arrangement, known.flaws, measures, known.is_steady)).encode()


def _read(data: bytes, gutter: float) -> Known:
    (undivided, short, raised), flaws, measures, is_steady = json.loads(data)
    part = Arrangement(gutter, frozenset(undivided), dict(map(tuple, short)), dict(map(tuple, raised)))
    return Known(part, flaws, Measures(*measures), is_steady)

"""One of two files that are compared: its tokens by region, and where each of them stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from octavo.readback.filetext import FileText
from octavo.readback.reading import CONTENTS, FRONT, NOTE, TEXT, ReadBlock
from octavo.text.fold import Version, Vocabulary, as_compared, version_of
from octavo.text.moved import Run
from octavo.text.tokens import Tokens, is_word, tokenise

REST = "rest"
"""What is not compared."""
CONTEXT = 4
"""Tokens shown before and behind a difference."""
_ORNAMENT = re.compile(r"[\s*⁂•·∙∗✱❦❧☙~#—–\-_=+◆◇■□○●]+")


@dataclass(frozen=True)
class Passage:
    """Some words of a file: the reading, what stands around it, and where it begins."""

    reading: str
    words: int
    before: str
    after: str
    place: str


def rows_of_code(file: FileText) -> frozenset[str]:
    """What stands in the code of a file and would be a rule or an ornament elsewhere: rows of dashes and the like."""
    words = {word for block in file.blocks if block.code for word in block.text.split()}
    return frozenset(word for word in words if _ORNAMENT.fullmatch(word))


def _is_ornament(block: ReadBlock, rows: Collection[str]) -> bool:
    ornament = not block.code and _ORNAMENT.fullmatch(block.text)
    return bool(ornament) and not all(word in rows for word in block.text.split())


class Side:
    """One file, ready for comparison: its tokens, text first, then notes, then what is not compared."""

    def __init__(self, file: FileText, everything: bool, rows: Collection[str] = ()) -> None:
        """``rows`` are those of code in the other file that look like rules: here too they are words."""
        self.file = file
        regions = {TEXT: TEXT, NOTE: NOTE, **(dict.fromkeys((FRONT, CONTENTS), TEXT) if everything else {})}
        kept = [block for block in file.blocks if not _is_ornament(block, rows)]
        order = {TEXT: 0, NOTE: 1, REST: 2}
        chosen = sorted(kept, key=lambda block: order[regions.get(block.region, REST)])
        texts = [as_compared(block.text.replace("\n", " ")) for block in chosen]
        self.blocks: list[ReadBlock] = chosen
        self.text = "\n".join(texts)
        self._starts = [0, *accumulate(len(text) + 1 for text in texts)][:-1]
        sizes = dict.fromkeys(order, 0)
        for block, text in zip(chosen, texts, strict=True):
            sizes[regions.get(block.region, REST)] += len(text) + 1
        self._ends = list(accumulate(sizes.values()))
        self.tokens = tokenise(self.text)
        self.version = Version("", Tokens([], [], []), frozenset(), frozenset())

    def prepare(self, other: Side, ignored: Collection[str]) -> None:
        """Fold the tokens, with hyphens at line ends read as the other file reads them."""
        self.version = version_of(self.text, self.tokens, ignored, Vocabulary.of(other.tokens))

    @cached_property
    def regions(self) -> dict[str, range]:
        """The tokens of each region."""
        starts = self.version.tokens.starts
        borders = [0, *(bisect_right(starts, end - 1) for end in self._ends)]
        return {name: range(borders[n], borders[n + 1]) for n, name in enumerate((TEXT, NOTE, REST))}

    def region_of(self, token: int) -> str:
        """The region in which a token stands; behind the last, the text."""
        return next((name for name, tokens in self.regions.items() if token in tokens), TEXT)

    def count_words(self, region: str) -> int:
        """How many words a region has."""
        words = self.version.tokens.words
        return sum(is_word(words[token]) for token in self.regions[region])

    def blocks_of(self, regions: Collection[str]) -> Iterator[Run]:
        """The tokens of each block of some regions."""
        starts = self.version.tokens.starts
        borders = [bisect_right(starts, start - 1) for start in [*self._starts, len(self.text) + 1]]
        for start, end in pairwise(borders):
            if start < end and self.region_of(start) in regions:
                yield start, end

    def passage(self, start: int, end: int, region: str) -> Passage:
        """Tokens as they are shown; an empty passage has the place of the word before it."""
        inside, version = self.regions[region], self.version
        words = sum(is_word(word) for word in version.tokens.words[start:end])
        before = version.reading(max(start - CONTEXT, inside.start), start)
        after = version.reading(end, min(end + CONTEXT, inside.stop))
        return Passage(version.reading(start, end), words, before, after, self._place(start, end, inside))

    def _place(self, start: int, end: int, inside: range) -> str:
        if not inside:
            return str(self.file.file)
        token = start if start < end else min(max(start - 1, inside.start), inside.stop - 1)
        number = bisect_right(self._starts, self.version.tokens.starts[token]) - 1
        return str(self.blocks[number])

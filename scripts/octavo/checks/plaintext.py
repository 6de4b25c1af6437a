"""The plain text held against the Document, word by word and line by line.

Its lines are those that the Document makes, each word of which knows what it says and what of it is layout. So three
things are asked: are the words that these lines say the Document's, does each word show what it says, and are the
file's lines these? No bullet, bar or bracket is guessed from its character.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from octavo.document import Document
from octavo.errors import Place
from octavo.renditions.plain import plain_lines
from octavo.renditions.plainlines import CODE, PROSE, VERSE, Line, Written, follows, text_of_word
from octavo.text.collate import compare_words, paired_words
from octavo.text.layer import Layer
from octavo.text.tokens import Tokens, as_reading

_NO_SPACE = re.compile(r"\S")
_BREAKABLE = re.compile(r"[ \t\n\r\f\v]+")
_MINUS = str.maketrans("−", "-")


@dataclass(frozen=True)
class WordDifference:
    """What should stand and what does, in which line of the file, and the offset of the flow that it is about."""

    canonical: str
    read: str
    place: Place
    offset: int


@dataclass(frozen=True)
class LineDifference:
    """A line that is not one in the file, or is parted: what should stand there and what does; "" is an empty line."""

    wanted: str
    found: str
    place: Place
    offset: int
    verse: bool


class PlainText:
    """The text rendition of a Document as it should be and as it was found."""

    def __init__(self, document: Document, data: bytes, file: Path) -> None:
        self._flow = document.flow
        self._file = file
        self._lines = _without_edges(list(plain_lines(document)))
        self._page = "\n".join(line.text for line in self._lines)
        self._found = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").strip("\n")

    def word_differences(self) -> Iterator[WordDifference]:
        """Words of the Document that the rendition does not say, then what the file reads otherwise."""
        yield from self._unsaid()
        yield from self._hidden()
        if self._page != self._found:
            yield from self._misread()

    def line_differences(self) -> Iterator[LineDifference]:
        """Where a line of the text does not end, or another is parted, or a no-break space is missing."""
        if self._page == self._found:
            return
        a, b = self._wanted.tokens, self._there.tokens
        reported = -1
        for (a_before, b_before), (a_behind, b_behind) in pairwise(paired_words(self._wanted, self._there)):
            gaps = _gap(a, a_before, a_behind), _gap(b, b_before, b_behind)
            if gaps[0] is None or gaps[1] is None:
                continue
            number = self._line_at(a.starts[a_behind])
            wanted, found = self._page[slice(*gaps[0])], self._found[slice(*gaps[1])]
            first = self._line_at(a.starts[a_before])
            if number == reported or self._agree(wanted, found, first, number):
                continue
            reported = number
            yield self._line_difference(wanted, found, first, number, gaps[1])

    @cached_property
    def _wanted(self) -> Layer:
        return Layer.of(self._page)

    @cached_property
    def _there(self) -> Layer:
        return Layer.of(self._found)

    def _unsaid(self) -> Iterator[WordDifference]:
        """Words of the flow that no line says, and others: faults of the rendition itself."""
        flow, shown = self._flow.layer(), Layer.of("".join(_texts(self._lines)))
        if _bare(flow.text) == _bare(shown.text):
            return
        for a_start, a_end, b_start, b_end in compare_words(flow, shown, spacing=True):
            offset = flow.origin(_start(flow, a_start))
            yield WordDifference(
                _reading(flow, a_start, a_end), _reading(shown, b_start, b_end), self._place(0), offset
            )

    def _hidden(self) -> Iterator[WordDifference]:
        """Words that the lines claim to say, and whose characters do not stand in them."""
        for word in (word for line in self._lines for word in line.words):
            if isinstance(word, Written) and word.says and not _carries(word):
                yield WordDifference(word.says, str(word), self._place(0), max(self._flow.text.find(word.says), 0))

    def _misread(self) -> Iterator[WordDifference]:
        a, b = self._wanted, self._there
        for a_start, a_end, b_start, b_end in compare_words(a, b, spacing=True):
            canonical, read = _reading(a, a_start, a_end), _reading(b, b_start, b_end)
            place = self._place(_start(b, b_start))
            yield WordDifference(canonical, read, place, self._flow_offset(_start(a, a_start)))

    def _agree(self, wanted: str, found: str, first: int, number: int) -> bool:
        """Whether the space between two words is what it should be; ``first`` and ``number`` are their lines."""
        if first == number and self._lines[number].kind == CODE:
            return wanted == found
        if _BREAKABLE.sub("", wanted) != _BREAKABLE.sub("", found):
            return False
        needed = wanted.count("\n")
        if needed == 1 and not self._lines[first].ends:
            return found.count("\n") <= 1
        if self._lines[number].kind == CODE and wanted.rpartition("\n")[2] != found.rpartition("\n")[2]:
            return False
        return min(needed, 2) == min(found.count("\n"), 2) or (needed == 0 and found.count("\n") == 1)

    def _line_difference(
        self, wanted: str, found: str, first: int, number: int, gap: tuple[int, int]
    ) -> LineDifference:
        kinds = {self._lines[first].kind, self._lines[number].kind}
        kind = CODE if CODE in kinds else PROSE
        before, behind = (self._visible_at(offset, kind) for offset in gap)
        at, shown = first, (_visible(self._lines[first].text, kind), before)
        if wanted.count("\n") > 1 == found.count("\n"):
            shown = "", behind
        elif found.count("\n") > 1:
            at, shown = number, (_visible(self._lines[number].text, kind), "")
        elif first != number and "\n" in found:
            at, shown = number, (_visible(self._lines[number].text, kind), behind)
        offset = self._flow_offset(self._line_starts[at] + self._lines[at].indent)
        return LineDifference(*shown, self._place(gap[0]), offset, VERSE in kinds)

    def _visible_at(self, offset: int, kind: str) -> str:
        """The line of the file in which an offset stands."""
        return _visible(self._found[self._found.rfind("\n", 0, offset) + 1 :].partition("\n")[0], kind)

    def _place(self, offset: int) -> Place:
        """The line of the file in which an offset of what was found stands; of 0, the file."""
        return Place(self._file, self._found.count("\n", 0, offset) + 1 if offset else 0)

    def _line_at(self, offset: int) -> int:
        return bisect_right(self._line_starts, offset) - 1

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, start = [], 0
        for line in self._lines:
            starts.append(start)
            start += len(line.text) + 1
        return starts

    def _flow_offset(self, offset: int) -> int:
        """Where in the flow the word stands that begins at an offset of the page: as many letters are said before."""
        words, letters = self._words
        number = letters[max(bisect_right(words, offset) - 1, 0)] if words else 0
        return self._letters[min(number, len(self._letters) - 1)] if self._letters else 0

    @cached_property
    def _words(self) -> tuple[list[int], list[int]]:
        """Where each word of the page begins, and how many letters are said before it."""
        starts, letters, count = [], [], 0
        for line, begin in zip(self._lines, self._line_starts, strict=True):
            start = begin + line.indent
            for word in line.words:
                starts.append(start)
                letters.append(count)
                start += len(word) + 1
                count += len("".join(text_of_word(word).split()))
        return starts, letters

    @cached_property
    def _letters(self) -> list[int]:
        return [match.start() for match in _NO_SPACE.finditer(self._flow.text)]


def _without_edges(lines: list[Line]) -> list[Line]:
    """Lines without the empty ones at the two ends of the file."""
    while lines and not lines[0].text:
        del lines[0]
    while lines and not lines[-1].text:
        del lines[-1]
    return lines


def _texts(lines: list[Line]) -> Iterator[str]:
    """What the lines say, in order, parted where the Document parts it."""
    for line in lines:
        parted = True
        for word in line.words:
            parted = parted or not follows(word)
            if text_of_word(word):
                yield f" {text_of_word(word)}" if parted else text_of_word(word)
                parted = False


def _bare(text: str) -> str:
    return " ".join(text.split())


def _carries(word: Written) -> bool:
    """Whether what is said stands in what is shown, letter by letter; ⁶ is the digit 6 (Unicode, 5.22, NFKC)."""
    shown = iter(unicodedata.normalize("NFKC", word).translate(_MINUS))
    wanted = unicodedata.normalize("NFKC", word.says).translate(_MINUS)
    return all(character in shown for character in "".join(wanted.split()))


def _start(layer: Layer, token: int) -> int:
    tokens = layer.tokens
    return tokens.starts[token] if token < len(tokens) else len(layer.text)


def _reading(layer: Layer, start: int, end: int) -> str:
    tokens = layer.tokens
    return as_reading(layer.text[tokens.starts[start] : tokens.ends[end - 1]]) if end > start else ""


def _gap(tokens: Tokens, before: int, behind: int) -> tuple[int, int] | None:
    """Where the space between two tokens stands, if nothing but space is between them."""
    if any(word.strip() for word in tokens.words[before + 1 : behind]):
        return None
    return tokens.ends[before], tokens.starts[behind]


def _visible(line: str, kind: str) -> str:
    """A line as a message shows it: no-break spaces are seen (U+237D), and how far in code begins."""
    return re.sub("[\u00a0\u202f]", "⍽", line.rstrip() if kind == CODE else line.strip())

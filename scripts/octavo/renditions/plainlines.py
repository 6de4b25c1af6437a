"""Lines of plain text, in which each word knows what it says in the Document and what is only layout.

The text rendition is written as such lines, and held against the Document by them: a bullet, a cell's bar or a
picture's brackets need not be guessed from their characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

SPACES = re.compile(r"[ \t\n\r\f\v]+")
"""Spaces at which a line may end; a no-break space is none of them, and stays."""


class Written(str):
    """A word that is written otherwise than it is said: “10⁶” says “106”, a bullet says nothing."""

    __slots__ = ("follows", "says")
    says: str
    follows: bool

    def __new__(cls, shown: str, says: str = "", *, follows: bool = False) -> Written:
        """``shown`` is what stands in the file, ``says`` what of it are words of the Document.

        ``follows``: the space before it is as little the Document's as it is.
        """
        word = super().__new__(cls, shown)
        word.says, word.follows = says, follows
        return word


BREAK = Written("\n", " ")
"""A line's end that is the text's own."""


def text_of_word(word: str) -> str:
    """What a word says in the Document."""
    return word.says if isinstance(word, Written) else word


def follows(word: str) -> bool:
    """Whether no space of the Document stands before a word that has one before it in the text."""
    return isinstance(word, Written) and word.follows


def glued(pieces: Sequence[str]) -> str:
    """Pieces that touch one another as one word."""
    if len(pieces) == 1:
        return pieces[0]
    shown = "".join(pieces)
    if not any(isinstance(piece, Written) for piece in pieces):
        return shown
    return Written(shown, "".join(map(text_of_word, pieces)), follows=follows(pieces[0]))


PROSE, VERSE, CODE = "prose", "verse", "code"


class Line(NamedTuple):
    """One line: its words, how far in it begins, and whether its end is the text's own or only that of the page."""

    words: Sequence[str] = ()
    indent: int = 0
    ends: bool = True
    kind: str = PROSE
    """Of code, each space counts."""

    @property
    def text(self) -> str:
        """The line as it stands in the file."""
        text = " ".join(self.words)
        return " " * self.indent + text if text else ""

    def moved(self, depth: int) -> Line:
        """The line so many characters further in."""
        return self._replace(indent=self.indent + depth) if self.words else self


EMPTY = Line()


def hung(label: str, lines: Sequence[Line]) -> list[Line]:
    """Lines behind a label, as deep as it is long."""
    kept = list(lines)
    while kept and not kept[0].words:
        del kept[0]
    if not kept:
        return [Line([label])]
    # Each empty word is one more space before the first.
    first = kept[0]._replace(words=[label, *[""] * kept[0].indent, *kept[0].words], indent=0)
    return [first, *(line.moved(len(label) + 1) for line in kept[1:])]


def indented(depth: int, lines: Iterable[Line]) -> list[Line]:
    """Lines so many characters further in."""
    return [line.moved(depth) for line in lines]


def words_by_line(pieces: Iterable[str]) -> list[list[str]]:
    """The words of a run of text, by the lines that it has of its own (``BREAK``); no empty line at the ends."""
    lines: list[list[str]] = [[]]
    open_: list[str] = []

    def close() -> None:
        if any(open_):
            lines[-1].append(glued([piece for piece in open_ if piece]))
        open_.clear()

    for piece in pieces:
        if piece is BREAK:
            close()
            lines.append([])
        elif isinstance(piece, Written):
            open_.append(piece)
        else:
            first, *others = SPACES.split(piece)
            open_.append(first)
            for word in others:
                close()
                open_.append(word)
    close()
    while lines and not lines[-1]:
        del lines[-1]
    while lines and not lines[0]:
        del lines[0]
    return lines


def wrapped(words: Sequence[str], width: int) -> Iterator[Line]:
    """One run of words in lines of so many characters, where words allow it."""
    start = length = 0
    for at, word in enumerate(words):
        if at > start and length + 1 + len(word) > width:
            yield Line(words[start:at], ends=False)
            start, length = at, len(word)
        else:
            length += len(word) + (1 if at > start else 0)
    yield Line(words[start:])

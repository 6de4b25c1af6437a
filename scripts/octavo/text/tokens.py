"""A flow of text → its tokens: words, punctuation marks, quotation marks, paragraph breaks.

In a flow a line feed is a paragraph break and all other white space is one space. A word is a run of letters,
digits and the marks that sit on them, with the apostrophes inside it (it’s is one word, workers’ a word and its
mark); a number keeps the points and commas inside it (4,700 is one word); a Chinese or Japanese character is a
word by itself; every other mark is a token by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from operator import add, eq, sub

PARAGRAPH = "\n"
"""The token of a paragraph break; readings in an errata list write it ¶."""

SOFT_HYPHEN = "\u00ad"
"""Where a word may be parted; nothing that a reader sees of a word that is not."""

UNSEEN = re.compile("[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Marks without a letter: they say which way words run and where a line may end, and a page shows nothing of them
(Unicode Standard Annex 9, 2; The Unicode Standard, 5.21)."""

UNPRINTED = re.compile(f"{UNSEEN.pattern}|[\u00ad\u034f\u17b4\u17b5\u180b-\u180d\u200c\u200d\ufe00-\ufe0f]")
"""These, and what changes a letter’s shape: of a page one cannot tell whether they stand there."""

LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
"""Letters that are nothing but two or three others (Unicode, alphabetic presentation forms)."""

QUOTATION_MARKS = frozenset("‘’“”‚„‛‟«»‹›'\"「」『』")


@dataclass(frozen=True)
class Tokens:
    """Tokens of one flow and their offsets in it, in parallel lists."""

    words: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def glued(self) -> bytes:
        """For each token 1 where no space stands before it (the first counts as glued)."""
        return b"\x01" + bytes(map(eq, self.starts[1:], self.ends)) if self.words else b""

    def count_words(self) -> int:
        """How many of the tokens are words."""
        return sum(map(is_word, self.words))


def is_word(token: str) -> bool:
    """Whether a token is a word or number, not a mark or a paragraph break."""
    return token[0].isalnum()


_IDEOGRAPHS = "\u3040-\u3098\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = (
    # What sits on a letter and is none to Python's expressions: Latin, Cyrillic, Hebrew, Arabic, Syriac, the scripts of
    # India and South-East Asia, and the joiners, selectors and soft hyphens that stand inside of words.
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0900-\u0963\u0966-\u0df3\u0e31-\u0e4e"
    "\u0eb1-\u0ece\u0f71-\u0f84\u102b-\u103e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u302a-\u302f\u3099\u309a"
    "\ufe00-\ufe0f\ufe20-\ufe2f\u00ad\u200c\u200d"
)


@cache
def _pattern() -> re.Pattern[str]:
    letters = rf"[^\W_{_IDEOGRAPHS}]"
    joined = rf"[{_MARKS}]+|[’'](?=[^\W\d_])"
    # Most words are of plain letters with a space or a point behind them; to try these first halves the time.
    token = rf"[A-Za-z]+(?![^\s.,;:)])|\d+(?:[.,]\d+)+(?!{letters})|{letters}+(?:(?:{joined}){letters}*)*|\S"
    return re.compile(rf"([^\S\n]*)({token})|([^\S\n]*\n\s*)")


def tokenise(flow: str) -> Tokens:
    """The tokens of a flow; paragraph breaks at its two ends do not count."""
    found = _pattern().findall(flow)
    if not found:
        return Tokens([], [], [])
    spaces, tokens, breaks = zip(*found, strict=True)
    lengths = list(map(add, map(len, tokens), map(len, breaks)))
    # The matches leave nothing out, so where each of them ends is the sum of all lengths so far.
    ends = list(accumulate(map(add, map(len, spaces), lengths)))
    starts = list(map(sub, ends, lengths))
    words = [token or PARAGRAPH for token in tokens]
    first = 1 if words[0] == PARAGRAPH else 0
    last = len(words) - 1 if len(words) > first and words[-1] == PARAGRAPH else len(words)
    return Tokens(words[first:last], starts[first:last], ends[first:last])


def reading_tokens(reading: str) -> list[str]:
    """The tokens of a reading of an errata list, in which ¶ is the paragraph break and \\¶ the sign itself."""
    flow = reading.replace("\n", " ").replace("\\¶", _SIGN)
    return [{"¶": PARAGRAPH, _SIGN: "¶"}.get(token, token) for token in tokenise(flow).words]


def printed(text: str) -> str:
    """What a page shows of a text, single-spaced: no marks without a letter, and no spaces that these have parted."""
    return " ".join(UNPRINTED.sub("", text).split())


def unheld(text: str) -> str:
    """A text without what renditions add where no line may end: no joiners, and plain spaces for no-break ones."""
    return text.replace("\u2060", "").replace("\u00a0", " ")


def as_reading(flow: str) -> str:
    """A piece of a flow as an errata list writes it: ¶ for a paragraph break, \\¶ for the sign, single spaces."""
    return " ".join(re.sub(r"\s*\n\s*", " ¶ ", flow.replace("¶", "\\¶")).split())


def as_flow(reading: str) -> str:
    """The piece of a flow that a reading of an errata list stands for."""
    return re.sub(r"\s*¶\s*", PARAGRAPH, reading.replace("\\¶", _SIGN)).replace(_SIGN, "¶")


_SIGN = "\ue0b6"
"""Stands for a ¶ that is of the text while a reading is taken apart; a character that no text has (private use)."""

"""What a heading says of its number: a mere numeral, a number with a title behind it, or neither. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

LARGEST = 399
"""Roman numerals above are seldom those of chapters, and often words (MIX, DIM, CD)."""
LINE_END = "\n"
"""How a line's end that a heading has stands in its text."""

_ROMAN = re.compile(r"(?=[ivxlcdm])(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_ORDINAL = re.compile(r"([IVXLC]+)(?:er|re|ère|e|ème|º|ª)")
_FIGURES = re.compile(r"(\d{1,3})(?:st|nd|rd|th|re|er|ère|e|ème|º|ª|°|\.º|\.ª)?")
_TOKEN = re.compile(r"[^\W_]+(?:[׳״'’\"][^\W_]*)*")
_HEBREW = re.compile(r"[א-ת]{1,3}[׳'’]|[א-ת]{1,3}[״\"][א-ת]|[א-ת]")
_HAN = re.compile(
    r"第?\s?([一二三四五六七八九十百廿卅〇零壱弐参0-9０-９]{1,5})\s?([章回節节話话課课部編编卷巻篇幕冊册])|"
    r"(其の?[一二三四五六七八九十]{1,3})|([一二三四五六七八九十]{1,3}(?![^\W\d_]))|([上中下][卷巻部篇編编冊册])"
)
_HAN_PARTS = "部編编卷巻篇幕冊册"
_AMONG = re.compile(r"[\s.,:;–—-]*")
"""What may stand among the words of a number: Part I, Chapter 2; Twenty-One."""
_PARTS_STRETCHES = re.compile(r"[.,:;–—\n]")
_BEHIND = re.compile(r"[\s.,:;)\]°º–—-]*")
_BEFORE_TITLE = re.compile(r"\.?\s*\n\s*|[.:)]\s+|[.:]?\s*(?:[—–]|--+)\s*|\s+-\s+|,\s+|：|　+|\s*:\s+")
_BEFORE_TITLE_HAN = re.compile(r"[\s　：:.、—–]+")


@dataclass(frozen=True)
class ChapterWords:
    """The words of one language by which a number is known, in small letters (``chapterwords.toml``)."""

    chapter: frozenset[str] = frozenset()
    part: frozenset[str] = frozenset()
    link: frozenset[str] = frozenset()
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Each with its value, 0 where it is not told."""
    is_composed: bool = False

    @classmethod
    def of(cls, words: Mapping[str, Any]) -> ChapterWords:
        """From a table of the data file."""
        numbers: dict[str, int] = {}
        for value, same in enumerate(words["number"], 1):
            for word in [same] if isinstance(same, str) else same:
                numbers.setdefault(word, 0 if isinstance(same, str) else value)
        chapter, part, link = (frozenset(map(str, words[key])) for key in ("chapter", "part", "link"))
        return cls(chapter, part, link, numbers, bool(words.get("composed")))

    @cached_property
    def _composition(self) -> re.Pattern[str]:
        parts = sorted(self.numbers, key=len, reverse=True)
        return re.compile(rf"(?:{'|'.join(map(re.escape, parts))})+")

    def value(self, word: str) -> int | None:
        """The value of a word that is a number, 0 where it is not known; None for any other word."""
        small = word.casefold()
        if small in self.numbers:
            return self.numbers[small]
        return 0 if self.is_composed and small not in self.link and self._composition.fullmatch(small) else None


@dataclass(frozen=True)
class ChapterNumber:
    """A number at the beginning of a heading: where it ends, and where the title begins behind it."""

    end: int
    title: int | None
    """None for a mere numeral."""
    is_part: bool
    """Whether it is said to be that of a part, a book, a volume."""
    is_bare: bool
    """Whether it is a number alone, which may as well be something else: no Chapter stands by it."""
    value: int
    """0 where it is not told."""


def roman(word: str) -> int | None:
    """The value of a Roman numeral up to 399, all in capitals or all in small letters; French ones may end in er."""
    ordinal = _ROMAN_ORDINAL.fullmatch(word)
    letters = ordinal[1] if ordinal else word
    if letters not in (letters.upper(), letters.lower()) or not _ROMAN.fullmatch(letters.lower()):
        return None
    values = [_ROMAN_VALUES[letter] for letter in letters.lower()]
    following = [*values[1:], 0]
    return sum(-one if one < behind else one for one, behind in zip(values, following, strict=True))


def _value(word: str, words: ChapterWords) -> int | None:
    figures = _FIGURES.fullmatch(word)
    if figures:
        return int(figures[1])
    found = words.value(word)
    return roman(word) if found is None else found


def chapter_number(text: str, words: ChapterWords) -> ChapterNumber | None:
    """The number with which a heading's text begins; None where it begins with none, or goes on behind it."""
    return _in_han(text) or _in_words(text, words)


def _in_han(text: str) -> ChapterNumber | None:
    found = _HAN.match(text)
    if not found:
        return None
    unit, is_bare = found[2] or (found[5] or "")[-1:], not (found[2] or found[5])
    is_part = bool(unit) and unit in _HAN_PARTS
    title = _BEFORE_TITLE_HAN.match(text, found.end())
    if title and title.end() < len(text):
        return ChapterNumber(found.end(), title.end(), is_part, is_bare, 0)
    is_mere = _BEHIND.fullmatch(text, found.end())
    return ChapterNumber(len(text), None, is_part, is_bare, 0) if is_mere else None


def _in_words(text: str, words: ChapterWords) -> ChapterNumber | None:
    """Word for word: Part I, Chapter 2 has two stretches, and only the first may be without Part or Chapter."""
    best, kinds = None, set[str]()
    at, value, is_named, is_first = 0, 0, False, True
    of_stretch: set[str] = set()
    while match := _TOKEN.match(text, at):
        small, number = match[0].casefold(), _value(match[0], words)
        if small in words.part or small in words.chapter:
            of_stretch.add("part" if small in words.part else "chapter")
        elif number is not None:
            value, is_named = 0 if is_named else number, True
        elif of_stretch and _HEBREW.fullmatch(match[0]):
            is_named = True
        elif small not in words.link:
            break
        if is_named and (is_first or of_stretch):
            best = _ended(text, match.end(), kinds | of_stretch, value) or best
        between = _AMONG.match(text, match.end())
        at = between.end() if between else match.end()
        if is_named and _PARTS_STRETCHES.search(text[match.end() : at]):
            kinds |= of_stretch
            of_stretch, is_named, is_first = set(), False, False
    return best


def _ended(text: str, end: int, kinds: set[str], value: int) -> ChapterNumber | None:
    """The number that ends here, if only a title, or nothing, stands behind it."""
    is_part, is_bare = kinds == {"part"}, not kinds
    if _BEHIND.fullmatch(text, end):
        return ChapterNumber(len(text), None, is_part, is_bare, value)
    before_title = _BEFORE_TITLE.match(text, end)
    if before_title and before_title.end() < len(text) and not (is_bare and before_title[0].startswith(",")):
        return ChapterNumber(end, before_title.end(), is_part, is_bare, value)
    return None


def are_counted(values: Sequence[int]) -> bool:
    """Whether numbers without a word beside them count chapters: nearly each is one more than that before it, or 1.

    A value of 0 is not known, and may be any.
    """
    if len(values) < 2:
        return list(values) == [1]
    steps = list(pairwise(values))
    right = sum(1 for before, behind in steps if behind in (before + 1, 1) or not before or not behind)
    return right >= 0.8 * len(steps)

"""Hyphens at the ends of a witness's lines: which of them part a word, and which belong to it.

The book's own words say it first: a word that it has elsewhere without the hyphen is joined, one that it has with it
keeps it. What it has nowhere else a dictionary may know.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from octavo.edition.dictionary import Frequency
from octavo.text.tokens import SOFT_HYPHEN

ALWAYS_JOINED = f"¬{SOFT_HYPHEN}"
"""Marks that say nothing but that a word goes on in the next line."""

AT_LINE_END = re.compile(rf"(?<=\w)([-‐⸗{ALWAYS_JOINED}])([ \t]*\n\s*\f\s*|[ \t\f]*\n[ \t\f]*)(?=\w)")
"""A hyphen, and the end of the line or page behind it."""

COMPOUNDING = frozenset({"af", "da", "de", "et", "fi", "fo", "fy", "hu", "is", "nb", "nds", "nl", "nn", "no", "sv"})
"""Languages that write compounds in one word: two words beside a hyphen do not say that it is of the word."""

COMMON = 3.5
"""Zipf's scale: from here on a part of a word is one by itself. A syllable is in every dictionary, but rare."""
KNOWN = 2.0
"""Zipf's scale: rarer forms of a large dictionary are as often slips as words."""

_WORD = re.compile(r"\w+(?:[-‐⸗]\w+)*")
_BEFORE = re.compile(r"[\w‐⸗-]*\w\Z")
_BEHIND = re.compile(r"\w+(?:[-‐⸗]\w+)*")


class LineEndHyphens:
    """Decides for each hyphen at a line's end of one text; ``frequency`` asks a dictionary, where there is one."""

    def __init__(self, text: str, language: str = "", frequency: Frequency | None = None) -> None:
        self._text = text
        self._compounding = language.split("-")[0].lower() in COMPOUNDING
        self._frequency = frequency

    @cached_property
    def _counts(self) -> Counter[str]:
        """How often each word stands within a line, hyphens written alike."""
        return Counter(_alike(word) for word in _WORD.findall(AT_LINE_END.sub("\n", self._text)))

    def joins(self, before: str, mark: str, behind: str) -> bool:
        """Whether a word that ends in ``before`` at a line's end and goes on with ``behind`` has no hyphen."""
        head, tail = _BEFORE.search(before), _BEHIND.match(behind)
        if mark in ALWAYS_JOINED or not head or not tail:
            return True
        first, last = head[0], tail[0]
        if first[-1].isdigit() or last[0].isdigit():
            return False
        whole, parted = _alike(first + last), _alike(f"{first}-{last}")
        joined, hyphened = self._counts[whole], self._counts[parted]
        if joined or hyphened:
            return joined >= hyphened
        if last[0].isupper() and not first.isupper():
            return False
        return self._as_words(_alike(first), whole, _alike(last))

    def _as_words(self, first: str, whole: str, last: str) -> bool:
        """What the dictionary says; without one, a word is joined."""
        if "-" in first:
            return False
        if self._frequency is None or self._frequency(whole) >= KNOWN or self._compounding:
            return True
        return min(self._frequency(first), self._frequency(last.split("-")[0])) < COMMON or len(first) < 2


def _alike(word: str) -> str:
    return re.sub("[‐⸗]", "-", word).casefold()

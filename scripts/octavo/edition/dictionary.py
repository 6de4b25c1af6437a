"""How common a word is in a language: the dictionary that reading rules ask, read when it is first asked."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

Frequency = Callable[[str], float]
"""How common a word is, in small letters, on Zipf's scale (1 to 8); 0 where it is no word that is known."""


@dataclass(frozen=True)
class Language:
    """The language of a witness, as its tag (BCP 47), and a dictionary of it, where there may be one."""

    tag: str = ""
    frequency: Frequency | None = None

    @classmethod
    def of(cls, tag: str) -> Language:
        """The language of a tag with its dictionary; the dictionary is not read yet."""
        return cls(tag, lambda word: _frequency(word, tag.split("-")[0].lower())) if tag else cls()


NO_LANGUAGE = Language()


def _frequency(word: str, language: str) -> float:
    return _zipf(_dictionary(language).get(word, 0.0))


def _zipf(share: float) -> float:
    """Zipf's scale: the logarithm of how often a word stands in a thousand million."""
    return math.log10(share) + 9 if share > 0 else 0.0


@lru_cache(maxsize=2)
def _dictionary(language: str) -> dict[str, float]:
    """The words of a language with their shares of all text; empty where there is no dictionary of it."""
    from wordfreq import get_frequency_dict

    try:
        words: dict[str, float] = get_frequency_dict(language, "best")
    except LookupError:
        return {}
    return words

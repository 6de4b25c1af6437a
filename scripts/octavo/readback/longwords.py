"""Words that are too long for a line and were set in pieces of one length, between which a line may end.

So Octavo sets what has no other place for a line's end; where a file does not say which of its lines end in a space, no
other word is set so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

PIECE = 12
"""Letters of a piece; one that ends in a mark may have fewer (``chunk`` in ``styles/print.typ``)."""
VIRAMA = 9
"""The combining class of what joins a letter to the next (Unicode, 4.3)."""
SHORTEST = 2 * PIECE + 1
"""Letters of a word that is set so."""


def within_long_words(shown: Sequence[str]) -> set[int]:
    """The numbers of those pieces of text that go on with a long word which the piece before has begun.

    Each piece of the word is a text of its own, but that words may stand before the first and behind the last.
    """
    found: set[int] = set()
    begin = 0
    while begin < len(shown):
        end, length = begin, 0
        while end < len(shown) and _is_piece(tail := shown[end].rpartition(" ")[2] if end == begin else shown[end]):
            end, length = end + 1, length + _letters(tail)
        if end > begin and end < len(shown) and 0 < (last := _letters(shown[end].partition(" ")[0])) <= PIECE:
            end, length = end + 1, length + last
        if end > begin + 1 and length >= SHORTEST:
            found.update(range(begin + 1, end))
        begin = max(end, begin + 1)
    return found


def _is_piece(text: str) -> bool:
    if not text or any(map(str.isspace, text)):
        return False
    letters = _letters(text)
    return letters == PIECE or (letters < PIECE and not text[-1].isalnum())


def _letters(text: str) -> int:
    """How many there are; those that marks sit on, or that a virama joins, are one."""
    marks = sum(unicodedata.category(letter).startswith("M") for letter in text)
    joined = sum(unicodedata.combining(letter) == VIRAMA for letter in text[:-1])
    return len(text) - marks - joined

"""What is to be drawn as an emoji in a text, be it one character or several (Unicode 17, UTS #51, 1.4)."""

from __future__ import annotations

import re
from functools import lru_cache

import regex

FRAME = "\u20e3"
"""What makes a keycap of the sign before it."""
KEYCAP = re.compile(f"[0-9#*]\ufe0f?{FRAME}")
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_TONE = "[\U0001f3fb-\U0001f3ff]"
_TAGS = "[\U000e0020-\U000e007e]+\U000e007f"
_PARTS = re.compile("[0-9#*\u200d\u20e3\ufe0e\ufe0f\U0001f1e6-\U0001f1ff\U000e0020-\U000e007f]")
"""What is no emoji without others."""
_STRETCH = re.compile(
    "[#*0-9\xa9\xae\u200d\u203c-\u2bff\u3030\u303d\u3297\u3299\ufe0e\ufe0f\U0001f000-\U0001ffff\U000e0020-\U000e007f]+"
)
"""Where emoji can be: found quickly, as the pattern of all emoji is not."""


def emoji_in(text: str, letters: frozenset[str]) -> set[str]:
    """What is to be drawn as an emoji in a text and has its parts among some letters.

    It is what several characters make, or a selector behind one; and what is one by itself (Emoji_Presentation). The
    selector of text, U+FE0E, is one of these: all are drawn in outlines, and a sign is not to be parted from it.
    """
    stretches = set(_STRETCH.findall(text))
    return set(_pattern(letters).findall("\n".join(stretches))) if stretches else set()


@lru_cache(maxsize=1)
def _pattern(letters: frozenset[str]) -> re.Pattern[str]:
    by_itself = regex.compile(r"\p{Emoji_Presentation}")
    alone = "".join(sorted(letter for letter in letters if not _PARTS.match(letter)))
    one = f"[{re.escape(alone)}]"
    changed = f"{one}(?:\ufe0f?{_TONE}|\ufe0f?{_TAGS})"
    part = f"(?:{changed}|{one}\ufe0f?)"
    plain = "".join(letter for letter in alone if by_itself.match(letter))
    return re.compile(f"{KEYCAP.pattern}|{_FLAG}|{part}(?:\u200d{part})+|{changed}|{one}[\ufe0e\ufe0f]|[{plain}]")

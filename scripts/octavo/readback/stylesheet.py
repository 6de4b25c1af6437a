"""Reading a style sheet: its rules one by one, each with its selectors and what it declares (CSS Syntax Level 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STRING = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|url\([^)\"']*\)")
_NESTING = ("@media", "@supports", "@layer", "@container")
"""At-rules that hold rules; all others hold declarations, or nothing that concerns an element."""


@dataclass(frozen=True)
class StyleRule:
    """The selectors of a rule, its declarations as names in lower case and values, and the line it begins on."""

    selectors: tuple[str, ...]
    declarations: tuple[tuple[str, str], ...]
    line: int


def style_rules(text: str) -> Iterator[StyleRule]:
    """The rules of a style sheet in order, those inside of ``@media`` and the like among them."""
    text = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    yield from _rules(text, _STRING.sub(lambda match: "_" * len(match[0]), text), 0, len(text))


def _rules(text: str, bare: str, start: int, end: int) -> Iterator[StyleRule]:
    """``bare`` is the text without strings, in which every brace and semicolon counts."""
    while True:
        opening = bare.find("{", start, end)
        if opening < 0:
            return
        start = max(start, bare.rfind(";", start, opening) + 1)  # statements such as @import
        prelude = text[start:opening].strip()
        closing = _closing(bare, opening, end)
        if prelude.lower().startswith(_NESTING):
            yield from _rules(text, bare, opening + 1, closing)
        else:
            at = start + len(text[start:opening]) - len(text[start:opening].lstrip())
            selectors = tuple(" ".join(one.split()) for one in prelude.split(","))
            yield StyleRule(selectors, declarations(text[opening + 1 : closing]), text.count("\n", 0, at) + 1)
        start = closing + 1


def _closing(bare: str, opening: int, end: int) -> int:
    depth = 0
    for at in range(opening, end):
        depth += {"{": 1, "}": -1}.get(bare[at], 0)
        if not depth:
            return at
    return end


def declarations(text: str) -> tuple[tuple[str, str], ...]:
    """The declarations of a block or a style attribute; values as written, without ``!important``."""
    bare = _STRING.sub(lambda match: "_" * len(match[0]), text)
    found, start = [], 0
    for match in re.finditer(r";|\Z", bare):
        name, colon, value = text[start : match.start()].partition(":")
        if colon and name.strip():
            found.append((name.strip().lower(), re.sub(r"\s*!\s*important$", "", value.strip(), flags=re.IGNORECASE)))
        start = match.end()
    return tuple(found)

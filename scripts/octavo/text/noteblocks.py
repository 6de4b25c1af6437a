"""What of a witness may be its notes: lines whose words the body of the edition does not have, by their beginnings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from octavo.text.layer import Layer
from octavo.text.tokens import PARAGRAPH, is_word

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_LABEL = re.compile(
    r"(?P<open>[\[({]\s*)?"
    r"(?:(?P<word>(?:foot|end)?notes?|fu(?:ß|ss)note|anm(?:erkung)?\.?|nota?|noot|fodnote|fotnot)\s+)?"
    r"(?P<core>\d{1,4}|[⁰¹²³⁴-⁹]{1,4}|[*†‡§‖#]{1,4}|[A-Za-z](?![A-Za-z]))"
    r"(?P<close>\s*[\])}][.:]?|[.:]|)"
    r"(?P<space>\s*)",
    re.IGNORECASE,
)
"""How a note of a printed book or of a plain text is called at its beginning: * † 1 1. 1) [1] ¹ [Footnote 1: …"""


@dataclass(frozen=True)
class Label:
    """What a note is called where it begins: the sign alone, and how many characters the whole takes."""

    core: str
    length: int
    open: bool
    """Whether a bracket is open behind it, which the note's end closes: [Footnote 1: …]."""


def label_of(text: str) -> Label | None:
    """The label that a text begins with, if it begins with one."""
    found = _LABEL.match(text)
    if not found:
        return None
    core, close = found["core"], found["close"].strip()
    bracketed = bool(found["open"]) or close[:1] in ("]", ")", "}")
    is_letter = core.isalpha() and core.isascii()
    if is_letter and not (bracketed or found["word"]):
        return None
    if (core.isdecimal() or is_letter) and not (bracketed or close or found["space"]):
        return None
    return Label(core.translate(_SUPERSCRIPTS), found.end(), bool(found["open"]) and close[:1] not in ("]", ")", "}"))


def anchor_patterns(core: str) -> tuple[re.Pattern[str], ...]:
    """How a note's sign may stand in the text that it belongs to: in brackets, bare or raised; any without ``core``."""
    if not core:
        return _ANY_ANCHOR
    forms = {re.escape(core), re.escape(core.translate(_RAISED))}
    return _anchors(f"(?:{'|'.join(sorted(forms))})")


def _anchors(sign: str) -> tuple[re.Pattern[str], ...]:
    return re.compile(rf"\s*[\[({{]\s*{sign}\s*[\])}}]"), re.compile(rf"\s*{sign}\)"), re.compile(rf"\s*{sign}(?!\d)")


_ANY_ANCHOR = (
    _anchors(r"(?:\d{1,3}|[A-Za-z]|[*†‡§‖#]{1,3})")[0],
    *_anchors(r"(?:\d{1,3}|[⁰¹²³⁴-⁹]{1,3}|[*†‡§‖#]{1,3})")[1:],
)


def core_of(anchor: str) -> str:
    """The sign alone of an anchor."""
    return anchor.strip().strip("[](){} ").translate(_SUPERSCRIPTS)


@dataclass(frozen=True)
class Group:
    """Lines that may be a note or a part of one: tokens ``first`` to ``last``; they begin a block or with a label."""

    first: int
    last: int
    label: Label | None
    begins_block: bool
    ends_block: bool


def lines_of(layer: Layer, raw: str) -> list[tuple[int, int]]:
    """The lines of the file as ranges of the layer's tokens, without the paragraph breaks."""
    ends = list(accumulate(len(line) + 1 for line in raw.split("\n")))
    words, starts, origins = layer.tokens.words, layer.tokens.starts, layer.origins
    lines: list[tuple[int, int]] = []
    before = -1
    line_end = -1
    for number, word in enumerate(words):
        if word == PARAGRAPH:
            before = -1
            continue
        origin = origins[starts[number]]
        if before < 0 or origin >= line_end:
            line_end = ends[bisect_right(ends, origin)]
            lines.append((number, number + 1))
        else:
            lines[-1] = (lines[-1][0], number + 1)
        before = number
    return lines


def groups_of(layer: Layer, lines: Sequence[tuple[int, int]], taken: Sequence[int]) -> list[Group]:
    """The lines that are left over, in groups; ``taken`` says for each token its number in the body, or -1.

    A group ends where another label begins a line, where its block ends, or where the body goes on.
    """
    tokens = layer.tokens
    groups: list[Group] = []
    before = -1
    for first, last in lines:
        begins = first == 0 or tokens.words[first - 1] == PARAGRAPH
        ends = last == len(tokens) or tokens.words[last] == PARAGRAPH
        if not _is_left_over(tokens.words, taken, first, last):
            continue
        label = label_of(layer.text[tokens.starts[first] : tokens.ends[last - 1]])
        if begins or label or before != first:
            groups.append(Group(first, last, label, begins, ends))
        else:
            group = groups[-1]
            groups[-1] = Group(group.first, last, group.label, group.begins_block, ends)
        before = last
    return groups


def _is_left_over(words: Sequence[str], taken: Sequence[int], first: int, last: int) -> bool:
    """Whether the body of the edition has fewer than half of a line's words (or none of its marks).

    A word that the body has counts only beside another one: single words are found in any text.
    """
    numbers = [number for number in range(first, last) if is_word(words[number])]
    if not numbers:
        return all(taken[number] < 0 for number in range(first, last))
    return 2 * sum(_is_beside_another(taken, number) for number in numbers) < len(numbers)


def _is_beside_another(taken: Sequence[int], number: int) -> bool:
    place = taken[number]
    if place < 0:
        return False
    before = number > 0 and taken[number - 1] == place - 1 and place > 0
    return before or (number + 1 < len(taken) and taken[number + 1] == place + 1)

"""Text of two directions as it is shown on a page → the order in which it is read (Unicode, annex 9).

A PDF shows a line from left to right, and the letters of a word as they are seen; only what has a replacement text is
given as it is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

_LETTERS = "\u0590-\u065f\u066d-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""Without the Arabic digits, of which a number is read from left to right."""
_ANY = re.compile(f"[{_LETTERS}]")
_EMBEDDINGS = dict.fromkeys(range(0x202A, 0x202F))
"""Marks of no width with which Typst says which way a stretch of text runs."""
_BEGINS, _ENDS = re.compile("[\u202a\u202b\u202d\u202e]"), "\u202c"
_TURNING = re.compile(f"[{_LETTERS}\u202a-\u202e]")
_POINT = re.compile(r"\s*[.,;:!?،؛؟]+\s*")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("«", "»"), ("‹", "›"))
_MIRRORED = {ord(a): b for one, other in _PAIRS for a, b in ((one, other), (other, one))}
_FORWARD = re.compile(
    r"[0-9\u0660-\u0669\u06f0-\u06f9A-Za-z](?:[0-9\u0660-\u0669\u06f0-\u06f9A-Za-z.,:/–-]*"
    r"[0-9\u0660-\u0669\u06f0-\u06f9A-Za-z])?"
)
"""Numbers and words that run from left to right inside of a line that runs the other way."""


class Shown(NamedTuple):
    """Text that is shown in one go, and its base line and left edge (points from the page's lower left corner).

    The edge is negative where it is not known.
    """

    text: str
    base_line: float
    x: float = -1.0
    as_shown: bool = False
    """Whether the letters stand as they are seen, from left to right; else as they are read."""


Piece = list[Shown]
"""One piece of marked content."""


def without_embeddings(text: str) -> str:
    """A text without marks that say which way it runs."""
    return text.translate(_EMBEDDINGS)


def may_run_leftwards(text: str) -> bool:
    """Whether any of a text may be read otherwise than it is shown: letters of that way, or marks that say the way."""
    return not text.isascii() and _TURNING.search(text) is not None


def has_right_to_left(text: str) -> bool:
    """Whether a text has letters that are read from right to left."""
    return _ANY.search(text) is not None


def runs_leftwards(text: str) -> bool:
    """Whether most letters of a text are read from right to left."""
    theirs = len(_ANY.findall(text))
    return theirs > 0 and 2 * theirs > sum(character.isalpha() for character in text)


def in_reading_order(pieces: Sequence[Piece], leftwards: bool) -> list[Piece]:
    """The pieces of a block as they are read; the block as a whole runs leftwards or does not."""
    if all(shown.text.isascii() for piece in pieces for shown in piece):
        return list(pieces)
    runs = _runs(pieces)
    leftwards = _runs_leftwards(runs, leftwards)
    found: list[Piece] = []
    for number, run in enumerate(runs):
        before = runs[number - 1][-1][-1] if number else None
        behind = runs[number + 1][0][0] if number + 1 < len(runs) else None
        shown = [shown for piece in run for shown in piece]
        found += [_piece_read(shown, leftwards, before, behind), *([] for _ in run[1:])]
    return found


def _runs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each run: runs stand in the order in which they are read, what is in one as it is seen.

    A run is in several pieces where its letters come from several fonts or stand at several heights.
    """
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and _goes_on(runs[-1][-1], piece):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return [part for number, run in enumerate(runs) for part in _without_last_point(run, runs[number - 1 : number])]


def _without_last_point(run: list[Piece], before: list[list[Piece]]) -> list[list[Piece]]:
    """A run without the point at the right of it where nothing stands before it on its line.

    No line begins with a point: it ends a sentence that runs from left to right and has words of the other way only.
    """
    alone = not before or abs(before[0][-1][-1].base_line - run[0][0].base_line) > 1
    if len(run) > 1 and alone and _POINT.fullmatch("".join(shown.text for shown in run[-1])):
        return [run[:-1], run[-1:]]
    return [run]


def _runs_leftwards(runs: Sequence[Sequence[Piece]], otherwise: bool) -> bool:
    """Whether what is read behind words of the other direction stands at their left; else what is usual."""
    at_left = at_right = 0
    for one, other in pairwise(run[0] for run in runs):
        ways = {has_right_to_left(shown[0].text) for shown in (one, other)}
        if ways == {True, False} and any(_has_left_to_right(piece) for piece in (one, other)):
            at_left += _is_right(one[0], other[0], False)
            at_right += not _is_right(one[0], other[0], True)
    return at_left > at_right if at_left != at_right else otherwise


def _has_left_to_right(piece: Piece) -> bool:
    return any(unicodedata.bidirectional(character) == "L" for shown in piece for character in shown.text)


def _goes_on(piece: Piece, following: Piece) -> bool:
    """Whether a piece belongs to one run from right to left with the one before it, to the left of it."""
    last, first = piece[-1], following[0]
    if min(last.x, first.x) < 0 or abs(last.base_line - first.base_line) > 1 or first.x < last.x:
        return False
    if _BEGINS.search(last.text) or _ENDS in first.text:
        return False  # words set apart by marks of direction end here, or others begin, seen from left to right
    # A number is a run of its own.
    return not any(_FORWARD.search(shown.text) or _has_left_to_right([shown]) for shown in piece + following)


def _piece_read(piece: Piece, leftwards: bool, before: Shown | None, behind: Shown | None) -> Piece:
    """One piece; what stands before and behind it on its line says at which side it begins and ends."""
    text = "".join(shown.text for shown in piece)
    bare = [shown._replace(text=shown.text.translate(_EMBEDDINGS)) for shown in piece]
    begins_right = _is_right(before, piece[0], leftwards)
    ends_left = _is_right(piece[-1], behind, leftwards)
    if not has_right_to_left(text):
        among = begins_right and ends_left and not any(character.isalnum() for character in text)
        if not among:
            return bare
        seen_from_right = sorted(bare, key=lambda shown: -shown.x)
        return [shown._replace(text=_turned(shown.text)) if shown.as_shown else shown for shown in seen_from_right]
    # Words set apart by marks of direction take the points and brackets at their ends with them.
    apart = text != text.translate(_EMBEDDINGS) and runs_leftwards(text)
    lines = [list(line) for _, line in groupby(bare, key=lambda shown: round(shown.base_line))]
    result: Piece = []
    for number, line in enumerate(lines):
        first, last = number == 0, number == len(lines) - 1
        sides = (begins_right if first else leftwards, ends_left if last else leftwards)
        result += _line_read(line, leftwards or apart, sides)
    return result


def _is_right(one: Shown | None, other: Shown | None, otherwise: bool) -> bool:
    """Whether one stands to the right of the other; where they are not on one line, what is usual in the block."""
    if one is None or other is None or min(one.x, other.x) < 0 or abs(one.base_line - other.base_line) > 1:
        return otherwise
    return one.x > other.x


def _line_read(line: Piece, whole: bool, sides: tuple[bool, bool]) -> Piece:
    """What of one line stands in one piece; all of it is turned, or what stands between letters that are."""
    theirs = [number for number, shown in enumerate(line) if has_right_to_left(shown.text)]
    if not theirs:
        return line
    # A point or space at an end of the run belongs to it where what it parts it from runs on in its way.
    first = 0 if whole or sides[1] else theirs[0]
    last = len(line) if whole or sides[0] else theirs[-1] + 1
    if first and not _is_balanced(line[first:last]) and _is_balanced(line[first - 1 : last]):
        first -= 1  # a bracket goes with its fellow (N0)
    begins_right = sides[0] if first == 0 else False
    ends_left = sides[1] if last == len(line) else False
    run = sorted(line[first:last], key=lambda shown: shown.x)
    text = _run_read(run, begins_right, ends_left)
    return [*line[:first], run[0]._replace(text=text), *line[last:]]


def _run_read(run: Sequence[Shown], begins_right: bool, ends_left: bool) -> str:
    """A run from right to left, with a space at its beginning and end where one stands at that side on the page."""
    parts = [_Part.of(shown) for shown in run]
    text = _joined(parts)
    mirrored = _joined([part._replace(text=part.text.translate(_MIRRORED)) for part in parts])
    if _is_paired(mirrored) and not _is_paired(text):
        text = mirrored  # a file that says which brackets are seen, not which are meant
    left, right = parts[0].space_left, parts[-1].space_right
    return " " * (right if begins_right else left) + text + " " * (left if ends_left else right)


class _Part(NamedTuple):
    """What one object shows, as it is read, and whether spaces stand beside it on the page."""

    text: str
    forward: bool
    """Whether it is a number or word that runs from left to right."""
    space_left: bool
    space_right: bool

    @classmethod
    def of(cls, shown: Shown) -> _Part:
        """Turn the letters where they stand as they are seen and run from right to left."""
        theirs = has_right_to_left(shown.text)
        forward = not theirs and any(character.isalnum() for character in shown.text)
        text = shown.text.strip()
        before, behind = shown.text[:1].isspace(), shown.text[-1:].isspace()
        left, right = (before, behind) if shown.as_shown or not theirs else (behind, before)
        return cls(_turned(text) if shown.as_shown and not forward else text, forward, left, right)


def _joined(parts: list[_Part]) -> str:
    """Parts from left to right as they are read from right to left; words that run forward keep their order."""
    read: list[str] = []
    last: _Part | None = None
    for forward, group in groupby(parts, key=lambda part: part.forward):
        members = list(group)
        gaps = [" " * (a.space_right or b.space_left) for a, b in pairwise(members)] + [""]
        pieces = [text for part, gap in zip(members, gaps, strict=True) for text in (part.text, gap)]
        before = "" if last is None else " " * (last.space_right or members[0].space_left)
        read += [before, "".join(pieces if forward else reversed(pieces))]
        last = members[-1]
    return "".join(reversed(read))


def as_seen(letter: str) -> str:
    """What one letter of a font stands for, from left to right: لا is one letter, and its alif stands at the left."""
    return "".join(reversed(_clusters(letter))) if has_right_to_left(letter) else letter


def _turned(text: str) -> str:
    """Letters from left to right as they are read from right to left; marks stay behind the letters they sit on."""
    return _FORWARD.sub(lambda match: match[0][::-1], "".join(reversed(_clusters(text))))


def _clusters(text: str) -> list[str]:
    """Each letter with the marks that sit on it."""
    clusters: list[str] = []
    for character in text:
        if unicodedata.combining(character) and clusters:
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _is_balanced(run: Piece) -> bool:
    """Whether as many brackets of each kind are opened as closed."""
    text = "".join(shown.text for shown in run)
    return all(text.count(one) == text.count(other) for one, other in _PAIRS)


def _is_paired(text: str) -> bool:
    """Whether each bracket of a text is opened before it is closed."""
    open_: list[str] = []
    for character in text:
        for one, other in _PAIRS:
            if character == one:
                open_.append(other)
            elif character == other and (not open_ or open_.pop() != other):
                return False
    return not open_

"""Where a page's furniture or notes are taken out of a text: whether the paragraph goes on behind them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from statistics import median_low

from octavo.text.layer import Edit, Layer

FULL = 0.8
"""Share of the usual length of a line from which on a line is a full one: a heading is shorter."""

_HYPHENS = "-‐⸗¬\u00ad"
_CLOSING = "’”»«\"')]}›"
_CONTINUES = re.compile(r"[,;‐⸗¬\u00ad-]\Z")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n|\f")
_ENDS = re.compile(rf"[.!?…][{re.escape(_CLOSING)}]*\Z")


def usual_length(text: str) -> int:
    """The length that the lines of a text have as a rule, in characters; 0 of a text without lines."""
    lengths = [len(line.strip()) for line in text.split("\n") if line.strip()]
    return median_low(lengths) if lengths else 0


def goes_on(before: str, behind: str, usual: int) -> bool:
    """Whether a paragraph surely goes on from one line to another, between which a page ended.

    It does where the second begins with a small letter, or where the first ends in a comma, or in a word and is as long
    as lines are (``usual``, in characters).
    """
    before, behind = before.strip(), behind.strip()
    if not before or not behind:
        return False
    if _CONTINUES.search(before):
        return True
    if _ENDS.search(before) or behind.isupper():
        return False
    opening = behind.lstrip("([‘“„«»\"'")
    return opening[:1].islower() or (len(before) >= FULL * usual and before[-1].isalnum())


def healed(raw: str, layer: Layer, taken: Iterable[tuple[int, int]], paragraphs: str) -> list[Edit]:
    """Edits that make one line end of each gap that lines which were taken out have left within a paragraph.

    ``taken`` are ranges of ``raw``, the source of ``layer``, in order. Where lines stood close together, the gap is
    theirs alone; where blank lines stood around it, the paragraph must surely go on. ``paragraphs`` says
    how the witness shows them; where each line is one, only a word that a hyphen parts goes on.
    """
    usual, edits = usual_length(raw), []
    for start, end in _whole_lines(raw, taken):
        before, behind = _last_text(raw, start), _next_text(raw, end)
        if before < 0 or behind >= len(raw):
            continue
        line_before = raw[raw.rfind("\n", 0, before) + 1 : before + 1]
        line_behind = _line(raw, behind)
        stood_apart = _BLANK_LINE.search(raw, before + 1, behind)
        first, last = bisect_left(layer.origins, before) + 1, bisect_left(layer.origins, behind)
        if paragraphs == "line":
            within = raw[before] in _HYPHENS
        elif paragraphs == "indented":
            within = not line_behind[:1].isspace()
        else:
            within = not stood_apart or goes_on(line_before, line_behind, usual)
        if within and first < last:
            edits.append(Edit(first, last, "\n"))
    return edits


def _whole_lines(raw: str, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges that take all of their lines, joined where nothing but space is between two of them."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(taken):
        if joined and not raw[joined[-1][1] : start].strip():
            start, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((start, end))
    for start, end in joined:
        line_end = raw.find("\n", end)
        rest = raw[end : line_end if line_end >= 0 else len(raw)]
        if not raw[raw.rfind("\n", 0, start) + 1 : start].strip() and not rest.strip():
            yield start, end


def _last_text(raw: str, offset: int) -> int:
    """The last character before an offset that is no space; -1 where there is none."""
    at = offset - 1
    while at >= 0 and raw[at].isspace():
        at -= 1
    return at


def _next_text(raw: str, offset: int) -> int:
    at = offset
    while at < len(raw) and raw[at].isspace():
        at += 1
    return at


def _line(raw: str, offset: int) -> str:
    """The line that holds an offset, with its indent."""
    start, end = raw.rfind("\n", 0, offset) + 1, raw.find("\n", offset)
    return raw[start : end if end >= 0 else len(raw)].replace("\f", "")

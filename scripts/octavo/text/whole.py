"""Spans of an alignment → differences as a reader would name them.

The least number of edits is seldom the clearest account: where a passage is new, it finds a word of it here and
there in the other text. Such crumbs are taken into the difference, and what only one text has is moved to
where a paragraph begins, if it may as well begin there.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from octavo.text.align import Span
from octavo.text.tokens import Tokens

FARTHEST = 60
"""Tokens over which a passage is moved to the beginning of a paragraph."""


def whole(
    spans: Sequence[Span], a: Sequence[str], b: Sequence[str], a_breaks: AbstractSet[int], b_breaks: AbstractSet[int]
) -> list[Span]:
    """The spans without crumbs between them, each as short as may be, passages beginning with a paragraph."""
    result: list[Span] = []
    trimmed = [_trimmed(span, a, b) for span in _merged(spans)]
    for number, span in enumerate(trimmed):
        before = result[-1] if result else (0, 0, 0, 0)
        after = trimmed[number + 1] if number + 1 < len(trimmed) else (len(a), len(a), len(b), len(b))
        if span[0] == span[1]:
            shift = _shift(b, span[2:], min(span[2] - before[3], span[0] - before[1]), after[2] - span[3], b_breaks)
        elif span[2] == span[3]:
            shift = _shift(a, span[:2], min(span[0] - before[1], span[2] - before[3]), after[0] - span[1], a_breaks)
        else:
            shift = 0
        result.append((span[0] + shift, span[1] + shift, span[2] + shift, span[3] + shift))
    return result


def _merged(spans: Sequence[Span]) -> list[Span]:
    result: list[Span] = []
    for span in spans:
        while result and (span[0] - result[-1][1]) * 2 <= min(_size(result[-1]), _size(span)):
            before = result.pop()
            span = (before[0], span[1], before[2], span[3])
        result.append(span)
    return result


def _size(span: Span) -> int:
    return max(span[1] - span[0], span[3] - span[2])


def _trimmed(span: Span, a: Sequence[str], b: Sequence[str]) -> Span:
    a_start, a_end, b_start, b_end = span
    if a[a_start:a_end] == b[b_start:b_end]:
        return span  # words that agree and differ in the space between them
    while a_start < a_end and b_start < b_end and a[a_start] == b[b_start]:
        a_start, b_start = a_start + 1, b_start + 1
    while a_start < a_end and b_start < b_end and a[a_end - 1] == b[b_end - 1]:
        a_end, b_end = a_end - 1, b_end - 1
    return a_start, a_end, b_start, b_end


def _shift(words: Sequence[str], run: tuple[int, int], back: int, forth: int, breaks: AbstractSet[int]) -> int:
    """By how many tokens a run that only one text has may be moved to begin with a paragraph."""
    start, end = run
    if start in breaks:
        return 0
    for step in range(1, min(back, FARTHEST) + 1):
        if words[start - step] != words[end - step]:
            break
        if start - step in breaks:
            return -step
    for step in range(1, min(forth, FARTHEST) + 1):
        if words[start + step - 1] != words[end + step - 1]:
            break
        if start + step in breaks:
            return step
    return 0


def spacing(spans: Sequence[Span], a: Tokens, b: Tokens) -> list[Span]:
    """The pairs of tokens that agree, between which one text has a space and the other has none."""
    result: list[Span] = []
    a_from = b_from = 0
    for a_to, a_end, b_to, b_end in [*spans, (len(a), len(a), len(b), len(b))]:
        ours, theirs = a.glued[a_from:a_to], b.glued[b_from:b_to]
        if ours[1:] != theirs[1:]:
            apart = (n for n in range(1, len(ours)) if ours[n] != theirs[n])
            result += [(a_from + n - 1, a_from + n + 1, b_from + n - 1, b_from + n + 1) for n in apart]
        a_from, b_from = a_end, b_end
    return result

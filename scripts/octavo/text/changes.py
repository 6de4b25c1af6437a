"""Where the edition reads otherwise than its witness: edits made one after another, seen as one set of changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from octavo.edition.errata import Erratum, HouseRule
from octavo.text.layer import Edit, Layer, trimmed
from octavo.text.tokens import PARAGRAPH, Tokens

Cause = Erratum | HouseRule


@dataclass(frozen=True)
class Change:
    """A stretch of the witness that the edition reads otherwise, and the entries that say so.

    ``start`` and ``end`` are offsets in the witness's layer, ``new_start`` and ``new_end`` in the emended layer.
    """

    start: int
    end: int
    new_start: int
    new_end: int
    causes: tuple[Cause, ...]

    @property
    def errata(self) -> tuple[Erratum, ...]:
        """The errata among the causes."""
        return tuple(cause for cause in self.causes if isinstance(cause, Erratum))


def with_edits(changes: Sequence[Change], layer: Layer, edits: Sequence[Edit], causes: Sequence[Cause]) -> list[Change]:
    """The changes after further edits of a layer (in order, not overlapping), each with its cause.

    ``layer`` is the text before these edits, in which the changes so far have their new offsets. An edit that meets an
    earlier change becomes one with it.
    """
    items: list[tuple[int, int, int, tuple[Cause, ...], int | None]] = [
        (change.new_start, change.new_end, 0, change.causes, change.new_end - change.end) for change in changes
    ]
    for edit, cause in zip(edits, causes, strict=True):
        start, end, text = trimmed(layer.text, edit)
        items.append((start, end, len(text) - (end - start), (cause,), None))
    items.sort(key=lambda item: item[:2])
    return list(_united(items))


def _united(items: list[tuple[int, int, int, tuple[Cause, ...], int | None]]) -> Iterable[Change]:
    """A change for each group of overlapping items: start, end, growth, causes, and how far old offsets lag behind."""
    lag = drift = 0
    position = 0
    while position < len(items):
        start, end, growth, causes, new_lag = items[position]
        after = lag if new_lag is None else new_lag
        position += 1
        while position < len(items) and items[position][0] < end:
            _, item_end, item_growth, item_causes, new_lag = items[position]
            end, growth, causes = max(end, item_end), growth + item_growth, causes + item_causes
            after = after if new_lag is None else new_lag
            position += 1
        yield Change(start - lag, end - after, start + drift, end + drift + growth, tuple(dict.fromkeys(causes)))
        lag, drift = after, drift + growth


def in_whole_tokens(changes: Sequence[Change], old: Tokens, new: Tokens) -> list[Change]:
    """The changes widened until they begin and end between two tokens of both texts; those of one token are one.

    Between two changes the texts are the same, so that a step of one is a step of the other; across a change it is not.
    """
    joined: list[Change] = []
    for change in changes:
        last = joined[-1] if joined else None
        if last and _forth(last, old, new) > change.start - last.end:
            causes = tuple(dict.fromkeys(last.causes + change.causes))
            joined[-1] = Change(last.start, change.end, last.new_start, change.new_end, causes)
        else:
            joined.append(change)
    return [_widened(change, _back(change, old, new), _forth(change, old, new)) for change in joined]


def _widened(change: Change, back: int, forth: int) -> Change:
    start, new_start = change.start - back, change.new_start - back
    return Change(start, change.end + forth, new_start, change.new_end + forth, change.causes)


def _back(change: Change, old: Tokens, new: Tokens) -> int:
    """How far before a change the nearest place is that parts no token of either text."""
    back = 0
    while step := max(
        _inside(old, change.start - back)[0],
        _inside(new, change.new_start - back)[0],
        _last_break(old, change.start - back) if _ends_at(new, change.new_start - back) else 0,
        _last_break(new, change.new_start - back) if _ends_at(old, change.start - back) else 0,
    ):
        back += step
    return back


def _forth(change: Change, old: Tokens, new: Tokens) -> int:
    """How far behind a change the nearest place is that parts no token of either text."""
    forth = 0
    while step := max(
        _inside(old, change.end + forth)[1],
        _inside(new, change.new_end + forth)[1],
        _first_break(old, change.end + forth) if _begins_at(new, change.new_end + forth) else 0,
        _first_break(new, change.new_end + forth) if _begins_at(old, change.end + forth) else 0,
    ):
        forth += step
    return forth


def _begins_at(tokens: Tokens, offset: int) -> bool:
    """Whether no token stands before an offset, so that a paragraph break there does not count."""
    return not tokens.starts or tokens.starts[0] >= offset


def _ends_at(tokens: Tokens, offset: int) -> bool:
    return not tokens.ends or tokens.ends[-1] <= offset


def _first_break(tokens: Tokens, offset: int) -> int:
    """The length of the paragraph break that begins at an offset; nought where none does."""
    number = bisect_left(tokens.starts, offset)
    is_break = tokens.starts[number : number + 1] == [offset] and tokens.words[number] == PARAGRAPH
    return tokens.ends[number] - offset if is_break else 0


def _last_break(tokens: Tokens, offset: int) -> int:
    """The length of the paragraph break that ends at an offset; nought where none does."""
    number = bisect_left(tokens.ends, offset)
    is_break = tokens.ends[number : number + 1] == [offset] and tokens.words[number] == PARAGRAPH
    return offset - tokens.starts[number] if is_break else 0


def _inside(tokens: Tokens, offset: int) -> tuple[int, int]:
    """How far an offset stands behind the start and before the end of the token that it parts; noughts between two."""
    number = bisect_right(tokens.starts, offset) - 1
    if number < 0 or not tokens.starts[number] < offset < tokens.ends[number]:
        return 0, 0
    return offset - tokens.starts[number], tokens.ends[number] - offset

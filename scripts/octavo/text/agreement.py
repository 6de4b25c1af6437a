"""Whether another witness has the edition's reading at a place."""

from __future__ import annotations

from bisect import bisect_right

from octavo.text.collate import Collation
from octavo.text.layer import EMENDED


def has_reading(collation: Collation, first: int, last: int) -> bool:
    """Whether a witness has the tokens ``first`` to ``last`` of the canonical text one after another, as received.

    Where these are none, whether it has nothing between the tokens beside that place.
    """
    if first == last:
        first, last = first - 1, last + 1
        if first < 0:
            return False
    numbers = [_received(collation, number) for number in range(first, last)]
    start = numbers[0]
    return start is not None and numbers == list(range(start, start + len(numbers)))


def _received(collation: Collation, number: int) -> int | None:
    """The token of the emended witness that a token of the canonical text is; None where that has it otherwise."""
    spans = collation.unexplained
    at = bisect_right(spans, number, key=lambda item: item.span[2])
    _, end, _, canonical_end = spans[at - 1].span if at else (0, 0, 0, 0)
    if number < canonical_end:
        return None
    token = number - canonical_end + end
    layer = collation.emended.layer
    if token >= len(layer.tokens):
        return None
    is_emended = EMENDED in layer.states[layer.tokens.starts[token] : layer.tokens.ends[token]]
    return None if is_emended else token

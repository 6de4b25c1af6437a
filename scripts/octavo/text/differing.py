"""The stretches in which witness and edition differ: what the errata list accounts for, and what nothing does yet.

Between two stretches the texts agree token by token, so that a reading can be widened in both by the same step.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from octavo.text.align import Span
from octavo.text.collate import compare
from octavo.text.emend import Emended
from octavo.text.layer import Layer
from octavo.text.tokens import Tokens


@dataclass(frozen=True)
class Stretch:
    """Tokens of witness and edition that stand for one another; ``errata`` are the ids of those that change them."""

    span: Span
    is_open: bool
    """Whether something in it is not accounted for."""
    errata: tuple[str, ...]


def differing(unexplained: Collection[Span], witness: Layer, made: Emended, edition: Layer) -> Iterator[Stretch]:
    """All stretches in order, of which ``unexplained`` (tokens of the emended witness and of the edition) are open.

    Where two overlap they are one, and where one is nothing but a place at the edge of the other.
    """
    spans = compare(made.layer, edition)
    tokens = made.layer.tokens
    changes = [
        (*_tokens(tokens, c.new_start, c.new_end), *_tokens(witness.tokens, c.start, c.end)) for c in made.changes
    ]
    items: list[tuple[int, int, bool, str]] = [(span[0], span[1], span in unexplained, "") for span in spans]
    items += [(first, last, False, "") for first, last, _, _ in changes]
    items += [(*_tokens(tokens, a.start, a.end), False, a.erratum.id) for a in made.applications]
    items.sort()
    to_witness = _Steps([(first, last, end - start) for first, last, start, end in changes])
    to_edition = _Steps([(span[0], span[1], span[3] - span[2]) for span in spans])
    position = 0
    while position < len(items):
        first, last, is_open, erratum = items[position]
        errata = [erratum] if erratum else []
        place = first if first == last else -1
        position += 1
        while position < len(items) and _meet(last, place, *items[position][:2]):
            item_first, item_last, item_open, erratum = items[position]
            last, is_open = max(last, item_last), is_open or item_open
            place = item_first if item_first == item_last else place
            errata += [erratum] if erratum else []
            position += 1
        span = (to_witness.before(first), to_witness.behind(last), to_edition.before(first), to_edition.behind(last))
        yield Stretch(span, is_open, tuple(dict.fromkeys(errata)))


def _meet(last: int, place: int, next_first: int, next_last: int) -> bool:
    """Whether a stretch and the next one have tokens in common, or one has a place without tokens where they touch.

    ``place`` is the last such place of the stretch.
    """
    return next_first < last or (next_first == last and (place == last or next_first == next_last))


def _tokens(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """The tokens that stand between two offsets, those that these part among them."""
    first = bisect_right(tokens.ends, start)
    return first, max(first, bisect_left(tokens.starts, end))


class _Steps:
    """How token numbers of one text follow from those of another that differs from it in some stretches."""

    def __init__(self, stretches: Sequence[tuple[int, int, int]]) -> None:
        self._beginnings = [first for first, _, _ in stretches]
        self._ends = [last for _, last, _ in stretches]
        self._growth = [0, *accumulate(length - (last - first) for first, last, length in stretches)]

    def before(self, number: int) -> int:
        """The number of the token that a stretch begins with; all stretches before it are counted."""
        return number + self._growth[bisect_left(self._beginnings, number)]

    def behind(self, number: int) -> int:
        """The number of the token behind a stretch that ends here; it is counted too."""
        return number + self._growth[bisect_right(self._ends, number)]

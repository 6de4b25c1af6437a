"""Which entries of an errata list fit a witness, and what they make of it; no complaint is made of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.edition import ErrataList, Erratum, HouseRule
from octavo.edition.errata import uncounted
from octavo.errors import Place
from octavo.text.emend import Emended, emend
from octavo.text.find import TokenIndex
from octavo.text.layer import Layer

Range = tuple[int, int]
"""The first of some tokens, and the one behind the last."""


@dataclass(frozen=True)
class Found:
    """An entry and all the ranges of tokens of the witness that it changes."""

    erratum: Erratum
    ranges: tuple[Range, ...]


def fitting(witness: Layer, errata: Iterable[Erratum]) -> list[Found]:
    """The entries whose reading stands as often as they say, without those that change words of an earlier one."""
    index = TokenIndex(witness.tokens)
    taken = Taken()
    fit = []
    for erratum in errata:
        ranges = tuple(index.reading(erratum.for_, erratum.in_))
        if len(ranges) == (erratum.count or 1) and taken.take(ranges):
            fit.append(Found(erratum, ranges))
    return fit


class Taken:
    """Tokens that entries change: none is given to two of them."""

    def __init__(self) -> None:
        self._tokens: set[int] = set()

    def take(self, ranges: Sequence[Range]) -> bool:
        """Take ranges of tokens, all of them or none; says whether they were free."""
        tokens = [token for first, last in ranges for token in range(first, last)]
        if len(tokens) != len(set(tokens)) or not self._tokens.isdisjoint(tokens):
            return False
        self._tokens.update(tokens)
        return True


def made(witness: Layer, errata: Iterable[Erratum], rules: Sequence[HouseRule]) -> Emended:
    """The witness with entries that fit it, and the rules of the house, however often they apply."""
    free = [uncounted(rule) for rule in rules]
    listed = ErrataList.model_construct(errata=list(errata), normalise=free)
    return emend(witness, listed, lambda _: Place(Path()))

"""How many corrections there are, of what kind, and how many the list leaves out: the one count for all who give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from octavo.edition import Apparatus, Erratum
from octavo.edition.apparatus import KINDS
from octavo.text.changes import Change

HOUSE_RULE = "normalise"
"""The kind of a change that a rule of the house makes."""


class _Counted(Protocol):
    @property
    def change(self) -> Change: ...

    @property
    def shown(self) -> bool: ...


@dataclass(frozen=True)
class Tally:
    """Places at which the edition departs from its witness, by kind; a place of several kinds counts as the first."""

    listed: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Iterable[_Counted], apparatus: Apparatus) -> Tally:
        """Counted from the changes that the text follows; a listed one counts as what it is listed for."""
        listed, left_out = Counter[str](), Counter[str]()
        for one in changes:
            kinds = kinds_of(one.change)
            if one.shown:
                listed[next((kind for kind in kinds if apparatus.shows(kind)), kinds[0])] += 1
            else:
                left_out[kinds[0]] += 1
        return cls(*({kind: count[kind] for kind in KINDS if count[kind]} for count in (listed, left_out)))

    @property
    def total(self) -> int:
        """How many there are."""
        return self.all_listed + self.all_left_out

    @property
    def all_listed(self) -> int:
        """How many the list shows."""
        return sum(self.listed.values())

    @property
    def all_left_out(self) -> int:
        """How many it does not."""
        return sum(self.left_out.values())

    def of_kind(self, kind: str) -> int:
        """How many there are of one kind, listed or not."""
        return self.listed.get(kind, 0) + self.left_out.get(kind, 0)

    @property
    def by_errata(self) -> int:
        """How many there are without those that only a rule of the house makes."""
        return self.total - self.of_kind(HOUSE_RULE)


def kinds_of(change: Change) -> list[str]:
    """The kinds of the entries that make a change, those of errata first."""
    kinds = [cause.kind for cause in change.causes if isinstance(cause, Erratum)]
    return [*kinds, *([HOUSE_RULE] if len(kinds) < len(change.causes) else [])]


def is_shown(change: Change, apparatus: Apparatus, layer: str) -> bool:
    """Whether readers are shown a change of one of the list's layers: where they are, and one of its kinds is."""
    return apparatus.shows(layer) and any(apparatus.shows(kind) for kind in kinds_of(change))

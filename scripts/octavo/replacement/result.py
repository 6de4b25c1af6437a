"""What a better transcript in a witness's place means for the edition."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from octavo.edition import Erratum, HouseRule, Query, Stet, Witness
from octavo.errors import Place
from octavo.text.carried import Carried, State


@dataclass(frozen=True)
class Entry:
    """An entry of the errata list, and where the new witness has it or has something else."""

    carried: Carried
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Rule:
    """A rule of the house, and how often it applies to the new witness."""

    rule: HouseRule
    count: int


@dataclass(frozen=True)
class Skipped:
    """An expression of ``skip``, and how often it took something out of the old witness and of the new one."""

    expression: str
    before: int
    count: int


@dataclass(frozen=True)
class Touched:
    """A stet or a query about words that the new witness has otherwise, and what it has."""

    entry: Stet | Query
    place: Place
    reads: str


@dataclass(frozen=True)
class Evidence:
    """What an entry gives as the reading of the witness, which the new one has nowhere."""

    entry: Erratum | Stet | Query
    reading: str


@dataclass(frozen=True)
class Replacement:
    """All that follows when a better transcript takes the place of a witness."""

    siglum: str
    old: Witness
    new: Witness
    base: bool
    entries: tuple[Entry, ...]
    rules: tuple[Rule, ...]
    skipped: tuple[Skipped, ...]
    touched: tuple[Touched, ...]
    evidence: tuple[Evidence, ...]
    standing: int
    """Stet entries and queries: they are about the edition's text, and stay as they are."""
    unexplained: int
    """Differences that are left when all is written."""
    is_lost: bool = False
    """Whether the old transcript was written over before it could be compared."""

    def of(self, state: State) -> list[Entry]:
        """The entries of a state, in the order of the list."""
        return [entry for entry in self.entries if entry.carried.state is state]

    @property
    def clean(self) -> bool:
        """Whether nothing is left for the editor to look at."""
        return not (self.unexplained or self.of(State.MISFIT) or self.touched or self.evidence)


@dataclass(frozen=True)
class Written:
    """The files of a replacement, in the order in which they are to be written, and the folder of what was before."""

    files: dict[Path, bytes]
    kept: Path

"""The errata list: every reading in which the edition departs from its witness; stet; queries; house rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from octavo.edition.expressions import refuse_malformed, refuse_malformed_template
from octavo.edition.strict import Placed, Strict
from octavo.errors import InputError, Place, Problem

Kind = Literal[
    "misread",
    "misprint",
    "unknown",
    "omission",
    "addition",
    "repetition",
    "transposition",
    "punctuation",
    "quotation-mark",
    "capital",
    "hyphen",
    "spacing",
    "paragraph",
    "heading",
]


def _pairs(value: object) -> object:
    return tuple(value.items()) if isinstance(value, dict) else value


Evidence = Annotated[tuple[tuple[str, Annotated[str, Field(min_length=1)]], ...], BeforeValidator(_pairs)]
"""What other witnesses read at a place, each with its siglum."""


class Erratum(Placed):
    """For X read Y: one departure from the witness; ``every`` for a fault that recurs ``count`` times."""

    id: str = Field(pattern=r"^[\w.-]+$")
    for_: str = Field(alias="for", min_length=1)
    read: str
    in_: str = Field(default="", alias="in")
    kind: Kind
    note: str = ""
    why: str = ""
    """The reason for an entry that leaves out or adds much."""
    by: str = ""
    date: str = ""
    cert: Literal["high", "medium", "low"] | None = None
    source: str = ""
    every: bool = False
    count: int | None = Field(default=None, ge=1)
    evidence: Evidence = ()

    @model_validator(mode="after")
    def _counted(self) -> Erratum:
        if self.every != (self.count is not None):
            raise ValueError("‘every: true’ and ‘count’ go together: the count says how often the fault recurs")
        if self.for_.split() == self.read.split():
            raise ValueError("‘for’ and ‘read’ are the same")
        return self


class Variant(Erratum):
    """For X read Y in a further witness: X is what that has where the edition reads Y."""

    siglum: str = Field(min_length=1)
    kind: Kind = "unknown"


class Stet(Placed):
    """A reading that looked wrong, was examined and stands."""

    id: str = Field(pattern=r"^[\w.-]+$")
    reading: str = Field(min_length=1)
    in_: str = Field(default="", alias="in")
    why: str = Field(min_length=1)
    evidence: Evidence = ()


class Query(Placed):
    """The editor asks; the text is not changed."""

    id: str = Field(pattern=r"^[\w.-]+$")
    reading: str = Field(min_length=1)
    in_: str = Field(default="", alias="in")
    why: str = Field(min_length=1)
    status: Literal["open", "answered"] = "open"
    answer: str = ""
    evidence: Evidence = ()


ANY_COUNT = 0
"""The count of a house rule that is counted and not checked."""


class HouseRule(Placed):
    """A rule of the house (a regular expression) applied to the witness before comparing; its count must be right."""

    for_: str = Field(alias="for", min_length=1)
    read: str
    why: str = Field(min_length=1)
    count: int = Field(ge=1)

    @field_validator("for_")
    @classmethod
    def _expression(cls, value: str) -> str:
        refuse_malformed(value)
        return value

    @model_validator(mode="after")
    def _template(self) -> HouseRule:
        refuse_malformed_template(self.for_, self.read)
        return self


class Withdrawn(Placed):
    """An id that was given to an entry which is in the list no longer: it is not given again."""

    id: str = Field(pattern=r"^[\w.-]+$")
    why: str = Field(min_length=1)
    at: str = Field(default="", pattern=r"^(.+:\d+:\d+)?$")
    """Where the witness has a third reading, as file:line:column from the edition's folder; the draft names the id."""

    @property
    def third_reading(self) -> Place | None:
        """The same as a place."""
        file, _, spot = self.at.rpartition(":")
        file, _, line = file.rpartition(":")
        return Place(Path(file), int(line), int(spot)) if self.at else None


class ErrataList(Strict):
    """All of errata.yaml (or of errata/*.yaml, in file-name order)."""

    errata: list[Erratum] = Field(default_factory=list)
    stet: list[Stet] = Field(default_factory=list)
    queries: list[Query] = Field(default_factory=list)
    normalise: list[HouseRule] = Field(default_factory=list)
    variants: list[Variant] = Field(default_factory=list)
    withdrawn: list[Withdrawn] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _empty_lists(cls, value: object) -> object:
        """A key with nothing behind it is an empty list."""
        return {key: item or [] for key, item in value.items()} if isinstance(value, dict) else value

    def entries(self) -> Iterator[tuple[str, int, Placed]]:
        """Every entry with the list it stands in and its number there."""
        for name in ("errata", "stet", "queries", "normalise", "variants", "withdrawn"):
            for number, entry in enumerate(getattr(self, name)):
                yield name, number, entry

    @classmethod
    def joined(cls, lists: list[ErrataList]) -> ErrataList:
        """One list of several; raises InputError where an id is given twice."""
        seen: dict[str, Placed] = {}
        problems = []
        for one in lists:
            for _, _, entry in one.entries():
                identifier = getattr(entry, "id", None)
                if identifier in seen:
                    first = seen[identifier].place
                    hint = f"it stands first at {first}; give this one an id of its own"
                    if isinstance(entry, Withdrawn):
                        hint = f"it is that of the entry at {first}: give that another, or take it out of ‘withdrawn’"
                    problems.append(Problem(f"the id ‘{identifier}’ is given twice", entry.place, hint))
                elif identifier:
                    seen[identifier] = entry
        if problems:
            raise InputError.of(problems)
        return cls(
            errata=[entry for one in lists for entry in one.errata],
            stet=[entry for one in lists for entry in one.stet],
            queries=[entry for one in lists for entry in one.queries],
            normalise=[entry for one in lists for entry in one.normalise],
            variants=[entry for one in lists for entry in one.variants],
            withdrawn=[entry for one in lists for entry in one.withdrawn],
        )

    @property
    def ids(self) -> set[str]:
        """The ids that are given."""
        return {identifier for _, _, entry in self.entries() if (identifier := getattr(entry, "id", ""))}

    def of_further(self, siglum: str) -> ErrataList:
        """What turns a further witness into the edition's text: its variants as errata, and the rules of the house.

        The ids that are withdrawn stay so.

        How often a rule applies there is counted and not checked: its count is that of the base.
        """
        rules = [uncounted(rule) for rule in self.normalise]
        mine = [variant for variant in self.variants if variant.siglum == siglum]
        return ErrataList.model_construct(
            errata=mine, stet=[], queries=[], normalise=rules, variants=[], withdrawn=self.withdrawn
        )


def uncounted(rule: HouseRule) -> HouseRule:
    """The rule, to be counted and not checked."""
    copy = rule.model_copy(update={"count": ANY_COUNT})
    if rule.place:
        copy.put(rule.place)
    return copy

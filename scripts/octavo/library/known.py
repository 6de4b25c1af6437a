"""known.yaml: failures of a library that are expected, so that only new ones count."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, model_validator

from octavo.edition.strict import Placed, Strict, Unfit
from octavo.edition.textfile import read_text
from octavo.edition.yamlfile import bounded, read_yaml, validated
from octavo.errors import Problem
from octavo.library.discovery import Found
from octavo.library.records import Record

NAME = "known.yaml"


class KnownFailure(Placed):
    """One edition that is known to fail: by its identifier, or by its folder where that cannot be read."""

    id: str | None = Field(default=None, min_length=1, description="The edition’s identifier.")
    folder: str | None = Field(default=None, min_length=1, description="Its folder below the library’s.")
    why: str = Field(min_length=1, description="Why it fails, and until when that may be so.")

    @model_validator(mode="after")
    def _one_of_both(self) -> KnownFailure:
        if (self.id is None) == (self.folder is None):
            raise Unfit(
                "an entry names one edition", "give its ‘id’, or its ‘folder’ where it has none that can be read"
            )
        return self

    def is_of(self, record: Record) -> bool:
        """Whether a record is of this edition."""
        return self.names(record.identifier, record.folder)

    def names(self, identifier: str, folder: str) -> bool:
        """Whether it means the edition with this identifier in this folder below the library's."""
        if self.id is not None:
            return identifier == self.id
        return folder == (self.folder or "").strip("/")


class KnownFailures(Strict):
    """All of known.yaml."""

    known: list[KnownFailure] = Field(default_factory=list, description="The failures that are expected.")


@dataclass(frozen=True)
class Verdict:
    """Failures parted into those that are new and those that are known, and entries that no failure answers to."""

    new: tuple[Record, ...]
    known: tuple[Record, ...]
    unused: tuple[Problem, ...]


def read_known(library: Path) -> KnownFailures:
    """What known.yaml lists; raises InputError with the place of whatever is wrong in it."""
    path = library / NAME
    if not os.path.lexists(path):
        return KnownFailures()
    yaml = bounded(read_yaml(read_text(path), path))
    found = validated(KnownFailures, yaml, NAME)
    for number, entry in enumerate(found.known):
        entry.put(yaml.place("known", number))
    return found


def verdict(failures: Iterable[Record], known: KnownFailures) -> Verdict:
    """Hold failures against what is known."""
    failures = list(failures)
    expected = [record for record in failures if any(entry.is_of(record) for entry in known.known)]
    unused = [entry for entry in known.known if not any(entry.is_of(record) for record in failures)]
    hint = f"take the entry out of {NAME}"
    return Verdict(
        tuple(record for record in failures if record not in expected),
        tuple(expected),
        tuple(Problem(f"{e.id or e.folder} fails no more, or is not there", e.place, hint) for e in unused),
    )


def is_known(known: KnownFailures, found: Found, library: Path) -> bool:
    """Whether an edition is one of those that are known to fail."""
    folder = found.folder.relative_to(library).as_posix()
    return any(entry.names(found.identifier, folder) for entry in known.known)

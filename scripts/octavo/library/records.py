"""What is kept of each edition from run to run: its state and what it was made of, each in a file written whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from octavo.cache import read_whole, write_beside, write_ignored
from octavo.errors import InputError, Place, Problem
from octavo.library.keys import Stat

STATE_FOLDER = ".octavo-library"
"""The folder of state within a build folder."""
_VERSION = 1


class State(StrEnum):
    """What became of an edition in a run."""

    built = "built"
    unchanged = "unchanged"
    failed = "failed"
    """The edition is at fault, as octavo build would say."""
    quarantined = "quarantined"
    """Its process crashed, hung, or took too much memory; it is left alone until it or its limits change."""

    @property
    def is_good(self) -> bool:
        """Whether its renditions are there."""
        return self in (State.built, State.unchanged)


@dataclass(frozen=True)
class Record:
    """One edition as the last run left it."""

    name: str
    """Of its folder and its files of state."""
    identifier: str
    folder: str
    """The folder of its Markdown, relative to the library's."""
    state: State
    parts: Mapping[str, str] = field(default_factory=dict)
    """Program and options, by name, with versions or digests."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Of each file below its folder."""
    stats: Mapping[str, Stat] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    """Digest of each file that was made, by its name."""
    output_stats: Mapping[str, Stat] = field(default_factory=dict)
    limits: tuple[float, int] = (0.0, 0)
    """Seconds and bytes that it was allowed, where it is quarantined."""
    problems: tuple[Problem, ...] = ()
    """Why it failed or is quarantined."""
    warnings: tuple[Problem, ...] = ()
    proof: str = ""
    seconds: float = 0.0
    memory: int = 0
    """The most that was seen, in bytes."""


@contextmanager
def locked(path: Path, folder: Path) -> Iterator[None]:
    """While this is entered, no other run has the lock of a folder; raises InputError where one has it."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            hint = "wait until it has ended"
            raise InputError("another run writes into this folder", place=Place(folder), hint=hint) from None
        except OSError:
            pass  # a file system that knows no locks
        yield


@dataclass(frozen=True)
class Store:
    """The folder that a library is built into, and the state in it."""

    folder: Path

    @property
    def state(self) -> Path:
        """The folder of state."""
        return self.folder / STATE_FOLDER

    @property
    def cache(self) -> Path:
        """The folder of what is kept from build to build, for all editions."""
        return self.state / "cache"

    def entry(self, name: str) -> Path:
        """The file with what catalogues say of an edition."""
        return self.state / "entries" / f"{name}.json"

    def thumbnail(self, name: str) -> Path:
        """The file of an edition's cover, made small for lists."""
        return self.state / "covers" / f"{name}.jpg"

    def built(self, name: str) -> Path:
        """The folder with an edition's renditions."""
        return self.folder / name

    def prepare(self) -> None:
        """Make the folders; raises InputError where they cannot be made."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_ignored(self.state)
            for name in ("records", "entries", "covers", "cache"):
                (self.state / name).mkdir(exist_ok=True)
        except OSError as error:
            hint = "choose another folder with --out, or mend its permissions"
            raise InputError(f"cannot write here: {error.strerror}", place=Place(self.folder), hint=hint) from None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While this is entered, no other run writes here; raises InputError where one is at work."""
        with locked(self.state / "lock", self.folder):
            yield

    def records(self) -> dict[str, Record]:
        """What is kept of each edition, by name; what is damaged or of another version is not there."""
        found = {}
        with suppress(OSError):
            for path in sorted((self.state / "records").glob("*.json")):
                record = _read(path)
                if record:
                    found[record.name] = record
        return found

    def record(self, name: str) -> Record | None:
        """What is kept of one edition."""
        return _read(self.state / "records" / f"{name}.json")

    def write(self, record: Record) -> None:
        """Keep a record, whole or not at all."""
        keys = asdict(record) | {"problems": _listed(record.problems), "warnings": _listed(record.warnings)}
        data = json.dumps({"version": _VERSION, **keys}, ensure_ascii=True).encode()
        write_beside(self.state / "records" / f"{record.name}.json", data)

    def forget(self, name: str) -> None:
        """Take away what is kept of an edition, but for its renditions."""
        for path in (self.state / "records" / f"{name}.json", self.entry(name)):
            path.unlink(missing_ok=True)


class ReadOnlyStore(Store):
    """The same, in which nothing is kept."""

    def write(self, record: Record) -> None:
        """Keep nothing."""


def _read(path: Path) -> Record | None:
    data = read_whole(path)
    try:
        keys = json.loads(data) if data is not None else {}
        if keys.pop("version", None) != _VERSION:
            return None
        read = {"problems": _problems(keys["problems"]), "warnings": _problems(keys["warnings"])}
        return Record(**keys | read | {"state": State(keys["state"]), "limits": tuple(keys["limits"])})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _listed(problems: tuple[Problem, ...]) -> list[list[Any]]:
    return [[p.message, _written(p.place), p.hint, p.kind] for p in problems]


def _written(place: Place | None) -> list[Any] | None:
    return [os.fspath(place.file), place.line, place.column] if place else None


def _problems(listed: list[list[Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(m, Place(Path(where[0]), *where[1:]) if where else None, h, k) for m, where, h, k in listed)

"""The last build into a folder: of what it was made, what it made and what it told.

Where nothing of that has changed, another build would do the same again, and is not made. This module must stay quick:
it imports nothing that reads, sets or binds a book.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from octavo.cache import CACHE_FOLDER, libraries, program, read_whole, write_beside, write_ignored
from octavo.errors import Place, Problem

_RECORD = "last-build.json"
_LISTED = ("images", "fonts", "witness")
"""Folders of an edition in which another file may make another book."""
_TICK = 50_000_000
"""Nanoseconds by which a file's time may be behind."""
_OPTIONS = ("SOURCE_DATE_EPOCH", "PYPANDOC_PANDOC")
"""What of the environment decides about a build."""


@dataclass(frozen=True)
class Made:
    """One file that was written."""

    name: str
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True)
class Report:
    """What a build tells its user, beside how long it took."""

    warnings: tuple[Problem, ...]
    errors: tuple[Problem, ...]
    """Why renditions could not be made."""
    differences: tuple[Problem, ...]
    """Where print does not say what the text says."""
    files: tuple[Made, ...]
    left: tuple[str, ...]
    """Names of Markdown files that are not of the book, as they say themselves."""
    proof: str
    is_clean: bool
    """Whether the proof is, or there is no witness to prove the text by."""


@dataclass(frozen=True)
class LastBuild:
    """Remembers the build of a folder into another, made with these options."""

    directory: Path
    target: Path
    options: Sequence[str]

    def report(self) -> Report | None:
        """What the last build told, where this one would do the same; nothing where it would not, or nobody knows.

        Each file of the edition and each that was made is read and held against its digest.
        """
        record = self._read()
        try:
            if record is None or record["key"] != self._key():
                return None
            if record["inputs"] != self._inputs(Path(record["folder"]), record["inputs"]["files"]):
                return None
            report = _report(record["told"])
        except (OSError, KeyError, TypeError, ValueError, AttributeError):
            return None  # written by another version, or by no version of this program
        made = ((self.target / file.name, file.sha256) for file in report.files)
        return report if all(_digest(path) == digest for path, digest in made) else None

    def remember(self, report: Report, folder: Path, files: Iterable[Path], began: int) -> None:
        """Note what was told of a build of the edition in ``folder`` of these files.

        It ``began`` at a time in nanoseconds since 1970; where a file was changed since then, nobody knows what was
        read, and nothing is noted, as where there were errors, or the folder cannot be written to.
        """
        if report.errors or report.differences:
            return
        names = [path.relative_to(folder).as_posix() for path in files]
        listed = (path for inner in _LISTED for path in (folder / inner).rglob("*"))
        if any(_changed(path) > began - _TICK for path in (*(folder / name for name in names), *listed)):
            return
        record = {
            "key": self._key(),
            "folder": str(folder),
            "inputs": self._inputs(folder, names),
            "told": asdict(report) | {"warnings": [_written(problem) for problem in report.warnings]},
        }
        try:
            write_ignored(self.target / CACHE_FOLDER)
            write_beside(self.target / CACHE_FOLDER / _RECORD, json.dumps(record).encode())
        except OSError:
            return  # what was built is there; only the next build is slower

    def _read(self) -> dict[str, Any] | None:
        try:
            data = read_whole(self.target / CACHE_FOLDER / _RECORD)
            record: object = None if data is None else json.loads(data)
        except (ValueError, RecursionError):
            return None
        return record if isinstance(record, dict) else None

    def _key(self) -> str:
        """A digest of all that decides beside the edition's own files: the options, the program and its libraries."""
        where = [str(self.directory), str(self.target), str(Path.cwd()), *self.options]
        around = [f"{name}={os.environ.get(name)}" for name in _OPTIONS]
        return hashlib.sha256(
            "\0".join([*where, *around, *program(), *libraries()]).encode(errors="surrogateescape")
        ).hexdigest()

    def _inputs(self, folder: Path, names: Iterable[str]) -> dict[str, Any]:
        """What is in the edition folder, and the digest of each file that matters."""
        names = set(names)
        listed = [sorted(path.name for path in self.directory.iterdir() if path.name != self.target.name)]
        for path in sorted(folder.iterdir()):
            if path.is_file():
                names.add(path.name)
        for inner in _LISTED:
            paths = sorted((folder / inner).rglob("*"))
            listed.append([path.relative_to(folder).as_posix() for path in paths])
        return {"listed": listed, "files": {name: _digest(folder / name) for name in sorted(names)}}


def _changed(path: Path) -> int:
    """When a file was last written, or put where it is, in nanoseconds since 1970."""
    state = path.stat()
    return max(state.st_mtime_ns, state.st_ctime_ns)


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _written(problem: Problem) -> dict[str, Any]:
    place = problem.place
    where = (str(place.file), place.line, place.column) if place else None
    return {"message": problem.message, "place": where, "hint": problem.hint, "kind": problem.kind}


def _report(record: dict[str, Any]) -> Report:
    warnings = tuple(
        Problem(item["message"], _place(item["place"]), item["hint"], item["kind"]) for item in record["warnings"]
    )
    files = tuple(Made(**file) for file in record["files"])
    left, proof, is_clean = tuple(record["left"]), record["proof"], record["is_clean"]
    return Report(warnings, (), (), files, left, proof, is_clean)


def _place(where: list[Any] | None) -> Place | None:
    return Place(Path(where[0]), *where[1:]) if where else None

"""What an edition was made of, in parts that have names, and which of them are others now."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path
from typing import Any

import octavo

Stat = list[int]
"""Size, time of the last change in nanoseconds, inode: a file with the same three is taken to be the same."""
_TICK = 50_000_000
"""Nanoseconds by which a file's time may be behind."""
_PASSED = ("build", "node_modules")
_APART = ("cli", "library")
"""Rooms of which no edition is made …"""
_OF_ENTRIES = ("entry.py", "editionworker.py", "epubfacts.py")
"""… but for these modules, which make what catalogues say of it."""
_NAMED = {"octavo": "Octavo", "typst": "Typst", "pypandoc_binary": "pandoc", "python": "Python"}


@cache
def program_parts() -> dict[str, str]:
    """Octavo, pandoc, Typst, each library, fonts, styles and printers' figures, each by version or digest.

    By contents and not by times, so that they are the same on every machine that has the same.
    """
    package, styles = Path(octavo.__file__).parent, Path(str(files("octavo.styles")))
    code = [path for path in _files(package) if path.suffix in (".py", ".toml") and path.name != "printers.toml"]
    made = [path for path in code if path.relative_to(package).parts[0] not in _APART]
    entries = [package / "library" / name for name in _OF_ENTRIES]
    fonts = [path for path in _files(styles) if path.is_relative_to(styles / "fonts")]
    looks = [path for path in _files(styles) if path not in set(fonts) and path.suffix != ".pyc"]
    return {
        "Octavo": f"{octavo.__version__} ({digest_of(made, package)})",
        "catalogue entries": digest_of([path for path in entries if path.is_file()], package),
        "pandoc": _pandoc(),
        "Python": sys.version.split()[0],
        **{_NAMED.get(name, name): found for name, found in _libraries() if name != "pypandoc_binary"},
        "fonts": digest_of(fonts, styles),
        "styles": digest_of(looks, styles),
        "printers.toml": digest_of([package / "printers" / "printers.toml"], package),
    }


def all_parts(renditions: Iterable[str]) -> dict[str, str]:
    """The parts of every edition of a library: the program's, and what was asked for."""
    asked = {"renditions": ", ".join(renditions) or "the usual ones"}
    return {**program_parts(), **asked, "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "")}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if "__pycache__" not in path.parts and path.is_file())


def digest_of(paths: Iterable[Path], root: Path) -> str:
    """Twelve digits of a digest of files and their names."""
    digest = hashlib.sha256()
    for path in paths:
        data = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return digest.hexdigest()[:12]


def _libraries() -> Iterator[tuple[str, str]]:
    """What Octavo depends on, without extras: name and version."""
    for requirement in requires("octavo") or ():
        match = re.match(r"[\w.-]+", requirement)
        if match and "extra ==" not in requirement:
            try:
                yield match[0], version(match[0])
            except PackageNotFoundError:
                continue


def _pandoc() -> str:
    given = os.environ.get("PYPANDOC_PANDOC")
    if given:
        with Path(given).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:12]
    return version("pypandoc_binary")


def stats(folder: Path) -> dict[str, Stat]:
    """The state of every file below an edition's folder, by name; of what was changed just now, nothing is certain.

    Such a file has an empty state, which no state is equal to.
    """
    now, found = time.time_ns(), {}
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name[0] == "." or (entry.name in _PASSED and entry.is_dir()):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                elif entry.is_file():
                    found[Path(entry.path).relative_to(folder).as_posix()] = _state(entry.stat(), now)
    return dict(sorted(found.items()))


def stat_of(path: Path) -> Stat:
    """The same, of one file; empty where it is not there."""
    try:
        return _state(path.stat(), time.time_ns())
    except OSError:
        return []


def _state(state: os.stat_result, now: int) -> Stat:
    is_certain = max(state.st_mtime_ns, 0) < now - _TICK
    return [state.st_size, state.st_mtime_ns, state.st_ino] if is_certain else []


def sha256_of(path: Path) -> str:
    """The digest of a file; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def changed_parts(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """In words, each part that is another."""
    for name in [*now, *(name for name in before if name not in now)]:
        old, new = before.get(name, ""), now.get(name, "")
        if old != new:
            is_short = len(old) + len(new) < 60
            yield f"{name}: {old or 'none'} → {new or 'none'}" if is_short else f"{name} changed"


def changed_files(folder: Path, kept: Mapping[str, Any], *, verify: bool) -> tuple[list[str], dict[str, Stat]]:
    """In words, each file below a folder that is not as it was, and the states that now stand for what was kept.

    ``kept`` has ``digests`` and ``stats`` by name. Files whose state is the same are not read, unless ``verify``.
    """
    now = stats(folder)
    digests, known = kept["digests"], kept["stats"]
    found = []
    for name, state in now.items():
        if name not in digests:
            found.append(f"{name} is new")
        elif (verify or not state or state != known.get(name)) and sha256_of(folder / name) != digests[name]:
            found.append(f"{name} changed")
    found += [f"{name} is gone" for name in digests if name not in now]
    return found, now

"""What is kept from build to build: each thing under a digest of all that it was made of, so that it is always right.

The folder may be deleted at any time, and several builds may use it at once: a file is written beside its place and
moved in. What was damaged is made anew, as each file begins with a digest of the rest.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

CACHE_FOLDER = ".octavo-cache"
"""The folder within a build folder."""
ABANDONED = 3600
"""Seconds after which a file that is not yet in its place will not come there any more."""
MOST_BYTES = 256 * 2**20
"""How much is kept at most; of a book of 300,000 words it is 25 MB."""


@dataclass
class Cache:
    """A folder of things kept; without a folder nothing is."""

    folder: Path | None = None
    most_bytes: int | None = field(default_factory=lambda: MOST_BYTES)
    """How much is kept at most; without it, whoever has the folder bounds it with ``bound``."""
    _new: dict[Path, bytes] = field(default_factory=dict, init=False)
    _used: set[Path] = field(default_factory=set, init=False)

    def find(self, kind: str, key: str) -> bytes | None:
        """What is kept of a kind under a key; nothing where it is not there, or damaged."""
        if self.folder is None:
            return None
        path = self.folder / kind / key
        data = read_whole(path)
        if data is not None:
            self._used.add(path)
        return data

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Keep something from ``write`` on."""
        if self.folder is not None:
            self._new[self.folder / kind / key] = data

    def write(self) -> None:
        """Put what is new into the folder, and take out what was used longest ago where there is too much.

        What cannot be written is not kept: only the next build is slower.
        """
        if self.folder is None:
            return
        try:
            write_ignored(self.folder)
            for path in self._used:
                os.utime(path)
            for path, data in self._new.items():
                path.parent.mkdir(exist_ok=True)
                write_beside(path, data)
            self._new.clear()
            if self.most_bytes is not None:
                self.bound(self.most_bytes)
        except OSError:
            return

    def bound(self, most_bytes: int) -> None:
        """Take out what was used longest ago, until there is no more than so many bytes.

        Raises OSError where the folder cannot be read or written to.
        """
        assert self.folder is not None
        now = time.time()
        states = [(path, path.stat()) for path in self.folder.glob("*/*")]
        for path, state in states:
            if path.suffix and now - state.st_mtime > ABANDONED:  # by a build that was killed while it wrote this
                path.unlink(missing_ok=True)
        size = sum(state.st_size for _, state in states)
        for path, state in sorted(states, key=lambda item: item[1].st_mtime_ns):
            if size <= most_bytes:
                break
            path.unlink(missing_ok=True)
            size -= state.st_size


def read_whole(path: Path) -> bytes | None:
    """What a file holds below the digest in its first line; nothing where it is not there, or not what was written."""
    try:
        digest, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return data if digest == _digest(data) else None


def write_ignored(folder: Path) -> None:
    """Make a folder that no version control takes in."""
    folder.mkdir(exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def write_beside(path: Path, data: bytes) -> None:
    """Write a file with its digest in a first line, whole or not at all."""
    # Several machines may write here, and processes of two of them have one number.
    beside = path.with_name(f"{path.name}.{os.getpid()}-{platform.node()}")
    beside.write_bytes(_digest(data) + b"\n" + data)
    beside.replace(path)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def key_of(parts: Iterable[str | bytes]) -> str:
    """The digest of several texts, of which none runs into the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def program() -> Iterator[str]:
    """The program's own files, by their sizes and times: also while it is being changed."""
    for root in (Path(__file__).parent, Path(str(files("octavo.styles")))):
        for folder, inner, names in os.walk(root):
            inner.sort()
            for name in sorted(names):
                if not name.endswith(".pyc"):
                    state = Path(folder, name).stat()
                    yield f"{folder}/{name} {state.st_size} {state.st_mtime_ns}"


def libraries() -> Iterator[str]:
    """Python, and every package with its version, as the names of their folders say."""
    yield sys.version
    for folder in map(Path, sys.path):
        if folder.is_dir():
            yield from sorted(path.name for path in folder.iterdir() if path.suffix == ".dist-info")


NOTHING = Cache()
"""Keeps nothing."""

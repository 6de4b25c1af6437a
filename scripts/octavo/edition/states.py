"""Whether the files of an edition stay as they are while a book is made of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from octavo.edition.folder import edition_folder
from octavo.errors import InputError, Place, Problem

_READ_FIRST = (".md", ".yaml", ".yml", ".txt", ".html", ".hocr", ".Rmd", ".qmd")
"""The endings of files that may be read before all files of the edition are known."""
_OTHERS = ("build", "node_modules")
"""Folders in which no edition has its texts."""
MOST_SEEN = 20_000
"""Files beyond these are first looked at when they are read; an edition has fewer."""
_State = tuple[int, int, int, int]


class SourceStates:
    """The states of an edition's files from before they are read, so that the manifest vouches for what was read."""

    def __init__(self, directory: Path) -> None:
        folder = edition_folder(directory)
        paths = islice(_texts_in(folder), MOST_SEEN)
        self._states = {path: _state(path) for path in paths}

    def watch(self, paths: Iterable[Path]) -> None:
        """Know which files the edition is made of, and look at those that have not been seen yet."""
        self._states = {path: self._states[path] if path in self._states else _state(path) for path in paths}

    def refuse_changed(self) -> None:
        """Raise InputError with the files that were changed, put in their place or taken away since they were seen."""
        hint = "nothing was written; build again"
        changed = (path for path, state in self._states.items() if _state(path) != state)
        problems = [Problem("this file has changed while it was read", Place(path), hint) for path in changed]
        if problems:
            raise InputError.of(problems)


def _texts_in(folder: Path) -> Iterator[Path]:
    for inside, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != "." and name not in _OTHERS)
        yield from (Path(inside, name) for name in names if name.endswith(_READ_FIRST))


def _state(path: Path) -> _State | None:
    """What another state of a file would not have alike; nothing where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino

"""A place that all machines of a cluster reach, where they share no folder: any file system that fsspec knows.

The edition is put there, a worker builds it from a copy of its own and leaves the renditions, and they are taken in.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from octavo.errors import InputError, Place, Problem
from octavo.library.editionworker import Task
from octavo.library.keys import stats
from octavo.library.records import Record, Store

_SOURCE, _MADE = "source", "made"


def _at(task: Task) -> tuple[Any, str]:
    """The file system of a task's exchange, and the folder there that is its own; raises InputError."""
    try:
        import fsspec

        system, root = fsspec.core.url_to_fs(task.exchange)
    except (ImportError, ValueError) as error:
        hint = "pip install what fsspec needs for it, or mend ‘exchange’ in library.yaml"
        raise InputError(f"the exchange {task.exchange} cannot be reached: {error}", hint=hint) from None
    library = hashlib.sha256(str(task.library).encode()).hexdigest()[:8]
    return system, f"{root.rstrip('/')}/{library}-{task.name}"


def hand_out(task: Task) -> None:
    """Put an edition where the cluster gets it; what an earlier run has left there is taken away."""
    system, folder = _at(task)
    with suppress(FileNotFoundError):
        system.rm(folder, recursive=True)
    _put(system, task.folder, list(stats(task.folder)), f"{folder}/{_SOURCE}")


def built_through(task: Task, build: Callable[[Task], Record]) -> Record:
    """Build an edition from a copy, on the machine that this runs on, and leave what was made in the exchange.

    Its record names the folders that it has with who asked.
    """
    system, folder = _at(task)
    with tempfile.TemporaryDirectory(prefix="octavo-edition-") as name:
        library = Path(name)
        here = library / task.relative
        _get(system, f"{folder}/{_SOURCE}", here)
        own = replace(task, library=library, folder=here, out=library / "build", cache=None, exchange="")
        store = Store(own.out)
        store.prepare()
        record = build(own)
        made = store.built(task.name)
        if made.is_dir():
            _put(system, made, [path.name for path in made.iterdir() if path.is_file()], f"{folder}/{_MADE}/files")
        for kind, path in (("entry", store.entry(task.name)), ("cover", store.thumbnail(task.name))):
            if path.is_file():
                _put(system, path.parent, [path.name], f"{folder}/{_MADE}/{kind}")
        return replace(record, problems=_elsewhere(record.problems, here, task.folder),
                       warnings=_elsewhere(record.warnings, here, task.folder))  # fmt: skip


def take_in(task: Task) -> None:
    """Put what the cluster has made in its place, and take it out of the exchange."""
    system, folder = _at(task)
    store = Store(task.out)
    for kind, target in (
        ("files", store.built(task.name)),
        ("cover", store.thumbnail(task.name).parent),
        ("entry", store.entry(task.name).parent),
    ):
        if system.exists(f"{folder}/{_MADE}/{kind}"):
            _get(system, f"{folder}/{_MADE}/{kind}", target)
    with suppress(FileNotFoundError):
        system.rm(folder, recursive=True)


def _put(system: Any, source: Path, names: list[str], target: str) -> None:
    for name in names:
        there = f"{target}/{name}"
        system.makedirs(there.rpartition("/")[0], exist_ok=True)
        system.pipe_file(there, (source / name).read_bytes())


def _get(system: Any, source: str, target: Path) -> None:
    """Copy a folder of the exchange, each file whole or not at all."""
    for found in system.find(source):
        path = target / str(found)[len(str(system._strip_protocol(source))) :].lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(system.cat_file(found))
        beside.replace(path)


def _elsewhere(problems: tuple[Problem, ...], here: Path, there: Path) -> tuple[Problem, ...]:
    """Problems with the places that a user knows, instead of those in a copy that is gone."""
    return tuple(
        replace(p, place=replace(p.place, file=_moved(p.place, here, there)) if p.place else None) for p in problems
    )


def _moved(place: Place, here: Path, there: Path) -> Path:
    return there / place.file.relative_to(here) if place.file.is_relative_to(here) else place.file

"""Builds one edition of a library, in a process of its own: ``isolation`` starts it, asks it once, and ends it."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.cache import Cache, write_beside
from octavo.errors import OctavoError, Place, Problem
from octavo.library.isolation import bound_own_memory, end_at_signals
from octavo.library.keys import Stat, sha256_of, stat_of, stats
from octavo.library.records import Record, State, Store
from octavo.renditions.artifact import Artifact
from octavo.wholefile import write_whole

MODULE = "octavo.library.editionworker"
CATALOGUE = ("jpg", "csl", "bibtex", "ris", "marc")
"""Renditions that catalogues need of every edition."""
NOT_PROVED = "octavo collate shows what is not accounted for; nothing was written"


@dataclass(frozen=True)
class Task:
    """What is to be built, and where everything goes."""

    library: Path
    folder: Path
    name: str
    identifier: str
    out: Path
    renditions: tuple[str, ...]
    """Empty: the usual ones."""
    parts: tuple[tuple[str, str], ...]
    seconds: float
    most_bytes: int
    cache: Path | None
    exchange: str = ""
    """The address at which a cluster gets the edition and leaves what it made; empty where folders are shared."""
    known: tuple[tuple[str, str, tuple[int, ...]], ...] = ()
    """Digest and state of files as they were last, so that none is read again only for its digest."""

    @property
    def relative(self) -> str:
        """The edition's folder in the library's."""
        return self.folder.relative_to(self.library).as_posix()


def answer(task: Task) -> Record:
    """Build an edition, write its renditions and its entry, and keep its record; for the process itself."""
    bound_own_memory(task.most_bytes)
    began = time.monotonic()
    before = stats(task.folder)
    digests = {name: _digest(task, name, state) for name, state in before.items()}
    try:
        record = _built(task)
    except OctavoError as error:
        record = Record(task.name, task.identifier, task.relative, State.failed, problems=error.problems)
    except RecursionError:
        problem = Problem("the text is nested too deeply to be read", Place(task.folder))
        record = Record(task.name, task.identifier, task.relative, State.failed, problems=(problem,))
    except MemoryError:
        raise
    except Exception as error:
        record = Record(task.name, task.identifier, task.relative, State.failed, problems=(_fault_of_ours(error),))
    after = stats(task.folder)
    certain: dict[str, Stat] = {name: state if after.get(name) == state else [] for name, state in before.items()}
    if record.state is not State.built:  # what was built before stays, and is known
        last = Store(task.out).record(task.name)
        record = replace(record, outputs=last.outputs, output_stats=last.output_stats) if last else record
    record = replace(record, parts=dict(task.parts), digests=digests, stats=certain, seconds=time.monotonic() - began)
    Store(task.out).write(record)
    return record


def _digest(task: Task, name: str, state: Stat) -> str:
    for known, digest, before in task.known:
        if known == name and state and list(before) == state:
            return digest
    return sha256_of(task.folder / name)


def _built(task: Task) -> Record:
    from octavo.build import build, usual_renditions
    from octavo.edition import load_edition
    from octavo.library.entry import entry_of, thumbnail_of
    from octavo.outfolder import refuse_unwritable, settle, write

    store = Store(task.out)
    target = store.built(task.name)
    settle(target)
    refuse_unwritable(target)
    renditions = task.renditions or usual_renditions(load_edition(task.folder))
    cache = Cache(task.cache, most_bytes=None)
    made = build(task.folder, tuple(dict.fromkeys((*renditions, *CATALOGUE))), cache=cache)
    base = Record(task.name, task.identifier, task.relative, State.failed, warnings=made.warnings)
    problems = [*made.problems, *made.differences]
    if made.proof.collation is not None and not made.proof.clean:
        problems.append(Problem("the text is not proved", made.edition.place_of("witness"), NOT_PROVED))
    if problems:
        return replace(base, problems=tuple(problems))
    entry, thumbnail = entry_of(made, task.name), thumbnail_of(made)
    write(made.artifacts, target, made.edition.files(), _former(store, task.name, made.artifacts))
    cache.write()
    if thumbnail:
        write_whole(store.thumbnail(task.name), thumbnail)
    write_beside(store.entry(task.name), entry)
    return replace(
        base,
        state=State.built,
        outputs={artifact.name: artifact.sha256 for artifact in made.artifacts},
        output_stats={artifact.name: stat_of(target / artifact.name) for artifact in made.artifacts},
    )


def _former(store: Store, name: str, artifacts: Iterable[Artifact]) -> tuple[str, ...]:
    """Files of the last build of this edition that this one has not made."""
    record = store.record(name)
    made = {artifact.name for artifact in artifacts}
    return tuple(known for known in (record.outputs if record else ()) if known not in made)


def _fault_of_ours(error: Exception) -> Problem:
    where = traceback.extract_tb(error.__traceback__)[-1]
    at = f"{Path(where.filename).name}:{where.lineno}"
    message = f"a fault of octavo itself: {type(error).__name__}: {error} ({at})"
    return Problem(message, None, "please report it, with what octavo build --verbose prints of this edition")


def main() -> None:
    """Serve one who asks."""
    import gc

    from octavo.workerprocess import serve

    end_at_signals()
    gc.disable()  # as the command line does: a book's objects all stay until the end
    serve(answer, lambda error: f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()

"""Runs all checks on one edition of a library and what was built of it, in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from octavo.checks.finding import Finding
from octavo.errors import OctavoError, Place
from octavo.library.isolation import bound_own_memory, end_at_signals

MODULE = "octavo.library.checkworker"


@dataclass(frozen=True)
class CheckTask:
    """An edition and the folder with its renditions."""

    folder: Path
    built: Path
    seconds: float
    most_bytes: int


def answer(task: CheckTask) -> list[Finding]:
    """The findings; an edition that cannot be read has one for each reason. For the process itself."""
    from octavo.checks.run import check
    from octavo.outfolder import settle

    bound_own_memory(task.most_bytes)
    try:
        settle(task.built)
        return check(task.folder, task.built)[1]
    except OctavoError as error:
        return [unread(p.message, p.place or Place(task.folder), p.hint) for p in error.problems]


def unread(message: str, place: Place, hint: str) -> Finding:
    """A finding on an edition on which no rule could be run."""
    return Finding("library/read", "error", message, place, hint, "")


def main() -> None:
    """Serve one who asks."""
    import gc

    from octavo.workerprocess import serve

    end_at_signals()
    gc.disable()
    serve(answer, lambda error: f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()

"""Makes one edition of a library again beside what was built of it, in a process of its own (``archive.reproof``)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.errors import OctavoError
from octavo.library.isolation import bound_own_memory, end_at_signals

if TYPE_CHECKING:
    from octavo.archive.reproof import Reproof

MODULE = "octavo.library.reproofworker"


@dataclass(frozen=True)
class ReproofTask:
    """An edition and the folder with its renditions."""

    folder: Path
    built: Path
    seconds: float
    most_bytes: int


def answer(task: ReproofTask) -> Reproof | str:
    """How what is made now stands to what was built, or why that cannot be said. For the process itself."""
    from octavo.archive.reproof import kept_in_folder, reproof

    bound_own_memory(task.most_bytes)
    try:
        return reproof(task.folder, kept_in_folder(task.built))[0]
    except OctavoError as error:
        return str(error)


def main() -> None:
    """Serve one who asks."""
    import gc

    from octavo.workerprocess import serve

    end_at_signals()
    gc.disable()
    serve(answer, lambda error: f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()

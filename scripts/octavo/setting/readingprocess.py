"""A process that reads pages of a long book while we read the others; where it ends, we do all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from octavo.readback.pagereading import PageRead
from octavo.readback.pieces import Letters
from octavo.setbook.textblock import Stray, strays
from octavo.workerprocess import Ended, Refused, WorkerProcess

WORKER = "octavo.setting.readingworker"
"""What runs there."""


class ReadingProcess:
    """Reads pages in another process; to be closed."""

    def __init__(self) -> None:
        self._worker: WorkerProcess | None = WorkerProcess(WORKER)

    def begin(
        self, data: bytes, numbers: Sequence[int], is_right_to_left: bool, letters: Letters
    ) -> Callable[[], list[PageRead] | None]:
        """Begin to read pages; gives what waits for them, and has nothing where they could not be read there."""
        request = ("read", data, numbers, is_right_to_left, letters)
        return self._begun(*request) or (lambda: None)

    def strays(self, data: bytes) -> list[Stray]:
        """What strays on the pages of a PDF; see ``strays``."""
        waiting = self._begun("strays", data)
        found = waiting() if waiting else None
        return list(strays(data)) if found is None else found

    def close(self) -> None:
        """Let go of the process."""
        if self._worker is not None:
            self._worker.close()

    def _begun(self, *request: object) -> Callable[[], list[Any] | None] | None:
        worker = self._worker
        if worker is None:
            return None
        try:
            worker.send(*request)
        except Ended:
            self._worker = None
            return None

        def wait() -> list[Any] | None:
            try:
                return list(worker.ask(*request))
            except (Ended, Refused):
                self._worker = None
                return None

        return wait

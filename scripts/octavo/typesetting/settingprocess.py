"""Typst in a process of its own, where the whole book is set: its memory is not ours, and what ends it does not end us.

Of a long book Typst keeps some hundred megabytes while we hold the text and what was read of the pages. Small things
(a formula, a cover) are set in our own process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from octavo.errors import OctavoError
from octavo.workerprocess import Ended, WorkerProcess

WORKER = "octavo.typesetting.settingworker"
"""What runs there."""


class SettingProcess:
    """One file's compiler in a process of its own. To be closed; raises OctavoError where the process has ended."""

    def __init__(self, main: Path, fonts: Sequence[str]) -> None:
        self._worker = WorkerProcess(WORKER)
        with _told():
            self._worker.ask("open", str(main), list(fonts))

    def compile(self, **options: Any) -> bytes:
        """The file as PDF; raises Refused with Typst's reason."""
        with _told():
            return bytes(self._worker.ask("compile", options))

    def compile_other(self, path: Path, fonts: Sequence[str], **options: Any) -> bytes:
        """Another file as PDF, with what is in memory of this one; raises Refused with Typst's reason."""
        with _told():
            return bytes(self._worker.ask("other", str(path), list(fonts), options))

    def eval(self, code: str) -> str:
        """What Typst makes of a line of its code in the set file, as JSON."""
        with _told():
            return str(self._worker.ask("eval", code))

    def begin_eval(self, code: str) -> None:
        """Have it evaluated while something else is done; ``eval`` of the same finds it answered."""
        with _told():
            self._worker.send("eval", code)

    def forget(self, *, everything: bool) -> None:
        """Let go of what is in memory of settings before the last, or of ``everything``; nobody waits for it."""
        with _told():
            self._worker.send("forget", everything)

    def close(self) -> None:
        """Keep the process for the next book, where it is still there."""
        self._worker.close()


@contextmanager
def _told() -> Iterator[None]:
    """Raise an error for who builds the book where the process has ended."""
    try:
        yield
    except Ended as ended:
        hint = "it may need more memory than there is: free some, or leave print and pdf out with --only"
        raise OctavoError(f"Typst has ended before the book was set ({ended.how})", hint=hint) from None

"""What a user sees who waits: on a terminal, the steps under way; with --verbose, how long each took when it ends."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from octavo.cli.console import one_line, voice
from octavo.progress import heard_by

if TYPE_CHECKING:
    from rich.status import Status
    from rich.text import Text

_PATIENCE = 0.5
"""Seconds before anything is shown: a short book is done by then."""


@contextmanager
def watched() -> Iterator[None]:
    """While this is entered, a user sees what is being done. Between steps nothing stands there, so results can."""
    steps = _Steps(on_terminal=sys.stderr.isatty() and not voice.quiet)
    with heard_by(steps):
        try:
            yield
        finally:
            steps.close()


class _Steps:
    """The steps under way, in the order in which they have begun, and the line of the terminal that shows them."""

    def __init__(self, *, on_terminal: bool) -> None:
        self._under_way: list[str] = []
        self._lock = threading.Lock()
        self._on_terminal = on_terminal
        self._began = time.perf_counter()
        self._timer: threading.Timer | None = None
        self._line: Status | None = None

    def begun(self, step: str) -> None:
        with self._lock:
            self._under_way.append(step)
            if self._line:
                self._line.update(self._text())
            elif self._on_terminal and not self._timer:
                patience = max(self._began + _PATIENCE - time.perf_counter(), 0)
                self._timer = threading.Timer(patience, self._open)
                self._timer.daemon = True
                self._timer.start()

    def ended(self, step: str, seconds: float) -> None:
        with self._lock:
            self._under_way.remove(step)
            if self._line:
                self._line.update(self._text())
            if not self._under_way:
                self._close()
        voice.detail(f"{seconds:7.2f} s  {step}")

    def close(self) -> None:
        """Take the line off the terminal."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._timer:
            self._timer.cancel()
        if self._line:
            self._line.stop()
        self._timer = self._line = None

    def _open(self) -> None:
        from rich.console import Console
        from rich.status import Status

        with self._lock:
            # A timer that was slow to begin may find that one started after it has opened the line.
            if self._timer and self._under_way and not self._line:
                self._line = Status(self._text(), console=Console(stderr=True))
                self._line.start()

    def _text(self) -> Text:
        """The line, as letters alone: a step may name a file, and rich takes a word in brackets for a colour."""
        from rich.text import Text

        return Text(one_line(" · ".join(self._under_way)))

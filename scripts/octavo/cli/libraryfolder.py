"""Arguments that the commands on a library share, and how its runs are told."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from octavo.cli.console import one_line, painted, voice

if TYPE_CHECKING:
    from octavo.library.records import Store
    from octavo.library.run import Outcome
    from octavo.library.settings import Library

LibraryFolder = Annotated[
    Path,
    typer.Argument(metavar="DIR", help="The folder below which the editions lie, with library.yaml if there is one."),
]
LibraryOut = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Where everything is built; DIR/build by default.")
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="How many editions at a time; as many as there are cores.")
]
Verify = Annotated[
    bool, typer.Option("--verify", help="Read every file, instead of trusting its size, time and inode.")
]

_EVERY = 10.0
"""Seconds between two lines of progress where nobody looks at a terminal."""


def opened(folder: Path, out: Path | None) -> tuple[Library, Store]:
    """A library and the folder that it is built into; raises InputError where library.yaml is at fault."""
    from octavo.library.records import Store
    from octavo.library.settings import read_library

    return read_library(folder), Store(out if out is not None else folder / "build")


class RunProgress:
    """Shows how far a run is: on a terminal in one line that changes, elsewhere in a line every ten seconds."""

    def __init__(self) -> None:
        self._began = self._told = time.monotonic()
        self._is_terminal = sys.stderr.isatty() and not voice.quiet
        self._is_shown = False

    def settled(self, outcome: Outcome, number: int, total: int) -> None:
        """One more edition is done; one that is not good is told with its reasons."""
        from octavo.errors import InputError

        if not outcome.state.is_good:
            self.clear()
            name = outcome.record.identifier or outcome.record.folder
            voice.warn(*outcome.record.warnings)
            voice.say(f"{outcome.state.value}: {outcome.record.folder} ({name})")
            voice.fail(InputError.of(list(outcome.record.problems)))
        else:
            voice.detail(f"built {outcome.record.folder} in {outcome.record.seconds:.1f} s")
        now = time.monotonic()
        if self._is_terminal:
            print(
                f"\r\033[K{one_line(progress_line(number, total, now - self._began))}",
                end="",
                file=sys.stderr,
                flush=True,
            )
            self._is_shown = True
        elif now - self._told >= _EVERY:
            self._told = now
            voice.say(progress_line(number, total, now - self._began))

    def clear(self) -> None:
        """Take the line off the terminal."""
        if self._is_shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
            self._is_shown = False


def progress_line(number: int, total: int, seconds: float) -> str:
    """How far a run is: ‘312 of 1,000 editions, 1.8 a second, 6 min left’."""
    rate = number / max(seconds, 0.001)
    left = f", {in_words((total - number) / rate)} left" if number < total else ""
    speed = f"{rate:.1f} a second" if rate >= 1 else f"{rate * 60:.1f} a minute"
    return f"{number:,} of {total:,} editions, {speed}{left}"


def in_words(seconds: float) -> str:
    """A length of time, as precisely as a person wants to know it: 40 s, 6 min, 2 h 10 min."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def red(text: str) -> str:
    """A state that a person should see, in red where there are colours."""
    return painted(text, "31", sys.stdout)

"""The command ``octavo``, run within this process: a process of its own takes half a second before it does anything.

What needs the process itself — its encoding, its exit, where its output goes — starts one with ``OCTAVO``;
tests/test_readme.py and tests/test_wheel.py run every command so.
"""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from unittest import mock

from octavo.cli.console import voice
from octavo.cli.main import main

OCTAVO = [sys.executable, "-c", "from octavo.cli.main import main; main()"]


def octavo(
    *words: str | Path, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the program outside of a terminal, as a user does in ``folder`` with more in the environment.

    Its output is all that goes to the two streams of the process, from libraries and other processes too.
    """
    arguments = ["octavo", *map(str, words)]
    code: object = 0
    before = Path.cwd(), gc.isenabled()
    with (
        output() as said,
        mock.patch.object(sys, "argv", arguments),
        mock.patch.dict(os.environ, environment or {}),
    ):
        os.chdir(folder or before[0])
        voice.quiet = voice.verbose = False
        try:
            main()
        except SystemExit as end:
            code = end.code
        finally:
            os.chdir(before[0])
            if before[1]:
                gc.enable()
    return subprocess.CompletedProcess(arguments, code, *said)


@contextmanager
def output() -> Iterator[list[str]]:
    """Gives what goes to stdout and to stderr of the process in the meantime, once it is over."""
    said: list[str] = []
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with _to(out, "stdout", "strict"), _to(err, "stderr", "backslashreplace"):
            yield said
        said += [_said(out), _said(err)]


@contextmanager
def _to(file: BinaryIO, name: str, errors: str) -> Iterator[None]:
    """Let a stream of the process end in a file, for Python, for libraries in C and for other processes."""
    number = {"stdout": 1, "stderr": 2}[name]
    getattr(sys, name).flush()
    kept = os.dup(number)
    os.dup2(file.fileno(), number)
    raw = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
    stream = io.TextIOWrapper(raw, encoding="utf-8", errors=errors)
    try:
        with mock.patch.object(sys, name, stream):
            yield
            stream.flush()
    finally:
        os.dup2(kept, number)
        os.close(kept)


def _said(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode("utf-8")

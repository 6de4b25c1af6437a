"""Typst in a process of its own, where the whole book is set: its memory is not ours, and what ends it does not end us.

Of a long book Typst keeps some hundred megabytes while we hold the text and what was read of the pages. Small things
(a formula, a cover) are set in our own process. Requests and answers are pickled, each behind its length, and go
through the process's standard input and output; it ends when its input does.
"""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from octavo import children
from octavo.errors import OctavoError

_LENGTH = struct.Struct("<Q")
_idle: list[tuple[int, subprocess.Popen[bytes]]] = []
"""Processes that have set their book, for the next one: Python and Typst need not start again. Each with the process
that may use it: one that was forked from it may not, as both would read the same answers."""


@dataclass(frozen=True)
class Refused(Exception):
    """Typst's reason for not setting a file."""

    reason: str


class SettingProcess:
    """One file's compiler in a process of its own. To be closed; raises OctavoError where the process has ended."""

    def __init__(self, main: Path, fonts: Sequence[str]) -> None:
        self._process: subprocess.Popen[bytes] | None = _unused() or _started()
        self._awaited: deque[tuple[Any, ...]] = deque()
        """What was asked and not yet answered, or not yet listened to."""
        self._ask("open", str(main), list(fonts))

    def compile(self, **options: Any) -> bytes:
        """The file as PDF; raises Refused with Typst's reason."""
        return bytes(self._ask("compile", options))

    def compile_other(self, path: Path, fonts: Sequence[str], **options: Any) -> bytes:
        """Another file as PDF, with what is in memory of this one; raises Refused with Typst's reason."""
        return bytes(self._ask("other", str(path), list(fonts), options))

    def eval(self, code: str) -> str:
        """What Typst makes of a line of its code in the set file, as JSON."""
        return str(self._ask("eval", code))

    def begin_eval(self, code: str) -> None:
        """Have it evaluated while something else is done; ``eval`` of the same finds it answered."""
        self._send("eval", code)

    def forget(self, *, everything: bool) -> None:
        """Let go of what is in memory of settings before the last, or of ``everything``; nobody waits for it."""
        self._send("forget", everything)

    def close(self) -> None:
        """Keep the process for the next book, where it is still there and has answered all."""
        process, self._process = self._process, None
        if process is not None and self._awaited:
            process.kill()
        elif process is not None and process.poll() is None:
            _idle.append((os.getpid(), process))

    def _ask(self, *request: Any) -> Any:
        """The answer to a request; raises what another that was sent before it has met."""
        if request not in self._awaited:
            self._send(*request)
        while True:
            awaited = self._awaited.popleft()
            with self._running() as process:
                assert process.stdout is not None
                is_good, answer = receive(process.stdout)
            if not is_good:
                raise Refused(answer)
            if awaited == request:
                return answer

    def _send(self, *request: Any) -> None:
        """Send a request, and don't wait for its answer."""
        with self._running() as process:
            assert process.stdin is not None
            send(process.stdin, request)
        self._awaited.append(request)

    @contextmanager
    def _running(self) -> Iterator[subprocess.Popen[bytes]]:
        """The process, which is given up where nothing more can come of it."""
        process = self._process
        if process is None:
            raise ValueError("the compiler was closed")
        try:
            yield process
        except (EOFError, OSError):
            self._process = None
            process.kill()
            hint = "it may need more memory than there is: free some, or leave print and pdf out with --only"
            raise OctavoError(f"Typst has ended before the book was set ({_end(process)})", hint=hint) from None
        except BaseException:  # such as Ctrl-C: what it would answer next is not what is asked next
            self._process = None
            process.kill()
            raise


def start_early() -> None:
    """Start a process that will be needed: Python and Typst start while something else is done."""
    if not _idle:
        _idle.append((os.getpid(), _started()))


def send(stream: IO[bytes], message: object) -> None:
    """Write a message and its length; raises OSError where nobody reads it."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read what ``send`` has written at the other end; raises EOFError where that has ended."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def _unused() -> subprocess.Popen[bytes] | None:
    while _idle:
        owner, process = _idle.pop()
        if owner == os.getpid() and process.poll() is None:
            return process
    return None


def _started() -> subprocess.Popen[bytes]:
    # -P: a folder that one stands in is no place to take modules from.
    return children.start([sys.executable, "-P", "-m", "octavo.typesetting.settingworker"], has_input=True)


def _end(process: subprocess.Popen[bytes]) -> str:
    code = process.wait()
    return f"signal {-code}" if code < 0 else f"exit code {code}"

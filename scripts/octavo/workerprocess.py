"""A module of ours in a process of its own, which answers requests: its memory is not ours, and it has its own core.

Requests and answers are pickled, each behind its length, and go through the process's standard input and output; it
ends when its input does. Modules that run so call ``serve``.
"""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from octavo import children

LENGTH = struct.Struct("<Q")
_idle: list[tuple[int, str, subprocess.Popen[bytes]]] = []
"""Processes that have done their work, for the next: Python need not start again. Each with the process that may use it
(one that was forked from it may not, as both would read the same answers), and with its module."""


class Refused(Exception):
    """The other process could not do what it was asked to, for this reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Ended(Exception):
    """The other process is there no longer; ``how`` says by what it ended, such as ‘signal 9’."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class WorkerProcess:
    """One of our modules in a process of its own; to be closed. Its methods raise Ended where the process has ended."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = _unused(module) or _started(module)
        self._awaited: deque[tuple[Any, ...]] = deque()
        """What was asked and not yet answered, or not yet listened to."""

    def ask(self, *request: Any) -> Any:
        """The answer to a request, sent now or before; raises Refused with the reason where there is none."""
        if request not in self._awaited:
            self.send(*request)
        while True:
            awaited = self._awaited.popleft()
            with self._running() as process:
                assert process.stdout is not None
                is_good, answer = receive(process.stdout)
            if awaited == request and not is_good:
                raise Refused(answer)
            if awaited == request:
                return answer

    def send(self, *request: Any) -> None:
        """Send a request, and don't wait for its answer."""
        with self._running() as process:
            assert process.stdin is not None
            send(process.stdin, request)
        self._awaited.append(request)

    def close(self) -> None:
        """Keep the process for further work, where it is still there and has answered all."""
        process, self._process = self._process, None
        if process is not None and self._awaited:
            process.kill()
        elif process is not None and process.poll() is None:
            _idle.append((os.getpid(), self._module, process))

    @contextmanager
    def _running(self) -> Iterator[subprocess.Popen[bytes]]:
        """The process, which is given up where nothing more can come of it."""
        process = self._process
        if process is None:
            raise ValueError("the process was closed")
        try:
            yield process
        except (EOFError, OSError):
            self._process = None
            process.kill()
            raise Ended(_end(process)) from None
        except BaseException:  # such as Ctrl-C: what it would answer next is not what is asked next
            self._process = None
            process.kill()
            raise


def start_early(module: str) -> None:
    """Start a process that will be needed: Python and its libraries start while something else is done."""
    if not any(name == module for _, name, _ in _idle):
        _idle.append((os.getpid(), module, _started(module)))


def serve(answer: Callable[..., Any], reason_of: Callable[[BaseException], str]) -> None:
    """Answer each request with whether it was done, and what came of it or the reason why not, until there is no more.

    For the process itself: its standard output becomes the way of the answers, and nothing else can be written there.
    """
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library may print is no answer
    while True:
        try:
            request = receive(source)
        except (EOFError, OSError):
            return
        try:
            answered = (True, answer(*request))
        except BaseException as error:
            answered = (False, reason_of(error))
        try:
            send(answers, answered)
        except OSError:
            return


def send(stream: IO[bytes], message: object) -> None:
    """Write a message and its length; raises OSError where nobody reads it."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read what ``send`` has written at the other end; raises EOFError where that has ended."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def _unused(module: str) -> subprocess.Popen[bytes] | None:
    for entry in list(_idle):
        owner, name, process = entry
        if owner != os.getpid() or process.poll() is not None:
            _idle.remove(entry)
        elif name == module:
            _idle.remove(entry)
            return process
    return None


def _started(module: str) -> subprocess.Popen[bytes]:
    # -P: a folder that one stands in is no place to take modules from.
    return children.start([sys.executable, "-P", "-m", module], has_input=True)


def _end(process: subprocess.Popen[bytes]) -> str:
    code = process.wait()
    return f"signal {-code}" if code < 0 else f"exit code {code}"

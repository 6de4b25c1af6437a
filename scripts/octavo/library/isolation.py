"""Runs one request in a process of its own, which can be ended: what it does to itself, it does to no other."""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from octavo import children
from octavo.library.forkserver import Forked, forked, is_possible
from octavo.workerprocess import LENGTH, send

_PAUSE = 0.05
"""Seconds between two looks at a process."""
_FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""Signals that a process does not send itself when it crashes."""


class End(StrEnum):
    """How a process ended."""

    answered = "answered"
    crashed = "crashed"
    killed = "killed"
    """From outside: by a person, or by the system for want of memory."""
    out_of_time = "out-of-time"
    out_of_memory = "out-of-memory"


@dataclass(frozen=True)
class Ended:
    """A process that has ended, with its answer if it gave one."""

    end: End
    answer: Any = None
    seconds: float = 0.0
    memory: int = 0
    """The most that was seen, in bytes, with that of its children."""
    how: str = ""
    """The signal or exit code, where it ended by itself."""


def run(module: str, request: object, seconds: float, most_bytes: int, *, is_forked: bool = True) -> Ended:
    """Give a request to a module of ours that serves in a process of its own, and wait for the answer or the end.

    The process is ended when it takes longer, or more memory with its children than it may; where the system has no
    /proc, memory is bounded by the module itself alone. It is forked from one that has all modules loaded where that
    can be, but for where it is said that it must not be.
    """
    process = _started(module, is_forked=is_forked)
    began = time.monotonic()
    watch = _Watch(process, began + seconds, most_bytes)
    try:
        assert process.stdin is not None
        with suppress(OSError):  # it has ended already: how, is seen below
            send(process.stdin, (request,))
        end, answer = watch.wait()
    finally:
        process.kill()  # what it has written is whole, and its children end with it
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
    how = ""
    if end is End.crashed:
        end, how = _by_itself(watch.code)
    return Ended(end, answer, time.monotonic() - began, watch.most, how)


def _started(module: str, *, is_forked: bool) -> subprocess.Popen[bytes] | Forked:
    if is_forked and is_possible():
        with suppress(OSError):
            return forked(module)
    return children.start([sys.executable, "-P", "-m", module], has_input=True)


def _by_itself(code: int) -> tuple[End, str]:
    if code >= 0:
        return End.crashed, f"exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    return (End.killed if -code in _FROM_OUTSIDE else End.crashed), name


class _Watch:
    """Reads the answer of a process while it is looked after."""

    def __init__(self, process: subprocess.Popen[bytes] | Forked, until: float, most_bytes: int) -> None:
        self._process, self._until, self._allowed = process, until, most_bytes
        self._data = bytearray()
        self.most = 0
        self.code = 0

    def wait(self) -> tuple[End, Any]:
        """How it ended, and what it answered."""
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while True:
                if selector.select(_PAUSE):
                    data = os.read(self._process.stdout.fileno(), 2**16)
                    self._data += data
                    if not data:
                        self.code = self._process.wait()
                        return End.crashed, None
                    if self._is_whole():
                        return End.answered, pickle.loads(self._data[LENGTH.size :])
                self.most = max(self.most, memory_of(self._process.pid))
                if self.most > self._allowed:
                    return End.out_of_memory, None
                if time.monotonic() > self._until:
                    return End.out_of_time, None

    def _is_whole(self) -> bool:
        head = self._data[: LENGTH.size]
        return len(head) == LENGTH.size and len(self._data) >= LENGTH.size + LENGTH.unpack(head)[0]


def memory_of(process: int) -> int:
    """The memory that a process and all of its children hold, in bytes; 0 where the system does not tell (/proc)."""
    children_of = _table.children()
    waiting, seen, pages = [process], set[int](), 0
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += children_of.get(one, ())
            with suppress(OSError, IndexError, ValueError):  # it has just ended
                pages += int(Path(f"/proc/{one}/statm").read_text(encoding="ascii").split()[1])
    return pages * _page_size()


class _ProcessTable:
    """Which process is whose child, read once for all that ask at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read = 0.0
        self._children: dict[int, list[int]] = {}

    def children(self) -> dict[int, list[int]]:
        """The children of each process that has any."""
        with self._lock:
            if time.monotonic() - self._read > _PAUSE:
                self._children = {}
                for number, parent in _parents():
                    self._children.setdefault(parent, []).append(number)
                self._read = time.monotonic()
            return self._children


def _parents() -> Iterator[tuple[int, int]]:
    with suppress(OSError):
        for path in Path("/proc").iterdir():
            if path.name.isdecimal():
                with suppress(OSError, IndexError, ValueError):
                    # The name before it is in brackets and may hold anything.
                    yield int(path.name), int((path / "stat").read_bytes().rpartition(b")")[2].split()[1])


_table = _ProcessTable()


def _page_size() -> int:
    return os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def end_at_signals() -> None:
    """Have this process end at Ctrl-C as at other signals from outside, and not with an exception of Python."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def bound_own_memory(most_bytes: int, spare: int = 8 * 2**30) -> None:
    """Let this process and its children have no more address space, beyond what is counted, and leave no core files.

    For the process itself. What is counted while it runs is memory that is used; this is for what asks for very much
    at once.
    """
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most_bytes + spare, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))

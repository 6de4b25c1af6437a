"""Processes for which Python need not start: one has all modules loaded, and forks itself for each that is wanted.

Each is a process of its own all the same: it is ended by itself, and what it does to itself it does to no other.
Python and its libraries take a second of the processor to start, twice what a small edition takes. On Linux alone, as
elsewhere the system's own libraries do not survive a fork.
"""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import pkgutil
import selectors
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from octavo import children

_MODULE = "octavo.library.forkserver"
_ROOMS = ("edition", "text", "markdown", "document", "releases", "readback", "setbook", "renditions", "typesetting",
          "presswork", "setting", "reissue", "pdfpage", "printers")  # fmt: skip
"""Of these every edition is made."""
_LIBRARIES = ("PIL.Image", "PIL.JpegImagePlugin", "PIL.PngImagePlugin", "babel.dates", "ebooklib.epub", "langcodes",
              "pikepdf", "pypdfium2", "rapidfuzz.distance", "regex", "typst", "yaml")  # fmt: skip
"""What functions in them import when they are called."""
_NUMBER = struct.Struct("<q")
_KILL = b"kill"
_FORK = b"fork"
_MOST = 2**20
"""Bytes of a request; what is longer is not sent, and the process is started otherwise."""

_lock = threading.Lock()
_servers: dict[tuple[int, str], _Server] = {}
"""By the process that may ask it, as one that was forked from it may not, and by module."""


def is_possible() -> bool:
    """Whether processes can be forked so here."""
    return sys.platform == "linux"


def forked(module: str) -> Forked:
    """A process that runs ``main`` of a module of ours; raises OSError where none comes of it."""
    with _lock:
        server = _servers.get((os.getpid(), module))
        if server is None or server.process.poll() is not None:
            server = _servers[(os.getpid(), module)] = _Server(module)
    return server.fork()


class _Server:
    """The process that forks itself, seen from the one that asks it to."""

    def __init__(self, module: str) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = children.start([sys.executable, "-P", "-m", _MODULE, module], source=theirs.fileno())

    def fork(self) -> Forked:
        """One more process."""
        (source, requests), (answers, sink), (status, told) = os.pipe(), os.pipe(), os.pipe()
        try:
            state = pickle.dumps((str(Path.cwd()), dict(os.environ)))  # as it is now, and not when the server began
            socket.send_fds(self.control, [_FORK, state], [source, sink, told])
        finally:
            for end in (source, sink, told):
                os.close(end)
        return Forked(self, requests, answers, status)

    def kill(self, process: int) -> None:
        """Kill one of the processes, if it is still there: by who alone can know that its number is no other's now."""
        try:
            self.control.send(_KILL + _NUMBER.pack(process))
        except OSError:  # the server has ended
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)


class Forked:
    """A process that was forked, as far as it is the same as a ``subprocess.Popen`` to who started it."""

    def __init__(self, server: _Server, requests: int, answers: int, status: int) -> None:
        self._server = server
        self._code: int | None = None
        self.stdin: IO[bytes] | None = os.fdopen(requests, "wb")
        self.stdout: IO[bytes] | None = os.fdopen(answers, "rb")
        self._status = os.fdopen(status, "rb", buffering=0)
        number = self._told()
        if number is None:
            for stream in (self.stdin, self.stdout, self._status):
                stream.close()
            raise OSError("the process that forks others has ended")
        self.pid = number

    def kill(self) -> None:
        """End it, if it has not ended."""
        if self._code is None:
            self._server.kill(self.pid)

    def wait(self) -> int:
        """Its exit code, or the negative number of the signal that ended it; SIGKILL where nobody can tell."""
        if self._code is None:
            code = self._told()
            if code is None:  # the server has ended, and tells no more
                with suppress(OSError):
                    os.kill(self.pid, signal.SIGKILL)
            self._code = -signal.SIGKILL if code is None else code
            self._status.close()
        return self._code

    def _told(self) -> int | None:
        data = self._status.read(_NUMBER.size)
        return _NUMBER.unpack(data)[0] if data and len(data) == _NUMBER.size else None


class _Forking:
    """The process that forks itself, in itself."""

    def __init__(self, control: socket.socket, run: Callable[[], None]) -> None:
        self._control, self._run = control, run
        self._status: dict[int, int] = {}
        """Where the end of each process is told."""
        self._ended, wake = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(self._ended, False)
        signal.set_wakeup_fd(wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> None:
        """Do what is asked until nobody asks any more."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._ended, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select()}
                if self._ended in ready:
                    os.read(self._ended, 4096)
                    self._tell_ends()
                if self._control in ready:
                    data, given, _, _ = socket.recv_fds(self._control, _MOST, 3)
                    if not data:
                        return
                    if data.startswith(_KILL):
                        self._kill(_NUMBER.unpack(data[len(_KILL) :])[0])
                    elif self._fork(given):
                        selector.close()
                        self._work(given, *pickle.loads(data[len(_FORK) :]))

    def _fork(self, given: list[int]) -> bool:
        """Fork; gives whether this is the new process."""
        number = os.fork()
        if number == 0:
            return True
        os.close(given[0])
        os.close(given[1])
        self._status[number] = given[2]
        self._tell(number, number)
        return False

    def _work(self, given: list[int], folder: str, environment: dict[str, str]) -> None:
        """Be the new process, in a folder and an environment, and end with its work."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for end, place in zip(given, (0, 1), strict=False):
                os.dup2(end, place)
            self._control.close()
            # Who reads these learns from their end that the server has ended.
            for end in (*given, *self._status.values(), self._ended):
                os.close(end)
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environment)
            self._run()
            code = 0
        finally:
            os._exit(code)

    def _kill(self, number: int) -> None:
        if number in self._status:
            with suppress(OSError):
                os.kill(number, signal.SIGKILL)

    def _tell_ends(self) -> None:
        with suppress(ChildProcessError):
            while True:
                number, status = os.waitpid(-1, os.WNOHANG)
                if number == 0:
                    return
                if number in self._status:
                    self._tell(number, os.waitstatus_to_exitcode(status))
                    os.close(self._status.pop(number))

    def _tell(self, number: int, what: int) -> None:
        with suppress(OSError):  # nobody wants to know any more
            os.write(self._status[number], _NUMBER.pack(what))


def load() -> None:
    """Import all that the build of an edition imports."""
    for room in _ROOMS:
        package = importlib.import_module(f"octavo.{room}")
        for found in pkgutil.iter_modules(package.__path__, f"octavo.{room}."):
            if not found.name.endswith("worker"):
                importlib.import_module(found.name)
    for name in ("octavo.build", "octavo.outfolder", "octavo.library.entry", *_LIBRARIES):
        importlib.import_module(name)


def main() -> None:
    """Serve one who asks, with the module that the command names."""
    control = socket.socket(fileno=os.dup(0))
    run = importlib.import_module(sys.argv[1]).main
    load()
    gc.collect()
    gc.freeze()  # what is here stays as it is, and its memory is shared
    _Forking(control, run).serve()


if __name__ == "__main__":
    main()

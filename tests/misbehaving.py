"""The worker that builds editions, but for editions that ask it to misbehave: run as ``python -m misbehaving``."""

from __future__ import annotations

import os
import signal
import time

from octavo.library import editionworker
from octavo.library.editionworker import Task
from octavo.workerprocess import serve


def answer(task: Task) -> object:
    """Do what the edition asks for, in a file beside its text; without one, build it."""
    path = task.folder / "misbehaves.txt"
    how = path.read_text(encoding="utf-8") if path.exists() else ""
    if how == "hang":
        time.sleep(3600)
    if how == "eat":
        eaten = []
        while True:
            eaten.append(b"x" * 2**22)
    if how == "crash":
        os.abort()
    if how == "exit":
        os._exit(0)
    if how == "killed":
        mark = task.out / "was-killed"
        if not mark.exists():
            mark.write_text(str(os.getpid()), encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)
    return editionworker.answer(task)


def main() -> None:
    """Serve one who asks."""
    serve(answer, repr)


if __name__ == "__main__":
    main()

"""The same work on many things, shared among the cores: by processes forked from this one, which have what it has."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

from octavo.library.engine import cores
from octavo.library.forkserver import is_possible

T = TypeVar("T")
R = TypeVar("R")
FEW = 200
"""With fewer for each process, one does it all."""


def on_all_cores(things: Sequence[T], work: Callable[[T], R]) -> list[R]:
    """What comes of each, in their order. What a process has not done, whatever it died of, is done here."""
    count = min(cores(), len(things) // FEW) if is_possible() else 1
    if count < 2:
        return [work(thing) for thing in things]
    parts = [things[len(things) * number // count : len(things) * (number + 1) // count] for number in range(count)]
    context, running = get_context("fork"), []
    for part in parts[1:]:
        receiving, sending = context.Pipe(duplex=False)
        process = context.Process(target=_share, args=(part, work, sending))
        process.start()
        sending.close()
        running.append((part, process, receiving))
    made = [work(thing) for thing in parts[0]]
    for part, process, receiving in running:
        with receiving:
            try:
                made += receiving.recv()
            except (EOFError, OSError):
                made += [work(thing) for thing in part]
        process.join()
    return made


def _share(part: Sequence[T], work: Callable[[T], R], sending: Connection) -> None:
    """In a process of its own: do a part. It ends in silence where it cannot, as who has asked then learns why."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        sending.send([work(thing) for thing in part])
    except OSError:
        return

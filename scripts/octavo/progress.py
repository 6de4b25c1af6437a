"""What is being done, for those who wait: the work says where it stands, and whoever listens shows it or keeps time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Listener(Protocol):
    """Hears of steps; several can be under way at once, in several threads."""

    def begun(self, step: str) -> None:
        """A step has begun; its name says what is done, as in ‘reading 12 files’."""

    def ended(self, step: str, seconds: float) -> None:
        """A step has ended, well or not."""


_listeners: list[Listener] = []


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """While this is entered, a listener hears of all steps."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


@contextmanager
def step(name: str) -> Iterator[None]:
    """While this is entered, the step is under way."""
    listeners = tuple(_listeners)
    started = time.perf_counter()
    for listener in listeners:
        listener.begun(name)
    try:
        yield
    finally:
        seconds = time.perf_counter() - started
        for listener in listeners:
            listener.ended(name, seconds)

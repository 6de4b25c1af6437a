"""What the C library does with memory that is given back: it goes to the system, from two stores and not from many.

Of a long book, a fifth of the memory was none that anything used: each thread had a store of its own, full of holes. In
one alone, the threads of Typst wait for each other, a fifth of its time.
"""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress

_OPTIONS = {"MALLOC_TRIM_THRESHOLD_": (-1, 65536), "MALLOC_MMAP_THRESHOLD_": (-3, 65536), "MALLOC_ARENA_MAX": (-8, 2)}
"""Names in the environment, for processes that are started → number and value for ``mallopt`` (glibc, malloc.h)."""


def give_back_memory() -> None:
    """Set so for this process and those that it starts; called before there are threads. Does nothing without glibc."""
    for name, (number, value) in _OPTIONS.items():
        if name not in os.environ:
            os.environ[name] = str(value)
            with suppress(AttributeError, OSError, TypeError):
                ctypes.CDLL(None).mallopt(number, value)

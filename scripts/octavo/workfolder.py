"""Folders for what lives no longer than the work on it, such as the files that Typst reads.

A program that is killed leaves its folders behind. So each is locked as long as its program lives (the system takes the
lock back when that ends, however it ends), and whoever makes one takes away those that nobody holds any more.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from octavo.errors import InputError, Place

PREFIX = "octavo-work-"
_UNLOCKED = "octavo-new-"
"""A folder is called so until it is locked."""


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder of our own, which is gone afterwards. Raises InputError where there is no room for one."""
    folder, lock = _made()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock >= 0:
            os.close(lock)


def _made() -> tuple[Path, int]:
    root = Path(tempfile.gettempdir())
    try:
        new = Path(tempfile.mkdtemp(prefix=_UNLOCKED, dir=root))
        lock = _lock(new)
        folder = new.with_name(PREFIX + new.name.removeprefix(_UNLOCKED))
        new.rename(folder)
    except OSError as error:
        hint = "make room there, or name another folder in TMPDIR"
        raise InputError(f"cannot write here: {error.strerror}", place=Place(root), hint=hint) from None
    _clear(root, folder.stat().st_uid)
    return folder, lock


@cache
def _clear(root: Path, owner: int) -> None:
    """Take away the folders of an owner's programs that were killed; once is enough."""
    for folder in root.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or not folder.is_dir() or folder.stat().st_uid != owner:
                continue
            lock = _lock(folder)
            if lock >= 0:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)


def _lock(folder: Path) -> int:
    """The handle that holds a folder's lock; -1 where another program has it, or there are no locks."""
    try:
        import fcntl
    except ImportError:
        return -1
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return -1
    return handle

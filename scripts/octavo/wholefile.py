"""Writes one file whole or not at all, and sees it on the disk before going on."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

PREFIX = ".octavo-new-"
"""What a file is called that is not in its place yet."""
_NOT_FROM_THERE = (errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS)


def write_whole(target: Path, data: bytes, prefix: str = PREFIX, folder: Path | None = None) -> None:
    """Write a file beside its place, or in a folder, and move it there; one that is there keeps its mode.

    ``folder`` is one in which what a killed program leaves is looked for; where it cannot be written to, or is on
    another disk, the file is written beside its place after all. Raises OSError where it cannot be written; what was
    there is there then.
    """
    try:
        _write_in(folder or target.parent, target, data, prefix)
    except OSError as error:
        if folder is None or error.errno not in _NOT_FROM_THERE:
            raise
        _write_in(target.parent, target, data, prefix)


def _write_in(folder: Path, target: Path, data: bytes, prefix: str) -> None:
    handle, name = tempfile.mkstemp(prefix=prefix, dir=folder)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())
        beside.replace(target)
        see_on_disk(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def see_on_disk(folder: Path) -> None:
    """See a folder's names on the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

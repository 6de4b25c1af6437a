"""Writes one file whole or not at all, and sees it on the disk before going on."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

PREFIX = ".octavo-new-"
"""What a file is called that is not in its place yet."""


def write_whole(target: Path, data: bytes, prefix: str = PREFIX) -> None:
    """Write a file beside its place and move it there; one that is there keeps its mode.

    Raises OSError where it cannot be written; what was there is there then.
    """
    handle, name = tempfile.mkstemp(prefix=prefix, dir=target.parent)
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

"""An EPUB with some of its files changed, to see that a fault is found."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path


def rezipped(source: Path, target: Path, ending: str, change: Callable[[str], str]) -> Path:
    """Copy an EPUB, with ``change`` made to every file whose name has this ending."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, change(data.decode("utf-8")).encode() if entry.filename.endswith(ending) else data)
    return target

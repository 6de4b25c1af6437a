"""What PRONOM's signatures say that each file is, and what was expected."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from octavo.errors import ToolMissing

EXPECTED = {
    "-cover.pdf": "fmt/146",
    "-booklet.pdf": "fmt/18",
    "-print.pdf": "fmt/146",
    ".pdf": "fmt/479",
    ".epub": "fmt/483",
    ".html": "fmt/471",
    ".xml": "fmt/1476",
    ".json": "fmt/817",
    ".txt": "x-fmt/111",
}
"""By how a file's name ends, the longest endings first (PRONOM, signature file of pygfried)."""


def formats(files: Mapping[str, bytes]) -> dict[str, str]:
    """The PRONOM identifier of each file by its name; raises ToolMissing where pygfried is not installed."""
    try:
        import pygfried
    except ImportError:
        raise ToolMissing("pygfried is not installed", hint="pip install 'octavo[archive]'") from None
    found = {}
    with tempfile.TemporaryDirectory() as work:
        for number, (name, data) in enumerate(sorted(files.items())):
            path = Path(work) / f"{number}{Path(name).suffix}"
            path.write_bytes(data)
            found[name] = (pygfried.identify(str(path)) if data else None) or "UNKNOWN"
    return found


def unexpected(found: Mapping[str, str]) -> list[str]:
    """What is to be told of renditions that are of another format than was expected."""
    told = []
    for name, identifier in found.items():
        expected = next((pronom for ending, pronom in EXPECTED.items() if name.endswith(ending)), identifier)
        if identifier != expected:
            told.append(f"{name} is {identifier} in PRONOM, expected was {expected}")
    return told

"""The full-text search of a site: its index is made by Pagefind, and read by the reader's browser alone."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from octavo import children
from octavo.errors import InputError, ToolMissing

FOLDER = "pagefind"
_HINT = "pip install 'octavo[search]', or take ‘search’ out of library.yaml"


def is_there() -> bool:
    """Whether Pagefind is installed."""
    return find_spec("pagefind") is not None and find_spec("pagefind_bin") is not None


def index(site: Path) -> None:
    """Write the index of all pages of a site; raises ToolMissing without Pagefind, InputError where it fails."""
    if not is_there():
        raise ToolMissing("Pagefind is not installed, by which the site is searched", hint=_HINT)
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-subdir", FOLDER, "--quiet"]
    done = children.run(command, b"")
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["it gave no reason"]
        raise InputError(f"Pagefind could not index the site: {said[0]}", hint=_HINT)

"""The full-text search of a site: its index is made by Pagefind, and read by the reader's browser alone."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from octavo import children
from octavo.errors import InputError, ToolMissing
from octavo.library.catalog.title import Title

FOLDER, _NEW = "pagefind", "pagefind.new"
_NOT_TEXT = ".skip, .buttons, .records, .cite, nav, script"
"""What stands on the pages of the site and of the books for other purposes than to be read (CSS selectors)."""
_HINT = "pip install 'octavo[search]', or take ‘search’ out of library.yaml"


def refuse_missing() -> None:
    """Raise ToolMissing where Pagefind is not installed."""
    if not is_there():
        raise ToolMissing("Pagefind is not installed, by which the site is searched", hint=_HINT)


def is_there() -> bool:
    """Whether Pagefind is installed."""
    return find_spec("pagefind") is not None and find_spec("pagefind_bin") is not None


def index(site: Path, titles: Sequence[Title]) -> None:
    """Write the index of all pages of a site; raises ToolMissing without Pagefind, InputError where it fails.

    There is one index for all languages, as a browser looks into one alone: that of most titles says which endings of
    words count for nothing.
    """
    refuse_missing()
    shutil.rmtree(site / _NEW, ignore_errors=True)
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-subdir", _NEW, "--quiet",
               "--force-language", _language(titles), "--exclude-selectors", _NOT_TEXT]  # fmt: skip
    done = children.run(command, b"")
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["it gave no reason"]
        raise InputError(f"Pagefind could not index the site: {said[0]}", hint=_HINT)
    remove(site)
    (site / _NEW).rename(site / FOLDER)


def remove(site: Path) -> None:
    """Take the index away: Pagefind leaves in it what was said of pages that are there no longer."""
    if (site / FOLDER).is_dir():
        shutil.rmtree(site / FOLDER)


def _language(titles: Sequence[Title]) -> str:
    """The language of most titles, without its region."""
    counts = Counter(title.metadata.lang.partition("-")[0].casefold() for title in titles if title.metadata.lang)
    return counts.most_common(1)[0][0] if counts else "en"

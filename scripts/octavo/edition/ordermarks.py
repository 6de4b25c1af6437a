"""Byte order marks that stand within a text, as where files that began with one were joined."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from pathlib import Path

from octavo.errors import Place, Problem

ORDER_MARK = "\ufeff"
"""U+FEFF: at the beginning of a file no character of its text (Unicode, 23.8), elsewhere nothing that is seen."""


def warn_of_order_marks(paths: Iterable[Path]) -> list[Problem]:
    """That marks within files are left out, told once with their count and the first place."""
    count, files = 0, 0
    first: Place | None = None
    for path in paths:
        data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
        here = data.count(codecs.BOM_UTF8)
        if here and first is None:
            before = data[: data.index(codecs.BOM_UTF8)].decode("utf-8", "replace")
            before = before.replace("\r\n", "\n").replace("\r", "\n")
            first = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        count += here
        files += here > 0
    if first is None:
        return []
    times = "" if count == 1 else f" {count} times" + (f" in {files} files" if files > 1 else "")
    message = f"a byte order mark (U+FEFF) stands within the text{times} and is left out"
    return [Problem(message, first, "it comes of files that were joined; delete it: no word is changed")]

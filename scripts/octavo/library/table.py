"""The front matter of all editions as one table, in which a key is a column; ``series.name`` is one below another."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from octavo.errors import OctavoError
from octavo.library.columns import FOLDER, IDENTIFIER
from octavo.library.discovery import read_front_matter
from octavo.library.run import Plan

COLUMNS = (IDENTIFIER, FOLDER, "title", "subtitle", "creator", "lang", "published", "version", "publisher", "access")
"""What is shown where nothing else is asked for."""
PARTING = "; "
"""Between the values of a list in one cell."""


def rows(made: Plan, columns: Sequence[str]) -> Iterator[list[str]]:
    """The head, then a row an edition; of one that cannot be read, its folder alone."""
    yield list(columns)
    for one in made.editions:
        relative = one.found.folder.relative_to(made.library.folder).as_posix()
        try:
            value = read_front_matter(one.found.folder)[1].value
        except (OctavoError, OSError):
            value = None
        front: dict[str, Any] = value if isinstance(value, dict) else {}
        yield [relative if column == FOLDER else cell(at(front, column.split("."))) for column in columns]


def at(value: Any, path: Sequence[str]) -> Any:
    """What stands below keys, one in the other; nothing where one of them is not there."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def cell(value: Any) -> str:
    """A value as a cell has it: of a person the name, of a list each, of other groups their keys and values."""
    if isinstance(value, list):
        return PARTING.join(map(cell, value))
    if isinstance(value, dict):
        if "name" in value:
            return cell(value["name"])
        return ", ".join(f"{key}: {cell(inner)}" for key, inner in value.items())
    return "" if value is None else str(value)


def as_csv(table: Iterator[list[str]]) -> str:
    """A table as CSV, its lines ended by a line feed (RFC 4180 but for that)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue()

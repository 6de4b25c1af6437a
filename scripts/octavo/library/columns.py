"""What the columns of a table may be: keys of the front matter, of which ``series.name`` is one below another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

from octavo.edition.metadata import Metadata

IDENTIFIER, FOLDER = "identifier", "folder"
"""Columns by which a row names its edition; the second is no key."""


def fault(column: str) -> tuple[str, str] | None:
    """Which key of a column the front matter does not know, and what to write; nothing where it knows all."""
    if column == FOLDER:
        return None
    schemas = [_schema()]
    for number, key in enumerate(keys := column.split(".")):
        known = sorted({name for schema in schemas for name in schema.get("properties", ())})
        inner = [found for schema in schemas for found in _below(schema, key)]
        if not inner:
            where = f" below ‘{'.'.join(keys[:number])}’" if number else ""
            near = get_close_matches(key, known, 1)
            hint = f"did you mean ‘{near[0]}’?" if near else f"the keys known here are: {', '.join(known)}"
            return f"there is no key ‘{key}’{where}", hint if known else "write the key alone, with nothing below it"
        schemas = inner
    return None


def is_list(column: str) -> bool:
    """Whether a key may have several texts."""
    schemas = [_schema()]
    for key in column.split("."):
        schemas = [found for schema in schemas for found in _below(schema, key)]
    return any(schema.get("type") == "array" for schema in schemas)


@cache
def _schema() -> dict[str, Any]:
    return Metadata.model_json_schema(by_alias=True, mode="validation")


def _below(schema: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    """What may stand below a key."""
    other = schema.get("additionalProperties")
    found = schema.get("properties", {}).get(key) or (other if isinstance(other, dict) else None)
    if found is not None:
        yield from _alternatives(found)


def _alternatives(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A schema as those of which any may hold."""
    if "$ref" in schema:
        yield from _alternatives(_schema()["$defs"][schema["$ref"].rpartition("/")[2]])
    choices: Sequence[dict[str, Any]] = schema.get("anyOf", ())
    for choice in choices:
        yield from _alternatives(choice)
    if "$ref" not in schema and not choices:
        yield schema

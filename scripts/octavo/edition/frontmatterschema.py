"""The JSON Schema of the front matter, made of the models that it is held against.

Editors of YAML complete and explain keys by it; ``cli/schemas/front-matter.json`` is this, written down.
"""

from __future__ import annotations

from typing import Any

from octavo.edition.metadata import Metadata

DRAFT = "https://json-schema.org/draft/2020-12/schema"


NUMBERS_OF_SERIES = ("series-index", "series_index", "group-position")
"""Keys of other programs for the number in a series, which are read beside ``series``."""


def front_matter_schema() -> dict[str, Any]:
    """The schema (JSON Schema, draft 2020-12), as the front matter is written: with hyphens, one or several."""
    made = as_written(Metadata.model_json_schema(by_alias=True, mode="validation"))
    definitions = made.pop("$defs")
    for key in NUMBERS_OF_SERIES:
        number = {"description": "Write series: {name: …, number: …}.", "deprecated": True}
        made["properties"][key] = {**number, "type": ["string", "number"]}
    head = {"$schema": DRAFT, "title": "Octavo: front matter of an edition"}
    return {**head, **{key: value for key, value in made.items() if key not in head}, "$defs": definitions}


def as_written(schema: Any) -> Any:
    """A schema of texts, for a file in which a text may look like a number: every scalar is read as it is typed.

    What is not there is left out, and not written as null; titles that pydantic makes of names say nothing.
    """
    if isinstance(schema, list):
        return [as_written(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: as_written(value) for key, value in schema.items() if not _is_left_out(key, value)}
    if made.get("type") == "string" and "enum" not in made and "const" not in made:
        made["type"] = ["string", "number"]
    choices = [choice for choice in made.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del made["anyOf"]
        return choices[0] | made
    return made | ({"anyOf": choices} if choices else {})


def _is_left_out(key: str, value: object) -> bool:
    """Whether this is a title made of a name, or a default that says nothing; a key of such a name has a schema."""
    if key == "default":
        return not (isinstance(value, str) and value) and not (isinstance(value, dict) and "description" in value)
    return key == "title" and isinstance(value, str)

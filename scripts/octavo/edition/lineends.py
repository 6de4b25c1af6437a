"""Where a line may not end, as the typographers of a language have it (``styles/lineends/``)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

EVERY_LANGUAGE = "und"
"""The file whose words hold in any language (BCP 47, undetermined)."""


@dataclass(frozen=True)
class LineEnds:
    """The words of one language that are not parted from the next or the last; und.toml says of each what it is."""

    titles: frozenset[str] = frozenset()
    cautious: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    signatures: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    openings: frozenset[str] = frozenset()
    opening_dashes: bool = False


@cache
def line_ends(tag: str) -> LineEnds:
    """What holds in texts with this language tag; of a variant, what holds in its language as well."""
    parts = tag.lower().split("-")
    found = [_file(EVERY_LANGUAGE), *(_file("-".join(parts[:count])) for count in range(1, len(parts) + 1))]
    values: dict[str, Any] = {}
    for field in fields(LineEnds):
        given = [file[key] for file in found if (key := field.name.replace("_", "-")) in file]
        if field.name == "opening_dashes":
            values[field.name] = any(given)
        else:
            values[field.name] = frozenset(word for words in given for word in words)
    return LineEnds(**values)


@cache
def _file(tag: str) -> dict[str, Any]:
    import tomllib

    file = files("octavo.styles").joinpath("lineends", f"{tag}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if tag.isascii() and file.is_file() else {}

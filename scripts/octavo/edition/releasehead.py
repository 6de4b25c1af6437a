"""What changes in releases.yaml though no record does: which shop has which version, and which were withdrawn.

It stands above the records, a line for each of the two keys, and is all that is ever written over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from octavo.edition.releases import ReleaseList, parsed_releases
from octavo.errors import InputError, Place

WIDTH = 10_000
"""Characters of a line: each key has one."""
_LIST = re.compile(r"^releases:", re.MULTILINE)


def with_head(data: bytes, path: Path, where: Mapping[str, str], withdrawn: Mapping[str, str]) -> bytes:
    """The file with these two keys; the records stay as they are, byte for byte.

    Raises InputError where the file cannot be changed so.
    """
    text = data.decode("utf-8-sig")
    line_end = "\r\n" if "\r\n" in text else "\n"
    changed = text
    for key, value in (("withdrawn", withdrawn), ("where", where)):
        changed = _with_key(changed, key, value, line_end)
    expected = parsed_releases(text, path)[0].model_copy(update={"where": dict(where), "withdrawn": dict(withdrawn)})
    if not _says(changed, path, expected):
        hint = "let ‘where’ and ‘withdrawn’ each be a line of its own above ‘releases’"
        raise InputError("what shops have cannot be written into this file", place=Place(path), hint=hint)
    return changed.encode()


def _with_key(text: str, key: str, value: Mapping[str, str], line_end: str) -> str:
    """The text with a key as one line, in its former place, or else above the list of releases."""
    line = _line(key, value) + line_end if value else ""
    # Where a person has written it over several lines, they are those that are indented below it.
    former = re.search(rf"^{key}:[^\n]*\n(?:[ \t][^\n]*\n)*", text, re.MULTILINE)
    if former:
        return text[: former.start()] + line + text[former.end() :]
    found = _LIST.search(text)
    at = found.start() if found else len(text)
    return text[:at] + line + text[at:]


def _line(key: str, value: Mapping[str, str]) -> str:
    flow = yaml.safe_dump(dict(value), allow_unicode=True, default_flow_style=True, sort_keys=False, width=WIDTH)
    return f"{key}: {flow.strip()}"


def _says(text: str, path: Path, expected: ReleaseList) -> bool:
    try:
        return parsed_releases(text, path)[0].model_dump() == expected.model_dump()
    except InputError:
        return False

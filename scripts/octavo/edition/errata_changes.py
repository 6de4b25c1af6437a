"""Entries of the lists that people keep are changed or withdrawn; comments, order and all else are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yaml import MappingNode, SequenceNode

from octavo.edition.errata import ErrataList
from octavo.edition.errata_file import refused
from octavo.edition.folder import Edition
from octavo.edition.splices import Splice, spliced
from octavo.edition.textfile import text_of
from octavo.edition.yamlfile import composed, read_yaml, validated
from octavo.edition.yamlsplices import appended, commented, quoted, set_value, value_of
from octavo.errors import InputError, Place

HEAD = "ids of entries that are taken out; none of them is given again"


@dataclass(frozen=True)
class EntryChange:
    """What becomes of an entry: some values change, or it becomes a comment and its id is withdrawn."""

    values: Mapping[str, str | int] = field(default_factory=dict)
    """By key: ``in`` or ``count``."""
    withdrawn: str = ""
    """Why; empty where the entry stays."""
    at: str = ""
    """Where the witness has something else than the entry that is withdrawn."""


def with_changes(edition: Edition, changes: Mapping[Place, EntryChange]) -> dict[Path, bytes]:
    """The errata files that change, with their new bytes; ``changes`` are by the places of the entries.

    Raises InputError where a file is not laid out so that this can be done without touching anything else.
    """
    made = {}
    for path in edition.errata_files:
        data = path.read_bytes()
        new = _changed(data, path, changes)
        if new != data:
            made[path] = new
    return made


def _changed(data: bytes, path: Path, changes: Mapping[Place, EntryChange]) -> bytes:
    text = text_of(data, path)
    yaml, root, rows = read_yaml(text, path), composed(text), text.split("\n")
    before = validated(ErrataList, yaml, "the errata list")
    expected = before.model_dump()
    splices: list[Splice] = []
    gone: list[str] = []
    for name, number, entry in before.entries():
        change = changes.get(yaml.place(name, number))
        if change is None:
            continue
        listed = value_of(root, name)
        assert isinstance(listed, SequenceNode)
        item = listed.value[number]
        if change.withdrawn:
            if listed.flow_style:
                raise refused(path, item.start_mark.line + 1)
            splices += commented(rows, item)
            expected[name][number] = None
            identifier = getattr(entry, "id", "")
            if identifier:
                at = f", at: {quoted(change.at)}" if change.at else ""
                gone.append(f"{{id: {identifier}, why: {quoted(change.withdrawn)}{at}}}")
                expected["withdrawn"].append({"id": identifier, "why": change.withdrawn, "at": change.at})
        elif isinstance(item, MappingNode):
            splices += [set_value(rows, item, key, _yaml(value), "read") for key, value in change.values.items()]
            expected[name][number] |= {"in_" if key == "in" else key: value for key, value in change.values.items()}
    withdrawn = value_of(root, "withdrawn")
    if gone and isinstance(withdrawn, SequenceNode) and withdrawn.value and withdrawn.flow_style:
        raise refused(path, withdrawn.start_mark.line + 1)
    splices += appended(rows, root, "withdrawn", gone, HEAD) if gone else []
    new = spliced(data, splices)
    kept = {name: [one for one in entries if one is not None] for name, entries in expected.items()}
    if not _says(new, path, kept):
        raise refused(path)
    return new


def _yaml(value: str | int) -> str:
    return str(value) if isinstance(value, int) else quoted(value)


def _says(data: bytes, path: Path, expected: dict[str, Any]) -> bool:
    """Whether a list holds what is expected, and nothing else."""
    try:
        listed = validated(ErrataList, read_yaml(text_of(data, path), path), "the errata list")
    except InputError:
        return False
    return listed.model_dump() == expected

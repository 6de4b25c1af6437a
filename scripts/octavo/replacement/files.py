"""What a replacement writes, and what it keeps of the state before."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

from octavo.edition import Edition
from octavo.edition.errata_changes import EntryChange, with_changes
from octavo.edition.files import is_inside
from octavo.edition.kept import REPLACED
from octavo.edition.witnessnamed import with_witness
from octavo.errors import InputError, Place
from octavo.replacement.report import report
from octavo.replacement.result import Entry, Replacement, Written
from octavo.replacement.successor import Successor
from octavo.text.carried import Carried, State

REPORT = "report.txt"
_LONGEST = 40
"""Letters of a siglum that are in the folder's name: the names of files have an end."""


def files(edition: Edition, result: Replacement, next_one: Successor) -> Written:
    """The files to be written, in their order: what is kept comes first, the front matter last.

    A program that is ended in between leaves lists that are whole, and the same command makes the rest. Raises
    InputError where the list or the front matter cannot be changed without touching anything else.
    """
    lists = with_changes(edition, _changes(result))
    folder = _kept(edition, result.siglum)
    made = {folder / path.relative_to(edition.folder): path.read_bytes() for path in edition.errata_files}
    made[folder / REPORT] = report(result, edition.folder).encode()
    if next_one.written is not None:
        made[next_one.witness.path] = next_one.written
    options, before = result.new.options.model_dump(by_alias=True), result.old.options.model_dump(by_alias=True)
    keys = ("path", "sha256", "paragraphs", "line-end-hyphens")
    values = {key: options[key] for key in keys if options[key] != before[key]}
    front = edition.front_matter.file
    made |= lists
    return Written(made | {front: with_witness(edition, result.siglum, values)}, folder)


def _kept(edition: Edition, siglum: str) -> Path:
    """The folder for what was before, under a name that none has yet."""
    root = edition.folder / REPLACED
    if not is_inside(root, edition.folder) or (root.exists() and not root.is_dir()):
        hint = "the former lists are kept there: let it be a folder of the edition, or rename it"
        raise InputError("this is not a folder inside the edition folder", place=Place(root), hint=hint)
    name = re.sub(r"[^\w-]+", "-", siglum)[:_LONGEST].strip("-") or "witness"
    number = 1
    while os.path.lexists(root / f"{name}-{number}"):
        number += 1
    return root / f"{name}-{number}"


def _changes(result: Replacement) -> dict[Place, EntryChange]:
    changes = {}
    for entry in result.entries:
        place, one = entry.carried.erratum.place, entry.carried
        assert place is not None
        if one.state is not State.HOLDS:
            changes[place] = EntryChange(withdrawn=_reason(one, result), at=_third_reading(entry, result))
        elif one.changed:
            changes[place] = EntryChange(_values(one))
    for rule in result.rules:
        place = rule.rule.place
        assert place is not None
        if not rule.count:
            changes[place] = EntryChange(withdrawn="applies nowhere")
        elif rule.count != rule.rule.count:
            changes[place] = EntryChange({"count": rule.count})
    return changes


def _values(one: Carried) -> dict[str, str | int]:
    before, now = one.erratum, one.now
    values: dict[str, str | int] = {"in": now.in_} if now.in_ != before.in_ else {}
    return values | ({"count": now.count} if now.count and now.count != before.count else {})


def _reason(one: Carried, result: Replacement) -> str:
    path = result.new.options.path
    if one.state is State.NEEDLESS:
        return f"{path} reads as the edition does"
    return f"no longer fits {path}: {one.why}"


def _third_reading(entry: Entry, result: Replacement) -> str:
    """Where the new witness has neither reading of an entry; the draft of what it has there names the former id."""
    if entry.carried.state is not State.MISFIT or not entry.places:
        return ""
    return str(replace(entry.places[0], file=Path(result.new.options.path)))

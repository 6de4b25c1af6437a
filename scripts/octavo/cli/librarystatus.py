"""Say where a library stands, and why an edition is to be built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from octavo.cli.console import print_json, show
from octavo.cli.folder import Format
from octavo.cli.libraryfolder import LibraryFolder, LibraryOut, Verify, opened, red
from octavo.errors import InputError

if TYPE_CHECKING:
    from octavo.library.run import Planned

FormatOption = Annotated[Format, typer.Option("--format", help="Text for people, JSON for programs.")]


def status(
    folder: LibraryFolder = Path(), out: LibraryOut = None, verify: Verify = False, format: FormatOption = Format.text
) -> None:
    """Say of each edition whether it is built, and what the next build would do; nothing is written."""
    from octavo.library.run import plan

    library, store = opened(folder, out)
    made = plan(library, store, verify=verify, read_only=True)
    if format is Format.json:
        print_json([_as_json(one, library.folder) for one in made.editions])
        return
    lines = [_line(one, library.folder) for one in made.editions]
    good = sum(1 for one in made.editions if _state(one) == "built")
    show("\n".join([*lines, f"{len(made.editions):,} editions, {good:,} built and unchanged"]))


def why(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The edition’s identifier, or its folder.")],
    folder: LibraryFolder = Path(),
    out: LibraryOut = None,
    verify: Verify = False,
    format: FormatOption = Format.text,
) -> None:
    """Say why an edition would be built: which file, which program, which option is another than last time."""
    from octavo.library.run import plan

    library, store = opened(folder, out)
    made = plan(library, store, verify=verify, read_only=True)
    found = [one for one in made.editions if identifier in _names(one, library.folder)]
    if not found:
        hint = "octavo library status lists all, with their identifiers and folders"
        raise InputError(f"no edition has the identifier ‘{identifier}’", hint=hint)
    if format is Format.json:
        print_json([_as_json(one, library.folder) for one in found])
        return
    for one in found:
        show("\n".join([_line(one, library.folder), *(f"  {reason}" for reason in _told(one))]))


def _names(one: Planned, library: Path) -> list[str]:
    relative = one.found.folder.relative_to(library).as_posix()
    return [name for name in (one.found.identifier, one.found.name, relative, str(one.found.folder)) if name]


def _told(one: Planned) -> list[str]:
    """Why it is to be built, or is not."""
    if one.found.problems:
        return [str(problem) for problem in one.found.problems]
    if one.reasons:
        return list(one.reasons)
    if one.record and not one.record.state.is_good:
        return [*map(str, one.record.problems), "nothing has changed since; --retry tries it again"]
    return ["nothing has changed since it was built"]


def _state(one: Planned) -> str:
    if one.found.problems:
        return "failed"
    if one.record is None:
        return "new"
    if one.record.state.is_good:
        return "stale" if one.reasons else "built"
    return one.record.state.value


def _line(one: Planned, library: Path) -> str:
    state, relative = _state(one), one.found.folder.relative_to(library).as_posix()
    shown = red(state) if state in ("failed", "quarantined") else state
    return f"{shown}{' ' * (12 - len(state))}{relative}  {one.found.identifier}".rstrip()


def _as_json(one: Planned, library: Path) -> dict[str, Any]:
    """One edition in its stable shape (schemas/library-status.json)."""
    return {
        "identifier": one.found.identifier or None,
        "folder": one.found.folder.relative_to(library).as_posix(),
        "name": one.found.name,
        "state": _state(one),
        "why": _told(one),
    }


COMMANDS = {"status": status, "why": why}

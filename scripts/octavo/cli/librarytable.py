"""Show the front matter of all editions as a table, and write a table back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from octavo.cli.console import show, voice
from octavo.cli.given import listed
from octavo.cli.libraryfolder import LibraryFolder, LibraryOut, opened
from octavo.errors import InputError, shortened


def table(
    folder: LibraryFolder = Path(),
    columns: Annotated[
        str, typer.Option("--columns", help="Keys of the front matter, parted by commas: title,series.name,subject.")
    ] = "",
    out: LibraryOut = None,
) -> None:
    """Show the front matter of all editions as a table in CSV, to be changed and given to ‘octavo library set’."""
    from octavo.library.columns import IDENTIFIER, fault
    from octavo.library.run import plan
    from octavo.library.table import COLUMNS, as_csv, rows

    library, store = opened(folder, out)
    wanted = listed("--columns", columns, "title,published") or list(COLUMNS)
    for column in wanted:
        found = fault(column)
        if found:
            raise InputError(f"--columns: unknown column ‘{column}’: {found[0]}", hint=found[1])
    if IDENTIFIER not in wanted:
        wanted.insert(0, IDENTIFIER)
    show(as_csv(rows(plan(library, store, read_only=True), wanted)).rstrip("\n"))


def set_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The table, in CSV, with a column ‘identifier’.")],
    folder: LibraryFolder = Path(),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")] = False,
    out: LibraryOut = None,
) -> None:
    """Write the cells of a table into the front matter of their editions.

    Comments, order and all else stay as they are. An empty cell leaves a value as it is. Where one row is wrong,
    nothing is written at all.
    """
    from octavo.library.edits import edits, read_rows, write
    from octavo.library.run import plan

    library, store = opened(folder, out)
    found = edits(plan(library, store, read_only=True), read_rows(file), file)
    for edit in found:
        for change in edit.changes:
            before = f"‘{shortened(change.before)}’" if change.before else "nothing"
            show(f"{edit.path}: {change.column}: {before} → ‘{shortened(change.after)}’")
    count = 0
    for path in () if dry_run else write(found):
        voice.detail(f"wrote {path}")
        count += 1
    done = f"would change {len(found):,}" if dry_run else f"changed {count:,}"
    voice.say(f"{done} edition{'s' if len(found) != 1 else ''}")


COMMANDS = {"table": table, "set": set_}

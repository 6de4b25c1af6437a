"""Check every edition of a library, and what was built of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from octavo.cli.findings import FindingsFormat, Format, Strict, exit_if_grave, print_findings
from octavo.cli.libraryfolder import Jobs, LibraryFolder, LibraryOut, opened
from octavo.errors import InputError


def check(
    folder: LibraryFolder = Path(),
    out: LibraryOut = None,
    jobs: Jobs = None,
    format: Format = FindingsFormat.text,
    strict: Strict = False,
    all_: Annotated[bool, typer.Option("--known", help="Also tell what is wrong with editions in known.yaml.")] = False,
) -> None:
    """Check every edition of a library by every rule, each in a process of its own.

    Editions that known.yaml lists are looked at with --known alone.
    """
    from octavo.checks import table
    from octavo.library.checking import check_all
    from octavo.library.known import is_known, read_known
    from octavo.library.run import plan

    library, store = opened(folder, out)
    known = read_known(folder)
    made = plan(library, store)
    if not made.editions:
        raise InputError(f"there is no edition below {folder}", hint="octavo new makes one")
    if not all_:
        made.editions = [one for one in made.editions if not is_known(known, one.found, library.folder)]
    found = {one.found.name: findings for one, findings in check_all(made, jobs)}
    findings = [finding for one in made.editions for finding in found[one.found.name]]
    editions = f"{len(made.editions):,} edition{'s' * (len(made.editions) != 1)}"
    print_findings(findings, format, f"{editions} by {len(table())} rules")
    exit_if_grave(findings, strict)


COMMANDS = {"check": check}

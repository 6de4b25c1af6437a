"""Check source and renditions by every rule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from octavo.cli.findings import FindingsFormat, Format, Strict, exit_if_grave, print_findings
from octavo.cli.folder import Folder, Out

NAME = "check"


def command(
    folder: Folder = Path(),
    format: Format = FindingsFormat.text,
    strict: Strict = False,
    outside: Annotated[bool, typer.Option("--outside", help="Also run EPUBCheck and veraPDF.")] = False,
    out: Out = None,
) -> None:
    """Check source and renditions by every rule."""
    from octavo.checks import table
    from octavo.checks.run import check
    from octavo.outfolder import output_folder, settle

    settle(output_folder(folder, out))
    subject, findings = check(folder, output_folder(folder, out))
    if outside:
        from octavo.checks.validators import outside_findings

        findings += outside_findings(subject)
    looked = f"{len(table())} rules" + (", EPUBCheck and veraPDF" if outside else "")
    print_findings(findings, format, looked)
    exit_if_grave(findings, strict)

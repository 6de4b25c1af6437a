"""Print the errata list, or an errata slip."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from octavo.cli.console import print_json, show
from octavo.cli.folder import Folder
from octavo.errors import InputError

NAME = "errata"


class ErrataFormat(StrEnum):
    """How the list is printed."""

    text = "text"
    md = "md"
    json = "json"
    criticmarkup = "criticmarkup"


def command(
    folder: Folder = Path(),
    format: Annotated[ErrataFormat, typer.Option("--format", help="How the list is printed.")] = ErrataFormat.text,
    all_: Annotated[
        bool,
        typer.Option(
            "--all", help="Also variants, stet, queries and ids withdrawn; with --witness-view house rules too."
        ),
    ] = False,
    witness_view: Annotated[
        bool,
        typer.Option(
            "--witness-view", help="The Markdown, each erratum as a CriticMarkup change of the witness’s words."
        ),
    ] = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="VERSION", help="The errata slip of a version that was issued.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="With --witness-view: write its files here.")
    ] = None,
) -> None:
    """Print the errata list, or an errata slip."""
    _refuse_together(format, all_, witness_view, since, out)
    if since is not None:
        from octavo.cli.slip import errata_since

        show(errata_since(folder, since, format))
    elif witness_view:
        from octavo.cli.witness_view import show_witness_view

        show_witness_view(folder, out, everything=all_)
    else:
        _list(folder, format, all_)


def _refuse_together(format: ErrataFormat, all_: bool, witness_view: bool, since: str | None, out: Path | None) -> None:
    marked = format is ErrataFormat.criticmarkup
    problems = [
        (witness_view and since is not None, "--witness-view and --since are two things", "ask for one of them"),
        (
            witness_view and format not in (ErrataFormat.text, ErrataFormat.criticmarkup),
            "--witness-view is written in CriticMarkup",
            "leave --format out",
        ),
        (since is not None and marked, "an errata slip is no CriticMarkup", "choose text, md or json"),
        (since is not None and all_, "an errata slip lists what has changed, and nothing else", "leave --all out"),
        (out is not None and not witness_view, "--out is for --witness-view", "send the output to a file with >"),
    ]
    for wrong, message, hint in problems:
        if wrong:
            raise InputError(message, hint=hint)


def _list(folder: Path, format: ErrataFormat, all_: bool) -> None:
    from octavo.cli import erratalist
    from octavo.edition import load_edition

    edition = load_edition(folder)
    if format is ErrataFormat.json:
        print_json(erratalist.as_json(edition, everything=all_))
    elif format is ErrataFormat.md:
        from octavo.document import read_document

        show(erratalist.as_markdown(read_document(edition), everything=all_))
    elif format is ErrataFormat.criticmarkup:
        from octavo.cli.witness_view import show_list

        show_list(edition, everything=all_)
    else:
        show(erratalist.as_text(edition, everything=all_))

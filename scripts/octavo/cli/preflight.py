"""Check any PDF for print, as one printer asks for it, whoever made it.

What the printer requires is an error, what it recommends a warning; the pages on which it
says so are listed at the end, and stand beside each finding in JSON.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from octavo.cli.console import voice
from octavo.cli.findings import FindingsFormat, Format, Strict, exit_if_grave, print_findings
from octavo.printers import printer_names

NAME = "preflight"


class Kind(StrEnum):
    """What a file holds."""

    interior = "interior"
    cover = "cover"


class Paper(StrEnum):
    """What the book is printed on."""

    white = "white"
    cream = "cream"


class Binding(StrEnum):
    """How it is bound."""

    paperback = "paperback"
    saddle = "saddle"


class Direction(StrEnum):
    """Which way it is read."""

    ltr = "ltr"
    rtl = "rtl"


def _printer(value: str) -> str:
    known = value in printer_names() or None
    return _given(value, known, f"no printer that is known here; choose from: {', '.join(printer_names())}")


def _trim(value: str) -> str:
    from octavo.printers import parse_trim

    return _given(value, parse_trim(value), "no trim size; write it as 6x9in, 148x210mm, a5 or b-format")


def _spine(value: str) -> str:
    from octavo.printers import parse_length

    return _given(value, parse_length(value), "no width of a spine; write it as 0.142in or 3.6mm")


def _isbn(value: str) -> str:
    from stdnum import isbn

    thirteen = isbn.is_valid(value) and isbn.isbn_type(value) == "ISBN13"
    return _given(value, thirteen or None, "no ISBN; write its thirteen digits, with or without hyphens")


def _given(value: str, read: object, wrong: str) -> str:
    if value and read is None:
        raise typer.BadParameter(f"‘{value}’ is {wrong}")
    return value


File = Annotated[Path, typer.Argument(metavar="FILE", help="The PDF that is to be printed.")]
Printed = Annotated[
    str,
    typer.Option("--printer", metavar=f"<{'|'.join(printer_names())}>", callback=_printer, help="Who is to print it."),
]
Held = Annotated[Kind | None, typer.Option("--kind", help="What the file holds; guessed from its pages otherwise.")]
Trim = Annotated[
    str,
    typer.Option(
        "--trim", metavar="SIZE", callback=_trim, help="The trim size: 6x9in, 148x210mm, a5; the file’s otherwise."
    ),
]
Pages = Annotated[int | None, typer.Option("--pages", min=1, help="How many pages the book has; for its cover.")]
Printing = Annotated[Paper, typer.Option("--paper", help="What the book is printed on.")]
Bound = Annotated[Binding, typer.Option("--binding", help="How it is bound.")]
Spine = Annotated[
    str,
    typer.Option("--spine", metavar="WIDTH", callback=_spine, help="The spine of the printer’s template: 0.142in."),
]
Isbn = Annotated[
    str, typer.Option("--isbn", metavar="ISBN", callback=_isbn, help="The ISBN that the cover’s barcode must have.")
]

Read = Annotated[
    Direction | None,
    typer.Option(
        "--direction", help="Which way the book is read, if not as the file says; rtl: the spine is at the right."
    ),
]


def command(
    file: File,
    printer: Printed = printer_names()[0],
    kind: Held = None,
    trim: Trim = "",
    pages: Pages = None,
    paper: Printing = Paper.white,
    binding: Bound = Binding.paperback,
    spine: Spine = "",
    isbn: Isbn = "",
    direction: Read = None,
    format: Format = FindingsFormat.text,
    strict: Strict = False,
) -> None:
    """Check any PDF for print, as one printer asks for it, whoever made it."""
    from octavo.checks.press.foreign import foreign_job, guesses
    from octavo.checks.press.preflight import preflight
    from octavo.printers import parse_length, parse_trim

    job = foreign_job(
        file,
        printer,
        kind=kind.value if kind else None,
        trim=parse_trim(trim) if trim else None,
        pages=pages,
        paper=paper.value,
        binding=binding.value,
        spine=parse_length(spine) if spine else None,
        isbn=isbn,
        right_to_left=None if direction is None else direction is Direction.rtl,
    )
    for line in guesses(job, kind=kind is None, trim=not trim):
        voice.say(line)
    findings = preflight(job)
    print_findings(findings, format, f"{job.printer.name}, {job.kind}")
    if format is FindingsFormat.text:
        for spec in dict.fromkeys(finding.spec for finding in findings if finding.spec):
            voice.say(f"  {spec}")
    exit_if_grave(findings, strict)

"""Print the errata list, or an errata slip."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from octavo.cli.console import print_json, show
from octavo.cli.folder import Folder
from octavo.errors import InputError

if TYPE_CHECKING:
    from octavo.document.erratarows import Row
    from octavo.edition import Erratum, Query, Stet

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
        bool, typer.Option("--all", help="Also stet and queries; with --witness-view notes and house rules too.")
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
    from octavo.edition import load_edition

    edition = load_edition(folder)
    errata = edition.errata
    rows = [_row(entry) for entry in errata.errata]
    kept = [_reading(stet) for stet in errata.stet] if all_ else []
    queries = [_reading(query) | {"status": query.status} for query in errata.queries] if all_ else []
    if format is ErrataFormat.json:
        print_json({"errata": rows, "stet": kept, "queries": queries} if all_ else rows)
    elif format is ErrataFormat.md:
        from octavo.document import read_document
        from octavo.document.erratarows import errata_rows

        show(_markdown(errata_rows(read_document(edition), everything=all_)))
    elif format is ErrataFormat.criticmarkup:
        from octavo.cli.witness_view import show_list

        show_list(edition, everything=all_)
    else:
        show(_text(rows, kept, queries))


def _row(entry: Erratum) -> dict[str, Any]:
    row = {
        "id": entry.id,
        "for": entry.for_,
        "read": entry.read,
        "in": entry.in_,
        "kind": entry.kind,
        "note": entry.note or entry.why,
    }
    return row | ({"count": entry.count} if entry.every else {}) | _evidence(entry)


def _reading(entry: Stet | Query) -> dict[str, Any]:
    return {"id": entry.id, "reading": entry.reading, "why": entry.why} | _evidence(entry)


def _evidence(entry: Erratum | Stet | Query) -> dict[str, Any]:
    return {"evidence": dict(entry.evidence)} if entry.evidence else {}


def _cited(row: dict[str, Any]) -> str:
    """What other witnesses read, behind what is said of an entry."""
    return "; ".join(f"{siglum}: {reading}" for siglum, reading in row.get("evidence", {}).items())


def _text(rows: list[dict[str, Any]], kept: list[dict[str, Any]], queries: list[dict[str, Any]]) -> str:
    width = max((len(row["id"]) for row in rows), default=0)
    lines = []
    for row in rows:
        context = f"  in: {row['in']}" if row["in"] else ""
        change = f"for ‘{row['for']}’ read {_shown(row['read'])}"
        lines.append(f"{row['id']:{width}}  {change}  [{row['kind']}]{context}{_beside(row)}")
    for name, entries in (("stet", kept), ("query", queries)):
        told = [f"{name:6} {row['id']}: ‘{row['reading']}’. {row['why']}{_beside(row)}" for row in entries]
        lines += ["", *told] if told else []
    return "\n".join(lines) if lines else "the errata list is empty"


def _beside(row: dict[str, Any]) -> str:
    cited = _cited(row)
    return f"  ({cited})" if cited else ""


def _shown(reading: str) -> str:
    return f"‘{reading}’" if reading else "nothing"


_TABLES = {
    "emendations": "",
    "variants": "Other witnesses",
    "stet": "Stands",
    "queries": "Asked",
}
"""The tables of the list in their order, and how each but the first is called."""


def _markdown(rows: Sequence[Row]) -> str:
    """Tables of place, lemma ] reading siglum, the words around it, the kind and the reason."""
    lines = []
    for layer, title in _TABLES.items():
        listed = [row for row in rows if row.layer == layer]
        if not listed and title:
            continue
        last = ("In", "Kind", "Note") if not title else ("In", "Note") if layer == "variants" else ("Why",)
        lines += ["", f"## {title}", ""] if title else []
        lines += [f"| {' | '.join(('Place', 'Reading', *last))} |", f"|{'---|' * (2 + len(last))}"]
        for row in listed:
            said = {"In": row.context, "Kind": row.kind, "Note": row.why, "Why": row.why}
            cells = (row.place, row.reading, *(said[name] for name in last))
            lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    """A cell's text, in which nothing is a mark of Markdown's."""
    return re.sub(r"([\\`*_\[<>|#~$^&])", r"\\\1", text)

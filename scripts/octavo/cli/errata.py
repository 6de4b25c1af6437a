"""Print the errata list as a table."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from octavo.cli.folder import Folder

NAME = "errata"


class TableFormat(StrEnum):
    """How the list is printed."""

    text = "text"
    md = "md"
    json = "json"


def command(
    folder: Folder = Path(),
    format: Annotated[TableFormat, typer.Option("--format", help="How the list is printed.")] = TableFormat.text,
    all_: Annotated[bool, typer.Option("--all", help="Also what stands (stet) and what is asked (queries).")] = False,
) -> None:
    """Print the errata list as a table."""
    from octavo.edition import load_edition

    errata = load_edition(folder).errata
    rows = [_row(entry) for entry in errata.errata]
    kept = [{"id": s.id, "reading": s.reading, "why": s.why} for s in errata.stet] if all_ else []
    asked = (
        [{"id": q.id, "reading": q.reading, "why": q.why, "status": q.status} for q in errata.queries] if all_ else []
    )
    if format is TableFormat.json:
        print(
            json.dumps({"errata": rows, "stet": kept, "queries": asked} if all_ else rows, ensure_ascii=False, indent=2)
        )
    elif format is TableFormat.md:
        print(_markdown(rows, kept, asked))
    else:
        print(_text(rows, kept, asked))


def _row(entry: Any) -> dict[str, Any]:
    row = {
        "id": entry.id,
        "for": entry.for_,
        "read": entry.read,
        "in": entry.in_,
        "kind": entry.kind,
        "note": entry.note,
    }
    return row | ({"count": entry.count} if entry.every else {})


def _text(rows: list[dict[str, Any]], kept: list[dict[str, Any]], asked: list[dict[str, Any]]) -> str:
    width = max((len(row["id"]) for row in rows), default=0)
    lines = []
    for row in rows:
        context = f"  in: {row['in']}" if row["in"] else ""
        lines.append(f"{row['id']:{width}}  for ‘{row['for']}’ read {_shown(row['read'])}  [{row['kind']}]{context}")
    lines += ["", *(f"stet   {row['id']}: ‘{row['reading']}’. {row['why']}" for row in kept)] if kept else []
    lines += ["", *(f"query  {row['id']}: ‘{row['reading']}’. {row['why']}" for row in asked)] if asked else []
    return "\n".join(lines) if lines else "the errata list is empty"


def _shown(reading: str) -> str:
    return f"‘{reading}’" if reading else "nothing"


def _markdown(rows: list[dict[str, Any]], kept: list[dict[str, Any]], asked: list[dict[str, Any]]) -> str:
    def cell(text: str) -> str:
        return text.replace("|", "\\|")

    lines = ["| For | Read | In | Kind | Note |", "|---|---|---|---|---|"]
    for row in rows:
        lines.append(
            f"| {cell(row['for'])} | {cell(row['read'])} | {cell(row['in'])} | {row['kind']} | {cell(row['note'])} |"
        )
    for title, entries in (("Stands", kept), ("Asked", asked)):
        if entries:
            lines += ["", f"| {title} | Why |", "|---|---|"]
            lines += [f"| {cell(row['reading'])} | {cell(row['why'])} |" for row in entries]
    return "\n".join(lines)

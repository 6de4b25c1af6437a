"""The errata list as text, JSON and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from octavo.cli.console import one_line

if TYPE_CHECKING:
    from octavo.document import Document
    from octavo.document.erratarows import Row
    from octavo.edition import Edition, Erratum, Query, Stet, Variant
    from octavo.edition.metadata import Metadata
    from octavo.edition.witnesses import WitnessOptions


def as_json(edition: Edition, *, everything: bool) -> list[dict[str, Any]] | dict[str, Any]:
    """The list in its stable shape (schemas/errata.json)."""
    errata, metadata = edition.errata, edition.metadata
    rows = [_row(entry) for entry in errata.errata]
    if not everything:
        return rows
    return {
        "errata": rows,
        "variants": [_variant(entry) for entry in errata.variants],
        "stet": [_reading(stet) for stet in errata.stet],
        "queries": [_query(query) for query in errata.queries],
        "withdrawn": [
            {"id": entry.id, "why": entry.why} | ({"at": entry.at} if entry.at else {}) for entry in errata.withdrawn
        ],
        "witnesses": [_witness(witness, is_base=witness is metadata.base) for witness in metadata.all_witnesses],
    }


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


def _variant(entry: Variant) -> dict[str, Any]:
    return {"siglum": entry.siglum} | _row(entry)


def _reading(entry: Stet | Query) -> dict[str, Any]:
    row = {"id": entry.id, "reading": entry.reading, "why": entry.why}
    return row | ({"in": entry.in_} if entry.in_ else {}) | _evidence(entry)


def _query(entry: Query) -> dict[str, Any]:
    return _reading(entry) | {"status": entry.status} | ({"answer": entry.answer} if entry.answer else {})


def _evidence(entry: Erratum | Stet | Query) -> dict[str, Any]:
    return {"evidence": dict(entry.evidence)} if entry.evidence else {}


def _witness(witness: WitnessOptions, *, is_base: bool) -> dict[str, Any]:
    role = "base" if is_base else "collated" if witness.path else "cited"
    return {
        "siglum": witness.siglum,
        "title": witness.title,
        "date": witness.date,
        "role": role,
        "path": witness.path or None,
    }


def as_text(edition: Edition, *, everything: bool) -> str:
    """One line an entry, and at the end which witnesses are only cited."""
    errata = edition.errata
    rows = [_row(entry) for entry in errata.errata]
    width = max((len(row["id"]) for row in rows), default=0)
    lines = [f"{row['id']:{width}}  {_change(row)}" for row in rows]
    if everything:
        variants = [_variant(entry) for entry in errata.variants]
        groups = [[f"variant {row['id']}: {row['siglum']}: {_change(row)}" for row in variants]]
        groups.append([f"stet   {_asked(one)}" for one in errata.stet])
        groups.append([f"query  {_asked(one)}{_answer(one)}" for one in errata.queries])
        groups.append([f"withdrawn {entry.id}: {entry.why}" for entry in errata.withdrawn])
        lines += [line for group in groups if group for line in ("", *group)]
    if not lines:
        return "the errata list is empty"
    told = list(_told_of_witnesses(edition, everything=everything))
    return "\n".join([*lines, *(["", *told] if told else [])])


def _change(row: dict[str, Any]) -> str:
    context = f"  in: {row['in']}" if row["in"] else ""
    read = f"‘{row['read']}’" if row["read"] else "nothing"
    every = f"  {row['count']} times" if "count" in row else ""
    return f"for ‘{row['for']}’ read {read}  [{row['kind']}]{every}{context}{_cited(row.get('evidence', {}).items())}"


def _asked(entry: Stet | Query) -> str:
    context = f"  in: {entry.in_}" if entry.in_ else ""
    return f"{entry.id}: ‘{entry.reading}’. {entry.why}{context}{_cited(entry.evidence)}"


def _answer(query: Query) -> str:
    return f"  {query.status}: {query.answer}".rstrip(": ") if query.status != "open" else ""


def _cited(evidence: Iterable[tuple[str, str]]) -> str:
    """What other witnesses read, behind what is said of an entry."""
    told = "; ".join(f"{siglum}: {reading}" for siglum, reading in evidence)
    return f"  ({told})" if told else ""


def cited_only(metadata: Metadata) -> Iterator[tuple[str, str]]:
    """The witnesses without a file, with the sentence that says so."""
    for witness in metadata.all_witnesses:
        if not witness.path:
            yield witness.siglum, f"{one_line(witness.named)}: cited, not proved: it has no file"


def _told_of_witnesses(edition: Edition, *, everything: bool) -> Iterator[str]:
    """Which witnesses are only cited: those whose readings are listed, or with ``everything`` all of them."""
    named = {siglum for entry in edition.errata.errata for siglum, _ in entry.evidence}
    yield from (told for siglum, told in cited_only(edition.metadata) if everything or siglum in named)


_TABLES = {
    "emendations": "",
    "variants": "Other witnesses",
    "stet": "Stands",
    "queries": "Asked",
}
"""The tables of the list in their order, and how each but the first is called."""


def as_markdown(document: Document, *, everything: bool) -> str:
    """Tables of place, lemma ] reading siglum, the words around it, the kind and the reason."""
    from octavo.document.erratarows import errata_rows

    rows = errata_rows(document, everything=everything)
    lines = []
    for layer, title in _TABLES.items():
        listed = [row for row in rows if row.layer == layer]
        if listed or not title:
            lines += _table(layer, title, listed)
    withdrawn = document.edition.errata.withdrawn if everything else []
    if withdrawn:
        lines += ["", "## Withdrawn", "", *(f"- {_cell(entry.id)}: {_cell(entry.why)}" for entry in withdrawn)]
    told = [_cell(line) for line in _told_of_witnesses(document.edition, everything=everything)]
    lines += ["", *(f"- {line}" for line in told)] if told else []
    return "\n".join(lines)


def _table(layer: str, title: str, rows: Iterable[Row]) -> list[str]:
    last = ("In", "Kind", "Note") if not title else ("In", "Note") if layer == "variants" else ("Why",)
    lines = ["", f"## {title}", ""] if title else []
    lines += [f"| {' | '.join(('Place', 'Reading', *last))} |", f"|{'---|' * (2 + len(last))}"]
    for row in rows:
        said = {"In": row.context, "Kind": row.kind, "Note": row.why, "Why": row.why}
        cells = (row.place, row.reading, *(said[name] for name in last))
        lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    return lines


def _cell(text: str) -> str:
    """A cell's text, in which nothing is a mark of Markdown's."""
    return re.sub(r"([\\`*_\[<>|#~$^&])", r"\\\1", text)

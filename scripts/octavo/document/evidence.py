"""What entries of the errata list give as other witnesses' readings, held against those witnesses that have a file."""

from __future__ import annotations

from collections.abc import Sequence

from octavo.document.proof import Collated
from octavo.edition import Edition
from octavo.errors import Problem, shortened
from octavo.text.find import TokenIndex


def evidence_problems(edition: Edition, further: Sequence[Collated]) -> list[Problem]:
    """Complaints about readings that do not stand in the witness of which they are said; cited ones are not known."""
    indexes: dict[str, TokenIndex] = {}
    layers = {collated.witness.options.siglum: collated.transcript.layer for collated in further}
    problems = []
    for _, _, entry in edition.errata.entries():
        for siglum, reading in getattr(entry, "evidence", ()):
            if siglum not in layers:
                continue
            if siglum not in indexes:
                indexes[siglum] = TokenIndex(layers[siglum].tokens)
            if not indexes[siglum].reading(reading, ""):
                message = f"{getattr(entry, 'id', '')}: ‘{shortened(reading)}’ stands nowhere in {siglum}"
                hint = "copy the reading from that witness as it stands there, or take the evidence out"
                problems.append(Problem(message, entry.place, hint))
    return problems

"""The sigla that entries of the errata list name, held against the witnesses of the front matter."""

from __future__ import annotations

from octavo.edition.errata import ErrataList, Variant
from octavo.edition.metadata import Metadata
from octavo.errors import InputError, Problem


def refuse_unknown_sigla(metadata: Metadata, errata: ErrataList) -> None:
    """Raise InputError where an entry cites a witness that the front matter does not name, or varies from the base."""
    problems = []
    sigla = metadata.sigla
    further = {one.siglum for one in metadata.witnesses if one.path and not one.is_base}
    for _, _, entry in errata.entries():
        for siglum, _ in getattr(entry, "evidence", ()):
            if siglum not in sigla[1:]:
                hint = f"the front matter names: {', '.join(sigla[1:])}" if sigla[1:] else "name it under ‘witnesses’"
                what = "the base, whose reading it is itself" if siglum in sigla else "no witness of the front matter"
                problems.append(Problem(f"the evidence of ‘{siglum}’ is that of {what}", entry.place, hint))
        if isinstance(entry, Variant) and entry.siglum not in further:
            hint = (
                f"variants are those of {', '.join(sorted(further))}" if further else "name its file under ‘witnesses’"
            )
            problems.append(Problem(f"{entry.id}: ‘{entry.siglum}’ is no further witness", entry.place, hint))
    if problems:
        raise InputError.of(problems)

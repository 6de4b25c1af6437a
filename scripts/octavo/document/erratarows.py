"""The whole errata list as rows of a table, whatever readers are shown of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from octavo.document.entries import Entry, Reading, written
from octavo.document.listing import Listing, unexplained_spans
from octavo.document.model import Document
from octavo.document.placenames import written_paragraphs
from octavo.document.tally import kinds_of
from octavo.edition.housewords import FALLBACK, HouseWords


class Row(NamedTuple):
    """One row; the place is chapter and paragraph, empty where the text does not follow the entry."""

    layer: str
    place: str
    reading: str
    context: str
    kind: str
    why: str


def errata_rows(document: Document, *, everything: bool) -> list[Row]:
    """Every correction by an erratum in reading order, and behind them what is not done; words of ours are English.

    With ``everything`` also the variants, the readings that stand and the queries.
    """
    canonical, proof = document.flow.layer(editorial=False), document.proof
    collated = [*([proof.collated] if proof.collated else []), *(one.collated for one in proof.further)]
    unexplained = {one.siglum: unexplained_spans(one, canonical) for one in collated}
    listing = Listing(document, document.emendations, document.variants, unexplained, everything=True)
    emendations = {emendation.entry_id: emendation for emendation in document.emendations}
    corrections = [entry for entry in listing.corrections() if emendations[entry.id].errata]
    entries = list(corrections)
    if everything:
        entries += listing.variants()
        found = listing.found()
        entries += [*listing.readings("stet", found), *listing.readings("queries", found)]
    words = HouseWords.of(FALLBACK, {})
    places = written_paragraphs(document, {entry.id: entry.place for entry in entries if entry.place}, words)
    kinds = {identifier: ", ".join(dict.fromkeys(kinds_of(one.change))) for identifier, one in emendations.items()}
    rows = [
        Row(
            entry.layer,
            places[entry.id][0] if entry.id in places else "",
            written(entry, words),
            entry.context,
            kinds.get(entry.id, ""),
            entry.why,
        )
        for entry in entries
    ]
    at = len(corrections)
    return [*rows[:at], *_undone(document, words), *rows[at:]]


def _undone(document: Document, words: HouseWords) -> Iterator[Row]:
    """The errata that the text does not follow, or that nothing was collated with."""
    done = {erratum.id for emendation in document.emendations for erratum in emendation.errata}
    base = document.edition.metadata.base
    sigla = (base.siglum,) if base else ()
    for erratum in document.edition.errata.errata:
        if erratum.id not in done:
            entry = Entry(erratum.id, "emendations", None, erratum.read, (), (Reading(erratum.for_, sigla),))
            yield Row(entry.layer, "", written(entry, words), erratum.in_, erratum.kind, erratum.note or erratum.why)

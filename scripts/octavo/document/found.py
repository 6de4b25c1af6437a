"""All that the collations have found, at offsets of the canonical text, which stay true while the tree is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.document.emendations import Emendation, FoundEmendation, located, located_places
from octavo.document.entries import ListedPlace
from octavo.document.lineends import KeptHyphen, kept_hyphens
from octavo.document.listing import find_readings
from octavo.document.model import ReadDocument
from octavo.document.proof import Collated
from octavo.text.layer import Layer


@dataclass(frozen=True)
class Located:
    """The same at offsets of the flow as it is now."""

    emendations: list[Emendation]
    variants: dict[str, list[Emendation]]
    places: dict[str, ListedPlace]
    """Of all that the list names beside emendations, by their ids."""


@dataclass(frozen=True)
class Found:
    """The changes of the base and of each further witness, by its siglum, and what else the list of errata names."""

    emendations: Sequence[FoundEmendation]
    variants: Mapping[str, Sequence[FoundEmendation]]
    hyphens: Sequence[KeptHyphen]
    readings: Mapping[str, tuple[int, int]]

    @classmethod
    def of(
        cls,
        document: ReadDocument,
        canonical: Layer,
        base: tuple[Collated, Sequence[FoundEmendation]] | None,
        further: Sequence[tuple[Collated, Sequence[FoundEmendation]]],
    ) -> Found:
        """Gather what the front matter wants listed; each witness comes with the changes that were found of it."""
        apparatus = document.edition.metadata.apparatus
        hyphens: list[KeptHyphen] = []
        if base and apparatus.shows("line-end-hyphens"):
            collated = base[0]
            hyphens = kept_hyphens(collated.collation, collated.transcript, collated.canonical(canonical))
        published = [layer for layer in ("stet", "queries") if apparatus.shows(layer)]
        readings = find_readings(document, canonical, published) | {one.id: (one.start, one.end) for one in hyphens}
        variants = {one.siglum: _as_variants(one, found) for one, found in further}
        return cls(base[1] if base else (), variants, hyphens, readings)

    def located(self, document: ReadDocument) -> Located:
        """Everything at its place in the Document."""
        canonical, flow = document.flow.layer(editorial=False), document.flow
        variants = {siglum: located(found, canonical, flow) for siglum, found in self.variants.items()}
        places = located_places(self.readings, canonical, flow)
        places |= {one.id: one.place for found in variants.values() for one in found}
        return Located(located(self.emendations, canonical, flow), variants, places)


def _as_variants(collated: Collated, found: Sequence[FoundEmendation]) -> list[FoundEmendation]:
    """What was found of a further witness, with ids that no emendation has."""
    siglum = "-".join(collated.siglum.split())  # an id has no spaces
    return [replace(one, id=f"variant-{siglum}-{one.id.removeprefix('erratum-')}") for one in found]

"""What an edition folder says: metadata, chapters, errata list, witness."""

from octavo.edition.errata import ErrataList, Erratum, HouseRule, Query, Stet
from octavo.edition.folder import Chapter, Edition, Witness, load_edition
from octavo.edition.metadata import Apparatus, Metadata, WitnessOptions
from octavo.edition.people import Creator, Person

__all__ = [
    "Apparatus",
    "Chapter",
    "Creator",
    "Edition",
    "ErrataList",
    "Erratum",
    "HouseRule",
    "Metadata",
    "Person",
    "Query",
    "Stet",
    "Witness",
    "WitnessOptions",
    "load_edition",
]

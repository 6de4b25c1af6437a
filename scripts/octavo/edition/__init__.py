"""What an edition folder says: metadata, chapters, errata list, witness."""

from octavo.edition.apparatus import Apparatus
from octavo.edition.errata import ErrataList, Erratum, HouseRule, Query, Stet, Variant
from octavo.edition.folder import Chapter, Edition, Witness, load_edition
from octavo.edition.metadata import Metadata
from octavo.edition.people import Creator, Person
from octavo.edition.witnesses import WitnessOptions

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
    "Variant",
    "Witness",
    "WitnessOptions",
    "load_edition",
]

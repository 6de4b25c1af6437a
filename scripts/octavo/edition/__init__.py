"""What an edition folder says: metadata, chapters, errata list, witness."""

from octavo.edition.errata import ErrataList, Erratum, HouseRule, Query, Stet, Variant
from octavo.edition.folder import Chapter, Edition, Witness, load_edition
from octavo.edition.metadata import Apparatus, Creator, Metadata
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
    "Query",
    "Stet",
    "Variant",
    "Witness",
    "WitnessOptions",
    "load_edition",
]

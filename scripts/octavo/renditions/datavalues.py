"""Values of the front matter in the forms that carriers of data have for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from octavo.edition import Creator, Metadata
from octavo.edition.dates import Date
from octavo.edition.identifiers import without_urn

Values = Callable[[Metadata, str], Sequence["str | None"]]
"""The values of a datum for the carrier of this name: carriers have forms of their own for names and dates."""

OF_THEIR_OWN = frozenset({"aut", "edt", "trl", "cph"})
"""Roles with a record of their own in the table; all others share one."""
ACCESS_STATUS = {"open": "free", "restricted": "restricted", "dark": "restricted", None: "unknown"}
"""``access`` → the status of TEI’s availability (TEI P5, 2.2.4)."""
AVAILABILITY = {
    "forthcoming": "https://schema.org/PreOrder",
    "available": "https://schema.org/InStock",
    "out-of-print": "https://schema.org/OutOfStock",
    "withdrawn": "https://schema.org/Discontinued",
}
"""The status of a product → schema.org’s ItemAvailability."""
SCHEMES = {
    "thema": "https://ns.editeur.org/thema/",
    "bisac": "https://www.bisg.org/complete-bisac-subject-headings-list",
    "lcsh": "http://id.loc.gov/authorities/subjects",
}
"""Where the terms of a scheme are defined."""
FILED = frozenset({"csl", "bibtex", "ris", "marc", "dc"})
"""Carriers in which a name stands as it is filed."""


def identifier_in_form(metadata: Metadata, carrier: str) -> str:
    """The edition’s identifier as a carrier has it: where its kind is told beside it, without what tells the kind."""
    if carrier in ("csl", "bibtex", "ris", "marc", "tei"):
        kind, bare = without_urn(metadata.identifier)
        return bare if kind == "DOI" or (kind, carrier) == ("ISBN", "tei") else metadata.identifier
    return metadata.identifier


def whole_title(metadata: Metadata) -> str:
    """Title and subtitle in one."""
    return f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title


def name_in_form(creator: Creator, carrier: str) -> str:
    """A name as a carrier has it: as it is filed, or as a title page has it."""
    if carrier == "highwire":
        return filed_for_tags(creator)
    return creator.filed if carrier in FILED else creator.name


def filed_for_tags(creator: Creator) -> str:
    """A name as it is filed, but where readers of ``citation_author`` would take its two sides for two people."""
    sides = [side.strip() for side in creator.filed.split(",")]
    return creator.name if len(sides) != 2 or all(" " in side for side in sides) else ", ".join(sides)


def date_in_form(date: Date | None, carrier: str) -> str:
    """A date as a carrier has it."""
    if date is None:
        return ""
    if carrier in ("marc", "bibtex", "citation"):
        return f"{date.year:04}"
    return date.joined("/") if carrier in ("highwire", "ris") else str(date)


def language_in_form(tag: str, carrier: str) -> str:
    """A language as a carrier has it: as its tag; in MARC as the three letters of ISO 639-2/B."""
    if carrier != "marc" or not tag:
        return tag
    import langcodes

    try:
        return str(langcodes.get(tag).to_alpha3(variant="B"))
    except LookupError:
        return "und"


def source_identifier(metadata: Metadata) -> str:
    """What dc:source says: the original’s identifier where there is one, else what is written of the source."""
    known = metadata.original.identifier if metadata.original else ""
    return known or metadata.source or ""


def source_in_words(metadata: Metadata) -> str:
    """What is written of the source, where dc:source says an identifier in its place; else nothing."""
    return (metadata.source or "") if metadata.original and metadata.original.identifier else ""


def isbns(metadata: Metadata, carrier: str) -> Iterator[str]:
    """The ISBNs that a carrier knows: a book file that of its own product, a catalogue those of all."""
    own = {"opf": "epub", "xmp": "pdf"}.get(carrier)
    for product in (own,) if own else ("epub", "paperback", "hardcover", "pdf"):
        number = metadata.isbn_of(product)
        if number:
            yield f"urn:isbn:{number}" if own else number


def single(name: str) -> Values:
    """The value of a key as it is written."""
    return lambda metadata, _: [str(getattr(metadata, name) or "")]


def of(part: str, name: str) -> Values:
    """The value of a key within another."""

    def values(metadata: Metadata, _: str) -> list[str | None]:
        whole = getattr(metadata, part)
        return [str(getattr(whole, name) or "") if whole else None]

    return values


def people(*roles: str) -> Values:
    """The names of those who have one of some roles; without any, of those whose role has no record of its own."""

    def values(metadata: Metadata, carrier: str) -> list[str | None]:
        chosen = (c for c in metadata.people if (c.role in roles if roles else c.role not in OF_THEIR_OWN))
        return [name_in_form(creator, carrier) for creator in chosen]

    return values


def numbers(metadata: Metadata, _: str) -> list[str]:
    """ORCID, ISNI and VIAF, as addresses."""
    return [address for person in metadata.people for address in person.addresses]


def dois(metadata: Metadata, carrier: str) -> list[str | None]:
    """The DOI: as an address where carriers have no place for it, and the identifier stands there already."""
    if carrier in ("opf", "xmp", "jsonld", "dc"):
        return [f"https://doi.org/{metadata.doi}" if metadata.doi else None]
    return [metadata.known_doi]


def subjects(metadata: Metadata, carrier: str) -> list[str]:
    """All subjects in words, by a code where there are none; MARC has codes in a field of their own."""
    listed = [subject.name if carrier == "marc" else subject.words for subject in metadata.subjects]
    return [*metadata.subject, *(words for words in listed if words)]


def prices(metadata: Metadata, carrier: str) -> list[str | None]:
    """The prices of all products, in MARC with their currency."""
    prices = [(currency, price) for _, product in metadata.products.each() for currency, price in product.price.items()]
    return [f"{currency} {price}" if carrier == "marc" else price for currency, price in prices]

"""What search engines read of the book: schema.org as JSON-LD, in the head of the web page."""

from __future__ import annotations

from collections.abc import Iterable

from octavo.document import Document
from octavo.edition import Metadata, Person
from octavo.edition.bookdata import Original, Product, Subject
from octavo.renditions.access import access_metadata
from octavo.renditions.datatable import entries
from octavo.renditions.datavalues import AVAILABILITY, SCHEMES

ROLES = {"aut": "author", "trl": "translator", "edt": "editor", "ill": "illustrator"}
"""MARC relators → properties of schema.org; all others are contributors."""
FORMATS = {"epub": "EBook", "paperback": "Paperback", "hardcover": "Hardcover", "pdf": "EBook"}
MEDIA_TYPES = {"epub": "application/epub+zip", "pdf": "application/pdf"}


def schema_org(document: Document) -> dict[str, object]:
    """The Book of schema.org."""
    metadata = document.edition.metadata
    flat: dict[str, object] = {}
    for name, value in entries(metadata, "jsonld"):
        known = flat.get(name)
        flat[name] = value if known is None else [*(known if isinstance(known, list) else [known]), value]
    people: dict[str, list[dict[str, object]]] = {}
    for creator in metadata.people:
        people.setdefault(ROLES.get(creator.role, "contributor"), []).append(_person(creator))
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Book",
        "bookFormat": "https://schema.org/EBook",
        **flat,
        **people,
        "isAccessibleForFree": True if metadata.access == "open" else None,
        "isPartOf": _series(metadata),
        "publisher": {"@type": "Organization", "name": metadata.publisher} if metadata.publisher else None,
        "copyrightHolder": [_person(holder) for holder in metadata.rights_holder],
        "about": [*metadata.subject, *(_term(subject) for subject in metadata.subjects)],
        "audience": {"@type": "Audience", "audienceType": metadata.audience} if metadata.audience else None,
        "isBasedOn": _original(metadata.original) if metadata.original else None,
        "hasPart": _notes(metadata),
        "workExample": list(_products(metadata)),
        **_accessibility(document),
    }
    return {key: value for key, value in described.items() if value}


def _filled(**values: object) -> dict[str, object]:
    """A thing of schema.org without what is not known of it; ``type_`` is its type."""
    return {{"type_": "@type"}.get(key, key): value for key, value in values.items() if value}


def _person(person: Person) -> dict[str, object]:
    addresses = person.addresses
    kind = "Organization" if person.is_corporate else "Person"
    return _filled(type_=kind, name=person.name, sameAs=addresses[0] if len(addresses) == 1 else addresses)


def _series(metadata: Metadata) -> dict[str, object] | None:
    series = metadata.series
    return _filled(type_="BookSeries", name=series.name, issn=series.issn) if series else None


def _term(subject: Subject) -> object:
    if subject.scheme == "keyword":
        return subject.name
    terms = SCHEMES[subject.scheme]
    return _filled(type_="DefinedTerm", name=subject.words, termCode=subject.code, inDefinedTermSet=terms)


def _original(original: Original) -> dict[str, object]:
    """The publication in which the text stood first: a work of its own, in an issue of a periodical or a book."""
    container: dict[str, object] | None = None
    if original.container or original.issue:
        kind = "PublicationIssue" if original.issue else "CreativeWork"
        container = _filled(type_=kind, name=original.container, issueNumber=original.issue, issn=original.issn)
    return _filled(
        type_="CreativeWork",
        name=original.title,
        identifier=_bare_identifier(original),
        isPartOf=container,
        pagination=original.pages,
        publisher=_filled(type_="Organization", name=original.publisher) if original.publisher else None,
        locationCreated=_filled(type_="Place", name=original.place) if original.place else None,
        datePublished=str(original.date or ""),
    )


def _bare_identifier(original: Original) -> str:
    return original.doi or original.isbn or original.issn or ""


def _notes(metadata: Metadata) -> dict[str, object] | None:
    """The editors’ own words, which have a licence of their own."""
    licence = metadata.license_of_notes
    if not licence:
        return None
    return _filled(type_="CreativeWork", name=metadata.words.text("tei-editorial-category"), license=licence)


def _products(metadata: Metadata) -> Iterable[dict[str, object]]:
    """Each form in which the book is given out, with its own ISBN: the page itself has none."""
    known = dict(metadata.products.each())
    if metadata.print.isbn and "paperback" not in known:
        known["paperback"] = Product(isbn=metadata.print.isbn)
    for name, product in known.items():
        yield _filled(
            type_="Book",
            bookFormat=f"https://schema.org/{FORMATS[name]}",
            encodingFormat=MEDIA_TYPES.get(name),
            isbn=metadata.isbn_of(name),
            offers=_offers(product),
        )


def _offers(product: Product) -> list[dict[str, object]]:
    availability = AVAILABILITY[product.status] if product.status else None
    sellers = [_filled(type_="Organization", name=store) for store in product.stores]
    prices = [{"price": price, "priceCurrency": currency} for currency, price in product.price.items()]
    if not (prices or availability or sellers):
        return []
    return [_filled(type_="Offer", **price, availability=availability, seller=sellers) for price in prices or [{}]]


def _accessibility(document: Document) -> dict[str, object]:
    """What the EPUB's package says of accessibility, as schema.org would have it said of a web page."""
    properties: dict[str, list[str]] = {}
    for key, value in access_metadata(document):
        properties.setdefault(key.removeprefix("schema:"), []).append(value)
    sufficient = properties.pop("accessModeSufficient", [])
    described: dict[str, object] = {
        key: values[0] if len(values) == 1 else values for key, values in properties.items()
    }
    if sufficient:
        described["accessModeSufficient"] = {"@type": "ItemList", "itemListElement": sufficient}
    return described

"""The edition as a bibliographic record of MARC 21 in MARCXML, for library catalogues; described by RDA, in English."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from lxml import etree

from octavo.document import Document
from octavo.edition import Creator, Metadata
from octavo.edition.bookdata import Original, reference_of
from octavo.edition.identifiers import without_urn
from octavo.renditions.datavalues import identifier_in_form, language_in_form

NAMESPACE = "http://www.loc.gov/MARC21/slim"
LEADER = "00000nam a2200000 c 4500"
"""A new record of a monograph, in UTF-8, without ISBD’s marks; lengths are computed by who puts it into ISO 2709."""
FORMS = {"epub": "EPUB", "paperback": "paperback", "hardcover": "hardcover", "pdf": "PDF"}
SCHEMES = {"thema": "thema", "bisac": "bisacsh"}
"""Sources of subject category codes (Library of Congress)."""
ACCESS = {
    "open": ("0", "Unrestricted online access"),
    "restricted": ("1", "Online access with authorization"),
    "dark": ("1", "No online access"),
}
"""``access`` → first indicator and standardised term of field 506."""
Field = tuple[str, str, list[tuple[str, str | None]]]
"""Tag, indicators, subfields."""


def marcxml(document: Document, moment: datetime.datetime) -> bytes:
    """The record, dated with the edition’s date."""
    metadata = document.edition.metadata
    root = etree.Element(f"{{{NAMESPACE}}}collection", nsmap={"marc": NAMESPACE})
    record = _child(root, "record", {"type": "Bibliographic"})
    _child(record, "leader", {}, LEADER)
    if metadata.identifier:
        _child(record, "controlfield", {"tag": "001"}, metadata.identifier)
    _child(record, "controlfield", {"tag": "005"}, f"{moment:%Y%m%d%H%M%S}.0".rjust(16, "0"))
    _child(record, "controlfield", {"tag": "006"}, "m     o  d        ")
    _child(record, "controlfield", {"tag": "007"}, "cr |||||||||||")
    _child(record, "controlfield", {"tag": "008"}, _fixed(metadata, moment))
    for tag, indicators, subfields in sorted(_fields(document), key=lambda found: found[0]):
        filled = [(code, value) for code, value in subfields if value]
        if not filled:
            continue
        field = _child(record, "datafield", {"tag": tag, "ind1": indicators[0], "ind2": indicators[1]})
        for code, value in filled:
            _child(field, "subfield", {"code": code}, " ".join(value.split()))
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _child(parent: etree._Element, name: str, attributes: dict[str, str], text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    child.text = text
    return child


def _fixed(metadata: Metadata, moment: datetime.datetime) -> str:
    """The forty characters of field 008 for books: dates, place unknown, online, language."""
    issued = metadata.published
    first = metadata.original.date if metadata.original else None
    year = f"{issued.year:04}" if issued else "    "
    dates = f"r{year}{first.year:04}" if issued and first else f"s{year}    " if issued else "nuuuuuuuu"
    language = language_in_form(metadata.lang, "marc") or "und"
    return f"{moment:%y%m%d}{dates}xx      o     000 0 {language} d".ljust(40)


def _fields(document: Document) -> Iterator[Field]:
    metadata = document.edition.metadata
    yield from _identifiers(metadata)
    language = language_in_form(metadata.lang, "marc")
    yield "041", "0 ", [("a", language)]
    yield from _people(metadata)
    by = [creator.name for creator in metadata.people if creator.role == "aut"]
    yield "245", f"{'1' if by else '0'}0", [("a", metadata.title), ("b", metadata.subtitle), ("c", ", ".join(by))]
    for other in metadata.alternative_title:
        yield "246", "3 ", [("a", other)]
    yield "250", "  ", [("a", metadata.version)]
    year = f"{metadata.published.year:04}" if metadata.published else None
    yield "264", " 1", [("b", metadata.publisher), ("c", year)]
    yield "300", "  ", [("a", _extent(document))]
    for tag, term, code, source in (
        ("336", "text", "txt", "rdacontent"),
        ("337", "computer", "c", "rdamedia"),
        ("338", "online resource", "cr", "rdacarrier"),
    ):
        yield tag, "  ", [("a", term), ("b", code), ("2", source)]
    if metadata.series:
        series = metadata.series
        yield "490", "0 ", [("a", series.name), ("x", series.issn), ("v", series.number)]
    yield from _notes(metadata)
    yield from _subjects(metadata)


def _identifiers(metadata: Metadata) -> Iterator[Field]:
    for name, form in FORMS.items():
        product = getattr(metadata.products, name)
        number = metadata.isbn_of(name)
        if number or (product and product.price):
            prices = [f"{currency} {price}" for currency, price in product.price.items()] if product else []
            yield "020", "  ", [("a", number), ("q", form), *(("c", price) for price in prices)]
    kind = without_urn(metadata.identifier)[0]
    source = {"DOI": "doi", "URN": "urn", "URI": "uri"}.get(kind)
    yield "024", "7 " if source else "8 ", [("a", identifier_in_form(metadata, "marc")), ("2", source)]
    if metadata.doi:
        yield "024", "7 ", [("a", metadata.doi), ("2", "doi")]


def _people(metadata: Metadata) -> Iterator[Field]:
    """The first author as main entry, all others as added entries."""
    authors = [creator for creator in metadata.people if creator.role == "aut"]
    for creator in metadata.people:
        main = bool(authors) and creator is authors[0]
        kind = "10" if creator.is_corporate else "00"
        tag = f"{'1' if main else '7'}{kind}"
        inverted = not creator.is_corporate and "," in creator.filed
        indicators = f"{'2' if creator.is_corporate else '1' if inverted else '0'} "
        yield tag, indicators, _name(creator)


def _name(creator: Creator) -> list[tuple[str, str | None]]:
    return [("a", creator.filed), ("4", creator.role), *(("1", address) for address in creator.addresses)]


def _extent(document: Document) -> str | None:
    """How many pages the bound book has: roman figures of its prelims, then the others."""
    bound = document.pagination.bound if document.pagination else None
    return f"1 online resource ({bound.written} pages)" if bound and bound.pages else "1 online resource"


def _notes(metadata: Metadata) -> Iterator[Field]:
    yield "500", "  ", [("a", metadata.source)]
    if metadata.access:
        first, term = ACCESS[metadata.access]
        yield "506", f"{first} ", [("a", metadata.access), ("f", term), ("2", "star")]
    yield "520", "  ", [("a", metadata.description)]
    yield "521", "  ", [("a", metadata.audience)]
    if metadata.original:
        yield "534", "  ", _original(metadata.original)
    yield "540", "  ", [("a", metadata.rights), ("u", metadata.rights_uri)]
    yield (
        "540",
        "  ",
        [("3", "Notes of the editors" if metadata.license_of_notes else None), ("f", metadata.license_of_notes)],
    )
    for holder in metadata.rights_holder:
        yield "542", "  ", [("d", holder.name)]


def _original(original: Original) -> list[tuple[str, str | None]]:
    kind = without_urn(original.identifier)[0]
    code = {"ISSN": "x", "ISBN": "z"}.get(kind, "o")
    by = " : ".join(part for part in (original.place, original.publisher) if part)
    return [
        ("p", "Originally published:"),
        ("t", original.title),
        ("c", by),
        ("c", str(original.date or "")),
        ("n", reference_of(original)),
        (code, without_urn(original.identifier)[1] if original.identifier else None),
    ]


def _subjects(metadata: Metadata) -> Iterator[Field]:
    for subject in metadata.subject:
        yield "653", "  ", [("a", subject)]
    for entry in metadata.subjects:
        if entry.scheme in SCHEMES:
            yield "072", " 7", [("a", entry.code), ("2", SCHEMES[entry.scheme])]
            if entry.name:
                yield "650", " 7", [("a", entry.name), ("2", SCHEMES[entry.scheme])]
        elif entry.scheme == "lcsh":
            yield "650", " 0", [("a", entry.name), ("0", entry.code)]
        else:
            yield "653", "  ", [("a", entry.name)]

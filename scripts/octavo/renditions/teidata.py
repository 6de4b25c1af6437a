"""What a teiHeader says to catalogues, made ready for ``teiheader``: identifiers, rights, the original, subjects."""

from __future__ import annotations

import re

from lxml import etree

from octavo.document.pages import Pagination
from octavo.edition import Metadata
from octavo.edition.accessibility import is_address
from octavo.edition.bookdata import Original
from octavo.edition.identifiers import without_urn
from octavo.renditions.datavalues import ACCESS_STATUS, SCHEMES

SHEET = {"saddle": 4, "paperback": 2}
"""Pages on one sheet of paper, by binding: sheets that are folded and stapled have four, cut leaves two."""


def carried(text: str) -> str:
    """A text without what XML cannot carry (XML 1.0, 2.2)."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def add(
    parent: etree._Element, name: str, text: str | None, attributes: dict[str, str] | None = None
) -> etree._Element:
    """A child with its text and attributes."""
    child = etree.SubElement(parent, name, {key: carried(value) for key, value in (attributes or {}).items()})
    child.text = carried(text) if text else None
    return child


def add_identifier(parent: etree._Element, value: str, subtype: str = "") -> None:
    """An identifier with its kind: ISBN, ISSN and DOI without what tells the kind."""
    if value:
        kind, bare = without_urn(value)
        add(parent, "identifier", bare, {"type": kind, **({"subtype": subtype} if subtype else {})})


def describe(root: etree._Element, metadata: Metadata, pagination: Pagination | None) -> None:
    """Add what the front matter says in more than a word."""
    for title in metadata.alternative_title:
        add(root, "alternative", title)
    add_identifier(root, metadata.identifier)
    if metadata.doi:
        add_identifier(root, f"https://doi.org/{metadata.doi}")
    for product in ("epub", "paperback", "hardcover", "pdf"):
        number = metadata.isbn_of(product)
        if number:
            add_identifier(root, f"urn:isbn:{number}", product)
    if metadata.rights or metadata.rights_uri or metadata.license_of_notes or metadata.access:
        add(root, "access", ACCESS_STATUS[metadata.access])
    if metadata.license_of_notes:
        target = {"target": metadata.license_of_notes} if is_address(metadata.license_of_notes) else {}
        add(root, "notes-licence", metadata.license_of_notes, target)
    if metadata.series:
        numbers = {"n": metadata.series.number, "issn": metadata.series.issn}
        add(root, "series", metadata.series.name, {key: value for key, value in numbers.items() if value})
    if metadata.original:
        _original(root, metadata.original, metadata.title)
    _subjects(root, metadata)
    if pagination and pagination.bound.total:
        bound, sheet = pagination.bound, SHEET[metadata.print.binding]
        add(root, "bound", bound.written, {"pages": str(bound.total), "sheets": str(-(-bound.total // sheet))})


def _original(root: etree._Element, original: Original, title: str) -> None:
    element = add(root, "original", None)
    if original.container:
        add(element, "analytic", original.title or title)
    add(element, "monogr", original.container or original.title or title)
    for name in ("issue", "pages", "publisher", "place", "date"):
        value = getattr(original, name)
        if value:
            add(element, name, str(value))
    add_identifier(element, original.identifier)


def _subjects(root: etree._Element, metadata: Metadata) -> None:
    """Keywords by the scheme they are of, those without one first; then codes."""
    plain = [*metadata.subject, *(entry.words for entry in metadata.subjects if entry.scheme == "keyword")]
    groups = {"": plain} | {
        scheme: [entry.words for entry in metadata.subjects if entry.scheme == scheme] for scheme in SCHEMES
    }
    for scheme, names in groups.items():
        if names:
            group = add(root, "subjects", None, {"scheme": SCHEMES[scheme]} if scheme else {})
            for name in names:
                add(group, "subject", name)
    for entry in metadata.subjects:
        if entry.code:
            add(root, "code", entry.code, {"scheme": SCHEMES.get(entry.scheme, "#octavo.words")})

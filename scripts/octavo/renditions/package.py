"""What the EPUB’s package says of the book: Dublin Core, who did what, subjects, series, access (EPUB 3.3, 5.5)."""

from __future__ import annotations

from typing import Any

from octavo.document import Document
from octavo.document.titlepage import edition_words
from octavo.edition import Metadata
from octavo.edition.history import earlier_versions
from octavo.renditions.access import package_metadata
from octavo.renditions.datatable import entries
from octavo.renditions.datavalues import isbns

AUTHORITIES = {"thema": "Thema", "bisac": "BISAC", "lcsh": "LCSH"}
"""Schemes of subjects as EPUB names them (EPUB 3.3, vocabulary of metadata properties, authority)."""


def describe(book: Any, document: Document) -> None:
    """Add Dublin Core and accessibility metadata to a book of EbookLib that has its title, language and identifier.

    Raises InputError where the record of releases is at fault.
    """
    metadata = document.edition.metadata
    add = book.add_metadata
    if metadata.subtitle:
        add("DC", "title", metadata.subtitle, {"id": "subtitle"})
        add(None, "meta", "subtitle", {"refines": "#subtitle", "property": "title-type"})
    _add_identifiers(book, metadata)
    _add_people(book, metadata)
    for place, value in entries(metadata, "opf"):
        prefix, _, name = place.partition(":")
        if prefix == "dc":
            add("DC", name, value)
        else:
            add(None, "meta", value, {"property": place})
    _add_subjects(book, metadata)
    if metadata.series:
        # EPUB 3.3, belongs-to-collection, and what refines it (vocabulary of metadata properties).
        add(None, "meta", metadata.series.name, {"property": "belongs-to-collection", "id": "series"})
        add(None, "meta", "series", {"refines": "#series", "property": "collection-type"})
        if metadata.series.number:
            add(None, "meta", metadata.series.number, {"refines": "#series", "property": "group-position"})
        if metadata.series.issn:
            issn = f"urn:issn:{metadata.series.issn}"
            add(None, "meta", issn, {"refines": "#series", "property": "dcterms:identifier"})
    _add_history(book, document)
    for statement in package_metadata(document):
        add(None, statement.name, statement.text, statement.attributes)
    if document.pagination:
        # EPUB Accessibility 1.1, 4.1.3: the print book, or other setting, whose pages these are.
        add(None, "meta", document.pagination.setting, {"property": "pageBreakSource"})


def _add_identifiers(book: Any, metadata: Metadata) -> None:
    """The EPUB’s own ISBN and the DOI, beside the identifier that tells the edition from others (ONIX, list 5)."""
    numbers = [(number, "isbn", "15") for number in isbns(metadata, "opf")]
    numbers += [(f"https://doi.org/{metadata.doi}", "doi", "06")] if metadata.doi else []
    for number, identifier, kind in numbers:
        if number != metadata.identifier:
            book.add_metadata("DC", "identifier", number, {"id": identifier})
            refined = {"refines": f"#{identifier}", "property": "identifier-type", "scheme": "onix:codelist5"}
            book.add_metadata(None, "meta", kind, refined)


def _add_people(book: Any, metadata: Metadata) -> None:
    add = book.add_metadata
    for number, creator in enumerate(metadata.people, 1):
        identifier = f"creator-{number}"
        add("DC", "creator" if creator.role == "aut" else "contributor", creator.name, {"id": identifier})
        add(None, "meta", creator.role, {"refines": f"#{identifier}", "property": "role", "scheme": "marc:relators"})
        if creator.file_as:
            add(None, "meta", creator.file_as, {"refines": f"#{identifier}", "property": "file-as"})
        for address in creator.addresses:
            add(None, "meta", address, {"refines": f"#{identifier}", "property": "dcterms:identifier"})


def _add_subjects(book: Any, metadata: Metadata) -> None:
    add = book.add_metadata
    for subject in metadata.subject:
        add("DC", "subject", subject)
    for number, entry in enumerate(metadata.subjects, 1):
        identifier = f"subject-{number}"
        add("DC", "subject", entry.words, {"id": identifier})
        if entry.scheme in AUTHORITIES:
            authority = AUTHORITIES[entry.scheme]
            add(None, "meta", authority, {"refines": f"#{identifier}", "property": "authority"})
            add(None, "meta", entry.code or entry.words, {"refines": f"#{identifier}", "property": "term"})


def _add_history(book: Any, document: Document) -> None:
    """The versions that this one replaces, each with the date of its issue."""
    metadata = document.edition.metadata
    for number, former in enumerate(earlier_versions(document.edition), 1):
        identifier = f"replaced-{number}"
        words = edition_words(metadata, former.version)
        book.add_metadata(None, "meta", words, {"property": "dcterms:replaces", "id": identifier})
        if former.date:
            dated = {"refines": f"#{identifier}", "property": "dcterms:issued"}
            book.add_metadata(None, "meta", str(former.date), dated)

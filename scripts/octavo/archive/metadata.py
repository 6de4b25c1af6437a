"""What repositories and archives ask of a bag beside its files: a record for DataCite, and PREMIS events."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Any

from lxml import etree

from octavo import __version__
from octavo.edition import Edition
from octavo.errors import InputError, Problem

_PREMIS = "http://www.loc.gov/premis/v3"
_NEEDED = {"creator": "who wrote it", "publisher": "who publishes it", "published": "when it was published"}


def refuse_incomplete(edition: Edition) -> None:
    """Raise InputError with the place of each datum that an archive needs and the front matter lacks."""
    problems = [
        Problem(
            f"the front matter lacks ‘{key}’, without which an archive cannot list the edition",
            edition.place_of(key),
            f"write {key}: and {what}",
        )
        for key, what in _NEEDED.items()
        if not getattr(edition.metadata, key)
    ]
    if problems:
        raise InputError.of(problems)


def datacite(edition: Edition) -> bytes:
    """The record of DataCite's metadata schema 4.5, as JSON; what has no DOI yet has none in it."""
    metadata = edition.metadata
    assert metadata.published
    rights: dict[str, str] = {"rights": metadata.rights} if metadata.rights else {}
    rights |= {"rightsUri": metadata.rights_uri} if metadata.rights_uri else {}
    identifiers = [{"identifierType": "DOI", "identifier": metadata.known_doi}] if metadata.known_doi else []
    other = {"alternateIdentifierType": "URN", "alternateIdentifier": metadata.identifier}
    authors = [person for person in metadata.people if person.role == "aut"] or metadata.people[:1]
    record: dict[str, Any] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        **({"doi": metadata.known_doi} if metadata.known_doi else {}),
        "identifiers": identifiers,
        "alternateIdentifiers": [other] if metadata.identifier else [],
        "creators": [
            {"name": author.filed, "nameType": "Organizational" if author.is_corporate else "Personal"}
            for author in authors
        ],
        "titles": [{"title": metadata.title, **({"lang": metadata.lang} if metadata.lang else {})}],
        "publisher": {"name": metadata.publisher},
        "publicationYear": f"{metadata.published.year:04}",
        "types": {"resourceType": "Scholarly edition", "resourceTypeGeneral": "Book"},
        "dates": [{"date": str(metadata.published), "dateType": "Issued"}],
        "subjects": [{"subject": word} for word in metadata.subject],
        "version": metadata.version,
        "language": metadata.lang,
        "rightsList": [rights] if rights else [],
        "descriptions": [{"description": metadata.description, "descriptionType": "Abstract"}]
        if metadata.description
        else [],
    }
    kept = {key: value for key, value in record.items() if value}
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode()


def premis(identifier: str, events: Sequence[tuple[str, datetime.datetime, str]]) -> bytes:
    """Events as PREMIS 3.0: each its type (of PREMIS's vocabulary), when it was, and its outcome."""
    root = etree.Element(f"{{{_PREMIS}}}premis", {"version": "3.0"}, {None: _PREMIS})  # type: ignore[dict-item]
    kind = "{http://www.w3.org/2001/XMLSchema-instance}type"
    thing = etree.SubElement(root, f"{{{_PREMIS}}}object", {kind: "intellectualEntity"})
    _identified(thing, "object", "URI", identifier)
    for number, (event_type, moment, outcome) in enumerate(events, 1):
        event = etree.SubElement(root, f"{{{_PREMIS}}}event")
        _identified(event, "event", "local", f"event-{number}")
        _add(event, "eventType", event_type)
        _add(event, "eventDateTime", moment.isoformat(timespec="seconds"))
        _add(_add(event, "eventOutcomeInformation"), "eventOutcome", outcome)
        _linked(event, "Agent", f"octavo-{__version__}")
        _linked(event, "Object", identifier)
    agent = etree.SubElement(root, f"{{{_PREMIS}}}agent")
    _identified(agent, "agent", "local", f"octavo-{__version__}")
    _add(agent, "agentName", "Octavo")
    _add(agent, "agentType", "software")
    _add(agent, "agentVersion", __version__)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _identified(parent: etree._Element, what: str, kind: str, value: str) -> None:
    holder = _add(parent, f"{what}Identifier")
    _add(holder, f"{what}IdentifierType", kind)
    _add(holder, f"{what}IdentifierValue", value)


def _linked(parent: etree._Element, what: str, value: str) -> None:
    holder = _add(parent, f"linking{what}Identifier")
    _add(holder, f"linking{what}IdentifierType", "local" if what == "Agent" else "URI")
    _add(holder, f"linking{what}IdentifierValue", value)


def _add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{_PREMIS}}}{name}")
    element.text = text or None
    return element

"""Signposting: links for machines from a title’s page to its files, records, licence, authors (signposting.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from octavo.edition.accessibility import is_address
from octavo.library.catalog.address import Addresses
from octavo.library.catalog.title import Title
from octavo.outputs import Audience, output_named

MEDIA_TYPE = "application/linkset+json"
Link = tuple[str, str, str]
"""Relation, address, media type."""


def links(title: Title, addresses: Addresses, here: str) -> Iterator[Link]:
    """The links of a title's page (Signposting the Scholarly Web; FAIR Signposting, level 1)."""
    metadata = title.metadata
    yield "cite-as", _own_address(title, addresses, here), ""
    for kind in ("https://schema.org/AboutPage", "https://schema.org/Book"):
        yield "type", kind, ""
    if metadata.rights_uri:
        yield "license", metadata.rights_uri, ""
    for person in title.people:
        yield from (("author", address, "") for address in person.addresses[:1] if person.role == "aut")
    for file in title.files:
        is_record = output_named(file.rendition).audience is Audience.CATALOGUE
        address = addresses.to(here, f"{title.address}{file.name}")
        yield ("describedby" if is_record else "item"), address, file.media_type


def _own_address(title: Title, addresses: Addresses, here: str) -> str:
    """How the title is to be cited: by its DOI, by an identifier that is an address, else by its page."""
    if title.metadata.known_doi:
        return f"https://doi.org/{title.metadata.known_doi}"
    return title.identifier if is_address(title.identifier) else addresses.to(here, title.address)


def linkset(title: Title, addresses: Addresses) -> bytes:
    """All links as a file (RFC 9264, 4.2; FAIR Signposting, level 2)."""
    here = f"{title.address}linkset.json"
    context: dict[str, object] = {"anchor": addresses.to(here, title.address)}
    for relation, address, media_type in links(title, addresses, here):
        target = {"href": address, **({"type": media_type} if media_type else {})}
        found = context.setdefault(relation, [])
        assert isinstance(found, list)
        found.append(target)
    back = [
        {"anchor": item["href"], "collection": [{"href": context["anchor"], "type": "text/html"}]}
        for item in context.get("item", [])  # type: ignore[attr-defined]
    ]
    return (json.dumps({"linkset": [context, *back]}, ensure_ascii=False) + "\n").encode()

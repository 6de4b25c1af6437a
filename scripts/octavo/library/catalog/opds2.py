"""OPDS 2.0: the catalogue as JSON, for reading apps (OPDS Catalog 2.0; Readium Web Publication Manifest)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from octavo.edition.people import Creator
from octavo.library.catalog.address import Addresses, as_uri
from octavo.library.catalog.pages import FIRST, Page
from octavo.library.catalog.title import COVER, Title
from octavo.library.settings import READABLE, Settings

MEDIA_TYPE = "application/opds+json"
FOLDER = "opds"
_ROLES = {"aut": "author", "trl": "translator", "edt": "editor", "ill": "illustrator"}
"""MARC relators → keys of a manifest’s metadata; all others are contributors with their role."""
_SCHEMES = {
    "thema": "https://ns.editeur.org/thema/",
    "bisac": "https://www.bisg.org/#bisac",
    "lcsh": "http://id.loc.gov/authorities/subjects",
}


def feed(page: Page, settings: Settings, addresses: Addresses) -> bytes:
    """One page of the feed."""
    here = f"{FOLDER}/{page.name}.json"
    links = [_link("self", addresses.to(here, here), MEDIA_TYPE)]
    for rel, name in (("first", FIRST), ("previous", page.before), ("next", page.behind)):
        if name:
            links.append(_link(rel, addresses.to(here, f"{FOLDER}/{name}.json"), MEDIA_TYPE))
    links.append(_link("alternate", addresses.to(here, ""), "text/html"))
    made: dict[str, Any] = {"metadata": {"title": settings.title}, "links": links}
    if settings.description:
        made["metadata"]["description"] = settings.description
    if page.titles:
        made["publications"] = [publication(title, here, addresses) for title in page.titles]
    else:
        made["navigation"] = [{"href": addresses.to(here, ""), "title": settings.title, "type": "text/html"}]
    return (json.dumps(made, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def _link(rel: str, href: str, media_type: str, **more: object) -> dict[str, object]:
    return {"rel": rel, "href": href, "type": media_type, **more}


def publication(title: Title, here: str, addresses: Addresses) -> dict[str, Any]:
    """One title: its metadata, links to acquire it, and its cover (OPDS 2.0, 2)."""
    made = {"metadata": metadata(title), "links": list(_links(title, here, addresses))}
    images = list(_images(title, here, addresses))
    return made | ({"images": images} if images else {})


def publication_file(title: Title, addresses: Addresses) -> bytes:
    """The same as a file of its own (OPDS 2.0, 2.1)."""
    made = publication(title, f"{title.address}publication.json", addresses)
    return (json.dumps(made, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def is_readable(title: Title) -> bool:
    """Whether there is a file of it that a reading app can open: a publication has a link to acquire it."""
    return any(file.rendition in READABLE for file in title.files)


def _links(title: Title, here: str, addresses: Addresses) -> Iterator[dict[str, object]]:
    manifest = f"{title.address}publication.json"
    yield _link("self", addresses.to(here, manifest), "application/opds-publication+json")
    yield _link("alternate", addresses.to(here, title.address), "text/html")
    for file in title.files:
        if file.rendition in READABLE:
            href = addresses.to(here, f"{title.address}{file.name}")
            yield _link("http://opds-spec.org/acquisition/open-access", href, file.media_type, title=file.label)


def _images(title: Title, here: str, addresses: Addresses) -> Iterator[dict[str, object]]:
    cover = title.file(COVER)
    if cover:
        yield {"href": addresses.to(here, f"{title.address}{cover.name}"), "type": cover.media_type}


def metadata(title: Title) -> dict[str, Any]:
    """The metadata of a Readium manifest, with what its EPUB says of access."""
    source = title.metadata
    people: dict[str, list[dict[str, object]]] = {}
    for person in title.people:
        people.setdefault(_ROLES.get(person.role, "contributor"), []).append(_person(person))
    isbns = [number for number in (source.isbn_of("epub"), source.isbn_of("pdf")) if number]
    made: dict[str, Any] = {
        "@type": "http://schema.org/Book",
        "identifier": as_uri(title.identifier),
        "title": source.title,
        "subtitle": source.subtitle,
        "sortAs": source.title,
        **people,
        "language": source.lang,
        "published": str(source.published.begins.date()) if source.published else None,
        "modified": title.updated,
        "publisher": source.publisher,
        "description": source.description,
        "subject": _subjects(title),
        "belongsTo": _series(title),
        "altIdentifier": [f"urn:isbn:{number}" for number in isbns],
        "accessibility": accessibility(title.access),
    }
    return {key: value for key, value in made.items() if value}


def _person(person: Creator) -> dict[str, object]:
    made: dict[str, object] = {"name": person.name}
    if person.filed != person.name:
        made["sortAs"] = person.filed
    if person.addresses:
        made["identifier"] = person.addresses[0]
    if person.role not in _ROLES:
        made["role"] = person.role
    return made


def _subjects(title: Title) -> list[dict[str, str]]:
    made = [{"name": word} for word in title.metadata.subject]
    for subject in title.metadata.subjects:
        scheme, code = _SCHEMES.get(subject.scheme), subject.code
        made.append(
            {"name": subject.words, **({"scheme": scheme} if scheme else {}), **({"code": code} if code else {})}
        )
    return made


def _series(title: Title) -> dict[str, object] | None:
    series = title.metadata.series
    if not series:
        return None
    position = {"position": float(series.number)} if series.number and series.number.count(".") < 2 else {}
    return {"series": [{"name": series.name, **position}]}


def accessibility(access: dict[str, Any]) -> dict[str, Any]:
    """What an EPUB says of access, as a manifest has it (Readium Web Publication Manifest, Accessibility Metadata)."""
    certification = {
        "certifiedBy": access.get("certified-by"),
        "credential": access.get("credential"),
        "report": access.get("report"),
    }
    made = {
        "conformsTo": _profile(access.get("conforms-to", "")),
        "exemption": access.get("exemption"),
        "accessMode": access.get("modes"),
        "accessModeSufficient": [_sufficient(modes) for modes in access.get("sufficient", ())],
        "feature": access.get("features"),
        "hazard": access.get("hazards"),
        "summary": access.get("summary"),
        "certification": {key: value for key, value in certification.items() if value},
    }
    return {key: value for key, value in made.items() if value}


def _sufficient(modes: str) -> str | Sequence[str]:
    several = modes.split(",")
    return several if len(several) > 1 else modes


def _profile(claim: str) -> list[str]:
    """The address of what an EPUB claims to conform to."""
    known = "https://www.w3.org/TR/epub-a11y-11#wcag-2.2-aa"
    return [known] if claim == "EPUB Accessibility 1.1 - WCAG 2.2 Level AA" else []

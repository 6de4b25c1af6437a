"""The payload of a bag described as an RO-Crate 1.2: what it is, whose, and which rendition was made of which files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from octavo import __version__
from octavo.edition import Metadata

_ABOUT = "https://w3id.org/ro/crate/1.2"
_PROGRAM = "#octavo"
_HOMES = {"pandoc": "https://pandoc.org/", "typst": "https://typst.app/"}
_TOOLS = "proof/tools.json"
_MEDIA = {
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".yaml": "application/yaml",
    ".json": "application/json",
    ".xml": "application/xml",
    ".ris": "application/x-research-info-systems",
}
"""Of files that are no renditions, by how their names end."""


def crate(
    metadata: Metadata,
    files: Mapping[str, bytes],
    formats: Mapping[str, str],
    media: Mapping[str, str],
    versions: Mapping[str, str],
    moment: str,
) -> bytes:
    """``ro-crate-metadata.json`` of files by their names below ``data/``; ``media`` types by the same names.

    ``versions`` are those of pandoc and Typst, without which a rendition could not be made again.
    """
    sources = [{"@id": quote(name)} for name in files if name.startswith(("source/", "witness/"))]
    renditions = [name for name in files if name.startswith("renditions/")]
    people = [
        {"@id": f"#person-{number}", "@type": "Organization" if person.is_corporate else "Person", "name": person.name}
        for number, person in enumerate(metadata.people, 1)
    ]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": metadata.title,
        "description": metadata.description or f"The edition ‘{metadata.title}’ with its sources and its proof.",
        "datePublished": str(metadata.published or moment[:10]),
        "license": {"@id": metadata.rights_uri or "licences/rights.txt"},
        "identifier": {"@id": "#identifier"} if metadata.identifier else None,
        "version": metadata.version,
        "inLanguage": metadata.lang,
        "author": [{"@id": person["@id"]} for person in people],
        "publisher": {"@id": "#publisher"},
        "conditionsOfAccess": metadata.access or "open",
        "hasPart": [{"@id": quote(name)} for name in files],
        "mentions": [{"@id": f"#made-{number}"} for number, _ in enumerate(renditions, 1)],
    }
    made = [_action(number, name, sources, versions, moment) for number, name in enumerate(renditions, 1)]
    graph: list[dict[str, Any]] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": _ABOUT},
            "about": {"@id": "./"},
        },
        {key: value for key, value in root.items() if value},
        *(_file(name, data, formats.get(name, ""), media.get(name, "")) for name, data in files.items()),
        *_formats(formats),
        *people,
        {"@id": "#publisher", "@type": "Organization", "name": metadata.publisher or ""},
        _program(_PROGRAM, "Octavo", __version__, _TOOLS),
        *(_program(f"#{name}", name, version, _HOMES.get(name, _TOOLS)) for name, version in versions.items()),
        *made,
    ]
    if metadata.identifier:
        value = {"propertyID": "URN", "value": metadata.identifier}
        graph.append({"@id": "#identifier", "@type": "PropertyValue", "name": "Identifier of the edition", **value})
    if metadata.rights_uri:
        graph.append({"@id": metadata.rights_uri, "@type": "CreativeWork", "name": metadata.rights or "Rights"})
    shape = {"@context": f"{_ABOUT}/context", "@graph": graph}
    return (json.dumps(shape, ensure_ascii=False, indent=1) + "\n").encode()


def _program(identifier: str, name: str, version: str, url: str) -> dict[str, Any]:
    """A program; Octavo's own page is the list of all that it was put together of."""
    named = {"version": version, "softwareVersion": version}
    place = url if url.startswith("https:") else {"@id": url}
    return {"@id": identifier, "@type": "SoftwareApplication", "name": name, **named, "url": place}


def _action(
    number: int, name: str, sources: list[dict[str, str]], versions: Mapping[str, str], moment: str
) -> dict[str, Any]:
    return {
        "@id": f"#made-{number}",
        "@type": "CreateAction",
        "name": f"Octavo {__version__} made {name}",
        "instrument": [{"@id": identifier} for identifier in (_PROGRAM, *(f"#{tool}" for tool in versions))],
        "object": sources,
        "result": {"@id": quote(name)},
        "endTime": moment,
    }


def _file(name: str, data: bytes, pronom: str, media: str) -> dict[str, Any]:
    media = media or _MEDIA.get(name[name.rfind(".") :], "")
    encoded = [media] if media else []
    forms: list[Any] = [*encoded, {"@id": _pronom(pronom)}] if "fmt/" in pronom else encoded
    kind = "a file that the edition is made of" if name.startswith(("source/", "witness/")) else "a part of the archive"
    entity: dict[str, Any] = {
        "@id": quote(name),
        "@type": ["File", "CreativeWork"] if name.startswith("licences/") else "File",
        "name": name.rpartition("/")[2],
        "description": kind,
        "contentSize": str(len(data)),
    }
    return entity | ({"encodingFormat": forms[0] if len(forms) == 1 else forms} if forms else {})


def _formats(formats: Mapping[str, str]) -> list[dict[str, Any]]:
    known = sorted({pronom for pronom in formats.values() if "fmt/" in pronom})
    return [{"@id": _pronom(pronom), "@type": ["WebPage", "Standard"], "name": f"PRONOM {pronom}"} for pronom in known]


def _pronom(identifier: str) -> str:
    return f"https://www.nationalarchives.gov.uk/PRONOM/{identifier}"

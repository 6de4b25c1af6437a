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


def crate(
    metadata: Metadata, files: Mapping[str, bytes], formats: Mapping[str, str], media: Mapping[str, str], moment: str
) -> bytes:
    """``ro-crate-metadata.json`` of files by their names below ``data/``; ``media`` types by the same names."""
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
        "identifier": metadata.identifier,
        "version": metadata.version,
        "inLanguage": metadata.lang,
        "author": [{"@id": person["@id"]} for person in people],
        "publisher": {"@id": "#publisher"},
        "conditionsOfAccess": metadata.access or "open",
        "hasPart": [{"@id": quote(name)} for name in files],
        "mentions": [{"@id": f"#made-{number}"} for number, _ in enumerate(renditions, 1)],
    }
    made = [_action(number, name, sources, moment) for number, name in enumerate(renditions, 1)]
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
        {"@id": _PROGRAM, "@type": "SoftwareApplication", "name": "Octavo", "softwareVersion": __version__},
        *made,
    ]
    if metadata.rights_uri:
        graph.append({"@id": metadata.rights_uri, "@type": "CreativeWork", "name": metadata.rights or "Rights"})
    shape = {"@context": f"{_ABOUT}/context", "@graph": graph}
    return (json.dumps(shape, ensure_ascii=False, indent=1) + "\n").encode()


def _action(number: int, name: str, sources: list[dict[str, str]], moment: str) -> dict[str, Any]:
    return {
        "@id": f"#made-{number}",
        "@type": "CreateAction",
        "name": f"Octavo {__version__} made {name}",
        "instrument": {"@id": _PROGRAM},
        "object": sources,
        "result": {"@id": quote(name)},
        "endTime": moment,
    }


def _file(name: str, data: bytes, pronom: str, media: str) -> dict[str, Any]:
    encoded = [media] if media else []
    forms: list[Any] = [*encoded, {"@id": _pronom(pronom)}] if "fmt/" in pronom else encoded
    kind = "a file that the edition is made of" if name.startswith(("source/", "witness/")) else "a part of the archive"
    entity: dict[str, Any] = {
        "@id": quote(name),
        "@type": "File",
        "name": name.rpartition("/")[2],
        "description": kind,
        "contentSize": str(len(data)),
    }
    return entity | ({"encodingFormat": forms[0] if len(forms) == 1 else forms} if forms else {})


def _formats(formats: Mapping[str, str]) -> list[dict[str, Any]]:
    known = sorted({pronom for pronom in formats.values() if "fmt/" in pronom})
    return [{"@id": _pronom(pronom), "@type": "WebPage", "name": f"PRONOM {pronom}"} for pronom in known]


def _pronom(identifier: str) -> str:
    return f"https://www.nationalarchives.gov.uk/PRONOM/{identifier}"

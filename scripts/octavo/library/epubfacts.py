"""What an EPUB says of access to it: from its own package document, as any shop reads it (EPUB Accessibility 1.1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from octavo.readback.epub import read_epub

_ALONE = {
    "schema:accessibilitySummary": "summary",
    "dcterms:conformsTo": "conforms-to",
    "a11y:certifiedBy": "certified-by",
    "a11y:certifierCredential": "credential",
    "a11y:exemption": "exemption",
}
_SEVERAL = {
    "schema:accessMode": "modes",
    "schema:accessModeSufficient": "sufficient",
    "schema:accessibilityFeature": "features",
    "schema:accessibilityHazard": "hazards",
}


def access_of(epub: bytes) -> dict[str, Any]:
    """Modes, features and hazards as lists, summary and claim as texts; what the package does not say is left out."""
    package = read_epub(epub, Path("book.epub")).package
    found: dict[str, Any] = {}
    for element in package.iterfind("{*}metadata/{*}meta"):
        name, text = element.get("property") or "", (element.text or "").strip()
        if name in _ALONE:
            found[_ALONE[name]] = text
        elif name in _SEVERAL:
            found.setdefault(_SEVERAL[name], []).append(text)
        elif name == "dcterms:date" and element.get("refines") == "#certifier":
            found["certified"] = text
    for element in package.iterfind("{*}metadata/{*}link"):
        address = element.get("href") or ""
        if "a11y:certifierReport" in (element.get("rel") or "").split() and address.startswith("http"):
            found["report"] = address
    return found

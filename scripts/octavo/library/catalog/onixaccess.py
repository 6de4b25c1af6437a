"""Access to a product in ONIX’s code lists: from what its EPUB says, and of the PDF what its standard demands."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.library.catalog.title import Title

_DETAIL, _HAZARD = "09", "12"
"""Types of features (List 79): E-publication accessibility detail; hazard warnings."""
_FEATURES = {
    "ARIA": "30",
    "tableOfContents": "11",
    "index": "12",
    "readingOrder": "13",
    "alternativeText": "14",
    "longDescription": "15",
    "MathML": "17",
    "pageBreakMarkers": "19",
    "pageNavigation": "41",
    "structuralNavigation": "29",
    "displayTransformability": "36",
}
"""Features of schema.org → List 196."""
_EXEMPTIONS = {
    "eaa-microenterprise": "75",
    "eaa-disproportionate-burden": "76",
    "eaa-fundamental-alteration": "77",
}
_HAZARDS = {
    "none": ("00",),
    "unknown": ("24", "25", "26"),
    "flashing": ("13",),
    "sound": ("15",),
    "motionSimulation": ("17",),
}
"""Hazards of schema.org → List 143."""
_CONFORMS = ("04", "82", "85")
"""EPUB Accessibility 1.1, WCAG 2.2, level AA: the one claim that Octavo makes."""

Feature = tuple[str, str, str]
"""Type, value, description."""


def features(form: str, title: Title) -> Iterator[Feature]:
    """The features of a product; a printed book has none, and a PDF those that are PDF/UA's."""
    if form == "pdf":
        yield _DETAIL, "05", ""  # every PDF for the screen is made as PDF/UA-1
        yield from ((_DETAIL, code, "") for code in ("11", "13", "22"))
    elif form == "epub" and title.access:
        yield from _of_epub(title)


def _of_epub(title: Title) -> Iterator[Feature]:
    access = title.access
    if access.get("summary"):
        yield _DETAIL, "00", access["summary"]
    if access.get("conforms-to"):
        yield from ((_DETAIL, code, "") for code in _CONFORMS)
    yield from ((_DETAIL, _FEATURES[name], "") for name in access.get("features", ()) if name in _FEATURES)
    if title.metadata.lang:
        yield _DETAIL, "22", ""
    if "textual" in access.get("sufficient", ()):
        yield _DETAIL, "52", ""
    if access.get("exemption") in _EXEMPTIONS:
        yield _DETAIL, _EXEMPTIONS[access["exemption"]], ""
    for key, code in (("certified-by", "90"), ("credential", "88"), ("report", "94")):
        if access.get(key):
            yield _DETAIL, code, access[key]
    if access.get("certified"):
        yield _DETAIL, "91", access["certified"].replace("-", "")
    for hazard in access.get("hazards", ()):
        yield from ((_HAZARD, code, "") for code in _HAZARDS.get(hazard, ()))

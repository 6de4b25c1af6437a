"""The statement of accessibility on a title's page, in the order of W3C’s guide to showing such metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.library.catalog.markup import Content, el, link

_NAVIGATION = {
    "tableOfContents": "Table of contents",
    "index": "Index with links",
    "structuralNavigation": "Headings, for going from one to the next",
    "pageNavigation": "List of the printed book’s pages, to go to one of them",
}
_CONTENT = {
    "alternativeText": "Pictures have descriptions",
    "longDescription": "Complex pictures have long descriptions",
    "MathML": "Formulas are in MathML",
    "pageBreakMarkers": "The printed book’s page numbers are in the text",
    "readingOrder": "The text is in the order in which it is read",
    "ARIA": "Parts of the book have roles that assistive technology knows",
}
_HAZARDS = {
    "none": "No hazards: nothing flashes, moves or makes a sound",
    "unknown": "Whether something flashes is not known",
    "flashing": "Something flashes",
    "sound": "There are sounds",
    "motionSimulation": "Something simulates motion",
}
_EXEMPTIONS = {
    "eaa-microenterprise": "Exempt from the European Accessibility Act: its publisher is a microenterprise",
    "eaa-disproportionate-burden": "Exempt from the European Accessibility Act: disproportionate burden",
    "eaa-fundamental-alteration": "Exempt from the European Accessibility Act: fundamental alteration",
}


def statement(access: dict[str, Any], *, has_pdf: bool) -> Iterator[Content]:
    """What a reader can rely on, as the EPUB’s own metadata say it; without an EPUB, that nothing is said."""
    if not access:
        yield el("p", "No information about the accessibility of this title is available.")
        return
    listed = el("dl", class_="access")
    for name, lines in (
        ("Ways of reading", list(_ways(access))),
        ("Conformance", list(_conformance(access))),
        ("Navigation", _known(_NAVIGATION, access.get("features", ()))),
        ("Content", _known(_CONTENT, access.get("features", ()))),
        ("Hazards", _known(_HAZARDS, access.get("hazards", ()))),
        ("PDF", ["Tagged for assistive technology (PDF/UA-1)"] if has_pdf else []),
    ):
        if lines:
            inside = el("ul", *(el("li", line) for line in lines))
            listed.append(el("div", el("dt", name), " ", el("dd", inside)))
    yield listed
    if access.get("summary"):
        yield el("p", access["summary"], class_="summary")


def _ways(access: dict[str, Any]) -> Iterator[Content]:
    if "displayTransformability" in access.get("features", ()):
        yield "Size, typeface, spacing and colours of the text can be changed"
    if "textual" in access.get("sufficient", ()):
        yield "All of it can be read aloud or in Braille"
    elif access.get("modes"):
        yield "Not all of it can be read aloud or in Braille: some pictures have no description"


def _conformance(access: dict[str, Any]) -> Iterator[Content]:
    if access.get("conforms-to"):
        yield access["conforms-to"]
        by = access.get("certified-by", "")
        when = f", {access['certified']}" if access.get("certified") else ""
        yield f"Assessed by {by}{when}" if by else None
        report = access.get("report")
        yield link("Report of the assessment", report) if report else None
    elif access.get("exemption"):
        yield _EXEMPTIONS.get(access["exemption"], access["exemption"])
    else:
        yield "It was not assessed whether the publication meets a standard"


def _known(words: dict[str, str], found: list[str]) -> list[Content]:
    return [words[name] for name in words if name in found]

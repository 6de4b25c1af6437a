"""Accessibility metadata (EPUB Accessibility 1.1): each statement rests on something found in this Document."""

from __future__ import annotations

from octavo.document import Document


def access_metadata(document: Document) -> list[tuple[str, str]]:
    """Pairs of a schema.org property and its value; never a claim of conformance."""
    faults = {fault.kind for fault in document.faults}
    images = bool(document.images)
    described = "image-alt" not in faults
    pairs = [("schema:accessMode", "textual")]
    if images:
        pairs.append(("schema:accessMode", "visual"))
    if not images or described:
        pairs.append(("schema:accessModeSufficient", "textual"))
    features = ["tableOfContents", "readingOrder", "displayTransformability"]
    if document.headings and "heading-level" not in faults:
        features.append("structuralNavigation")
    if images and described:
        features.append("alternativeText")
    if any(True for chapter in document.chapters for _ in chapter.element.iter("{*}math")):
        features.append("MathML")
    if document.pagination:
        features += ["pageBreakMarkers", "pageNavigation"]
    pairs += [("schema:accessibilityFeature", feature) for feature in sorted(features)]
    moving = any(image.path.suffix.lower() in (".gif", ".svg") for image in document.images)
    pairs.append(("schema:accessibilityHazard", "unknown" if moving else "none"))
    pairs.append(("schema:accessibilitySummary", _summary(document, described)))
    return pairs


def _summary(document: Document, described: bool) -> str:
    said = ["All of the text is real text in reading order, with a table of contents."]
    if document.headings and not any(fault.kind == "heading-level" for fault in document.faults):
        said.append("Headings follow one another without skipped levels.")
    if document.notes:
        said.append("Notes are linked from the text and back.")
    if document.pagination:
        said.append("The pages of the printed edition are marked and listed.")
    if document.images:
        said.append("All images have alternative text." if described else "Some images have no alternative text.")
    said.append("Conformance to an accessibility standard has not been fully assessed.")
    return " ".join(said)

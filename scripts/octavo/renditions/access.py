"""Accessibility metadata (EPUB Accessibility 1.1): each statement rests on something found in this Document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from octavo.document import Document
from octavo.document.parts import Image
from octavo.document.tree import classes, ids
from octavo.edition.accessibility import Assessment, is_address
from octavo.edition.housewords import HouseWords
from octavo.renditions.shortcomings import claimed, is_described, tables_without_headings
from octavo.renditions.xhtml import XML_LANG

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""What is claimed, to the letter (EPUB Accessibility 1.1, 3.4.2 Publication conformance)."""
REPORT = "accessibility-report.txt"
"""The file in the container that holds an assessor's report given as text, beside the package document."""


@dataclass(frozen=True)
class Access:
    """What a reader can rely on, in the words of the Schema.org accessibility vocabulary (W3C, 2026)."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    """Each a set of modes, parted by commas, that is enough to take in the whole book."""
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


@dataclass(frozen=True)
class Statement:
    """An element of a package's metadata: ``meta`` with its text, or ``link`` without."""

    name: str
    text: str | None
    attributes: dict[str, str] = field(default_factory=dict)


def features(document: Document) -> Access:
    """What was found in the Document, with the pages of the setting where it has been set."""
    images, described = _telling(document), _all_described(document)
    alone = ("textual",) if described else ()
    return Access(
        modes=("textual", "visual") if images else ("textual",),
        sufficient=(*alone, "textual,visual") if images else alone,
        features=tuple(sorted(_features(document))),
        hazards=("unknown",) if any(image.picture.moves for image in document.images) else ("none",),
        summary=summary(document),
    )


def _features(document: Document) -> Iterator[str]:
    # Order, roles and contents are made for every book; no text stands in a picture or has a fixed size or colour.
    yield from ("ARIA", "displayTransformability", "readingOrder", "tableOfContents")
    if _headings_in_order(document):
        yield "structuralNavigation"
    if document.pagination:
        yield from ("pageBreakMarkers", "pageNavigation")
    if _telling(document) and _all_described(document):
        yield "alternativeText"
    if any(_has_long_description(document, image) for image in document.images):
        yield "longDescription"
    if _has_formulas(document):
        yield "MathML"
    if any("index" in classes(chapter.element) for chapter in document.chapters):
        yield "index"


def _telling(document: Document) -> list[Image]:
    """The images that show something: not those that only decorate."""
    return [image for image in document.images if not image.is_decoration]


def _all_described(document: Document) -> bool:
    return all(is_described(image) for image in document.images)


def _headings_in_order(document: Document) -> bool:
    return bool(document.headings) and all(fault.kind != "heading-level" for fault in document.faults)


def _has_formulas(document: Document) -> bool:
    return any(next(tree.iter("{*}math"), None) is not None for tree in document.trees)


def _has_long_description(document: Document, image: Image) -> bool:
    """Whether an image refers to a description of its own somewhere in the book (WAI-ARIA 1.2, 6.6)."""
    named = f"{image.element.get('aria-describedby') or ''} {image.element.get('aria-details') or ''}".split()
    return bool(named) and {i for tree in document.trees for i in ids(tree)}.issuperset(named)


def summary(document: Document) -> str:
    """A few plain sentences: the front matter's own, else what was found; then how far the book was assessed."""
    accessibility = document.edition.metadata.accessibility
    words = document.edition.metadata.words
    sentences = [accessibility.summary.strip()] if accessibility.summary else list(_found(document))
    assessment = claimed(document)
    if assessment:
        sentences += [] if accessibility.summary else [_assessed(assessment, words)]
    else:
        sentences.append(words.text("access-not-assessed"))
        if accessibility.exemption:
            reason = words.text(accessibility.exemption.replace("eaa-", "exempt-"))
            sentences.append(words.text("access-exempt", reason=reason))
    return words.text("sentence-space").join(sentences)


def _found(document: Document) -> Iterator[str]:
    words = document.edition.metadata.words
    yield words.text("access-text")
    if _headings_in_order(document):
        yield words.text("access-headings")
    if document.notes:
        yield words.text("access-notes")
    yield words.text("access-pages" if document.pagination else "without-pages")
    if _telling(document):
        yield words.text("access-images" if _all_described(document) else "access-images-lacking")
    if _has_formulas(document):
        yield words.text("access-formulas")
    without = len(list(tables_without_headings(document)))
    if without:
        yield words.counted("access-tables", without)


def _assessed(assessment: Assessment, words: HouseWords) -> str:
    at = (
        words.text("report-at", address=assessment.report)
        if is_address(assessment.report)
        else words.text("report-within")
    )
    when = words.date(assessment.date)
    return words.text(f"assessed-{assessment.date.precision}", certifier=assessment.certifier, date=when, report=at)


def access_metadata(document: Document) -> list[tuple[str, str]]:
    """Pairs of a schema.org property and its value: what any rendition can say of access, and no claim."""
    access = features(document)
    values = [
        *(("accessMode", mode) for mode in access.modes),
        *(("accessModeSufficient", modes) for modes in access.sufficient),
        *(("accessibilityFeature", feature) for feature in access.features),
        *(("accessibilityHazard", hazard) for hazard in access.hazards),
        ("accessibilitySummary", access.summary),
    ]
    return [(f"schema:{name}", text) for name, text in values]


def package_metadata(document: Document) -> list[Statement]:
    """All that the EPUB’s package says of access; a claim of conformance only where one is ``claimed``."""
    metadata = document.edition.metadata
    statements = [Statement("meta", text, {"property": name}) for name, text in access_metadata(document)]
    foreign = metadata.words.attributes().get("lang")
    if foreign and metadata.accessibility.summary is None:
        statements[-1].attributes[XML_LANG] = foreign
    assessment = claimed(document)
    if assessment:
        statements += _claim(assessment)
    elif metadata.accessibility.exemption:
        statements.append(Statement("meta", metadata.accessibility.exemption, {"property": "a11y:exemption"}))
    return statements


def _claim(assessment: Assessment) -> Iterator[Statement]:
    """Conformance, and who says so, when and on what grounds (EPUB Accessibility 1.1, 3.4)."""
    by = {"refines": "#certifier"}
    yield Statement("meta", CONFORMANCE, {"property": "dcterms:conformsTo", "id": "conformance"})
    certified = {"property": "a11y:certifiedBy", "refines": "#conformance", "id": "certifier"}
    yield Statement("meta", assessment.certifier, certified)
    yield Statement("meta", str(assessment.date), {"property": "dcterms:date", **by})
    if assessment.credential and is_address(assessment.credential):
        yield Statement("link", None, {"rel": "a11y:certifierCredential", **by, "href": assessment.credential})
    elif assessment.credential:
        yield Statement("meta", assessment.credential, {"property": "a11y:certifierCredential", **by})
    target = (
        {"href": assessment.report} if is_address(assessment.report) else {"href": REPORT, "media-type": "text/plain"}
    )
    yield Statement("link", None, {"rel": "a11y:certifierReport", **by, **target})


def report_file(document: Document) -> tuple[str, bytes] | None:
    """Name and content of the report, where the front matter gives it as text and it is claimed upon."""
    assessment = claimed(document)
    if assessment is None or is_address(assessment.report):
        return None
    return REPORT, (assessment.report.strip() + "\n").encode()

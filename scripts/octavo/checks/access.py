"""Rules on what an EPUB says of access, held against its files as they are (EPUB Accessibility 1.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from octavo.checks.accessfaults import (
    accessibility_faults,
    animated,
    headings_in_order,
    pictures,
    undescribed,
)
from octavo.checks.finding import Breach
from octavo.checks.registry import rule
from octavo.checks.subject import Subject
from octavo.errors import Place
from octavo.readback.epub import EPUB_TYPE, EpubReading

STANDARD = "EPUB Accessibility"
EXEMPTIONS = ("eaa-disproportionate-burden", "eaa-fundamental-alteration", "eaa-microenterprise")
REQUIRED = {"accessMode": True, "accessibilityFeature": True, "accessibilityHazard": True}
REQUIRED |= {"accessModeSufficient": False, "accessibilitySummary": False}
"""What the package says of access, and whether it must (EPUB Accessibility 1.1, 2.2 and 2.3)."""
MODES = frozenset({"auditory", "tactile", "textual", "visual", "chartOnVisual", "chemOnVisual", "colorDependent"})
MODES |= {"diagramOnVisual", "mathOnVisual", "musicOnVisual", "textOnVisual"}


def _place(subject: Subject) -> Place:
    return Place(subject.path("epub") / subject.epub.package_name)


def _values(subject: Subject, name: str) -> list[str]:
    """The values of a property of schema.org in the package, as EPUB 3 or as EPUB 2 writes it."""
    metas = subject.epub.package.iter("{*}meta")
    pairs = [(meta.get("property") or meta.get("name"), meta.text or meta.get("content") or "") for meta in metas]
    return [" ".join(value.split()) for key, value in pairs if key == f"schema:{name}" and value.strip()]


def _has(reading: EpubReading, *names: str) -> bool:
    return any(next(page.root.iter(*(f"{{*}}{name}" for name in names)), None) is not None for page in reading.spine)


def _breaks(reading: EpubReading) -> bool:
    return any("pagebreak" in (e.get(EPUB_TYPE) or "").split() for page in reading.spine for e in page.root.iter("*"))


def _refers(reading: EpubReading, *attributes: str) -> bool:
    """Whether a picture refers to words elsewhere in its file, or to a page of its own."""
    for page in reading.spine:
        for image in page.root.iter("{*}img", "{*}svg", "{*}figure"):
            for name in attributes:
                named = (image.get(name) or "").split()
                if named and (name == "longdesc" or set(named) <= set(page.ids)):
                    return True
    return False


def _all_described(reading: EpubReading) -> bool:
    return any(True for _ in pictures(reading)) and not any(True for _ in undescribed(reading))


def _has_index(reading: EpubReading) -> bool:
    kinds_of_each = (
        f"{e.get(EPUB_TYPE) or ''} {e.get('role') or ''}".split() for p in reading.spine for e in p.root.iter("*")
    )
    return any({"index", "doc-index"} & set(kinds) for kinds in kinds_of_each)


def _has_roles(reading: EpubReading) -> bool:
    return any(element.get("role") for page in reading.spine for element in page.root.iter("*"))


def _reflows(reading: EpubReading) -> bool:
    """Whether text can be shown as its reader likes: not where pages are fixed, or text stands in pictures only."""
    metas = reading.package.iter("{*}meta")
    fixed = any(m.get("property") == "rendition:layout" and m.text == "pre-paginated" for m in metas)
    return not fixed and any(block.text for block in reading.blocks)


FOUNDED: dict[str, tuple[Callable[[EpubReading], bool], str]] = {
    "alternativeText": (_all_described, "there is no picture, or one without alternative text"),
    "ARIA": (_has_roles, "no element has a role"),
    "audioDescription": (lambda r: _has(r, "video"), "there is no film"),
    "closedCaptions": (lambda r: _has(r, "track"), "there are no captions"),
    "describedMath": (lambda r: _has(r, "math"), "there is no formula"),
    "displayTransformability": (_reflows, "its pages are fixed, or it holds no text"),
    "index": (_has_index, "there is no index"),
    "longDescription": (
        lambda r: _refers(r, "aria-describedby", "aria-details", "longdesc"),
        "no picture refers to a description",
    ),
    "MathML": (lambda r: _has(r, "math"), "there is no formula in MathML"),
    "pageBreakMarkers": (_breaks, "no page break is marked"),
    "pageNavigation": (lambda r: bool(r.navigation("page-list")), "there is no list of pages"),
    "printPageNumbers": (_breaks, "no page break is marked"),
    "readingOrder": (lambda r: bool(r.spine), "the spine is empty"),
    "rubyAnnotations": (lambda r: _has(r, "rt"), "there is no ruby"),
    "structuralNavigation": (headings_in_order, "headings are missing, or skip a level"),
    "synchronizedAudioText": (
        lambda r: any(item.get("media-overlay") for item in r.package.iter("{*}item")),
        "there is no media overlay",
    ),
    "tableOfContents": (lambda r: bool(r.navigation("toc")) or r.ncx is not None, "there are no contents"),
    "transcript": (lambda r: _has(r, "audio", "video"), "there is neither sound nor film"),
    "unlocked": (lambda r: "META-INF/encryption.xml" not in r.names, "files of it are encrypted"),
}
"""What can be seen of a feature in the files, and what is wrong where it is not (Schema.org’s vocabulary)."""


@rule("access/features-founded", reads="epub")
def features_founded(subject: Subject) -> Iterator[Breach]:
    for feature in _values(subject, "accessibilityFeature"):
        is_founded, wrong = FOUNDED.get(feature.partition("/")[0], (lambda _: True, ""))
        if not is_founded(subject.epub):
            yield Breach(_place(subject), {"feature": feature, "wrong": wrong})


@rule("access/modes-founded", reads="epub")
def modes_founded(subject: Subject) -> Iterator[Breach]:
    reading = subject.epub
    shows, sounds = any(True for _ in pictures(reading)) or _has(reading, "video"), _has(reading, "audio", "video")
    for mode in _values(subject, "accessMode"):
        if mode not in MODES:
            yield Breach(_place(subject), {"claim": f"the mode ‘{mode}’", "wrong": "the vocabulary has no such word"})
        elif mode == "visual" and not shows:
            yield Breach(_place(subject), {"claim": "the mode ‘visual’", "wrong": "there is no picture but the cover"})
        elif mode == "auditory" and not sounds:
            yield Breach(_place(subject), {"claim": "the mode ‘auditory’", "wrong": "there is no sound"})
    if "textual" in _values(subject, "accessModeSufficient"):
        for name, _, what in undescribed(reading):
            claim = "that its text alone is enough"
            yield Breach(_place(subject), {"claim": claim, "wrong": f"{what} in {name} has no words in its place"})
    safe = {"none", "noFlashingHazard", "noMotionSimulationHazard"} & set(_values(subject, "accessibilityHazard"))
    for part in subject.epub_files if safe else ():
        if animated(part):
            yield Breach(_place(subject), {"claim": "to be without hazard", "wrong": f"{part.name} moves"})


@rule("access/metadata-complete", reads="epub")
def metadata_complete(subject: Subject) -> Iterator[Breach]:
    for name, required in REQUIRED.items():
        if not _values(subject, name):
            severity = "error" if required else "warning"
            yield Breach(_place(subject), {"name": f"schema:{name}"}, severity=severity)


def _claims(package: etree._Element) -> list[etree._Element]:
    """The claims of conformance to EPUB Accessibility; ``none`` is none."""
    metas = [e for e in package.iter("{*}meta") if "dcterms:conformsTo" in (e.get("property"), e.get("name"))]
    return [meta for meta in metas if STANDARD in (meta.text or meta.get("content") or "")] + [
        link for link in package.iter("{*}link") if link.get("rel") == "dcterms:conformsTo"
    ]


def _missing(package: etree._Element) -> list[str]:
    """What is not said of an assessment: who made it, when, and what was found."""
    metas = {meta.get("property"): meta for meta in package.iter("{*}meta") if (meta.text or "").strip()}
    certifier = metas.get("a11y:certifiedBy")
    dates = [meta for meta in package.iter("{*}meta") if meta.get("property") == "dcterms:date"]
    dated = certifier is not None and any(meta.get("refines") == f"#{certifier.get('id')}" for meta in dates)
    reported = any(link.get("rel") == "a11y:certifierReport" and link.get("href") for link in package.iter("{*}link"))
    given_by_name = {
        "a11y:certifiedBy": certifier is not None,
        "its dcterms:date": dated,
        "a11y:certifierReport": reported,
    }
    return [name for name, given in given_by_name.items() if not given]


@rule("access/conformance-founded", reads="epub")
def conformance_founded(subject: Subject) -> Iterator[Breach]:
    if not _claims(subject.epub.package):
        return
    for name in _missing(subject.epub.package):
        yield Breach(_place(subject), {"wrong": f"{name} is not given"})
    for fault in accessibility_faults(subject.epub):
        place = Place(subject.path("epub") / fault.file, fault.line) if fault.file else _place(subject)
        yield Breach(place, {"wrong": fault.what})


@rule("access/exemption-founded", reads="epub")
def exemption_founded(subject: Subject) -> Iterator[Breach]:
    package = subject.epub.package
    claimed = [(m.text or "").strip() for m in package.iter("{*}meta") if m.get("property") == "a11y:exemption"]
    for value in claimed:
        if value not in EXEMPTIONS:
            what = f"‘{value}’ is none of {', '.join(EXEMPTIONS)}"
            yield Breach(_place(subject), {"what": what})
    if claimed and _claims(package):
        what = "it is claimed beside conformance: a book is exempt or it conforms"
        yield Breach(_place(subject), {"what": what})

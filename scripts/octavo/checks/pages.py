"""Rules on the pages that all renditions share: each begins at the same word, is listed, and has its number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import zip_longest

from lxml import etree

from octavo.checks.finding import Breach
from octavo.checks.registry import rule
from octavo.checks.subject import Subject
from octavo.document import Document
from octavo.document.pages import Pagination
from octavo.errors import Place
from octavo.readback.epub import EpubReading, resolved
from octavo.setbook.anchors import Anchor, page_anchors

LETTERS = 24
"""Letters by which the beginning of a page is compared: enough to tell neighbouring words apart."""


@rule("pages/same-words")
def same_words(subject: Subject) -> Iterator[Breach]:
    pagination = subject.document.pagination
    if pagination is None:
        return
    expected = list(_beginnings(subject.document, pagination))
    front = {label: number for number, (label, _) in enumerate(expected) if not label.isdigit()}
    for output, trees in subject.trees():
        found = [anchor for _, root in trees for anchor in page_anchors(root) if anchor.label != pagination.contents]
        # A web page may have its imprint last; the pages of the text stand in their order.
        found.sort(key=lambda anchor: front.get(anchor.label, len(front)))
        for wanted, anchor in zip_longest(expected, found):
            if wanted is None or anchor is None or not _same(wanted, anchor):
                begins = f"page {wanted[0]} begins ‘{_shown(wanted[1])}’" if wanted else "there is no further page"
                there = f"page {anchor.label} at ‘{_shown(anchor.text)}’" if anchor else "no more pages"
                values = {"rendition": output.label, "expected": begins, "found": there}
                yield Breach(Place(subject.path(output.name), anchor.line if anchor else 0), values)
                break  # all that follow would be off by one


def _beginnings(document: Document, pagination: Pagination) -> Iterator[tuple[str, str]]:
    """The label of each page and the text that it begins with, to the end of the paragraph."""
    flow = document.flow
    ends = [block.end for block in flow.blocks]
    # The numbers of list items stand outside of their text; “1. (a)” are two.
    numbers = {run.start: run.end for run in flow.runs if not run.literal and run.element.tag == "li"}
    for page in pagination.pages:
        end, start = ends[bisect_right(ends, page.offset)], page.offset
        while start in numbers:
            start = numbers[start]
        yield page.label, flow.text[start:end]


def _same(wanted: tuple[str, str], anchor: Anchor) -> bool:
    return wanted[0] == anchor.label and _letters(anchor.text).startswith(_letters(wanted[1]))


def _letters(text: str) -> str:
    """The first letters of a text; where its spaces and paragraphs are is not asked here."""
    return "".join(character for character in text if character.isalnum())[:LETTERS]


def _shown(text: str) -> str:
    return " ".join(text.split()[:5])


@rule("pages/listed", reads="epub")
def listed(subject: Subject) -> Iterator[Breach]:
    pagination = subject.document.pagination
    if pagination is None:
        return
    place = Place(subject.path("epub") / (subject.epub.nav.name if subject.epub.nav else ""))
    labels = [a.label for document in subject.epub.spine for a in page_anchors(document.root)]
    for kind, entries in (("nav", _nav_pages(subject.epub)), ("NCX", _ncx_pages(subject.epub))):
        if [label for _, label in entries] != labels:
            shown = ", ".join(label for _, label in entries) or "nothing"
            yield Breach(place, {"what": f"the page list of the {kind} has {shown}; the text has {', '.join(labels)}"})
        for target, label in entries:
            document = subject.epub.document(target)
            if document is None or target.partition("#")[2] not in document.ids:
                yield Breach(place, {"what": f"the {kind} seeks page {label} at {target}, which is not there"})
    source = [
        (meta.text or "").strip()
        for meta in subject.epub.package.iter("{*}meta")
        if meta.get("property") == "pageBreakSource"
    ]
    if source != [pagination.setting]:
        what = f"the package says that the pages are those of {', '.join(source) or 'nothing'}"
        yield Breach(place, {"what": f"{what}, not of {pagination.setting}"})


def _nav_pages(epub: EpubReading) -> list[tuple[str, str]]:
    return [(target, text) for target, text, _ in epub.navigation("page-list")]


def _ncx_pages(epub: EpubReading) -> list[tuple[str, str]]:
    entries = []
    name, root = epub.ncx or ("", etree.Element("none"))
    for point in root.iter("{*}pageTarget"):
        label, content = point.find("{*}navLabel/{*}text"), point.find("{*}content")
        if label is not None and content is not None:
            entries.append((resolved(name, content.get("src") or ""), label.text or ""))
    return entries


@rule("pages/numbered", reads="pdf")
def numbered(subject: Subject) -> Iterator[Breach]:
    pagination = subject.document.pagination
    if pagination is None:
        return
    labels = subject.pdf.page_labels
    place = Place(subject.path("pdf"))
    if len(set(labels)) < len(labels):
        twice = next(label for label in labels if labels.count(label) > 1)
        yield Breach(place, {"what": f"two pages are called {twice}"})
    arabic = [label for label in labels if label.isdigit()]
    if not subject.pdf.has_page_labels or arabic != [str(number) for number in range(1, len(arabic) + 1)]:
        yield Breach(place, {"what": "the file does not number the pages of the text from 1"})

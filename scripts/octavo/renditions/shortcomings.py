"""What keeps a book from being claimed accessible, as far as it can be known while it is built, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from octavo.document import Document
from octavo.document.alternatives import shortened
from octavo.document.parts import Fault, Image
from octavo.document.places import MarkdownPlaces
from octavo.document.tree import inner_text
from octavo.edition.accessibility import Assessment
from octavo.errors import Place, Problem

FAULTS = frozenset({"heading-level", "note-without-text", "note-repeated", "broken-link"})
"""Faults of the Markdown that shut a reader out, beside those that keep a book from being built at all."""


def shortcomings(document: Document) -> list[Problem]:
    """All that was found; none is needed for a claim of conformance, and none is no proof of it."""
    return [
        *_language(document),
        *(fault.problem for fault in document.faults if _counts(fault)),
        *_images(document),
        *_tables(document),
        *_links(document),
        *_pages(document),
    ]


def claimed(document: Document) -> Assessment | None:
    """The assessment upon which the package claims conformance; none where something speaks against it."""
    assessment = document.edition.metadata.accessibility.assessment
    return assessment if assessment and not shortcomings(document) else None


def withheld(document: Document) -> list[Problem]:
    """Why no conformance is claimed, where the front matter asks for it; nothing where it is, or is not asked for."""
    accessibility = document.edition.metadata.accessibility
    if not accessibility.is_asked_for:
        return []
    place = document.edition.place_of("accessibility")
    if not accessibility.assessment:
        missing = " and ".join(f"‘{key}’" for key in accessibility.missing)
        message = f"the claim of accessibility is left out of the EPUB: {missing} not given"
        return [Problem(message, place, "give certifier, date and report of the assessment")]
    opening = "the claim of accessibility is left out of the EPUB, because "
    found = shortcomings(document)
    return [replace(item, message=opening + item.message, place=item.place or place) for item in found]


def _counts(fault: Fault) -> bool:
    return fault.kind in FAULTS


def _language(document: Document) -> Iterator[Problem]:
    if not document.edition.metadata.lang:
        place = Place(document.edition.chapters[0].path, 1)
        yield Problem("the language of the book is not given", place, "add a line ‘lang: …’ to the front matter")


def is_described(image: Image) -> bool:
    """Whether words stand in for an image, and not only the name of its file; one that only decorates needs none."""
    if image.is_decoration:
        return True
    words = (image.element.get("alt") or "").strip()
    return bool(words) and words not in (image.name, image.path.name, image.path.stem)


def _images(document: Document) -> Iterator[Problem]:
    wordless = [image for image in document.images if not is_described(image)]
    if wordless:
        hint = 'say in words what it shows: ![caption](file.png){alt="…"}'
        message = f"the image ‘{shortened(wordless[0].name)}’ is not described"
        if len(wordless) > 1:
            message = f"{len(wordless)} images are not described, the first of them ‘{shortened(wordless[0].name)}’"
        yield Problem(message, wordless[0].place, hint)
    for image in document.images:
        if image.picture.moves:
            hint = "show a still picture: what moves must be stoppable (WCAG 2.2, 2.2.2)"
            yield Problem(f"the image ‘{shortened(image.name)}’ moves, and no reader can stop it", image.place, hint)


def tables_without_headings(document: Document) -> Iterator[etree._Element]:
    """The tables whose cells no heading of a column or row explains (WCAG 2.2, 1.3.1)."""
    for tree in document.trees:
        for table in tree.iter("table"):
            if not any(inner_text(cell).strip() for cell in table.iter("th")):
                yield table


def _tables(document: Document) -> Iterator[Problem]:
    hint = "give each of its columns a heading, or write it as a list"
    for table in tables_without_headings(document):
        shown = " ".join(inner_text(table).split())
        yield Problem(f"the table ‘{_short(shown)}’ has no headings", _place(document, table), hint)


def _links(document: Document) -> Iterator[Problem]:
    for tree in document.trees:
        for link in tree.iter("a"):
            shown = inner_text(link).strip() or any((image.get("alt") or "").strip() for image in link.iter("img"))
            if link.get("href") and not shown:
                message = f"the link to ‘{_short(link.get('href') or '')}’ has no words"
                yield Problem(message, _place(document, link), "say where it leads: [words](address)")


def _pages(document: Document) -> Iterator[Problem]:
    if document.pagination is None:
        hint = "see what is said of print: without a printed setting, no pages can be marked and listed"
        yield Problem("it has no list of pages", None, hint)


def _place(document: Document, element: etree._Element) -> Place | None:
    """Where the words of an element, or those next before it, stand in the Markdown."""
    for around in (element, *element.iterancestors()):
        inside = set(around.iter())
        for run in document.flow.runs:
            if run.element in inside and not (run.element is around and run.tail):
                return MarkdownPlaces(document).place(run.start)
    return None


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"

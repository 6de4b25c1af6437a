"""Putting the pages of the printed setting into the Document: an anchor where each begins, a place in each entry."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from octavo.document.apparatus import number_entries, place_entries
from octavo.document.model import Document, Paginated
from octavo.document.pages import Page, Pagination
from octavo.document.structure import HEADINGS
from octavo.document.titlepage import say_without_pages
from octavo.document.tree import parent_of
from octavo.document.wrap import Wrapping, wrap


def with_pages(document: Document, pagination: Pagination) -> Paginated:
    """Mark where each page begins with an empty ``span.page``, and write page and line into the list of errata.

    The pages' offsets are those of the flow when that has been done. Nothing else of the Document changes; no word is
    added but these numbers. Done once; the tree is the same, so ``document`` reads it anew.
    """
    paginated = with_lines(document, pagination)
    _put(paginated, pagination.pages)
    paginated.reflow()
    document.reflow()
    return paginated


def with_lines(document: Document, pagination: Pagination) -> Paginated:
    """Write page and line into the list of errata; offsets of the flow behind its beginning change."""
    paginated = Paginated.by(document, pagination)
    place_entries(paginated)
    document.reflow()
    return paginated


def without_pages(document: Document) -> Document:
    """Say in the imprint that there are no page numbers, and number the entries of the list of errata instead.

    For a Document of which no printed edition can be set; done once. The words are editorial, and the emendations
    move with the text behind them.
    """
    before = _text_start(document)
    say_without_pages(document)
    document.reflow()
    moved = _text_start(document) - before
    emendations = [
        replace(emendation, start=emendation.start + moved, end=emendation.end + moved)
        for emendation in document.emendations
    ]
    places = {
        name: replace(place, start=place.start + moved, end=place.end + moved)
        for name, place in document.places.items()
    }
    document = replace(document, emendations=emendations, places=places)
    number_entries(document)
    document.reflow()
    return document


def _text_start(document: Document) -> int:
    """The offset of the flow at which the pages made of the front matter are over."""
    chapters = document.chapters
    return next(block.start for block in document.flow.blocks if chapters[block.chapter].kind == "chapter")


def _put(document: Document, pages: Iterable[Page]) -> None:
    flow = document.flow
    ends = [block.end for block in flow.blocks]
    wrappings = []
    for page in sorted(pages, key=lambda page: page.offset):
        attributes = {"class": "page", "id": page.id, "data-page": page.label}
        block = flow.blocks[bisect_right(ends, page.offset)]
        if page.offset == block.start and _begins_outside(block.element):
            parent = parent_of(block.element)
            parent.insert(parent.index(block.element), etree.Element("span", attributes))
        else:
            wrappings.append(Wrapping(page.offset, page.offset, attributes))
    wrap(flow, wrappings)


def _begins_outside(element: etree._Element) -> bool:
    """Whether a page that this block begins is marked before it: a heading's name is its words, and no page number."""
    parent = element.getparent()
    return element.tag in HEADINGS or (element.getprevious() is None and parent is not None and parent.tag == "section")

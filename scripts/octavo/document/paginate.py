"""Putting the pages of the printed setting into the Document: an anchor where each begins, a place in each entry."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from lxml import etree

from octavo.document.apparatus import place_entries
from octavo.document.model import Document
from octavo.document.pages import Page, Pagination
from octavo.document.structure import HEADINGS
from octavo.document.wrap import Wrapping, wrap


def put_pages(document: Document, pagination: Pagination) -> None:
    """Mark where each page begins with an empty ``span.page``, and write page and line into the list of errata.

    The pages' offsets are those of the flow when that has been done. Nothing else of the Document changes; no word is
    added but these numbers. Done once.
    """
    put_lines(document, pagination)
    _put(document, pagination.pages)
    document.reflow()


def put_lines(document: Document, pagination: Pagination) -> None:
    """Write page and line into the list of errata; offsets of the flow behind its beginning change."""
    document.pagination = pagination
    place_entries(document)
    document.reflow()


def _put(document: Document, pages: Iterable[Page]) -> None:
    flow = document.flow
    ends = [block.end for block in flow.blocks]
    wrappings = []
    for page in sorted(pages, key=lambda page: page.offset):
        attributes = {"class": "page", "id": page.id, "data-page": page.label}
        block = flow.blocks[bisect_right(ends, page.offset)]
        if page.offset == block.start and _begins_outside(block.element):
            parent = block.element.getparent()
            assert parent is not None
            parent.insert(parent.index(block.element), etree.Element("span", attributes))
        else:
            wrappings.append(Wrapping(page.offset, page.offset, attributes))
    wrap(flow, wrappings)


def _begins_outside(element: etree._Element) -> bool:
    """Whether a page that this block begins is marked before it: a heading's name is its words, and no page number."""
    parent = element.getparent()
    return element.tag in HEADINGS or (element.getprevious() is None and parent is not None and parent.tag == "section")

"""One setting for all renditions: the book is set, read back word by word, and its pages are put into the Document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from octavo.document import Document
from octavo.document.apparatus import appendix
from octavo.document.marks import shown
from octavo.document.pages import Page, Pagination
from octavo.document.paginate import put_lines, put_pages
from octavo.document.structure import HEADINGS
from octavo.errors import Notices
from octavo.readback.pagination import read_pagination
from octavo.readback.pdf import read_pdf
from octavo.renditions.pdf import Press
from octavo.renditions.typeset import Position


def set_pages(document: Document, press: Press, notices: Notices) -> None:
    """Set a Document and put the page and line of its words into it.

    Two witnesses must agree, or a warning says where they do not: the words read back from the PDF, and the positions
    that Typst itself gives for the marks of errata. Raises InputError where print lacks a letter.
    """
    name = Path(f"{document.edition.metadata.slug}.pdf")
    reading = read_pdf(press.draft(), name)
    labels = reading.page_labels
    pagination = read_pagination(document, reading)
    _warn_of_disagreement(document, pagination, press.marks(), labels, notices)
    put_lines(document, pagination)
    pages = _with_appendix(document, pagination, press.entries(), labels)
    put_pages(document, replace(pagination, pages=tuple(pages)))


def _with_appendix(
    document: Document, pagination: Pagination, entries: Mapping[str, Position], labels: list[str]
) -> Iterator[Page]:
    """The pages of the text, then those of the list of errata as it is now that it has its numbers.

    No entry runs over a page's end, so the first entry of a page begins it.
    """
    chapter = appendix(document)
    if chapter is None:
        yield from pagination.pages
        return
    number = document.chapters.index(chapter)
    blocks = [block for block in document.flow.blocks if block.chapter == number]
    before = [page for page in pagination.pages if page.offset <= blocks[0].start]
    yield from before
    starts = {}
    for block, previous in zip(blocks[1:], blocks, strict=False):
        # A heading never parts from what follows it.
        first = previous if previous.element.tag in HEADINGS else block
        starts[block.element.get("id")] = first.start
    seen = {page.label for page in before}
    for name, place in entries.items():
        label = labels[place.page]
        if label not in seen:
            seen.add(label)
            yield Page(label, starts[name])


def _warn_of_disagreement(
    document: Document,
    pagination: Pagination,
    positions: Mapping[str, Position],
    labels: list[str],
    notices: Notices,
) -> None:
    """Hold the pages that the words read back give for the marks of errata against those that Typst gives."""
    lines = {mark.id: pagination.lines.get(mark.number) for mark in shown(document.marks)}
    for name, place in positions.items():
        line = lines.get(name)
        if line is None or line.page != labels[place.page]:
            read = f"on page {line.page}" if line else "nowhere"
            message = f"‘{name}’ stands on page {labels[place.page]} of the setting and was read back {read}"
            notices.warn(message, hint="this is a fault of Octavo; please report it")

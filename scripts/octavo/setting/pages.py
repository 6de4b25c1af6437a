"""One setting for all renditions: the book is set, read back word by word, and its pages are put into the Document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from octavo.cache import NOTHING, Cache
from octavo.document import Document, Paginated
from octavo.document.apparatus import appendix, is_long_entry
from octavo.document.emendations import shown
from octavo.document.pages import Page, Pagination
from octavo.document.paginate import with_lines, with_pages
from octavo.document.places import MarkdownPlaces
from octavo.document.structure import HEADINGS
from octavo.errors import Notices, Problem
from octavo.readback.canonical import WordDifference, canonical_regions, word_differences
from octavo.readback.pdf import PdfReading, open_pdf_reading
from octavo.setbook.pagination import read_pagination
from octavo.setbook.typography import Flaw
from octavo.setting.readingprocess import ReadingProcess
from octavo.setting.rounds import mended
from octavo.typesetting.arrangement import Arrangement
from octavo.typesetting.typstbook import TypstBook
from octavo.typesetting.typstinline import Position
from octavo.typesetting.typstmarkup import LONGEST_UNBROKEN

_OURS = "print would say something else than the text; this is a fault of Octavo, please report it"
_TURNED = "a mark of direction (U+202A to U+202E) turns letters here: delete it, and say dir= of the words if need be"
_LONG = "so long a word may not be read as one where a line ends in it: say where it may be parted, as with <wbr>"
_NOTED = "a page has no room for these rows and their notes: part the table, or write its notes as a column"
_MANY_NOTES = 20
"""In one table: where the notes of its rows fill a page, Typst sets the rows of the next over one another."""
_TURNS = re.compile("[\u202a-\u202e]")
AROUND = 300
"""Characters on both sides in which a mark of direction is looked for; it turns letters up to the paragraph's end."""


@dataclass(frozen=True)
class Setting:
    """The book as it was set: how, what was read back, and what a typesetter would mend."""

    arrangement: Arrangement
    reading: PdfReading
    pagination: Pagination
    flaws: list[Flaw]
    differences: tuple[Problem, ...]
    """Where the words that were read back are not those of the text."""


def set_pages(
    document: Document,
    typst_book: TypstBook,
    notices: Notices,
    cache: Cache = NOTHING,
    elsewhere: ReadingProcess | None = None,
) -> tuple[Paginated, Setting]:
    """Set a Document and put the page and line of its words into its tree.

    Two witnesses must agree, or a warning says where they do not: the words read back from the PDF, and the positions
    that Typst itself gives for the emendations. ``elsewhere`` reads a part of a long book's pages. Raises InputError
    where print lacks a letter.
    """
    last = mended(document, typst_book, cache, elsewhere.begin if elsewhere else None)
    differences = _differences(document, last.reading)
    best = Setting(last.arrangement, last.reading, last.pagination, last.flaws, differences)
    labels = best.reading.page_labels
    _warn_of_disagreement(document, best.pagination, typst_book.locate_emendations(), labels, notices)
    notices.items += typst_book.tables_without_room()
    placed = with_lines(document, best.pagination)
    pages = _pages(placed, typst_book, labels)
    return with_pages(placed, replace(best.pagination, pages=pages)), best


def _differences(document: Document, reading: PdfReading) -> tuple[Problem, ...]:
    """Hold the words of the set pages against those of the text, before the list of errata gets its figures."""
    places, found = MarkdownPlaces(document), []
    for region, expected in canonical_regions(document, "pdf").items():
        for difference in word_differences(expected, reading.blocks, region, spacing=False):
            page = f" on page {difference.block.page}" if difference.block else ""
            message = f"for ‘{_shortened(difference.canonical)}’ print reads ‘{_shortened(difference.read)}’{page}"
            hint = _why_other(document, difference)
            found.append(Problem(message, places.place(difference.offset), hint))
    return tuple(found)


def _why_other(document: Document, difference: WordDifference) -> str:
    """What can be done where print says something else: of what is known to be misread, or that it is our fault."""
    start = max(difference.offset - AROUND, 0)
    around = document.flow.text[start : difference.offset + AROUND]
    if _TURNS.search(around):
        return _TURNED
    table = _table_at(document, difference.offset)
    if (
        table is not None
        and sum("noteref" in (link.get("class") or "").split() for link in table.iter("a")) > _MANY_NOTES
    ):
        return _NOTED
    # The words before it, at it and behind it: where the text has no more words, the place may be off by one.
    before = around[: difference.offset - start].rsplit(maxsplit=1)
    at = len(before[0]) if before else 0
    near = [*around[at:].split()[:3], *difference.canonical.split(), *difference.read.split()]
    return _LONG if any(len(word) > LONGEST_UNBROKEN for word in near) else _OURS


def _table_at(document: Document, offset: int) -> etree._Element | None:
    """The table in which an offset of the flow stands, if it does."""
    block = next((block for block in document.flow.blocks if block.start <= offset < block.end), None)
    return None if block is None else next(block.element.iterancestors("table"), None)


def _shortened(words: str) -> str:
    return words if len(words) < 80 else f"{words[:60]}…"


def _pages(document: Paginated, typst_book: TypstBook, labels: list[str]) -> tuple[Page, ...]:
    """The pages of the book as it is with the figures of its list of errata; read again where an entry is long."""
    entries = typst_book.set_list_and_locate_entries()
    chapter = appendix(document)
    if chapter is not None and any(map(is_long_entry, chapter.element.iter("li"))):
        reading = open_pdf_reading(typst_book.draft(), Path("book.pdf"))
        return read_pagination(document, reading).pages
    return tuple(_with_appendix(document, entries, labels))


def _with_appendix(document: Paginated, entries: Mapping[str, Position], labels: list[str]) -> Iterator[Page]:
    """The pages of the text, then those of the list of errata as it is now that it has its numbers.

    None of these entries runs over a page's end, so the first entry of a page begins it.
    """
    chapter = appendix(document)
    if chapter is None:
        yield from document.pagination.pages
        return
    number = document.chapters.index(chapter)
    blocks = [block for block in document.flow.blocks if block.chapter == number]
    before = [page for page in document.pagination.pages if page.offset <= blocks[0].start]
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
    """Hold the pages that the words read back give for the emendations against those that Typst gives."""
    lines = {emendation.id: pagination.lines.get(emendation.number) for emendation in shown(document.emendations)}
    for name, place in positions.items():
        line = lines.get(name)
        if line is None or line.page != labels[place.page]:
            read = f"on page {line.page}" if line else "nowhere"
            message = f"‘{name}’ stands on page {labels[place.page]} of the setting and was read back {read}"
            notices.warn(message, hint="this is a fault of Octavo; please report it")

"""One setting for all renditions: the book is set, read back word by word, and its pages are put into the Document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.document import Document, Paginated
from octavo.document.apparatus import appendix
from octavo.document.marks import shown
from octavo.document.pages import Page, Pagination
from octavo.document.paginate import with_lines, with_pages
from octavo.document.places import MarkdownPlaces
from octavo.document.structure import HEADINGS
from octavo.errors import Notices, Problem
from octavo.outputs import output_named
from octavo.readback.canonical import canonical_regions, word_differences
from octavo.readback.pdf import KnownPages, PdfReading, read_pdf
from octavo.readback.reading import NOTE
from octavo.setbook.pagination import read_pagination
from octavo.setbook.typography import Flaw, flaws
from octavo.setting.repair import BestOfChapters, PagesToMend, repaired
from octavo.typesetting.arrangement import Arrangement
from octavo.typesetting.typstbook import TypstBook
from octavo.typesetting.typstinline import Position

ROUNDS = 4
"""How often a set book is mended at most: what is mended here can break something there."""
WORDS_TO_THE_INCH = 7.0
"""Words on a page, a square inch of the trim: 280 at 5 × 8 in. Only the first guess of the gutter rests on it."""


@dataclass(frozen=True)
class Setting:
    """The book as it was set: how, what was read back, and what a typesetter would mend."""

    arrangement: Arrangement
    reading: PdfReading
    pagination: Pagination
    flaws: list[Flaw]
    differences: tuple[Problem, ...] = ()
    """Where the words that were read back are not those of the text."""


def set_pages(document: Document, typst_book: TypstBook, notices: Notices) -> tuple[Paginated, Setting]:
    """Set a Document and put the page and line of its words into its tree.

    Two witnesses must agree, or a warning says where they do not: the words read back from the PDF, and the positions
    that Typst itself gives for the marks of errata. Raises InputError where print lacks a letter.
    """
    best = _mended(document, typst_book)
    best = replace(best, differences=_differences(document, best.reading))
    labels = best.reading.page_labels
    _warn_of_disagreement(document, best.pagination, typst_book.marks(), labels, notices)
    placed = with_lines(document, best.pagination)
    pages = _with_appendix(placed, typst_book.entries(), labels)
    return with_pages(placed, replace(best.pagination, pages=tuple(pages))), best


def _mended(document: Document, typst_book: TypstBook) -> Setting:
    """Set the book, and set it again as long as that mends something, in a few rounds.

    Each chapter begins on a page of its own, so each keeps the best that was found for it.
    """
    known: KnownPages = {}
    latest = _set(document, typst_book, _first_arrangement(document), known)
    best = BestOfChapters(document)
    best.weigh(latest.arrangement, latest.pagination, latest.flaws)
    for number in range(ROUNDS):
        mixed = best.together(latest.arrangement.gutter) != latest.arrangement
        if not latest.flaws or (mixed and number == ROUNDS - 1):
            break  # the last round is for what was best
        pages = PagesToMend(document, latest.pagination, _notes_on_pages(latest.reading, typst_book))
        arrangement = repaired(pages, latest.arrangement, latest.flaws)
        if arrangement == latest.arrangement:
            break
        latest = _set(document, typst_book, arrangement, known)
        best.weigh(latest.arrangement, latest.pagination, latest.flaws)
    together = best.together(latest.arrangement.gutter)
    return latest if together == latest.arrangement else _set(document, typst_book, together, known)


def _first_arrangement(document: Document) -> Arrangement:
    """The gutter that the count of words makes likely, and nothing mended."""
    settings = document.edition.metadata.print
    width, height = settings.trim_inches
    pages = document.flow.text.count(" ") / (WORDS_TO_THE_INCH * width * height)
    return Arrangement(settings.for_press.gutter(round(pages)))


def _set(document: Document, typst_book: TypstBook, arrangement: Arrangement, known: KnownPages) -> Setting:
    """Set the book and read it back; where it has more pages than its gutter is meant for, the gutter grows."""
    name = Path(output_named("pdf").file_name(document.edition.metadata.slug))
    while True:
        typst_book.arrange(arrangement)
        reading = read_pdf(typst_book.draft(), name, known)
        gutter = document.edition.metadata.print.for_press.gutter(len(reading.page_labels))
        if gutter <= arrangement.gutter:
            return Setting(arrangement, reading, read_pagination(document, reading), flaws(reading))
        arrangement = Arrangement(gutter)


def _differences(document: Document, reading: PdfReading) -> tuple[Problem, ...]:
    """Hold the words of the set pages against those of the text, before the list of errata gets its figures."""
    places, found = MarkdownPlaces(document), []
    for region, expected in canonical_regions(document).items():
        for difference in word_differences(expected, reading.blocks, region, spacing=False):
            page = f" on page {difference.block.page}" if difference.block else ""
            message = f"for ‘{_shortened(difference.canonical)}’ print reads ‘{_shortened(difference.read)}’{page}"
            hint = "print would say something else than the text; this is a fault of Octavo, please report it"
            found.append(Problem(message, places.place(difference.offset), hint))
    return tuple(found)


def _shortened(words: str) -> str:
    return words if len(words) < 80 else f"{words[:60]}…"


def _notes_on_pages(reading: PdfReading, typst_book: TypstBook) -> dict[str, int | None]:
    """The last note that is called on each page that has notes, by the page's label; nothing where none is."""
    last = typst_book.last_notes()
    noted = {stretch.page for block in reading.blocks if block.region == NOTE for stretch in block.stretches}
    return {reading.page_labels[page]: last.get(page) for page in noted}


def _with_appendix(document: Paginated, entries: Mapping[str, Position], labels: list[str]) -> Iterator[Page]:
    """The pages of the text, then those of the list of errata as it is now that it has its numbers.

    No entry runs over a page's end, so the first entry of a page begins it.
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
    """Hold the pages that the words read back give for the marks of errata against those that Typst gives."""
    lines = {mark.id: pagination.lines.get(mark.number) for mark in shown(document.marks)}
    for name, place in positions.items():
        line = lines.get(name)
        if line is None or line.page != labels[place.page]:
            read = f"on page {line.page}" if line else "nowhere"
            message = f"‘{name}’ stands on page {labels[place.page]} of the setting and was read back {read}"
            notices.warn(message, hint="this is a fault of Octavo; please report it")

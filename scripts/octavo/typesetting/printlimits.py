"""What print cannot hold, however it is set: told with its place before anything is set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from octavo.document import Document
from octavo.document.places import MarkdownPlaces
from octavo.edition.bookdata import reference_of
from octavo.errors import InputError, Place, Problem
from octavo.renditions.datavalues import subjects
from octavo.typesetting.typstmarkup import BY_DICTIONARY

LONGEST_NAME = 1000
"""Characters of a title, subtitle or name: a title page holds no more."""
LONGEST_STRING = 10_000
"""Characters of a text that a PDF holds beside its pages: 32,767 bytes (ISO 19005-3, 6.1.13), two or more a letter …"""
LONGEST_LIST = 16_000
"""… and of those that it holds as one, such as all subjects. Characters beyond U+FFFF count twice, here as there."""
LONGEST_STRETCH = 3_000
"""Characters without a place at which a line may end; each line of a page is such a text in the PDF."""
MOST_COLUMNS = 400
"""Columns of a table: of more, a page shows nothing."""
MOST_CELLS = 15_000
"""Cells of one table: Typst takes 70 KB of memory for each, so that these take 1 GB."""
MOST_NOTES = 15_000
"""Notes of a book: Typst takes 80 KB of memory for each."""
WITHOUT = "leave the PDFs out of the build with --only"
"""What else can be done about it."""


def refuse_long_names(document: Document, others: Iterable[str] = ()) -> None:
    """Raise InputError where no title page and no cover holds what the front matter calls the book or its makers.

    ``others`` are the names of the renditions that have neither.
    """
    metadata = document.edition.metadata
    names = [(key, creator.name) for key, creator in metadata.people_by_key()]
    names += [(key, getattr(metadata, key) or "") for key in ("title", "subtitle", "publisher")]
    else_ = f"build what has no such page: --only {','.join(others)}" if others else WITHOUT
    _raise(list(_too_long(document, names, LONGEST_NAME, else_)))


def refuse_long_strings(document: Document) -> None:
    """Raise InputError where the front matter or a heading is too long for what a PDF says of itself."""
    metadata = document.edition.metadata
    texts = [("subject", subject) for subject in metadata.subject] + [("description", metadata.description or "")]
    texts += [(key, getattr(metadata, key.replace("-", "_")) or "") for key in ("source", "rights", "license-of-notes")]
    texts += [("subjects", subject.words) for subject in metadata.subjects]
    texts += [("original", reference_of(metadata.original))] if metadata.original else []
    texts += [("series", metadata.series.spelled)] if metadata.series else []
    lists = [("subject", ", ".join(subjects(metadata, "xmp"))), ("creator", ", ".join(metadata.author_names))]
    front = [*_too_long(document, texts, LONGEST_STRING, WITHOUT), *_too_long(document, lists, LONGEST_LIST, WITHOUT)]
    _raise(list({problem.place: problem for problem in reversed(front)}.values()))
    _raise([*_in_headings(document), *_in_ids(document), *_in_lines(document), *_in_tables(document)])


def length(text: str) -> int:
    """Characters as a PDF counts them: those beyond U+FFFF are two (ISO 32000-1, 7.9.2.2, UTF-16)."""
    return len(text) + sum(character > "\uffff" for character in text) if len(text) > LONGEST_NAME else len(text)


def refuse_endless(document: Document) -> None:
    """Raise InputError where a table has more cells, or the book more notes, than Typst has memory for."""
    problems = []
    hint = f"make several books or tables of it, or {WITHOUT}"
    if len(document.notes) > MOST_NOTES:
        message = f"print cannot hold a book of {len(document.notes):,} notes: the most are {MOST_NOTES:,}"
        note = document.notes[MOST_NOTES]
        problems.append(Problem(message, _place_of(document, note.body), hint))
    for chapter in document.chapters:
        for table in chapter.element.iter("{*}table"):
            cells = sum(1 for _ in table.iter("{*}td", "{*}th"))
            if cells > MOST_CELLS:
                message = f"print cannot hold a table of {cells:,} cells: the most are {MOST_CELLS:,}"
                problems.append(Problem(message, _place_of(document, table), hint))
    _raise(problems)


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise InputError.of(problems)


def _too_long(document: Document, texts: list[tuple[str, str]], most: int, else_: str) -> Iterator[Problem]:
    for key, text in texts:
        if length(text) > most:
            message = f"‘{key}’ has {length(text):,} characters, and no page or PDF has room for more than {most:,}"
            hint = f"shorten it, or {else_}"
            yield Problem(message, document.edition.place_of(key), hint)


def _in_headings(document: Document) -> Iterator[Problem]:
    long = [heading for heading in document.headings if length(heading.text) > LONGEST_STRING]
    starts = {id(block.element): block.start for block in document.flow.blocks} if long else {}
    for heading in long:
        message = f"print cannot hold a heading of {length(heading.text):,} characters"
        hint = f"a PDF’s bookmark has at most {LONGEST_STRING:,}: make it a heading and a paragraph"
        place = MarkdownPlaces(document).place(starts.get(id(heading.element), 0))
        yield Problem(message, place, hint)


_STRETCH = re.compile(rf"[^\s\-‐–—/?\u200b\u00ad{BY_DICTIONARY}\U00020000-\U0003ffff]{{200,}}")
"""Any that is worth being measured: to look for the longest alone would take the square of a long one's length."""


def _in_lines(document: Document) -> Iterator[Problem]:
    for long in _STRETCH.finditer(document.flow.text):
        if len(long[0]) <= LONGEST_STRETCH:
            continue
        message = f"print cannot set {len(long[0]):,} characters without a space or another place where a line may end"
        hint = f"at most {LONGEST_STRETCH:,}: part them, as with <wbr>, or {WITHOUT}"
        yield Problem(message, MarkdownPlaces(document).place(long.start()), hint)


def _in_ids(document: Document) -> Iterator[Problem]:
    for tree in document.trees:
        for element in tree.iter("*"):
            if length(element.get("id") or "") > LONGEST_STRING:
                message = f"print cannot hold an id of {length(str(element.get('id'))):,} characters"
                yield Problem(message, _place_of(document, element), f"shorten it, or {WITHOUT}")


def _in_tables(document: Document) -> Iterator[Problem]:
    for tree in document.trees:
        for table in tree.iter("table"):
            columns = max((len(row) for row in table.iter("tr")), default=0)
            if columns > MOST_COLUMNS:
                message = f"print cannot set a table of {columns:,} columns"
                hint = f"at most {MOST_COLUMNS}, and a page shows far fewer well: part it, or {WITHOUT}"
                yield Problem(message, _place_of(document, table), hint)


def _place_of(document: Document, element: etree._Element) -> Place:
    """Where the text of an element begins in the Markdown."""
    inside = set(element.iter())
    start = next((run.start for run in document.flow.runs if run.element in inside), 0)
    return MarkdownPlaces(document).place(start)

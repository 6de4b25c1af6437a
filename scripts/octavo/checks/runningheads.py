"""What should stand at the head of each page of a set book, and what does.

The Chicago Manual of Style (17th ed.), 1.10–16: the head names what stands on its page; where something opens, on blank
pages and on those of display there is none.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from octavo.checks.subject import Subject
from octavo.document import Block
from octavo.document.chapternumbers import is_chapter_of_part
from octavo.document.parts import Heading
from octavo.document.tree import classes
from octavo.setbook.pageheads import PageHead, page_heads
from octavo.typesetting.openings import opening_of

MOST_BEYOND = 1.0
"""Points by which a head may be wider than the text."""
_NAMED = 3
"""Pages that are named where many have the same fault."""
_ELLIPSIS = "…"
_COLON = re.compile(r":\s|：")


class Misnamed(NamedTuple):
    """What is wrong with the head of pages, called by their labels."""

    pages: str
    what: str


def misnamed_pages(subject: Subject) -> Iterator[Misnamed]:
    """Every running head that is missing, out of place, cut short, too wide or another section's; each fault once."""
    labels = subject.pdf.page_labels
    pages = _Pages(subject)
    faults: dict[str, list[str]] = {}
    for number, head in enumerate(page_heads(subject.data("pdf") or b"")):
        what = _fault(pages, number, head)
        if what:
            faults.setdefault(what, []).append(labels[number])
    for what, found in faults.items():
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        yield Misnamed(f"page{'s' * (len(found) > 1)} {', '.join(found[:_NAMED])}{more}", what)


def _fault(pages: _Pages, number: int, head: PageHead) -> str:
    if not head.words:
        return "is missing" if pages.has_text(number) and number not in pages.opening else ""
    if head.is_blank:
        return f"‘{head.words}’ stands on a blank page"
    if number in pages.opening or number < pages.first:
        return f"‘{head.words}’ stands where something opens"
    if head.beyond > MOST_BEYOND:
        return f"‘{head.words}’ is {head.beyond:.0f} points wider than the text"
    names = pages.names(number)
    if any(_same(head.words, name, pages.is_leftward) for name in names):
        return ""
    if any(_same(head.words, each, pages.is_leftward) for each in pages.numbers):
        return f"‘{head.words}’ is a number alone"
    if head.words.endswith(_ELLIPSIS) and any(_letters(name).startswith(_letters(head.words)) for name in names):
        return f"‘{head.words}’ is cut short"
    return f"‘{head.words}’ names nothing that stands there"


class _Pages:
    """What stands on the pages of a set book, which are numbered from 0."""

    def __init__(self, subject: Subject) -> None:
        self._document, self._reading = subject.document, subject.pdf
        labels = self._reading.page_labels
        by_label = {label: number for number, label in enumerate(labels)}
        self._offsets = [row.offset for row in subject.lines]
        self._pages = [by_label[row.line.page] for row in subject.lines]
        self._of_text = {number for number, label in enumerate(labels) if label.isdigit()}
        self._with_text = self._of_text & set(self._pages)
        metadata = self._document.edition.metadata
        self.is_leftward = metadata.is_right_to_left
        self._of_book = [metadata.title, metadata.words.joined(metadata.author_names)]
        lists = ("contents", "list-of-illustrations", "list-of-tables")
        self._of_front = [metadata.words.text(key) for key in lists]
        starts = {id(block.element): block for block in self._document.flow.blocks}
        self._headings = [
            (heading, self._page_of(starts[id(heading.element)]))
            for heading in self._document.headings
            if heading.level < 3 and id(heading.element) in starts
        ]
        self.numbers = [heading.text for heading in self._document.headings if heading.is_mere_number]
        self.opening = {*self._openings(), *self._openings_of_front()}
        """Pages on which something opens."""
        self.first = min(self.opening, default=0)
        """The page before which no head stands."""

    def has_text(self, number: int) -> bool:
        """Whether text stands on a page behind those before the text."""
        return number in self._with_text

    def names(self, number: int) -> list[str]:
        """What the head of a page may say: the book's names, and those of the headings below which its text stands."""
        if number not in self._of_text:
            return [*self._of_book, *self._of_front]
        at = bisect_right(self._headings, number - 1, key=lambda each: each[1])
        end = bisect_right(self._headings, number, key=lambda each: each[1])
        there = [heading for heading, _ in self._headings[max(at - 1, 0) : end]]
        chapters = {heading.chapter for heading in there}
        above = [each for each, _ in self._headings[:end] if each.level == 1 and each.chapter in chapters]
        return self._of_book + [name for heading in (*there, *above) for name in _names(heading)]

    def _page_of(self, block: Block) -> int:
        """The page of the first line that begins in a block; a picture at its beginning is no line."""
        at = bisect_left(self._offsets, block.start)
        is_within = at < len(self._offsets) and self._offsets[at] < block.end
        return self._pages[at if is_within else max(at - 1, 0)]

    def _openings(self) -> Iterator[int]:
        """The pages on which chapters, parts and the chapters of parts open."""
        starts: dict[int, Block] = {}
        for block in self._document.flow.blocks:
            if block.note < 0:
                starts.setdefault(block.chapter, block)
        for number, chapter in enumerate(self._document.chapters):
            if number in starts and chapter.kind == "chapter" and opening_of(self._document, chapter) != "run-on":
                yield self._page_of(starts[number])
        if self._document.edition.metadata.print.openings.chapters != "run-on":
            yield from (page for heading, page in self._headings if is_chapter_of_part(heading.element))

    def _openings_of_front(self) -> Iterator[int]:
        """The pages on which the contents and the lists begin."""
        for block in self._reading.blocks:
            first = block.stretches[0].page if block.stretches and block.level else -1
            if first >= 0 and first not in self._of_text and any(_same(block.text, name) for name in self._of_front):
                yield first


def _names(heading: Heading) -> Iterator[str]:
    """What a head may call a section: its title, without the number, the byline, and what is behind a colon."""
    if heading.is_mere_number:
        return
    bylines = [each for each in heading.element.iter() if "byline" in classes(each)]
    byline = _letters("".join("".join(map(str, each.itertext())) for each in bylines))
    for name in (heading.text, heading.title or ""):
        whole = _letters(name)
        if whole:
            yield name
            if byline:
                yield whole.removesuffix(byline)
            yield from _COLON.split(name)[:-1][:1]


def _letters(words: str) -> str:
    """The letters and figures of some words, in one form; what is no word, such as a note's mark, is passed over."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", words).casefold()))


def _same(words: str, others: str, is_leftward: bool = False) -> bool:
    """Whether two names are one. Of a line that runs leftwards the letters may be read in another order."""
    ours, theirs = _letters(words), _letters(others)
    is_leftward = is_leftward or any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in ours)
    return Counter(ours) == Counter(theirs) if is_leftward else ours == theirs

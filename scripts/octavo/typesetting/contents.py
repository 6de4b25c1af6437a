"""What the printed contents list, and what stands at the heads of pages."""

from __future__ import annotations

from octavo.document import Document
from octavo.document.chapternumbers import DEEPEST, PART
from octavo.document.parts import Heading
from octavo.document.titlepage import creator_lines
from octavo.document.tree import classes

LEAST = 2
"""Entries: fewer than these among numbers are no list."""


def unlisted(document: Document) -> frozenset[str]:
    """The ids of headings that the printed contents leave out: numbers among which no title stands."""
    if document.edition.metadata.print.contents == "full":
        return frozenset()
    left_out = set()
    for number in range(len(document.chapters)):
        inner = [h for h in document.headings if h.chapter == number and h.level == DEEPEST]
        if all(heading.is_mere_number for heading in inner):
            left_out |= {heading.id for heading in inner}
    chapters = [h for h in document.headings if h.level == 1 and document.chapters[h.chapter].file >= 0]
    with_titles = {h.chapter for h in document.headings if h.level == DEEPEST and h.id not in left_out}
    if all(heading.is_mere_number and heading.chapter not in with_titles for heading in chapters):
        left_out |= {heading.id for heading in chapters}
    return frozenset(left_out)


def _listed(document: Document) -> list[Heading]:
    left_out = unlisted(document)
    return [h for h in document.headings if h.level <= DEEPEST and h.id not in left_out]


def has_contents(document: Document) -> bool:
    """Whether print has a list of contents."""
    several = sum(chapter.kind == "chapter" for chapter in document.chapters) > 1 or len(document.headings) > 1
    is_enough = len(_listed(document)) >= LEAST or not unlisted(document)
    return document.edition.metadata.print.contents != "none" and several and is_enough


def entry_words(document: Document) -> dict[str, str]:
    """By the ids of headings, what the contents say in the place of a number alone: Chapter I."""
    words = document.edition.metadata.words
    said = {}
    for heading in _listed(document):
        if heading.is_mere_number and heading.is_bare:
            is_part = heading.level == 1 and PART in classes(document.chapters[heading.chapter].element)
            key = "part-numbered" if is_part else "chapter-numbered"
            said[heading.id] = words.text(key, number=heading.number.rstrip(" .:"))
    return said


def head_of_left_pages(document: Document) -> str:
    """The running head of left-hand pages: the book's title, or the authors where right-hand pages need the title.

    They do where a chapter is a number, and stands under no title.
    """
    metadata = document.edition.metadata
    above = {heading.chapter: heading for heading in document.headings if heading.level == 1}
    needed = False
    for heading in document.headings:
        if heading.level <= DEEPEST and heading.is_mere_number:
            parent = above.get(heading.chapter)
            needed = needed or heading.level == 1 or parent is None or parent.is_mere_number
    authors = next((line.names for line in creator_lines(metadata) if not line.key), "")
    return authors if needed and authors else metadata.title

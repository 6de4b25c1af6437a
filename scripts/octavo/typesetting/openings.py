"""On which page parts, chapters and poems open, and which chapters are pages of display before the text."""

from __future__ import annotations

from itertools import pairwise

from lxml import etree

from octavo.document import Chapter, Document
from octavo.document.chapternumbers import PART
from octavo.document.displaypages import is_display
from octavo.document.structure import HEADINGS
from octavo.document.tree import classes
from octavo.edition.printing import Opening

MOST_ON_RECTOS = 12
"""Chapters: with more of them, as in a novel, each opens on the next page, and no page stays blank for it."""
_BESIDE_VERSE = frozenset({*HEADINGS, "hr", "section", "br"})


def opening_of(document: Document, chapter: Chapter) -> Opening:
    """Where a chapter opens: as the front matter says, or as is usual for a book of its kind."""
    if is_display(chapter):
        return "recto"
    opening = _asked_for(document, chapter)
    # The first has nothing before it.
    if opening == "run-on" and _first_of_text(document) is chapter:
        return "recto"
    # The back of a part's page stays empty.
    return "recto" if opening == "next" and _is_behind_part(document, chapter) else opening


def _asked_for(document: Document, chapter: Chapter) -> Opening:
    said = document.edition.metadata.print.openings
    if PART in classes(chapter.element):
        return said.parts or "recto"
    if is_poem(chapter.element):
        return said.poems or said.chapters or "next"
    return said.chapters or usual_opening(document)


def _first_of_text(document: Document) -> Chapter | None:
    return next((each for each in document.chapters if each.kind == "chapter" and not is_display(each)), None)


def _is_behind_part(document: Document, chapter: Chapter) -> bool:
    return any(PART in classes(before.element) for before, each in pairwise(document.chapters) if each is chapter)


def usual_opening(document: Document) -> Opening:
    """Where chapters open in a book that says nothing of it."""
    chapters = [
        each for each in document.chapters if each.kind == "chapter" and each.file >= 0 and not is_display(each)
    ]
    counted = [each for each in chapters if PART not in classes(each.element)]
    others = [each for each in counted if not is_poem(each.element)]
    # Among poems, each of which opens on the next page, what is none does so too.
    return "recto" if len(others) <= MOST_ON_RECTOS and 2 * len(others) >= len(counted) else "next"


def is_poem(section: etree._Element) -> bool:
    """Whether a chapter is nothing but verse, with its titles, an epigraph, and signs between its parts."""
    has_verse = False
    for child in section:
        names = classes(child)
        if "line-block" in names:
            has_verse = True
        elif child.tag == "section":
            if not is_poem(child):
                return False
            has_verse = True
        elif child.tag not in _BESIDE_VERSE and not {"epigraph", "dedication"} & set(names):
            return False
    return has_verse


def all_open_on_rectos(document: Document) -> bool:
    """Whether each chapter begins on a right-hand page, so that what happens in one moves no page of another."""
    chapters = [each for each in document.chapters if each.kind == "chapter"]
    return all(opening_of(document, each) == "recto" for each in chapters[1:])


def pages_are_shared(document: Document) -> bool:
    """Whether a chapter may begin on the page on which another ends."""
    return any(opening_of(document, each) == "run-on" for each in document.chapters if each.kind == "chapter")

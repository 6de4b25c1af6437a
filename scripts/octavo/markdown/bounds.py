"""What a tree may hold at most: elements within one another, and columns of a table."""

from __future__ import annotations

from lxml import etree

from octavo.errors import InputError, Place
from octavo.markdown.scan import MarkdownScan

DEEPEST = 160
"""Elements within one another, a list being two for each level; from 20 levels on, print sets them flat anyway."""
LONGEST_ID = 10_000
"""Characters; a PDF has room for 32,767 bytes. That of a heading is as long as the heading, of which print tells."""
COLUMNS = 1000
"""No page has room for a hundred."""


def refuse_extreme(root: etree._Element, scan: MarkdownScan) -> None:
    """Raise InputError, with the place, where a tree has more within one another, or columns, than any book."""
    depth, deepest = 0, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(depth, deepest)
        if depth > DEEPEST:
            raise too_deep(scan.place_of(_first_words(element)))
        identifier = element.get("id") or ""
        if len(identifier) > LONGEST_ID and len(identifier) > LONGEST_ID + len("".join(map(str, element.itertext()))):
            message = f"this id has {len(identifier):,} characters, the most are {LONGEST_ID:,}"
            raise InputError(message, place=scan.place_of(identifier), hint="give a shorter one")
        if event == "start" and element.tag == "tr" and len(element) > COLUMNS:
            message = f"this table has {len(element):,} columns, the most are {COLUMNS:,}"
            place = scan.place_of(_first_words(element))
            raise InputError(message, place=place, hint="make several tables of it, or turn rows into columns")


def too_deep(place: Place) -> InputError:
    """What is told of a tree in which too many elements stand inside one another."""
    hint = "a book needs fewer lists, quotations and divisions inside one another; end some of them"
    return InputError(f"here, more than {DEEPEST} elements stand inside one another", place=place, hint=hint)


def _first_words(element: etree._Element) -> str:
    """The first words in an element, or before it."""
    for found in (element, *element.iterancestors()):
        for text in found.itertext(with_tail=False):
            words = str(text).split()
            if words:
                return words[0]
    return ""

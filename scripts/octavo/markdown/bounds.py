"""What no page could hold: a table of more columns than any book has."""

from __future__ import annotations

from lxml import etree

from octavo.errors import InputError
from octavo.markdown.scan import MarkdownScan

COLUMNS = 1000
"""No page has room for a hundred."""


def refuse_extreme(root: etree._Element, scan: MarkdownScan) -> None:
    """Raise InputError, with the place, where a table has more columns than any book."""
    for row in root.iter("tr"):
        if len(row) > COLUMNS:
            message = f"this table has {len(row):,} columns, the most are {COLUMNS:,}"
            place = scan.place_of(_first_words(row))
            raise InputError(message, place=place, hint="make several tables of it, or turn rows into columns")


def _first_words(element: etree._Element) -> str:
    """The first words in an element, or before it."""
    for found in (element, *element.iterancestors()):
        for text in found.itertext(with_tail=False):
            words = str(text).split()
            if words:
                return words[0]
    return ""

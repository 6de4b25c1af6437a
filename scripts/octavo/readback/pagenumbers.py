"""Numbers of the printed pages within a text, as digital libraries write them, known by class, id and shape.

Project Gutenberg's makers, Distributed Proofreaders and their tools have no role that says what such a number is.
What is called so and is no number is text.
"""

from __future__ import annotations

import re

from lxml import etree

from octavo.document.tree import classes, inner_text

CLASSES = frozenset(
    {
        *("folio", "newpage", "page-break", "page-no", "page-num", "page-number", "page_num", "page_number"),
        *("pagebreak", "pagenum", "pagenumber", "pageno", "pgnum", "pb", "x-ebookmaker-pageno"),
    }
)
_SHAPE = re.compile(r"[\[({|]?\s*(?:(?:pg|page|p|pp|s|seite)\b\.?\s*)?(\d{1,4}[a-z]?|[ivxlcdm]{1,9})\s*[\])}|]?", re.I)
_ID = re.compile(r"(?:page|pg|p|pgepubid|pb)[_.-]?(\d{1,4}[a-z]?|[ivxlcdm]{1,9})", re.I)


def is_page_number(element: etree._Element) -> bool:
    """Whether an element is nothing but the number of a page of print."""
    called = not CLASSES.isdisjoint(one.lower() for one in classes(element))
    by_id = _ID.fullmatch(element.get("id") or element.get("name") or "")
    if not called and by_id is None:
        return False
    text = inner_text(element).strip()
    shape = _SHAPE.fullmatch(text)
    if called:
        return not text or shape is not None
    # An id alone says little: its number must be the one that is shown.
    inline = str(element.tag).rpartition("}")[2] in ("a", "span")
    return bool(inline and shape and by_id and shape[1].lower() == by_id[1].lower())


def is_short(text: str, most: int) -> bool:
    """Whether a mark has not more words than a mark may have."""
    return len(text.split()) <= most

"""The pages to which links within the book lead, which print shows behind their words."""

from __future__ import annotations

import re

from lxml import etree

from octavo.document.tree import classes, inner_text
from octavo.edition import Metadata
from octavo.markdown.vocabulary import HEADINGS
from octavo.typesetting.typstmarkup import typst_string

_NAMES_PAGE = re.compile(r"^[\d\s,–-]+$|\b(?:pp?|pages?|Seiten?|S)\.?\s*\d", re.IGNORECASE)
"""Words of a link that say a page, or are a number, by themselves."""
_WITHOUT_PAGES = frozenset({"apparatus", "citation", "bibliography"})
"""What holds links whose page says nothing."""


def page_of(link: etree._Element, target: str, metadata: Metadata) -> str:
    """The page to which a link within the book leads: on paper, nothing else does. It is for the eye alone."""
    around = [link, *link.iterancestors()]
    if not metadata.print.page_references or target.startswith("ref-") or _NAMES_PAGE.search(inner_text(link).strip()):
        return ""
    if any(outer.tag in HEADINGS or not _WITHOUT_PAGES.isdisjoint(classes(outer)) for outer in around):
        return ""
    before, _, behind = metadata.words.pieces("page-reference")
    if any("index" in classes(outer) for outer in around):
        before, behind = ", ", ""
    return f";#page-of({', '.join(map(typst_string, (target, before, behind)))})"

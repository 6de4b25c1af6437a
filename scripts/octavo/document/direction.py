"""Which way the text of an element runs: by its ``dir``, else by the language that it is said to be in."""

from __future__ import annotations

from lxml import etree

from octavo.edition.language import is_right_to_left
from octavo.markdown.vocabulary import BLOCKS


def direction(element: etree._Element, language: str) -> str:
    """Which way an element runs in a book of this language."""
    for inner in (element, *element.iterancestors()):
        given = inner.get("dir")
        if given in ("ltr", "rtl"):
            return str(given)
    return "rtl" if is_right_to_left(language) else "ltr"


def give_directions(body: etree._Element, language: str) -> None:
    """Say of each block in a language that runs the other way than what is around it that it does so.

    Words within a line need it not: every reading system turns their letters (Unicode, annex 9).
    """
    for element in body.iter(*BLOCKS):
        own_language = element.get("lang")
        if own_language and not element.get("dir"):
            own = "rtl" if is_right_to_left(own_language) else "ltr"
            if own != direction(element, language):
                element.set("dir", own)

"""Which way the text of an element runs: by its ``dir``, else by the language that it is said to be in."""

from __future__ import annotations

from lxml import etree

from octavo.document.flow import BLOCKS
from octavo.edition.metadata import RIGHT_TO_LEFT, RIGHT_TO_LEFT_SCRIPTS


def direction_of_language(tag: str) -> str:
    """``rtl`` or ``ltr``: by the script that a language tag names, else by the language's usual one (BCP 47, 2.2.3)."""
    language, *subtags = tag.casefold().split("-")
    script = next((subtag for subtag in subtags if len(subtag) == 4 and subtag.isalpha()), "")
    leftwards = script in RIGHT_TO_LEFT_SCRIPTS if script else language in RIGHT_TO_LEFT
    return "rtl" if leftwards else "ltr"


def direction(element: etree._Element, language: str) -> str:
    """Which way an element runs in a book of this language."""
    for inner in (element, *element.iterancestors()):
        given = inner.get("dir")
        if given in ("ltr", "rtl"):
            return str(given)
    return direction_of_language(language)


def give_directions(body: etree._Element, language: str) -> None:
    """Say of each block in a language that runs the other way than what is around it that it does so.

    Words within a line need it not: every reading system turns their letters (Unicode, annex 9).
    """
    for element in body.iter(*BLOCKS):
        said = element.get("lang")
        if said and not element.get("dir"):
            own, around = direction_of_language(said), direction(element, language)
            if own != around:
                element.set("dir", own)

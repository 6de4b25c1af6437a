"""What the parts of a chapter are, as reading systems are told it: ``epub:type`` beside ARIA's roles.

EPUB Structural Semantics Vocabulary 1.1, and for what that lacks DAISY's (Z39.98-2012), whose prefix ``z3998`` each
file that uses it declares (EPUB 3.3, D.1.2).
"""

from __future__ import annotations

from collections.abc import Container

from lxml import etree

from octavo.document.flow import text_of
from octavo.document.tree import classes
from octavo.renditions.xhtml import EPUB_TYPE

ROLES = {"doc-noteref": "noteref", "doc-pagebreak": "pagebreak"}
"""ARIA roles of links and spans → the epub:type that says the same."""
PARTS = {
    "line-block": "z3998:verse",
    "epigraph": "epigraph",
    "dedication": "dedication",
    "letter": "z3998:letter",
    "salutation": "z3998:salutation",
    "closing": "z3998:valediction",
    "signature": "z3998:signature",
    "drama": "z3998:drama",
    "speaker": "z3998:persona",
    "stage-direction": "z3998:stage-direction",
}
"""Classes of blocks and spans → what they are."""


def add_types(section: etree._Element) -> None:
    """Give the elements in a section their ``epub:type``."""
    for element in section.iter("a", "span", "div", "blockquote"):
        kind = ROLES.get(element.get("role") or "") or next(
            (PARTS[name] for name in classes(element) if name in PARTS), None
        )
        if kind:
            element.set(EPUB_TYPE, kind)


def illustrations(section: etree._Element, taken: Container[str]) -> list[tuple[str, str]]:
    """The id and the caption of each figure with a caption; one without an id gets one that is not ``taken``."""
    found: list[tuple[str, str]] = []
    for figure in section.iter("figure"):
        caption = figure.find("figcaption")
        text = " ".join(text_of(caption).split()) if caption is not None else ""
        if not text or next(figure.iter("img"), None) is None:
            continue
        if figure.get("id") is None:
            number = len(found) + 1
            chapter = section.get("id") or "text"
            used = {identifier for identifier, _ in found}
            while (name := f"{chapter}-figure-{number}") in taken or name in used:
                number += 1
            figure.set("id", name)
        found.append((str(figure.get("id")), text))
    return found

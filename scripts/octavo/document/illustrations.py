"""Figures and tables that have a caption, for the lists of them that the front matter asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from octavo.document.flow import text_of
from octavo.document.model import ReadDocument
from octavo.document.tree import ids

KINDS = {"illustrations": "figure", "tables": "table"}
"""What is listed, and how the ids begin of what has none."""


class Listed(NamedTuple):
    """A figure or table of the list: the number of its chapter, its id and its caption."""

    chapter: int
    id: str
    caption: str


def name_illustrations(document: ReadDocument) -> None:
    """Give each an id to which a list can lead, where lists are asked for."""
    taken = {identifier for chapter in document.chapters for identifier in ids(chapter.element)}
    for kind in document.edition.metadata.print.lists:
        for number, (_, element, _) in enumerate(_captioned(document, kind), 1):
            identifier, again = f"{KINDS[kind]}-{number}", 1
            while not element.get("id") and identifier in taken:
                again += 1
                identifier = f"{KINDS[kind]}-{number}-{again}"
            element.set("id", element.get("id") or identifier)
            taken.add(identifier)


def illustrations(document: ReadDocument, kind: str) -> list[Listed]:
    """What a list has to list, ``illustrations`` or ``tables``, in order."""
    return [Listed(number, element.get("id") or "", caption) for number, element, caption in _captioned(document, kind)]


def _captioned(document: ReadDocument, kind: str) -> Iterator[tuple[int, etree._Element, str]]:
    for number, chapter in enumerate(document.chapters):
        for element in chapter.element.iter("figure", "table"):
            caption = element.find("figcaption" if element.tag == "figure" else "caption")
            is_table = element.tag == "table" or element.find("table") is not None
            if caption is not None and text_of(caption) and is_table == (kind == "tables"):
                yield number, element, text_of(caption)

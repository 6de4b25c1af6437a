"""Making the elements of the web page."""

from __future__ import annotations

from lxml import etree

from octavo.document import Document
from octavo.document.tree import ids


def child(
    parent: etree._Element, tag: str, text: str | None = None, attributes: dict[str, str] | None = None
) -> etree._Element:
    """A new last child, on a line of its own."""
    made = etree.SubElement(parent, tag, attributes or {})
    made.text = text
    made.tail = "\n"
    return made


def free(identifier: str, document: Document) -> str:
    """An id like this one that nothing in the book bears."""
    taken = {taken for chapter in document.chapters for taken in ids(chapter.element)}
    taken |= {taken for note in document.notes for taken in ids(note.body)}
    while identifier in taken:
        identifier += "-"
    return identifier


def anchor(identifier: str) -> str:
    """The address of an element of the page itself."""
    return f"#{identifier}"

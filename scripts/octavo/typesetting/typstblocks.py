"""Blocks with parts of their own as Typst markup: lists, figures; ``write`` sets a part and what is inside of it."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from octavo.document.flow import list_label
from octavo.typesetting.typstmarkup import typst_string

Write = Callable[[etree._Element], str]


def bulleted(element: etree._Element, write: Write) -> str:
    """A list whose items are marked with bullets."""
    return f"#list({_items(element, write)})"


def numbered(element: etree._Element, write: Write) -> str:
    """A numbered list; the numbers are those that every rendition shows, however they run."""
    labels = [list_label(item) for item in element if item.tag == "li"]
    listed = "".join(f"{typst_string(label)}, " for label in labels)
    return f"#enum(numbering: number => ({listed}).at(number - 1), {_items(element, write)})"


def _items(element: etree._Element, write: Write) -> str:
    tight = not any(child.tag == "p" for item in element for child in item)
    items = ", ".join(f"[{write(item)}]" for item in element if item.tag == "li")
    return f"tight: {str(tight).lower()}, {items}"


def definitions(element: etree._Element, write: Write) -> str:
    """A list of terms; what follows a term up to the next is one definition."""
    items: list[list[str]] = []
    for child in element:
        if child.tag == "dt":
            items.append([write(child), ""])
        elif items:
            items[-1][1] += f"\n\n{write(child)}"
        else:
            items.append(["", write(child)])
    return "#definitions(" + ", ".join(f"([{term}], [{text}])" for term, text in items) + ",)"


def figure(content: str, caption: etree._Element | None, write: Write) -> str:
    """Something with a caption, or without one."""
    caption_argument = f", caption: [{write(caption)}]" if caption is not None else ""
    return f"#figure(numbering: none, supplement: none, {content}{caption_argument})"

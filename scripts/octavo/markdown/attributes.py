"""Attributes of pandoc's syntax tree as those of HTML elements."""

from __future__ import annotations

from typing import Any

from lxml import etree

from octavo.markdown.names import named
from octavo.markdown.sink import INFLECTIONS, OURS, carried

_HTML = frozenset(
    (
        *("lang", "dir", "role", "title", "start", "type", "href", "src", "alt", "colspan", "rowspan", "scope"),
        *("width", "height", "cite", "style", "value", "open", "hidden", "datetime", "reversed"),
    )
)
"""Names that mean in HTML what they mean here; any other becomes one of data (HTML, 3.2.6.6)."""


def give(element: etree._Element, attributes: list[Any], classes: tuple[str, ...] = ()) -> etree._Element:
    """Set id, classes and other attributes of an element, given as pandoc's Attr; gives the element."""
    identifier, names, pairs = attributes
    if identifier:
        element.set("id", carried(identifier))
    all_classes = [*classes, *(name for name in names if name and name not in OURS)]
    for key, value in pairs:
        if key == "wrapper":
            continue  # pandoc's own, on what it puts around a text with attributes
        if key == INFLECTIONS:
            # What publishers' own EPUBs say of a part: names of the same vocabulary as the classes here.
            all_classes += [name for name in value.split() if name not in OURS]
        elif key == "xml:lang":
            element.set("lang", carried(value))
        else:
            plain = key in _HTML or key.startswith(("data-", "aria-"))
            # What an element has already, such as a link its address, is told as data and replaces nothing.
            name = named(key if plain and element.get(key) is None else f"data-{key}")
            element.set(name, carried(value))
    if all_classes:
        element.set("class", carried(" ".join(dict.fromkeys(all_classes))))
    return element

"""Elements that are made of what pandoc says of a node, still without what stands in them."""

from __future__ import annotations

from typing import Any

from lxml import etree

from octavo.markdown.attributes import give
from octavo.markdown.sink import carried

_STYLES = {"LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I", "Decimal": "1"}
_DELIMITERS = {"OneParen": ")", "TwoParens": "()"}
_SPANS = frozenset({"abbr", "bdi", "cite", "dfn", "kbd", "mark", "samp", "small", "u", "var"})
"""Classes of a span that make it the element of that name."""


def ordered_list(numbering: Any) -> etree._Element:
    """An ``ol`` that begins with pandoc's number, and says how its numbers are written."""
    start, style, delimiter = numbering
    element = etree.Element("ol")
    if start != 1:
        element.set("start", str(start))
    if style["t"] in _STYLES:
        element.set("type", _STYLES[style["t"]])
    if delimiter["t"] in _DELIMITERS:
        element.set("data-delimiter", _DELIMITERS[delimiter["t"]])
    return element


def link(attributes: Any, target: str, title: str) -> etree._Element:
    """An ``a`` to a target."""
    element = etree.Element("a", {"href": carried(target)})
    if title:
        element.set("title", carried(title))
    return give(element, attributes)


def image(attributes: Any, words: str, target: str, title: str) -> etree._Element:
    """An ``img`` with these words as its alternative text, unless its attributes have another."""
    element = etree.Element("img", {"src": carried(target)})
    if title and title != "fig:":
        element.set("title", carried(title))
    give(element, attributes)
    if element.get("alt") is None and words:
        element.set("alt", carried(words))
    return element


def span(attributes: Any) -> etree._Element:
    """A ``span``, or the element that one of its classes names."""
    identifier, names, pairs = attributes
    tag = next((name for name in names if name in _SPANS), None)
    if tag is None and "underline" in names:
        tag = "u"
    kept = [name for name in names if name not in (tag, "underline")] if tag else names
    return give(etree.Element(tag or "span"), [identifier, kept, pairs])

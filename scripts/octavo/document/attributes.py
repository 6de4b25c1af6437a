"""Attributes that a text may carry: those that say what a thing is, none that hides words or asks for anything."""

from __future__ import annotations

import re

from lxml import etree

from octavo.document.parts import Fault
from octavo.document.picturesize import is_sizing
from octavo.errors import Problem
from octavo.markdown.scan import MarkdownScan

ALLOWED = frozenset(
    {"id", "class", "lang", "dir", "role", "title", "start", "type", "data-count", "href", "src", "alt"}
)
ALLOWED |= {
    "colspan",
    "rowspan",
    "scope",
    "width",
    "height",
    "cite",
    "data-level",
    "value",
    "open",
    "reversed",
    "data-cites",
}
_COUNT = re.compile(r"[1-9][0-9]{0,2}|1000")
_VALUES = {
    "start": re.compile(r"-?[0-9]{1,100}"),
    "value": re.compile(r"-?[0-9]{1,100}"),
    "colspan": _COUNT,
    "rowspan": _COUNT,
    "type": re.compile(r"[1aAiI]|[a-z-]+"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
    "lang": re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"),
}
"""What the value of an attribute may be (HTML, 2.3): any other is dropped with a word."""
DESCRIBED = "data-longdesc"
"""What pandoc makes of a picture's ``longdesc``."""
OURS = frozenset({"noteref", "footnote-ref", "computed", "line-block"})
"""Classes that mean something to the program, by the element on which pandoc writes them."""


def drop_attributes(body: etree._Element, scan: MarkdownScan) -> list[Fault]:
    """Take what a text may not carry off every element; each kind of attribute is named at its first place."""
    dropped: dict[str, list[str]] = {}
    for element in body.iter("*"):
        if "}" in str(element.tag):
            continue  # MathML is pandoc's own
        for name in [str(key) for key in element.keys() if not _allowed(element, str(key))]:  # noqa: SIM118
            dropped.setdefault(name, []).append(str(element.attrib.pop(name)))
        if element.tag == "span":
            _drop_our_classes(element)
        if element.get(DESCRIBED):
            # What assistive technology reads today (ARIA 1.3, 6.6); HTML has given up the attribute longdesc.
            element.set("aria-details", str(element.attrib.pop(DESCRIBED))[1:])
    return [_fault(name.removeprefix("data-"), values, scan) for name, values in dropped.items()]


def _fault(name: str, values: list[str], scan: MarkdownScan) -> Fault:
    value = values[0]
    shown = value if len(value) < 40 else value[:39] + "…"
    times = f" ({len(values)} times in this file)" if len(values) > 1 else ""
    place = scan.place_of(f'{name}="{value}') if value else scan.place_of(name)
    if not place.line:
        place = scan.place_of(value) if value else scan.place_of(name)
    hint = "looks are decided in styles/; words are never hidden"
    return Fault("raw-markup", Problem(f'the attribute {name}="{shown}" is dropped{times}', place, hint))


def _allowed(element: etree._Element, name: str) -> bool:
    if name in _VALUES and not _VALUES[name].fullmatch(element.get(name) or ""):
        return False
    if name == "style" and element.tag == "img":
        return is_sizing(element.get(name) or "")  # which ``picturesize`` takes apart
    if name == "style":
        # The alignment of a table's columns, and the width that pandoc computes for them.
        return element.tag in ("td", "th", "col", "table")
    if name == DESCRIBED:
        return element.tag == "img" and (element.get(name) or "").startswith("#")
    if name == "data-delimiter":
        return element.tag == "ol"
    if name in ("href", "src"):
        return element.tag in ("a", "img")
    return name in ALLOWED


def _drop_our_classes(element: etree._Element) -> None:
    kept = [name for name in (element.get("class") or "").split() if name not in OURS]
    if kept:
        element.set("class", " ".join(kept))
    elif element.get("class") is not None:
        element.attrib.pop("class")

"""Attributes that a text may carry: those that say what a thing is, none that hides words or asks for anything."""

from __future__ import annotations

from lxml import etree

from octavo.document.parts import Fault
from octavo.document.picturesize import is_sizing
from octavo.document.scan import MarkdownScan
from octavo.document.tree import inner_text
from octavo.errors import Problem

ALLOWED = frozenset(
    {"id", "class", "lang", "dir", "role", "title", "start", "type", "data-count", "href", "src", "alt"}
)
ALLOWED |= {"colspan", "rowspan", "scope", "width", "height", "cite", "data-raw", "data-raw-format"}
DESCRIBED = "data-longdesc"
"""What pandoc makes of a picture's ``longdesc``."""
OURS = frozenset({"noteref", "footnote-ref", "computed", "line-block"})
"""Classes that mean something to the program, by the element on which pandoc writes them."""


def drop_attributes(body: etree._Element, scan: MarkdownScan) -> list[Fault]:
    """Take what a text may not carry off every element; each attribute is named with its place."""
    faults = []
    for element in body.iter("*"):
        if "}" in str(element.tag):
            continue  # MathML is pandoc's own
        if element.tag == "embed":
            _show_as_image(element)
        if element.tag == "figcaption":
            element.attrib.pop("aria-hidden", "")  # pandoc hides a caption that repeats the alternative text
        for name in [str(key) for key in element.keys() if not _allowed(element, str(key))]:  # noqa: SIM118
            value = str(element.attrib.pop(name))
            shown = value if len(value) < 40 else value[:39] + "…"
            place = scan.place_of(value) if value else scan.place_of(name.removeprefix("data-"))
            message = f'the attribute {name.removeprefix("data-")}="{shown}" is dropped'
            hint = "looks are decided in styles/; words are never hidden"
            faults.append(Fault("raw-markup", Problem(message, place, hint)))
        if element.tag == "span":
            _drop_our_classes(element)
        if element.get(DESCRIBED):
            # What assistive technology reads today (ARIA 1.3, 6.6); HTML has given up the attribute longdesc.
            element.set("aria-details", str(element.attrib.pop(DESCRIBED))[1:])
    return faults


def _show_as_image(embedded: etree._Element) -> None:
    """Make an image of what pandoc embeds for its ending, as a PDF; a caption that it hides is the alternative text."""
    embedded.tag = "img"
    figure = embedded.getparent()
    caption = figure.find("figcaption[@aria-hidden]") if figure is not None else None
    if embedded.get("alt") is None and caption is not None:
        embedded.set("alt", inner_text(caption))


def _allowed(element: etree._Element, name: str) -> bool:
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

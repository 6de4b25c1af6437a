"""The styles of a DOCX (ECMA-376, part 1, 17.7): what a paragraph's style says of its level, its list and its sight."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from lxml import etree

from octavo.readback.markup import name

_HEADING = re.compile(r"heading ([1-9])")
_LONGEST_CHAIN = 20
"""Styles that may be based on one another."""


def child(element: etree._Element | None, tag: str) -> etree._Element | None:
    """The first child of a name, whatever its namespace; nothing of nothing."""
    return next((inner for inner in element if name(inner) == tag), None) if element is not None else None


def attribute(element: etree._Element | None, key: str) -> str:
    """An attribute by its name without namespace; empty where there is none."""
    if element is None:
        return ""
    return next((str(value) for full, value in element.attrib.items() if str(full).rpartition("}")[2] == key), "")


def is_on(element: etree._Element | None) -> bool | None:
    """What a property that may be on or off is; nothing where it is not said (17.17.4)."""
    return None if element is None else attribute(element, "val") not in ("0", "false", "off")


@dataclass(frozen=True)
class ParagraphStyle:
    """What holds for one paragraph: its style's name in lower case, its level as a heading, the style's list.

    A style may have the list of another and say a level of its own.
    """

    name: str
    level: int
    identifier: str
    list_id: str = ""
    list_level: str = ""


class Styles:
    """The styles by their id."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else [style for style in root if name(style) == "style"]
        self._styles = {attribute(style, "styleId"): style for style in found}
        self._default = next(
            (
                attribute(style, "styleId")
                for style in found
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")
            ),
            "",
        )
        self._of = cache(self._read)
        self.is_hidden = cache(self._is_hidden)

    def paragraph(self, properties: etree._Element | None) -> ParagraphStyle:
        """The style of a paragraph, with what its own properties say."""
        identifier = attribute(child(properties, "pStyle"), "val") or self._default
        style = self._of(identifier)
        own = _outline(properties)
        return style if own is None else replace(style, level=own)

    def _chain(self, identifier: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while identifier in self._styles and len(chain) < _LONGEST_CHAIN:
            chain.append(self._styles[identifier])
            identifier = attribute(child(chain[-1], "basedOn"), "val")
        return chain

    def _read(self, identifier: str) -> ParagraphStyle:
        level, called, list_id, list_level = None, "", "", ""
        for style in self._chain(identifier):
            properties = child(style, "pPr")
            heading = _HEADING.fullmatch(attribute(child(style, "name"), "val").casefold())
            level = (int(heading[1]) if heading else _outline(properties)) if level is None else level
            numbering = child(properties, "numPr")
            list_id = list_id or attribute(child(numbering, "numId"), "val")
            list_level = list_level or attribute(child(numbering, "ilvl"), "val")
            called = called or attribute(child(style, "name"), "val").casefold()
        return ParagraphStyle(called or identifier.casefold(), level or 0, identifier, list_id, list_level)

    def _is_hidden(self, identifier: str) -> bool:
        switches = (is_on(child(child(style, "rPr"), "vanish")) for style in self._chain(identifier))
        return next((hidden for hidden in switches if hidden is not None), False)


def _outline(properties: etree._Element | None) -> int | None:
    value = attribute(child(properties, "outlineLvl"), "val")
    return (int(value) + 1) % 10 if value.isascii() and value.isdigit() else None

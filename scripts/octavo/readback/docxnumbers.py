"""The numbers of a DOCX's lists, which Word counts while it shows the text (ECMA-376, part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from octavo.document.flow import numeral
from octavo.readback.docxstyles import ParagraphStyle, Styles, attribute, child, is_on
from octavo.readback.markup import name

_STYLES = {"lowerRoman": "i", "upperRoman": "I", "lowerLetter": "a", "upperLetter": "A"}
_PLACE = re.compile(r"%([1-9])")
MOST_LETTERS = 780
"""Up to here Word counts with letters: a, aa, aaa."""


@dataclass
class _List:
    """An abstract list: its levels, and how far each is counted."""

    levels: dict[int, etree._Element]
    style_link: str
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the items of all lists of a document, in its order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        children = [] if root is None else [inner for inner in root if name(inner)]
        self._lists = {
            attribute(one, "abstractNumId"): _List(_levels(one), attribute(child(one, "numStyleLink"), "val"))
            for one in children
            if name(one) == "abstractNum"
        }
        linked = {attribute(child(one, "styleLink"), "val"): one for one in children if name(one) == "abstractNum"}
        for entry in self._lists.values():
            if entry.style_link and entry.style_link in linked:
                entry.levels = _levels(linked[entry.style_link])
        self._numbers = {attribute(one, "numId"): one for one in children if name(one) == "num"}
        self._begun: set[str] = set()

    def label(self, properties: etree._Element | None, style: ParagraphStyle) -> str:
        """The number that a reader sees before a paragraph; empty where there is none, or a bullet."""
        own = child(properties, "numPr")
        identifier = attribute(child(own, "numId"), "val") or style.list_id
        number = self._numbers.get(identifier)
        entry = self._lists.get(attribute(child(number, "abstractNumId"), "val")) if number is not None else None
        if number is None or entry is None:
            return ""
        level = self._level(own, style, entry)
        overrides = {_number(attribute(one, "ilvl")): one for one in number if name(one) == "lvlOverride"}
        levels = entry.levels | {at: found for at, one in overrides.items() if (found := child(one, "lvl")) is not None}
        if identifier not in self._begun:
            self._begun.add(identifier)
            for at, one in overrides.items():
                if (start := child(one, "startOverride")) is not None:
                    entry.counts[at] = _number(attribute(start, "val")) - 1
        return _counted(entry, levels, level)

    def _level(self, own: etree._Element | None, style: ParagraphStyle, entry: _List) -> int:
        level = attribute(child(own, "ilvl"), "val") or style.list_level
        if level or own is not None:
            return _number(level)
        named = (at for at, one in entry.levels.items() if attribute(child(one, "pStyle"), "val") == style.identifier)
        return next(named, 0)


def _levels(abstract: etree._Element) -> dict[int, etree._Element]:
    return {_number(attribute(level, "ilvl")): level for level in abstract if name(level) == "lvl"}


def _counted(entry: _List, levels: dict[int, etree._Element], level: int) -> str:
    """Count one item, begin the levels below it anew, and word its number."""
    if level not in levels:
        return ""
    entry.counts[level] = entry.counts.get(level, _start(levels[level]) - 1) + 1
    for below in [at for at in entry.counts if at > level]:
        if attribute(child(levels.get(below), "lvlRestart"), "val") != "0":
            del entry.counts[below]
    shape = attribute(child(levels[level], "numFmt"), "val")
    if shape == "bullet":
        return ""
    legal = is_on(child(levels[level], "isLgl"))

    def written(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        if at not in levels:
            return ""
        count = entry.counts.setdefault(at, _start(levels[at]))
        form = attribute(child(levels[at], "numFmt"), "val")
        return _worded(count, "decimal" if legal and at != level else form)

    return _PLACE.sub(written, attribute(child(levels[level], "lvlText"), "val")).strip()


def _start(level: etree._Element) -> int:
    return _number(attribute(child(level, "start"), "val"))


def _number(value: str) -> int:
    return int(value) if re.fullmatch(r"-?[0-9]{1,9}", value) else 0


def _worded(number: int, shape: str) -> str:
    if shape == "none":
        return ""
    if shape in ("lowerLetter", "upperLetter") and 0 < number <= MOST_LETTERS:
        times, letter = divmod(number - 1, 26)
        return chr(ord(_STYLES[shape]) + letter) * (times + 1)
    if shape == "decimalZero":
        return f"{number:02}"
    if shape == "ordinal":
        ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    return numeral(number, _STYLES.get(shape, "1"))

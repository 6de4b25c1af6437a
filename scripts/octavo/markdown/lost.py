"""Attributes of raw HTML that are lost while a tree is put in order: one message for a kind, at its first place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from octavo.errors import Problem
from octavo.markdown.fault import Fault
from octavo.markdown.scan import MarkdownScan
from octavo.markdown.sink import QUOTATION
from octavo.markdown.tree import Lost

_LOOKS = frozenset({"class", "style", QUOTATION})
"""What says only how an element looks, or is the program's own."""
_LINK_HINT = "a link holds no other, and no paragraphs or other blocks: end it before them; no word is lost"
_TAG_HINT = "the element that has it holds nothing, or cannot stand there; give it to one that does"


@dataclass(frozen=True)
class Given:
    """An attribute of an element, before the tree is put in order; ``number`` counts those that say the same."""

    element: etree._Element
    name: str
    value: str
    number: int


def given(roots: Iterable[etree._Element]) -> list[Given]:
    """All attributes that say more than how an element looks."""
    counts: Counter[tuple[str, str]] = Counter()
    found = []
    for root in roots:
        for element in root.iter("*"):
            for name, value in element.attrib.items():
                attribute = (str(name), str(value))
                if attribute[0] not in _LOOKS:
                    found.append(Given(element, *attribute, counts[attribute]))
                    counts[attribute] += 1
    return found


def lost(before: Iterable[Given], roots: list[etree._Element]) -> Iterator[Lost]:
    """Those that no element of the tree has any more."""
    now = Counter((one.name, one.value) for one in given(roots))
    wanted: dict[tuple[str, str], list[Given]] = defaultdict(list)
    for one in before:
        wanted[one.name, one.value].append(one)
    for attribute, those in wanted.items():
        missing = len(those) - now[attribute]
        gone = [one for one in those if not _is_there(one, roots)] if missing > 0 else []
        yield from (Lost(one.name, one.value, one.number) for one in gone[:missing])


def _is_there(one: Given, roots: list[etree._Element]) -> bool:
    if one.element.get(one.name) != one.value:
        return False
    return any(outer in roots for outer in (one.element, *one.element.iterancestors()))


def faults(found: Iterable[Lost], scan: MarkdownScan) -> Iterator[Fault]:
    """One fault for each name of an attribute."""
    by_name: dict[str, list[Lost]] = defaultdict(list)
    for one in found:
        by_name[one.name].append(one)
    for name, those in by_name.items():
        first = those[0]
        shown = first.value if len(first.value) < 40 else first.value[:39] + "…"
        times = f" ({len(those)} times in this file)" if len(those) > 1 else ""
        message = f'the attribute {name}="{shown}" is dropped with its element{times}'
        if name == "href":
            message = f"the address ‘{shown}’ of a link is not kept for all of its words{times}"
        hint = _LINK_HINT if name == "href" else _TAG_HINT
        yield Fault("raw-markup", Problem(message, scan.place_of_nth(_written(first), first.number, first.value), hint))


def _written(one: Lost) -> re.Pattern[str]:
    """How an attribute is written: as one of HTML, or of a link or an id of Markdown."""
    value = re.escape(one.value)
    ways = [rf"(?<![\w-]){re.escape(one.name)}\s*=\s*[\"']?{value}"]
    ways += [rf"(?<=\]\(){value}|<{value}>"] if one.name == "href" else []
    ways += [rf"#{value}(?![\w-])"] if one.name == "id" else []
    return re.compile("|".join(ways), re.IGNORECASE)

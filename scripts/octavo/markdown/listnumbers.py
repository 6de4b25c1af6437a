"""The numbers of lists as they are written, where pandoc counts on: 1, 3, 9 stays 1, 3, 9."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from lxml import etree

from octavo.errors import Problem
from octavo.markdown.fault import Fault
from octavo.markdown.scan import MarkdownScan
from octavo.markdown.tree import Tree

_FIRST = re.compile(r"^[ \t>]*(?:[-*+:~][ \t]+)*(?P<mark>\(?[\w#@-]{1,19}[.)](?:[ \t]|$))", re.MULTILINE)
_MARK = re.compile(r"(?:[-*+][ \t]+)*\(?(?P<number>[\w#@-]{1,19})[.)](?:[ \t]+|$)", re.MULTILINE)
_WORD = re.compile(r"\w+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


class _Written:
    """The markers of items in a file, each with the first word behind it."""

    def __init__(self, scan: MarkdownScan) -> None:
        self._marks: list[tuple[int, str]] = []
        self._by_word: dict[tuple[bool, str], list[int]] = {}
        self._reached = -1
        position = 0
        while found := _FIRST.search(scan.text, position):
            position = found.start("mark")
            row = []
            # A further marker may stand behind one: (a) (i).
            while inner := _MARK.match(scan.text, position):
                position = inner.end()
                row.append((inner.start(), inner["number"]))
            end = scan.text.find("\n", position)
            word = _WORD.search(scan.text, position, end if end >= 0 else len(scan.text))
            key = (scan.is_in_note(row[0][0]), word[0] if word else "")
            for mark in row:
                self._by_word.setdefault(key, []).append(len(self._marks))
                self._marks.append(mark)

    def restart(self, *, in_notes: bool) -> None:
        """Look from the beginning again, in the text or in its notes."""
        self._reached, self._in_notes = -1, in_notes

    def number_of(self, item: etree._Element, style: str) -> tuple[int | None, int]:
        """The number written before the next item with these words and its offset; None where there is none."""
        word = _WORD.search("".join(map(str, item.itertext())))
        places = self._by_word.get((self._in_notes, word[0] if word else ""), [])
        at = bisect_left(places, self._reached + 1)
        if at >= len(places):
            return None, 0
        self._reached = places[at]
        offset, number = self._marks[places[at]]
        return _value(number, style), offset


def keep_numbers(tree: Tree, scan: MarkdownScan) -> list[Fault]:
    """Give each item the number that is written before it, where that is not the one that would follow.

    Lists that say the same number before each item ask to be counted, and are. A fault for each list tells of it.
    """
    if not any(True for root in (tree.body, *tree.notes) for _ in root.iter("ol")):
        return []
    written = _Written(scan)
    return [fault for root in (tree.body, *tree.notes) for fault in _kept(root, written, scan, root is not tree.body)]


def _kept(root: etree._Element, written: _Written, scan: MarkdownScan, in_notes: bool) -> Iterator[Fault]:
    written.restart(in_notes=in_notes)
    found: dict[etree._Element, list[tuple[etree._Element, int, int]]] = {}
    for item in root.iter("li"):
        parent = item.getparent()
        if parent is None or parent.tag != "ol" or item.get("value"):
            continue
        number, offset = written.number_of(item, parent.get("type") or "1")
        if number is not None:
            found.setdefault(parent, []).append((item, number, offset))
    for listing, items in found.items():
        if len(items) != sum(child.tag == "li" for child in listing):
            continue
        numbers = [number for _, number, _ in items]
        given = listing.get("start") or ""
        start = int(given) if re.fullmatch(r"-?[0-9]{1,40}", given) else 1
        if len(set(numbers)) == 1 or numbers == list(range(start, start + len(numbers))):
            continue
        expected = start
        for item, number, _ in items:
            if number != expected:
                item.set("value", str(number))
            expected = number + 1
        shown = ", ".join(map(str, numbers[:6])) + (", …" if len(numbers) > 6 else "")
        hint = "write them in order, or 1. before each to have them counted"
        message = f"the numbers of this list are not in order, and are kept as they are written: {shown}"
        yield Fault("list-numbers", Problem(message, scan.lines.place(items[0][2]), hint))


def _value(number: str, style: str) -> int | None:
    if style == "1":
        return int(number) if number.isdecimal() else None
    if style in "aA" and len(number) == 1 and number.isalpha():
        return ord(number.lower()) - ord("a") + 1
    if style in "iI" and number and set(number.lower()) <= set(_ROMAN):
        values = [_ROMAN[letter] for letter in number.lower()]
        return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    return None

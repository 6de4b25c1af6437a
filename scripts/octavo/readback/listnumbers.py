"""The numbers that a browser shows before the items of a list (HTML, 4.4.5 to 4.4.8)."""

from __future__ import annotations

import re

from lxml import etree

from octavo.document.flow import DELIMITERS, IN_BRACKETS, numeral
from octavo.document.tree import classes

_INTEGER = re.compile(r"[\t\n\f\r ]*([-+]?[0-9]{1,18})")
_LIST_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(none|decimal|(?:lower|upper)-(?:alpha|latin|roman))\b", re.I
)
_STYLES = {"none": "", "decimal": "1", "lower-alpha": "a", "lower-latin": "a", "lower-roman": "i"} | {
    "upper-alpha": "A",
    "upper-latin": "A",
    "upper-roman": "I",
}


def integer(value: str | None) -> int | None:
    """A number as HTML reads it: what stands behind the digits is passed over (HTML, 2.3.4.1)."""
    found = _INTEGER.match(value or "")
    return int(found[1]) if found else None


class Count:
    """Counts the items of one list."""

    def __init__(self, element: etree._Element) -> None:
        self._silent = IN_BRACKETS in classes(element)
        self._style = _style(element) or "1"
        self._unnumbered = _style(element) == ""
        self._between = DELIMITERS.get(element.get("data-delimiter") or "", ("", "."))
        self._step = 1 if element.get("reversed") is None else -1
        start = integer(element.get("start"))
        if start is None:
            start = 1 if self._step == 1 else sum(1 for _ in element.iterchildren("{*}li"))
        self._next = start

    def label(self, item: etree._Element) -> str:
        """The number of the next item; ``value`` says another, from which the items behind it go on."""
        own = integer(item.get("value"))
        number = self._next if own is None else own
        self._next = number + self._step
        style = _style(item)
        if self._silent or style == "" or (style is None and self._unnumbered):
            return ""
        before, behind = self._between
        return f"{before}{numeral(number, style or self._style)}{behind}"


def _style(element: etree._Element) -> str | None:
    """How numbers are written, by a style or by ``type``; empty where there are none, nothing where it is not said."""
    found = _LIST_STYLE.search(element.get("style") or "")
    if found:
        return _STYLES[found[1].lower()]
    style = element.get("type") or ""
    return style if style in ("1", "a", "A", "i", "I") else None

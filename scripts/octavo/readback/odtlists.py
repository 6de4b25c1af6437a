"""The numbers of an ODT's lists, which the word processor counts while it shows the text (OpenDocument 1.3, 19.880)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from lxml import etree

from octavo.document.flow import numeral
from octavo.readback.docxstyles import attribute
from octavo.readback.markup import name


@dataclass
class _Open:
    """A list that is open: its style, its level from 1, the number of the item that was last counted."""

    style: str
    level: int
    number: int | None = None


@dataclass
class Lists:
    """Counts the items of all lists of a document, in its order."""

    roots: Sequence[etree._Element]
    """Where list styles are declared: content and styles."""
    label: str = ""
    """The number of an item whose first paragraph has not yet come."""
    _levels: dict[tuple[str, int], etree._Element] = field(default_factory=dict)
    _of_paragraphs: dict[str, str] = field(default_factory=dict)
    _open: list[_Open] = field(default_factory=list)
    _ended: dict[str, int | None] = field(default_factory=dict)
    _numbered: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for root in self.roots:
            for style in root.iter("{*}list-style"):
                for level in style:
                    if name(level).startswith("list-level-style"):
                        self._levels[attribute(style, "name"), _number(attribute(level, "level"), 1)] = level
            for style in root.iter("{*}style"):
                if attribute(style, "list-style-name"):
                    self._of_paragraphs[attribute(style, "name")] = attribute(style, "list-style-name")

    @contextmanager
    def begun(self, element: etree._Element) -> Iterator[None]:
        """A list that stands open inside of this context."""
        outer = self._open[-1] if self._open else None
        first = next((inner for inner in element.iter("{*}p", "{*}h")), None)
        style = attribute(element, "style-name") or (outer.style if outer else "")
        style = style or self._of_paragraphs.get(attribute(first, "style-name"), "")
        here = _Open(style, outer.level + 1 if outer else 1)
        if attribute(element, "continue-numbering") == "true":
            here.number = self._ended.get(style)
        here.number = self._ended.get(attribute(element, "continue-list"), here.number)
        self._open.append(here)
        yield
        self._open.pop()
        self._ended[style] = here.number
        for key, value in element.attrib.items():
            if str(key).rpartition("}")[2] == "id":
                self._ended[str(value)] = here.number

    def count(self, item: etree._Element) -> None:
        """An item begins: its number becomes the label."""
        here = self._open[-1]
        self.label = self._counted(here, attribute(item, "start-value"), [one.number or 1 for one in self._open[:-1]])

    def numbered(self, paragraph: etree._Element) -> None:
        """A paragraph that is an item by itself: it goes on counting where the last of its list and level ended."""
        level = _number(attribute(paragraph, "level"), 1)
        inner = next((one for one in paragraph.iter("{*}p", "{*}h")), None)
        style = attribute(paragraph, "style-name") or self._of_paragraphs.get(attribute(inner, "style-name"), "")
        called = attribute(paragraph, "list-id") or style
        here = _Open(style, level, self._numbered.get((called, level)))
        outer = [self._numbered.get((called, above), 1) for above in range(1, level)]
        self.label = self._counted(here, attribute(paragraph, "start-value"), outer)
        if here.number is not None:
            self._numbered[called, level] = here.number
            for key in [key for key in self._numbered if key[0] == called and key[1] > level]:
                del self._numbered[key]

    def _counted(self, here: _Open, start: str, outer: list[int]) -> str:
        shape = self._levels.get((here.style, here.level))
        begin = _number(attribute(shape, "start-value"), 1)
        here.number = _number(start, begin if here.number is None else here.number + 1)
        if shape is None or name(shape) != "list-level-style-number" or not attribute(shape, "num-format"):
            return ""
        shown = min(_number(attribute(shape, "display-levels"), 1), here.level)
        counts = [*outer, here.number][-shown:]
        parts = [
            numeral(count, attribute(self._levels.get((here.style, here.level - shown + 1 + n)), "num-format") or "1")
            for n, count in enumerate(counts)
        ]
        return f"{attribute(shape, 'num-prefix')}{'.'.join(parts)}{attribute(shape, 'num-suffix')}".strip()


def _number(value: str, otherwise: int) -> int:
    return int(value) if re.fullmatch(r"[0-9]{1,9}", value) else otherwise

"""How much of what has a look of its own can stand inside of other such: pages are narrow, and Typst counts too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from octavo.document.tree import classes
from octavo.typesetting.typstmarkup import has_class_of_look

DEEPEST = {"blockquote": 3, "ul": 2, "ol": 2, "dl": 2, "table": 4, "em": 1, "strong": 1, "i": 1, "b": 1, "small": 1}
"""What a block or a kind of letters within another takes of the room that a page has for them …"""
ROOM_FOR_NESTED = 18
"""… and how much that is: six quotations within each other leave lines of twenty letters. What lies deeper is set as if
it stood in what is around it; Typst would refuse it."""
_FURTHER = {"sup": 3, "sub": 3, "rt": 3, "figure": 6, "table": 3, "summary": 1}
_FURTHER |= dict.fromkeys(("u", "ins", "mark", "del", "s", "kbd", "samp", "cite", "dfn", "var"), 1)
"""What else Typst sets within each other only so deep …"""
_OF_CLASS = 5
"""… as also what has a class with a look …"""
_ROOM_FOR_ALL = 24
"""… and how much all of this may take together."""
KINDS = {"blockquote": "a quotation", "ul": "a list", "ol": "a list", "dl": "a list of terms", "table": "a table"}


class Room:
    """Counts what stands inside of each other, at one place of the text."""

    def __init__(self) -> None:
        self.nested = 0
        self._further = 0

    @contextmanager
    def taken_by(self, element: etree._Element) -> Iterator[bool]:
        """While this is entered, the element takes its part; gives whether it is the first for which there is none."""
        needed = DEEPEST.get(element.tag, 0)
        further = _FURTHER.get(element.tag, 0) or (_OF_CLASS if has_class_of_look(classes(element)) else 0)
        before = self.is_left
        self.nested += needed
        self._further += further
        try:
            yield before and not self.is_left
        finally:
            self.nested -= needed
            self._further -= further

    @property
    def is_left(self) -> bool:
        """Whether there is room for a look of its own."""
        return self.nested <= ROOM_FOR_NESTED and self.nested + self._further <= _ROOM_FOR_ALL

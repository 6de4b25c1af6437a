"""The pages and lines of the printed setting, and where in the Document each of them begins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Page:
    """A page: its label (iv, 12) and the offset of the flow at which its first word begins."""

    label: str
    offset: int

    @property
    def id(self) -> str:
        """The anchor of the page in every rendition: ``page-12``."""
        return f"page-{self.label}"


@dataclass(frozen=True)
class Line:
    """A place in the printed book: body lines are counted from the head of the page; in a note there is no number."""

    page: str
    number: int
    note: str = ""
    """The mark of the note in which the word stands."""

    def __str__(self) -> str:
        """As an apparatus writes it: 9.14, or 9 n. 3."""
        return f"{self.page} n. {self.note}" if self.note else f"{self.page}.{self.number}"


@dataclass(frozen=True)
class Row:
    """A body line of the printed book and the offset of the flow at which the first word begins that ends on it."""

    line: Line
    offset: int


@dataclass(frozen=True)
class Pagination:
    """One setting of the text: its id, its trim size, its pages, its body lines, and the place of each mark."""

    setting: str
    """The printed book's ISBN as a URN; else a urn:uuid of the edition's identifier and version, and of the trim."""
    trim: str
    pages: tuple[Page, ...]
    """The pages that have text, in order."""
    rows: tuple[Row, ...]
    """The body lines of the text (not of the pages before it), in order."""
    lines: Mapping[int, Line] = field(default_factory=dict)
    """Where each mark of an erratum stands, by the mark's number: the line on which its first word ends."""

    @cached_property
    def _starts(self) -> list[int]:
        return [row.offset for row in self.rows]

    def line_at(self, offset: int) -> Line | None:
        """The body line of the word that begins at an offset of the flow; nothing before the first line."""
        at = bisect_right(self._starts, offset) - 1
        return self.rows[at].line if at >= 0 else None

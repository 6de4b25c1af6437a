"""The pages and lines of the printed setting, and where in the Document each of them begins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


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

    @classmethod
    def parse(cls, text: str) -> Line:
        """What ``str`` has written; raises ValueError where it is something else."""
        page, in_note, note = text.partition(" n. ")
        if in_note:
            return cls(page, 0, note)
        page, _, number = text.rpartition(".")
        return cls(page, int(number))


@dataclass(frozen=True)
class Row:
    """A body line of the printed book and the offset of the flow at which the first word begins that ends on it."""

    line: Line
    offset: int


@dataclass(frozen=True)
class Bound:
    """The book as it is bound, blank pages too: those before the text, with roman figures, and the others."""

    prelims: int = 0
    pages: int = 0

    @classmethod
    def of(cls, labels: Sequence[str]) -> Bound:
        """Counted from the labels of all pages."""
        numbered = sum(label.isdigit() for label in labels)
        return cls(len(labels) - numbered, numbered)

    @property
    def total(self) -> int:
        """All pages."""
        return self.prelims + self.pages

    @property
    def written(self) -> str:
        """As a catalogue writes it: viii, 96."""
        roman, left = "", self.prelims
        for value, figure in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv")):
            roman += figure * (left // value)
            left %= value
        roman += "i" * left
        return ", ".join(part for part in (roman, str(self.pages or "")) if part)


@dataclass(frozen=True)
class Pagination:
    """One setting of the text: its id, its trim size, its pages, its body lines, and the place of each emendation."""

    setting: str
    """The printed book's ISBN as a URN; else a urn:uuid of what decides where its lines break."""
    trim: str
    pages: tuple[Page, ...]
    """The pages that have text, in order."""
    rows: tuple[Row, ...]
    """The body lines of the text (not of the pages before it), in order."""
    lines: Mapping[int, Line] = field(default_factory=dict)
    """Where each emendation stands, by its number: the line on which its first word ends."""
    entries: Mapping[str, Line] = field(default_factory=dict)
    """Where all else stands that the list of errata names, by its id."""
    contents: str = ""
    """The label of the page on which the contents begin; empty where there are none."""
    bound: Bound = field(default_factory=Bound)

    def record(self, names: Mapping[int, str]) -> dict[str, object]:
        """The setting as a manifest keeps it; ``names`` are the ids of the emendations by their numbers."""
        return {
            "id": self.setting,
            "trim": self.trim,
            "contents": self.contents,
            "bound": [self.bound.prelims, self.bound.pages],
            "pages": [[page.label, page.offset] for page in self.pages],
            "errata": {names[number]: str(line) for number, line in self.lines.items() if number in names},
            **({"entries": {name: str(line) for name, line in self.entries.items()}} if self.entries else {}),
        }

    @classmethod
    def recorded(cls, record: object, numbers: Mapping[str, int]) -> Pagination | None:
        """The setting that a manifest keeps, without its lines; nothing where the record is none or makes no sense."""
        try:
            fields: Any = record
            pages = tuple(Page(str(label), int(offset)) for label, offset in fields["pages"])
            lines = {numbers[name]: Line.parse(place) for name, place in fields["errata"].items() if name in numbers}
            bound = Bound(*map(int, fields.get("bound", (0, 0))))
            entries = {name: Line.parse(place) for name, place in fields.get("entries", {}).items()}
            return cls(
                str(fields["id"]), str(fields["trim"]), pages, (), lines, entries, str(fields["contents"]), bound
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    @cached_property
    def _starts(self) -> list[int]:
        return [row.offset for row in self.rows]

    def line_at(self, offset: int) -> Line | None:
        """The body line of the word that begins at an offset of the flow; nothing before the first line."""
        at = bisect_right(self._starts, offset) - 1
        return self.rows[at].line if at >= 0 else None

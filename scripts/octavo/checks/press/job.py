"""One file on its way to one printer, and what the rules need to say of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from octavo.checks.finding import Breach
from octavo.errors import Place
from octavo.pdfpage.page import PdfPage
from octavo.pdfpage.painted import POINTS, Area
from octavo.pdfpage.pdffile import PdfFile
from octavo.printers import Requirement, Sheet, wrap_sheet
from octavo.printers.printer import NOT_READ, Printer

COVER, INTERIOR = "cover", "interior"
SAME = 0.02
"""Inches: two sizes that are nearer are one."""
MOST_RANGES = 4
"""Ranges of pages that a message lists before it only counts."""


@dataclass(frozen=True)
class PressJob:
    """A file, the printer that is to print it, and what is known of the book; lengths in inches.

    ``trim`` and ``pages`` (of the interior) may be unknown for the cover of a book that someone else has made: rules
    that need them are then silent.
    """

    file: PdfFile
    kind: str
    printer: Printer
    trim: tuple[float, float] | None = None
    pages: int | None = None
    paper: str = "white"
    binding: str = "paperback"
    spine: float | None = None
    isbn: str = ""
    add_on: str = ""
    right_to_left: bool | None = None
    """Whether the book is read from right to left; None where the file is to say it."""

    @property
    def path(self) -> Path:
        """Where the file stands."""
        return self.file.path

    @property
    def is_cover(self) -> bool:
        """Whether the file is a cover."""
        return self.kind == COVER

    @property
    def asker(self) -> str:
        """Who asks, in a sentence."""
        return self.printer.asker

    def requirement(self, rule: str) -> Requirement | None:
        """What the printer says on the matter of a rule; nothing where it says nothing."""
        return self.printer.requirement(rule)

    def breach(
        self, requirement: Requirement | None, *, hint: str = "", gravity: str = "", spec: str = "", **values: object
    ) -> Breach:
        """A breach in this file: as grave as the printer takes it, unless given, and where the printer says so."""
        severity = "" if requirement is None else "error" if requirement.required else "warning"
        source = f"{self.asker}: {requirement.source}" if requirement else ""
        standard = spec
        spec = "; ".join(part for part in (spec, source) if part)
        shown = {"printer": self.asker, "name": self.path.name, **values}
        # What a standard asks for is known, whoever refers to it.
        remark = NOT_READ if requirement and requirement.source.is_unread and not standard else ""
        return Breach(Place(self.path), shown, hint=hint, severity=gravity or severity, spec=spec, remark=remark)

    @cached_property
    def sheet(self) -> Sheet | None:
        """The cover's sheet as it should be; nothing where trim size or page count are not known."""
        if self.trim is None or (self.pages is None and self.spine is None and self.binding != "saddle"):
            return None
        return wrap_sheet(
            self.printer,
            self.trim,
            self.pages or 0,
            self.paper,
            binding=self.binding,
            spine=self.spine,
            right_bound=self.is_right_bound,
        )

    @property
    def is_right_bound(self) -> bool:
        """Whether the spine is at the right, as in books that are read from right to left."""
        if self.right_to_left is not None:
            return self.right_to_left
        facts = self.file.facts
        return facts is not None and facts.is_right_to_left

    @property
    def bleed(self) -> float:
        """How far its pictures run over the edges that are cut, in points."""
        return self.printer.bleed(self.kind) * POINTS

    def is_recto(self, page: PdfPage) -> bool:
        """Whether a page has its inside edge at the left: the odd ones, but in a book read from right to left."""
        return (page.number % 2 == 1) != self.is_right_bound

    def cut(self, page: PdfPage) -> Area:
        """What is left of a page when it is trimmed: its TrimBox, else what the trim size makes of its whole area.

        A page without TrimBox that is larger than the trim size by the bleed is cut on three sides, or on all four.
        """
        if page.trim or page.art:
            return page.cut
        whole, bleed = page.crop, self.bleed
        size = self.trim
        if self.is_cover:
            size = (self.sheet.trim.width, self.sheet.trim.height) if self.sheet else None
        if size is None:
            return whole.inset(bleed, bleed, bleed, bleed) if self.is_cover else whole
        across, up = whole.width - size[0] * POINTS, whole.height - size[1] * POINTS
        slack = SAME * POINTS
        if self.is_cover and (abs(across - 2 * bleed) > slack or abs(up - 2 * bleed) > slack):
            return whole.inset(bleed, bleed, bleed, bleed)  # a cover of another size, with its bleed
        if min(across, up) < -slack or max(abs(across), abs(up)) < slack:
            return whole
        if not self.is_cover and abs(across - bleed) < slack and abs(up - 2 * bleed) < slack:
            inside_left = self.is_recto(page)
            return whole.inset(0 if inside_left else across, up / 2, across if inside_left else 0, up / 2)
        return whole.inset(across / 2, up / 2, across / 2, up / 2)

    @cached_property
    def bleeds(self) -> bool:
        """Whether its pages are larger than what is left of them when they are cut."""
        for page in self.file.pages:
            cut, whole = self.cut(page), page.bleed or page.crop
            if whole.width > cut.width + POINTS * SAME or whole.height > cut.height + POINTS * SAME:
                return True
        return False


def pages_in_words(numbers: Iterable[int]) -> str:
    """Pages as a person lists them: ‘page 7’, ‘pages 3, 5–9 and 212 more’."""
    ordered = sorted(set(numbers))
    if len(ordered) == 1:
        return f"page {ordered[0]}"
    ranges: list[list[int]] = []
    for number in ordered:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = ranges if len(ranges) <= MOST_RANGES + 1 else ranges[:MOST_RANGES]
    listed = [f"{first}" if first == last else f"{first}–{last}" for first, last in shown]
    rest = sum(last - first + 1 for first, last in ranges[len(shown) :])
    if rest:
        listed.append(f"{rest:,} more")
    return f"pages {', '.join(listed[:-1])} and {listed[-1]}" if len(listed) > 1 else f"pages {listed[0]}"


def inches(length: float) -> str:
    """A length in inches as printers write it: three decimals at most."""
    return f"{round(length, 3) + 0.0:g} in"


def size_in_words(width: float, height: float) -> str:
    """A size in inches: ‘6 × 9 in’."""
    return f"{round(width, 3):g} × {round(height, 3):g} in"


def box_in_words(area: Area) -> str:
    """The size of an area of a page, in inches."""
    return size_in_words(area.width / POINTS, area.height / POINTS)

"""Where things stand on a cover: from the page of a file to the sheet that the printer asks for."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.checks.press.job import PressJob
from octavo.pdfpage.page import PdfPage
from octavo.pdfpage.painted import POINTS, Area, TextRun
from octavo.printers import Box, Sheet

ANOTHER_SIZE = 0.6
"""Inches by which a cover may be off for its spine and edges still to be where they should be, more or less."""


@dataclass(frozen=True)
class Wrap:
    """A cover's only page laid on its sheet, middle on middle."""

    job: PressJob
    page: PdfPage
    sheet: Sheet

    def box(self, area: Area) -> Box:
        """An area of the page in inches from the sheet's upper left corner."""
        cut = self.job.cut(self.page)
        middle_x, middle_y = (cut.left + cut.right) / 2, (cut.bottom + cut.top) / 2
        left = (area.left - middle_x) / POINTS + self.sheet.width / 2
        top = (middle_y - area.top) / POINTS + self.sheet.height / 2
        return Box(left, top, area.width / POINTS, area.height / POINTS)

    def texts(self) -> list[Box]:
        """Where text stands: the ink of each run's letters, or the run's own area where that is not to be had."""
        letters = self.job.file.letters(self.page)
        runs = [run for run in self.page.painted.texts if run.is_seen]
        return [self.box(_ink(run, letters)) for run in runs]


def wrap_of(job: PressJob) -> Wrap | None:
    """A cover on its sheet; nothing where the file is none, or the sheet's size is not known or another altogether."""
    if not job.is_cover or job.sheet is None or not job.file.pages:
        return None
    cut, trim = job.cut(job.file.pages[0]), job.sheet.trim
    if abs(cut.width / POINTS - trim.width) > ANOTHER_SIZE or abs(cut.height / POINTS - trim.height) > ANOTHER_SIZE:
        return None
    return Wrap(job, job.file.pages[0], job.sheet)


def _ink(run: TextRun, letters: list[Area]) -> Area:
    within = [letter for letter in letters if _stands_in(letter, run.area)]
    if not within:
        return run.area
    return Area(
        min(letter.left for letter in within),
        min(letter.bottom for letter in within),
        max(letter.right for letter in within),
        max(letter.top for letter in within),
    )


def _stands_in(letter: Area, run: Area) -> bool:
    x, y = (letter.left + letter.right) / 2, (letter.bottom + letter.top) / 2
    return run.left - 1 <= x <= run.right + 1 and run.bottom - 1 <= y <= run.top + 1


def overlap(first: Box, second: Box) -> bool:
    """Whether two boxes have more than an edge in common."""
    return (
        first.left < second.right
        and second.left < first.right
        and first.top < second.bottom
        and second.top < first.bottom
    )

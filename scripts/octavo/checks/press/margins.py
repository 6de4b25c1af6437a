"""Rules on how near to the edges things stand: gutter, margins, bleed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from octavo.checks.finding import Breach
from octavo.checks.press.job import PressJob, inches, pages_in_words
from octavo.checks.press.paper import without_edges
from octavo.checks.registry import press_rule
from octavo.pdfpage.page import PdfPage
from octavo.pdfpage.painted import POINTS, Area, PaintedObject, Picture, TextRun
from octavo.printers import Requirement

SIDES = ("left", "right", "bottom", "top")
SLACK = 0.5
"""Points by which something may stand nearer than required."""
ENOUGH = 20
"""Pages on which text is known to stand too near, after which its letters are not measured any more."""
ALLOWANCE = 2.0
"""Points by which letters may be smaller than their font's height and width make them."""
REACHES = 1.0
"""Points from the edge within which a picture is meant to reach it."""


class Near(NamedTuple):
    """Something that stands too near to an edge: how near, in points, and on which page."""

    distance: float
    page: int
    what: str


def distance(area: Area, cut: Area, side: str) -> float:
    """How far an area stands inside of an edge of the page, in points; less than 0 where it reaches over it."""
    return {
        "left": area.left - cut.left,
        "right": cut.right - area.right,
        "bottom": area.bottom - cut.bottom,
        "top": cut.top - area.top,
    }[side]


def reaches_edge(area: Area, cut: Area) -> bool:
    """Whether something is meant to run up to an edge or over it."""
    return any(distance(area, cut, side) <= REACHES for side in SIDES)


def stands_on(page: PdfPage, cut: Area) -> list[PaintedObject]:
    """What stands on a page: all that is seen there but pictures and shapes that run to its edges."""
    return [
        item
        for item in page.visible()
        if item.area.meets(cut) and (isinstance(item, TextRun) or not reaches_edge(item.area, cut))
    ]


class Ruler:
    """Measures how near things stand to one edge, page by page; ``required`` in points.

    Where text seems to stand too near, the letters themselves are measured: a font's height is more than that of most
    of its letters. That takes a while, so once enough pages are known to be wrong, the rest is judged by the font.
    """

    def __init__(self, job: PressJob, required: float) -> None:
        self._job = job
        self._required = required
        self.found: list[Near] = []

    def measure(self, page: PdfPage, standing: list[PaintedObject], side: str) -> None:
        """Note what stands nearest to an edge of a page, where that is too near."""
        cut, limit = self._job.cut(page), self._required - SLACK
        near: list[Near] = []
        text: list[tuple[float, Area]] = []
        for item in standing:
            how_near = distance(item.area, cut, side)
            if how_near >= limit:
                continue
            if isinstance(item, TextRun):
                text.append((how_near, item.area))
            else:
                near.append(
                    Near(how_near, page.number, "a picture" if isinstance(item, Picture) else "a line or shape")
                )
        if text:
            near += [Near(ink, page.number, "text") for ink in self._ink(page, side, text) if ink < limit]
        if near:
            self.found.append(min(near))

    def _ink(self, page: PdfPage, side: str, text: list[tuple[float, Area]]) -> list[float]:
        """How near the letters of lines of text stand to an edge."""
        if len(self.found) >= ENOUGH:
            worst = min(self.found).distance
            if min(how_near for how_near, _ in text) + ALLOWANCE >= worst - ALLOWANCE:
                return [max(how_near + ALLOWANCE, worst) for how_near, _ in text]
        cut = self._job.cut(page)
        letters = self._job.file.letters(page)
        if not letters:
            return [how_near for how_near, _ in text]
        beside = [(distance(letter, cut, side), letter) for letter in letters]
        runs = [area for _, area in text]
        return [ink for ink, letter in beside if ink < self._required and any(_stands_in(letter, run) for run in runs)]


def _stands_in(letter: Area, run: Area) -> bool:
    x, y = (letter.left + letter.right) / 2, (letter.bottom + letter.top) / 2
    return run.left - 1 <= x <= run.right + 1 and run.bottom - 1 <= y <= run.top + 1


@press_rule("press/gutter")
def gutter(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("gutter")
    if not requirement or job.is_cover:
        return
    count = len(job.file.pages)
    required = job.printer.gutter(count)
    ruler = Ruler(job, required * POINTS)
    for page, standing in _standing(job):
        ruler.measure(page, standing, "left" if job.is_recto(page) else "right")
    yield from _breaches(job, requirement, ruler.found, "inside", required, f" for {count} pages")


@press_rule("press/margins")
def margins(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("margins")
    if not requirement or job.is_cover:
        return
    required = job.printer.margin(job.bleeds)
    rulers = {edge: Ruler(job, required * POINTS) for edge in ("outside", "upper", "lower")}
    for page, standing in _standing(job):
        rulers["outside"].measure(page, standing, "right" if job.is_recto(page) else "left")
        rulers["upper"].measure(page, standing, "top")
        rulers["lower"].measure(page, standing, "bottom")
    for edge, ruler in rulers.items():
        yield from _breaches(job, requirement, ruler.found, edge, required, " where pages bleed" if job.bleeds else "")


def _standing(job: PressJob) -> Iterator[tuple[PdfPage, list[PaintedObject]]]:
    """What stands on each page; a picture of a page has its margins inside of it."""
    left_out = without_edges(job)
    for page in job.file.pages:
        if page.number not in left_out:
            yield page, stands_on(page, job.cut(page))


def _breaches(
    job: PressJob, requirement: Requirement, near: list[Near], edge: str, required: float, why: str
) -> Iterator[Breach]:
    if not near:
        return
    worst = min(near)
    where = f" (page {worst.page})" if len(near) > 1 else ""
    if worst.distance < -SLACK:
        what = f"{worst.what} runs {inches(-worst.distance / POINTS)} over the {edge} edge{where}"
    else:
        what = f"{worst.what} stands {inches(max(0.0, worst.distance) / POINTS)} from the {edge} edge{where}"
    yield job.breach(
        requirement, pages=pages_in_words(item.page for item in near), what=what, required=inches(required), why=why
    )


@press_rule("press/bleed")
def bleed(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("bleed")
    if not requirement:
        return
    left_out = without_edges(job)
    short: dict[int, str] = {}
    for page in job.file.pages:
        if page.number in left_out:
            continue
        cut = job.cut(page)
        inside = None if job.is_cover else "left" if job.is_recto(page) else "right"
        for item in page.visible():
            if isinstance(item, TextRun) or not item.area.meets(cut) or _is_line(item):
                continue
            for side in SIDES:
                over = -distance(item.area, cut, side)
                if side != inside and over >= -REACHES and over < job.bleed - SLACK:
                    short[page.number] = "a picture" if isinstance(item, Picture) else "a shape"
    if short:
        what = "a picture" if "a picture" in short.values() else "a shape"
        yield job.breach(requirement, pages=pages_in_words(short), what=what, required=inches(job.bleed / POINTS))


def _is_line(item: PaintedObject) -> bool:
    """Whether it is but a line, which may end at the edge by chance: a rule across a table, a crop mark."""
    return not isinstance(item, Picture) and getattr(item, "thickness", None) is not None

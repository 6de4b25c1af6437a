"""Rules on colour and pictures: colour spaces, ink, transparency, resolution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from octavo.checks.finding import Breach
from octavo.checks.press.job import PressJob, pages_in_words
from octavo.checks.registry import press_rule
from octavo.pdfpage.inksampling import picture_ink
from octavo.pdfpage.page import PdfPage
from octavo.pdfpage.painted import Colour

CALLED = {"gray": "black alone", "cmyk": "four inks (CMYK)", "rgb": "RGB", "lab": "Lab", "spot": "spot colours"}
PAINTED = ("text", "pictures", "drawings", "patterns")
FEWEST_PIXELS = 16
"""Pixels of a picture that is no picture, but an area of one colour."""


@press_rule("press/colour")
def colour(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("colour")
    allowed = (requirement.cover_value if job.is_cover else requirement.value) if requirement else None
    if not requirement or not allowed:
        return
    pages: dict[str, set[int]] = defaultdict(set)
    used: dict[str, dict[str, None]] = defaultdict(dict)
    for page in job.file.pages:
        for family, what in sorted(_families(page)):
            if family in CALLED and family not in allowed:
                pages[family].add(page.number)
                used[family][what] = None
    required = " or ".join(CALLED[family] for family in allowed)
    for family, numbers in pages.items():
        what = " and ".join(sorted(used[family], key=PAINTED.index))
        yield job.breach(requirement, pages=pages_in_words(numbers), what=what, found=CALLED[family], required=required)


def _families(page: PdfPage) -> set[tuple[str, str]]:
    """The kinds of colour on a page, and what is painted in them; four inks of which only black is used are grey."""
    painted = page.painted
    found = {(_family(run.colour), "text") for run in painted.texts if run.mode not in (3, 7)}
    found |= {(picture.space.family, "pictures") for picture in painted.pictures if picture.stencil is None}
    found |= {(_family(picture.stencil), "pictures") for picture in painted.pictures if picture.stencil}
    for drawing in painted.drawings:
        found |= {(_family(paint), "drawings") for paint in (drawing.fill, drawing.stroke) if paint}
    return found | {(space.family, "patterns") for space in painted.inner_spaces if space.kind != "DeviceCMYK"}


def _family(colour: Colour) -> str:
    return "gray" if colour.is_black_alone else colour.space.family


@press_rule("press/advised-colour")
def advised_colour(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("advised-colour")
    if not requirement:
        return
    pages: dict[str, set[int]] = defaultdict(set)
    for page in job.file.pages:
        for family, _ in _families(page):
            if family in CALLED and family not in ("gray", *requirement.value):
                pages[family].add(page.number)
    for family, numbers in pages.items():
        yield job.breach(requirement, pages=pages_in_words(numbers), found=CALLED[family], gravity="note")


@press_rule("press/least-grey")
def least_grey(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("least-grey")
    if not requirement:
        return
    light: dict[int, float] = {}
    for page in job.file.pages:
        fills = [black for drawing in page.painted.drawings if (black := _black(drawing.fill)) > 0]
        if fills and min(fills) < requirement.value - 0.5:
            light[page.number] = min(fills)
    if light:
        page_number, least = min(light.items(), key=lambda item: item[1])
        where = f" (page {page_number})" if len(light) > 1 else ""
        found = f"{least:.2g} % of black{where}"
        yield job.breach(requirement, pages=pages_in_words(light), found=found, required=f"{requirement.value:g} %")


def _black(fill: Colour | None) -> float:
    """How much black a grey area takes, per cent; 0 for white, and for what is not grey."""
    if fill is None or not fill.is_black_alone or fill.is_white or fill.seen is None:
        return 0.0
    return 100 * (1 - fill.seen[0])


@press_rule("press/ink")
def ink(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("ink")
    if not requirement:
        return
    heavy: dict[int, float] = {}
    for page in job.file.pages:
        most = max((most_ink(job, page)), default=0.0)
        if most > requirement.value + 0.5:
            heavy[page.number] = most
    if heavy:
        page_number, most = max(heavy.items(), key=lambda item: item[1])
        where = f" (page {page_number})" if len(heavy) > 1 else ""
        yield job.breach(
            requirement,
            pages=pages_in_words(heavy),
            found=f"{most:.0f} % of ink{where}",
            required=f"{requirement.value:g} %",
        )


def most_ink(job: PressJob, page: PdfPage) -> Iterator[float]:
    """How much ink each thing on a page takes, per cent."""
    painted = page.painted
    yield from {run.colour.ink for run in painted.texts if run.is_seen}
    for drawing in painted.drawings:
        yield from (paint.ink for paint in (drawing.fill, drawing.stroke) if paint)
    for picture in painted.pictures:
        if picture.stencil:
            yield picture.stencil.ink
        elif picture.space.family == "cmyk" and picture.key != (0, 0):
            yield picture_ink(job.file, picture.key)


@press_rule("press/transparency")
def transparency(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("transparency")
    if not requirement:
        return
    pages = [page.number for page in job.file.pages if page.painted.transparency]
    if pages:
        kinds = sorted({kind for page in job.file.pages for kind in page.painted.transparency})
        yield job.breach(requirement, pages=pages_in_words(pages), found=", ".join(kinds))


@press_rule("press/image-resolution")
def image_resolution(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("image-resolution")
    if not requirement:
        return
    coarse: dict[int, float] = {}
    for page in job.file.pages:
        for picture in page.painted.pictures:
            if (
                picture.columns * picture.rows > FEWEST_PIXELS
                and picture.is_seen
                and picture.ppi < requirement.value - 0.5
            ):
                coarse[page.number] = min(picture.ppi, coarse.get(page.number, picture.ppi))
    if coarse:
        page_number, ppi = min(coarse.items(), key=lambda item: item[1])
        where = f" (page {page_number})" if len(coarse) > 1 else ""
        found = f"{ppi:.0f} pixels an inch as it is placed{where}"
        yield job.breach(requirement, pages=pages_in_words(coarse), found=found, required=f"{requirement.value:g}")


@press_rule("press/most-resolution")
def most_resolution(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("most-resolution")
    if not requirement:
        return
    fine: dict[int, float] = {}
    for page in job.file.pages:
        found = [
            picture.ppi
            for picture in page.painted.pictures
            if picture.columns * picture.rows > FEWEST_PIXELS and picture.is_seen
        ]
        if found and max(found) > requirement.value + 0.5:
            fine[page.number] = max(found)
    if fine:
        page_number, ppi = max(fine.items(), key=lambda item: item[1])
        where = f" (page {page_number})" if len(fine) > 1 else ""
        found_most = f"{ppi:,.0f} pixels an inch as it is placed{where}"
        yield job.breach(requirement, pages=pages_in_words(fine), found=found_most, required=f"{requirement.value:g}")

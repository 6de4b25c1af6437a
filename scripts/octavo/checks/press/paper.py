"""Rules on the pages as paper: their size and boxes, their number, blank ones, scans, printer’s marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from octavo.checks.finding import Breach
from octavo.checks.press.cropmarks import crop_marks, outside_cut
from octavo.checks.press.job import SAME, PressJob, box_in_words, pages_in_words, size_in_words
from octavo.checks.registry import press_rule
from octavo.pdfpage.page import PdfPage
from octavo.pdfpage.painted import POINTS, Area

FILLS = 0.8
"""The part of a page that a picture covers which is the page itself."""
MOST_SCANS = 0.5
"""The part of the printed pages that are pictures alone from which a book is a scan."""
NESTING_SLACK = 0.1
"""Points."""


@press_rule("press/page-size")
def page_size(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("page-size")
    if not requirement or job.is_cover or job.trim is None:
        return
    width, height = job.trim
    if not job.printer.offers_trim(width, height):
        what = f"the trim size of {size_in_words(width, height)} is none that {job.asker} prints"
        yield job.breach(requirement, what=what, hint=f"it offers {job.printer.trims_in_words()}")
    others: dict[str, list[int]] = defaultdict(list)
    for page in job.file.pages:
        cut = job.cut(page)
        if abs(cut.width / POINTS - width) > SAME or abs(cut.height / POINTS - height) > SAME:
            turned = f", turned by {page.rotation}°" if page.rotation else ""
            others[f"{box_in_words(cut)}{turned}"].append(page.number)
    for size, numbers in others.items():
        verb = "measures" if len(numbers) == 1 else "measure"
        yield job.breach(
            requirement,
            what=f"{pages_in_words(numbers)} {verb} {size}; the book’s trim size is {size_in_words(width, height)}",
        )


@press_rule("press/boxes")
def boxes(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("boxes")
    if not requirement:
        return
    without = [page.number for page in job.file.pages if not page.trim and not page.art]
    if without:
        yield job.breach(requirement, what=f"{pages_in_words(without)}: no TrimBox says where the page is cut")
    for what, numbers in badly_nested(job.file.pages).items():
        yield job.breach(requirement, what=f"{pages_in_words(numbers)}: {what}")


def badly_nested(pages: list[PdfPage]) -> dict[str, list[int]]:
    """Pages whose boxes do not lie within one another (ISO 32000-1, 14.11.2), by what is wrong with them."""
    found: dict[str, list[int]] = defaultdict(list)
    for page in pages:
        for name, box in (("TrimBox", page.trim), ("ArtBox", page.art)):
            outer = (("BleedBox", page.bleed), ("CropBox", page.crop), ("MediaBox", page.media))
            for outer_name, outer_box in outer:
                if box and outer_box and not outer_box.holds(box, NESTING_SLACK):
                    found[f"the {name} reaches out of the {outer_name}"].append(page.number)
                    break
        if page.bleed and not page.media.holds(page.bleed, NESTING_SLACK):
            found["the BleedBox reaches out of the MediaBox"].append(page.number)
    return found


@press_rule("press/page-count")
def page_count(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("page-count")
    if not requirement or job.is_cover or not job.file.pages or job.trim is None:
        return
    count = len(job.file.pages)
    limits = job.printer.page_limits(job.binding, job.paper, job.trim)
    if limits is None:
        what = f"{job.asker} does not bind {size_in_words(*job.trim)} as {job.binding} on {job.paper} paper"
        yield job.breach(requirement, what=what, hint="choose another binding, paper or trim size")
        return
    pages = f"{count} page{'' if count == 1 else 's'}"
    if count < limits.least:
        what = f"the book has {pages}; {job.asker} binds {limits.least} at least"
        least = limits.least + -limits.least % limits.multiple
        yield job.breach(requirement, what=what, hint=f"add {least - count}, blank ones at the end if need be")
        return
    if count > limits.most:
        what = f"the book has {pages}; {job.asker} binds {limits.most} at most at this size and on this paper"
        yield job.breach(requirement, what=what, hint="choose thinner paper or a larger trim size, or two volumes")
    if limits.last_blank and not job.file.pages[-1].is_blank:
        what = f"the last page is not blank; {job.asker} adds pages for a mark of its own, and the spine grows"
        yield job.breach(requirement, gravity="note", what=what, hint=_blank_hint(limits.multiple, count, 1))
        return
    missing = -count % limits.multiple
    if missing:
        kind = "an even number" if limits.multiple == 2 else f"a multiple of {limits.multiple}"
        what = f"the book has {pages}; {job.asker} asks for {kind}"
        gravity = "note" if limits.last_blank else ""  # that printer adds them itself, and the spine grows
        yield job.breach(requirement, gravity=gravity, what=what, hint=_blank_hint(limits.multiple, count, 0))


def _blank_hint(multiple: int, count: int, least: int) -> str:
    """How many blank pages make a multiple of some number, so many of them at the least."""
    missing = least + -(count + least) % multiple
    return f"add {missing} blank page{'s' if missing > 1 else ''} at the end"


@press_rule("press/blank-pages")
def blank_pages(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("blank-pages")
    if not requirement or job.is_cover:
        return
    runs = [(blank, [page.number for page in run]) for blank, run in groupby(job.file.pages, lambda p: p.is_blank)]
    for blank, numbers in runs[:-1]:
        if blank and len(numbers) > requirement.value:
            yield job.breach(requirement, pages=pages_in_words(numbers), count=len(numbers), required=requirement.value)


@press_rule("press/scanned")
def scanned(job: PressJob) -> Iterator[Breach]:
    numbers = scans(job)
    if numbers:
        yield job.breach(job.requirement("scanned"), pages=pages_in_words(numbers))


def scans(job: PressJob) -> list[int]:
    """The pages that are pictures of pages, where most of the book is; pictures that bleed are none."""
    if job.is_cover or job.bleeds:
        return []
    pages = [page for page in job.file.pages if not page.is_blank]
    found = [page for page in pages if is_picture_of_page(page)]
    if any(has_hidden_text(page) for page in found) or len(found) >= max(2, MOST_SCANS * len(pages)):
        return [page.number for page in found]
    return []


def without_edges(job: PressJob) -> set[int]:
    """The scans whose edges say nothing: their margins are in the picture, and what reaches the edge is white paper.

    A picture in colour, with no text behind it, may as well be an illustration that ought to bleed.
    """
    pages = {page.number: page for page in job.file.pages}
    return {
        number
        for number in scans(job)
        if has_hidden_text(pages[number]) or all(p.space.family == "gray" for p in pages[number].painted.pictures)
    }


def has_hidden_text(page: PdfPage) -> bool:
    """Whether text stands on a page that is not painted: what a program has recognised in a scan."""
    return any(run.mode == 3 for run in page.painted.texts)


def is_picture_of_page(page: PdfPage) -> bool:
    """Whether pictures fill a page and no text that is seen stands on it."""
    if not page.painted.pictures or any(run.is_seen for run in page.painted.texts):
        return False
    cut = page.cut
    covered = sum(_surface(picture.area.shared(cut)) for picture in page.painted.pictures)
    return covered >= FILLS * _surface(cut)


def _surface(area: Area) -> float:
    return area.width * area.height


@press_rule("press/marks")
def marks(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("marks")
    if not requirement:
        return
    numbers = []
    for page in job.file.pages:
        drawn = outside_cut(page, job.cut(page), job.bleed) or crop_marks(page)
        if drawn or any(annotation.subtype == "PrinterMark" for annotation in page.annotations):
            numbers.append(page.number)
    if numbers:
        yield job.breach(requirement, pages=pages_in_words(numbers))

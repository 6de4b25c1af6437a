"""Rules on covers: the size of the sheet, what stands on the spine and near the edges, the barcode."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks.finding import Breach
from octavo.checks.press.job import SAME, PressJob, box_in_words, inches, size_in_words
from octavo.checks.press.wrap import Wrap, overlap, wrap_of
from octavo.checks.registry import press_rule
from octavo.pdfpage.page import PdfPage
from octavo.pdfpage.painted import POINTS, Colour
from octavo.printers import Box

SPINE_LINE = 0.5
"""Inches by which a line on the spine may be wider than a thin spine."""
AROUND_FOLD = 1 / 32
"""Inches beside the spine within which the middle of its text may stand."""
NEAR_ENOUGH = 0.005
"""Inches by which text may stand nearer than required."""


@press_rule("press/cover-sheet")
def cover_sheet(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("cover-sheet")
    if not requirement or not job.is_cover or not job.file.pages:
        return
    if len(job.file.pages) > 1:
        yield job.breach(requirement, what=f"the cover has {len(job.file.pages)} pages; {job.asker} asks for one sheet")
    sheet, page = job.sheet, job.file.pages[0]
    if sheet is None:
        return
    # Where the printer's own template has the last word on the spine, ours is but an estimate.
    loose = job.printer.template_spine and job.spine is None
    wander = float(job.printer.cover["tolerance"]) if loose else SAME
    found, width, height = page.crop, sheet.width, sheet.height
    if page.trim or page.art:
        found, width, height = page.cut, sheet.trim.width, sheet.trim.height
    if abs(found.width / POINTS - width) > wander or abs(found.height / POINTS - height) > SAME:
        book = f" for {job.pages} pages on {job.paper} paper" if job.pages and job.spine is None else ""
        spine = f", {inches(sheet.spine_width)} of it the spine" if sheet.spine_width else ""
        wanted = size_in_words(width, height)
        what = f"the cover measures {box_in_words(found)}; {job.asker} asks for {wanted}{book}{spine}"
        if job.printer.template_spine and not page.trim and found.width / POINTS > width + 1:
            hint = "on the printer’s own template that is as it should be; where its parts stand was not checked then"
            yield job.breach(requirement, gravity="warning", what=what, hint=hint)
        else:
            yield job.breach(requirement, what=what)
    elif (page.trim or page.art) and not _has_room(job, page):
        what = f"the cover’s page has no room for the bleed; {job.asker} asks for {inches(sheet.bleed)} on every edge"
        yield job.breach(requirement, what=what)


def _has_room(job: PressJob, page: PdfPage) -> bool:
    bleed = job.bleed - POINTS * SAME
    return (page.bleed or page.media).holds(job.cut(page).inset(-bleed, -bleed, -bleed, -bleed))


@press_rule("press/spine-text")
def spine_text(job: PressJob) -> Iterator[Breach]:
    requirement, wrap = job.requirement("spine-text"), wrap_of(job)
    if not requirement or not wrap or wrap.sheet.spine_width <= 0:
        return
    spine = wrap.sheet.spine
    texts = [text for text in wrap.texts() if _is_on(text, spine)]
    if not texts:
        return
    least = job.printer.cover["spine-text-from"]
    if job.pages is not None and not job.printer.spine_text(job.pages):
        what = f"text stands on the spine; {job.asker} takes it from {least} pages, and the book has {job.pages}"
        yield job.breach(requirement, what=what, hint="leave the spine without text")
        return
    clearance = wrap.sheet.spine_clearance
    nearest = min(min(text.left - spine.left, spine.right - text.right) for text in texts)
    if nearest < clearance - NEAR_ENOUGH:
        place = f"{inches(nearest)} from the fold" if nearest > 0 else "over the fold"
        what = f"text on the spine stands {place}; {job.asker} asks for {inches(clearance)}"
        yield job.breach(requirement, what=what, hint="set it smaller, or leave the spine without text")
    yield from _cautions(job, wrap.sheet.spine_width)


def _cautions(job: PressJob, spine_width: float) -> Iterator[Breach]:
    """What the printer warns of and takes all the same, where text stands on the spine."""
    hint = "write print: {spine-text: false, …} to leave it off, or look at a proof copy"
    narrow = job.printer.caution("narrow-spine")
    if narrow and spine_width < narrow.value:
        what = f"text stands on a spine of {inches(spine_width)}; {job.asker} warns of it below {inches(narrow.value)}"
        yield job.breach(narrow, what=f"{what}: it may run over the fold", hint=hint)
    retail = job.printer.caution("retail-spine-text-from")
    if retail and job.pages is not None and job.pages < retail.value:
        what = f"text stands on the spine of {job.pages} pages; {job.asker} takes it for retail from {retail.value}"
        yield job.breach(retail, what=what, hint=hint)


def _is_on(text: Box, spine: Box) -> bool:
    """Whether a text is the spine's: its middle stands there, and it is no line that runs from back to front."""
    middle = (text.left + text.right) / 2
    wide = text.width > spine.width + SPINE_LINE
    return not wide and spine.left - AROUND_FOLD <= middle <= spine.right + AROUND_FOLD


@press_rule("press/cover-safe")
def cover_safe(job: PressJob) -> Iterator[Breach]:
    requirement, wrap = job.requirement("cover-safe"), wrap_of(job)
    if not requirement or not wrap:
        return
    sheet, safe = wrap.sheet, wrap.sheet.safe
    near: dict[str, float] = {}
    for text in wrap.texts():
        if not overlap(text, sheet.trim):
            continue
        for edge, distance in _distances(text, wrap):
            if distance < safe - NEAR_ENOUGH:
                near[edge] = min(distance, near.get(edge, distance))
    for edge, distance in near.items():
        place = f"stands {inches(distance)} from {edge}" if distance > 0 else f"runs over {edge}"
        yield job.breach(requirement, what=f"text {place}", required=inches(safe))


def _distances(text: Box, wrap: Wrap) -> Iterator[tuple[str, float]]:
    """How far text stands inside of the edges of its panel, in inches; the sides of the spine are another rule's."""
    sheet = wrap.sheet
    yield "the upper edge", text.top - sheet.trim.top
    yield "the lower edge", sheet.trim.bottom - text.bottom
    if sheet.spine_width > 0 and _is_on(text, sheet.spine):
        return
    at_right = text.left + text.width / 2 > sheet.width / 2
    panel = sheet.front if at_right != sheet.right_bound else sheet.back
    left, right = ("the fold", "the right edge") if at_right else ("the left edge", "the fold")
    yield left, text.left - panel.left
    yield right, panel.right - text.right


def is_full_black(colour: Colour) -> bool:
    """Whether a colour is 100 % of black ink and nothing else."""
    seen = colour.seen
    return colour.is_black_alone and seen is not None and max(seen) <= 0.02

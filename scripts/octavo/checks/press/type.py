"""Rules on text and lines: fonts in the file, type and lines not too small, black in black ink alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from octavo.checks.finding import Breach
from octavo.checks.press.job import PressJob, pages_in_words
from octavo.checks.registry import press_rule
from octavo.pdfpage.page import PdfPage
from octavo.pdfpage.painted import Drawing, TextRun

MOST = 5
"""Fonts that are named."""
SHORT = 3
"""Letters of a run that may be a note’s mark or an index, which are smaller than the text on purpose."""
SLACK = 0.05
"""Points by which type and lines may be smaller than required, as sizes are rounded."""


@press_rule("press/fonts-embedded")
def fonts_embedded(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("fonts-embedded")
    if not requirement:
        return
    pages: dict[str, list[int]] = defaultdict(list)
    for page in job.file.pages:
        for font in page.painted.fonts.values():
            if not font.is_embedded and font.kind != "none":
                pages[font.face].append(page.number)
    for name, numbers in list(pages.items())[:MOST]:
        yield job.breach(requirement, what=f"the font {name} is not in the file ({pages_in_words(numbers)})")
    if len(pages) > MOST:
        yield job.breach(requirement, what=f"{len(pages) - MOST} more fonts are not in the file")


@press_rule("press/type-size")
def type_size(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("type-size")
    if not requirement:
        return
    small: dict[int, float] = {}
    for page in job.file.pages:
        sizes = [run.size for run in _read(page) if run.letters > SHORT]
        if sizes and min(sizes) < requirement.value - SLACK:
            small[page.number] = min(sizes)
    if small:
        page_number, size = min(small.items(), key=lambda item: item[1])
        where = f" (page {page_number})" if len(small) > 1 else ""
        yield job.breach(
            requirement,
            pages=pages_in_words(small),
            found=f"{size:.3g} pt{where}",
            required=f"{requirement.value:g} pt",
        )


def _read(page: PdfPage) -> Iterator[TextRun]:
    return (run for run in page.painted.texts if run.is_seen and run.area.meets(page.cut))


@press_rule("press/line-weight")
def line_weight(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("line-weight")
    if not requirement:
        return
    thin: dict[int, float] = {}
    for page in job.file.pages:
        cut = job.cut(page)
        lines = [d.thickness for d in page.painted.drawings if _is_line(d) and d.area.shared(cut) == d.area]
        thinnest = min((line for line in lines if line is not None), default=requirement.value)
        if thinnest < requirement.value - SLACK:
            thin[page.number] = thinnest
    if thin:
        page_number, width = min(thin.items(), key=lambda item: item[1])
        where = f" (page {page_number})" if len(thin) > 1 else ""
        found = "as thin as the machine can make it" if width == 0 else f"{width:.2g} pt thick"
        yield job.breach(
            requirement, pages=pages_in_words(thin), found=found + where, required=f"{requirement.value:g} pt"
        )


def _is_line(drawing: Drawing) -> bool:
    return drawing.thickness is not None and drawing.is_seen


@press_rule("press/black-text")
def black_text(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("black-text")
    if not requirement:
        return
    pages: dict[str, list[int]] = defaultdict(list)
    for page in job.file.pages:
        colours = {run.colour for run in _read(page)}
        for space in {str(c.space) for c in colours if c.looks_black and not c.is_black_alone}:
            pages[space].append(page.number)
    for name, numbers in pages.items():
        yield job.breach(requirement, pages=pages_in_words(numbers), space=name)

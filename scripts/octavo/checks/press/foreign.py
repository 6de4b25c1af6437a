"""A file of unknown origin → a job for the press: what its maker does not say is guessed from its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from octavo.checks.press.job import COVER, INTERIOR, PressJob, size_in_words
from octavo.errors import InputError
from octavo.pdfpage.painted import POINTS
from octavo.pdfpage.pdffile import PdfFile, open_pdf
from octavo.printers import printer as printer_of
from octavo.printers.printer import Printer
from octavo.readback.anyfile import bytes_of

MOST_COVER_PAGES = 1
LANDSCAPE = 1.15
"""How much wider than high a single page is that is taken for a cover."""


def foreign_job(
    path: Path,
    printer: str,
    *,
    kind: str | None = None,
    trim: tuple[float, float] | None = None,
    pages: int | None = None,
    paper: str = "white",
    binding: str = "paperback",
    spine: float | None = None,
    isbn: str = "",
    right_to_left: bool | None = None,
) -> PressJob:
    """A job for a file and a printer; lengths in inches. Raises InputError where the file is no PDF or not there."""
    chosen = printer_of(printer)
    if paper not in chosen.papers:
        raise InputError(f"{chosen.name} has no {paper} paper", hint=f"it offers {', '.join(chosen.papers)}")
    file = open_pdf(bytes_of(path), path)
    kind = kind or guessed_kind(file)
    if kind == INTERIOR:
        trim = trim or guessed_trim(file, chosen)
        pages = len(file.pages)
    digits = isbn.replace("-", "").replace(" ", "")
    return PressJob(file, kind, chosen, trim, pages, paper, binding, spine, digits, right_to_left=right_to_left)


def guessed_kind(file: PdfFile) -> str:
    """A cover where there is one page that is wider than high, else an interior."""
    if len(file.pages) > MOST_COVER_PAGES or not file.pages:
        return INTERIOR
    cut = file.pages[0].cut
    return COVER if cut.width > cut.height * LANDSCAPE else INTERIOR


def guessed_trim(file: PdfFile, printer: Printer) -> tuple[float, float] | None:
    """The trim size that most pages have; a size that only with bleed is one of the printer's is taken as such."""
    sizes = Counter((round(page.cut.width, 1), round(page.cut.height, 1)) for page in file.pages)
    if not sizes:
        return None
    width, height = (side / POINTS for side in sizes.most_common(1)[0][0])
    if any(page.trim for page in file.pages):
        return width, height
    bleed = printer.bleed(INTERIOR)
    for name_width, name_height in printer.trims.values():
        if abs(width - name_width) < 0.02 and abs(height - name_height) < 0.02:
            return width, height
    for less in ((bleed, 2 * bleed), (2 * bleed, 2 * bleed)):
        for name_width, name_height in printer.trims.values():
            if abs(width - less[0] - name_width) < 0.02 and abs(height - less[1] - name_height) < 0.02:
                return name_width, name_height
    return width, height


def guesses(job: PressJob, *, kind: bool, trim: bool) -> Iterator[str]:
    """What was guessed, and what could not be checked for want of being told, in words."""
    wide = "one page that is wider than high"
    if kind and job.is_cover:
        yield f"taken for a cover: it is {wide}"
    elif kind and job.file.pages:
        yield f"taken for the inside of a book: it is not {wide}"
    if not job.is_cover and trim and job.trim:
        yield f"taken for the trim size: {size_in_words(*job.trim)}"
    if job.is_cover and job.sheet is None:
        yield "the size of the cover and its spine are not checked: say --trim, and --pages or --spine"

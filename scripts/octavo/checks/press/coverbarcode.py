"""The rule on the barcode of a cover: can the till read it, and does it read this book?"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks.finding import Breach
from octavo.checks.press.cover import is_full_black
from octavo.checks.press.job import PressJob, inches
from octavo.checks.press.wrap import Wrap, overlap, wrap_of
from octavo.checks.registry import press_rule
from octavo.pdfpage.barcodes import ReadBarcode, read_barcodes
from octavo.pdfpage.page import PdfPage
from octavo.pdfpage.painted import POINTS, Area

QUIET_LEFT, QUIET_RIGHT, QUIET_ADD_ON = 11, 7, 5
"""Modules of light at the left and right of an EAN-13, and at the right of its add-on (GS1, 5.2.3.4)."""
SLACK = 0.5
"""Modules: a pixel or so."""
NARROWEST, WIDEST = 0.264, 0.66
"""Millimetres of a module: 80 % to 200 % of the nominal size (GS1, 5.2.6)."""
MILLIMETRE = POINTS / 25.4
WHITE = 240
"""How light, of 255, the ground between the bars must be."""
GS1 = "GS1 General Specifications, 5.2"


@press_rule("press/barcode")
def barcode(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("barcode")
    if not requirement or not job.is_cover or not job.file.pages:
        return
    found = read_barcodes(job.file, job.file.pages[0])
    for symbol in found:
        for what in _faults(job, symbol):
            yield job.breach(requirement, spec=GS1, what=what)
    if not found:
        yield from (job.breach(requirement, what=what) for what in _without(job))


def _without(job: PressJob) -> Iterator[str]:
    """What is wrong with a cover that has no barcode which can be read."""
    wrap, room = wrap_of(job), job.printer.cover["barcode"]
    if room["left-to-printer"]:
        place = wrap.sheet.barcode if wrap else None
        if wrap and place and any(overlap(text, place) for text in wrap.texts()):
            size = f"{room['width']:g} × {room['height']:g} in"
            yield f"text stands where {job.asker} prints its barcode, {size} at the foot of the back cover"
    elif job.isbn:
        yield f"no barcode of the ISBN {job.isbn} can be read"


def _faults(job: PressJob, symbol: ReadBarcode) -> Iterator[str]:
    page = job.file.pages[0]
    if not job.printer.cover["barcode"]["own"]:
        yield f"the cover has a barcode of its own; {job.asker} puts one on"
    if job.isbn and symbol.digits != job.isbn:
        yield f"the barcode reads {symbol.digits}; the book’s ISBN is {job.isbn}"
    elif symbol.digits[:3] not in ("978", "979"):
        yield f"the barcode reads {symbol.digits}, which is no ISBN"
    if job.add_on and symbol.add_on != job.add_on:
        yield f"the barcode’s add-on reads {symbol.add_on or 'nothing'}; it should be {job.add_on}"
    yield from _room(symbol)
    module = symbol.module / MILLIMETRE
    if not NARROWEST * 0.97 <= module <= WIDEST * 1.03:
        yield f"the barcode’s narrowest bar is {module:.2f} mm; it must have {NARROWEST} to {WIDEST} mm"
    yield from _ink(page, symbol)
    wrap = wrap_of(job)
    if wrap:
        yield from _place(job, wrap, symbol)


def _room(symbol: ReadBarcode) -> Iterator[str]:
    """The quiet zones."""
    zones = [("left", symbol.quiet_left, QUIET_LEFT), ("right", symbol.quiet_right, QUIET_RIGHT)]
    if symbol.quiet_add_on is not None:
        zones.append(("right of its add-on", symbol.quiet_add_on, QUIET_ADD_ON))
    for side, found, required in zones:
        if found < required - SLACK:
            yield f"the barcode has {found:.1f} modules of light at its {side}; it needs {required}"


def _ink(page: PdfPage, symbol: ReadBarcode) -> Iterator[str]:
    """Bars in full black ink alone, on white."""
    line = symbol.area.inset(-0.5, -0.5, -0.5, -0.5)
    bars = [d for d in page.painted.drawings if d.is_seen and d.area.meets(line) and _is_bar(d.area, symbol)]
    colours = {d.fill or d.stroke for d in bars} | {
        picture.stencil for picture in page.painted.pictures if picture.stencil and picture.area.meets(line)
    }
    wrong = [colour for colour in colours if colour and not is_full_black(colour)]
    pictured = [p for p in page.painted.pictures if not p.stencil and p.area.meets(line)]
    if wrong and colours:
        yield f"the barcode’s bars are in {wrong[0].space} and not in 100 % black (K) alone"
    elif not bars and pictured and pictured[-1].space.family != "gray":
        yield f"the barcode is a picture in {pictured[-1].space} and not in 100 % black (K) alone"
    if symbol.ground < WHITE:
        yield "the barcode does not stand on white"


def _is_bar(area: Area, symbol: ReadBarcode) -> bool:
    """Whether something drawn is no wider than the widest bar, or the whole symbol: the ground under it is neither."""
    across = min(area.width, area.height)
    whole = symbol.area.width or symbol.area.height
    return across <= 4.5 * symbol.module or abs(area.width - whole) < 2 * symbol.module


def _place(job: PressJob, wrap: Wrap, symbol: ReadBarcode) -> Iterator[str]:
    """The symbol with its quiet zones, inside of the back cover and away from its edges."""
    quiet_right = QUIET_ADD_ON if symbol.quiet_add_on is not None else QUIET_RIGHT
    left, right = QUIET_LEFT * symbol.module, quiet_right * symbol.module
    area = symbol.area
    standing = area.width > 0
    box = wrap.box(area.inset(-left, 0, -right, 0) if standing else area.inset(0, -left, 0, -right))
    away = float(job.printer.cover["barcode"]["from-edge"])
    if not wrap.sheet.back.inset(min(away, wrap.sheet.safe)).holds(box, 0.02):
        yield f"the barcode stands nearer than {inches(min(away, wrap.sheet.safe))} to an edge of the back cover"

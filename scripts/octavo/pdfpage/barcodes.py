"""Reading a barcode off a page as a scanner at the till does, and measuring the room around it.

EAN-13 and its five-digit add-on: GS1 General Specifications, 5.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from octavo.pdfpage.page import PdfPage
from octavo.pdfpage.painted import POINTS, Area
from octavo.pdfpage.pdffile import PdfFile

if TYPE_CHECKING:
    from PIL.Image import Image
    from zxingcpp import Barcode

RESOLUTION = 400
"""Pixels an inch at which a cover is looked at: at least three to the narrowest bar that GS1 allows."""
DIGITS = 13
MODULES = 95
RUNS = 59
"""Bars and the spaces between them, from the first guard to the last."""
ADD_ON_RUNS = 31
ADD_ON_FROM, ADD_ON_TO = 7.0, 14.0
"""Modules between the symbol and its add-on: seven to twelve, and two for a careless hand."""
LEFTWARDS, RIGHTWARDS = 2, 4
"""A quarter turn, as Pillow numbers it (Image.Transpose)."""
TURNS = (None, LEFTWARDS, RIGHTWARDS)
LIGHT = 128
"""Grey from which a pixel counts as light, of 255."""


@dataclass(frozen=True)
class ReadBarcode:
    """An EAN-13 that was found on a page."""

    digits: str
    add_on: str
    area: Area
    """Its bars on one line across it, the add-on's too, in points on the page as it is shown."""
    module: float
    """The width of its narrowest bar, in points."""
    quiet_left: float
    quiet_right: float
    """How many modules of light there are at its left, and at its right before the add-on or whatever comes."""
    quiet_add_on: float | None
    """How many there are at the right of its add-on, if it has one."""
    ground: int
    """How light the darkest of its spaces is, of 255."""


def read_barcodes(file: PdfFile, page: PdfPage) -> list[ReadBarcode]:
    """The EAN-13 symbols of a page, whichever way they are turned; empty where there are none to be read."""
    from PIL.Image import Transpose

    grey = file.grey_image_of(page, RESOLUTION)
    if grey is None or not _symbols(grey, turned=True):
        return []
    # A symbol is measured from left to right; where none lies so, the page is turned, as a book is at the till.
    for turn in TURNS:
        picture = grey.transpose(Transpose(turn)) if turn is not None else grey
        found: dict[str, ReadBarcode] = {}
        for symbol in _symbols(picture, turned=False):
            read = _measured(picture, symbol, page, turn)
            # One symbol is read twice where only some lines across it meet its add-on.
            if read and (read.digits not in found or read.add_on):
                found[read.digits] = read
        if found:
            return list(found.values())
    return []


def _symbols(picture: Image, *, turned: bool) -> list[Barcode]:
    """The EAN-13 symbols of a picture, those that lie on their side too if they may be ``turned``."""
    import zxingcpp

    return zxingcpp.read_barcodes(
        memoryview(picture.tobytes()).cast("B", (picture.height, picture.width)),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.EAN13),
        ean_add_on_symbol=zxingcpp.EanAddOnSymbol.Read,
        try_rotate=turned,
        try_downscale=False,
    )


def _measured(picture: Image, symbol: Barcode, page: PdfPage, turn: int | None) -> ReadBarcode | None:
    """A symbol with the widths of its bars and of the room around them, along one line of pixels."""
    place = symbol.position
    row = (place.top_left.y + place.bottom_left.y) // 2
    line = picture.crop((0, row, picture.width, row + 1)).tobytes()
    start = next((x for x in range(max(0, place.top_left.x - 3), picture.width) if line[x] < LIGHT), None)
    if start is None:
        return None
    before = next((x for x in range(start - 1, -1, -1) if line[x] < LIGHT), -1)
    runs = [len(list(run)) for _, run in groupby(line[start:], lambda value: value < LIGHT)]
    if len(runs) < RUNS:
        return None
    width = sum(runs[:RUNS])
    module = width / MODULES
    end = start + width
    text = str(symbol.text).replace(" ", "")
    digits, add_on = text[:DIGITS], text[DIGITS:]
    gap = runs[RUNS] / module if len(runs) > RUNS else 0.0
    quiet_add_on = None
    if add_on and len(runs) >= RUNS + 1 + ADD_ON_RUNS and ADD_ON_FROM <= gap <= ADD_ON_TO:
        last = RUNS + 1 + ADD_ON_RUNS
        end = start + sum(runs[:last])
        quiet_add_on = runs[last] / module if len(runs) > last else 0.0
    spaces = [value for value in line[start:end] if value >= LIGHT]
    area = _on_page(start, end, row, picture, page, turn)
    quiet_left = (start - before - 1) / module
    points = module * POINTS / RESOLUTION
    return ReadBarcode(digits, add_on, area, points, quiet_left, gap, quiet_add_on, max(spaces, default=0))


def _on_page(start: int, end: int, row: int, picture: Image, page: PdfPage, turn: int | None) -> Area:
    """A line of pixels of the picture, turned or not, as an area of the page, in points."""
    scale = POINTS / RESOLUTION
    if turn is None:
        ends = [(x, picture.height - row) for x in (start, end)]
    elif turn == LEFTWARDS:
        ends = [(picture.height - row, picture.width - x) for x in (start, end)]
    else:
        ends = [(row, x) for x in (start, end)]
    x, y = [at[0] * scale + page.crop.left for at in ends], [at[1] * scale + page.crop.bottom for at in ends]
    return Area(min(x), min(y), max(x), max(y))

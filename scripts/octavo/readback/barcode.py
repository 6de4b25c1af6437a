"""Reading a barcode off a page as a scanner at the till does, and measuring the room around it.

EAN-13 and its five-digit add-on: GS1 General Specifications, 5.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from octavo.readback.pagemarks import POINTS, Area
from octavo.readback.printfile import PrintFile
from octavo.readback.printpage import PrintPage

RESOLUTION = 400
"""Pixels an inch at which a cover is looked at: at least three to the narrowest bar that GS1 allows."""
MODULES = 95
RUNS = 59
"""Bars and the spaces between them, from the first guard to the last."""
ADD_ON_RUNS = 31
ADD_ON_FROM, ADD_ON_TO = 7.0, 14.0
"""Modules between the symbol and its add-on: seven to twelve, and two for a careless hand."""
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


def read_barcodes(file: PrintFile, page: PrintPage) -> list[ReadBarcode]:
    """The EAN-13 symbols of a page, whichever way they are turned; empty where there are none to be read."""
    import zxingcpp

    image = file.image_of(page, RESOLUTION)
    if image is None:
        return []
    found = []
    # Bars that stand are read across; for those that lie, the page is turned.
    for turned in (False, True):
        picture = (image.transpose(2) if turned else image).convert("L")  # 2: Image.Transpose.ROTATE_90
        symbols = zxingcpp.read_barcodes(
            picture,
            formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.EAN13),
            ean_add_on_symbol=zxingcpp.EanAddOnSymbol.Read,
            try_rotate=False,
            try_downscale=False,
        )
        for symbol in symbols:
            read = _measured(picture, symbol, page, turned)
            if read:
                found.append(read)
    return found


def _measured(picture: Any, symbol: Any, page: PrintPage, turned: bool) -> ReadBarcode | None:
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
    digits, _, add_on = str(symbol.text).partition(" ")
    gap = runs[RUNS] / module if len(runs) > RUNS else 0.0
    quiet_add_on = None
    if add_on and len(runs) >= RUNS + 1 + ADD_ON_RUNS and ADD_ON_FROM <= gap <= ADD_ON_TO:
        last = RUNS + 1 + ADD_ON_RUNS
        end = start + sum(runs[:last])
        quiet_add_on = runs[last] / module if len(runs) > last else 0.0
    spaces = [value for value in line[start:end] if value >= LIGHT]
    area = _on_page(start, end, row, picture, page, turned)
    quiet_left = (start - before - 1) / module
    points = module * POINTS / RESOLUTION
    return ReadBarcode(digits, add_on, area, points, quiet_left, gap, quiet_add_on, max(spaces, default=0))


def _on_page(start: int, end: int, row: int, picture: Any, page: PrintPage, turned: bool) -> Area:
    """A line of pixels as an area of the page, in points."""
    scale = POINTS / RESOLUTION
    offset_x, offset_y = page.crop.left, page.crop.bottom
    if not turned:
        y = (picture.height - row) * scale
        return Area(start * scale + offset_x, y + offset_y, end * scale + offset_x, y + offset_y)
    # Turned to the left by a quarter: what was the right edge is the upper one.
    x = (picture.height - row) * scale
    return Area(x + offset_x, start * scale + offset_y, x + offset_x, end * scale + offset_y)

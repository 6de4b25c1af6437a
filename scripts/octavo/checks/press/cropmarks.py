"""Printer’s marks: the short lines that say where a page is cut, drawn beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from octavo.pdfpage.page import PdfPage
from octavo.pdfpage.painted import Area, Drawing

SHORTEST, LONGEST = 4.0, 60.0
"""Points: how long a mark is that says where to cut."""
THICKEST = 3.0
NEAR = 110.0
"""Points from the edge of the sheet within which marks stand."""
OUTSIDE = 1.0
"""Points by which a mark must stand away from the page to be none of its own."""
LINED_UP = 0.6
"""Points by which two marks of one cut may be out of line."""


def outside_cut(page: PdfPage, cut: Area, bleed: float) -> list[Area]:
    """What is drawn or written wholly outside of the page and its bleed, where a page's own things never stand."""
    around = cut.inset(-OUTSIDE, -OUTSIDE, -OUTSIDE, -OUTSIDE)
    if page.media.width - cut.width < OUTSIDE and page.media.height - cut.height < OUTSIDE:
        return []
    room = cut.inset(-bleed - OUTSIDE, -bleed - OUTSIDE, -bleed - OUTSIDE, -bleed - OUTSIDE)
    found = []
    for item in page.visible():
        area = item.area
        line = isinstance(item, Drawing) and item.thickness is not None and item.thickness <= THICKEST
        if not area.meets(around) and (line or not area.meets(room)):
            found.append(area)
    return found


def crop_marks(page: PdfPage) -> bool:
    """Whether short lines in the margins line up as crop marks do: two cuts across and two up, each marked twice."""
    across, up = list(_lines(page, horizontal=True)), list(_lines(page, horizontal=False))
    middle_x, middle_y = page.media.width / 2, page.media.height / 2
    rows = _pairs([((a.bottom + a.top) / 2, a.left > middle_x) for a in across])
    columns = _pairs([((a.left + a.right) / 2, a.bottom > middle_y) for a in up])
    return len(rows) >= 2 and len(columns) >= 2


def _lines(page: PdfPage, *, horizontal: bool) -> Iterator[Area]:
    """The short, thin lines near the edges of the sheet: those at the sides lie, those above and below stand."""
    for drawing in page.painted.drawings:
        area = drawing.area
        if drawing.thickness is None or drawing.thickness > THICKEST or not drawing.is_seen:
            continue
        long, thin = (area.width, area.height) if horizontal else (area.height, area.width)
        if not (SHORTEST <= long <= LONGEST and thin <= THICKEST):
            continue
        if horizontal:
            near = area.right < NEAR or area.left > page.media.width - NEAR
        else:
            near = area.top < NEAR or area.bottom > page.media.height - NEAR
        if near:
            yield area


def _pairs(places: list[tuple[float, bool]]) -> list[float]:
    """The places at which marks stand at both ends of the sheet."""
    ends: dict[int, set[bool]] = defaultdict(set)
    for place, end in places:
        ends[round(place / LINED_UP)].add(end)
    return [number * LINED_UP for number, both in ends.items() if len(both) == 2]

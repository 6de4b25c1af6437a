"""The wrap of a paperback: back, spine and front side by side on one sheet, and what may stand where."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.printers.printer import Printer


@dataclass(frozen=True)
class Box:
    """A rectangle; inches from the sheet's left and upper edge."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    def inset(self, by: float, sideways: float | None = None) -> Box:
        """The same rectangle, so much smaller on every side."""
        across = by if sideways is None else sideways
        return Box(self.left + across, self.top + by, self.width - 2 * across, self.height - 2 * by)

    def holds(self, other: Box, slack: float = 0.0) -> bool:
        """Whether another rectangle lies inside of it."""
        return (
            other.left >= self.left - slack
            and other.top >= self.top - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


@dataclass(frozen=True)
class Sheet:
    """A cover, flat, with its bleed; inches from the upper left corner of the bleed."""

    trim_width: float
    trim_height: float
    spine_width: float
    bleed: float
    safe: float
    spine_clearance: float
    spine_text: bool
    barcode: Box | None
    """Where a barcode stands, or is left room for the printer's."""
    right_bound: bool = False
    """Whether the spine is at the right of the front: the book is read from right to left."""

    @property
    def width(self) -> float:
        """Two pages, the spine, and the bleed of both sides."""
        return 2 * self.trim_width + self.spine_width + 2 * self.bleed

    @property
    def height(self) -> float:
        """A page's height and the bleed above and below."""
        return self.trim_height + 2 * self.bleed

    @property
    def trim(self) -> Box:
        """What is left when the bleed is cut off."""
        return Box(self.bleed, self.bleed, self.width - 2 * self.bleed, self.trim_height)

    @property
    def back(self) -> Box:
        """The back cover, trimmed."""
        return self._half(right=self.right_bound)

    @property
    def spine(self) -> Box:
        """The spine, between its folds."""
        return Box(self.bleed + self.trim_width, self.bleed, self.spine_width, self.trim_height)

    @property
    def front(self) -> Box:
        """The front cover, trimmed."""
        return self._half(right=not self.right_bound)

    def _half(self, *, right: bool) -> Box:
        left = self.bleed + (self.trim_width + self.spine_width if right else 0.0)
        return Box(left, self.bleed, self.trim_width, self.trim_height)

    @property
    def safe_areas(self) -> dict[str, Box]:
        """Where text may stand, by part; the spine only where the printer allows it text and there is room."""
        parts = {"back": self.back.inset(self.safe), "front": self.front.inset(self.safe)}
        spine = self.spine.inset(self.safe, self.spine_clearance)
        if self.spine_text and spine.width > 0:
            parts["spine"] = spine
        return parts


def wrap_sheet(
    printer: Printer,
    trim: tuple[float, float],
    pages: int,
    paper: str,
    *,
    binding: str = "paperback",
    spine: float | None = None,
    spine_text: bool = True,
    right_bound: bool = False,
) -> Sheet:
    """The cover of a book of so many pages; ``spine`` (inches) is what the printer's own template gives.

    Without ``spine_text`` the spine stays bare. The front of a ``right_bound`` book, which is read from right to left,
    is the left half of the sheet.
    A saddle-stitched cover has no spine. A barcode stands at the foot of the back cover, on the side of the spine.
    """
    width, height = trim
    cover, bleed = printer.cover, printer.bleed("cover")
    if spine is None:
        spine = 0.0 if binding == "saddle" else printer.spine(pages, paper)
    room = cover["barcode"]
    back = bleed + width + spine if right_bound else bleed
    beside = room["from-edge"] if right_bound else width - room["from-edge"] - room["width"]
    barcode = Box(
        back + beside,
        bleed + height - room["from-edge"] - room["height"],
        room["width"],
        room["height"],
    )
    text = spine_text and printer.spine_text(pages) and spine > 2 * cover["spine-clearance"]
    return Sheet(width, height, spine, bleed, cover["safe"], cover["spine-clearance"], text, barcode, right_bound)

"""The graphics state of a content stream, and the path that is being drawn (ISO 32000-1, 8.4 and 8.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from octavo.pdfpage.painted import BLACK, GRAY, IDENTITY, Area, Colour, Matrix, Space
from octavo.pdfpage.pdffonts import NO_FONT, PdfFont

Point = tuple[float, float]
LINE_LIKE = 4.0
"""How many times longer than wide a filled rectangle is that serves as a line."""
THICKEST_LINE = 6.0
"""Points: what is thicker is a bar, and no line."""
ALONG_CURVE = (0.25, 0.5, 0.75)


@dataclass(slots=True)
class State:
    """What the operators ``q`` and ``Q`` save and bring back."""

    ctm: Matrix
    clip: Area
    fill: Colour = BLACK
    stroke: Colour = BLACK
    fill_space: Space = GRAY
    stroke_space: Space = GRAY
    line_width: float = 1.0
    font: PdfFont = NO_FONT
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def copy(self) -> State:
        """The same, to be changed."""
        # Written out, as it is done for every line of text: copy.copy takes five times as long.
        return State(
            self.ctm, self.clip, self.fill, self.stroke, self.fill_space, self.stroke_space, self.line_width, self.font,
            self.size, self.letter_space, self.word_space, self.stretch, self.leading, self.rise, self.mode,
        )  # fmt: skip


@dataclass(slots=True)
class Path:
    """The path under way, as the points that it touches on the page."""

    points: list[Point] = field(default_factory=list)
    rectangles: list[Area] = field(default_factory=list)
    is_curved: bool = False
    is_rectangles: bool = True
    """Whether it is made of upright rectangles alone."""
    current: Point = (0.0, 0.0)
    segments: int = 0

    def to(self, point: Point) -> None:
        """Draw a line to a point, or begin there."""
        self.points.append(point)
        self.current = point
        self.segments += 1
        self.is_rectangles = False

    def curve(self, first: Point, second: Point, end: Point) -> None:
        """Draw a Bézier curve; a few points of it say where it runs."""
        x0, y0 = self.current
        for t in ALONG_CURVE:
            u = 1 - t
            a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
            x = a * x0 + b * first[0] + c * second[0] + d * end[0]
            self.points.append((x, a * y0 + b * first[1] + c * second[1] + d * end[1]))
        self.to(end)
        self.is_curved = True

    def rectangle(self, corners: list[Point]) -> None:
        """Add a rectangle, given by its corners as they lie on the page."""
        self.points += corners
        self.current = corners[0]
        area = around(corners)
        self.rectangles.append(area)
        upright = abs(corners[0][0] - corners[3][0]) < 0.01 or abs(corners[0][1] - corners[3][1]) < 0.01
        self.is_rectangles = self.is_rectangles and upright

    def area(self) -> Area | None:
        """The rectangle around it; nothing where there is no path."""
        return around(self.points) if self.points else None

    def parts(self) -> Iterator[tuple[Area, float | None]]:
        """What is filled: each rectangle by itself, with its thickness where it serves as a line, else the whole."""
        if self.is_rectangles and self.rectangles:
            for area in self.rectangles:
                yield area, line_thickness(area)
        elif self.points:
            area = around(self.points)
            upright = not self.is_curved and len(set(self.points)) == 4 and _is_upright(self.points)
            yield area, line_thickness(area) if upright else None


def _is_upright(points: list[Point]) -> bool:
    """Whether four points are the corners of a rectangle along the page's edges."""
    return len({round(x, 2) for x, _ in points}) == 2 and len({round(y, 2) for _, y in points}) == 2


def line_thickness(area: Area) -> float | None:
    """How thick the line is that a filled rectangle draws, in points; nothing where it is no line."""
    thin, long = sorted((area.width, area.height))
    return thin if thin <= THICKEST_LINE and long >= LINE_LIKE * thin else None


def around(points: list[Point]) -> Area:
    """The rectangle around points."""
    x, y = [point[0] for point in points], [point[1] for point in points]
    return Area(min(x), min(y), max(x), max(y))


@dataclass(slots=True)
class TextPlace:
    """Where the next letter goes (9.4.1)."""

    matrix: Matrix = IDENTITY
    line: Matrix = IDENTITY

    def set(self, matrix: Matrix) -> None:
        """Begin a line at a matrix."""
        self.matrix = self.line = matrix

    def next(self, x: float, y: float) -> None:
        """Begin a line so far from the beginning of this one."""
        a, b, c, d, e, f = self.line
        self.set((a, b, c, d, a * x + c * y + e, b * x + d * y + f))

    def advance(self, x: float) -> None:
        """Go on along the line."""
        a, b, c, d, e, f = self.matrix
        self.matrix = (a, b, c, d, a * x + e, b * x + f)

"""What stands on a printed page: text, pictures and drawings, each with its place, size and colour as painted.

All lengths are points; a place counts from the lower left corner of the page as it is shown, that is, after its
rotation (ISO 32000-1, 7.7.3.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

POINTS = 72.0
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does one thing and then another (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height."""
        return self.top - self.bottom

    def meets(self, other: Area) -> bool:
        """Whether the two have more than an edge in common."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def shared(self, other: Area) -> Area:
        """What two rectangles have in common; without width or height where that is nothing."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        return Area(left, bottom, max(left, min(self.right, other.right)), max(bottom, min(self.top, other.top)))

    def holds(self, other: Area, slack: float = 0.0) -> bool:
        """Whether another rectangle lies inside of it."""
        return (
            other.left >= self.left - slack
            and other.bottom >= self.bottom - slack
            and other.right <= self.right + slack
            and other.top <= self.top + slack
        )

    def inset(self, left: float, bottom: float, right: float, top: float) -> Area:
        """The same rectangle, smaller by so much on each side."""
        return Area(self.left + left, self.bottom + bottom, self.right - right, self.top - top)

    def moved_by(self, matrix: Matrix) -> Area:
        """The rectangle around this one as a matrix places it."""
        a, b, c, d, e, f = matrix
        if a > 0 and d > 0 and b == 0 and c == 0:
            return Area(a * self.left + e, d * self.bottom + f, a * self.right + e, d * self.top + f)
        corners = [(self.left, self.bottom), (self.right, self.top), (self.left, self.top), (self.right, self.bottom)]
        x = [a * u + c * v + e for u, v in corners]
        y = [b * u + d * v + f for u, v in corners]
        return Area(min(x), min(y), max(x), max(y))


def between(x0: float, y0: float, x1: float, y1: float) -> Area:
    """The rectangle that two opposite corners make, whichever they are (7.9.5)."""
    return Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


UNIT = Area(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Space:
    """A colour space (ISO 32000-1, 8.6): its kind without the slash, how many components, and what it rests on."""

    kind: str
    components: int
    inks: tuple[str, ...] = ()
    """The names of a Separation's or DeviceN's colorants."""
    base: Space | None = None
    """What an Indexed space's table, a pattern or a spot colour's alternate is given in."""

    @cached_property
    def family(self) -> str:
        """``gray``, ``rgb``, ``cmyk``, ``lab``, ``spot``, ``pattern``, or ``unknown``."""
        if self.kind in ("Indexed", "Pattern") and self.base:
            return self.base.family
        if self.kind in ("Separation", "DeviceN"):
            process = {"Cyan", "Magenta", "Yellow", "Black", "None", "All"}
            return "gray" if self.inks == ("Black",) else "cmyk" if set(self.inks) <= process else "spot"
        named = {"Lab": "lab", "Pattern": "pattern"}.get(self.kind)
        return named or {1: "gray", 3: "rgb", 4: "cmyk"}.get(self.components, "unknown")

    def __str__(self) -> str:
        if self.kind == "ICCBased":
            return f"ICC-based {self.family}"
        if self.kind in ("Separation", "DeviceN"):
            return f"{self.kind} {', '.join(self.inks)}"
        return f"{self.kind} of {self.base}" if self.base else self.kind

    def all(self) -> Iterable[Space]:
        """The space and all that it rests on."""
        yield self
        if self.base:
            yield from self.base.all()


GRAY = Space("DeviceGray", 1)
RGB = Space("DeviceRGB", 3)
CMYK = Space("DeviceCMYK", 4)
PATTERN = Space("Pattern", 0)
UNKNOWN = Space("unknown", 0)
NEUTRAL = 0.1
"""By how much red, green and blue may differ in what a reader sees as grey."""
DARK = 0.35
"""How light a colour may be that a reader takes for black text."""


@dataclass(frozen=True)
class Colour:
    """A colour: its space and components as the file gives them."""

    space: Space
    parts: tuple[float, ...]

    @cached_property
    def seen(self) -> tuple[float, float, float] | None:
        """About how red, green and blue it looks; nothing for a pattern or spot colour."""
        parts, kind = self.parts, self.space.kind
        if len(parts) != self.space.components or kind in ("Pattern", "Indexed"):
            return None
        if kind in ("Separation", "DeviceN"):
            return (1 - parts[0],) * 3 if self.space.inks in (("Black",), ("All",)) else None
        if kind == "Lab":
            return (parts[0] / 100,) * 3 if abs(parts[1]) + abs(parts[2]) < 8 else None
        if len(parts) == 1:
            return parts[0], parts[0], parts[0]
        if len(parts) == 3:
            return parts[0], parts[1], parts[2]
        if len(parts) == 4:
            cyan, magenta, yellow, black = parts
            return tuple(1 - min(1.0, ink + black) for ink in (cyan, magenta, yellow))  # type: ignore[return-value]
        return None

    @cached_property
    def is_white(self) -> bool:
        """Whether nothing of it is seen on white paper."""
        if self.space.kind in ("Separation", "DeviceN"):
            return not any(self.parts) or self.space.inks == ("None",)
        return self.seen is not None and min(self.seen) >= 0.995

    @cached_property
    def is_black_alone(self) -> bool:
        """Whether only the black ink is needed for it, whoever prints it."""
        if self.space.kind == "DeviceGray":
            return True
        if self.space.kind == "DeviceCMYK" and len(self.parts) == 4:
            return max(self.parts[:3]) <= 0.001
        return self.space.kind == "Separation" and self.space.inks == ("Black",)

    @cached_property
    def looks_black(self) -> bool:
        """Whether a reader takes it for black or dark grey."""
        if self.seen is None:
            return False
        return max(self.seen) - min(self.seen) <= NEUTRAL and max(self.seen) <= DARK

    @cached_property
    def ink(self) -> float:
        """How much ink it takes, per cent of the area, all inks together; 0 where that is not for the file to say."""
        if self.space.kind in ("DeviceCMYK", "ICCBased") and len(self.parts) == 4:
            return 100 * sum(self.parts)
        if self.space.kind == "Separation" and self.space.inks == ("All",):
            return 400 * sum(self.parts)
        return 100 * sum(self.parts) if self.space.kind in ("Separation", "DeviceN") else 0.0


BLACK = Colour(GRAY, (0.0,))


@dataclass(frozen=True, slots=True)
class TextRun:
    """Letters shown at one go: the rectangle that their advance and their font's height make."""

    area: Area
    size: float
    """The em as painted."""
    colour: Colour
    mode: int
    """How the letters are painted; 3 not at all (9.3.6)."""
    font: str
    letters: int
    """How many characters, without spaces as far as the font says which those are."""

    @property
    def is_seen(self) -> bool:
        """Whether it leaves ink on the page."""
        return self.mode not in (3, 7) and self.letters > 0 and not self.colour.is_white


@dataclass(frozen=True, slots=True)
class Picture:
    """A sampled image as it is placed."""

    area: Area
    columns: int
    rows: int
    ppi: float
    """Pixels an inch as placed, in the direction that has fewer."""
    space: Space
    bits: int
    stencil: Colour | None
    """What a stencil mask is painted with; nothing for a picture of its own colours."""
    is_soft: bool
    filters: tuple[str, ...]
    key: tuple[int, int]
    """The image's object in the file; (0, 0) where it stands in the page's own stream."""

    @property
    def is_seen(self) -> bool:
        """Whether it leaves ink on the page; only a stencil can be known not to."""
        return self.stencil is None or not self.stencil.is_white


@dataclass(frozen=True, slots=True)
class Drawing:
    """A path that is filled or stroked, or a shading."""

    area: Area
    fill: Colour | None
    stroke: Colour | None
    thickness: float | None
    """How thick a line is as painted; also of a filled rectangle that serves as one; nothing where it is no line."""

    @property
    def is_seen(self) -> bool:
        """Whether it leaves ink on the page."""
        return any(colour is not None and not colour.is_white for colour in (self.fill, self.stroke))


PaintedObject = TextRun | Picture | Drawing

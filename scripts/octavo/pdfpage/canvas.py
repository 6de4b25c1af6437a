"""The graphics state, colours and paths of a page carried out (ISO 32000-1, 8.4 to 8.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING

from octavo.pdfpage.contenttokens import Operand
from octavo.pdfpage.graphicsstate import Path, State
from octavo.pdfpage.painted import Area, Colour, Drawing, Matrix, Picture, Space, TextRun, times
from octavo.pdfpage.pdffonts import PdfFont
from octavo.pdfpage.resources import ObjectCache, Resources
from octavo.pdfpage.values import Damaged

if TYPE_CHECKING:
    pass


@dataclass
class Painted:
    """All that a page's content paints, and what it takes for that."""

    texts: list[TextRun] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    fonts: dict[str, PdfFont] = field(default_factory=dict)
    inner_spaces: set[Space] = field(default_factory=set)
    """Colour spaces of patterns and of the letters of Type 3 fonts."""
    transparency: set[str] = field(default_factory=set)
    oddities: set[str] = field(default_factory=set)
    damaged: int = 0
    """Operators that could not be carried out."""
    is_incomplete: bool = False
    """Whether there was too much to be read to the end."""

    def spaces(self) -> set[Space]:
        """All colour spaces that something is painted in."""
        spaces = {run.colour.space for run in self.texts if run.mode not in (3, 7)} | self.inner_spaces
        spaces |= {picture.space for picture in self.pictures}
        for drawing in self.drawings:
            spaces |= {colour.space for colour in (drawing.fill, drawing.stroke) if colour}
        return spaces


class Canvas:
    """What a page's operators have set by now, and what they have painted."""

    def __init__(self, cache: ObjectCache, clip: Area, matrix: Matrix) -> None:
        self.painted = Painted()
        self._cache = cache
        self._resources: Resources = cache.of(None)
        self._state = State(matrix, clip)
        self._saved: list[State] = []
        self._path = Path()
        self._clips = False

    def save(self, _: list[Operand]) -> None:
        """q"""
        if len(self._saved) < 512:
            self._saved.append(self._state.copy())

    def restore(self, _: list[Operand]) -> None:
        """Q"""
        if self._saved:
            self._state = self._saved.pop()

    def concat(self, operands: list[Operand]) -> None:
        """cm"""
        self._state.ctm = times(matrix_of(numbers(operands, 6)), self._state.ctm)

    def graphics_state(self, operands: list[Operand]) -> None:
        """gs"""
        change = self._resources.state(name_of(operands))
        self.painted.transparency |= change.transparency
        self.painted.oddities |= change.oddities
        if change.line_width is not None:
            self._state.line_width = change.line_width
        if change.font is not None:
            self._state.font = self._resources.read_font(change.font)
            self._state.size = change.size

    # ---- colour

    def choose_space(self, operands: list[Operand], *, stroke: bool) -> None:
        """cs, CS"""
        space = self._resources.space(name_of(operands))
        initial = (1.0,) if space.kind in ("Separation", "DeviceN") else (0.0,)
        parts = initial * space.components
        if space.family == "cmyk" and space.components == 4:
            parts = (0.0, 0.0, 0.0, 1.0)
        self._paint_with(self._colour(space, parts), stroke)

    def choose_colour(self, operands: list[Operand], *, stroke: bool) -> None:
        """sc, scn, SC, SCN"""
        space = self._state.stroke_space if stroke else self._state.fill_space
        if operands and isinstance(operands[-1], bytes):
            self._paint_with(Colour(self._pattern(operands[-1], space), ()), stroke, space)
        else:
            self._paint_with(self._colour(space, numbers(operands)), stroke)

    def device_colour(self, operands: list[Operand], space: Space, *, stroke: bool) -> None:
        """g, rg, k, G, RG, K"""
        self._paint_with(self._colour(space, numbers(operands, space.components)), stroke)

    def _colour(self, space: Space, parts: tuple[float, ...]) -> Colour:
        """A colour, the same object whenever it is used, so that what follows from it is worked out once."""
        known = self._cache.colours
        return known.get((space, parts)) or known.setdefault((space, parts), Colour(space, parts))

    def _paint_with(self, colour: Colour, stroke: bool, space: Space | None = None) -> None:
        if stroke:
            self._state.stroke, self._state.stroke_space = colour, space or colour.space
        else:
            self._state.fill, self._state.fill_space = colour, space or colour.space

    def _pattern(self, name: bytes, space: Space) -> Space:
        """The colour space that a pattern paints in."""
        raise NotImplementedError

    # ---- paths

    def move(self, operands: list[Operand]) -> None:
        """m, l"""
        x, y = numbers(operands, 2)
        self._path.to(self._on_page(x, y))

    def curve(self, operands: list[Operand], which: str) -> None:
        """c, v, y"""
        given = numbers(operands, 6 if which == "c" else 4)
        points = [self._on_page(x, y) for x, y in zip(given[::2], given[1::2], strict=True)]
        if which == "v":
            points.insert(0, self._path.current)
        elif which == "y":
            points.append(points[-1])
        first, second, end = points
        self._path.curve(first, second, end)

    def rectangle(self, operands: list[Operand]) -> None:
        """re"""
        x, y, width, height = numbers(operands, 4)
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self._path.rectangle([self._on_page(*corner) for corner in corners])

    def _on_page(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self._state.ctm
        return a * x + c * y + e, b * x + d * y + f

    def clip(self, _: list[Operand]) -> None:
        """W, W*"""
        self._clips = True

    def paint(self, _: list[Operand], *, fill: bool, stroke: bool) -> None:
        """f, S, B, n and their kin"""
        path, state, whole = self._path, self._state, self._path.area()
        if fill:
            for area, thickness in path.parts():
                self._draw(area, state.fill, state.stroke if stroke else None, None if stroke else thickness)
        elif stroke and whole:
            a, b, c, d, _e, _f = state.ctm
            width = state.line_width * sqrt(abs(a * d - b * c))
            half = width / 2
            self._draw(whole.inset(-half, -half, -half, -half), None, state.stroke, width)
        if self._clips and whole:
            state.clip = state.clip.shared(whole)
        self._clips = False
        self._path = Path()

    def _draw(self, area: Area, fill: Colour | None, stroke: Colour | None, thickness: float | None) -> None:
        clip = self._state.clip
        touched = area.left <= clip.right and clip.left <= area.right
        if touched and area.bottom <= clip.top and clip.bottom <= area.top and clip.width > 0 and clip.height > 0:
            self.painted.drawings.append(Drawing(area.shared(clip), fill, stroke, thickness))

    def shade(self, operands: list[Operand]) -> None:
        """sh"""
        colour = Colour(self._resources.shading(name_of(operands)), ())
        self._draw(self._state.clip, colour, None, None)


def number(operands: list[Operand]) -> float:
    """The last operand, which must be a number; raises Damaged."""
    last = operands[-1] if operands else b""
    if isinstance(last, bytes):
        raise Damaged("a number is missing")
    return last


def numbers(operands: list[Operand], count: int = 0) -> tuple[float, ...]:
    """The last operands, so many or all, which must be numbers; raises Damaged."""
    if len(operands) < count:
        raise Damaged("a number is missing")
    found = []
    for operand in operands[-count:]:
        if isinstance(operand, bytes):
            raise Damaged("a number is missing")
        found.append(operand)
    return tuple(found)


def matrix_of(parts: Sequence[float]) -> Matrix:
    """Six numbers as a matrix; raises Damaged where there are more or fewer."""
    if len(parts) != 6:
        raise Damaged("a matrix has six numbers")
    a, b, c, d, e, f = parts
    return a, b, c, d, e, f


def name_of(operands: list[Operand]) -> bytes:
    """The last operand, which must be a name; raises Damaged."""
    last = operands[-1] if operands else 0.0
    if not isinstance(last, bytes):
        raise Damaged("a name is missing")
    return last

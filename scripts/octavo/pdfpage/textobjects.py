"""The text of a page carried out: what stands where, how large, in which colour (ISO 32000-1, 9.3 and 9.4)."""

from __future__ import annotations

from math import hypot

from octavo.pdfpage.canvas import Canvas, matrix_of, name_of, number, numbers
from octavo.pdfpage.contenttokens import Operand, pieces
from octavo.pdfpage.graphicsstate import TextPlace
from octavo.pdfpage.painted import Area, Colour, Matrix, TextRun, times
from octavo.pdfpage.pdffonts import PdfFont
from octavo.pdfpage.resources import ObjectCache
from octavo.pdfpage.values import Damaged

MODES = range(8)
"""How letters can be painted (9.3.6)."""


class TextCanvas(Canvas):
    """A canvas on which text is shown."""

    def __init__(self, cache: ObjectCache, clip: Area, matrix: Matrix) -> None:
        super().__init__(cache, clip, matrix)
        self._place = TextPlace()
        self._noted: set[tuple[str, Colour, int]] = set()

    def begin_text(self, _: list[Operand]) -> None:
        """BT"""
        self._place = TextPlace()

    def choose_font(self, operands: list[Operand]) -> None:
        """Tf"""
        size = number(operands)
        self._state.font = self._resources.font(name_of(operands[:-1]))
        self._state.size = size

    def set_number(self, operands: list[Operand], attribute: str) -> None:
        """Tc, Tw, TL, Ts, w"""
        setattr(self._state, attribute, number(operands))

    def set_stretch(self, operands: list[Operand]) -> None:
        """Tz"""
        self._state.stretch = number(operands) / 100

    def set_mode(self, operands: list[Operand]) -> None:
        """Tr"""
        mode = number(operands)
        if mode not in MODES:
            raise Damaged("no way to paint letters")
        self._state.mode = int(mode)

    def text_matrix(self, operands: list[Operand]) -> None:
        """Tm"""
        self._place.set(matrix_of(numbers(operands, 6)))

    def next_line(self, operands: list[Operand], *, set_leading: bool = False) -> None:
        """Td, TD"""
        x, y = numbers(operands, 2)
        if set_leading:
            self._state.leading = -y
        self._place.next(x, y)

    def new_line(self, _: list[Operand]) -> None:
        """T*"""
        self._place.next(0.0, -self._state.leading)

    def show(self, operands: list[Operand]) -> None:
        """Tj"""
        self._show([string_of(operand) for operand in operands if isinstance(operand, bytes)])

    def show_next(self, operands: list[Operand]) -> None:
        """'"""
        self.new_line(operands)
        self.show(operands)

    def show_spaced(self, operands: list[Operand]) -> None:
        """\""""
        self._state.word_space, self._state.letter_space = numbers(operands[:-1], 2)
        self.show_next(operands[-1:])

    def show_adjusted(self, operands: list[Operand]) -> None:
        """TJ"""
        parts: list[bytes] = []
        for operand in operands if self._cache.measures else ():
            if isinstance(operand, bytes):
                parts += pieces(operand) if operand[:1] == b"[" else [string_of(operand)]
            else:
                parts.append(b"%f" % operand)
        self._show(parts)

    def _show(self, parts: list[bytes]) -> None:
        """Show strings; the numbers between them, thousandths of the size, pull them together (9.4.3)."""
        state, font = self._state, self._state.font
        if not self._cache.measures:
            self._note(font)
            return
        known, measure = font.measured, font.measure
        # All in em; letter and word spaces, which are not, are added where there are any.
        x, start, end, letters, codes, spaces = 0.0, None, 0.0, 0, 0, 0
        for part in parts:
            if part[0] not in b"(<":
                x -= float(part) / 1000
                continue
            advance, leading, trailing, more, blanks, seen = known.get(part) or measure(part)
            if seen:
                if start is None:
                    start = x + leading
                letters += seen
                end = x + advance - trailing
            x += advance
            codes += more
            spaces += blanks
        size, across = state.size, state.size * state.stretch
        spacing = (codes * state.letter_space + spaces * state.word_space) * state.stretch
        if letters and start is not None:
            left, right = start * across, end * across + spacing
            self._put(Area(min(left, right), font.descent * size, max(left, right), font.ascent * size), letters)
        self._place.advance(x * across + spacing)

    def _note(self, font: PdfFont) -> None:
        """Note a font and a colour in which text is shown, and no more, each once."""
        state, painted = self._state, self.painted
        colour = state.stroke if state.mode in (1, 5) else state.fill
        painted.fonts[font.name] = font
        if (font.name, colour, state.mode) not in self._noted:
            self._noted.add((font.name, colour, state.mode))
            painted.texts.append(TextRun(state.clip, 0.0, colour, state.mode, font.name, 1))

    def _put(self, line: Area, letters: int) -> None:
        """Note letters that stand in a rectangle of text space."""
        state, font, painted = self._state, self._state.font, self.painted
        matrix = times(self._place.matrix, state.ctm)
        rise = state.rise
        low, high = sorted((line.bottom, line.top))
        area = Area(line.left, low + rise, line.right, high + rise).moved_by(matrix)
        if font.name not in painted.fonts:
            painted.fonts[font.name] = font
        colour = state.stroke if state.mode in (1, 5) else state.fill
        if area.meets(state.clip):
            size = abs(state.size) * font.em * hypot(matrix[2], matrix[3])
            painted.texts.append(TextRun(area.shared(state.clip), size, colour, state.mode, font.name, letters))


def string_of(operand: Operand) -> bytes:
    """An operand that must be a string; raises Damaged."""
    if not isinstance(operand, bytes) or operand[:1] not in (b"(", b"<"):
        raise Damaged("a string is missing")
    return operand

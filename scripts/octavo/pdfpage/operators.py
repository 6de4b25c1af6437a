"""The operators of a page carried out, as far as it takes to know what stands where (ISO 32000-1, 8 and 9).

Forms are followed with their matrix and clipped to their box; patterns are looked into for their colours alone.
Nothing is raised for a damaged stream: an operator that cannot be carried out is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import hypot
from typing import Any

from octavo.pdfpage.canvas import matrix_of, name_of
from octavo.pdfpage.contenttokens import Operand, operations
from octavo.pdfpage.graphicsstate import TextPlace
from octavo.pdfpage.painted import CMYK, GRAY, PATTERN, POINTS, RGB, UNIT, Area, Matrix, Picture, Space, times
from octavo.pdfpage.resources import FALSE_GROUP, Cabinet, Form, ImageFacts, Resources, read_image, shaded
from octavo.pdfpage.textobjects import TextCanvas

DEEPEST = 16
"""Forms within forms that are followed."""
MOST_MARKS = 120_000
"""Marks of one page that are kept."""
EVERYWHERE = Area(-1e9, -1e9, 1e9, 1e9)


class Painter(TextCanvas):
    """Carries out the content of one page."""

    def __init__(self, cabinet: Cabinet, clip: Area, matrix: Matrix) -> None:
        super().__init__(cabinet, clip, matrix)
        self._depth = 0
        self._inside: set[tuple[int, int]] = set()
        self._operators = _operators(self)

    def run(self, data: bytes, resources: Resources) -> None:
        """Carry out a content stream."""
        before, self._resources = self._resources, resources
        operators, cabinet, found = self._operators, self._cabinet, self.found
        for name, operands in operations(data):
            cabinet.operators_left -= 1
            if cabinet.operators_left < 0 or len(found.texts) + len(found.drawings) > MOST_MARKS:
                found.is_cut = True
                break
            operator = operators.get(name)
            if operator:
                try:
                    operator(operands)
                except (IndexError, TypeError, ValueError, ArithmeticError):
                    found.damaged += 1
        self._resources = before

    def _pattern(self, name: bytes, space: Space) -> Space:
        """The colour space that a pattern paints in; what a tiling pattern holds is looked into (8.7.3)."""
        import pikepdf

        pattern = self._resources.pattern(name)
        if pattern is None:
            return space
        if not isinstance(pattern, pikepdf.Stream):
            return self._cabinet.guarded(lambda: shaded(pattern.Shading), PATTERN, "a pattern")
        self._look_into(pattern, pattern.get("/Resources"))
        return space if space.base else PATTERN

    def do(self, operands: list[Operand]) -> None:
        """Do"""
        item = self._resources.external(name_of(operands[-1]))
        if item is None:
            raise ValueError("no such object")
        subtype = self._cabinet.guarded(lambda: str(item.Subtype), "", "an object of a page")
        if subtype == "/Image":
            self._picture(self._resources.image(item), item.objgen)
        elif subtype == "/Form":
            self._form(item)
        elif subtype == "/PS":
            self.found.oddities.add("PostScript")

    def inline_image(self, operands: list[Operand]) -> None:
        """BI"""
        import pikepdf

        text = operands[0]
        assert isinstance(text, bytes)
        read = self._cabinet.guarded(lambda: pikepdf.Object.parse(b"<<" + text + b">>"), None, "an inline image")
        if read is not None:
            self._picture(self._inline_facts(read), (0, 0))

    def _inline_facts(self, image: Any) -> ImageFacts:
        facts = self._cabinet.guarded(lambda: read_image(image), None, "an inline image")
        if facts is None:
            raise ValueError("damaged inline image")
        space = image.get("/CS", image.get("/ColorSpace"))
        if facts.space.kind == "unknown" and space is not None and str(space)[:1] == "/":
            return facts._replace(space=self._resources.space(str(space).encode("latin-1")))
        return facts

    def _picture(self, facts: ImageFacts, key: tuple[int, int]) -> None:
        state, found = self._state, self.found
        area = UNIT.moved_by(state.ctm)
        if not area.meets(state.clip) or not facts.columns or not facts.rows:
            return
        a, b, c, d, _, _ = state.ctm
        width, height = hypot(a, b) / POINTS, hypot(c, d) / POINTS
        ppi = min(facts.columns / width, facts.rows / height) if width and height else 0.0
        if facts.is_soft:
            found.transparency.add("soft mask of a picture")
        found.oddities |= facts.oddities
        stencil = state.fill if facts.is_stencil else None
        space = stencil.space if stencil else facts.space
        found.pictures.append(
            Picture(
                area.shared(state.clip),
                facts.columns,
                facts.rows,
                ppi,
                space,
                facts.bits,
                stencil,
                facts.is_soft,
                facts.filters,
                key,
            )
        )

    def _form(self, form: Any) -> None:
        """Carry out a form where it is placed (8.10)."""
        key = form.objgen
        if self._depth >= DEEPEST or key in self._inside:
            self.found.damaged += 1
            return
        described = self._cabinet.kept(self._cabinet.forms, form, self._described, None, "a form")
        data = self._stream(form)
        if described is None:
            return
        matrix, box, resources, is_group = described
        if is_group:
            self.found.oddities.add(FALSE_GROUP)
        saved, stack, place = self._state, self._saved, self._place
        self._state, self._saved, self._place = saved.copy(), [], TextPlace()
        self._state.ctm = times(matrix, saved.ctm)
        if box:
            self._state.clip = saved.clip.shared(box.moved_by(self._state.ctm))
        self._depth += 1
        self._inside.add(key)
        self.run(data, resources or self._resources)
        self._inside.discard(key)
        self._depth -= 1
        self._state, self._saved, self._place = saved, stack, place

    def _described(self, form: Any) -> Form | None:
        """A form's matrix, box and resources, and whether it is a transparency group (8.10.2)."""
        matrix = matrix_of([float(part) for part in form.get("/Matrix", (1, 0, 0, 1, 0, 0))])
        box = [float(edge) for edge in form.get("/BBox", [])]
        area = Area(min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])) if box else None
        group, resources = form.get("/Group"), form.get("/Resources")
        is_group = group is not None and str(group.get("/S")) == "/Transparency"
        return matrix, area, None if resources is None else self._cabinet.of(resources), is_group

    def _stream(self, item: Any) -> bytes:
        cabinet = self._cabinet
        return cabinet.kept(cabinet.streams, item, lambda stream: stream.read_bytes(), b"", "the content of a form")

    def choose_font(self, operands: list[Operand]) -> None:
        """Tf; the letters of a Type 3 font are looked into (9.6.5)"""
        super().choose_font(operands)
        font = self._state.font
        if font.glyphs and font.name not in self.found.fonts:
            self.found.fonts[font.name] = font
            for glyph in font.glyphs:
                self._look_into(glyph, font.resources)

    def _look_into(self, stream: Any, resources: Any) -> None:
        """Learn the colours and fonts of a pattern or a glyph, without noting where it paints."""
        if self._depth >= DEEPEST or stream.objgen in self._inside:
            return
        inner = Painter(self._cabinet, self._state.clip, self._state.ctm)
        inner._depth, inner._inside = self._depth + 1, self._inside | {stream.objgen}
        # What it paints may lie anywhere, as it is repeated.
        inner._state.clip = EVERYWHERE
        inner.run(self._stream(stream), self._cabinet.of(resources) if resources is not None else self._resources)
        self.found.inner_spaces |= inner.found.spaces()
        self.found.transparency |= inner.found.transparency
        self.found.oddities |= inner.found.oddities
        self.found.fonts.update(inner.found.fonts)


Carried = Callable[[list[Operand]], None]


def _operators(painter: Painter) -> dict[bytes, Carried]:
    """The operators by the names that they have in a content stream (ISO 32000-1, Annex A)."""
    p = painter
    table: dict[str, Carried] = {"q": p.save, "Q": p.restore, "cm": p.concat, "gs": p.graphics_state}
    table |= {"m": p.move, "l": p.move, "re": p.rectangle, "W": p.clip, "W*": p.clip, "sh": p.shade}
    table |= {"BT": p.begin_text, "Tf": p.choose_font, "Tr": p.set_mode, "Tm": p.text_matrix, "T*": p.new_line}
    table |= {"Tj": p.show, "TJ": p.show_adjusted, "'": p.show_next, '"': p.show_spaced}
    table |= {"Td": p.next_line, "TD": partial(p.next_line, set_leading=True), "Do": p.do, "BI": p.inline_image}
    table |= {which: partial(p.curve, which=which) for which in "cvy"}
    for stroke in (False, True):
        table["CS" if stroke else "cs"] = partial(p.choose_space, stroke=stroke)
        for name in ("SC", "SCN") if stroke else ("sc", "scn"):
            table[name] = partial(p.choose_colour, stroke=stroke)
        for name, space in (("g", GRAY), ("rg", RGB), ("k", CMYK)):
            table[name.upper() if stroke else name] = partial(p.device_colour, space=space, stroke=stroke)
    for name, attribute in (("Tc", "letter_space"), ("Tw", "word_space"), ("TL", "leading"), ("Ts", "rise")):
        table[name] = partial(p.set_number, attribute=attribute)
    table |= {"w": partial(p.set_number, attribute="line_width"), "Tz": partial(p.set_stretch)}
    for names, fill, stroke in (("f F f*", True, False), ("S s", False, True), ("B B* b b*", True, True)):
        table |= {name: partial(p.paint, fill=fill, stroke=stroke) for name in names.split()}
    table["n"] = partial(p.paint, fill=False, stroke=False)
    return {name.encode(): carried for name, carried in table.items()}

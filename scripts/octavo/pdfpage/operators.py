"""The operators of a page carried out, as far as it takes to know what stands where (ISO 32000-1, 8 and 9).

Forms are followed with their matrix and clipped to their box; patterns are looked into for their colours alone.
Nothing is raised for a damaged stream: an operator that cannot be carried out is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import hypot
from typing import TYPE_CHECKING

from octavo.pdfpage.canvas import matrix_of
from octavo.pdfpage.canvas import name_of as name_operand
from octavo.pdfpage.contenttokens import Operand, operations
from octavo.pdfpage.graphicsstate import TextPlace
from octavo.pdfpage.painted import (
    CMYK,
    GRAY,
    IDENTITY,
    PATTERN,
    POINTS,
    RGB,
    UNIT,
    Area,
    Matrix,
    Picture,
    Space,
    between,
    times,
)
from octavo.pdfpage.resources import FALSE_GROUP, Form, ImageFacts, ObjectCache, Resources, read_image, shaded
from octavo.pdfpage.textobjects import TextCanvas
from octavo.pdfpage.values import DIRECT, Damaged, ObjectKey, data_of, entry, key_of, name_of, numbers_of

if TYPE_CHECKING:
    from pikepdf import Object

DEEPEST = 16
"""Forms within forms that are followed."""
MOST_OBJECTS = 120_000
"""Marks of one page that are kept."""
EVERYWHERE = Area(-1e9, -1e9, 1e9, 1e9)


class Painter(TextCanvas):
    """Carries out the content of one page."""

    def __init__(self, cache: ObjectCache, clip: Area, matrix: Matrix) -> None:
        super().__init__(cache, clip, matrix)
        self._depth = 0
        self._inside: set[ObjectKey] = set()
        self._operators = _operators(self)

    def run(self, data: bytes, resources: Resources) -> None:
        """Carry out a content stream."""
        before, self._resources = self._resources, resources
        operators, cache, painted = self._operators, self._cache, self.painted
        for name, operands in operations(data):
            cache.operators_left -= 1
            if cache.operators_left < 0 or len(painted.texts) + len(painted.drawings) > MOST_OBJECTS:
                painted.is_incomplete = True
                break
            operator = operators.get(name)
            if operator:
                try:
                    operator(operands)
                except Damaged:
                    painted.damaged += 1
        self._resources = before

    def _pattern(self, name: bytes, space: Space) -> Space:
        """The colour space that a pattern paints in; what a tiling pattern holds is looked into (8.7.3)."""
        import pikepdf

        pattern = self._resources.pattern(name)
        if pattern is None:
            return space
        if not isinstance(pattern, pikepdf.Stream):
            return self._cache.unless_damaged(lambda: shaded(entry(pattern, "/Shading")), PATTERN, "a pattern")
        self._look_into(pattern, pattern.get("/Resources"))
        return space if space.base else PATTERN

    def do(self, operands: list[Operand]) -> None:
        """Do"""
        item = self._resources.external(name_operand(operands))
        if item is None:
            raise Damaged("no such object")
        subtype = self._cache.unless_damaged(lambda: name_of(entry(item, "/Subtype")), "", "an object of a page")
        if subtype == "Image":
            self._picture(self._resources.image(item), key_of(item))
        elif subtype == "Form":
            self._form(item)
        elif subtype == "PS":
            self.painted.oddities.add("PostScript")

    def inline_image(self, operands: list[Operand]) -> None:
        """BI"""
        dictionary = operands[0]
        assert isinstance(dictionary, bytes)
        facts = self._cache.unless_damaged(lambda: self._inline_facts(dictionary), None, "an inline image")
        if facts is not None:
            self._picture(facts, DIRECT)

    def _inline_facts(self, dictionary: bytes) -> ImageFacts:
        """What an inline image says of itself; its colour space may be one of the resources' (8.9.7)."""
        import pikepdf

        try:
            image = pikepdf.Object.parse(b"<<" + dictionary + b">>")
        except UnicodeDecodeError as error:
            raise Damaged("a name that is no text") from error
        facts = read_image(image)
        space = image.get("/CS", image.get("/ColorSpace"))
        if facts.space.kind == "unknown" and isinstance(space, pikepdf.Name):
            return facts._replace(space=self._resources.space(bytes(space)))
        return facts

    def _picture(self, facts: ImageFacts, key: ObjectKey) -> None:
        state, painted = self._state, self.painted
        area = UNIT.moved_by(state.ctm)
        if not area.meets(state.clip) or not facts.columns or not facts.rows:
            return
        a, b, c, d, _, _ = state.ctm
        width, height = hypot(a, b) / POINTS, hypot(c, d) / POINTS
        ppi = min(facts.columns / width, facts.rows / height) if width and height else 0.0
        if facts.is_soft:
            painted.transparency.add("soft mask of a picture")
        painted.oddities |= facts.oddities
        stencil = state.fill if facts.is_stencil else None
        space = stencil.space if stencil else facts.space
        painted.pictures.append(
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

    def _form(self, form: Object) -> None:
        """Carry out a form where it is placed (8.10)."""
        key = key_of(form)
        if self._depth >= DEEPEST or key in self._inside:
            self.painted.damaged += 1
            return
        described = self._cache.once(self._cache.forms, form, self._described, None, "a form")
        data = self._stream(form)
        if described is None:
            return
        matrix, box, resources, is_group = described
        if is_group:
            self.painted.oddities.add(FALSE_GROUP)
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

    def _described(self, form: Object) -> Form | None:
        """A form's matrix, box and resources, and whether it is a transparency group (8.10.2)."""
        given, box = entry(form, "/Matrix"), entry(form, "/BBox")
        matrix = IDENTITY if given is None else matrix_of(numbers_of(given))
        area = None if box is None else between(*numbers_of(box, 4))
        group, resources = entry(form, "/Group"), entry(form, "/Resources")
        is_group = group is not None and entry(group, "/S") == "/Transparency"
        return matrix, area, None if resources is None else self._cache.of(resources), is_group

    def _stream(self, item: Object) -> bytes:
        return self._cache.once(self._cache.streams, item, data_of, b"", "the content of a form")

    def choose_font(self, operands: list[Operand]) -> None:
        """Tf; the letters of a Type 3 font are looked into (9.6.5)"""
        super().choose_font(operands)
        font = self._state.font
        if font.glyphs and font.name not in self.painted.fonts:
            self.painted.fonts[font.name] = font
            for glyph in font.glyphs:
                self._look_into(glyph, font.resources)

    def _look_into(self, stream: Object, resources: Object | None) -> None:
        """Learn the colours and fonts of a pattern or a glyph, without noting where it paints."""
        if self._depth >= DEEPEST or key_of(stream) in self._inside:
            return
        inner = Painter(self._cache, self._state.clip, self._state.ctm)
        inner._depth, inner._inside = self._depth + 1, self._inside | {key_of(stream)}
        # What it paints may lie anywhere, as it is repeated.
        inner._state.clip = EVERYWHERE
        inner.run(self._stream(stream), self._cache.of(resources) if resources is not None else self._resources)
        self.painted.inner_spaces |= inner.painted.spaces()
        self.painted.transparency |= inner.painted.transparency
        self.painted.oddities |= inner.painted.oddities
        self.painted.fonts.update(inner.painted.fonts)


Handler = Callable[[list[Operand]], None]


def _operators(painter: Painter) -> dict[bytes, Handler]:
    """The operators by the names that they have in a content stream (ISO 32000-1, Annex A)."""
    p = painter
    table: dict[str, Handler] = {"q": p.save, "Q": p.restore, "cm": p.concat, "gs": p.graphics_state}
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

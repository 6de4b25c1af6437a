"""What a page's operators call by name: fonts, colour spaces, graphics states, pictures, forms, patterns.

Each object of a file is looked at once, however many pages use it; what is damaged is noted and stands for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from octavo.pdfpage.colourspaces import DEVICE, read_space
from octavo.pdfpage.contenttokens import name_text
from octavo.pdfpage.painted import PATTERN, UNKNOWN, Area, Colour, Matrix, Space
from octavo.pdfpage.pdffonts import NO_FONT, PdfFont, read_font
from octavo.pdfpage.values import (
    DIRECT,
    Damaged,
    ObjectKey,
    array_of,
    entries,
    entry,
    holds,
    is_true,
    key_of,
    listed,
    number_in,
    number_of,
    text_of,
    whole_of,
)

if TYPE_CHECKING:
    from pikepdf import Object

Found = TypeVar("Found")
FALSE_GROUP = "transparency group"
"""A group that alone lets nothing show through, but which PDF/X-1a does not know."""


Form = tuple[Matrix, Area | None, "Resources | None", bool]
"""A form's matrix and box, its own resources if it has any, and whether it is a transparency group (8.10.2)."""


class GraphicsState(NamedTuple):
    """What a graphics state dictionary changes that print must know of (8.4.5)."""

    transparency: frozenset[str]
    oddities: frozenset[str]
    line_width: float | None
    font: Object | None
    size: float


class ImageFacts(NamedTuple):
    """An image as the file describes it (8.9.5)."""

    columns: int
    rows: int
    space: Space
    bits: int
    is_stencil: bool
    is_soft: bool
    filters: tuple[str, ...]
    oddities: frozenset[str]


@dataclass
class ObjectCache:
    """What has been read of the objects of one file, each once."""

    measures: bool = True
    """Whether text is measured; without, it is only noted which fonts and colours a page's text has."""
    fonts: dict[ObjectKey, PdfFont] = field(default_factory=dict)
    images: dict[ObjectKey, ImageFacts] = field(default_factory=dict)
    states: dict[ObjectKey, GraphicsState] = field(default_factory=dict)
    spaces: dict[ObjectKey, Space] = field(default_factory=dict)
    resources: dict[ObjectKey, Resources] = field(default_factory=dict)
    forms: dict[ObjectKey, Form | None] = field(default_factory=dict)
    streams: dict[ObjectKey, bytes] = field(default_factory=dict)
    colours: dict[tuple[Space, tuple[float, ...]], Colour] = field(default_factory=dict)
    inks: dict[ObjectKey, float] = field(default_factory=dict)
    problems: dict[str, None] = field(default_factory=dict)
    """What could not be read, each said once."""
    operators_left: int = 30_000_000
    """How many operators are still carried out: a small file can call forms within forms without end."""

    def unless_damaged(self, read: Callable[[], Found], instead: Found, what: str, /) -> Found:
        """What a function reads of the file; something instead where the file is damaged there, which is noted.

        Only damage is caught: an error of the program itself is raised.
        """
        import pikepdf

        try:
            return read()
        except (Damaged, pikepdf.PikepdfError) as error:
            self.problems[f"{what} cannot be read ({_reason(error)})"] = None
            return instead

    def of(self, resources: Object | None) -> Resources:
        """The resources of a page or form."""
        import pikepdf

        if not isinstance(resources, pikepdf.Dictionary):
            return Resources(self, None)
        key = resources.objgen
        if key == DIRECT:
            return Resources(self, resources)
        if key not in self.resources:
            self.resources[key] = Resources(self, resources)
        return self.resources[key]

    def once(
        self,
        store: dict[ObjectKey, Found],
        item: Object,
        read: Callable[[Object], Found],
        instead: Found,
        what: str,
    ) -> Found:
        """Read an object, or remember what was read of it."""
        key = key_of(item)
        if key != DIRECT and key in store:
            return store[key]
        found = self.unless_damaged(lambda: read(item), instead, what)
        if key != DIRECT:
            store[key] = found
        return found


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


NO_STATE = GraphicsState(frozenset(), frozenset(), None, None, 0.0)
NO_IMAGE = ImageFacts(0, 0, UNKNOWN, 0, False, False, (), frozenset())


class Resources:
    """The named resources of one page or form (7.8.3)."""

    def __init__(self, cache: ObjectCache, dictionary: Object | None) -> None:
        self._cache = cache
        self._dictionary = dictionary
        self._fonts: dict[bytes, PdfFont] = {}
        self._spaces: dict[bytes, Space] = {}
        self._states: dict[bytes, GraphicsState] = {}
        self._shadings: dict[bytes, Space] = {}
        self._objects: dict[tuple[str, bytes], Object | None] = {}

    def _named(self, category: str, name: bytes) -> Object | None:
        """What the operators of a page call by this name; nothing where there is none."""
        key = (category, name)
        if key not in self._objects:
            what = f"{category[1:]} {name.decode('latin-1')}"
            self._objects[key] = self._cache.unless_damaged(lambda: self._looked_up(category, name), None, what)
        return self._objects[key]

    def _looked_up(self, category: str, name: bytes) -> Object | None:
        named = entry(self._dictionary, category) if self._dictionary is not None else None
        text = name_text(name)
        if named is None or text.isascii():
            return None if named is None else entry(named, text)
        return dict(entries(named)).get(text)  # pikepdf looks up no name that is not in UTF-8

    def font(self, name: bytes) -> PdfFont:
        """A font by its name."""
        if name not in self._fonts:
            item = self._named("/Font", name)
            self._fonts[name] = NO_FONT if item is None else self.read_font(item)
        return self._fonts[name]

    def read_font(self, item: Object) -> PdfFont:
        """A font that a graphics state brings itself."""
        return self._cache.once(self._cache.fonts, item, read_font, NO_FONT, "a font")

    def space(self, name: bytes) -> Space:
        """A colour space by its name."""
        device = DEVICE.get(name[1:].decode("latin-1"))
        if device is not None:
            return device
        if name not in self._spaces:
            item, cache = self._named("/ColorSpace", name), self._cache
            read = UNKNOWN if item is None else cache.once(cache.spaces, item, read_space, UNKNOWN, "a colour space")
            self._spaces[name] = read
        return self._spaces[name]

    def state(self, name: bytes) -> GraphicsState:
        """A graphics state by its name."""
        if name not in self._states:
            item, cache = self._named("/ExtGState", name), self._cache
            what = "a graphics state"
            self._states[name] = (
                NO_STATE if item is None else cache.once(cache.states, item, _read_state, NO_STATE, what)
            )
        return self._states[name]

    def external(self, name: bytes) -> Object | None:
        """A picture or form by its name; nothing where there is none."""
        return self._named("/XObject", name)

    def pattern(self, name: bytes) -> Object | None:
        """A pattern by its name; nothing where there is none."""
        return self._named("/Pattern", name)

    def shading(self, name: bytes) -> Space:
        """The colour space of a shading, as a pattern's."""
        if name not in self._shadings:
            item = self._named("/Shading", name)
            self._shadings[name] = (
                PATTERN if item is None else self._cache.unless_damaged(lambda: shaded(item), PATTERN, "a shading")
            )
        return self._shadings[name]

    def image(self, item: Object) -> ImageFacts:
        """What the file says of a picture."""

        def read(image: Object) -> ImageFacts:
            return read_image(image, None if self._dictionary is None else entry(self._dictionary, "/ColorSpace"))

        return self._cache.once(self._cache.images, item, read, NO_IMAGE, "a picture")


def shaded(shading: Object | None) -> Space:
    """The colour space of a shading (8.7.4.3), as that of a pattern; raises Damaged."""
    return Space("Pattern", 0, base=read_space(entry(shading, "/ColorSpace")))


def _read_state(state: Object) -> GraphicsState:
    transparency, oddities = set(), set()
    alpha = min(number_in(state, "/ca", 1), number_in(state, "/CA", 1))
    if alpha < 1:
        transparency.add(f"opacity of {alpha * 100:g} %")
    modes = listed(entry(state, "/BM"))
    mode = text_of(modes[0]) if modes else "Normal"
    if mode not in ("Normal", "Compatible"):
        transparency.add(f"blend mode {mode}")
    mask = entry(state, "/SMask")
    if mask is not None and mask != "/None":
        transparency.add("soft mask")
    transfer = entry(state, "/TR2")
    if holds(state, "/TR") or (transfer is not None and transfer != "/Default"):
        oddities.add("transfer curve")
    if holds(state, "/HTP"):
        oddities.add("halftone phase")
    font, width = entry(state, "/Font"), entry(state, "/LW")
    chosen = [] if font is None else array_of(font)
    if len(chosen) not in (0, 2):
        raise Damaged("a font without its size")
    return GraphicsState(
        frozenset(transparency),
        frozenset(oddities),
        None if width is None else number_of(width),
        chosen[0] if chosen else None,
        number_of(chosen[1]) if chosen else 0.0,
    )


def read_image(image: Object, named: Object | None = None) -> ImageFacts:
    """What a picture's dictionary says of it, its keys written out or short (8.9.7); raises Damaged."""

    def value(key: str, short: str) -> Object | None:
        found = entry(image, key)
        return entry(image, short) if found is None else found

    def whole(key: str, short: str, otherwise: int) -> int:
        found = value(key, short)
        return otherwise if found is None else whole_of(found)

    is_stencil = is_true(value("/ImageMask", "/IM"))
    space = value("/ColorSpace", "/CS")
    oddities = {"alternate images"} if holds(image, "/Alternates") else set()
    oddities |= {"OPI reference"} if holds(image, "/OPI") else set()
    return ImageFacts(
        whole("/Width", "/W", 0),
        whole("/Height", "/H", 0),
        UNKNOWN if space is None else read_space(space, named),
        1 if is_stencil else whole("/BitsPerComponent", "/BPC", 8),
        is_stencil,
        holds(image, "/SMask") or number_in(image, "/SMaskInData", 0) > 0,
        tuple(text_of(name) for name in listed(value("/Filter", "/F"))),
        frozenset(oddities),
    )

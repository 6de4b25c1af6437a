"""What a page's operators call by name: fonts, colour spaces, graphics states, pictures, forms, patterns.

Each object of a file is looked at once, however many pages use it; what is damaged is noted and stands for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from octavo.pdfpage.colourspaces import DEVICE, read_space
from octavo.pdfpage.painted import PATTERN, UNKNOWN, Area, Colour, Matrix, Space
from octavo.pdfpage.pdffonts import NO_FONT, PrintFont, read_font

Found = TypeVar("Found")
Key = tuple[int, int]
FALSE_GROUP = "transparency group"
"""A group that alone lets nothing show through, but which PDF/X-1a does not know."""


Form = tuple[Matrix, Area | None, "Resources | None", bool]
"""A form's matrix and box, its own resources if it has any, and whether it is a transparency group (8.10.2)."""


class GraphicsState(NamedTuple):
    """What a graphics state dictionary changes that print must know of (8.4.5)."""

    transparency: frozenset[str]
    oddities: frozenset[str]
    line_width: float | None
    font: Any
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
class Cabinet:
    """What is known of the objects of one file by now."""

    measures: bool = True
    """Whether text is measured; without, it is only noted which fonts and colours a page's text has."""
    fonts: dict[Key, PrintFont] = field(default_factory=dict)
    images: dict[Key, ImageFacts] = field(default_factory=dict)
    states: dict[Key, GraphicsState] = field(default_factory=dict)
    spaces: dict[Key, Space] = field(default_factory=dict)
    resources: dict[Key, Resources] = field(default_factory=dict)
    forms: dict[Key, Form | None] = field(default_factory=dict)
    streams: dict[Key, bytes] = field(default_factory=dict)
    colours: dict[tuple[Space, tuple[float, ...]], Colour] = field(default_factory=dict)
    inks: dict[Key, float] = field(default_factory=dict)
    problems: dict[str, None] = field(default_factory=dict)
    """What could not be read, each said once."""
    operators_left: int = 30_000_000
    """How many operators are still carried out: a small file can call forms within forms without end."""

    def note(self, what: str) -> None:
        """Note what could not be read."""
        self.problems[what] = None

    def guarded(self, read: Callable[[], Found], instead: Found, what: str) -> Found:
        """The result of a reading, or something instead where the file is damaged there."""
        import pikepdf

        try:
            return read()
        except (
            pikepdf.PdfError,
            AttributeError,
            KeyError,
            IndexError,
            TypeError,
            ValueError,
            ArithmeticError,
            RecursionError,
        ) as error:
            self.note(f"{what} cannot be read ({_reason(error)})")
            return instead

    def of(self, resources: Any) -> Resources:
        """The resources of a page or form."""
        import pikepdf

        if not isinstance(resources, pikepdf.Dictionary):
            return Resources(self, None)
        key = resources.objgen
        if key == (0, 0):
            return Resources(self, resources)
        if key not in self.resources:
            self.resources[key] = Resources(self, resources)
        return self.resources[key]

    def kept(
        self, store: dict[Key, Found], item: Any, read: Callable[[Any], Found], instead: Found, what: str
    ) -> Found:
        """Read an object, or remember it."""
        key: Key = getattr(item, "objgen", (0, 0))
        if key != (0, 0) and key in store:
            return store[key]
        found = self.guarded(lambda: read(item), instead, what)
        if key != (0, 0):
            store[key] = found
        return found


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


NO_STATE = GraphicsState(frozenset(), frozenset(), None, None, 0.0)
NO_IMAGE = ImageFacts(0, 0, UNKNOWN, 0, False, False, (), frozenset())


class Resources:
    """The named resources of one page or form (7.8.3)."""

    def __init__(self, cabinet: Cabinet, dictionary: Any) -> None:
        self._cabinet = cabinet
        self._dictionary = dictionary
        self._found: dict[tuple[str, bytes], Any] = {}

    def _named(self, category: str, name: bytes) -> Any:
        if self._dictionary is None:
            return None
        shelf = self._dictionary.get(category)
        return shelf.get(name.decode("latin-1")) if shelf is not None else None

    def _once(self, category: str, name: bytes, read: Callable[[Any], Found], instead: Found) -> Found:
        key = (category, name)
        if key not in self._found:
            what = f"{category[1:]} {name.decode('latin-1')}"
            item = self._cabinet.guarded(lambda: self._named(category, name), None, what)
            self._found[key] = instead if item is None else read(item)
        found: Found = self._found[key]
        return found

    def font(self, name: bytes) -> PrintFont:
        """A font by its name."""
        return self._once("/Font", name, self.read_font, NO_FONT)

    def read_font(self, item: Any) -> PrintFont:
        """A font that a graphics state brings itself."""
        cabinet = self._cabinet
        return cabinet.kept(cabinet.fonts, item, read_font, NO_FONT, "a font")

    def space(self, name: bytes) -> Space:
        """A colour space by its name."""
        device = DEVICE.get(name[1:].decode("latin-1"))
        if device is not None:
            return device
        cabinet = self._cabinet
        return self._once(
            "/ColorSpace",
            name,
            lambda item: cabinet.kept(cabinet.spaces, item, read_space, UNKNOWN, "a colour space"),
            UNKNOWN,
        )

    def state(self, name: bytes) -> GraphicsState:
        """A graphics state by its name."""
        cabinet = self._cabinet
        return self._once(
            "/ExtGState",
            name,
            lambda item: cabinet.kept(cabinet.states, item, _read_state, NO_STATE, "a graphics state"),
            NO_STATE,
        )

    def external(self, name: bytes) -> Any:
        """A picture or form by its name; nothing where there is none."""
        return self._once("/XObject", name, lambda item: item, None)

    def pattern(self, name: bytes) -> Any:
        """A pattern by its name; nothing where there is none."""
        return self._once("/Pattern", name, lambda item: item, None)

    def shading(self, name: bytes) -> Space:
        """The colour space of a shading, as a pattern's."""
        return self._once(
            "/Shading", name, lambda item: self._cabinet.guarded(lambda: shaded(item), PATTERN, "a shading"), PATTERN
        )

    def image(self, item: Any) -> ImageFacts:
        """What the file says of a picture."""
        cabinet, named = self._cabinet, self._dictionary.get("/ColorSpace") if self._dictionary is not None else None
        return cabinet.kept(cabinet.images, item, lambda image: read_image(image, named), NO_IMAGE, "a picture")


def shaded(shading: Any) -> Space:
    """The colour space of a shading (8.7.4.3), as that of a pattern."""
    return Space("Pattern", 0, base=read_space(shading.ColorSpace))


def _read_state(state: Any) -> GraphicsState:
    transparency, oddities = set(), set()
    alpha = min(float(state.get("/ca", 1)), float(state.get("/CA", 1)))
    if alpha < 1:
        transparency.add(f"opacity of {alpha * 100:g} %")
    modes = state.get("/BM", "/Normal")
    mode = str(modes[0] if not isinstance(modes, str) and _is_array(modes) else modes).lstrip("/")
    if mode not in ("Normal", "Compatible"):
        transparency.add(f"blend mode {mode}")
    if "/SMask" in state and str(state.SMask) != "/None":
        transparency.add("soft mask")
    if "/TR" in state or ("/TR2" in state and str(state.TR2) != "/Default"):
        oddities.add("transfer curve")
    if "/HTP" in state:
        oddities.add("halftone phase")
    font = state.get("/Font")
    width = state.get("/LW")
    return GraphicsState(
        frozenset(transparency),
        frozenset(oddities),
        float(width) if width is not None else None,
        font[0] if font is not None else None,
        float(font[1]) if font is not None else 0.0,
    )


def _is_array(item: Any) -> bool:
    import pikepdf

    return isinstance(item, pikepdf.Array)


def read_image(image: Any, named: Any = None) -> ImageFacts:
    """What a picture's dictionary says of it."""
    filters = image.get("/Filter", image.get("/F", []))
    names = [filters] if not _is_array(filters) else list(filters)
    stencil = bool(image.get("/ImageMask", image.get("/IM", False)))
    space = image.get("/ColorSpace", image.get("/CS"))
    filtered = tuple(str(name).lstrip("/") for name in names)
    read = UNKNOWN if space is None else read_space(space, named)
    oddities = {"alternate images"} if "/Alternates" in image else set()
    oddities |= {"OPI reference"} if "/OPI" in image else set()
    return ImageFacts(
        int(image.get("/Width", image.get("/W", 0))),
        int(image.get("/Height", image.get("/H", 0))),
        read,
        1 if stencil else int(image.get("/BitsPerComponent", image.get("/BPC", 8))),
        stencil,
        "/SMask" in image or int(image.get("/SMaskInData", 0)) > 0,
        filtered,
        frozenset(oddities),
    )

"""One page of a file for print: its boxes as it is shown, what stands on it, its annotations (ISO 32000-1, 14.11.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from octavo.pdfpage.canvas import Painted
from octavo.pdfpage.operators import Painter
from octavo.pdfpage.painted import Area, Matrix, PaintedObject, between
from octavo.pdfpage.resources import FALSE_GROUP, ObjectCache
from octavo.pdfpage.values import (
    array_of,
    contents_of,
    data_of,
    entry,
    holds,
    inherited,
    number_in,
    numbers_of,
    text_in,
    whole_of,
)

if TYPE_CHECKING:
    from pikepdf import Dictionary, Object, Page, Stream

Found = TypeVar("Found")
LETTER = Area(0.0, 0.0, 612.0, 792.0)
"""What a page is taken to be that gives no size."""


@dataclass(frozen=True)
class Annotation:
    """Something laid over a page: its subtype without the slash, and where."""

    subtype: str
    area: Area
    is_hidden: bool


@dataclass
class PdfPage:
    """A page, from 1; all areas are in points from the lower left corner of its MediaBox as it is shown."""

    number: int
    media: Area
    crop: Area
    trim: Area | None
    bleed: Area | None
    art: Area | None
    rotation: int
    unit: float
    """Its UserUnit: how many points one of its units is (14.11.2, PDF 1.6)."""
    to_shown: Matrix
    """From the page's own coordinates to those of its areas."""
    annotations: tuple[Annotation, ...]
    _obj: Dictionary = field(repr=False)
    _cache: ObjectCache = field(repr=False)
    problems: list[str] = field(default_factory=list)
    """What could not be read of it, once ``painted`` is."""

    @cached_property
    def painted(self) -> Painted:
        """All that its content paints."""
        cache = self._cache
        before = len(cache.problems)
        none: list[Stream] = []
        streams = cache.unless_damaged(lambda: contents_of(self._obj), none, "the content")
        data = b"\n".join(cache.unless_damaged(partial(data_of, stream), b"", "the content") for stream in streams)
        resources = cache.unless_damaged(lambda: inherited(self._obj, "/Resources"), None, "the resources")
        painter = Painter(cache, self.media, self.to_shown)
        painter.run(data, cache.of(resources))
        painted = painter.painted
        if holds(self._obj, "/Group"):
            painted.oddities.add(FALSE_GROUP)
        self.problems += list(cache.problems)[before:]
        if painted.damaged:
            self.problems.append(f"{painted.damaged:,} operators of the content cannot be carried out")
        return painted

    def visible(self) -> list[PaintedObject]:
        """All that leaves ink."""
        painted = self.painted
        everything: list[PaintedObject] = [*painted.texts, *painted.drawings, *painted.pictures]
        return [item for item in everything if item.is_seen]

    @cached_property
    def is_blank(self) -> bool:
        """Whether nothing is printed on it."""
        return not any(item.area.meets(self.cut) for item in self.visible())

    @property
    def cut(self) -> Area:
        """What is left when the page is trimmed: its TrimBox, else its ArtBox, else all of it."""
        return self.trim or self.art or self.crop


def read_page(page: Page, number: int, cache: ObjectCache) -> PdfPage:
    """A page of a file; boxes that are damaged count as not there."""
    obj = page.obj
    own: list[str] = []

    def unless_damaged(read: Callable[[], Found], instead: Found, what: str) -> Found:
        before = len(cache.problems)
        found = cache.unless_damaged(read, instead, what)
        own.extend(list(cache.problems)[before:])
        return found

    def box(key: str) -> Area | None:
        """Of the boxes, these two may also stand in the page tree above the page (7.7.3.4)."""
        return unless_damaged(lambda: _box(inherited(obj, key)), None, f"the {key[1:]}")

    def own_box(key: str) -> Area | None:
        found = unless_damaged(lambda: _box(entry(obj, key)), None, f"the {key[1:]}")
        return found.moved_by(matrix) if found else None

    media, crop = box("/MediaBox"), box("/CropBox")
    if media is None:
        own.append("the page does not say how large it is (it has no MediaBox)")
        media = LETTER
    rotation = unless_damaged(lambda: _rotation(obj), 0, "the rotation")
    unit = unless_damaged(lambda: number_in(obj, "/UserUnit", 1), 1.0, "the UserUnit")
    matrix = page_matrix(media, rotation, unit)
    none: tuple[Annotation, ...] = ()
    return PdfPage(
        number,
        media.moved_by(matrix),
        (crop or media).moved_by(matrix),
        own_box("/TrimBox"),
        own_box("/BleedBox"),
        own_box("/ArtBox"),
        rotation,
        unit,
        matrix,
        unless_damaged(lambda: tuple(_annotations(obj, matrix)), none, "the annotations"),
        obj,
        cache,
        own,
    )


def _box(box: Object | None) -> Area | None:
    """A rectangle, its corners in whatever order; nothing where it has no extent."""
    if box is None:
        return None
    area = between(*numbers_of(box, 4))
    return area if area.width > 0 and area.height > 0 else None


def _rotation(page: Dictionary) -> int:
    """By how many degrees the page is turned clockwise when it is shown."""
    angle = inherited(page, "/Rotate")
    return 0 if angle is None else whole_of(angle) % 360


def page_matrix(media: Area, rotation: int, unit: float) -> Matrix:
    """From a page's own coordinates to the page as it is shown, its lower left corner being 0, 0 (7.7.3.3)."""
    left, bottom, right, top = (edge * unit for edge in (media.left, media.bottom, media.right, media.top))
    return {
        90: (0.0, -unit, unit, 0.0, -bottom, right),
        180: (-unit, 0.0, 0.0, -unit, right, top),
        270: (0.0, unit, -unit, 0.0, top, -left),
    }.get(rotation, (unit, 0.0, 0.0, unit, -left, -bottom))


def _annotations(page: Dictionary, matrix: Matrix) -> list[Annotation]:
    listed = entry(page, "/Annots")
    return [] if listed is None else [_annotation(item, matrix) for item in array_of(listed)]


def _annotation(item: Object, matrix: Matrix) -> Annotation:
    box = _box(entry(item, "/Rect"))
    flags = whole_of(number_in(item, "/F", 0))
    area = box.moved_by(matrix) if box else Area(0.0, 0.0, 0.0, 0.0)
    return Annotation(text_in(item, "/Subtype", "none"), area, bool(flags & 2))

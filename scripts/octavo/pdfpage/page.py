"""One page of a file for print: its boxes as it is shown, what stands on it, its annotations (ISO 32000-1, 14.11.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from octavo.pdfpage.canvas import PageMarks
from octavo.pdfpage.operators import Painter
from octavo.pdfpage.painted import Area, Mark, Matrix
from octavo.pdfpage.resources import FALSE_GROUP, Cabinet

LETTER = Area(0.0, 0.0, 612.0, 792.0)
"""What a page is taken to be that gives no size."""
DEEPEST_TREE = 64


@dataclass(frozen=True)
class Annotation:
    """Something laid over a page: its subtype without the slash, and where."""

    subtype: str
    area: Area
    is_hidden: bool


@dataclass
class PrintPage:
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
    _obj: Any = field(repr=False)
    _cabinet: Cabinet = field(repr=False)

    @cached_property
    def marks(self) -> PageMarks:
        """All that its content paints."""
        problems = self._cabinet.problems
        before = len(problems)
        painter = Painter(self._cabinet, self.media, self.to_shown)
        what = "the content"
        none: list[Any] = []
        streams = self._cabinet.guarded(lambda: _streams(self._obj), none, what)
        data = b"\n".join(self._cabinet.guarded(partial(_read, stream), b"", what) for stream in streams)
        resources = inherited(self._obj, "/Resources")
        painter.run(data, self._cabinet.of(resources))
        found = painter.found
        if "/Group" in self._obj:
            found.oddities.add(FALSE_GROUP)
        for problem in list(problems)[before:]:
            self.problems.append(problem)
        if found.damaged:
            self.problems.append(f"{found.damaged:,} operators of the content cannot be carried out")
        return found

    problems: list[str] = field(default_factory=list)
    """What could not be read of it, once ``marks`` are."""

    def seen(self) -> list[Mark]:
        """All marks that leave ink."""
        marks = self.marks
        texts: list[Mark] = [run for run in marks.texts if run.is_seen]
        drawings: list[Mark] = [drawing for drawing in marks.drawings if drawing.is_seen]
        return texts + drawings + [picture for picture in marks.pictures if shows(picture)]

    @cached_property
    def is_blank(self) -> bool:
        """Whether nothing is printed on it."""
        return not any(mark.area.meets(self.cut) for mark in self.seen())

    @property
    def cut(self) -> Area:
        """What is left when the page is trimmed: its TrimBox, else its ArtBox, else all of it."""
        return self.trim or self.art or self.crop


def shows(picture: Any) -> bool:
    """Whether a picture leaves ink; only a stencil can be known not to."""
    return picture.stencil is None or not picture.stencil.is_white


def read_page(page: Any, number: int, cabinet: Cabinet) -> PrintPage:
    """A page of a file; boxes that are damaged count as not there."""
    obj = page.obj
    own: list[str] = []

    def guarded(read: Callable[[], Any], instead: Any, what: str) -> Any:
        before = len(cabinet.problems)
        found = cabinet.guarded(read, instead, what)
        own.extend(list(cabinet.problems)[before:])
        return found

    names = ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox")
    boxes = {key: guarded(partial(_page_box, obj, key), None, f"the {key[1:]}") for key in names}
    media: Area = boxes["/MediaBox"] or LETTER
    if boxes["/MediaBox"] is None:
        own.append("the page does not say how large it is (it has no MediaBox)")
    rotation = guarded(lambda: int(inherited(obj, "/Rotate") or 0) % 360, 0, "the rotation")
    unit = guarded(lambda: float(obj.get("/UserUnit", 1)), 1.0, "the UserUnit")
    matrix = shown(media, rotation, unit)
    areas = {key: box.moved_by(matrix) if box else None for key, box in boxes.items()}
    annotations = guarded(lambda: tuple(_annotations(obj, matrix)), (), "the annotations")
    return PrintPage(
        number,
        media.moved_by(matrix),
        areas["/CropBox"] or media.moved_by(matrix),
        areas["/TrimBox"],
        areas["/BleedBox"],
        areas["/ArtBox"],
        rotation,
        unit,
        matrix,
        annotations,
        obj,
        cabinet,
        own,
    )


def inherited(obj: Any, key: str) -> Any:
    """An entry of a page or of what it hangs from in the page tree (7.7.3.4); boxes but two are not inherited."""
    if key in ("/TrimBox", "/BleedBox", "/ArtBox"):
        return obj.get(key)
    for _ in range(DEEPEST_TREE):
        if obj is None:
            return None
        found = obj.get(key)
        if found is not None:
            return found
        obj = obj.get("/Parent")
    return None


def _page_box(obj: Any, key: str) -> Area | None:
    return _box(inherited(obj, key))


def _box(box: Any) -> Area | None:
    """A rectangle, its corners in whatever order; nothing where it has no extent."""
    if box is None:
        return None
    x0, y0, x1, y1 = (float(edge) for edge in box)
    area = Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return area if area.width > 0 and area.height > 0 else None


def shown(media: Area, rotation: int, unit: float) -> Matrix:
    """From a page's own coordinates to the page as it is shown, its lower left corner being 0, 0 (7.7.3.3)."""
    left, bottom, right, top = (edge * unit for edge in (media.left, media.bottom, media.right, media.top))
    return {
        90: (0.0, -unit, unit, 0.0, -bottom, right),
        180: (-unit, 0.0, 0.0, -unit, right, top),
        270: (0.0, unit, -unit, 0.0, top, -left),
    }.get(rotation, (unit, 0.0, 0.0, unit, -left, -bottom))


def _streams(obj: Any) -> list[Any]:
    """The content streams of a page in order (7.7.3.3)."""
    import pikepdf

    contents = obj.get("/Contents")
    if contents is None:
        return []
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _read(stream: Any) -> bytes:
    data: bytes = stream.read_bytes()
    return data


def _annotations(obj: Any, matrix: Matrix) -> list[Annotation]:
    found = []
    for annotation in obj.get("/Annots", []):
        box = _box(annotation.get("/Rect"))
        flags = int(annotation.get("/F", 0))
        area = box.moved_by(matrix) if box else Area(0.0, 0.0, 0.0, 0.0)
        found.append(Annotation(str(annotation.get("/Subtype", "/none")).lstrip("/"), area, bool(flags & 2)))
    return found

"""Imposition: the pages of an interior, two a side, for any printer that prints on both sides, and a stapler.

A saddle-stitched booklet is a pile of sheets, printed on both sides, turned on the short edge, folded once and stapled
through the fold. The outermost sheet carries the first and the last two pages, the innermost the middle four.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

POINTS = 72
SHEETS = {"a4": (841.89, 595.276), "letter": (792.0, 612.0)}
"""Width and height of a sheet laid crosswise, in points (ISO 216; ANSI/ASME Y14.1)."""
STAPLED = 80
"""Pages: more than twenty sheets no office stapler holds, nor do they lie flat."""
GATHERING = 32
"""Pages of a gathering that is sewn: eight sheets, each a quarter of them."""
FRAME = 0.25
"""Points: the rule around a page of a proof."""

Side = tuple[int | None, int | None]
"""The pages, from 0, that stand left and right on one side of a sheet; none where the side stays empty."""


@dataclass(frozen=True)
class Imposed:
    """Sheets to be printed, and by how much the pages were made smaller."""

    data: bytes
    scale: float
    gatherings: int
    """How many piles are folded, each by itself."""


def gatherings(pages: int) -> list[range]:
    """The pages of each pile that is folded by itself: all in one as far as they can be stapled."""
    full = pages + -pages % 4
    if full <= STAPLED:
        return [range(full)]
    return [range(start, min(start + GATHERING, full)) for start in range(0, full, GATHERING)]


def sides(gathering: range, pages: int) -> list[Side]:
    """The sides of a pile's sheets in the order of printing, front and back in turn, the outermost sheet first."""
    first, last = gathering.start, gathering.stop - 1
    found: list[tuple[int, int]] = []
    for sheet in range(len(gathering) // 4):
        outer, inner = first + 2 * sheet, last - 2 * sheet
        found += [(inner, outer), (outer + 1, inner - 1)]
    return [(_there(left, pages), _there(right, pages)) for left, right in found]


def booklet(interior: bytes, *, sheet: str, caliper: float) -> Imposed:
    """Impose an interior for saddle stitching on ``a4`` or ``letter`` sheets.

    ``caliper`` is the paper's thickness a page, that is half a leaf, in inches. Creep: in a folded pile each sheet lies
    around the thickness of those inside of it, and the inner ones stand out at the fore-edge, where they are cut. So
    the pages of the nth sheet from outside (from 0) are moved towards the fold by n leaves, 2 × n × caliper: the white
    at the fore-edge is the same on all when the booklet is trimmed. The outermost sheet does not move.
    """
    with _Imposition(interior, sheet, frame=False) as job:
        piles = gatherings(len(job.pages))
        for pile in piles:
            for number, (left, right) in enumerate(sides(pile, len(job.pages))):
                job.add(left, right, creep=(number // 2) * 2 * caliper * POINTS)
        return Imposed(job.saved(), job.scale, len(piles))


def two_up(interior: bytes, *, sheet: str) -> Imposed:
    """The spreads that a reader sees, each on a sheet, with the edge of each page drawn: for reading proofs."""
    with _Imposition(interior, sheet, frame=True) as job:
        count = len(job.pages)
        for right in range(0, count + 1, 2):
            left = right - 1 if right else None
            if left is not None or right < count:
                job.add(left, right if right < count else None)
        return Imposed(job.saved(), job.scale, 0)


def _there(page: int, pages: int) -> int | None:
    return page if page < pages else None


class _Imposition:
    """Puts the pages of one file on sheets; each page is embedded once, and shares its fonts with the others."""

    def __init__(self, interior: bytes, sheet: str, *, frame: bool) -> None:
        import pikepdf

        self._source = pikepdf.open(io.BytesIO(interior))
        self._file = pikepdf.new()
        self.pages = list(self._source.pages)
        self._width, self._height = SHEETS[sheet]
        self._frame = frame
        sizes = [_size(page) for page in self.pages]
        widest, highest = max(width for width, _ in sizes), max(height for _, height in sizes)
        self.scale = min(1.0, self._width / 2 / widest, self._height / highest)

    def __enter__(self) -> _Imposition:
        return self

    def __exit__(self, *_: object) -> None:
        self._source.close()

    def add(self, left: int | None, right: int | None, *, creep: float = 0.0) -> None:
        """Add a side; both pages stand against the fold in its middle, and are moved over it by ``creep`` points."""
        import pikepdf

        page = self._file.add_blank_page(page_size=(self._width, self._height))
        content, shown = [], pikepdf.Dictionary()
        for number, on_right in ((left, False), (right, True)):
            if number is None or not self.pages[number].get("/Contents"):
                continue
            width, height = (self.scale * side for side in _size(self.pages[number]))
            x = self._width / 2 - creep if on_right else self._width / 2 - width + creep
            y = (self._height - height) / 2
            edge = self._width / 2
            seen = (edge, y, min(width, width - creep), height) if on_right else (x, y, edge - x, height)
            name = f"/Page{number + 1}"
            shown[name] = self._file.copy_foreign(_form(self._source, self.pages[number]))
            content.append(_shown(name, self.scale, x, y, seen))
            if self._frame:
                content.append(f"q {FRAME} w 0.6 G {x:.3f} {y:.3f} {width:.3f} {height:.3f} re S Q\n")
        page.obj.Resources = pikepdf.Dictionary(XObject=shown)
        page.Contents = self._file.make_stream("".join(content).encode())
        page.obj.TrimBox = pikepdf.Array([0, 0, self._width, self._height])

    def saved(self) -> bytes:
        """The sheets as a PDF 1.4, the same bytes each time (ISO 32000-1, 14.4)."""
        import pikepdf

        for key in ("/Title", "/CreationDate", "/ModDate", "/Creator", "/Producer"):
            if key in self._source.docinfo:
                self._file.docinfo[key] = self._file.copy_foreign(self._source.make_indirect(self._source.docinfo[key]))
        out = io.BytesIO()
        self._file.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable, force_version="1.4"
        )
        return out.getvalue()


def _size(page: Any) -> tuple[float, float]:
    """Width and height of a page as it is cut, in points, and as it is turned (ISO 32000-1, 14.11.2 and 7.7.3.3)."""
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    width, height = right - left, top - bottom
    return (height, width) if int(page.obj.get("/Rotate", 0)) % 180 else (width, height)


def _form(source: Any, page: Any) -> Any:
    """A page as a form whose lower left corner, as it is cut and turned, is the origin."""
    import pikepdf

    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    turned = int(page.obj.get("/Rotate", 0)) % 360
    matrix = {
        0: [1, 0, 0, 1, -left, -bottom],
        90: [0, -1, 1, 0, -bottom, right],
        180: [-1, 0, 0, -1, right, top],
        270: [0, 1, -1, 0, top, -left],
    }[turned]
    form = page.as_form_xobject(handle_transformations=False)
    form.BBox = pikepdf.Array([left, bottom, right, top])
    form.Matrix = pikepdf.Array(matrix)
    if "/Group" in form:
        del form["/Group"]
    return form


def _shown(name: str, scale: float, x: float, y: float, seen: tuple[float, float, float, float]) -> str:
    """The operators that show a form at a place, within a rectangle and not beyond."""
    clip = " ".join(f"{side:.3f}" for side in seen)
    return f"q {clip} re W n {scale:.6f} 0 0 {scale:.6f} {x:.3f} {y:.3f} cm {name} Do Q\n"

"""Imposition: the pages of an interior, two a side, for any printer that prints on both sides, and a stapler.

A saddle-stitched booklet is a pile of sheets, printed on both sides, turned on the short edge, folded once and stapled
through the fold. The outermost sheet carries the first and the last two pages, the innermost the middle four. What is
printed is what the interior's TrimBox encloses; bleed, links and marks for folding are left out.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pikepdf import Dictionary, Page, Pdf, Stream

POINTS = 72
SheetSize = Literal["a4", "letter"]
SHEETS = {"a4": (841.89, 595.276), "letter": (792.0, 612.0)}
"""Width and height of a sheet laid crosswise, in points (ISO 216; ANSI/ASME Y14.1)."""
ROUNDED = 0.1
"""Points by which a page may be larger than half a sheet and still stands 1:1: two A5, rounded, are one A4."""
STAPLED = 80
"""Pages: more than twenty sheets no office stapler holds, nor do they lie flat."""
GATHERING = 32
"""Pages of a gathering that is sewn: eight sheets, each a quarter of them."""
FRAME = 0.25
"""Points: the rule around a page of the spreads."""
GRAY = 0.6
"""How light that rule is, in DeviceGray; 1 is white."""

Side = tuple[int | None, int | None]
"""The pages, from 0, that stand left and right on one side of a sheet; none where the side stays empty."""


@dataclass(frozen=True)
class Imposed:
    """Sheets to be printed, and by how much the pages were made smaller."""

    data: bytes
    scale: float
    """1 where two pages fit side by side as they are; else less, the same for all."""
    gatherings: int
    """How many piles are folded, each by itself."""


def gatherings(pages: int) -> list[range]:
    """The pages, from 0, of each pile that is folded by itself: all in one as far as they can be stapled.

    Each holds a multiple of four; those beyond the last page stay blank.
    """
    full = pages + -pages % 4
    if full <= STAPLED:
        return [range(full)]
    return [range(start, min(start + GATHERING, full)) for start in range(0, full, GATHERING)]


def sides(gathering: range, pages: int) -> list[Side]:
    """The sides of a pile's sheets in the order of printing, front and back in turn, the outermost sheet first.

    A front shows (last, first), its back (second, last but one): turned on the short edge, the second page lies behind
    the first.
    """
    found: list[tuple[int, int]] = []
    for sheet in range(len(gathering) // 4):
        first, last = gathering.start + 2 * sheet, gathering.stop - 1 - 2 * sheet
        found += [(last, first), (first + 1, last - 1)]
    return [(_there(left, pages), _there(right, pages)) for left, right in found]


def booklet(interior: bytes, *, sheet: SheetSize, caliper: float) -> Imposed:
    """Impose an interior for saddle stitching on ``a4`` or ``letter`` sheets.

    ``caliper`` is the paper's thickness a page, that is half a leaf, in inches. Creep: in a folded pile each sheet lies
    around the thickness of those inside of it, and the inner ones stand out at the fore-edge, where they are cut. The
    pages of the nth sheet from outside (from 0) are moved towards the fold by

        creep = n × 2 × caliper

    so that the white at the fore-edge is the same on all when the booklet is trimmed. It is the trade's formula: one
    leaf's thickness × (pages ÷ 4 - 1) at the innermost sheet, shared out evenly, the outermost at rest (Quite Imposing,
    Creep: from paper thickness, the inside shifts most; Adobe InDesign, Print Booklet: a negative creep). It holds for
    a pile pressed flat; a loose fold stands out 1.2 to 1.4 times as far (Impozycjoner). Where pages are made smaller,
    the paper is not, nor is the creep. Each gathering begins anew.
    """
    with _Imposition(interior, sheet, frame=False) as job:
        piles = gatherings(len(job.pages))
        for pile in piles:
            for side, (left, right) in enumerate(sides(pile, len(job.pages))):
                job.add(left, right, creep=side // 2 * 2 * caliper * POINTS)
        return Imposed(job.saved(), job.scale, len(piles))


def two_up(interior: bytes, *, sheet: SheetSize) -> Imposed:
    """The spreads that a reader sees, each on a sheet, the edge of each page drawn: to correct on paper.

    The first page stands on the right, alone. Pages are made smaller to fit, never larger.
    """
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

    def __init__(self, interior: bytes, sheet: SheetSize, *, frame: bool) -> None:
        import pikepdf

        self._source = pikepdf.open(io.BytesIO(interior))
        self._file = pikepdf.new()
        self.pages = list(self._source.pages)
        # In a book that is read from right to left what stands left and right changes places.
        preferences = self._source.Root.get("/ViewerPreferences", pikepdf.Dictionary())
        self._is_right_bound = str(preferences.get("/Direction")) == "/R2L"
        self._width, self._height = SHEETS[sheet]
        self._frame = frame
        sizes = [_size(page) for page in self.pages]
        widest, highest = max(width for width, _ in sizes), max(height for _, height in sizes)
        fits = 2 * widest <= self._width + 2 * ROUNDED and highest <= self._height + ROUNDED
        self.scale = 1.0 if fits else min(self._width / 2 / widest, self._height / highest)

    def __enter__(self) -> _Imposition:
        return self

    def __exit__(self, *_: object) -> None:
        self._source.close()
        self._file.close()

    def add(self, left: int | None, right: int | None, *, creep: float = 0.0) -> None:
        """Add a side; both pages stand against the fold in its middle, and are moved over it by ``creep`` points."""
        import pikepdf

        left, right = (right, left) if self._is_right_bound else (left, right)
        page = self._file.add_blank_page(page_size=(self._width, self._height))
        shown = pikepdf.Dictionary()
        content = "".join(
            self._placed(number, shown, creep=creep, on_right=on_right)
            for number, on_right in ((left, False), (right, True))
            if number is not None
        )
        page.obj.Resources = pikepdf.Dictionary(XObject=shown)
        page.Contents = self._file.make_stream(content.encode())
        page.obj.TrimBox = pikepdf.Array([0, 0, self._width, self._height])

    def _placed(self, number: int, shown: Dictionary, *, creep: float, on_right: bool) -> str:
        """The operators that show a page on its half, and no further than the fold; its form goes into ``shown``."""
        page, fold = self.pages[number], self._width / 2
        width, height = (self.scale * side for side in _size(page))
        x = fold - creep if on_right else fold - width + creep
        y = (self._height - height) / 2
        operators = ""
        if _has_content(page):
            name = f"/Page{number + 1}"
            shown[name] = self._file.copy_foreign(_form(self._source, page))
            seen = f"{fold if on_right else x:.3f} {y:.3f} {width - creep:.3f} {height:.3f}"
            placed = f"{self.scale:.6f} 0 0 {self.scale:.6f} {x:.3f} {y:.3f} cm"
            operators = f"q {seen} re W n {placed} {name} Do Q\n"
        if self._frame:
            operators += f"q {FRAME} w {GRAY} G {x:.3f} {y:.3f} {width:.3f} {height:.3f} re S Q\n"
        return operators

    def saved(self) -> bytes:
        """The sheets as a PDF 1.4 with the interior's title and dates, the same bytes each time (ISO 32000-1, 14.4)."""
        import pikepdf

        # A claim to be PDF/X is the interior's alone: it is not copied.
        for key in ("/Title", "/CreationDate", "/ModDate", "/Creator", "/Producer"):
            if key in self._source.docinfo:
                self._file.docinfo[key] = pikepdf.String(str(self._source.docinfo[key]))
        if self._is_right_bound:
            self._file.Root.ViewerPreferences = pikepdf.Dictionary(Direction=pikepdf.Name.R2L)
        out = io.BytesIO()
        self._file.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable, force_version="1.4"
        )
        return out.getvalue()


def _trim(page: Page) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a page as it is cut, in points; a box may name any two corners (7.9.5)."""
    one, two, three, four = (float(edge) for edge in page.trimbox)
    return min(one, three), min(two, four), max(one, three), max(two, four)


def _turned(page: Page) -> int:
    """By how many degrees a page is turned clockwise when it is shown, be it said of the page or of its parents.

    pikepdf has brought what pages inherit down to them (ISO 32000-1, 7.7.3.4).
    """
    return int(page.obj.get("/Rotate", 0)) % 360


def _size(page: Page) -> tuple[float, float]:
    """Width and height of a page as it is cut, in points, and as it is turned (ISO 32000-1, 14.11.2)."""
    left, bottom, right, top = _trim(page)
    width, height = right - left, top - bottom
    return (height, width) if _turned(page) % 180 else (width, height)


def _has_content(page: Page) -> bool:
    """Whether anything may stand on a page: blank versos have no content, or an empty one."""
    page.contents_coalesce()
    content = page.obj.get("/Contents")
    return content is not None and bool(content.read_bytes().strip())


def _form(source: Pdf, page: Page) -> Stream:
    """A page as a form whose lower left corner, as it is cut and turned, is the origin (ISO 32000-1, 8.10).

    Its content keeps the compression that it has: to compress it again would take most of the time. The page's
    transparency group is left behind; the sheet takes its place.
    """
    import pikepdf

    left, bottom, right, top = _trim(page)
    matrix = {
        0: [1, 0, 0, 1, -left, -bottom],
        90: [0, -1, 1, 0, -bottom, right],
        180: [-1, 0, 0, -1, right, top],
        270: [0, 1, -1, 0, top, -left],
    }[_turned(page)]
    content = page.obj.Contents
    form = source.make_stream(content.read_raw_bytes())
    for key in ("/Filter", "/DecodeParms"):
        if key in content:
            form[key] = content[key]
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([left, bottom, right, top])
    form.Matrix = pikepdf.Array(matrix)
    form.Resources = page.resources
    return form

"""Reading any PDF as a printer's workflow does: its pages and boxes, what is painted on them, what it says of itself.

Nothing is taken on trust and nothing is known of how the file was made. What cannot be read is told in ``problems``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.errors import InputError, Place
from octavo.pdfpage.filefacts import FileFacts, header_version, read_facts
from octavo.pdfpage.page import PdfPage, read_page
from octavo.pdfpage.painted import Area
from octavo.pdfpage.pdffonts import PdfFont
from octavo.pdfpage.resources import ObjectCache
from octavo.pdfpage.values import Damaged, ObjectKey, in_words, opened

if TYPE_CHECKING:
    from pikepdf import Object, Page, Pdf
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfTextPage

LEAST_OPERATORS, OPERATORS_A_BYTE = 1_000_000, 2
"""How many operators are carried out, in seconds some 500,000; of a packed page, each takes a byte or two."""
LEAST_INK = 0.05
"""Points: PDFium gives a space a box as high as this at most."""


class PdfFile:
    """A PDF opened for preflight; where it cannot be opened, ``unreadable`` says why and there are no pages.

    ``measures``: without, it takes half the time, and all that is known of text is its fonts and colours.
    """

    def __init__(self, data: bytes, path: Path, *, measures: bool = True) -> None:
        self.path = path
        self.data = data
        self.unreadable = ""
        self.needs_password = False
        self.cache = ObjectCache(measures, operators_left=LEAST_OPERATORS + OPERATORS_A_BYTE * len(data))
        self._letters: dict[int, list[Area]] = {}
        self._pdf = self._opened()

    def _opened(self) -> Pdf | None:
        import pikepdf

        try:
            return opened(self.data)
        except pikepdf.PasswordError:
            self.needs_password = True
            self.unreadable = "it asks for a password"
        except (pikepdf.PikepdfError, Damaged) as error:
            self.unreadable = in_words(error)
        return None

    @cached_property
    def facts(self) -> FileFacts | None:
        """What the file says of itself; nothing where it cannot be opened."""
        if self._pdf is None:
            return None
        list(self.pages)  # so that what is wrong with the page tree is among the repairs
        return read_facts(self._pdf, self.data, self.cache.unless_damaged)

    @cached_property
    def pages(self) -> list[PdfPage]:
        """Its pages in order."""
        pdf = self._pdf
        if pdf is None:
            return []
        none: list[Page] = []
        pages = self.cache.unless_damaged(lambda: list(pdf.pages), none, "the list of pages")
        return [read_page(page, number, self.cache) for number, page in enumerate(pages, 1)]

    @cached_property
    def fonts(self) -> dict[str, PdfFont]:
        """All fonts that letters are shown in, by name."""
        return {name: font for page in self.pages for name, font in page.painted.fonts.items()}

    @cached_property
    def problems(self) -> list[tuple[str, list[int]]]:
        """What could not be read, each with the pages on which that is so; no page for what is of the whole file."""
        gathered: dict[str, list[int]] = {}
        for page in self.pages:
            _ = page.painted  # which adds to the problems
            for problem in dict.fromkeys(page.problems):
                gathered.setdefault(problem, []).append(page.number)
        _ = self.facts
        for problem in self.cache.problems:
            gathered.setdefault(problem, [])
        return list(gathered.items())

    def picture_data(self, key: ObjectKey) -> Object:
        """A picture of the file by its object; raises Damaged where the file cannot be opened."""
        if self._pdf is None:
            raise Damaged("the file cannot be opened")
        return self._pdf.get_object(key)

    @cached_property
    def _rendered(self) -> PdfDocument | None:
        import pypdfium2

        try:
            return pypdfium2.PdfDocument(self.data)
        except pypdfium2.PdfiumError:
            return None

    def letters(self, page: PdfPage) -> list[Area]:
        """The ink of each letter of a page, as PDFium finds it in the fonts; empty where it cannot say."""
        if page.number not in self._letters:
            self._letters[page.number] = self._read_letters(page)
        return self._letters[page.number]

    def _read_letters(self, page: PdfPage) -> list[Area]:
        import pypdfium2

        if self._rendered is None:
            return []
        try:
            text = self._rendered[page.number - 1].get_textpage()
        except (pypdfium2.PdfiumError, IndexError):
            return []
        areas = [area.moved_by(page.to_shown) for area in _letter_boxes(text)]
        text.close()
        return areas

    def grey_image_of(self, page: PdfPage, ppi: float) -> Image | None:
        """A grey picture of a page as PDFium shows it; nothing where it cannot."""
        import pypdfium2

        if self._rendered is None:
            return None
        try:
            bitmap = self._rendered[page.number - 1].render(scale=ppi / 72, may_draw_forms=False, grayscale=True)
            image: Image = bitmap.to_pil()
            return image
        except (pypdfium2.PdfiumError, IndexError):
            return None


def _letter_boxes(text: PdfTextPage) -> Iterator[Area]:
    """The boxes of all letters of a page's text, in the page's own coordinates, but for those without ink."""
    from ctypes import byref, c_double

    from pypdfium2.raw import FPDFText_GetCharBox

    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    edges = [byref(edge) for edge in (left, right, bottom, top)]
    for number in range(text.count_chars()):
        found = FPDFText_GetCharBox(text.raw, number, *edges)
        if found and right.value - left.value > LEAST_INK and top.value - bottom.value > LEAST_INK:
            yield Area(left.value, bottom.value, right.value, top.value)


def open_pdf(data: bytes, path: Path) -> PdfFile:
    """Open a PDF for preflight; raises InputError where it is none."""
    if not data:
        raise InputError("this file is empty", place=Place(path), hint="save or download it anew")
    if not header_version(data):
        hint = "preflight looks at PDFs; save or export the book as one"
        raise InputError("this is no PDF", place=Place(path), hint=hint)
    return PdfFile(data, path)

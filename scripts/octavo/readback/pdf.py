"""Reading a PDF back: its text by its tags, its bookmarks, fonts and viewer preferences (ISO 32000-1)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.pdfpage.values import (
    Damaged,
    ObjectKey,
    entry,
    holds,
    in_words,
    inside,
    is_true,
    key_of,
    library_result,
    listed,
    name_tree,
    opened,
    text_in,
)
from octavo.readback.pagelabels import page_labels
from octavo.readback.pagereading import Reader, read_pages
from octavo.readback.pieces import Letters
from octavo.readback.reading import ReadBlock
from octavo.readback.regions import with_regions
from octavo.readback.rightleft import Piece
from octavo.readback.tagged import Pages, TreeReader
from octavo.readback.usedfonts import fonts_of, fonts_of_soft_hyphens, has_program

if TYPE_CHECKING:
    from pikepdf import Page
    from pikepdf.models.outlines import OutlineItem

MANY = 40
"""Pages of which a part is read elsewhere."""
SLACK = 3.0
"""Points by which a picture may stand lower than the last base line of a full page; folios stand lower by more."""


@dataclass(frozen=True)
class KnownPages:
    """What was read of pages, by a digest of their content and fonts."""

    pieces: dict[bytes, dict[int, Piece]] = field(default_factory=dict)
    """The pieces of text of each by the identifier of their marked content (MCID, 14.7.4.2)."""
    heights: dict[bytes, tuple[float, ...]] = field(default_factory=dict)
    """How high what is on each stands. Not kept between builds: a picture's form is not in the page's content."""


@dataclass(frozen=True)
class OutlineEntry:
    """A bookmark and its depth from 1."""

    title: str
    depth: int


class PdfReading:
    """A PDF: its structure, text, fonts and viewer preferences.

    Each of its properties raises Damaged or an error of pikepdf where the file is damaged there.
    """

    def __init__(
        self, data: bytes, file: Path, known: KnownPages | None = None, elsewhere: Reader | None = None
    ) -> None:
        self.file, self._elsewhere, self._display = file, elsewhere, ""
        self._known = known or KnownPages()
        self._data = data
        self._pdf = opened(data)

    @cached_property
    def page_digests(self) -> list[bytes]:
        """For each page, what tells it from pages that show other text: the keys of ``KnownPages``."""
        to_unicode_maps: dict[ObjectKey, bytes] = {}
        return [_page_digest(page, to_unicode_maps) for page in self._pdf.pages]

    @cached_property
    def page_labels(self) -> list[str]:
        """What a reader calls each page: i, ii, 1, 2."""
        return page_labels(self._pdf)

    @property
    def has_page_labels(self) -> bool:
        """Whether the file itself says what its pages are called (12.4.2)."""
        return holds(self._pdf.Root, "/PageLabels")

    @cached_property
    def links(self) -> list[tuple[int, int]]:
        """The links within the file in page order, each as the number of its page and of its target's (12.5.6.5).

        Pages are counted from 0; the target is -1 where a link names no page of the file.
        """
        import pikepdf

        tree = inside(self._pdf.Root, "/Names", "/Dests")
        named = dict(name_tree(tree)) if tree is not None else {}
        numbers = self._page_numbers
        found = []
        for number, page in enumerate(self._pdf.pages):
            for annotation in listed(entry(page.obj, "/Annots")):
                target = entry(annotation, "/Dest") or inside(annotation, "/A", "/D")
                if isinstance(target, pikepdf.String):
                    target = named.get(bytes(target))
                if isinstance(target, pikepdf.Dictionary):
                    target = target.get("/D")
                if isinstance(target, pikepdf.Array) and len(target):
                    found.append((number, numbers.get(key_of(target[0]), -1)))
        return found

    @cached_property
    def _page_numbers(self) -> dict[ObjectKey, int]:
        """The objects of pages, and their numbers from 0."""
        return {key_of(page.obj): number for number, page in enumerate(self._pdf.pages)}

    @cached_property
    def title(self) -> str:
        """The title in the XMP metadata."""
        metadata = library_result(lambda: self._pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False))
        return str(metadata.get("dc:title", ""))

    @property
    def language(self) -> str:
        """The document's language (14.9.2)."""
        return text_in(self._pdf.Root, "/Lang")

    @cached_property
    def is_set_by_typst(self) -> bool:
        """Whether Typst made the file, which shows every space of a text, also at the ends of lines."""
        info = entry(self._pdf.trailer, "/Info")
        return info is not None and any(text_in(info, key).startswith("Typst") for key in ("/Creator", "/Producer"))

    @property
    def is_tagged(self) -> bool:
        """Whether the document says that it is tagged and has a structure tree (14.7.1)."""
        root = self._pdf.Root
        return is_true(inside(root, "/MarkInfo", "/Marked")) and holds(root, "/StructTreeRoot")

    @property
    def shows_title(self) -> bool:
        """Whether a window shows the title and not the file's name (12.2)."""
        return is_true(inside(self._pdf.Root, "/ViewerPreferences", "/DisplayDocTitle"))

    @cached_property
    def attachments(self) -> list[str]:
        """The names of the attached files."""
        files = listed(entry(self._pdf.Root, "/AF"))
        return sorted(text_in(file, "/UF", text_in(file, "/F")) for file in files)

    @cached_property
    def fonts_without_program(self) -> list[str]:
        """Fonts that a page uses and the file does not carry."""
        fonts = (font for page in self._pdf.pages for _, font in fonts_of(page))
        return sorted({text_in(font, "/BaseFont", "?") for font in fonts if not has_program(font)})

    @cached_property
    def outline(self) -> list[OutlineEntry]:
        """The bookmarks in order."""

        def walk(items: Iterable[OutlineItem], depth: int) -> Iterator[OutlineEntry]:
            for item in items:
                yield OutlineEntry(str(item.title), depth)
                yield from walk(item.children, depth + 1)

        return list(walk(library_result(lambda: self._pdf.open_outline().root), 1))

    @cached_property
    def _pages(self) -> Pages:
        spaced = self.is_set_by_typst and not self._is_leftward  # where a line's last space is not where it is read
        return Pages(self.file, self.page_labels, self._page_numbers, self._pieces(), spaced)

    @cached_property
    def _tree(self) -> TreeReader:
        return self._walked(part=None)

    def _walked(self, part: range | None) -> TreeReader:
        """The structure tree, walked through: all of it, or some of the elements right below the Document's."""
        reader, root = TreeReader(self._pages, part), entry(self._pdf.Root, "/StructTreeRoot")
        if root is not None:
            # Text outside of any block counts as a paragraph.
            reader.visit(root, page=None, parent="", block="P")
            reader.close("P")
        return reader

    def expect_display(self, letters: str) -> None:
        """Say what letters of the text stand before page 1: those of the book's own dedication and epigraph."""
        self._display = letters
        self.__dict__.pop("blocks", None)

    @cached_property
    def blocks(self) -> list[ReadBlock]:
        """The text in logical order; empty where the file is not tagged."""
        return with_regions(self._tree.blocks, self._display)

    @property
    def blocks_before_element(self) -> list[int]:
        """For each element, how many blocks begin before it.

        Elements are the children of the structure tree's Document, numbered from 0.
        """
        return self._tree.blocks_before_element

    def blocks_of_elements(self, elements: range) -> list[ReadBlock]:
        """The blocks of some of these elements, without reading the others."""
        return with_regions(self._walked(elements).blocks, self._display)

    def feet(self, pages: Iterable[int], foot: float) -> dict[int, float]:
        """For pages by number from 0, how high the lowest thing on each stands, in points from the foot of the sheet.

        Pictures and marks that are no text count. What stands below ``foot``, where the text of a full page ends, is
        the page's furniture.
        """
        pages, lowest = list(pages), foot - SLACK
        unknown = [page for page in pages if self.page_digests[page] not in self._known.heights]
        if unknown:
            self._read_pages(unknown)
        at = (self._known.heights[self.page_digests[page]] for page in pages)
        return {
            page: min((height for height in heights if height >= lowest), default=float("inf"))
            for page, heights in zip(pages, at, strict=True)
        }

    @property
    def notes(self) -> int:
        """How many notes the structure tree has."""
        return self._tree.notes

    @cached_property
    def _is_leftward(self) -> bool:
        return bool(inside(self._pdf.Root, "/ViewerPreferences", "/Direction") == "/R2L")

    def _pieces(self) -> list[dict[int, Piece]]:
        """For each page, the text of each piece of marked content by its identifier."""
        first = {key: number for number, key in reversed(list(enumerate(self.page_digests)))}
        self._read_pages([number for key, number in first.items() if key not in self._known.pieces])
        return [self._known.pieces[key] for key in self.page_digests]

    def _read_pages(self, numbers: Iterable[int]) -> None:
        """Read these pages, by number from 0, so that they are known; of many, every second one elsewhere."""
        letters = Letters(fonts_of_soft_hyphens(self._pdf.pages), self.is_set_by_typst)
        numbers = sorted(numbers)
        here, there = (numbers[::2], numbers[1::2]) if self._elsewhere and len(numbers) >= MANY else (numbers, [])
        wait = self._elsewhere(self._data, there, self._is_leftward, letters) if self._elsewhere and there else None
        read = dict(zip(here, read_pages(self._data, here, self._is_leftward, letters), strict=True))
        if not wait or (others := wait()) is None:
            others = read_pages(self._data, there, self._is_leftward, letters) if there else []
        for number, page in (read | dict(zip(there, others, strict=True))).items():
            key = self.page_digests[number]
            self._known.pieces[key], self._known.heights[key] = page


def _page_digest(page: Page, to_unicode_maps: dict[ObjectKey, bytes]) -> bytes:
    """A digest of a page's content and of what the codes of its fonts mean: pages that share it show the same text.

    ``to_unicode_maps`` keeps the bytes of the fonts' ToUnicode streams from page to page.
    """
    import pikepdf

    digest = hashlib.blake2b(digest_size=16)
    for stream in listed(page.obj.get("/Contents")):
        digest.update(stream.read_raw_bytes() if isinstance(stream, pikepdf.Stream) else b"")
    for name, font in fonts_of(page):
        cmap = entry(font, "/ToUnicode")
        key = key_of(cmap)
        if key not in to_unicode_maps:
            to_unicode_maps[key] = cmap.read_raw_bytes() if isinstance(cmap, pikepdf.Stream) else b""
        digest.update(name.encode("utf-8", "surrogateescape") + to_unicode_maps[key])
    return digest.digest()


def open_pdf_reading(
    data: bytes, file: Path, known: KnownPages | None = None, elsewhere: Reader | None = None
) -> PdfReading:
    """Open a PDF, whose properties are read when they are asked for; raises an error of pikepdf where it is none.

    ``known`` remembers pages between the readings of several settings of one book; ``elsewhere`` reads a part of them.
    """
    return PdfReading(data, file, known, elsewhere)


def read_pdf_fully(data: bytes, file: Path) -> PdfReading:
    """Open a PDF and read all of it; raises Damaged."""
    import pikepdf
    import pypdfium2

    try:
        reading = open_pdf_reading(data, file)
        # Every property is touched, so that damage shows now and not when a rule asks for it.
        for name, member in vars(PdfReading).items():
            if isinstance(member, (property, cached_property)):
                getattr(reading, name)
    except (pikepdf.PikepdfError, pypdfium2.PdfiumError) as error:
        raise Damaged(in_words(error)) from error
    return reading

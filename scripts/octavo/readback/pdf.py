"""Reading a PDF back: its text by its tags, its bookmarks, fonts and viewer preferences (ISO 32000-1)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.pdfpage.values import (
    Damaged,
    ObjectKey,
    entry,
    holds,
    inside,
    is_true,
    key_of,
    library_result,
    listed,
    name_tree,
    opened,
    text_in,
)
from octavo.readback.pagefeet import page_feet
from octavo.readback.pagelabels import page_labels
from octavo.readback.pieces import Letters, page_pieces
from octavo.readback.reading import ReadBlock
from octavo.readback.rightleft import Piece
from octavo.readback.showncodes import shown_by_codes
from octavo.readback.tagged import Pages, TreeReader, with_regions
from octavo.readback.usedfonts import fonts_of, fonts_of_soft_hyphens, has_program

if TYPE_CHECKING:
    from pikepdf import Page
    from pikepdf.models.outlines import OutlineItem

KnownPages = dict[bytes, dict[int, Piece]]
"""The digest of a page's content and fonts → its pieces by the identifier of their marked content (MCID, 14.7.4.2)."""


@dataclass(frozen=True)
class OutlineEntry:
    """A bookmark and its depth from 1."""

    title: str
    depth: int


class PdfReading:
    """A PDF: its structure, text, fonts and viewer preferences.

    Each of its properties raises Damaged or an error of pikepdf where the file is damaged there.
    """

    def __init__(self, data: bytes, file: Path, known: KnownPages | None = None) -> None:
        self.file = file
        self._known = {} if known is None else known
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
        return Pages(self.file, self.page_labels, self._page_numbers, self._pieces(), self.is_set_by_typst)

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

    @cached_property
    def blocks(self) -> list[ReadBlock]:
        """The text in logical order; empty where the file is not tagged."""
        return with_regions(self._tree.blocks)

    @property
    def blocks_before_element(self) -> list[int]:
        """For each element, how many blocks begin before it.

        Elements are the children of the structure tree's Document, numbered from 0.
        """
        return self._tree.blocks_before_element

    def blocks_of_elements(self, elements: range) -> list[ReadBlock]:
        """The blocks of some of these elements, without reading the others."""
        return with_regions(self._walked(elements).blocks)

    def feet(self, pages: Iterable[int], foot: float) -> dict[int, float]:
        """Where these pages end, pictures and marks that are no text counted: see ``page_feet``."""
        return page_feet(self._data, pages, foot)

    @property
    def notes(self) -> int:
        """How many notes the structure tree has."""
        return self._tree.notes

    def _pieces(self) -> list[dict[int, Piece]]:
        """For each page, the text of each piece of marked content by its identifier."""
        import pypdfium2

        document = pypdfium2.PdfDocument(self._data)
        is_right_to_left = inside(self._pdf.Root, "/ViewerPreferences", "/Direction") == "/R2L"
        letters = Letters(fonts_of_soft_hyphens(self._pdf.pages), self.is_set_by_typst)
        found = []
        try:
            for number, (page, key) in enumerate(zip(self._pdf.pages, self.page_digests, strict=True)):
                if key not in self._known:
                    self._known[key] = page_pieces(
                        document[number], partial(shown_by_codes, page.obj), is_right_to_left, letters
                    )
                found.append(self._known[key])
        finally:
            document.close()
        return found


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


def open_pdf_reading(data: bytes, file: Path, known: KnownPages | None = None) -> PdfReading:
    """Open a PDF, whose properties are read when they are asked for; raises an error of pikepdf where it is none.

    ``known`` remembers pages between the readings of several settings of one book.
    """
    return PdfReading(data, file, known)


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
        raise Damaged(str(error)) from error
    return reading

"""Reading a PDF back: its text by its tags, its bookmarks, fonts and settings (ISO 32000-1)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from octavo.readback.codemeanings import codes_of_font
from octavo.readback.pieces import Letters, page_pieces
from octavo.readback.reading import ReadBlock
from octavo.readback.rightleft import Piece
from octavo.readback.showncodes import shown_by_codes
from octavo.readback.tagged import Pages, TreeReader, with_regions
from octavo.text.tokens import SOFT_HYPHEN

KnownPages = dict[bytes, dict[int, Piece]]
"""Pages that have been read, by a digest of their content and fonts."""


@dataclass(frozen=True)
class OutlineEntry:
    """A bookmark and its depth from 1."""

    title: str
    depth: int


class PdfReading:
    """A PDF: its structure, text, fonts and settings."""

    def __init__(self, data: bytes, file: Path, known: KnownPages | None = None) -> None:
        import pikepdf

        self.file = file
        self._known = {} if known is None else known
        self._data = data
        self._pdf: Any = pikepdf.open(io.BytesIO(data))

    @cached_property
    def page_labels(self) -> list[str]:
        """What a reader calls each page: i, ii, 1, 2."""
        return [page.label for page in self._pdf.pages]

    @property
    def has_page_labels(self) -> bool:
        """Whether the file itself says what its pages are called (12.4.2)."""
        return "/PageLabels" in self._pdf.Root

    @cached_property
    def links(self) -> list[tuple[int, int]]:
        """The links inside of the file in page order: from which page each leads to which, from 0 (12.5.6.5)."""
        import pikepdf

        tree = self._pdf.Root.get("/Names", {}).get("/Dests")
        named = pikepdf.NameTree(tree) if tree is not None else {}
        numbers = {page.obj.objgen: number for number, page in enumerate(self._pdf.pages)}
        found = []
        for number, page in enumerate(self._pdf.pages):
            for annotation in page.get("/Annots", []):
                target = annotation.get("/Dest", annotation.get("/A", {}).get("/D"))
                if isinstance(target, pikepdf.String):
                    target = named.get(str(target))
                if isinstance(target, pikepdf.Dictionary):
                    target = target.get("/D")
                if isinstance(target, pikepdf.Array):
                    found.append((number, numbers.get(target[0].objgen, -1)))
        return found

    @cached_property
    def title(self) -> str:
        """The title in the XMP metadata."""
        with self._pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            return str(xmp.get("dc:title", ""))

    @property
    def language(self) -> str:
        """The document's language (14.9.2)."""
        return str(self._pdf.Root.get("/Lang", ""))

    @cached_property
    def is_set_by_typst(self) -> bool:
        """Whether Typst made the file, which shows every space of a text, also at the ends of lines."""
        return str(self._pdf.docinfo.get("/Creator", "")).startswith("Typst")

    @property
    def is_tagged(self) -> bool:
        """Whether the document says that it is tagged and has a structure tree (14.7.1)."""
        marks = self._pdf.Root.get("/MarkInfo", {})
        return bool(marks.get("/Marked", False)) and "/StructTreeRoot" in self._pdf.Root

    @property
    def shows_title(self) -> bool:
        """Whether a window shows the title and not the file's name (12.2)."""
        return bool(self._pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False))

    @cached_property
    def attachments(self) -> list[str]:
        """The names of the attached files."""
        return sorted(str(file.get("/UF", file.get("/F", ""))) for file in self._pdf.Root.get("/AF", []))

    @cached_property
    def fonts_without_program(self) -> list[str]:
        """Fonts that a page uses and the file does not carry."""
        missing = set()
        for page in self._pdf.pages:
            fonts = page.get("/Resources", {}).get("/Font", {})
            for font in fonts.values():
                for descendant in font.get("/DescendantFonts", [font]):
                    descriptor = descendant.get("/FontDescriptor", {})
                    if (
                        not any(f"/FontFile{n}" in descriptor for n in ("", "2", "3"))
                        and font.get("/Subtype") != "/Type3"
                    ):
                        missing.add(str(font.get("/BaseFont", "?")).lstrip("/"))
        return sorted(missing)

    @cached_property
    def outline(self) -> list[OutlineEntry]:
        """The bookmarks in order."""

        def walk(items: Any, depth: int) -> Iterator[OutlineEntry]:
            for item in items:
                yield OutlineEntry(str(item.title), depth)
                yield from walk(item.children, depth + 1)

        with self._pdf.open_outline() as outline:
            return list(walk(outline.root, 1))

    @cached_property
    def _tree(self) -> TreeReader:
        numbers = {page.obj.objgen: number for number, page in enumerate(self._pdf.pages)}
        reader = TreeReader(Pages(self.file, self.page_labels, numbers, self._pieces(), self.is_set_by_typst))
        if "/StructTreeRoot" in self._pdf.Root:
            reader.visit(self._pdf.Root.StructTreeRoot, None, "", "P")
            reader.close("P")
        return reader

    @cached_property
    def blocks(self) -> list[ReadBlock]:
        """The text in logical order; empty where the file is not tagged."""
        return with_regions(self._tree.blocks)

    @property
    def notes(self) -> int:
        """How many notes the structure tree has."""
        return self._tree.notes

    def _pieces(self) -> list[dict[int, Piece]]:
        """For each page, the text of each piece of marked content by its identifier."""
        import pypdfium2

        document = pypdfium2.PdfDocument(self._data)
        turned = self._pdf.Root.get("/ViewerPreferences", {}).get("/Direction") == "/R2L"
        fonts: dict[Any, bytes] = {}
        keys = [_page_digest(page, fonts) for page in self._pdf.pages]
        letters = Letters(_soft_hyphens(self._pdf, fonts), self.is_set_by_typst)
        found = []
        try:
            for number, (page, key) in enumerate(zip(self._pdf.pages, keys, strict=True)):
                if key not in self._known:
                    self._known[key] = page_pieces(document[number], partial(shown_by_codes, page.obj), turned, letters)
                found.append(self._known[key])
        finally:
            document.close()
        return found


def _page_digest(page: Any, fonts: dict[Any, bytes]) -> bytes:
    """A digest of a page's content and of what the codes of its fonts mean: pages that share it show the same text."""
    import pikepdf

    digest = hashlib.blake2b(digest_size=16)
    contents = page.get("/Contents", ())
    for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
        digest.update(stream.read_raw_bytes() if isinstance(stream, pikepdf.Stream) else b"")
    for name, font in page.get("/Resources", {}).get("/Font", {}).items():
        if font.objgen not in fonts:
            meaning = font.get("/ToUnicode")
            fonts[font.objgen] = meaning.read_raw_bytes() if isinstance(meaning, pikepdf.Stream) else b""
        digest.update(name.encode() + fonts[font.objgen])
    return digest.digest()


def _soft_hyphens(pdf: Any, fonts: Mapping[Any, bytes]) -> frozenset[str]:
    """The names of the fonts, by their objects, of which one letter means a soft hyphen and none a hyphen.

    A font has one meaning for its hyphen: that with which it is used first. Another is a replacement text (14.9.4).
    """
    found = set()
    for number in fonts:
        font = pdf.get_object(number)
        meaning = set(codes_of_font(font).meaning.values()) if "/ToUnicode" in font else set()
        if SOFT_HYPHEN in meaning and not meaning & {"-", "‐", "‑"}:
            found.add(str(font.get("/BaseFont", "")).lstrip("/").removesuffix("-Identity-H"))
    return frozenset(found)


def read_pdf(data: bytes, file: Path, known: KnownPages | None = None) -> PdfReading:
    """Read a PDF; raises pikepdf.PdfError where it is none.

    ``known`` remembers pages between the readings of several settings of one book.
    """
    return PdfReading(data, file, known)

"""What stands in each rendition, by other means than Octavo's readers: html.parser, zipfile, lxml, PDFium."""

from __future__ import annotations

import ctypes
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from independent_links import without_pages_of_links
from independent_source import (
    ALT,
    ALT_END,
    LABEL,
    LABEL_END,
    LEVEL,
    NOTE,
    SUB,
    SUP,
    TEX,
    TEX_END,
    Words,
    label,
)
from independent_tei import tei_words

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage
    from pypdfium2.raw import FPDF_PAGEOBJECT, FS_MATRIX

RAISED, SPACE, LINE, LOWER = 6.5, 1.0, 12.0, 20.0
"""Points: a letter is raised in its line by less; words, and lines, are parted by more; the next is lower by less."""
FEW_CELLS = 3
"""A page on which lines begin beside others, above the last, more often than this holds cells."""
WIDE = 0.9
"""Ems: a space within a line is narrower, one between two cells wider."""
DIVIDED = "\ufffe"
"""A hyphen at a line's end: the word goes on at once, as PDFium itself has it."""
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "math",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
_BESIDE = frozenset(["head", "script", "style", "nav", "template"])
_BESIDE_CLASSES = frozenset(["permalink", "skip", "titlepage", "imprint", "cover", "cite", "caption-label"])
_BESIDE_ROLES = frozenset(["doc-pagebreak", "doc-backlink", "doc-toc", "doc-errata", "doc-bibliography"])
_STYLES = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}


class _Page(HTMLParser):
    """One HTML file; what is not the text (contents, title page, tools, back links) is passed over."""

    def __init__(self, words: Words) -> None:
        super().__init__(convert_charrefs=True)
        self.words = words
        self.open: list[tuple[str, str]] = []
        self.lists: list[list[object]] = []
        self.note: list[str] | None = None
        self.main: list[str] = []

    def _write(self, text: str) -> None:
        if not any(mode == "beside" for _, mode in self.open):
            (self.main if self.note is None else self.note).append(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        mode = self._mode(tag, given)
        if tag == "math":
            self._write(TEX + given.get("alttext", "") + TEX_END)
        elif tag == "img" and mode != "beside" and given.get("alt"):
            self.words.alts.append(given["alt"])
        elif tag in ("sup", "sub"):
            self._write(SUP if tag == "sup" else SUB)
        elif tag == "br" or tag not in _INLINE:
            self._write("\n")
        if mode == "label":
            self._write(LABEL)
        if mode == "noteref":
            self._write(NOTE)
            mode = "beside"
        if mode == "note":
            self.note = []
        if tag not in _VOID:
            self.open.append((tag, mode))
            self._listed(tag, given)

    def _mode(self, tag: str, given: dict[str, str]) -> str:
        role, classes = given.get("role", ""), set(given.get("class", "").split())
        if role in ("doc-noteref", "doc-footnote"):
            return "noteref" if role == "doc-noteref" else "note"
        if tag == "span" and "number" in classes and self.lists and self.lists[-1][0] == "none":
            return "label"
        beside = tag in _BESIDE or tag == "math" or role in _BESIDE_ROLES
        # A chapter of the book may bear one of these names; what Octavo adds stands in these elements.
        furniture = bool(classes & _BESIDE_CLASSES) and tag in ("a", "header", "footer", "aside", "section", "span")
        return "beside" if beside or furniture else ""

    def _listed(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("ol", "ul"):
            shown = "none" if "list-style: none" in given.get("style", "") else tag
            self.lists.append([shown, int(given.get("start") or 1), _STYLES.get(given.get("type", ""), "Decimal")])
        elif tag == "li" and self.lists and self.lists[-1][0] == "ol":
            current = self.lists[-1]
            number = int(given.get("value") or str(current[1]))
            current[1] = number + 1
            self._write(f"{LABEL}{label(number, str(current[2]))}{LABEL_END}")

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, mode = self.open.pop()
            if name in ("ol", "ul") and self.lists:
                self.lists.pop()
            if name in ("sup", "sub"):
                self._write(LEVEL)
            if name not in _INLINE:
                self._write("\n")
            if mode == "label":
                self._write(LABEL_END)
            if mode == "note" and self.note is not None:
                self.words.notes.append("".join(self.note))
                self.note = None
            if name == tag:
                break

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self._write(data)


def html_words(*pages: str) -> Words:
    """The text of HTML pages, in order; formulas by their alternative text, notes and pictures' texts apart."""
    words = Words()
    for text in pages:
        page = _Page(words)
        page.feed(text)
        page.close()
        words.main += "".join(page.main) + "\n"
    return words


def epub_words(path: Path) -> Words:
    """The text of an EPUB: the documents of its spine, by the package file alone."""
    with zipfile.ZipFile(path) as book:
        container = etree.fromstring(book.read("META-INF/container.xml"))
        name = str(container.xpath("string(//*[local-name()='rootfile']/@full-path)"))
        package = etree.fromstring(book.read(name))
        items = {str(item.get("id")): item for item in package.iter("{*}item")}
        pages = []
        for entry in package.iter("{*}itemref"):
            item = items[str(entry.get("idref"))]
            if "nav" not in (item.get("properties") or "").split():
                pages.append(book.read(posixpath.join(posixpath.dirname(name), str(item.get("href")))).decode())
    return html_words(*pages)


def text_words(path: Path) -> Words:
    """The text rendition as it is; its notes stand in it."""
    return Words(path.read_text(encoding="utf-8"))


@dataclass
class Lines(Words):
    """A PDF's lines: for each the number of its page and whether it is the first or last there."""

    lines: list[tuple[str, int, str]] = field(default_factory=list)


def pdf_words(path: Path) -> Lines:
    """What PDFium finds on the numbered pages, a line a line; pages i, ii, iii hold no text of the book."""
    import pypdfium2

    words = Lines()
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(document)):
            if re.fullmatch("[ivxlcdm]+", document.get_page_label(number) or ""):
                continue
            page = document[number]
            drawn, cells = _drawn_lines(page)
            text = without_pages_of_links(page, page.get_textpage().get_text_bounded())
            lines = [line for line in (drawn if cells > FEW_CELLS else re.split(r"\r?\n", text)) if line.strip()]
            for at, line in enumerate(lines):
                below = "foot" if at == len(lines) - 1 else "top" if at < 4 else ""
                words.lines.append((line, number, "head" if at == 0 else below))
    finally:
        document.close()
    words.main = "\n".join(line for line, _, _ in words.lines)
    return words


def _drawn_lines(page: PdfPage) -> tuple[list[str], int]:
    """The lines of a page in the order in which they are drawn, and how often the next one begins beside others.

    So cells side by side are read one by one, of which PDFium's own text makes lines across. What is drawn next goes on
    with a line where it stands on the same base line, or is raised from it, to the right of what was drawn before and
    not further from it than a wide space. A hyphen at the end of a cell's last line is seen as it is.
    """
    import pypdfium2.raw as raw

    text = page.get_textpage()
    box, matrix = [ctypes.c_float() for _ in range(4)], raw.FS_MATRIX()
    lines: list[str] = []
    line = end = 0.0
    heights: set[int] = set()
    cells = 0
    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, number)
        shown = _shown(item, text) if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT else ""
        if not shown:
            continue
        raw.FPDFPageObj_GetMatrix(item, matrix)
        raw.FPDFPageObj_GetBounds(item, *box)
        left, bottom, right, top = (length.value for length in box)
        height, sides = matrix.f, (left, right)
        if abs(matrix.b) > abs(matrix.a):  # a page that is turned
            height, sides = (-matrix.e, (bottom, top)) if matrix.b > 0 else (matrix.e, (-top, -bottom))
        gap = sides[0] - end
        goes_on = lines and abs(height - line) < RAISED and -2 < gap < WIDE * _size(item, matrix)
        divided = lines and lines[-1].endswith(DIVIDED) and 0 < line - height < LOWER
        if goes_on:
            parted = gap > SPACE and not lines[-1][-1:].isspace() and not shown[:1].isspace()
            lines[-1] += f" {shown}" if parted else shown
        else:
            cells += height > line + LINE and round(height) in heights
            heights.add(round(height))
            line = height
            if divided:
                lines[-1] += shown
            else:
                lines.append(shown)
        end = sides[1]
    return [f"{line[:-1]}-" if line.endswith(DIVIDED) else line for line in lines], cells


def _size(item: FPDF_PAGEOBJECT, matrix: FS_MATRIX) -> float:
    """The size of an object's letters in points."""
    import pypdfium2.raw as raw

    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(item, size)
    return size.value * max(abs(matrix.a), abs(matrix.b))


def _shown(item: FPDF_PAGEOBJECT, text: PdfTextPage) -> str:
    """What one object of a page shows."""
    import pypdfium2.raw as raw

    size = raw.FPDFTextObj_GetText(item, text.raw, None, 0)
    buffer = (ctypes.c_ushort * (size // 2))()
    raw.FPDFTextObj_GetText(item, text.raw, buffer, size)
    return bytes(buffer).decode("utf-16-le", "surrogatepass").rstrip("\0").replace("\x02", DIVIDED)


READERS = {".html": lambda path: html_words(path.read_text(encoding="utf-8")), ".epub": epub_words}
READERS |= {".xml": tei_words, ".txt": text_words, ".pdf": pdf_words}

__all__ = ["ALT", "ALT_END", "READERS", "Lines", "epub_words", "html_words", "pdf_words", "tei_words", "text_words"]

"""What stands in each rendition, by other means than Octavo's readers: html.parser, zipfile, lxml."""

from __future__ import annotations

import posixpath
import zipfile
from html.parser import HTMLParser
from pathlib import Path

from lxml import etree

from independent_pdf import Lines, pdf_words
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


READERS = {".html": lambda path: html_words(path.read_text(encoding="utf-8")), ".epub": epub_words}
READERS |= {".xml": tei_words, ".txt": text_words, ".pdf": pdf_words}

__all__ = ["ALT", "ALT_END", "READERS", "Lines", "epub_words", "html_words", "pdf_words", "tei_words", "text_words"]

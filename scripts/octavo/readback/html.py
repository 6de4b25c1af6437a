"""Reading an HTML page back."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from octavo.readback.markup import MarkupReader, name, region_by_kind
from octavo.readback.reading import CONTENTS, FRONT, OUTSIDE, TEXT, ReadBlock

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_INNER = ("main", "article", "section")


@dataclass(frozen=True)
class HtmlReading:
    """One page: its tree and its text."""

    file: Path
    root: etree._Element

    @cached_property
    def blocks(self) -> list[ReadBlock]:
        """The visible text; the book's title is no heading of its text, where the page says which part is the text."""
        body = self.root.find("body")
        if body is None:
            return []
        said = any(name(element) == "main" or element.get("role") == "main" for element in body.iter())
        return MarkupReader(self.file, _region).read(body, FRONT if said else TEXT)


def _region(element: etree._Element) -> str | None:
    tag = name(element)
    if element.get("class") == "skip":
        return OUTSIDE
    if element.get("role") == "main":
        return TEXT
    if tag == "aside" and not region_by_kind(element) and not any(name(o) in _INNER for o in element.iterancestors()):
        return OUTSIDE  # about the page, and no part of the book
    if tag in ("header", "footer") and any(name(outer) in _INNER for outer in element.iterancestors()):
        return None  # the head of a chapter, not of the page
    return region_by_kind(element) or {"nav": CONTENTS, "main": TEXT, "header": FRONT, "footer": FRONT}.get(tag)


def read_html(data: bytes, file: Path) -> HtmlReading:
    """Read a page as a browser would; without a word on its encoding, it is UTF-8."""
    return HtmlReading(file, lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding=_encoding(data))))


def _encoding(data: bytes) -> str:
    said = _CHARSET.search(data[:2048])
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    try:
        found = codecs.lookup(said[1].decode("ascii")).name if said else "utf-8"
    except LookupError:
        return "utf-8"
    # What calls itself Latin-1 or ASCII is read as Windows-1252 (WHATWG Encoding Standard, 4.2).
    return {"iso8859-1": "windows-1252", "ascii": "windows-1252"}.get(found, found)

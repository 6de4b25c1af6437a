"""Reading an HTML page back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from octavo.document.tree import classes
from octavo.errors import InputError, Place, Problem
from octavo.readback.charset import decoded
from octavo.readback.markup import MarkupReader, name, note_items, region_by_kind
from octavo.readback.reading import CONTENTS, FRONT, OUTSIDE, TEXT, ReadBlock
from octavo.readback.unreadparts import unread_parts

_INNER = ("main", "article", "section")
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
"""To a browser, what stands behind these is text of the body all the same (HTML, 13.2.6.4.19); libxml2 drops it."""
_CUT = ("Excessive depth", "Resource limit")
"""How libxml2 says that it has stopped before the end."""


@dataclass(frozen=True)
class HtmlReading:
    """One page: its tree and its text."""

    file: Path
    root: etree._Element

    @cached_property
    def blocks(self) -> list[ReadBlock]:
        """The visible text; the book's title is no heading of its text, where the page says which part is the text."""
        has_main = any(name(element) == "main" or element.get("role") == "main" for element in self.root.iter())
        return MarkupReader(self.file, _region if has_main else _region_without_main).read(
            self.root, FRONT if has_main else TEXT
        )

    @property
    def notes(self) -> int:
        """How many notes are known as such."""
        return len(note_items(self.root))

    @property
    def trees(self) -> list[tuple[Path, etree._Element]]:
        """The page's tree, with its path."""
        return [(self.file, self.root)]

    @cached_property
    def unread(self) -> tuple[Problem, ...]:
        """What the page shows and this reader does not read."""
        return tuple(unread_parts(self.root, self.file))


def _region(element: etree._Element) -> str | None:
    tag = name(element)
    if tag == "aside" and not region_by_kind(element) and not any(name(o) in _INNER for o in element.iterancestors()):
        return OUTSIDE  # about the page, and no part of the book
    return _region_without_main(element)


def _region_without_main(element: etree._Element) -> str | None:
    """The region in a page that does not say which part of it is the text: an aside in it is text as well."""
    tag = name(element)
    if element.get("class") == "skip" or "pg-boilerplate" in classes(element):
        return OUTSIDE
    if element.get("role") == "main":
        return TEXT
    if tag in ("header", "footer") and any(name(outer) in _INNER for outer in element.iterancestors()):
        return None  # the head of a chapter, not of the page
    return region_by_kind(element) or {"nav": CONTENTS, "main": TEXT, "header": FRONT, "footer": FRONT}.get(tag)


def read_html(data: bytes, file: Path) -> HtmlReading:
    """Read a page as a browser would; without a word on its encoding, it is UTF-8.

    Raises InputError where the page cannot be read to its end.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    text = _ENDS.sub("", decoded(data, file))
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "surrogatepass"), parser=parser)
    except etree.LxmlError as error:
        raise InputError(f"this page cannot be read: {error}", place=Place(file), hint="save it as UTF-8") from None
    for entry in parser.error_log:
        if entry.message.startswith(_CUT):
            hint = "save it with less nested elements, or with its pictures as files of their own"
            raise InputError("this page cannot be read from here on", place=Place(file, entry.line), hint=hint)
    return HtmlReading(file, root)

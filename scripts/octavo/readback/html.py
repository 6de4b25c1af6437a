"""Reading an HTML page back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from octavo.readback.markup import MarkupReader, name
from octavo.readback.reading import CONTENTS, FRONT, NOTE, OUTSIDE, TEXT, ReadBlock


@dataclass(frozen=True)
class HtmlReading:
    """One page: its tree and its text."""

    file: Path
    root: etree._Element

    @cached_property
    def blocks(self) -> list[ReadBlock]:
        """The visible text; the book's title is no heading of its text."""
        body = self.root.find("body")
        return MarkupReader(self.file, _region).read(body, FRONT) if body is not None else []


def _region(element: etree._Element) -> str | None:
    tag = name(element)
    if element.get("role") == "doc-footnote":
        return NOTE
    if element.get("class") == "skip":
        return OUTSIDE
    return {"nav": CONTENTS, "main": TEXT, "header": FRONT, "footer": FRONT}.get(tag)


def read_html(data: bytes, file: Path) -> HtmlReading:
    """Read a page as a browser would."""
    return HtmlReading(file, lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding="utf-8")))

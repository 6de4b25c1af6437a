"""What pandoc knows of a word processor's file: the TeX of its formulas, the characters of its fonts of symbols.

TeX is what an edition and a web page have as the words of a formula. All of one file are read in one run.
"""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from lxml import etree

from octavo import children
from octavo.document.tree import inner_text
from octavo.markdown.pandoc import pandoc_path

LONGEST_READING = 60
"""Seconds for all formulas of a file."""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCUMENT = f'<w:document xmlns:w="{_WORD}"><w:body>%s</w:body></w:document>'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)


@dataclass
class Formulas:
    """Formulas in order; all of one file are in one notation."""

    _elements: list[etree._Element] = field(default_factory=list)

    def add(self, element: etree._Element) -> int:
        """Take one, and give it its number."""
        self._elements.append(element)
        return len(self._elements) - 1

    def sources(self) -> list[str]:
        """The TeX of each; what pandoc cannot make of it are its letters and signs as they stand."""
        if not self._elements:
            return []
        omml = etree.QName(self._elements[0]).localname == "oMath"
        paragraphs = [_serialised(element) for element in self._elements]
        made = _by_pandoc(_word_file(paragraphs), "docx", len(paragraphs)) if omml else []
        made = made or _by_pandoc(_page(paragraphs), "html", len(paragraphs))
        found = [" ".join(inner_text(tex) for tex in one.iter("{*}annotation")) for one in made]
        found = found or [""] * len(paragraphs)
        return [tex or _letters(element) for tex, element in zip(found, self._elements, strict=True)]


@dataclass
class Symbols:
    """Characters of fonts whose letters are symbols (Symbol, Wingdings, Webdings), each pair once."""

    _pairs: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, font: str, character: str) -> int:
        """Take one, and give it its number."""
        return self._pairs.setdefault((font, character), len(self._pairs))

    def characters(self) -> list[str]:
        """What each shows; where pandoc does not know it, its own code."""
        if not self._pairs:
            return []
        paragraphs = [
            f'<w:r><w:t>x</w:t></w:r><w:r><w:sym w:font={quoteattr(font)} w:char="{ord(character):04X}"/></w:r>'
            for font, character in self._pairs
        ]
        made = [
            inner_text(one).removeprefix("x") for one in _by_pandoc(_word_file(paragraphs), "docx", len(paragraphs))
        ]
        made = made or [""] * len(paragraphs)
        return [shown or code for shown, (_, code) in zip(made, self._pairs, strict=True)]


def _letters(element: etree._Element) -> str:
    written = [inner_text(inner) for inner in element.iter("{*}annotation")]
    plain = [inner.text or "" for inner in element.iter("{*}t")] or [inner_text(element)]
    return "".join(written or plain)


def _serialised(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)


def _word_file(paragraphs: list[str]) -> bytes:
    body = "".join(f"<w:p>{inside}</w:p>" for inside in paragraphs)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("[Content_Types].xml", _TYPES)
        container.writestr("_rels/.rels", _RELATIONS)
        container.writestr("word/document.xml", _DOCUMENT % body)
    return made.getvalue()


def _page(paragraphs: list[str]) -> bytes:
    body = "".join(f"<p>{inside}</p>" for inside in paragraphs)
    return f"<html><body>{body}</body></html>".encode()


def _by_pandoc(data: bytes, kind: str, count: int) -> list[etree._Element]:
    """The paragraphs that pandoc reads; none where these are not as many as they should be."""
    command = [pandoc_path(), "--sandbox", "--from", kind, "--to", "html5", "--mathml", "--quiet"]
    try:
        done = children.run(command, data, LONGEST_READING)
    except subprocess.TimeoutExpired:
        return []
    page = etree.fromstring(done.stdout, etree.HTMLParser(encoding="utf-8", huge_tree=True)) if done.stdout else None
    paragraphs = [] if page is None else list(page.iter("p"))
    return paragraphs if len(paragraphs) == count else []

"""The formulas of a word processor's file → their TeX, which is what an edition and a web page have as their words.

pandoc knows how to make it of Word's own notation (OMML) and of MathML: all formulas of a file in one run.
"""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from octavo.document.tree import inner_text

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
        made = _by_pandoc(_word_file(self._elements) if omml else _page(self._elements), "docx" if omml else "html")
        return [tex or _letters(element) for tex, element in zip(made, self._elements, strict=True)]


def _letters(element: etree._Element) -> str:
    written = [inner_text(inner) for inner in element.iter("{*}annotation")]
    said = [inner.text or "" for inner in element.iter("{*}t")] or [inner_text(element)]
    return "".join(written or said)


def _serialised(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)


def _word_file(elements: list[etree._Element]) -> tuple[bytes, int]:
    body = "".join(f"<w:p>{_serialised(element)}</w:p>" for element in elements)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("[Content_Types].xml", _TYPES)
        container.writestr("_rels/.rels", _RELATIONS)
        container.writestr("word/document.xml", _DOCUMENT % body)
    return made.getvalue(), len(elements)


def _page(elements: list[etree._Element]) -> tuple[bytes, int]:
    body = "".join(f"<p>{_serialised(element)}</p>" for element in elements)
    return f"<html><body>{body}</body></html>".encode(), len(elements)


def _by_pandoc(made: tuple[bytes, int], kind: str) -> list[str]:
    """The TeX of each formula, or empty strings where pandoc has not found the same number of them."""
    import pypandoc

    data, count = made
    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from", kind, "--to", "html5", "--mathml", "--quiet"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=LONGEST_READING)
    except subprocess.TimeoutExpired:
        return [""] * count
    page = etree.fromstring(done.stdout, etree.HTMLParser(encoding="utf-8", huge_tree=True)) if done.stdout else None
    paragraphs = [] if page is None else list(page.iter("p"))
    if len(paragraphs) != count:
        return [""] * count
    return [" ".join(inner_text(tex) for tex in paragraph.iter("{*}annotation")) for paragraph in paragraphs]

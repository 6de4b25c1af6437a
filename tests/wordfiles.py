"""Small files of word processors, made by hand: DOCX and ODT as Word and LibreOffice write them, part by part."""

from __future__ import annotations

import zipfile
from pathlib import Path

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "o": "urn:schemas-microsoft-com:office:office",
    "v": "urn:schemas-microsoft-com:vml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
}
OPEN = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = ("styles", "numbering", "footnotes", "endnotes")


def _declared(prefixes: dict[str, str]) -> str:
    return " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in prefixes.items())


def zipped(path: Path, parts: dict[str, str | bytes]) -> Path:
    """A zip file of these parts, in their order."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return path


def docx(path: Path, body: str, others: dict[str, str] | None = None, **parts: str) -> Path:
    """A DOCX: the body of its document, its parts without their root, other files with their relation's id."""
    relations = {name: f"{name}.xml" for name in parts}
    listed = [f'<Relationship Id="{n}" Type="{RELATION}/{n}" Target="{t}"/>' for n, t in relations.items()]
    listed += [f'<Relationship Id="{n}" Type="{RELATION}/x" Target="{n}.xml"/>' for n in others or {}]
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    files: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="d" Type="{RELATION}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{"".join(listed)}</Relationships>',
        "word/document.xml": f"<w:document {_declared(NAMESPACES)}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        files[f"word/{name}.xml"] = f"<w:{name} {_declared(NAMESPACES)}>{content}</w:{name}>"
    for name, content in (others or {}).items():
        files[f"word/{name}.xml"] = content
    return zipped(path, files)


def paragraph(inside: str, properties: str = "") -> str:
    """A paragraph of a DOCX."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of a DOCX."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def odt(path: Path, body: str, styles: str = "", others: dict[str, str] | None = None) -> Path:
    """An ODT: what stands in its text, its automatic styles, other files."""
    content = (
        f"<office:document-content {_declared(OPEN)}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    files: dict[str, str | bytes] = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    return zipped(path, {**files, **(others or {})})


def epub(path: Path, pages: dict[str, str | bytes], spine: str = "") -> Path:
    """An EPUB of these pages, all of them in its spine if that is not given."""
    items = "".join(
        f'<item id="{name.partition(".")[0]}" href="{name}" media-type="application/xhtml+xml"/>' for name in pages
    )
    spine = spine or "".join(f'<itemref idref="{name.partition(".")[0]}"/>' for name in pages)
    files: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="a/b.opf"/></rootfiles></container>',
        "a/b.opf": f"<package><metadata/><manifest>{items}</manifest><spine>{spine}</spine></package>",
    }
    return zipped(path, {**files, **{f"a/{name}": page for name, page in pages.items()}})

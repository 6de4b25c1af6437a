"""Reading a book file of any origin: what it is, is told by what is in it, and where that says nothing by its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from lxml import etree

from octavo.errors import InputError, Place
from octavo.readback.container import Container
from octavo.readback.filetext import FileText
from octavo.readback.reading import FRONT, NOTE, TEXT, ReadBlock
from octavo.text.fold import LINE_END

FORMATS = "Markdown, plain text, EPUB, HTML, PDF, DOCX, ODT, TEI, or an edition folder"
LONGEST_FRONT = 400
"""Words: what stands before page 1 and is longer is a preface, and text."""
WHOLE = 0.85
"""Part of a page's words that the tags of a PDF must cover to be trusted."""

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_XML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:\?xml|!DOCTYPE|TEI|teiCorpus)\b")
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "an old Word file (.doc): save it as DOCX",
    b"{\\rtf": "an RTF file: save it as DOCX",
    b"\xff\xd8\xff": "a picture: its words cannot be read",
    b"\x89PNG": "a picture: its words cannot be read",
    b"\x1f\x8b": "a compressed file: unpack it first",
}
"""What other files begin with, and what to do with them."""


def read_any(path: Path) -> FileText:
    """Read a file, or an edition folder; raises InputError with a place and a hint where it cannot be read."""
    if path.is_dir():
        from octavo.readback.markdown import read_folder

        return read_folder(path)
    data = bytes_of(path)
    try:
        found = _reader(data, path)(data, path)
    except RecursionError:
        hint = "save it anew with less elements within elements"
        raise InputError("this file is nested deeper than can be read", place=Place(path), hint=hint) from None
    if not any(character.isalnum() for block in found.blocks for character in block.text):
        if found.unread:
            raise InputError.of(list(found.unread))
        hint = "is it the right file? A reader would see nothing in it either"
        raise InputError(f"this {found.format} file has no text", place=Place(path), hint=hint)
    return found


def bytes_of(path: Path) -> bytes:
    """What a file holds; raises InputError where it can't be read, is empty or no file, such as a pipe."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            hint = "put what it gives into a file, and name that: a pipe or a device may never end"
            raise InputError("this is not a file", place=Place(path), hint=hint)
        data = path.read_bytes()
    except IsADirectoryError:
        raise InputError("this is a folder", place=Place(path), hint="name a file in it") from None
    except FileNotFoundError:
        raise InputError("there is no such file", place=Place(path), hint="look at the name and its folder") from None
    except OSError as error:
        hint = "look whether you may read it"
        raise InputError(f"cannot read this file: {error.strerror}", place=Place(path), hint=hint) from None
    if not data.strip():
        raise InputError("this file is empty", place=Place(path), hint="make it anew, or name another file")
    return data


def _reader(data: bytes, path: Path) -> Callable[[bytes, Path], FileText]:
    for start, what in _OTHERS.items():
        if data.startswith(start):
            head, _, hint = what.partition(": ")
            raise InputError(f"this is {head}", place=Place(path), hint=hint)
    if data.startswith(b"PK"):
        return _zip_reader(data, path)
    if b"%PDF-" in data[:1024]:
        return _read_pdf
    if _HTML.match(data[:4096]):
        return _read_html
    if _XML.match(data[:4096]):
        return _read_xml
    ending = path.suffix.lower()
    if ending in (".html", ".htm", ".xhtml"):
        return _read_html
    if ending in (".epub", ".docx", ".odt", ".pdf"):
        hint = "download or save it anew: it may have been cut off on its way"
        raise InputError(f"this is no {ending[1:].upper()} file, whatever its name says", place=Place(path), hint=hint)
    return _read_markdown if ending in _MARKDOWN else _read_plain


def _zip_reader(data: bytes, path: Path) -> Callable[[bytes, Path], FileText]:
    container = Container(data, path)
    names = container.names
    kind = container.read("mimetype").strip() if "mimetype" in container else b""
    if kind == b"application/epub+zip" or "META-INF/container.xml" in names:
        return _read_epub
    if kind.startswith(_OPEN_DOCUMENT):  # templates and master documents as well
        return _read_odt
    if "word/document.xml" in names or ("[Content_Types].xml" in names and path.suffix.lower() == ".docx"):
        return _read_docx
    raise InputError("this is a zip file, but no book that can be read", place=Place(path), hint=f"read are {FORMATS}")


def _read_markdown(data: bytes, path: Path) -> FileText:
    from octavo.readback.markdown import read_markdown

    return read_markdown(path)


def _read_plain(data: bytes, path: Path) -> FileText:
    from octavo.readback.plain import read_plain

    return read_plain(data, path)


def _read_docx(data: bytes, path: Path) -> FileText:
    from octavo.readback.docx import read_docx

    return read_docx(data, path)


def _read_odt(data: bytes, path: Path) -> FileText:
    from octavo.readback.odt import read_odt

    return read_odt(data, path)


def _read_html(data: bytes, path: Path) -> FileText:
    from octavo.readback.gutenberg import without_licence
    from octavo.readback.html import read_html
    from octavo.readback.notelinks import mark_notes

    page = read_html(data, path)
    mark_notes([("", page.root)])
    blocks = without_licence(page.blocks)
    return FileText(path, "HTML", blocks, page.notes, unread=page.unread)


def _read_epub(data: bytes, path: Path) -> FileText:
    from octavo.readback.epub import read_epub
    from octavo.readback.gutenberg import without_licence
    from octavo.readback.notelinks import mark_notes

    try:
        book = read_epub(data, path)
    except InputError as error:
        names = Container(data, path).names
        if "META-INF/rights.xml" not in names and "META-INF/encryption.xml" not in names:
            raise
        hint = "it seems to be locked (DRM): only the programs of its shop can open it"
        message = error.problems[0].message
        raise InputError(f"this EPUB cannot be read: {message}", place=error.problems[0].place, hint=hint) from None
    mark_notes([(document.name, document.root) for document in book.spine])
    blocks = without_licence(_title_pages_known(book.blocks, book.package))
    return FileText(path, "EPUB", blocks, book.notes, unread=book.unread)


def _title_pages_known(blocks: list[ReadBlock], package: etree._Element) -> list[ReadBlock]:
    """A file of an EPUB 2 with no word but those of the package's metadata is a title page."""
    words = {word for entry in package.iterfind("{*}metadata/*") for word in (entry.text or "").split()}
    others = {block.place.file for block in blocks if not words.issuperset(block.text.split())}
    return [block if block.place.file in others else replace(block, region=FRONT) for block in blocks]


def _read_xml(data: bytes, path: Path) -> FileText:
    from octavo.readback.tei import xml_root

    root = xml_root(data, path)
    kind = etree.QName(root).localname
    if kind == "html":
        return _read_html(data, path)
    if kind not in ("TEI", "teiCorpus"):
        raise InputError(f"this is XML of an unknown kind: {kind}", place=Place(path), hint=f"read are {FORMATS}")
    from octavo.readback.teidocument import TeiReading

    reading = TeiReading(path, data, root)
    return FileText(path, "TEI", reading.blocks, reading.notes)


def _read_pdf(data: bytes, path: Path) -> FileText:
    import pikepdf
    import pypdfium2

    from octavo.pdfpage.values import Damaged, in_words, refuse_swelling_streams
    from octavo.readback.loose_pdf import read_loose_pdf

    try:
        refuse_swelling_streams(data)
        tagged = _tagged(data, path)
        loose = read_loose_pdf(data, path)
    except pikepdf.PasswordError:
        hint = "save a copy without the password, and compare that"
        raise InputError("this PDF is locked with a password", place=Place(path), hint=hint) from None
    except (Damaged, pikepdf.PikepdfError, pypdfium2.PdfiumError) as error:
        hint = "download or export it anew: it may have been cut off on its way"
        raise InputError(f"this PDF is damaged: {in_words(error)}", place=Place(path), hint=hint) from None
    if tagged is None or _words(tagged) < WHOLE * _words(loose):
        return loose
    return _with_line_ends(tagged, loose)


def _words(found: FileText) -> int:
    return sum(len(block.text.split()) for block in found.blocks if block.region in (TEXT, NOTE, FRONT))


def _tagged(data: bytes, path: Path) -> FileText | None:
    """The text by the tags, if there are any that can be followed."""
    from octavo.pdfpage.values import Damaged
    from octavo.readback.pdf import open_pdf_reading

    reading = open_pdf_reading(data, path)
    try:
        blocks = reading.blocks if reading.is_tagged else []
        notes = reading.notes if blocks else 0
    except Damaged:
        return None  # a broken tree; the pages are still there
    if sum(len(block.text.split()) for block in blocks if block.region == FRONT) > LONGEST_FRONT:
        blocks = [replace(block, region=TEXT) if block.region == FRONT else block for block in blocks]
    return FileText(path, "tagged PDF", blocks, notes, spaces=False) if blocks else None


def _with_line_ends(tagged: FileText, loose: FileText) -> FileText:
    """The text by the tags if they say more than the pages do, with hyphens at line ends in doubt if not explained.

    Many programs tag paragraphs only: neither notes nor the hyphens of line ends, and no spaces between lines.
    """
    from octavo.readback.loose_pdf import parted_words

    pairs = parted_words(loose.blocks, LINE_END)
    words: set[str] = {word for block in tagged.blocks for word in re.findall(r"\w+", block.text)}
    if not pairs or any(before + after in words for before, after in pairs):
        return tagged
    if not tagged.notes:
        return loose

    def mended(match: re.Match[str]) -> str:
        return f"{match[1]}{LINE_END}" if (match[1], match[2]) in pairs else match[0]

    blocks = [replace(b, text=re.sub(r"(\w+)-(?=(\w+))", mended, b.text)) for b in tagged.blocks]
    return replace(tagged, blocks=blocks)

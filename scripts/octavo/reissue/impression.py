"""What a reader gets of each output, as digests: its words, where its lines and pages begin, how it looks.

The title page and the imprint are left out: they say what the metadata say, the version and its date among them. Words
and lines are read back from the files themselves; what a page looks like is drawn by PDFium.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from pathlib import Path

from lxml import etree

from octavo.edition.releases import Impression
from octavo.outputs import OUTPUTS, PDF, Output
from octavo.readback.markup import name, region_by_kind
from octavo.readback.reading import FRONT, NOTE, TEXT, ReadBlock
from octavo.setbook.anchors import page_anchors

DIGITS = 16
"""Of each digest, in hexadecimal: enough to tell files of one book apart."""
SCALE = 1.0
"""Pixels a point: what differs by less than a third of a millimetre may look the same."""
_FURNITURE = (".opf", ".ncx", "mimetype", "META-INF/", "nav.xhtml")
"""Parts of an EPUB that hold metadata, or lists of what stands elsewhere in it."""
_BODY = "\n" * 5
"""What parts chapters from one another, and from title and imprint, in the plain text."""


def impressions(slug: str, files: Mapping[str, bytes]) -> dict[str, Impression]:
    """The impression of each file of one set, by its name; none of those that are no rendition.

    The printer's files have the words and lines of the archival PDF, where that is in the set: they are made from the
    same setting, and ``press/same-words`` holds them against it.
    """
    found: dict[str, Impression] = {}
    archival = files.get(slug + ".pdf")
    book = _Book(archival) if archival is not None else None
    for output in OUTPUTS:
        for ending in (output.ending, *output.further):
            data = files.get(slug + ending)
            if data is not None:
                found[slug + ending] = _impression(output, data, book, files.get(slug + "-print.pdf"))
    return found


def _impression(output: Output, data: bytes, book: _Book | None, interior: bytes | None) -> Impression:
    if output.media_type == PDF:
        return _printed(output, data, book, interior)
    reader = _READERS.get(output.name)
    return reader(data, output) if reader else _of((), (), [data])


def _of(words: Iterable[str], lines: Iterable[object], looks: Iterable[bytes]) -> Impression:
    texts = (" ".join(word for text in words for word in text.split()), "\n".join(map(str, lines)))
    said, begun = (hashlib.sha256(text.encode()).hexdigest()[:DIGITS] for text in texts)
    shown = hashlib.sha256()
    for part in looks:
        shown.update(len(part).to_bytes(8, "big") + part)
    return Impression(words=said, lines=begun, looks=shown.hexdigest()[:DIGITS])


def _text(blocks: Iterable[ReadBlock]) -> list[ReadBlock]:
    return [block for block in blocks if block.region in (TEXT, NOTE)]


# ---- what flows


def _epub(data: bytes, output: Output) -> Impression:
    from octavo.readback.epub import read_epub

    reading = read_epub(data, Path(output.name))
    spine = {document.name for document in reading.spine}
    looks = [part for document in reading.spine for part in _shown(document.root.find("{*}body"))]
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        for entry in sorted(container.namelist()):
            if entry not in spine and not entry.startswith(_FURNITURE) and not entry.endswith(_FURNITURE):
                looks += [entry.encode(), container.read(entry)]
    anchors = [(anchor.label, anchor.text) for document in reading.spine for anchor in page_anchors(document.root)]
    return _of((block.text for block in _text(reading.blocks)), anchors, looks)


def _html(data: bytes, output: Output) -> Impression:
    from octavo.readback.html import read_html

    reading = read_html(data, Path(output.name))
    main = next((element for element in reading.root.iter() if name(element) == "main"), reading.root)
    styles = [etree.tostring(element, with_tail=False) for element in reading.root.iter() if name(element) == "style"]
    anchors = [(anchor.label, anchor.text) for anchor in page_anchors(reading.root)]
    return _of((block.text for block in _text(reading.blocks)), anchors, [*styles, *_shown(main)])


def _tei(data: bytes, output: Output) -> Impression:
    from octavo.readback.teidocument import parse_tei

    reading = parse_tei(data, Path(output.name))
    (_, root), *_ = reading.trees
    anchors = [(anchor.label, anchor.text) for anchor in page_anchors(root)]
    body = next((element for element in root.iter() if name(element) == "body"), root)
    return _of((block.text for block in _text(reading.blocks)), anchors, _shown(body))


def _shown(root: etree._Element | None) -> list[bytes]:
    """A tree as it is written, but for the pages before the text."""
    if root is None:
        return []
    tree = deepcopy(root)
    for element in list(tree.iter("*")):
        if region_by_kind(element) == FRONT and element.getparent() is not None:
            element.getparent().remove(element)  # type: ignore[union-attr]
    return [etree.tostring(tree, method="c14n")]


def _plain(data: bytes, output: Output) -> Impression:
    text = data.decode("utf-8", errors="replace").replace("\r\n", "\n")
    body = text.partition(_BODY)[2] or text
    return _of([body], body.split("\n"), [])


def _docx(data: bytes, output: Output) -> Impression:
    from octavo.readback.docx import read_docx

    blocks = _text(read_docx(data, Path(output.name)).blocks)
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        looks = [container.read(part) for part in ("word/document.xml", "word/styles.xml")]
    return _of((block.text for block in blocks), (), looks)


def _picture(data: bytes, output: Output) -> Impression:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        return _of((), [picture.size], [picture.convert("RGB").tobytes()])


_READERS: dict[str, Callable[[bytes, Output], Impression]] = {
    "epub": _epub,
    "html": _html,
    "tei": _tei,
    "text": _plain,
    "docx": _docx,
    "jpg": _picture,
}


# ---- what is printed


class _Book:
    """The archival PDF, of which the printer's files have words and lines."""

    def __init__(self, data: bytes) -> None:
        from octavo.readback.pdf import open_pdf_reading

        reading = open_pdf_reading(data, Path("book.pdf"))
        blocks = _text(reading.blocks)
        labels = reading.page_labels
        self.words = [block.text for block in blocks]
        self.lines = [
            (labels[stretch.page], block.text[stretch.offset : end])
            for block in blocks
            for stretch, end in zip(
                block.stretches, [*(later.offset for later in block.stretches[1:]), len(block.text)], strict=True
            )
        ]
        self.before = next((number for number, label in enumerate(labels) if label.isdigit()), 0)
        """How many pages there are before the text: title page, imprint, contents."""


def _printed(output: Output, data: bytes, book: _Book | None, interior: bytes | None) -> Impression:
    """A PDF: the book itself, its interior, or sheets that show the interior's pages; else a cover."""
    from octavo.setbook.pagewords import page_texts

    if output.name == "cover" or book is None:
        texts = page_texts(data)
        return _of(texts, texts, _pictures(data, 0))
    sizes = repr(_sizes(data)).encode()
    is_imposed = output.name not in ("pdf", "print")
    shown = interior if is_imposed and interior is not None else data
    return _of(book.words, book.lines, [sizes, *_pictures(shown, book.before)])


def _sizes(data: bytes) -> list[tuple[float, float]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_size() for page in document]
    finally:
        document.close()


def _pictures(data: bytes, first: int) -> Iterable[bytes]:
    """Each page from one on, as it looks."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(first, len(document)):
            page = document[number]
            bitmap = page.render(scale=SCALE)
            yield bytes(bitmap.buffer)
            bitmap.close()
            page.close()
    finally:
        document.close()

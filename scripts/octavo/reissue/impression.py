"""What a reader gets of each output, as digests: its words, where its lines and pages begin, how it looks.

The title page and the imprint are left out: they say what the metadata say, the version and its date among them. Words
and lines are read back from the files themselves; what a page looks like is drawn by PDFium.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path

from lxml import etree

from octavo.edition.releases import Impression
from octavo.outputs import OUTPUTS, PDF, Output
from octavo.readback.markup import name, region_by_kind
from octavo.readback.reading import FRONT, NOTE, TEXT, ReadBlock
from octavo.reissue.changeclass import FileChange, changes
from octavo.setbook.anchors import page_anchors

ERRATA = "errata"
"""The class, in TEI the type, of the list of errata."""
DIGITS = 16
"""Of each digest, in hexadecimal: enough to tell files of one book apart."""
SCALE = 1.0
"""Pixels a point: what differs by less than a third of a millimetre may look the same."""
_FURNITURE = (".opf", ".ncx", "mimetype", "META-INF/", "nav.xhtml")
"""Parts of an EPUB that hold metadata, or lists of what stands elsewhere in it."""
_NUMBERS = re.compile(r"\d+")
_BODY = "\n" * 5
"""What parts chapters from one another, and from title and imprint, in the plain text."""


def impressions(slug: str, files: Mapping[str, bytes]) -> dict[str, Impression]:
    """The impression of each file of one set, by its name; none of those that are no rendition.

    The list of errata gives page and line of each place; these numbers are no words of the text. Where a rendition does
    not say which part of it is that list, as in print, its numbers count by what a marked-up one of the set reads.
    The printer's files have the words and lines of the archival PDF, where that is in the set: they are made from the
    same setting, and ``press/same-words`` holds them against it.
    """
    found: dict[str, Impression] = {}
    marked = {output.name: output for output in OUTPUTS if output.name in _MARKED and output.file_name(slug) in files}
    words: list[str] = []
    for name_ in sorted(marked, key=list(_MARKED).index):
        file = marked[name_].file_name(slug)
        own, lines, looks = _MARKED[name_](files[file])
        words = words or own
        found[file] = _of(own, lines, looks)
    archival = files.get(slug + ".pdf")
    book = _Book(archival, words) if archival is not None else None
    for output in OUTPUTS:
        for ending in (output.ending, *output.further):
            data = files.get(slug + ending)
            if data is not None and output.name not in _MARKED:
                found[slug + ending] = _impression(output, data, words, book, files.get(slug + "-print.pdf"))
    return found


def changes_between(slug: str, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[FileChange]:
    """Each file that is not the same in two sets of outputs of one edition, by name, and how much of it is another."""
    digests = [{name_: hashlib.sha256(data).hexdigest() for name_, data in files.items()} for files in (before, after)]
    return changes(digests[0], digests[1], impressions(slug, before), impressions(slug, after))


def _impression(
    output: Output, data: bytes, words: list[str], book: _Book | None, interior: bytes | None
) -> Impression:
    if output.media_type == PDF:
        return _printed(output, data, book, interior)
    reader = _OTHERS.get(output.name)
    return reader(data, words) if reader else _of((), (), [])  # a record, which has metadata and nothing else


def _of(words: Iterable[str], lines: Iterable[object], looks: Iterable[bytes]) -> Impression:
    texts = (" ".join(word for text in words for word in text.split()), "\n".join(map(str, lines)))
    said, begun = (hashlib.sha256(text.encode()).hexdigest()[:DIGITS] for text in texts)
    shown = hashlib.sha256()
    for part in looks:
        shown.update(len(part).to_bytes(8, "big") + part)
    return Impression(words=said, lines=begun, looks=shown.hexdigest()[:DIGITS])


def _text(blocks: Iterable[ReadBlock]) -> list[ReadBlock]:
    return [block for block in blocks if block.region in (TEXT, NOTE)]


def _own(texts: Iterable[str], words: list[str]) -> list[str]:
    """The words of a rendition in which numbers may be places, and those of one in which none are."""
    return [*map(_without_numbers, texts), *words] if words else list(texts)


def _without_numbers(text: str) -> str:
    return _NUMBERS.sub("", text)


# ---- what flows

_Read = tuple[list[str], list[tuple[str, str]], list[bytes]]
"""Words, where pages begin, and what it looks like."""


def _epub(data: bytes) -> _Read:
    from octavo.readback.epub import read_epub

    reading = read_epub(data, Path("book.epub"))
    roots = [document.root for document in reading.spine]
    spine = {document.name for document in reading.spine}
    looks = [part for root in roots for part in _shown(root.find("{*}body"))]
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        for entry in sorted(container.namelist()):
            if entry not in spine and not entry.startswith(_FURNITURE) and not entry.endswith(_FURNITURE):
                looks += [entry.encode(), container.read(entry)]
    return _read(roots, looks, lambda: reading.blocks)


def _html(data: bytes) -> _Read:
    from octavo.readback.html import read_html

    reading = read_html(data, Path("book.html"))
    main = next((element for element in reading.root.iter() if name(element) == "main"), reading.root)
    styles = [etree.tostring(element, with_tail=False) for element in reading.root.iter() if name(element) == "style"]
    return _read([reading.root], [*styles, *_shown(main)], lambda: reading.blocks)


def _tei(data: bytes) -> _Read:
    from octavo.readback.tei import read_tei
    from octavo.readback.teidocument import parse_tei

    root = parse_tei(data, Path("book.xml")).root
    texts = [element for element in root.iter() if name(element) in ("body", "back")]
    looks = [part for text in texts for part in _shown(text)]
    # Its text is read from bytes, which are to be those without the numbers.
    return _read([root], looks, lambda: read_tei(etree.tostring(root), Path("book.xml")))


def _read(roots: list[etree._Element], looks: list[bytes], blocks: Callable[[], Iterable[ReadBlock]]) -> _Read:
    """What a marked-up rendition reads: ``blocks``, when the numbers of the list of errata have been taken out."""
    anchors = [anchor for root in roots for anchor in page_anchors(root)]
    begun = [(anchor.label, anchor.text) for anchor in anchors if anchor.label.isdigit()]
    for root in roots:
        begun += [("place", place) for place in _taken_places(root)]
    return [block.text for block in _text(blocks())], begun, looks


def _taken_places(root: etree._Element) -> Iterator[str]:
    """Take the numbers out of the list of errata, and give them."""
    for section in root.iter("*"):
        if ERRATA in (section.get("class") or "").split() or section.get("type") == ERRATA:
            for element in section.iter("*"):
                yield from _NUMBERS.findall(f"{element.text or ''} {element.tail or ''}")
                element.text = _without_numbers(element.text or "") or None
                element.tail = _without_numbers(element.tail or "") or None


def _shown(root: etree._Element | None) -> list[bytes]:
    """A tree as it is written, but for the pages before the text."""
    if root is None:
        return []
    tree = deepcopy(root)
    for element in list(tree.iter("*")):
        parent = element.getparent()
        if region_by_kind(element) == FRONT and parent is not None:
            parent.remove(element)
    return [etree.tostring(tree, method="c14n")]


_MARKED: dict[str, Callable[[bytes], _Read]] = {"html": _html, "epub": _epub, "tei": _tei}
"""Renditions that say which part of them is the list of errata."""


def _plain(data: bytes, words: list[str]) -> Impression:
    text = data.decode("utf-8", errors="replace").replace("\r\n", "\n")
    body = text.partition(_BODY)[2] or text
    return _of(_own([body], words), body.split("\n"), [])


def _docx(data: bytes, words: list[str]) -> Impression:
    from octavo.readback.docx import read_docx

    blocks = _text(read_docx(data, Path("book.docx")).blocks)
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        looks = [container.read(part) for part in ("word/document.xml", "word/styles.xml")]
    return _of(_own([block.text for block in blocks], words), (), looks)


def _picture(data: bytes, words: list[str]) -> Impression:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        return _of((), [picture.size], [picture.convert("RGB").tobytes()])


_OTHERS: dict[str, Callable[[bytes, list[str]], Impression]] = {"text": _plain, "docx": _docx, "jpg": _picture}


# ---- what is printed


class _Book:
    """The archival PDF, of which the printer's files have words and lines."""

    def __init__(self, data: bytes, words: list[str]) -> None:
        from octavo.readback.pdf import open_pdf_reading

        reading = open_pdf_reading(data, Path("book.pdf"))
        blocks = _text(reading.blocks)
        labels = reading.page_labels
        self.words = _own([block.text for block in blocks], words)
        self.lines = [(labels[page], line) for block in blocks for page, line in _lines(block)]
        self.before = next((number for number, label in enumerate(labels) if label.isdigit()), 0)
        """How many pages there are before the text: title page, imprint, contents."""


def _lines(block: ReadBlock) -> Iterable[tuple[int, str]]:
    """The lines of a block: the page of each, from 0, and what it reads."""
    ends = [*(stretch.offset for stretch in block.stretches[1:]), len(block.text)]
    for stretch, end in zip(block.stretches, ends, strict=True):
        yield stretch.page, block.text[stretch.offset : end]


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

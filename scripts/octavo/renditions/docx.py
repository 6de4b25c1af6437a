"""The DOCX for an author's review: headings as Word's styles, notes as its footnotes, corrections as plain words.

The Document goes through pandoc a second time, as a page of XHTML in which notes are what EPUB calls notes; what pandoc
cannot say is then put right in the parts of its file (``docxparts``).
"""

from __future__ import annotations

import base64
import copy
import datetime
import io

from lxml import etree

from octavo.document import Chapter, Document, Note
from octavo.document.flow import list_label
from octavo.document.picture import Picture
from octavo.document.tree import classes, parent_of
from octavo.markdown.pandoc import run
from octavo.renditions.docxparts import AGAIN, finished
from octavo.renditions.headinggroup import unwrap
from octavo.renditions.xhtml import EPUB_TYPE

READER = "html+epub_html_exts-auto_identifiers"
"""In pandoc's HTML with the extensions of EPUB, an ``epub:type`` says what is a note."""
STYLE = "data-custom-style"
"""The attribute by which pandoc is told a style of Word's."""
TITLE_PAGE = {"title": "Title", "subtitle": "Subtitle", "author": "Author"}
"""The styles of the title page's paragraphs by their classes; of all others, that of the page."""
EM_SPACE = "\u2003"
LETTERS = 26
"""Up to here pandoc, Word and we count alike with letters."""
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/svg+xml"})
"""What word processors show; other pictures are made PNG."""


def docx(document: Document, moment: datetime.datetime) -> bytes:
    """Set the Document as a DOCX (ECMA-376), dated with ``moment``; raises PandocFailed where pandoc cannot."""
    direction = ["--metadata", "dir=rtl"] if document.edition.metadata.is_right_to_left else []
    return finished(by_pandoc(_page(document), *direction), document, moment)


def by_pandoc(page: str, *options: str) -> bytes:
    """What pandoc makes of a page; raises PandocFailed where it cannot."""
    return run(["--from", READER, "--to", "docx", "--output", "-", *options], page)[0]


def _page(document: Document) -> str:
    """The whole book as one page for pandoc: the chapters, and all notes behind them."""
    nsmap = {"epub": EPUB_TYPE[1:].partition("}")[0]}
    language = document.edition.metadata.lang or "und"
    root = etree.Element("html", {"lang": language}, nsmap=nsmap)
    body = etree.SubElement(root, "body")
    pictures = {name: _address(picture) for name, picture in document.pictures.items()}
    called = {id(reference): note for note in document.notes for reference in note.references}
    first = {note.reference_id for note in document.notes}
    numbers = {note.id: number for number, note in enumerate(document.notes)}
    for chapter in document.chapters:
        section = copy.deepcopy(chapter.element)
        for own, copied in zip(chapter.element.iter("a"), list(section.iter("a")), strict=True):
            if id(own) in called:
                _call(copied, called[id(own)], numbers, is_first=copied.get("id") in first)
        _prepare(section, pictures)
        if chapter.kind != "chapter":
            _style_front(section, chapter)
        body.append(section)
    for note in document.notes:
        aside = copy.deepcopy(note.body)
        for own, copied in zip(note.body.iter("a"), list(aside.iter("a")), strict=True):
            if id(own) in called:
                _call(copied, called[id(own)], numbers, is_first=False)
        _prepare(aside, pictures)
        aside.attrib.pop("class", "")
        aside.set(EPUB_TYPE, "footnote")
        body.append(aside)
    return etree.tostring(root, encoding="unicode")


def _call(link: etree._Element, note: Note, numbers: dict[str, int], *, is_first: bool) -> None:
    """A reference to a note: the first holds it, any other refers to that one."""
    for inner in list(link):
        link.remove(inner)
    link.text = note.mark
    link.attrib.pop("class", "")
    if is_first:
        link.set(EPUB_TYPE, "noteref")
        link.set("href", f"#{note.id}")
    else:
        link.set("href", f"#{AGAIN}{numbers[note.id]}")


def _address(picture: Picture) -> str:
    """A picture as an address that holds it."""
    kind, data = picture.media_type, picture.data
    if kind not in SHOWN:
        from PIL import Image

        out = io.BytesIO()
        with Image.open(io.BytesIO(data)) as opened:
            opened.save(out, "PNG")
        kind, data = "image/png", out.getvalue()
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _prepare(root: etree._Element, pictures: dict[str, str]) -> None:
    """Put a copied tree into pandoc's words, in place."""
    for span in [span for span in root.iter("span") if span.get("data-page")]:
        unwrap(span)
    for link in [
        link for link in root.iter("a") if "place" in classes(link) and (link.get("href") or "")[:6] == "#page-"
    ]:
        unwrap(link)  # Word has pages of its own
    for numbered in [numbered for numbered in root.iter("ol") if not _is_counted_by_word(numbered)]:
        _write_numbers(numbered)
    for element in list(root.iter("*")):
        element.attrib.pop("data-change", "")
        if element.tag == "ol":
            element.set("type", element.get("type") or "1")
        elif element.tag == "img":
            element.set("src", pictures.get(element.get("src") or "", element.get("src") or ""))
        elif element.tag == "span" and "why" in classes(element) and (before := element.getprevious()) is not None:
            before.tail = EM_SPACE
        elif element.tag == "span" and "lead-in" in classes(element):
            element.set("class", "smallcaps")
        elif element.tag == "div" and "line-block" in classes(element):
            _wrap(element, "Verse")


def _is_counted_by_word(numbered: etree._Element) -> bool:
    """Whether Word, told the first number and its kind, shows every number of a list as the edition has it."""
    items = [item for item in numbered if item.tag == "li"]
    start = numbered.get("start") or "1"
    if numbered.get("data-delimiter") or any(item.get("value") for item in items) or not start.isdigit():
        return False
    if not all(len(item) or (item.text or "").strip() for item in items):
        return False  # pandoc leaves an empty item out
    kind = numbered.get("type") or "1"
    last = int(start) + len(items) - 1
    return int(start) > 0 and (kind not in "aA" or last <= LETTERS) and last < 1000


def _write_numbers(numbered: etree._Element) -> None:
    """Write the numbers of a list as words, each item a paragraph of its own."""
    labels = [list_label(item) for item in numbered if item.tag == "li"]
    numbered.tag = "div"
    depth = 1 + sum(1 for outer in numbered.iterancestors("ol", "ul", "div") if outer.tag != "div" or outer.get(STYLE))
    numbered.attrib.clear()
    numbered.set(STYLE, f"Numbered {min(depth, 3)}")
    for item, label in zip([item for item in numbered if item.tag == "li"], labels, strict=True):
        item.tag = "div"
        item.attrib.pop("value", "")
        first = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
        first.text = f"{label} {(first.text or '').lstrip()}"


def _style_front(section: etree._Element, chapter: Chapter) -> None:
    """Give the paragraphs of title page and imprint the styles by which they are known as such."""
    for paragraph in list(section.iter("p")):
        known = [TITLE_PAGE[kind] for kind in classes(paragraph) if kind in TITLE_PAGE]
        usual = "Imprint" if chapter.kind == "imprint" else "Title Page"
        _wrap(paragraph, known[0] if known else usual)


def _wrap(element: etree._Element, style: str) -> None:
    """Put a block into a division with a style."""
    parent = parent_of(element)
    wrapper = etree.Element("div", {STYLE: style})
    wrapper.tail, element.tail = element.tail, None
    parent.replace(element, wrapper)
    wrapper.append(element)

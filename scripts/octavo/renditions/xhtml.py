"""What EPUB and HTML share: chapters of the Document as elements ready to be written."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from itertools import zip_longest

from lxml import etree

from octavo.document import Chapter, Document, Note
from octavo.document.emendations import Emendation
from octavo.document.flow import IN_BRACKETS, formula_source, list_label
from octavo.document.ground import ground_of
from octavo.document.parts import is_decoration
from octavo.document.picturesize import sizes
from octavo.document.structure import HEADINGS
from octavo.document.tree import classes, inner_text
from octavo.document.unbroken import hold_together
from octavo.document.verse import part_lines
from octavo.renditions.headinggroup import group_numbered_headings, unwrap

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
WIDE = 6
"""Columns: a table with more of them seldom fits a page."""
PHONE = 45
"""Letters that the longest words of a wide table’s columns may have together to stand side by side on a phone."""
EDGES = 2
"""Letters for which the white at a column's two sides would have room."""

UNLISTED = "unlisted"
"""The class of a change that the list of errata leaves out."""

Href = Callable[[str], str]
"""An id of the Document → where a link to it goes in the rendition."""


def chapter_element(
    document: Document,
    chapter: Chapter,
    href: Href,
    source: Href,
    shift: int = 0,
    linked: bool = True,
    unlisted: bool = False,
) -> etree._Element:
    """A copy of a chapter's section with links and image sources as the rendition needs them.

    ``shift`` moves headings down, as in a page whose first level is the book's title. ``linked`` says whether each
    emendation is a link to its entry; the entry leads to it in any case. ``unlisted`` keeps the anchors of those that
    have none.
    """
    section = copy.deepcopy(chapter.element)
    if unlisted:
        keep_unlisted(section, document.emendations)
    link_emendations(section, document.emendations, linked)
    _ground(section, document)
    polish(section, href, source, shift)
    hold_together(section, document.edition.metadata.lang)
    return section


def link_emendations(root: etree._Element, emendations: Sequence[Emendation], linked: bool = True) -> None:
    """Make each emendation a link to its entry in the list, and each page break what ARIA calls one.

    One without words, within a link, or of a rendition that is not ``linked``, stays an anchor; what readers are not
    shown loses it, but for one whose class says that a rendition has kept it (``keep_unlisted``).
    """
    for span in list(root.iter("span")):
        number = span.get("data-change")
        if number is not None and not emendations[int(number)].shown:
            if UNLISTED not in classes(span):
                unwrap(span)
        elif number is not None:
            if linked and inner_text(span) and next(span.iterancestors("a"), None) is None:
                span.tag = "a"
                span.set("href", f"#{emendations[int(number)].entry_id}")
        elif span.get("data-page"):
            label = str(span.attrib.pop("data-page"))
            span.set("role", "doc-pagebreak")
            span.set("aria-label", label)


def keep_unlisted(root: etree._Element, emendations: Sequence[Emendation]) -> None:
    """Keep the anchors of changes that readers are not shown, for a rendition that can show the witness's text."""
    for span in root.iter("span"):
        number = span.get("data-change")
        if number is not None and not emendations[int(number)].shown:
            span.set("class", UNLISTED)


def polish(root: etree._Element, href: Href, source: Href, shift: int = 0) -> None:
    """Rewrite links, images, headings, note references and verse of a copied tree in place."""
    for block in [block for block in root.iter("div") if "line-block" in classes(block)]:
        # Each line is an element, so that one too long for the screen can be turned over with an indent.
        for line in part_lines(block, "span"):
            line.set("class", "line")
            block.append(line)
    for numbered in [numbered for numbered in root.iter("ol") if numbered.get("data-delimiter")]:
        _write_numbers(numbered)
    group_numbered_headings(root)
    _classify(root)
    _name_divisions(root)
    for element in root.iter("*"):
        if element.tag == "a" and (element.get("href") or "").startswith("#"):
            element.set("href", href((element.get("href") or "")[1:]))
            if "noteref" in classes(element):
                element.set("role", "doc-noteref")
        elif element.tag == "img":
            _show(element, source)
        elif shift and element.tag in HEADINGS:
            element.tag = f"h{min(int(element.tag[1]) + shift, 6)}"
        elif element.tag == "section":
            names = [c for c in classes(element) if not c.startswith("level")]
            element.attrib.pop("class", "")
            if names:
                element.set("class", " ".join(names))
        elif element.tag == "col":
            element.attrib.pop("style", "")


def _name_divisions(root: etree._Element) -> None:
    """Give epigraphs and dedications their roles (DPUB-ARIA 1.1)."""
    for block in root.iter("div"):
        for name in {"epigraph", "dedication"}.intersection(classes(block)):
            block.set("role", f"doc-{name}")


def _ground(root: etree._Element, document: Document) -> None:
    """Say of each picture with a transparent ground on what it can be seen."""
    for image in root.iter("img"):
        picture = document.pictures.get(image.get("src") or "")
        ground = ground_of(picture) if picture else ""
        if ground:
            image.set("class", " ".join([*classes(image), ground]))


def _show(image: etree._Element, source: Href) -> None:
    """An image as a page shows it: as large as the text asks, never wider than there is room, never out of shape."""
    image.set("src", source(image.get("src") or ""))
    if is_decoration(image):
        image.set("role", "presentation")
    image.set("alt", image.get("alt") or "")
    styled = []
    for key, size in sizes(image).items():
        pixels = size.pixels
        # Of a length that does not go with screen or type, readers’ programs know best as an attribute.
        if pixels is None:
            del image.attrib[key]
            styled.append(f"{key}: {size}")
        else:
            image.set(key, str(max(1, round(pixels))))
    if styled:
        image.set("style", "; ".join(styled))


def _classify(root: etree._Element) -> None:
    """Say what a style sheet cannot see: what a paragraph only holds, which marks touch, that a table is wide."""
    for paragraph in root.iter("p"):
        if len(paragraph) == 1 and not ((paragraph.text or "") + (paragraph[0].tail or "")).strip():
            if paragraph[0].tag == "img":
                paragraph.set("class", "picture")
            elif "attribution" in classes(paragraph[0]):
                paragraph.set("class", "attribution-line")
            elif paragraph[0].get("display") == "block":
                paragraph.set("class", "formula")
    for math in root.iter("{*}math"):
        # What is said where formulas cannot be read out; EPUBCheck asks for it.
        math.set("alttext", formula_source(math))
    for mark in root.iter("a"):
        before = mark.getprevious()
        if "noteref" in classes(mark) and before is not None and "noteref" in classes(before) and not before.tail:
            mark.set("class", f"{mark.get('class')} next")
    for table in root.iter("table"):
        columns = list(zip_longest(*([inner_text(cell) for cell in row] for row in table.iter("tr")), fillvalue=""))
        needed = sum(max(len(word) for cell in column for word in [*cell.split(), ""]) for column in columns)
        if len(columns) > WIDE:
            table.set("class", " ".join([*classes(table), "wide", *(["whole"] if needed <= PHONE else [])]))
        elif needed + EDGES * len(columns) > PHONE:
            table.set("class", " ".join([*classes(table), "long-words"]))


def _write_numbers(numbered: etree._Element) -> None:
    """Write the numbers of a list in brackets as words, as HTML has a word for those with full stops alone."""
    for item in [child for child in numbered if child.tag == "li"]:
        first = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
        number = etree.Element("span", {"class": "number"})
        number.text, number.tail, first.text = list_label(item), f" {(first.text or '').lstrip()}", None
        first.insert(0, number)
    numbered.attrib.pop("data-delimiter")
    numbered.set("class", " ".join([*classes(numbered), IN_BRACKETS]))
    # Not in a style sheet: where none is read, each item would have two numbers.
    numbered.set("style", "list-style: none")


def note_element(
    document: Document, note: Note, tag: str, href: Href, source: Href, linked: bool = True, unlisted: bool = False
) -> etree._Element:
    """A note as an element of its own, its mark a link back to where it is referred to."""
    body = copy.deepcopy(note.body)
    if unlisted:
        keep_unlisted(body, document.emendations)
    body.tag = tag
    body.tail = "\n"
    body.set("role", "doc-footnote")
    link_emendations(body, document.emendations, linked)
    _ground(body, document)
    polish(body, href, source)
    hold_together(body, document.edition.metadata.lang)
    back = etree.Element("a", {"class": "mark", "role": "doc-backlink", "href": href(note.reference_id)})
    back.set("aria-label", document.edition.metadata.words.text("note-back", mark=note.mark))
    back.text = note.mark
    first = body
    while len(first) and first[0].tag == "div" and not (first.text or "").strip():
        first = first[0]
    first = first[0] if len(first) and first[0].tag == "p" else body
    back.tail = " " + (first.text or "").lstrip()
    first.text = None
    first.insert(0, back)
    return body


def outline(document: Document, depth: int = 2) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The contents: for each chapter its id, its title and the (id, title) of its sections of the second level."""
    entries = []
    for number, chapter in enumerate(document.chapters):
        if chapter.kind == "chapter":
            inner = [(h.id, h.text) for h in document.headings if h.chapter == number and 1 < h.level <= depth]
            entries.append((chapter.id, chapter.title, inner))
    return entries

"""The HTML rendition: one page that asks for nothing else, readable without scripts (HTML Living Standard)."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from lxml import etree

from octavo.document import Document
from octavo.document.flow import text_of
from octavo.document.tree import ids, inner_text, parent_of
from octavo.markdown.sink import carried
from octavo.renditions.citation import citation
from octavo.renditions.headinggroup import has_heading
from octavo.renditions.htmlhead import add_head
from octavo.renditions.htmlmargin import hang_quotation_marks, link_paragraphs, name_notes
from octavo.renditions.htmltools import cite_block, note_box, reading_box, toolbar
from octavo.renditions.htmltree import anchor, child, free
from octavo.renditions.style import style
from octavo.renditions.webfonts import font_faces
from octavo.renditions.xhtml import chapter_element, note_element, outline
from octavo.text.tokens import as_reading


def html(document: Document) -> bytes:
    """Set the Document as one self-contained HTML page."""
    metadata = document.edition.metadata
    direction = {"dir": "rtl"} if metadata.is_right_to_left else {}
    root = etree.Element("html", {"lang": metadata.lang or "und", **direction})
    cited = citation(metadata)
    add_head(root, document)
    body = child(root, "body", "\n")
    front = {chapter.kind: chapter for chapter in document.chapters}
    text, contents = free("text", document), free("contents", document)
    words = metadata.words
    skip = {"class": "skip", "href": anchor(text), **words.attributes("skip-to-text")}
    child(body, "a", words.text("skip-to-text"), skip)
    body.append(_title_block(chapter_element(document, front["titlepage"], anchor, str)))
    body.append(_contents(document, contents))
    main = child(body, "main", "\n", {"id": text})
    main.extend(_chapters(document))
    if not name_notes(main, document.notes):
        body.set("class", "no-sidenotes")
    _keep_addresses(main, document)
    footer = chapter_element(document, front["imprint"], anchor, str)
    footer.tag, footer.tail = "footer", "\n"
    body.append(footer)
    body.append(cite_block(document, cited))
    faces = font_faces(body) if metadata.fonts == "embedded" else ""
    if faces:
        # Before the sheet that names the typeface, and in an element of its own, as it is long and never read.
        next(root.iter("style")).addprevious(_sheet(faces))
    _add_tools(body, document)
    for image in root.iter("img"):
        if not image.get("alt"):
            image.attrib.pop("role", "")  # HTML takes the empty text for it, and no role beside (ARIA in HTML, 4)
    for page in root.iter("span"):
        if page.get("role") == "doc-pagebreak" and "aria-label" in page.attrib:
            # A title names it as well, and checkers that know no roles of DPUB-ARIA let a span have one.
            page.set("title", page.attrib.pop("aria-label"))
    data = etree.tostring(root, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    data = data.replace("</wbr>", "")  # libxml2 does not know that it is void (HTML, 13.1.2)
    return (data + "\n").encode()


def _sheet(text: str) -> etree._Element:
    element = etree.Element("style")
    element.text, element.tail = text, "\n"
    return element


def _keep_addresses(main: etree._Element, document: Document) -> None:
    """Let the addresses by which earlier versions of the page named a heading lead to it."""
    taken = set(ids(main))
    former = {heading.id: heading.former_id for heading in document.headings if heading.former_id}
    for element in [element for element in main.iter("*") if element.get("id") in former]:
        old = former.pop(str(element.get("id")), "")
        if old and old not in taken:
            anchor_before = etree.Element("span", {"id": old})
            anchor_before.tail, element.text = element.text, None
            element.insert(0, anchor_before)


def _add_tools(body: etree._Element, document: Document) -> None:
    """Put in what scripts do, and the scripts behind all, so that they are not waited for."""
    count = document.tally.all_listed
    body.insert(1, toolbar(document))
    if document.notes:
        body.append(note_box(document))
    if count:
        body.append(reading_box(document))
    for name in ("reading.js", *(["errata.js"] if count else [])):
        child(body, "script", "\n" + style(name))


def _chapters(document: Document) -> Iterator[etree._Element]:
    """The chapters, each with its notes behind it."""
    pictures = document.pictures
    sources = {name: _data_uri(picture.data, picture.media_type) for name, picture in pictures.items()}

    def source(name: str) -> str:
        return sources.get(name, name)

    taken, words = set(_all_ids(document)), document.edition.metadata.words
    switched = bool(document.tally.all_listed)  # else there is no switch between edition and witness
    former = {heading.id: heading.former_id for heading in document.headings}
    for number, chapter in enumerate(document.chapters):
        if chapter.kind != "chapter":
            continue
        section = chapter_element(document, chapter, anchor, source, shift=1, unlisted=switched)
        section.set("role", f"doc-{chapter.purpose}")
        if not has_heading(section, "h2"):
            section.set("aria-label", chapter.title)
        notes = document.notes_of(number)
        if notes:
            block = child(section, "div", "\n", {"class": "notes"})
            block.extend(note_element(document, note, "div", anchor, source, unlisted=switched) for note in notes)
        # Paragraphs keep the addresses that they had before their chapter's heading had pandoc's id.
        link_paragraphs(section, former.get(chapter.id) or chapter.id, taken)
        hang_quotation_marks(section)
        for table in list(section.iter("table")):
            _box(table, words.text("table"))
        for math in list(section.iterfind(".//{*}math[@display='block']")):
            _box_formula(math, words.text("formula"))
        _tell(section, document)
        section.tail = "\n"
        yield section


def _all_ids(document: Document) -> Iterator[str]:
    for chapter in document.chapters:
        yield from ids(chapter.element)
    for note in document.notes:
        yield from ids(note.body)


def _box(table: etree._Element, called: str) -> None:
    """Put a table into a box that scrolls when the screen is too narrow, by keyboard too (WCAG 2.2, 2.1.1)."""
    caption = table.find("caption")
    name = text_of(caption) if caption is not None else called
    box = etree.Element("div", {"class": "table", "role": "group", "aria-label": name, "tabindex": "0"})
    parent = parent_of(table)
    parent.replace(table, box)
    box.tail, table.tail = table.tail, None
    box.append(table)


def _box_formula(math: etree._Element, called: str) -> None:
    """The same for a formula on a line of its own, which may stand in a paragraph with words."""
    box = parent_of(math)
    if box.get("class") != "formula":
        box, outer = etree.Element("span", {"class": "formula"}), box
        outer.replace(math, box)
        box.tail, math.tail = math.tail, None
        box.append(math)
    box.attrib.update({"role": "group", "aria-label": called, "tabindex": "0"})


def _tell(section: etree._Element, document: Document) -> None:
    """Write beside each emendation what the script shows: the witness's words, an apparatus's, and the editor's note.

    Where a reading stands in several pieces, the first has all of this and the others name it. Of a change that the
    list leaves out only the witness's words are told.
    """
    told: set[str] = set()
    for piece in list(section.iter("a", "span")):
        number = piece.get("data-change")
        if number is None:
            continue
        del piece.attrib["data-change"]
        emendation = document.emendations[int(number)]
        if not emendation.shown:
            piece.set("data-part", emendation.id)
            if emendation.id not in told:
                piece.set("data-was", carried(emendation.witness_text))
            told.add(emendation.id)
            continue
        if piece.tag == "span" and next(piece.iterancestors("a"), None) is None:
            # Words that only the witness has leave a place without any, which still must be found and have a name.
            piece.tag = "a"
            piece.set("href", anchor(emendation.entry_id))
            if not inner_text(piece):
                piece.set("aria-label", document.edition.metadata.words.text("correction-mark"))
        if piece.get("id") is None:
            piece.set("data-part", emendation.id)
            piece.set("tabindex", "-1")  # for the keyboard, one place is enough
            continue
        readings = {
            "data-was": emendation.witness_text,
            "data-reading": emendation.printed.witness_reading,
            "data-lemma": emendation.printed.lemma,
            "data-note": emendation.note,
        }
        same = {
            "data-reading": as_reading(emendation.witness_text),
            "data-lemma": as_reading(inner_text(piece)),
            "data-note": "",
        }
        piece.attrib.update({key: carried(value) for key, value in readings.items() if value != same.get(key)})


def _data_uri(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _title_block(section: etree._Element) -> etree._Element:
    section.tag = "header"
    title = section.find("p")  # a page of the printed book may begin before it
    assert title is not None
    title.tag = "h1"
    section.tail = "\n"
    return section


def _contents(document: Document, heading_id: str) -> etree._Element:
    nav = etree.Element("nav", {"class": "contents", "role": "doc-toc", "aria-labelledby": heading_id})
    nav.tail = "\n"
    page = document.pagination.contents if document.pagination else ""
    if page:
        begins = {"class": "page", "id": f"page-{page}", "role": "doc-pagebreak", "title": page}
        child(nav, "span", None, begins)
    words = document.edition.metadata.words
    child(nav, "h2", words.text("contents"), {"id": heading_id, **words.attributes("contents")})
    top = child(nav, "ol")
    for identifier, title, inner in outline(document):
        item = child(top, "li")
        child(item, "a", title, {"href": anchor(identifier)})
        if inner:
            nested = child(item, "ol")
            for inner_id, inner_title in inner:
                child(child(nested, "li"), "a", inner_title, {"href": anchor(inner_id)})
    return nav

"""The HTML rendition: one page that asks for nothing else, readable without scripts (HTML Living Standard)."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

from lxml import etree

from octavo.document import Document
from octavo.document.flow import text_of
from octavo.document.images import media_type
from octavo.document.marks import shown
from octavo.document.tree import ids, inner_text
from octavo.renditions.access import access_metadata
from octavo.renditions.artifact import Artifact
from octavo.renditions.style import style
from octavo.renditions.xhtml import chapter_element, in_english, note_element, outline, purpose
from octavo.text.tokens import as_reading

VIEWS = (
    ("corrected", "as corrected", "The text is shown as corrected."),
    ("witness", "as in the witness", "The text is shown as in the witness."),
    ("both", "show both", "Both readings are shown."),
)
"""The ways to read the text: how the script calls each, what its button says, and what is said once it is chosen."""


def html(document: Document) -> Artifact:
    """Set the Document as one self-contained HTML page."""
    metadata = document.edition.metadata
    direction = {"dir": "rtl"} if metadata.is_right_to_left else {}
    root = etree.Element("html", {"lang": metadata.lang or "und", **direction})
    _head(root, document)
    body = _child(root, "body", "\n")
    front = {chapter.kind: chapter for chapter in document.chapters}
    text, contents = _free("text", document), _free("contents", document)
    _child(body, "a", "Skip to the text", {"class": "skip", "href": _anchor(text), **in_english(document)})
    body.append(_title_block(chapter_element(document, front["titlepage"], _anchor, str)))
    body.append(_contents(document, contents))
    main = _child(body, "main", "\n", {"id": text})
    main.extend(_chapters(document))
    footer = chapter_element(document, front["imprint"], _anchor, str)
    footer.tag, footer.tail = "footer", "\n"
    body.append(footer)
    count = sum(1 for _ in shown(document.marks))
    if count:
        main.addprevious(_switch(document, count))
        body.append(_popover(document))
        _child(body, "script", "\n" + style("html.js"))
    for page in root.iter("span"):
        if page.get("role") == "doc-pagebreak" and "aria-label" in page.attrib:
            # A title names it as well, and checkers that know no roles of DPUB-ARIA let a span have one.
            page.set("title", page.attrib.pop("aria-label"))
    data = etree.tostring(root, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return Artifact(f"{metadata.slug}.html", "text/html", (data + "\n").encode())


def _chapters(document: Document) -> Iterator[etree._Element]:
    """The chapters, each with its notes behind it."""
    sources = {image.name: _data_uri(image.path.read_bytes(), media_type(image.path)) for image in document.images}

    def source(name: str) -> str:
        return sources.get(name, name)

    for number, chapter in enumerate(document.chapters):
        if chapter.kind != "chapter":
            continue
        section = chapter_element(document, chapter, _anchor, source, shift=1)
        section.set("role", f"doc-{purpose(chapter)}")
        if section.find("h2") is None:
            section.set("aria-label", chapter.title)
        notes = document.notes_of(number)
        if notes:
            block = _child(section, "div", "\n", {"class": "notes"})
            block.extend(note_element(document, note, "div", _anchor, source) for note in notes)
        for table in list(section.iter("table")):
            _box(table)
        _tell(section, document)
        section.tail = "\n"
        yield section


def _box(table: etree._Element) -> None:
    """Put a table into a box that scrolls when the screen is too narrow, by keyboard too (WCAG 2.2, 2.1.1)."""
    caption = table.find("caption")
    name = text_of(caption) if caption is not None else "Table"
    box = etree.Element("div", {"class": "table", "role": "group", "aria-label": name, "tabindex": "0"})
    parent = table.getparent()
    assert parent is not None
    parent.replace(table, box)
    box.tail, table.tail = table.tail, None
    box.append(table)


def _tell(section: etree._Element, document: Document) -> None:
    """Write beside each mark what the script shows of it: the witness's words, an apparatus's, and the editor's note.

    Where a reading stands in several pieces, the first has all of this and the others name it.
    """
    for piece in list(section.iter("a", "span")):
        number = piece.get("data-change")
        if number is None:
            continue
        del piece.attrib["data-change"]
        mark = document.marks[int(number)]
        if piece.tag == "span" and next(piece.iterancestors("a"), None) is None:
            # Words that only the witness has leave a place without any, which still must be found and have a name.
            piece.tag = "a"
            piece.set("href", _anchor(mark.entry_id))
            if not inner_text(piece):
                piece.set("aria-label", "correction")
        if piece.get("id") is None:
            piece.set("data-part", mark.id)
            piece.set("tabindex", "-1")  # for the keyboard, one place is enough
            continue
        told = {"data-was": mark.was, "data-reading": mark.reading, "data-lemma": mark.lemma, "data-note": mark.note}
        same = {"data-reading": as_reading(mark.was), "data-lemma": as_reading(inner_text(piece)), "data-note": ""}
        piece.attrib.update({key: value for key, value in told.items() if value != same.get(key)})


def _switch(document: Document, count: int) -> etree._Element:
    """The choice of readings, in a template: without scripts nothing of it is there."""
    template, tools = _template("tools", "Readings", document)
    form = _child(tools, "form", "\n", {"autocomplete": "off"})
    choices = _child(form, "fieldset", "\n")
    _child(choices, "legend", "Show the text")
    for value, label, said in VIEWS:
        button = {"type": "radio", "name": "view", "value": value, "data-said": said}
        _child(_child(choices, "label"), "input", None, button).tail = f" {label}"
    things = "1 correction" if count == 1 else f"{count} corrections"
    _child(tools, "p", f"{things} to the witness, the source of this edition", {"class": "count"})
    _child(tools, "p", None, {"class": "unseen", "role": "status"})
    return template


def _popover(document: Document) -> etree._Element:
    """What opens at a mark: one for all of them; and the elements in which both readings stand side by side."""
    language = document.edition.metadata.lang or "und"
    template, box = _template("reading-box", "Correction", document)
    box.set("popover", "manual")
    told = _child(box, "div", "\n", {"id": _free("correction", document)})
    for kind, label in (("was", "The source reads"), ("reads", "This edition reads")):
        line = _child(told, "p", None, {"class": kind})
        _child(line, "span", label, {"class": "label"}).tail = " "
        _child(line, "span", None, {"class": "words", "lang": language})
    _child(told, "p", None, {"class": "why"})
    _child(box, "a", "In the list of errata", {"tabindex": "-1"})
    for tag, label in (("del", "the source: "), ("ins", "corrected: ")):
        _child(template, tag, None, {"data-said": label})
    return template


def _template(kind: str, name: str, document: Document) -> tuple[etree._Element, etree._Element]:
    template = etree.Element("template")
    template.text = template.tail = "\n"
    return template, _child(template, "aside", "\n", {"class": kind, "aria-label": name, **in_english(document)})


def _free(identifier: str, document: Document) -> str:
    """An id like this one that nothing in the book bears."""
    taken = {taken for chapter in document.chapters for taken in ids(chapter.element)}
    taken |= {taken for note in document.notes for taken in ids(note.body)}
    while identifier in taken:
        identifier += "-"
    return identifier


def _anchor(identifier: str) -> str:
    return f"#{identifier}"


def _data_uri(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _child(
    parent: etree._Element, tag: str, text: str | None = None, attributes: dict[str, str] | None = None
) -> etree._Element:
    child = etree.SubElement(parent, tag, attributes or {})
    child.text = text
    child.tail = "\n"
    return child


def _head(root: etree._Element, document: Document) -> None:
    metadata = document.edition.metadata
    head = _child(root, "head", "\n")
    _child(head, "meta", None, {"charset": "utf-8"})
    _child(head, "meta", None, {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    authors = [creator.name for creator in metadata.creator if creator.role == "aut"]
    _child(head, "title", f"{metadata.title} – {', '.join(authors)}" if authors else metadata.title)
    # Without an icon of its own, a browser asks the server for one.
    _child(head, "link", None, {"rel": "icon", "href": "data:,"})
    for author in authors:
        _child(head, "meta", None, {"name": "author", "content": author})
    _child(head, "meta", None, {"name": "color-scheme", "content": "light dark"})
    if metadata.description:
        _child(head, "meta", None, {"name": "description", "content": metadata.description})
    _child(head, "link", None, {"rel": "schema.DC", "href": "http://purl.org/dc/elements/1.1/"})
    _child(head, "link", None, {"rel": "schema.DCTERMS", "href": "http://purl.org/dc/terms/"})
    for name, content in _dublin_core(document):
        _child(head, "meta", None, {"name": name, "content": content})
    script = _child(head, "script", None, {"type": "application/ld+json"})
    # "<" is written as an escape: inside of a script element nothing else could end it early.
    script.text = json.dumps(_schema_org(document), ensure_ascii=False, indent=1).replace("<", "\\u003c")
    _child(head, "style", "\n" + style("html.css"))


def _dublin_core(document: Document) -> list[tuple[str, str]]:
    metadata = document.edition.metadata
    pairs: list[tuple[str, str | None]] = [("DC.title", metadata.title), ("DCTERMS.alternative", metadata.subtitle)]
    pairs += [("DC.creator" if c.role == "aut" else "DC.contributor", c.file_as or c.name) for c in metadata.creator]
    pairs += [
        ("DC.language", metadata.lang),
        ("DC.identifier", metadata.identifier),
        ("DC.publisher", metadata.publisher),
    ]
    pairs += [("DC.subject", subject) for subject in metadata.subject]
    pairs += [("DC.description", metadata.description), ("DC.source", metadata.source), ("DC.rights", metadata.rights)]
    pairs += [("DC.type", "Text"), ("DC.format", "text/html")]
    pairs += [(name, str(metadata.published) if metadata.published else None) for name in ("DC.date", "DCTERMS.issued")]
    pairs += [("DCTERMS.modified", str(metadata.revised) if metadata.revised else None)]
    return [(name, content) for name, content in pairs if content]


def _schema_org(document: Document) -> dict[str, object]:
    metadata = document.edition.metadata
    roles = {"aut": "author", "trl": "translator", "edt": "editor", "ill": "illustrator"}
    people: dict[str, list[dict[str, str]]] = {}
    for creator in metadata.creator:
        people.setdefault(roles.get(creator.role, "contributor"), []).append({"@type": "Person", "name": creator.name})
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Book",
        "bookFormat": "https://schema.org/EBook",
        "name": metadata.title,
        "alternativeHeadline": metadata.subtitle,
        **people,
        "inLanguage": metadata.lang,
        "identifier": metadata.identifier,
        "version": metadata.version,
        "datePublished": str(metadata.published) if metadata.published else None,
        "dateModified": str(metadata.revised) if metadata.revised else None,
        "publisher": {"@type": "Organization", "name": metadata.publisher} if metadata.publisher else None,
        "about": metadata.subject,
        "description": metadata.description,
        "copyrightNotice": metadata.rights,
        **_accessibility(document),
    }
    return {key: value for key, value in described.items() if value}


def _accessibility(document: Document) -> dict[str, object]:
    """What the EPUB's package says of accessibility, as schema.org would have it said of a web page."""
    said: dict[str, list[str]] = {}
    for key, value in access_metadata(document):
        said.setdefault(key.removeprefix("schema:"), []).append(value)
    sufficient = said.pop("accessModeSufficient", [])
    described: dict[str, object] = {key: values[0] if len(values) == 1 else values for key, values in said.items()}
    if sufficient:
        described["accessModeSufficient"] = {"@type": "ItemList", "itemListElement": sufficient}
    return described


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
        anchor = {"class": "page", "id": f"page-{page}", "role": "doc-pagebreak", "title": page}
        _child(nav, "span", None, anchor)
    _child(nav, "h2", "Contents", {"id": heading_id, **in_english(document)})
    top = _child(nav, "ol")
    for identifier, title, inner in outline(document):
        item = _child(top, "li")
        _child(item, "a", title, {"href": _anchor(identifier)})
        if inner:
            nested = _child(item, "ol")
            for inner_id, inner_title in inner:
                _child(_child(nested, "li"), "a", inner_title, {"href": _anchor(inner_id)})
    return nav

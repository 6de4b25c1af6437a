"""The HTML rendition: one page that asks for nothing else, readable without scripts (HTML Living Standard)."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

from lxml import etree

from octavo.document import Document
from octavo.document.flow import text_of
from octavo.document.images import media_type
from octavo.document.tree import ids
from octavo.renditions.access import access_metadata
from octavo.renditions.artifact import Artifact
from octavo.renditions.style import style
from octavo.renditions.xhtml import chapter_element, in_english, note_element, outline, purpose


def html(document: Document) -> Artifact:
    """Set the Document as one self-contained HTML page."""
    metadata = document.edition.metadata
    root = etree.Element("html", {"lang": metadata.lang or "und"})
    _head(root, document)
    body = _child(root, "body", "\n")
    front = {chapter.kind: chapter for chapter in document.chapters}
    text, contents = _free("text", document), _free("contents", document)
    _child(body, "a", "Skip to the text", {"class": "skip", "href": _anchor(text), **in_english(document)})
    body.append(_title_block(chapter_element(document, front["titlepage"], _anchor, str)))
    body.append(_contents(document, contents))
    _child(body, "main", "\n", {"id": text}).extend(_chapters(document))
    footer = chapter_element(document, front["imprint"], _anchor, str)
    footer.tag, footer.tail = "footer", "\n"
    body.append(footer)
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
    section[0].tag = "h1"
    section.tail = "\n"
    return section


def _contents(document: Document, heading_id: str) -> etree._Element:
    nav = etree.Element("nav", {"class": "contents", "role": "doc-toc", "aria-labelledby": heading_id})
    nav.tail = "\n"
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

"""How a reader finds the way in an EPUB: contents, list of pages and landmarks, for new systems and (NCX) for old."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from octavo.document import Chapter, Document
from octavo.document.displaypages import is_display
from octavo.document.illustrations import illustrations
from octavo.document.tree import ids
from octavo.renditions.xhtml import EPUB_TYPE, XML_LANG, outline

NCX = "http://www.daisy.org/z3986/2005/ncx/"
NAV = "nav.xhtml"
PREFIX = "{http://www.idpf.org/2007/ops}prefix"
DAISY = "z3998: http://www.daisy.org/z3998/2012/vocab/structure/#"
"""DAISY's vocabulary, declared where a file uses it (EPUB 3.3, D.1.2)."""


@dataclass(frozen=True)
class Page:
    """One content document of the EPUB."""

    id: str
    name: str
    chapter: Chapter | None
    data: bytes
    properties: list[str]
    illustrations: Sequence[tuple[str, str]] = ()
    """The id and the caption of each of its figures."""


def content_document(document: Document, title: str, content: etree._Element, matter: str) -> bytes:
    """One file of the EPUB; ``matter`` is front, body or back matter (EPUB Structural Semantics Vocabulary)."""
    language = document.edition.metadata.lang or "und"
    direction = {"dir": "rtl"} if document.edition.metadata.is_right_to_left else {}
    names = {"epub": "http://www.idpf.org/2007/ops"}
    root = etree.Element("html", {"lang": language, XML_LANG: language, **direction}, nsmap=names)
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    etree.SubElement(head, "link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"})
    body = etree.SubElement(root, "body", {EPUB_TYPE: matter})
    body.append(content)
    if any((element.get(EPUB_TYPE) or "").startswith("z3998:") for element in body.iter("*")):
        root.set(PREFIX, DAISY)
    for element in body.iterfind(".//*[@lang]"):
        element.set(XML_LANG, element.get("lang") or "")
    text = etree.tostring(root, encoding="unicode").replace("<html ", '<html xmlns="http://www.w3.org/1999/xhtml" ', 1)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{text}\n'.encode()


def _where(pages: list[Page]) -> dict[str, str]:
    return {page.chapter.id: page.name for page in pages if page.chapter}


def navigation(document: Document, pages: list[Page]) -> bytes:
    """The navigation document: contents, list of pages, landmarks (EPUB 3.3, 7)."""
    files, words = _where(pages), document.edition.metadata.words
    section = etree.Element("div")
    toc = etree.SubElement(
        section, "nav", {EPUB_TYPE: "toc", "role": "doc-toc", "id": "toc", "aria-labelledby": "contents"}
    )
    heading = etree.SubElement(toc, "h1", {"id": "contents", **words.attributes("contents")})
    heading.text = words.text("contents")
    top = etree.SubElement(toc, "ol")
    for identifier, title, inner in outline(document):
        item = etree.SubElement(top, "li")
        etree.SubElement(item, "a", {"href": files[identifier]}).text = title
        if inner:
            nested = etree.SubElement(item, "ol")
            for inner_id, inner_title in inner:
                link = etree.SubElement(
                    etree.SubElement(nested, "li"), "a", {"href": f"{files[identifier]}#{inner_id}"}
                )
                link.text = inner_title
    if document.pagination:
        if document.pagination.contents:
            section.insert(0, _page_break(document.pagination.contents))
        section.append(_page_list(document, pages))
    section.extend(_lists(document, pages))
    if "illustrations" not in document.edition.metadata.print.lists and any(page.illustrations for page in pages):
        section.append(_illustrations(document, pages))
    section.append(_landmarks(document, pages))
    etree.indent(section)
    return content_document(document, words.text("contents"), section, "frontmatter")


def _lists(document: Document, pages: list[Page]) -> Iterator[etree._Element]:
    """The lists of illustrations and tables that are asked for (Structural Semantics Vocabulary, loi and lot)."""
    files, words = _where(pages), document.edition.metadata.words
    for kind in document.edition.metadata.print.lists:
        listed = illustrations(document, kind)
        if not listed:
            continue
        key, name = f"list-of-{kind}", f"lo{kind[0]}"
        nav = etree.Element("nav", {EPUB_TYPE: name, "id": name, "aria-labelledby": key})
        etree.SubElement(nav, "h2", {"id": key, **words.attributes(key)}).text = words.text(key)
        list_ = etree.SubElement(nav, "ol")
        for item in listed:
            target = f"{files[document.chapters[item.chapter].id]}#{item.id}"
            etree.SubElement(etree.SubElement(list_, "li"), "a", {"href": target}).text = item.caption
        yield nav


def _landmarks(document: Document, pages: list[Page]) -> etree._Element:
    chapters = (c for c in document.chapters if c.kind == "chapter" and not (c.editorial or is_display(c)))
    text = next(chapters, document.chapters[-1])
    marks = [("cover", "cover.xhtml", "cover"), ("titlepage", "titlepage.xhtml", "title-page")]
    lists = [kind for kind in document.edition.metadata.print.lists if illustrations(document, kind)]
    marks += [(f"lo{kind[0]}", f"#lo{kind[0]}", f"list-of-{kind}") for kind in lists]
    marks += [("toc", "#toc", "contents"), ("bodymatter", _where(pages)[text.id], "text-begins")]
    words = document.edition.metadata.words
    foreign = words.attributes("landmarks", *(key for _, _, key in marks))
    attributes = {EPUB_TYPE: "landmarks", "hidden": "hidden", "aria-label": words.text("landmarks"), **foreign}
    nav = etree.Element("nav", attributes)
    list_ = etree.SubElement(nav, "ol")
    for kind, href, key in marks:
        link = etree.SubElement(etree.SubElement(list_, "li"), "a", {EPUB_TYPE: kind, "href": href})
        link.text = words.text(key)
    return nav


def toc(library: Any, document: Document, pages: list[Page]) -> list[Any]:
    """The contents as EbookLib wants them for the NCX."""
    files = _where(pages)
    toc: list[Any] = []
    for identifier, title, inner in outline(document):
        link = library.Link(files[identifier], title, f"ncx-{identifier}")
        links = [library.Link(f"{files[identifier]}#{i}", t, f"ncx-{i}") for i, t in inner]
        section = library.Section(title, files[identifier])
        toc.append((section, links) if links else link)
    return toc


def page_targets(document: Document, pages: list[Page]) -> list[tuple[str, str]]:
    """The label of each page of the printed setting and where in the EPUB it begins, in the order of the book."""
    if document.pagination is None:
        return []
    files = {i: page.name for page in pages if page.chapter for i in ids(page.chapter.element)}
    targets = [(page.label, f"{files[page.id]}#{page.id}") for page in document.pagination.pages]
    contents = document.pagination.contents
    if contents:
        # They stand behind the pages made of the front matter, as in print.
        before = sum(1 for label, _ in targets if not label.isdigit())
        targets.insert(before, (contents, f"{NAV}#page-{contents}"))
    return targets


def _page_break(label: str) -> etree._Element:
    attributes = {"id": f"page-{label}", EPUB_TYPE: "pagebreak", "role": "doc-pagebreak", "aria-label": label}
    return etree.Element("span", attributes)


def _page_list(document: Document, pages: list[Page]) -> etree._Element:
    words = document.edition.metadata.words
    attributes = {EPUB_TYPE: "page-list", "role": "doc-pagelist", "hidden": "hidden"}
    attributes |= {"aria-label": words.text("page-list"), **words.attributes("page-list")}
    nav = etree.Element("nav", attributes)
    list_ = etree.SubElement(nav, "ol")
    for label, target in page_targets(document, pages):
        etree.SubElement(etree.SubElement(list_, "li"), "a", {"href": target}).text = label
    return nav


def _illustrations(document: Document, pages: list[Page]) -> etree._Element:
    words = document.edition.metadata.words
    attributes = {EPUB_TYPE: "loi", "hidden": "hidden", "aria-labelledby": "illustrations"}
    nav = etree.Element("nav", attributes)
    heading = etree.SubElement(nav, "h1", {"id": "illustrations", **words.attributes("illustrations")})
    heading.text = words.text("illustrations")
    list_ = etree.SubElement(nav, "ol")
    for page in pages:
        for identifier, caption in page.illustrations:
            link = etree.SubElement(etree.SubElement(list_, "li"), "a", {"href": f"{page.name}#{identifier}"})
            link.text = caption
    return nav


def add_ncx_pages(root: etree._Element, targets: list[tuple[str, str]], name: str) -> None:
    """Add the list of pages to an NCX (OPF 2.0.1, 2.4.1; Z39.86-2005, 8.4.3), with the counts that its head states.

    ``name`` is what the list is called.
    """
    if not targets:
        return
    list_ = etree.SubElement(root, f"{{{NCX}}}pageList")
    _label(list_, name)
    numbers = [int(label) for label, _ in targets if label.isdigit()]
    order = 0
    for order, point in enumerate(root.iter(f"{{{NCX}}}navPoint"), 1):
        point.set("playOrder", str(order))
    for number, (label, target) in enumerate(targets, 1):
        attributes = {"id": f"ncx-page-{label}", "type": "normal" if label.isdigit() else "front"}
        attributes |= {"value": label} if label.isdigit() else {}
        point = etree.SubElement(list_, f"{{{NCX}}}pageTarget", attributes | {"playOrder": str(order + number)})
        _label(point, label)
        etree.SubElement(point, f"{{{NCX}}}content", {"src": target})
    counts = {"dtb:totalPageCount": len(targets), "dtb:maxPageNumber": max(numbers, default=0)}
    for meta in root.iter(f"{{{NCX}}}meta"):
        name = str(meta.get("name"))
        if name in counts:
            meta.set("content", str(counts[name]))


def add_ncx_authors(root: etree._Element, names: list[str]) -> None:
    """Add the authors to an NCX, behind its title (Z39.86-2005, 8.4.1)."""
    title = root.find(f"{{{NCX}}}docTitle")
    for name in reversed(names):
        author = etree.Element(f"{{{NCX}}}docAuthor")
        etree.SubElement(author, f"{{{NCX}}}text").text = name
        if title is not None:
            title.addnext(author)


def _label(parent: etree._Element, text: str) -> None:
    etree.SubElement(etree.SubElement(parent, f"{{{NCX}}}navLabel"), f"{{{NCX}}}text").text = text

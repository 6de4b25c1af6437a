"""The EPUB 3.3 rendition: the Document parted into files, bound by EbookLib, the same bytes each time."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

from lxml import etree

from octavo import __version__
from octavo.document import Chapter, Document
from octavo.document.chapternumbers import CHAPTER
from octavo.document.displaypages import is_display
from octavo.document.titlepage import isbn_line
from octavo.document.tree import classes, ids, parent_of
from octavo.edition.dates import written_moment
from octavo.renditions.access import report_file
from octavo.renditions.epubsemantics import add_types, illustrations
from octavo.renditions.headinggroup import has_heading
from octavo.renditions.navigation import (
    Page,
    add_ncx_authors,
    add_ncx_pages,
    content_document,
    navigation,
    page_targets,
    toc,
)
from octavo.renditions.package import describe
from octavo.renditions.style import mirrored, style
from octavo.renditions.xhtml import EPUB_TYPE, XML_LANG, chapter_element, note_element

XHTML = "application/xhtml+xml"
PAGE_TYPES = {"titlepage": "titlepage", "imprint": "imprint"}


def epub(document: Document, cover_image: bytes, cover_type: str, modified: datetime.datetime) -> bytes:
    """Bind the Document; ``modified`` (in UTC) becomes dcterms:modified."""
    from ebooklib import epub as library

    metadata = document.edition.metadata
    cover_name = f"images/cover.{'png' if cover_type == 'image/png' else 'jpg'}"
    pages = _pages(document, cover_name)
    book = library.EpubBook()
    book.set_identifier(metadata.identifier or f"urn:octavo:{metadata.slug}")
    book.set_title(metadata.title)
    book.set_language(metadata.lang or "und")
    sheet = style("epub.css")
    if metadata.is_right_to_left:
        book.set_direction("rtl")
        sheet = mirrored(sheet)
    describe(book, document)
    cover = library.EpubCover(uid="cover-image", file_name=cover_name)
    cover.content, cover.media_type = cover_image, cover_type
    book.add_item(cover)
    book.add_item(_item(library, "style", "style.css", "text/css", sheet.encode()))
    for number, picture in enumerate(document.pictures.values(), 1):
        name = f"images/{number}{picture.suffix}"
        book.add_item(_item(library, f"image-{number}", name, picture.media_type, picture.data))
    nav = _item(library, "nav", "nav.xhtml", XHTML, navigation(document, pages))
    nav.properties = ["nav"]
    items = {page.name: _item(library, page.id, page.name, XHTML, page.data) for page in pages}
    for page in pages:
        items[page.name].properties = page.properties
        book.add_item(items[page.name])
    book.add_item(nav)
    book.add_item(library.EpubNcx())
    book.toc = toc(library, document, pages)
    spine = [items[page.name] for page in pages]
    # The contents stand where print has them: behind title page, imprint, dedication and epigraph.
    before = 3 + sum(map(is_display, document.chapters))
    book.spine = [*spine[:before], nav, *spine[before:]]
    targets, label = page_targets(document, pages), metadata.words.text("pages")
    return _bind(book, modified, targets, label, report_file(document), metadata.author_names)


def _item(library: Any, uid: str, name: str, kind: str, data: bytes) -> Any:
    item = library.EpubItem(uid=uid, file_name=name, media_type=kind, content=data)
    item.properties = []
    return item


def _pages(document: Document, cover: str) -> list[Page]:
    names = {}
    for number, chapter in enumerate(document.chapters):
        # ASCII alone: old reading systems do not find files of other names (EPUBCheck, PKG-012).
        plain = "".join(letter for letter in f"{number - 1:03}-{chapter.id}" if letter.isascii())[:60].rstrip("-")
        names[number] = f"{plain if chapter.kind == 'chapter' else chapter.kind}.xhtml"
    where = {}
    for number, chapter in enumerate(document.chapters):
        for identifier in ids(chapter.element):
            where[identifier] = names[number]
    for note in document.notes:
        where |= dict.fromkeys((note.id, *ids(note.body)), names[note.chapter])
    sources = {}
    for number, image in enumerate({image.name: image for image in document.images}.values(), 1):
        sources[image.name] = f"images/{number}{image.picture.suffix}"
    last_text = max((n for n, chapter in enumerate(document.chapters) if not chapter.editorial), default=0)
    pages = [_cover_page(document, cover)]
    for number, chapter in enumerate(document.chapters):
        name = names[number]

        def href(identifier: str, name: str = name) -> str:
            target = where.get(identifier, name)
            return f"#{identifier}" if target == name else f"{target}#{identifier}"

        linked = document.edition.metadata.apparatus.epub_links
        section = chapter_element(document, chapter, href, lambda source: sources.get(source, source), linked=linked)
        is_front = chapter.kind != "chapter" or is_display(chapter)
        matter = "frontmatter" if is_front else "backmatter" if number > last_text else "bodymatter"
        _mark(section, chapter, document)
        _describe_links(section, document)
        for folded in section.iter("details"):
            folded.set("open", "open")  # not every reading system can unfold it
        for order, note in enumerate(document.notes_of(number)):
            aside = note_element(document, note, "aside", href, lambda source: sources.get(source, source), linked)
            _describe_links(aside, document)
            aside.set(EPUB_TYPE, "footnote")
            if order == 0:
                # The rule above the notes is this one's border: where a reading system takes notes out of the page
                # to show them on demand, an element of its own would be left behind.
                aside.set("class", f"{aside.get('class')} first")
            add_types(aside)
            section.append(aside)
        isbn = isbn_line(document.edition.metadata, "epub")
        if chapter.kind == "imprint" and isbn:
            etree.SubElement(section, "p", {"class": "isbn"}).text = isbn
        _draw_only(section)
        pictured = illustrations(section, where)
        properties = ["mathml"] if section.find(".//{*}math") is not None else []
        data = content_document(document, _file_title(chapter, document), section, matter)
        pages.append(Page(f"page-{number}", name, chapter, data, properties, pictured))
    return pages


def _describe_links(root: etree._Element, document: Document) -> None:
    """Say of each word that is a link to the list of errata that it is a correction (WCAG 2.2, 2.4.4)."""
    words = document.edition.metadata.words
    for link in root.iter("a"):
        if "erratum" in classes(link):
            link.set("title", words.text("correction-mark"))


def _draw_only(section: etree._Element) -> None:
    """Leave of formulas what is drawn: their source stands in ``alttext``, and Kindles know neither of these elements.

    Amazon Kindle Publishing Guidelines, 10.6.
    """
    for semantics in list(section.iter("{*}semantics")):
        parent, drawn = parent_of(semantics), semantics[0]
        drawn.tail = semantics.tail
        parent.replace(semantics, drawn)


def _mark(section: etree._Element, chapter: Chapter, document: Document) -> None:
    """Give a section its epub:type and ARIA role, its noterefs theirs."""
    if chapter.kind == "chapter":
        section.set(EPUB_TYPE, chapter.purpose)
        section.set("role", f"doc-{chapter.purpose}")
        if not has_heading(section, "h1"):
            section.set("aria-label", chapter.title)
    else:
        section.set(EPUB_TYPE, PAGE_TYPES[chapter.kind])
        section.set("aria-label", _file_title(chapter, document))
        section.set("role", "region")
    for inner in section.iter("section"):
        if inner is not section and CHAPTER in classes(inner):
            inner.set(EPUB_TYPE, CHAPTER)
            inner.set("role", f"doc-{CHAPTER}")
    for element in section.iter("a", "span"):
        element.attrib.pop("data-change", "")
    add_types(section)


def _file_title(chapter: Chapter, document: Document) -> str:
    """What a reading system calls the file: no two the same (WCAG 2.2, 2.4.2)."""
    return document.edition.metadata.words.text("title-page") if chapter.kind == "titlepage" else chapter.title


def _cover_page(document: Document, image: str) -> Page:
    metadata = document.edition.metadata
    section = etree.Element("section", {"class": "cover", EPUB_TYPE: "cover"})
    words = metadata.words
    named = words.text("names-comma").join([metadata.title, *(c.name for c in metadata.people)])
    alt = metadata.cover_image_alt or words.text("cover-of", book=named)
    etree.SubElement(section, "img", {"src": image, "alt": alt, "role": "doc-cover"})
    data = content_document(document, words.text("cover"), section, "frontmatter")
    return Page("cover", "cover.xhtml", None, data, [])


class _DatelessZip(zipfile.ZipFile):
    """A zip whose entries carry no time, no user and no umask."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: bytes | str,  # type: ignore[override]
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        # The mimetype comes first and is stored (EPUB 3.3, 4.3 OCF ZIP container media type identification).
        info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        info.create_system = 3
        super().writestr(info, data, compresslevel=9)


def _bind(
    book: Any,
    modified: datetime.datetime,
    targets: list[tuple[str, str]],
    pages: str,
    linked: tuple[str, bytes] | None,
    authors: list[str],
) -> bytes:
    """Write the container; the list of pages is called ``pages``, and leads to ``targets``.

    ``linked`` is a file that the metadata links to, and so none of the manifest's.
    """
    from ebooklib import epub as library

    class Binder(library.EpubWriter):  # type: ignore[misc]
        def write(self) -> None:
            with _DatelessZip(self.file_name, "w") as self.out:
                self.out.writestr("mimetype", b"application/epub+zip")
                self._write_container()
                self._write_opf()
                self._write_items()
                if linked:
                    self.out.writestr(f"{self.book.FOLDER_NAME}/{linked[0]}", linked[1])

        def _write_opf_file(self, root: etree._Element) -> None:
            root.set(XML_LANG, self.book.language)
            for meta in root.iter("{*}meta"):
                if meta.get("property") == "dcterms:modified":
                    meta.text = written_moment(modified)  # strftime writes the year 999 in three figures
                if meta.get("name") == "generator":
                    meta.set("content", f"Octavo {__version__}")
            super()._write_opf_file(root)

        def _get_ncx(self) -> bytes:
            root = etree.fromstring(super()._get_ncx())
            depth = max(
                (1 + sum(1 for _ in p.iterancestors("{*}navPoint")) for p in root.iter("{*}navPoint")), default=1
            )
            for meta in root.iter("{*}meta"):
                if meta.get("name") == "dtb:depth":
                    meta.set("content", str(depth))
            root.set(XML_LANG, self.book.language)
            add_ncx_pages(root, targets, pages)
            add_ncx_authors(root, authors)
            return etree.tostring(root, encoding="utf-8", xml_declaration=True)

    out = io.BytesIO()
    options = {"mtime": modified, "epub2_guide": False, "epub3_landmark": False, "epub3_pages": False}
    binder = Binder(out, book, options)
    binder.process()
    binder.write()
    return out.getvalue()

"""The pages before the text, made of the front matter: title page and imprint. All editorial."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from octavo.document.model import Document
from octavo.document.parts import Chapter
from octavo.edition import Edition, Metadata
from octavo.edition.bookdata import reference_of
from octavo.edition.dates import Date
from octavo.edition.history import earlier_versions
from octavo.edition.housewords import HouseWords
from octavo.edition.identifiers import hyphenated_isbn

BY_ROLE = {
    "aui": "introduction-by",
    "win": "introduction-by",
    "aft": "afterword-by",
    "trl": "translated-by",
    "edt": "edited-by",
    "ill": "illustrated-by",
    "com": "compiled-by",
    "ann": "annotated-by",
    "ctb": "contributions-by",
}
"""The house words with which a title page names somebody, by MARC relator code; authors stand without a word."""


class CreatorLine(NamedTuple):
    """Those of one role as a title page names them: ``before`` and ``behind`` the names stand words of the house."""

    before: str
    names: str
    behind: str
    key: str
    """Of these words; empty for authors."""


def front_chapters(edition: Edition) -> list[Chapter]:
    """Title page and imprint as chapters of the Document; raises InputError where releases.yaml is at fault."""
    metadata = edition.metadata
    return [
        Chapter("titlepage", metadata.title, "titlepage", _title_page(metadata), -1, True),
        Chapter("imprint", metadata.words.text("imprint"), "imprint", _imprint(edition), -1, True),
    ]


def role_words(words: HouseWords, role: str) -> str:
    """What somebody of a role (a MARC relator code) did, without the names: Translated by."""
    key = {**BY_ROLE, "crr": "corrections-by"}.get(role)
    phrase = "".join(words.pieces(key)[::2]) if key else words.text("other-role", role=role)
    return phrase.strip(" \u202f\u00a0:：")


def creator_lines(metadata: Metadata) -> list[CreatorLine]:
    """Who made the book, a line for each role, in order."""
    by_key: dict[str, list[str]] = {}
    for creator in metadata.people:
        by_key.setdefault(BY_ROLE.get(creator.role, ""), []).append(creator.name)
    words, lines = metadata.words, []
    for key, names in by_key.items():
        before, _, behind = words.pieces(key) if key else ("", "", "")
        lines.append(CreatorLine(before, words.joined(names), behind, key))
    return lines


def _section(name: str) -> etree._Element:
    return etree.Element("section", {"id": name, "class": f"{name} editorial"})


def _line(section: etree._Element, name: str, text: str) -> etree._Element:
    line = etree.SubElement(section, "p", {"class": name})
    line.text = text
    return line


def _title_page(metadata: Metadata) -> etree._Element:
    section = _section("titlepage")
    _line(section, "title", metadata.title)
    if metadata.subtitle:
        _line(section, "subtitle", metadata.subtitle)
    for creators in creator_lines(metadata):
        line = _line(section, "contributor" if creators.key else "author", creators.before)
        name = etree.SubElement(line, "span", {"class": "name"})
        name.text, name.tail = creators.names, creators.behind or None
        if creators.key and metadata.lang:
            _tell_language(line, metadata, creators.key)
    if metadata.series:
        _line(section, "series", metadata.series.spelled)
    if metadata.publisher:
        _line(section, "publisher", metadata.publisher)
    return section


def _imprint(edition: Edition) -> etree._Element:
    metadata = edition.metadata
    section, words = _section("imprint"), metadata.words
    if metadata.source:
        _line(section, "source", metadata.source)
    elif metadata.original:
        line = _line(section, "source", words.text("first-published", reference=reference_of(metadata.original)))
        _tell_language(line, metadata, "first-published")
    if metadata.publisher:
        place = [metadata.imprint.place] if metadata.imprint.place else []
        _line(section, "publisher", words.text("names-comma").join([metadata.publisher, *place]))
    if copyright_line := _copyright_line(metadata):
        _line(section, "copyright", copyright_line)
    if metadata.rights:
        _line(section, "rights", metadata.rights)
    if metadata.license_of_notes:
        line = _line(section, "rights", words.text("notes-licence", licence=metadata.license_of_notes))
        _tell_language(line, metadata, "notes-licence")
    earlier = earlier_versions(edition)
    for version, date in earlier:
        _edition_line(section, metadata, version, date, None)
    if earlier:
        _edition_line(section, metadata, metadata.version, metadata.revised or metadata.published, None)
    else:
        _edition_line(section, metadata, metadata.version, metadata.published, metadata.revised)
    if metadata.identifier:
        _line(section, "identifier", metadata.identifier)
    return section


def _edition_line(
    section: etree._Element, metadata: Metadata, version: str, published: Date | None, revised: Date | None
) -> None:
    """A version of the edition, and when it was published and revised."""
    words, known = metadata.words, {}
    if published:
        known[f"published-{published.precision}"] = published
    if revised:
        known[f"revised-{revised.precision}"] = revised
    parts = [edition_words(metadata, version), *(words.text(key, date=words.date(date)) for key, date in known.items())]
    line = _line(section, "edition", words.text("imprint-comma").join(parts) + words.text("imprint-stop"))
    _tell_language(line, metadata, "edition-numbered" if version else "edition-unnumbered", *known)


def _copyright_line(metadata: Metadata) -> str:
    """Whose the rights are, and since when; empty where the words on rights say so, or that they are nobody's."""
    said = f"{metadata.rights} {metadata.rights_uri or ''}".casefold()
    is_said = any(word in said for word in ("©", "(c)", "copyright ", "public domain", "publicdomain"))
    if is_said or not metadata.rights_holder or not metadata.published:
        return ""
    holders = metadata.words.joined([holder.name for holder in metadata.rights_holder])
    return metadata.words.text("copyright-line", year=metadata.published.year, names=holders)


class ProductLine(NamedTuple):
    """A line at the end of the imprint that not all products have; empty in this one."""

    text: str
    room: str
    """The same where a product has it, for which room is kept in the others."""


SET = ("pdf", "paperback")
"""The products that are one setting, so that the pages must be the same in both."""


def product_lines(metadata: Metadata, product: str) -> list[ProductLine]:
    """The last lines of the imprint in one of the products (epub, paperback, hardcover, pdf).

    Its typeface and its printer, if it is set and printed, and its ISBN. They are no part of the Document, of which all
    products are made. The text of a line is empty where another of the same setting has it.
    """
    lines = []
    for line_of in (_typeface_line, _printer_line, isbn_line):
        room = next((line for other in SET if (line := line_of(metadata, other))), "")
        text = line_of(metadata, product)
        if text or (room and product in SET):
            lines.append(ProductLine(text, text or room))
    return lines


def product_text(metadata: Metadata, product: str) -> str:
    """These lines as text, parted by line ends."""
    return "\n".join(line.text for line in product_lines(metadata, product) if line.text)


def _typeface_line(metadata: Metadata, product: str) -> str:
    typeface = metadata.imprint.typeface
    return metadata.words.text("set-in", typeface=typeface) if typeface and product in SET else ""


def _printer_line(metadata: Metadata, product: str) -> str:
    printer = metadata.imprint.printed_by
    return metadata.words.text("printed-by", names=printer) if printer and product == "paperback" else ""


def isbn_line(metadata: Metadata, product: str) -> str:
    """The ISBN of one of the products, as its imprint has it, or nothing."""
    number = metadata.isbn_of(product)
    return f"ISBN {hyphenated_isbn(number)}" if number else ""


def edition_words(metadata: Metadata, version: str | None = None) -> str:
    """Which edition this is, or one of another ``version``: Edition 2, or: This edition."""
    number = metadata.version if version is None else version
    if number:
        return metadata.words.text("edition-numbered", version=number)
    return metadata.words.text("edition-unnumbered")


def _tell_language(line: etree._Element, metadata: Metadata, *keys: str) -> None:
    """Say of a line of house words in which language they are, where it is not the book's."""
    language = metadata.words.attributes(*keys).get("lang")
    if language:
        line.set("lang", language)


def say_without_pages(document: Document) -> None:
    """Add to the imprint that there are no page numbers, and why."""
    imprint = next(chapter.element for chapter in document.chapters if chapter.kind == "imprint")
    metadata = document.edition.metadata
    _tell_language(_line(imprint, "pages", metadata.words.text("without-pages")), metadata, "without-pages")

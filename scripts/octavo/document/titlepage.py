"""The pages before the text, made of the front matter: title page and imprint. All editorial."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from octavo.document.model import Document
from octavo.document.parts import Chapter
from octavo.edition import Metadata
from octavo.edition.housewords import HouseWords

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


def front_chapters(metadata: Metadata) -> list[Chapter]:
    """Title page and imprint as chapters of the Document."""
    return [
        Chapter("titlepage", metadata.title, "titlepage", _title_page(metadata), -1, True),
        Chapter("imprint", metadata.words.text("imprint"), "imprint", _imprint(metadata), -1, True),
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


def _imprint(metadata: Metadata) -> etree._Element:
    section, words = _section("imprint"), metadata.words
    if metadata.source:
        _line(section, "source", metadata.source)
    if metadata.rights:
        _line(section, "rights", metadata.rights)
    dates = {}
    if metadata.published:
        dates[f"published-{metadata.published.precision}"] = metadata.published
    if metadata.revised:
        dates[f"revised-{metadata.revised.precision}"] = metadata.revised
    parts = [edition_words(metadata), *(words.text(key, date=words.date(date)) for key, date in dates.items())]
    line = _line(section, "edition", words.text("imprint-comma").join(parts) + words.text("imprint-stop"))
    if metadata.identifier:
        _line(section, "identifier", metadata.identifier)
    _tell_language(line, metadata, "edition-numbered" if metadata.version else "edition-unnumbered", *dates)
    return section


def edition_words(metadata: Metadata) -> str:
    """Which edition this is: Edition 2, or: This edition."""
    if metadata.version:
        return metadata.words.text("edition-numbered", version=metadata.version)
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

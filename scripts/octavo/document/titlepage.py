"""The pages before the text, made of the front matter: title page and imprint. All editorial."""

from __future__ import annotations

from lxml import etree

from octavo.document.model import Document
from octavo.document.parts import Chapter
from octavo.edition import Creator, Metadata

BY_ROLE = {
    "aui": "With an introduction by",
    "win": "With an introduction by",
    "aft": "With an afterword by",
    "trl": "Translated by",
    "edt": "Edited by",
    "ill": "Illustrated by",
    "com": "Compiled by",
    "ann": "Annotated by",
    "ctb": "With contributions by",
}
"""What a title page says before a name, by MARC relator code; authors stand without a word."""

WITHOUT_PAGES = "This file carries no page numbers, as no printed edition was set with it."


def front_chapters(metadata: Metadata) -> list[Chapter]:
    """Title page and imprint as chapters of the Document."""
    return [
        Chapter("titlepage", metadata.title, "titlepage", _title_page(metadata), -1, True),
        Chapter("imprint", "Imprint", "imprint", _imprint(metadata), -1, True),
    ]


def creator_lines(creators: list[Creator]) -> list[tuple[str, str]]:
    """Pairs of what is said before the names (empty for authors) and the names, one for each role, in order."""
    by_phrase: dict[str, list[str]] = {}
    for creator in creators:
        by_phrase.setdefault(BY_ROLE.get(creator.role, ""), []).append(creator.name)
    return [(phrase, _joined(names)) for phrase, names in by_phrase.items()]


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


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
    for phrase, names in creator_lines(metadata.creator):
        line = _line(section, "contributor" if phrase else "author", f"{phrase} " if phrase else "")
        name = etree.SubElement(line, "span", {"class": "name"})
        name.text = names
        if phrase and metadata.lang and not metadata.lang.startswith("en"):
            line.set("lang", "en")
    if metadata.series:
        _line(section, "series", metadata.series.spelled)
    if metadata.publisher:
        _line(section, "publisher", metadata.publisher)
    return section


def _imprint(metadata: Metadata) -> etree._Element:
    section = _section("imprint")
    english = {} if metadata.lang.startswith("en") else {"lang": "en"}
    if metadata.source:
        _line(section, "source", metadata.source)
    if metadata.rights:
        _line(section, "rights", metadata.rights)
    edition = f"Edition {metadata.version}" if metadata.version else "This edition"
    dates = []
    if metadata.published:
        dates.append(f"published {metadata.published.spelled}")
    if metadata.revised:
        dates.append(f"revised {metadata.revised.spelled}")
    line = _line(section, "edition", ", ".join([edition, *dates]) + ".")
    if metadata.identifier:
        _line(section, "identifier", metadata.identifier)
    for key, value in english.items():
        line.set(key, value)
    return section


def say_without_pages(document: Document) -> None:
    """Add to the imprint that there are no page numbers, and why."""
    imprint = next(chapter.element for chapter in document.chapters if chapter.kind == "imprint")
    line = _line(imprint, "pages", WITHOUT_PAGES)
    if not document.edition.metadata.lang.startswith("en"):
        line.set("lang", "en")

"""Chapters and headings: what begins where, and an id for each that no other has."""

from __future__ import annotations

import re

from lxml import etree

from octavo.document.flow import is_editorial, text_of
from octavo.document.model import Document
from octavo.document.parts import Chapter, Fault, Heading
from octavo.document.scan import RESERVED, MarkdownScan
from octavo.document.tree import classes, ids
from octavo.errors import Place, Problem

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WRITTEN_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S|^(?=\S).*\n(?==+[ \t]*$|-+[ \t]*$)", re.MULTILINE)


def add_chapters(document: Document, bodies: list[etree._Element]) -> None:
    """Part the files at headings of the first level; what stands before one is a chapter without a heading."""
    for file, body in enumerate(bodies):
        loose: etree._Element | None = None
        for child in list(body):
            if child.tag == "section" and "level1" in classes(child):
                _add(document, child, file)
                loose = None
            else:
                if loose is None:
                    loose = etree.Element("section", {"class": "untitled"})
                    _add(document, loose, file)
                loose.append(child)
    _identify(document)


def _add(document: Document, section: etree._Element, file: int) -> None:
    heading = section.find("h1")
    title = text_of(heading) if heading is not None else document.edition.metadata.title
    section.tail = None
    document.chapters.append(Chapter(section.get("id") or "", title, "chapter", section, file, is_editorial(section)))


def _identify(document: Document) -> None:
    """Give every section and heading an id: the writer's own, else one made of its words."""
    taken = {i for chapter in document.chapters for i in ids(chapter.element)}
    for number, chapter in enumerate(document.chapters):
        for section in chapter.element.iter("section"):
            heading = next((child for child in section if child.tag in HEADINGS), None)
            if heading is not None and heading.get("class"):
                heading.attrib.pop("class")  # pandoc repeats the section's
            if not section.get("id"):
                section.set("id", _slug(text_of(heading) if heading is not None else "text", taken))
        for heading in chapter.element.iter(*HEADINGS):
            parent = heading.getparent()
            if parent is not None and parent.tag != "section" and not heading.get("id"):
                heading.set("id", _slug(text_of(heading), taken))
        identifier = chapter.element.get("id") or ""
        document.chapters[number] = Chapter(
            identifier, chapter.title, chapter.kind, chapter.element, chapter.file, chapter.editorial
        )


def _slug(text: str, taken: set[str]) -> str:
    words = "-".join(re.findall(r"[^\W_]+", text.casefold().replace("’", ""))) or "section"
    base = words if words[0].isalpha() else f"section-{words}"
    slug, number = base, 2
    while slug in taken or RESERVED.fullmatch(slug):
        slug, number = f"{base}-{number}", number + 1
    taken.add(slug)
    return slug


def number_headings(document: Document, scans: list[MarkdownScan]) -> None:
    """List the headings in order and say where a level is skipped."""
    for file, scan in enumerate(scans):
        written = [match.start() for match in _WRITTEN_HEADING.finditer(scan.text)]
        found = [
            (number, heading)
            for number, chapter in enumerate(document.chapters)
            if chapter.file == file
            for heading in chapter.element.iter(*HEADINGS)
        ]
        certain = len(written) == len(found)
        level_before = 0
        for index, (number, element) in enumerate(found):
            level = int(element.tag[1])
            text = text_of(element)
            place = scan.lines.place(written[index]) if certain else Place(scan.chapter.path)
            if not text:
                hint = "give it words, or remove it; a picture belongs under its heading"
                document.faults.append(Fault("heading-level", Problem("a heading has no words", place, hint)))
            if level > level_before + 1:
                message = f"the heading ‘{text}’ is of level {level}, the one before it of level {level_before}"
                if not level_before:
                    message = f"the file’s first heading, ‘{text}’, is of level {level}"
                hint = f"write it with {'#' * (level_before + 1)}, so that no level is skipped"
                document.faults.append(Fault("heading-level", Problem(message, place, hint)))
            level_before = level
            identifier = element.get("id") or _section_id(element)
            document.headings.append(Heading(level, identifier, text, number, element))


def _section_id(heading: etree._Element) -> str:
    parent = heading.getparent()
    return (parent.get("id") or "") if parent is not None else ""

"""The headings of a book: their ids, where they are written, and where a level is skipped."""

from __future__ import annotations

import re

from lxml import etree

from octavo.document.flow import text_of
from octavo.document.model import ReadDocument
from octavo.document.parts import Fault, Heading
from octavo.document.structure import WRITTEN_LEVEL
from octavo.document.tree import ids
from octavo.errors import Place, Problem
from octavo.markdown.file import MarkdownFile
from octavo.markdown.scan import MarkdownScan
from octavo.markdown.vocabulary import HEADINGS

_WRITTEN_HEADING = re.compile(
    r"^[ \t>]*#{1,6}(?:[ \t]*\S.*|[ \t]*$)|^[ \t>]*(?=\S).*(?=\n[ \t>]*(?:=+|-+)[ \t]*$)|<h[1-6]\b[^\n]*",
    re.MULTILINE | re.IGNORECASE,
)


def list_headings(document: ReadDocument, files: list[MarkdownFile]) -> None:
    """List the headings in order, and say where one has no words or a level is skipped."""
    written = [_Written(file.scan) for file in files]
    formers = _former_ids(document)
    has_first = any(
        (heading.get(WRITTEN_LEVEL) or "").endswith(" 1")
        for chapter in document.chapters
        for heading in chapter.element.iter("h1")
    )
    before = 0
    for number, chapter in enumerate(document.chapters):
        if chapter.file < 0:
            continue
        for element in chapter.element.iter(*HEADINGS):
            text = text_of(element)
            above, level = _levels(element) or (before, int(element.tag[1]))
            # In a quotation or a list a heading opens no section.
            element.tag = f"h{min(int(element.tag[1]), before + 1)}"
            before = int(element.tag[1])
            place = written[document.file_of(element, number)].place(text)
            if not text:
                hint = "give it words, or remove it; a picture belongs under its heading"
                document.faults.append(Fault("heading-empty", Problem("a heading has no words", place, hint)))
            if level > above + 1 and (above or has_first):
                document.faults.append(Fault("heading-level", _skipped(text, above, level, element, place)))
            identifier = element.get("id") or _section_id(element)
            former = formers.get(element, "")
            document.headings.append(Heading(int(element.tag[1]), identifier, text, number, element, former))


def _former_ids(document: ReadDocument) -> dict[etree._Element, str]:
    """The ids by which headings without one of their own were known before they had pandoc's."""
    taken = {identifier for chapter in document.chapters for identifier in ids(chapter.element)}
    given: set[str] = set()
    formers: dict[etree._Element, str] = {}
    for chapter in document.chapters:
        for heading in chapter.element.iter(*HEADINGS) if chapter.file >= 0 else ():
            words = "-".join(re.findall(r"[^\W_]+", text_of(heading).casefold().replace("’", ""))) or "section"
            base = words if words[0].isalpha() else f"section-{words}"
            slug, number = base, 2
            while slug in given:
                slug, number = f"{base}-{number}", number + 1
            given.add(slug)
            if slug not in taken:
                formers[heading] = slug
    return formers


def _levels(heading: etree._Element) -> tuple[int, int] | None:
    """The level of the heading above one and its own, as they are written; None for one that opens no section."""
    levels = heading.attrib.pop(WRITTEN_LEVEL, "")
    if not levels:
        return None
    above, level = levels.split()
    return int(above), int(level)


def _skipped(text: str, above: int, level: int, element: etree._Element, place: Place) -> Problem:
    message = f"the heading ‘{text}’ is of level {level}, the one above it of level {above}"
    if not above:
        message = f"the heading ‘{text}’ is of level {level}, and none stands above it"
    hint = f"it is set at level {element.tag[1]}; write it with {'#' * (above + 1)}, so that no level is skipped"
    return Problem(message, place, hint)


class _Written:
    """The headings of a file as they are written, found in order."""

    def __init__(self, scan: MarkdownScan) -> None:
        self._scan = scan
        # The words of a heading may be code, which is blanked out of the text that is searched.
        found = _WRITTEN_HEADING.finditer(scan.text)
        self._found = [(match.start(), scan.chapter.body[match.start() : match.end()]) for match in found]
        self._next = 0

    def place(self, text: str) -> Place:
        """The place of the next heading with these words; the whole file where it is not found."""
        for number, (offset, line) in enumerate(self._found[self._next :], self._next):
            words = re.sub(r"\{[^{}]*\}|!\[[^\]]*\]\([^)]*\)|[#\s]", "", line)
            if (text and text.split()[0] in line) or (not text and not words):
                self._next = number + 1
                return self._scan.lines.place(offset)
        return Place(self._scan.chapter.path)


def _section_id(heading: etree._Element) -> str:
    parent = heading.getparent()
    return (parent.get("id") or "") if parent is not None else ""

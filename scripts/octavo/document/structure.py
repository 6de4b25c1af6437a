"""Chapters and headings: what begins where, over all files; sections stand in one another as their levels say."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from octavo.document.flow import is_editorial, text_of
from octavo.document.model import ReadDocument
from octavo.document.parts import Chapter
from octavo.document.tree import classes
from octavo.markdown.file import MarkdownFile
from octavo.markdown.vocabulary import HEADINGS

__all__ = ["HEADINGS", "add_chapters"]

WORDS_OF_TITLE = 6
"""How many of its first words a chapter without a heading is called by, where there are several."""
WRITTEN_LEVEL = "data-level"
"""The level at which a heading is written, until it is known whether one is skipped."""


def add_chapters(document: ReadDocument, files: list[MarkdownFile]) -> None:
    """Part the text at headings of the first level; a file's text before any heading is a chapter without one.

    A file that begins at a deeper level goes on in the chapter before it.
    """
    sections = _Sections(document)
    for number, file in enumerate(files):
        sections.begin_file(number)
        sections.take(list(file.body))
        sections.end_file()
    _entitle(document)


class _Sections:
    """Puts the blocks of the files into chapters and sections, in order."""

    def __init__(self, document: ReadDocument) -> None:
        self._document = document
        self._open: list[tuple[int, etree._Element]] = []
        """The sections that are open, each with the level at which its heading is written."""

    def begin_file(self, number: int) -> None:
        """Go on to another file."""
        self._file = number
        self._fresh = True
        self._loose: etree._Element | None = None
        self._held: list[etree._Element] = []
        """What has no words and stands before the first heading or words of a file: a rule, an anchor."""

    def end_file(self) -> None:
        """Put what is held where the file's text has ended."""
        if self._held and self._open:
            self._open[-1][1].extend(self._held)

    def take(self, blocks: list[etree._Element]) -> None:
        """Put blocks where they belong."""
        for block in blocks:
            block.tail = "\n"
            if block.tag in HEADINGS:
                self._begin(block, _moved(block, etree.Element("section")))
            elif (heading := _leading(block)) is not None and not (self._open and _is_callout(block)):
                _take_out(heading, block)
                rest, has_name = list(block), bool(block.get("id") or classes(block))
                block.tag = "section"
                block[:] = []
                self._begin(heading, _merged(heading, block))
                depth = len(self._open)
                self.take(rest)
                if has_name:  # a division without one only holds a title together, as HTML's header does
                    del self._open[depth - 1 :]
            else:
                self._put(block)

    def _begin(self, heading: etree._Element, section: etree._Element) -> None:
        level = int(heading.tag[1])
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        heading.set(WRITTEN_LEVEL, f"{self._open[-1][0] if self._open else 0} {level}")
        parent = self._open[-1][1] if self._open else None
        self._open.append((level, section))
        depth = min(len(self._open), 6)
        heading.tag = f"h{depth}"
        section.tail = "\n"
        section.insert(0, heading)
        section.extend(self._held)
        self._held, self._fresh, self._loose = [], False, None
        section.set("class", " ".join([*classes(section), f"level{depth}"]))
        if parent is None:
            self._add(section)
        else:
            parent.append(section)
            if self._document.chapters[-1].file != self._file:
                self._document.continued[section] = self._file

    def _put(self, block: etree._Element) -> None:
        if block.tag == "div":
            _nest(block, len(self._open))
        if self._loose is not None:
            self._loose.append(block)
        elif self._open and not self._fresh:
            self._open[-1][1].append(block)
        elif self._fresh and not _says_anything(block):
            self._held.append(block)
        else:
            self._open.clear()
            self._fresh = False
            self._loose = etree.Element("section", {"class": "untitled"})
            self._loose.extend([*self._held, block])
            self._held = []
            self._add(self._loose)

    def _add(self, section: etree._Element) -> None:
        heading = next((child for child in section if child.tag in HEADINGS), None)
        title = text_of(heading) if heading is not None else ""
        identifier = section.get("id") or ""
        self._document.chapters.append(
            Chapter(identifier, title, "chapter", section, self._file, is_editorial(section))
        )


def _says_anything(block: etree._Element) -> bool:
    return bool(text_of(block)) or next(block.iter("img", "{*}math", "a"), None) is not None


def _leading(block: etree._Element) -> etree._Element | None:
    """The heading with which a division begins, whose section it is; None where it is not.

    It may stand in a division of its own, together with what belongs to it, such as a second line or a motto.
    """
    if block.tag != "div" or not len(block) or (block.text or "").strip():
        return None
    if not {"column", "columns"}.isdisjoint(classes(block)):
        return None
    first = block[0]
    heading = first if first.tag in HEADINGS else _leading(first)
    if heading is None or any(child.tag <= heading.tag for child in list(block)[1:] if child.tag in HEADINGS):
        return None
    return heading


def _is_callout(block: etree._Element) -> bool:
    """Whether a division is a box beside the text (Quarto), whose title is no heading of the text."""
    return any(name.startswith("callout") for name in classes(block))


def _take_out(heading: etree._Element, block: etree._Element) -> None:
    """Take the heading out of the divisions it begins, so that it stands first in the outermost."""
    inner = heading.getparent()
    if inner is not None:
        inner.remove(heading)
    heading.tail = "\n"
    while inner is not None and inner is not block and not len(inner):
        outer = inner.getparent()
        if outer is not None:
            outer.remove(inner)
        inner = outer


def _moved(heading: etree._Element, section: etree._Element) -> etree._Element:
    """The section of a heading, with the heading's id, classes and other attributes."""
    for name, value in list(heading.attrib.items()):
        section.set(name, value)
        del heading.attrib[name]
    return section


def _merged(heading: etree._Element, section: etree._Element) -> etree._Element:
    """A division that is a section, with what its heading says as well; an id of both is left to each."""
    names = [*classes(section), *classes(heading)]
    heading.attrib.pop("class", "")
    if names:
        section.set("class", " ".join(dict.fromkeys(names)))
    for name, value in list(heading.attrib.items()):
        if name != "id" or not section.get("id"):
            if not section.get(name):
                section.set(name, value)
            del heading.attrib[name]
    return section


def _nest(container: etree._Element, depth: int) -> None:
    """Make sections of what follows headings within a division that has other things before them."""
    if not any(child.tag in HEADINGS for child in container):
        return
    opened: list[tuple[int, etree._Element]] = []
    for child in list(container):
        if child.tag in HEADINGS:
            level = int(child.tag[1])
            while opened and opened[-1][0] >= level:
                opened.pop()
            child.set(WRITTEN_LEVEL, f"{opened[-1][0] if opened else level - 1} {level}")
            section = _moved_keeping(child)
            child.addprevious(section)
            section.append(child)
            if opened:
                opened[-1][1].append(section)
            opened.append((level, section))
            child.tag = f"h{min(depth + len(opened), 6)}"
        elif opened:
            opened[-1][1].append(child)


def _moved_keeping(heading: etree._Element) -> etree._Element:
    written = heading.attrib.pop(WRITTEN_LEVEL)
    section = _moved(heading, etree.Element("section"))
    heading.set(WRITTEN_LEVEL, written)
    return section


def _entitle(document: ReadDocument) -> None:
    """Give chapters without a heading a title and every section an id."""
    taken = {
        str(inner.get("id")) for chapter in document.chapters for inner in chapter.element.iter() if inner.get("id")
    }
    untitled = [number for number, chapter in enumerate(document.chapters) if not chapter.title]
    of_book = document.edition.metadata.title
    is_taken = len(untitled) > 1 or any(
        chapter.title == of_book and chapter.kind == "chapter" for chapter in document.chapters
    )
    for number, chapter in enumerate(document.chapters):
        title = chapter.title
        if number in untitled and chapter.element.find("h1") is None:
            words = text_of(chapter.element).split()
            short = " ".join(words[:WORDS_OF_TITLE]) + (" …" if len(words) > WORDS_OF_TITLE else "")
            title = (short if is_taken else "") or of_book
        for section in chapter.element.iter("section"):
            if not section.get("id"):
                section.set("id", _free("section" if section.find("h1") is not None else "text", taken))
        document.chapters[number] = replace(chapter, id=chapter.element.get("id") or "", title=title)


def _free(base: str, taken: set[str]) -> str:
    slug, number = base, 0
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug

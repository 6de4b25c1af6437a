"""Headings that are numbers, or have one before their title; parts, which hold chapters and no text of their own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

from lxml import etree

from octavo.document.flow import NOTE_MARKS
from octavo.document.model import ReadDocument
from octavo.document.parts import PURPOSES, Heading
from octavo.document.tree import classes
from octavo.text.chapternumbers import LINE_END, ChapterNumber, ChapterWords, are_counted, chapter_number

NUMBER, MARK = "heading-number", "heading-mark"
"""Classes of what stands in a heading: its number, and the mark behind it, for which a new line stands on a page."""
DEEPEST = 2
"""Levels of headings whose numbers are set apart from their titles."""
PART, CHAPTER = "part", "chapter"


def is_chapter_of_part(heading: etree._Element) -> bool:
    """Whether a heading of the second level is that of a chapter in a part, which opens a page as any chapter does."""
    section = heading.getparent()
    if heading.tag != "h2" or section is None or section[0] is not heading or CHAPTER not in classes(section):
        return False
    of_part = section.getparent()
    return of_part is not None and PART in classes(of_part)


def set_numbers_apart(document: ReadDocument) -> None:
    """Mark numbers in the headings of chapters and parts, and say which of these are parts.

    Every word stays in its place; the heading that is listed knows its number and its title.
    """
    words = words_of_chapters(document.edition.metadata.lang)
    found: dict[int, ChapterNumber] = {}
    for at, heading in enumerate(document.headings):
        if heading.level <= DEEPEST and (number := chapter_number(heading_text(heading.element), words)):
            found[at] = number
    for level in range(1, DEEPEST + 1):
        bare = [at for at, number in found.items() if number.is_bare and document.headings[at].level == level]
        if not are_counted([found[at].value for at in bare]):
            found = {at: number for at, number in found.items() if at not in bare}
    for at, number in found.items():
        heading = document.headings[at]
        if _wrap(heading.element, number):
            document.headings[at] = _told(heading, number)
    _name_parts(document, {id(document.headings[at].element): number for at, number in found.items()})


@cache
def words_of_chapters(language: str) -> ChapterWords:
    """The words of a book's language; of one without any, only figures and Roman numerals are known."""
    name = language.partition("-")[0].casefold()
    name = "nb" if name in ("no", "nn") else name
    catalogue = tomllib.loads((files("octavo.document") / "chapterwords.toml").read_text("utf-8"))
    return ChapterWords.of(catalogue[name]) if name in catalogue else ChapterWords()


def _pieces(heading: etree._Element) -> Iterator[tuple[str, etree._Element | None]]:
    """The text of a heading, each piece with the child that it stands in; None where it stands in none."""
    yield heading.text or "", None
    for child in heading:
        is_mark = child.tag == "a" and not NOTE_MARKS.isdisjoint(classes(child))
        words = LINE_END if child.tag == "br" else "" if is_mark else "".join(map(str, child.itertext()))
        yield words, child
        yield child.tail or "", None


def heading_text(heading: etree._Element) -> str:
    """The text of a heading without the marks of its notes, in one line unless it has a line's end."""
    return "".join(words if child is not None else words.replace("\n", " ") for words, child in _pieces(heading))


def _told(heading: Heading, number: ChapterNumber) -> Heading:
    text = " ".join(heading_text(heading.element).split()) if number.title is None else heading_text(heading.element)
    if number.title is None:
        return replace(heading, number=text, title="", is_bare=number.is_bare)
    title = " ".join(text[number.title :].split())
    return replace(heading, number=" ".join(text[: number.end].split()), title=title, is_bare=number.is_bare)


def _wrap(heading: etree._Element, number: ChapterNumber) -> bool:
    """Put the number and the mark behind it into spans of their own; not where a boundary falls within an element."""
    pieces = list(_pieces(heading))
    end = sum(len(words) for words, _ in pieces) if number.title is None else number.end
    title = end if number.title is None else number.title
    at = 0
    for words, child in pieces:
        inside = range(at + 1, at + len(words))
        if child is not None and (end in inside or title in inside):
            return False
        at += len(words)
    held = [etree.Element("span", {"class": NUMBER}), etree.Element("span", {"class": MARK}), heading]
    heading.text = None
    del heading[:]
    at = 0
    for words, child in pieces:
        if child is not None:
            child.tail = None
            # Marks of notes go with what is before them.
            place = at if words else max(at - 1, 0)
            held[0 if place < end else 1 if place < title else 2].append(child)
        else:
            for holder, start, stop in ((held[0], 0, end), (held[1], end, title), (heading, title, at + len(words))):
                _append(holder, words[max(start - at, 0) : max(stop - at, 0)])
        at += len(words)
    behind = heading.text
    heading.text = None
    last = held[1] if title > end else held[0]
    last.tail = behind
    heading[:0] = held[:2] if title > end else held[:1]
    return True


def _append(holder: etree._Element, words: str) -> None:
    if words and len(holder):
        holder[-1].tail = (holder[-1].tail or "") + words
    elif words:
        holder.text = (holder.text or "") + words


def _name_parts(document: ReadDocument, numbers: dict[int, ChapterNumber]) -> None:
    """Give parts and the chapters in them the class that says so, unless they have another."""
    for chapter in document.chapters:
        section = chapter.element
        heading = section.find("h1")
        if chapter.kind != "chapter" or heading is None:
            continue
        inner = [child for child in section if child.tag == "section"]
        is_named = PART in classes(section)
        number = numbers.get(id(heading))
        of_chapters = [numbers.get(id(child.find("h2"))) for child in inner]
        is_part = any(one is not None and not one.is_bare and not one.is_part for one in of_chapters)
        if number is not None:
            is_part = number.is_part  # an act holds scenes, and is no part
        if not is_named and (not is_part or _has_text(section) or PURPOSES & set(classes(section))):
            continue
        if not is_named:
            section.set("class", f"{section.get('class') or ''} {PART}".strip())
        for child in inner:
            if not PURPOSES & set(classes(child)):
                child.set("class", f"{child.get('class') or ''} {CHAPTER}".strip())


def _has_text(section: etree._Element) -> bool:
    """Whether words stand in a section between its heading and the sections in it, but for an epigraph."""
    own = [child for child in section if child.tag not in ("h1", "section") and "epigraph" not in classes(child)]
    return any("".join(map(str, child.itertext())).strip() or child.find(".//img") is not None for child in own)

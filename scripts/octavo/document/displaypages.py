"""The book's own dedication and epigraph: chapters before the text that are nothing else, each on a page of its own."""

from __future__ import annotations

from lxml import etree

from octavo.document.model import ReadDocument
from octavo.document.parts import Chapter
from octavo.document.tree import classes
from octavo.markdown.vocabulary import HEADINGS
from octavo.text.tokens import UNSEEN

DISPLAY = "display-page"
"""The class of such a chapter's section."""
_KINDS = ("dedication", "epigraph")


def name_display_pages(document: ReadDocument) -> None:
    """Give the chapters that are pages of display the class that says so, and what they are; some text must follow."""
    chapters = [chapter for chapter in document.chapters if chapter.kind == "chapter"]
    found = []
    for chapter in chapters:
        kinds = _shown_in(chapter.element)
        if not kinds:
            break
        found.append((chapter, kinds))
    for chapter, kinds in found if len(found) < len(chapters) else ():
        names = classes(chapter.element)
        names += [kinds[0]] if not {"dedication", "epigraph"} & set(names) and len(set(kinds)) == 1 else []
        chapter.element.set("class", " ".join([*names, DISPLAY]))


def _shown_in(section: etree._Element) -> list[str]:
    """Whether each block of a section is a dedication or an epigraph, or a title; nothing where one is another."""
    kinds: list[str] = []
    for child in section:
        if child.tag in HEADINGS:
            continue
        kind = next((name for name in _KINDS if name in classes(child)), "")
        if child.tag != "div" or not kind:
            return []
        kinds.append(kind)
    return kinds


def is_display(chapter: Chapter) -> bool:
    """Whether a chapter is a page of display before the text."""
    return DISPLAY in classes(chapter.element)


def display_letters(document: ReadDocument) -> str:
    """The letters of all pages of display, without spaces."""
    numbers = {number for number, chapter in enumerate(document.chapters) if is_display(chapter)}
    if not numbers:
        return ""
    layer = document.flow.layer(lambda block: block.chapter in numbers and block.note < 0)
    return "".join(layer.without(UNSEEN).text.split())

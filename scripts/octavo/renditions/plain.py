"""The text rendition: UTF-8, lines of at most 72 characters, notes behind their chapter, the list of errata last."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from octavo.document import Document, Note
from octavo.document.flow import list_label
from octavo.document.structure import HEADINGS
from octavo.document.tree import classes
from octavo.markdown.vocabulary import BLOCKS
from octavo.renditions.plaininline import inline, inside
from octavo.renditions.plainlines import (
    BREAK,
    CODE,
    EMPTY,
    VERSE,
    Line,
    Written,
    glued,
    hung,
    indented,
    words_by_line,
    wrapped,
)
from octavo.renditions.plaintable import table_lines

WIDTH = 72
"""Characters a line, where words allow it; no word is parted."""
INDENT = 4
NARROWEST = 24
"""Characters a line, however deep it stands."""


def plain(document: Document) -> bytes:
    """Write the Document as plain text: what is said, in reading order, and nothing of how it looks."""
    return ("\n".join(line.text for line in plain_lines(document)).strip("\n") + "\n").encode()


def plain_lines(document: Document) -> Iterator[Line]:
    """The lines of the text rendition, of which each word knows what it says."""
    picture = document.edition.metadata.words.text("picture")
    for number, chapter in enumerate(document.chapters):
        yield from (EMPTY, EMPTY, EMPTY) if number else ()
        yield from _Writer(WIDTH, picture).blocks(chapter.element)
        notes = document.notes_of(number)
        yield from (EMPTY, Line([Written("-" * 8)])) if notes else ()
        for note in notes:
            yield from (EMPTY, *_note(note, picture))


def _note(note: Note, picture: str) -> list[Line]:
    mark = Written(f"[{note.mark}]")
    return hung(mark, _Writer(WIDTH - len(mark) - 1, picture).blocks(note.body))


def _opens_numbered(bullets: etree._Element) -> bool:
    """Whether a list opens an item that has a number, behind which a hyphen could be one of the text."""
    item = bullets.getparent()
    if item is None or item.tag != "li" or (item.text or "").strip() or item.index(bullets) > 0:
        return False
    outer = item.getparent()
    return bool(list_label(item)) or (outer is not None and _opens_numbered(outer))


class _Writer:
    """Writes the blocks of one element in a width; a list's items, a quotation and verse stand further in."""

    def __init__(self, width: int, picture: str) -> None:
        self._width = max(width, NARROWEST)
        self._picture = picture

    def _narrower(self, columns: int) -> _Writer:
        return _Writer(self._width - columns, self._picture)

    def blocks(self, root: etree._Element) -> list[Line]:
        """The lines of everything inside an element, an empty line between two blocks."""
        lines: list[Line] = []
        for block in self._parts(root):
            if lines and block:
                lines.append(EMPTY)
            lines += block
        return lines

    def _parts(self, root: etree._Element) -> Iterator[list[Line]]:
        """The blocks of an element; text that stands among them is one by itself."""
        pieces = [root.text or ""]
        for child in root:
            if child.tag in BLOCKS:
                yield from self._paragraph(pieces)
                pieces = [child.tail or ""]
                yield self._block(child)
            elif _holds_blocks(child):
                yield from self._paragraph(pieces)
                pieces = [child.tail or ""]
                yield self.blocks(child)
            else:
                pieces += [*inline(child, self._picture), child.tail or ""]
        yield from self._paragraph(pieces)

    def _paragraph(self, pieces: list[str]) -> Iterator[list[Line]]:
        lines = [line for words in words_by_line(pieces) for line in wrapped(words, self._width)]
        if lines:
            yield lines

    def _block(self, element: etree._Element) -> list[Line]:
        tag = str(element.tag)
        if tag in HEADINGS:
            return [*([EMPTY] * (2 if tag == "h2" else 1)), *self.blocks(element)]
        if tag in ("ul", "ol"):
            return self._list(element)
        if tag == "hr":
            return [Line([Written("*")] * 3, INDENT)]
        if tag == "pre":
            return indented(INDENT, _code(element, self._picture))
        if tag in ("blockquote", "dd"):
            return indented(INDENT, self._narrower(INDENT).blocks(element))
        if tag == "table":
            return table_lines(element, self._width, lambda inner, width: _Writer(width, self._picture).blocks(inner))
        if tag == "div" and "line-block" in classes(element):
            return self._verse(element)
        return self.blocks(element)

    def _list(self, element: etree._Element) -> list[Line]:
        lines: list[Line] = []
        entries = "apparatus" in classes(element)
        for item in element:
            if entries:
                first, *others = self._narrower(INDENT)._entry(item) or [EMPTY]
                lines += [first, *indented(INDENT, others)]
            elif item.tag == "li":
                label = list_label(item) or Written("•" if _opens_numbered(element) else "-")
                lines += hung(label, self._narrower(len(label) + 1).blocks(item))
        return lines

    def _entry(self, item: etree._Element) -> list[Line]:
        """An entry of the list of errata: what is read, and on lines of its own the reason."""
        pieces: list[list[str]] = [[]]
        for child in item:
            if "why" in classes(child):
                pieces[-1][-1] = ""  # the space before it
                pieces.append([])
            pieces[-1] += [*inline(child, self._picture), child.tail or ""]
        return [line for part in pieces for lines in self._paragraph(part) for line in lines]

    def _verse(self, element: etree._Element) -> list[Line]:
        """Verse keeps its lines, and the no-break spaces with which pandoc says how far in one begins."""
        return [Line(words, INDENT, kind=VERSE) for words in words_by_line(inside(element, self._picture))]


def _holds_blocks(element: etree._Element) -> bool:
    """Whether an inline element has blocks in it, such as a link around a table."""
    return any(inner.tag in BLOCKS for inner in element.iterdescendants("*"))


def _code(element: etree._Element, picture: str) -> list[Line]:
    """The lines of program code as they are, with all their spaces; empty ones behind the last are nothing."""
    lines: list[Line] = []
    open_: list[str] = []
    for piece in inside(element, picture):
        first, *others = [""] * 2 if piece is BREAK else piece.split("\n")
        open_.append(first if others else piece)
        for text in others:
            lines.append(Line([glued(open_)], kind=CODE))
            open_ = [text]
    lines.append(Line([glued(open_)], kind=CODE))
    while len(lines) > 1 and not lines[-1].text:
        del lines[-1]
    return lines

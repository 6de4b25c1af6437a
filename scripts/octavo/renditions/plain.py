"""The text rendition: UTF-8, lines of at most 72 characters, notes behind their chapter, the list of errata last."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from octavo.document import Document, Note
from octavo.document.flow import formula_source, is_formula, list_label
from octavo.document.structure import HEADINGS
from octavo.document.tree import classes, inner_text
from octavo.markdown.vocabulary import BLOCKS
from octavo.renditions.artifact import Artifact

WIDTH = 72
"""Characters a line, where words allow it; no word is parted."""
INDENT = "    "


def plain(document: Document) -> Artifact:
    """Write the Document as plain text: what is said, in reading order, and nothing of how it looks."""
    lines: list[str] = []
    for number, chapter in enumerate(document.chapters):
        lines += ["", "", ""] if lines else []
        lines += _Writer(WIDTH).blocks(chapter.element)
        notes = document.notes_of(number)
        if notes:
            lines += ["", "-" * 8]
        for note in notes:
            lines += ["", *_note(note)]
    text = "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"
    return Artifact(f"{document.edition.metadata.slug}.txt", "text/plain", text.encode())


def _note(note: Note) -> list[str]:
    mark = f"[{note.mark}] "
    return _hung(mark, _Writer(WIDTH - len(mark)).blocks(note.body))


def _hung(label: str, lines: list[str]) -> list[str]:
    """Lines behind a label, as deep as it is long."""
    inside = [" " * len(label) + line if line else "" for line in lines]
    return [label + lines[0], *inside[1:]] if lines else [label]


def wrapped(text: str, width: int) -> list[str]:
    """One paragraph in lines."""
    lines: list[str] = []
    words: list[str] = []
    length = 0
    for word in text.split(" "):
        if words and length + 1 + len(word) > width:
            lines.append(" ".join(words))
            words, length = [word], len(word)
        else:
            length += len(word) + (1 if words else 0)
            words.append(word)
    return [*lines, " ".join(words)]


def _opens_numbered(bullets: etree._Element) -> bool:
    """Whether a list opens an item that has a number, behind which a hyphen could be one of the text."""
    item = bullets.getparent()
    if item is None or item.tag != "li" or (item.text or "").strip() or item.index(bullets) > 0:
        return False
    outer = item.getparent()
    return bool(list_label(item)) or (outer is not None and _opens_numbered(outer))


class _Writer:
    """Writes the blocks of one element in a width; a list's items, a quotation and verse stand further in."""

    def __init__(self, width: int) -> None:
        self._width = width

    def blocks(self, root: etree._Element) -> list[str]:
        """The lines of everything inside an element, an empty line between two blocks."""
        lines: list[str] = []
        for block in self._parts(root):
            if lines and block:
                lines.append("")
            lines += block
        return lines

    def _parts(self, root: etree._Element) -> Iterator[list[str]]:
        """The blocks of an element; text that stands among them is one by itself."""
        text = [root.text or ""]
        for child in root:
            if child.tag in BLOCKS:
                yield from self._said(text)
                text = [child.tail or ""]
                yield self._block(child)
            else:
                text += [*self._inline(child), child.tail or ""]
        yield from self._said(text)

    def _said(self, pieces: list[str]) -> Iterator[list[str]]:
        text = " ".join("".join(pieces).split())
        if text:
            yield wrapped(text, self._width)

    def _block(self, element: etree._Element) -> list[str]:
        tag = str(element.tag)
        if tag in HEADINGS:
            return [*([""] * (2 if tag == "h2" else 1)), *self.blocks(element)]
        if tag in ("ul", "ol"):
            return self._list(element)
        if tag == "hr":
            return [f"{INDENT}* * *"]
        if tag == "pre":
            return [INDENT + line for line in inner_text(element).rstrip("\n").split("\n")]
        if tag in ("blockquote", "dd"):
            return _hung(INDENT, _Writer(self._width - len(INDENT)).blocks(element))
        if tag == "tr":
            return [" | ".join(" ".join(self.blocks(cell)) for cell in element)]
        if tag == "div" and "line-block" in classes(element):
            return self._verse(element)
        return self.blocks(element)

    def _list(self, element: etree._Element) -> list[str]:
        lines: list[str] = []
        entries = "apparatus" in classes(element)
        for item in element:
            label = list_label(item) or ("•" if _opens_numbered(element) else "-")
            if entries:
                inside = _Writer(self._width - len(INDENT)).blocks(item)
                lines += [line if number == 0 else INDENT + line for number, line in enumerate(inside)]
            else:
                lines += _hung(f"{label} ", _Writer(self._width - len(label) - 1).blocks(item))
        return lines

    def _verse(self, element: etree._Element) -> list[str]:
        lines = [""]
        for text in [element.text or "", *(piece for child in element for piece in (child, child.tail or ""))]:
            if isinstance(text, str):
                lines[-1] += text.replace("\n", "")
            elif text.tag == "br":
                lines.append("")
            else:
                lines[-1] += "".join(self._inline(text))
        return [INDENT + line for line in lines]

    def _inline(self, element: etree._Element) -> Iterator[str]:
        """The words of an inline element; a note's mark in brackets, a picture as its alternative text."""
        if not isinstance(element.tag, str):
            return
        if "noteref" in classes(element):
            yield f"[{inner_text(element)}]"
        elif element.tag == "img":
            yield f"[{element.get('alt') or 'Picture'}]"
        elif element.tag == "br":
            yield "\n"
        elif is_formula(element):
            yield formula_source(element)
        else:
            yield element.text or ""
            for child in element:
                yield from self._inline(child)
                yield child.tail or ""

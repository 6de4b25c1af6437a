"""The lines of verse in any tree: where each ends, and where an empty line parts two stanzas."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from octavo.document.tree import classes, line
from octavo.errors import Place
from octavo.readback.markup import formula_words, is_silent, name, note_items
from octavo.readback.tei import tei_text
from octavo.text.tokens import UNSEEN

_BREAK = "\x1e"
"""Stands for a line's end within a line of TEI."""


class Poem(NamedTuple):
    """One block of verse: its lines, "" between two stanzas, and where it stands."""

    lines: list[str]
    place: Place
    in_note: bool = False


def lines_of(verse: etree._Element, words_of: Callable[[etree._Element], str | None]) -> list[str]:
    """The lines of a block of verse whose lines end in ``br``.

    ``words_of`` gives the words of an element that is read as a whole, or None for one whose inside is read.
    """
    lines = [""]

    def visit(element: etree._Element) -> None:
        whole = words_of(element) if isinstance(element.tag, str) else ""
        if whole is None and name(element) == "br":
            lines.append("")
        elif whole is None:
            lines[-1] += element.text or ""
            for child in element:
                visit(child)
                lines[-1] += child.tail or ""
        else:
            lines[-1] += whole or ""

    visit(verse)
    return parted(lines)


def parted(lines: Sequence[str]) -> list[str]:
    """Lines single-spaced, with one empty line where some part two stanzas, and none at the ends.

    Joiners that a rendition adds are no words.
    """
    kept: list[str] = []
    for line_ in (" ".join(UNSEEN.sub("", text).split()) for text in lines):
        if line_ or (kept and kept[-1]):
            kept.append(line_)
    return kept[:-1] if kept and not kept[-1] else kept


def poems_in_markup(file: Path, root: etree._Element) -> Iterator[Poem]:
    """The verse of an HTML or XHTML document, in order."""
    in_notes = {element for note in note_items(root) for element in note.iter()}
    for block in root.iter("{*}div"):
        if "line-block" in classes(block):
            yield Poem(lines_of(block, _shown), Place(file, line(block)), block in in_notes)


def _shown(element: etree._Element) -> str | None:
    """A formula as it was written; nothing for marks of notes and pages."""
    if name(element) == "math":
        return formula_words(element)
    return "" if is_silent(element) else None


def poems_in_tei(file: Path, root: etree._Element) -> Iterator[Poem]:
    """The verse of a TEI document: each outermost ``lg``, whose own ``lg`` are its stanzas (TEI P5, 6.1)."""
    for poem in root.iterfind(".//{*}text//{*}lg"):
        outer = next((name(o) for o in poem.iterancestors("{*}lg", "{*}note")), "")
        if outer == "lg":
            continue
        lines: list[str] = []
        for stanza in (poem, *poem.iterchildren("{*}lg")):
            lines += ["", *(text for verse in stanza.iterchildren("{*}l") for text in _tei_lines(verse))]
        in_note = next(poem.iterancestors("{*}note"), None) is not None
        yield Poem(parted(lines), Place(file, line(poem)), in_note)


def _tei_lines(verse: etree._Element) -> list[str]:
    """A line, or several where it has line breaks of its own."""
    alone = copy.deepcopy(verse)
    alone.tail = None
    for end in alone.iter("{*}lb"):
        end.tail = _BREAK + (end.tail or "")
    return tei_text(alone).split(_BREAK)

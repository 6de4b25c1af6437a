"""A tagged PDF's text in logical order: the structure tree and the marked content that it points to.

The tree (pikepdf) says which marked content is what; ``pieces`` says what text a piece of marked content shows. What is
no part of the tree, such as running heads and folios, is an artifact and no text. A hyphen that the line break put
in carries a soft hyphen as its replacement text (ISO 32000-1, 14.9.4); every other hyphen is the text's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.errors import Place
from octavo.pdfpage.values import Damaged, ObjectKey, entry, holds, key_of, listed, text_in, whole_of
from octavo.readback.longwords import within_long_words
from octavo.readback.reading import CONTENTS, NOTE, TEXT, ReadBlock, Stretch
from octavo.readback.rightleft import (
    Piece,
    Shown,
    has_right_to_left,
    in_reading_order,
    may_run_leftwards,
    runs_leftwards,
)
from octavo.text.tokens import SOFT_HYPHEN, UNSEEN

if TYPE_CHECKING:
    from pikepdf import Object

BLOCK_TAGS = frozenset(["P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "LBody", "TD", "TH", "Caption", "Code"])
HEADINGS = {f"H{level}": level for level in range(1, 7)}
GROUPS = frozenset({"Document", "Part", "Art", "Sect"})
"""What holds nothing but blocks (14.8.4.2)."""
UNSPACED = frozenset({"Code", *HEADINGS})
"""Blocks whose lines end without a space also where Typst set them: those of code, and of titles with line breaks."""

MARK = "\ue000"
"""Stands for a note's mark behind which there is no space."""
RAISED = 7.0
"""Points: a mark is raised by less, and the next line lies lower by more."""
_OPEN = re.compile(rf"[ {SOFT_HYPHEN}]$|(?<![\s\-‐–—/…])[-‐–—/…]+$")
"""What may end a line without a space behind it; Typst leaves out the space of other line ends here and there.

A dash with a space before it has one behind it as well, such as that between a chapter's number and title.
"""
LONGEST_ADDRESS = 200
DEEPEST = 150
"""Elements within elements that are followed; a tree that goes deeper goes round in a circle."""
_ADDRESS = re.compile(r"(?:://|\burn:|\bwww\.|\bdoi:|@)\S*\Z")
"""An address may be parted anywhere."""
_CLOSE_SET = re.compile(r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Between Chinese or Japanese characters there are no spaces, and so none at a line's end."""


@dataclass(frozen=True)
class Pages:
    """What the walk through the tree must know of the pages: file, labels, and the pieces of marked content of each."""

    file: Path
    labels: list[str]
    numbers: dict[ObjectKey, int]
    """Page objects → their number from 0."""
    pieces: list[dict[int, Piece]]
    keep_spaces: bool = False
    """Whether the space at a line's end is shown, so that a line that ends without one ends within a word."""


class TreeReader:
    """Walks the structure tree and gathers the text of its blocks, notes apart from the text around them.

    Its methods raise Damaged where the tree or its pages are not as the standard has them.
    """

    def __init__(self, pages: Pages, part: range | None = None) -> None:
        """``part``: the children of the Document element that are read, numbered from 0; without one, all."""
        self._pages, self._part = pages, part
        self.blocks_before_element: list[int] = []
        """For each child of the Document element, how many blocks begin before it."""
        self.blocks: list[ReadBlock] = []
        self._open: list[tuple[str, int, Piece]] = []
        self._unspaced = False
        self._loose = False
        """Whether what is open has stretches that no tag joins, and whose lines may end without a space."""
        self._tables = 0
        self._depth = 0
        self.notes = 0

    def visit(self, element: Object, page: Object | None, parent: str, block: str) -> None:
        """Read a structure element; ``parent`` and ``block`` are the tags of what is around it."""
        tag = text_in(element, "/S")
        if tag == "Formula":
            self._add_formula(element, element.get("/Pg", page))
            return
        if tag == "Lbl" and parent != "LI":
            self._skip_mark(element, page)
            return
        if tag == "Figure" and text_in(element, "/Alt"):
            return  # the letters of a drawing, for which its alternative text stands (14.9.3)
        page = element.get("/Pg", page)
        word_of_code = tag == "Code" and parent not in GROUPS and not _has_lines(element)
        if tag == "Lbl":
            self._label(element, page, block)
        elif tag == "Note":
            self.notes += 1
            outside, self._open = self._open, []
            self._inside(element, page, tag, "Note")
            self._open = outside
        elif tag == "TOC" or (block in ("Note", "TOC") and not word_of_code):
            # Whatever is inside keeps the region; its paragraphs are still blocks of their own.
            self._inside(element, page, tag, "TOC" if tag == "TOC" else block)
        elif tag in BLOCK_TAGS and not word_of_code:
            self.close(block)
            self._inside(element, page, tag, tag)
        elif tag == "Span" and _is_block(element):
            self._span(element, page, block)
        else:
            self._children(element, page, tag, block)

    def _inside(self, element: Object, page: Object | None, tag: str, block: str) -> None:
        """Read an element that is a block of its own, or has blocks in it."""
        paragraph = tag in BLOCK_TAGS or tag in ("Note", "TOC")
        if paragraph and tag != "Note":
            self.close(block)
        outside, self._unspaced = self._unspaced, tag in UNSPACED
        self._children(element, page, tag, block)
        if paragraph:
            self.close(block)
        self._unspaced = outside

    def _children(self, element: Object, page: Object | None, tag: str, block: str) -> None:
        if self._depth >= DEEPEST:
            raise Damaged("elements within elements without end")
        self._depth += 1
        self._tables += tag == "Table"
        kids = listed(entry(element, "/K"))
        if self._part is not None and tag == "Document":
            kids = kids[self._part.start : self._part.stop]
        for kid in kids:
            if tag == "Document":
                self.blocks_before_element.append(len(self.blocks) + bool(self._open))
            if isinstance(kid, int):
                self._add(page, kid)
            elif entry(kid, "/Type") == "/MCR":
                self._add(kid.get("/Pg", page), whole_of(entry(kid, "/MCID")))
            elif holds(kid, "/S"):
                self.visit(kid, page, tag, block)
        self._tables -= tag == "Table"
        self._depth -= 1

    def _add(self, page: Object | None, identifier: int) -> None:
        number = self._pages.numbers.get(key_of(page))
        if number is None:
            raise Damaged("marked content on no page of the file")
        piece = self._pages.pieces[number].get(identifier)
        if piece:
            self._open.append((self._pages.labels[number], number, piece))

    def _span(self, element: Object, page: Object | None, block: str) -> None:
        """A stretch of text that Typst has set as a block: one of its own where it begins a line below what is open.

        So it marks each stretch of a paragraph that has no tag, of a quotation or a caption, raised letters among them.
        """
        outside, self._open = self._open, []
        self._children(element, page, "Span", block)
        inside, self._open = self._open, outside
        if outside and inside:
            (_, page_before, before), (_, page_behind, behind) = outside[-1], inside[0]
            if page_behind != page_before or before[-1].base_line - behind[0].base_line > RAISED:
                self.close(block)
        self._open += inside
        self._loose = True

    def _skip_mark(self, element: Object, page: Object | None) -> None:
        """A note's mark is no word; the space that may stand behind it, or the line's end, parts two words."""
        outside, self._open = self._open, []
        self._children(element, element.get("/Pg", page), "Mark", "P")
        mark, self._open = self._open, outside
        if mark:
            label, number, piece = mark[-1]
            space = " " if piece[-1].text[-1:].isspace() else MARK
            self._open.append((label, number, [Shown(space, piece[-1].base_line)]))

    def _add_formula(self, element: Object, page: Object | None) -> None:
        """A formula is read as its alternative text (14.9.3)."""
        before = len(self._open)
        self._children(element, page, "Formula", "P")
        shown = self._open[before:]
        if shown:
            label, number, piece = shown[0]
            space = " " if shown[-1][2][-1].text[-1:].isspace() else ""
            text = text_in(element, "/Alt") + space
            self._open[before:] = [(label, number, [Shown(text, piece[0].base_line)])]

    def _label(self, element: Object, page: Object | None, block: str) -> None:
        """What a list item is marked with, unless that says nothing; a number, or a term, is text."""
        before = len(self._open)
        self._children(element, page, "Lbl", block)
        pieces = (piece for _, _, piece in self._open[before:])
        if not any(character.isalnum() for piece in pieces for shown in piece for character in shown.text):
            del self._open[before:]

    def close(self, tag: str) -> None:
        """End the block that is open, as one of the kind that the tag says."""
        if not self._open:
            self._loose = False
            return
        letters = "".join(shown.text for _, _, piece in self._open for shown in piece)
        if may_run_leftwards(letters):
            leftwards = runs_leftwards(letters)
            pages = groupby(self._open, key=itemgetter(1))
            read = ((page, in_reading_order([piece for *_, piece in pieces], leftwards)) for page, pieces in pages)
            in_order = [(page, piece) for page, pieces in read for piece in pieces]
        else:
            in_order = [(page, piece) for _, page, piece in self._open]
        # Blocks that the tags do not tell from each other are spans; lines of code that go on below are paragraphs.
        # In a line of two directions, the space at its end is not where it is read.
        spaced = self._pages.keep_spaces and not (self._unspaced or self._loose) and not has_right_to_left(letters)
        text, stretches = _joined(in_order, spaced=spaced)
        if text:
            label = self._open[0][0]
            region = {"Note": NOTE, "TOC": CONTENTS}.get(tag, TEXT)
            place = Place(self._pages.file)
            level, in_table = HEADINGS.get(tag, 0), self._tables > 0
            self.blocks.append(ReadBlock(text, region, level, place, label, stretches, in_table=in_table))
        self._open, self._loose = [], False


def _has_lines(code: Object) -> bool:
    """Whether program code is a block, each line of which is one; else it is a word among words (14.8.4.4.1).

    Its placement (14.8.5.4) does not say so: Typst calls that of a word in a caption a block's.
    """
    import pikepdf

    kids = listed(entry(code, "/K"))
    return any(isinstance(kid, pikepdf.Dictionary) and kid.get("/S") == "/P" for kid in kids)


def _is_block(element: Object) -> bool:
    """Whether an element without a meaning of its own is set as a block (14.8.5.4)."""
    import pikepdf

    attributes = listed(entry(element, "/A"))
    return any(isinstance(item, pikepdf.Dictionary) and item.get("/Placement") == "/Block" for item in attributes)


def _joined(marked: list[tuple[int, Piece]], *, spaced: bool) -> tuple[str, tuple[Stretch, ...]]:
    """The text of a block, single-spaced, without the hyphens of line breaks, and where each stretch of it stands.

    ``spaced`` text shows its spaces at the ends of lines too.
    """
    parts: list[str] = []
    stretches: list[Stretch] = []
    length = 0
    last = ""
    before = (-1, 0.0)
    whole = set() if spaced else within_long_words(["".join(shown.text for shown in piece) for _, piece in marked])
    pieces = ((page, text, number in whole) for number, (page, piece) in enumerate(marked) for text in piece)
    for page, (shown, base_line, *_), within_word in pieces:
        if shown == MARK:
            before = (page, base_line)
            continue
        if UNSEEN.search(shown) and not (shown := UNSEEN.sub("", shown)):
            continue
        new_line = page != before[0] or before[1] - base_line > RAISED
        forced = not spaced and new_line and bool(parts) and not _OPEN.search(last) and not _ADDRESS.search(last)
        forced = forced and not within_word and not (_CLOSE_SET.match(last[-1:]) and _CLOSE_SET.match(shown))
        text = " ".join(shown.split())
        before_it, behind_it = forced or shown[:1].isspace(), bool(text) and shown[-1:].isspace()
        text = " " * before_it + text + " " * behind_it
        if not parts or last.endswith(" "):
            text = text.lstrip()
        before = (page, base_line)
        if text:
            last = (last + text)[-LONGEST_ADDRESS:]
            divided = text.endswith(SOFT_HYPHEN)
            text = text.replace(SOFT_HYPHEN, "")
            at = length + (1 if text[:1] == " " else 0)
            if not stretches or stretches[-1][1:3] != (page, base_line):
                stretches.append(Stretch(at, page, base_line))
            if divided != stretches[-1].divided:
                stretches[-1] = stretches[-1]._replace(divided=divided)
            parts.append(text)
            length += len(text)
    return "".join(parts).rstrip(), tuple(stretches)

"""The Document's text as one flow: blocks, and the text nodes of the tree that each stretch of it stands in."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from octavo.document.parts import Chapter, Note
from octavo.document.tree import classes, inner_text
from octavo.markdown.vocabulary import BLOCKS
from octavo.text.layer import Layer

EDITORIAL_CLASSES = frozenset({"editorial", "in-substance", "restored"})
NOTE_MARKS = frozenset({"noteref", "footnote-ref"})
"""Classes of a note's mark: ours, and pandoc's before notes are numbered."""


@dataclass(frozen=True)
class Run:
    """A stretch of the flow that stands in one text node: the element's text, or what follows its end (``tail``)."""

    start: int
    end: int
    element: etree._Element
    tail: bool
    editorial: bool
    literal: bool = True
    """Whether the tree holds this very text; it does not hold list numbers, line breaks and the source of formulas."""


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item or cell of the flow; ``note`` counts the document's notes, -1 in the body."""

    start: int
    end: int
    element: etree._Element
    chapter: int
    note: int
    file: int = -1
    """The number of the Markdown file that holds it; -1 where none does."""


@dataclass(frozen=True)
class Flow:
    """The text of the whole Document: the chapters in order, the notes of each behind it."""

    text: str
    runs: list[Run]
    blocks: list[Block]

    def layer(
        self, select: Callable[[Block], bool] | None = None, *, editorial: bool = True, chapter: int | None = None
    ) -> Layer:
        """The blocks that ``select`` takes (all, without one) as a layer over the flow, editorial text or none.

        With a ``chapter``, only those of the chapter with this number, in time linear to that chapter.
        """
        pieces: list[str] = []
        origins = array("I")
        blocks = self.blocks if chapter is None else self._of_chapters.get(chapter, [])
        at = bisect_left(self.run_starts, blocks[0].start) if chapter is not None and blocks else 0
        for block in blocks:
            taken = select is None or select(block)
            length = len(origins)
            while at < len(self.runs) and (run := self.runs[at]).start < block.end:
                if taken and (editorial or not run.editorial):
                    pieces.append(self.text[run.start : run.end])
                    origins.extend(range(run.start, run.end))
                at += 1
            if len(origins) > length:
                pieces.append("\n")
                origins.append(block.end)
        text = "".join(pieces)
        return Layer(text, origins, bytes(len(text)))

    @cached_property
    def run_starts(self) -> list[int]:
        """Where the runs begin, in order."""
        return [run.start for run in self.runs]

    @cached_property
    def _of_chapters(self) -> dict[int, list[Block]]:
        """The blocks of each chapter, its notes too, by its number."""
        found: dict[int, list[Block]] = {}
        for block in self.blocks:
            found.setdefault(block.chapter, []).append(block)
        return found

    @cached_property
    def editorial_words(self) -> int:
        """How many words of the flow are the editors' own or restored from elsewhere."""
        starts = [run.start for run in self.runs if run.editorial]

        def has_any(block: Block) -> bool:
            first = bisect_left(starts, block.start)
            return first < len(starts) and starts[first] < block.end

        all_words = self.layer(has_any).tokens.count_words()
        return all_words - self.layer(has_any, editorial=False).tokens.count_words()


def is_editorial(element: etree._Element) -> bool:
    """Whether an element itself is marked as editorial text."""
    return not EDITORIAL_CLASSES.isdisjoint(classes(element))


DELIMITERS = {"()": ("(", ")"), ")": ("", ")")}
"""What stands before and behind the numbers of a list that has no full stop there, by its ``data-delimiter``."""


IN_BRACKETS = "in-brackets"
"""The class of a list whose numbers are written in its items, as renditions have those in brackets."""


def list_label(item: etree._Element) -> str:
    """The number that a reader sees before an item of a numbered list, as text; empty for other items."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or IN_BRACKETS in classes(parent):
        return ""
    before, behind = DELIMITERS.get(parent.get("data-delimiter") or "", ("", "."))
    return f"{before}{numeral(_number_of(item, parent), parent.get('type') or '1')}{behind}"


def _number_of(item: etree._Element, parent: etree._Element) -> int:
    """The number of an item: one more than that before it, unless its ``value`` says another (HTML, 4.4.8)."""
    for behind, before in enumerate((item, *item.itersiblings("li", preceding=True))):
        value = _integer(before.get("value"))
        if value is not None:
            return value + behind
    start = _integer(parent.get("start"))
    return (1 if start is None else start) + behind


def _integer(text: str | None) -> int | None:
    """What an attribute says that is to be a whole number (HTML, 2.3.4.1)."""
    return int(text) if text and _INTEGER.fullmatch(text.strip()) else None


def numeral(number: int, style: str) -> str:
    """A list number in the style of HTML's ``type``: 1, a, A, i or I (HTML, 4.4.5)."""
    if style in "aA" and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(style) + rest) + letters
        return letters
    if style in "iI" and 0 < number < 4000:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (number // value)
            number %= value
        return roman.upper() if style == "I" else roman
    return str(number)


_INTEGER = re.compile(r"[+-]?[0-9]{1,100}")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def flow_of(chapters: list[Chapter], notes: list[Note], continued: Mapping[etree._Element, int] | None = None) -> Flow:
    """Walk all chapters and their notes; ``continued`` says which sections come from another file than theirs."""
    walker = _Walker(continued or {})
    by_chapter: dict[int, list[tuple[int, Note]]] = {}
    for index, note in enumerate(notes):
        by_chapter.setdefault(note.chapter, []).append((index, note))
    for number, chapter in enumerate(chapters):
        walker.walk(chapter.element, number, -1, chapter.editorial, chapter.file)
        for index, note in by_chapter.get(number, ()):
            walker.walk(note.body, number, index, note.kind != "author", note.file)
    return Flow("".join(walker.pieces), walker.runs, walker.blocks)


class _Walker:
    def __init__(self, continued: Mapping[etree._Element, int]) -> None:
        self._continued = continued
        self.pieces: list[str] = []
        self.runs: list[Run] = []
        self.blocks: list[Block] = []
        self.length = 0

    def walk(self, root: etree._Element, chapter: int, note: int, editorial: bool, file: int) -> None:
        """Add a chapter's section (``note`` -1) or the body of one note."""
        self._chapter, self._note, self._file = chapter, note, file
        self._open: etree._Element | None = None
        self._labels: list[tuple[str, etree._Element]] = []
        self._start = self.length
        self._visit(root, editorial)
        self._close()

    def _visit(self, element: etree._Element, editorial: bool) -> None:
        if not isinstance(element.tag, str) or _skipped(element):
            return
        editorial = editorial or is_editorial(element)
        if is_formula(element):
            self._add(formula_source(element), element, False, editorial, literal=False)
            return
        block = element.tag in BLOCKS
        if block:
            self._close()
            self._open = element
        outer_file = self._file
        if element.tag == "section" and element in self._continued:
            self._file = self._continued[element]
        if element.tag == "li":
            # The number is said with the item's first words, also where these stand in a list of their own: (a) (i).
            label = list_label(element)
            self._labels += [(label + " ", element)] if label else []
        self._add(element.text, element, False, editorial)
        if element.tag == "br":
            self._add(" ", element, False, editorial, literal=False)
        for child in element:
            self._visit(child, editorial)
            self._add(child.tail, child, True, editorial)
        if block:
            if element.tag == "li" and self._labels:
                self._add(" ", element, False, editorial, literal=False)
            self._close()
            self._open = element.getparent()
        self._file = outer_file

    def _add(
        self, text: str | None, element: etree._Element, tail: bool, editorial: bool, literal: bool = True
    ) -> None:
        empty_item = self._labels and not literal
        if not text or (self._start == self.length and not text.strip() and not empty_item):
            return
        for label, item in self._labels:
            self._put(label, item, False, editorial, False)
        self._labels.clear()
        self._put(text.replace("\n", " "), element, tail, editorial, literal)

    def _put(self, text: str, element: etree._Element, tail: bool, editorial: bool, literal: bool) -> None:
        self.pieces.append(text)
        self.runs.append(Run(self.length, self.length + len(text), element, tail, editorial, literal))
        self.length += len(text)

    def _close(self) -> None:
        if self.length > self._start and self._open is not None:
            self.blocks.append(Block(self._start, self.length, self._open, self._chapter, self._note, self._file))
            self.pieces.append("\n")
            self.length += 1
        self._start = self.length


def _skipped(element: etree._Element) -> bool:
    """Note marks are no words."""
    return element.tag == "a" and not NOTE_MARKS.isdisjoint(classes(element))


def is_formula(element: etree._Element) -> bool:
    """Whether an element is a formula; its words are those of its TeX source."""
    return etree.QName(element).localname == "math"


def formula_source(element: etree._Element) -> str:
    """A formula as it was written, which pandoc keeps in an annotation (MathML Core, 6)."""
    return "".join(inner_text(inner) for inner in element.iter("{*}annotation"))


def text_of(element: etree._Element) -> str:
    """The visible text of one element: no note marks, single spaces."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and is_formula(child):
            yield formula_source(child)
        elif isinstance(child.tag, str) and not _skipped(child):
            yield from _texts(child)
        if child.tag == "br":
            yield " "
        yield child.tail or ""

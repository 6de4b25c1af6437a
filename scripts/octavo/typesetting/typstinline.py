"""What stands within a line, as Typst markup: words, emendations, links, notes, pictures, formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from lxml import etree

from octavo.document import Document
from octavo.document.images import caption_of
from octavo.document.places import MarkdownPlaces
from octavo.document.tree import classes, inner_text
from octavo.errors import Notices, Place
from octavo.markdown.vocabulary import BLOCKS
from octavo.typesetting.arrangement import PARAGRAPHS, Stretches
from octavo.typesetting.linkedpages import page_of
from octavo.typesetting.nested import DEEPEST, KINDS, Room
from octavo.typesetting.printlimits import LONGEST_STRING, length
from octavo.typesetting.typstformulas import Formula, formula_of
from octavo.typesetting.typstimage import image
from octavo.typesetting.typstmarkup import (
    inline_function,
    language_arguments,
    typst_code,
    typst_string,
)
from octavo.typesetting.typsttext import TextTypesetter, with_last_line

_CLOSE = re.compile(r"[^ \n]*\Z")
_FIRST_WORD = re.compile(r"[^ #\[\]]+ (?=.)")
_FOLLOWING = re.compile(r"[^ \n]* ?")

PASSAGE_ENDS = "\x01"
"""Stands in a chapter's markup between two blocks where it may be parted; no text of an edition has this character."""
LONGEST_URL = 8000
"""Bytes of a link's target (Typst; PDF readers allow no more)."""


class Position(NamedTuple):
    """A place on a page (from 0): points from its left and its upper edge."""

    page: int
    x: float
    y: float


def _ends_block(element: etree._Element) -> bool:
    """Whether nothing follows an element in its paragraph."""
    while element.tag not in BLOCKS:
        parent = element.getparent()
        if parent is None or " " in (element.tail or "").strip() or element.getnext() is not None:
            return False
        element = parent
    return True


class InlineTypesetter(TextTypesetter):
    """Writes what stands within lines; a subclass knows the blocks. What print cannot carry goes into ``notices``."""

    def __init__(
        self, document: Document, image_names: dict[str, str], formulas: Mapping[Formula, str], notices: Notices
    ) -> None:
        super().__init__(document)
        self._document = document
        self._notes = {note.reference_id: (number, note) for number, note in enumerate(document.notes)}
        self._notes_by_id = {note.id: (number, note) for number, note in enumerate(document.notes)}
        self._emendations = document.emendations
        self._places: Mapping[str, Position] = {}
        self._short: Mapping[etree._Element, int] = {}
        self._raised: Mapping[int, int] = {}
        self._images = image_names
        self._formulas = formulas
        self._notices = notices
        self._room = Room()
        self._repeated = False
        self._parted: frozenset[etree._Element] = frozenset()
        """The sections in whose markup it is said where it may be parted."""

    def know(self, places: Mapping[str, Position]) -> None:
        """Where the emendations stand, by their ids, for the links of the list that is set hereafter."""
        self._places = places

    def arrange(self, undivided: Stretches, short: Mapping[etree._Element, int], raised: Mapping[int, int]) -> None:
        """Words that are not parted; blocks before which, and notes below which, lines stay empty."""
        self._undivided, self._short, self._raised = undivided, short, raised

    def _children(self, element: etree._Element) -> str:
        """The inside of an element: blocks parted by empty lines, or a run of text."""
        parts = [self._text(element, False)]
        children = list(element)
        at = 0
        while at < len(children):
            child = children[at]
            marked = [child]
            while child.get("data-change") and not child.tail and at + 1 < len(children):
                if not children[at + 1].get("data-change"):
                    break
                at, child = at + 1, children[at + 1]
                marked.append(child)
            tail = self._text(child, True)
            if child.get("data-change"):
                parts[-1], call, tail = self._marked(marked, parts[-1], tail)
                parts.append(call)
            elif isinstance(child.tag, str):
                block = child.tag in BLOCKS
                ended = f"\n\n{PASSAGE_ENDS}" if at and element in self._parted else ""
                early = f"\n\n#run-short({self._short[child]})" if child in self._short else ""
                parts.append(f"{ended}{early}\n\n{self._block(child)}\n\n" if block else self._inline(child))
            parts.append(tail)
            at += 1
        content = re.sub(r"\s*\n\s*\n\s*", "\n\n", "".join(parts)).strip("\n")
        return with_last_line(content) if element.tag in PARAGRAPHS else content

    def _block(self, element: etree._Element) -> str:
        """A paragraph, or another block, as Typst content."""
        raise NotImplementedError

    def _marked(self, spans: list[etree._Element], before: str, behind: str) -> tuple[str, str, str]:
        """The emendations that touch one another, as one link to the entry of the first.

        The link takes what stands close to it from the text ``before`` and ``behind``, and the space behind: Typst does
        not kern across its edge, and drops a space at a line's end only where none stands between it and the
        word; an emendation must move nothing. Gives the text before, the call, and the text behind.
        """
        content = "".join(self._children(span) for span in spans)
        if self._repeated:
            return before, content, behind
        emendations = [(span, self._emendations[int(span.get("data-change") or 0)]) for span in spans]
        shown = [(span, emendation) for span, emendation in emendations if emendation.shown]
        if not shown:
            return before, content, behind
        close, following = _CLOSE.search(before), _FOLLOWING.match(behind)
        assert close is not None
        assert following is not None
        content = close[0] + content + following[0]
        before, behind = before[: close.start()], behind[following.end() :]
        places = [str(emendation.number) for span, emendation in shown if span.get("id")]
        if not content or next(spans[0].iterancestors("a"), None) is not None:
            return before, content + "".join(f"#erratum-place({number});" for number in places), behind
        last = ", last: true" if not behind and _ends_block(spans[-1]) else ""
        listed = "".join(f"{number}, " for number in places)
        # Its place is that of its first word; the rest may stand on another page.
        word = _FIRST_WORD.match(content)
        first, rest = (content[: word.end()], content[word.end() :]) if word else (content, "")
        call = f"#erratum({shown[0][1].number}, places: ({listed}){'' if rest else last})[{first}];"
        return before, call + (f"#erratum({shown[0][1].number}{last})[{rest}];" if rest else ""), behind

    @contextmanager
    def _within(self, element: etree._Element) -> Iterator[bool]:
        """Count what stands inside of each other; says whether there is room for the element's own look."""
        with self._room.taken_by(element) as is_first_without:
            if is_first_without:
                what = KINDS.get(element.tag, "an emphasis" if element.tag in DEEPEST else f"<{element.tag}>")
                message = f"{what} stands too deep inside of others for a page, and is set there without its own look"
                hint = "nothing of it is lost; fewer quotations, lists or emphases inside one another would be seen"
                self._notices.warn(message, self._place(element), hint)
            yield self._room.is_left

    def _content(self, element: etree._Element) -> str:
        """A part of a block, such as an item or a cell: its place, and its inside."""
        content = self._place_of(element) + self._children(element)
        language = language_arguments(element, self._language)
        return f"#[#set text({language})\n{content}]" if language else content

    def _place_of(self, element: etree._Element) -> str:
        """The place to which links to an element lead; what is repeated on further pages has none."""
        identifier = element.get("id")
        return f"#anchor({typst_string(identifier)});" if identifier and not self._repeated else ""

    def _place(self, element: etree._Element) -> Place:
        """Where in the Markdown an element begins."""
        inside = set(element.iter())
        offset = next((run.start for run in self._document.flow.runs if run.element in inside), 0)
        return MarkdownPlaces(self._document).place(offset)

    def _anchors(self, element: etree._Element) -> str:
        """The places of errata, and of links, inside of what is set as a whole, such as program code, put before it."""
        if self._repeated:
            return ""
        inside = [inner for inner in element.iter("span") if inner.get("id")]
        changed = (f"#erratum-place({int(i.get('data-change') or 0)});" for i in inside if i.get("data-change"))
        return "".join([*changed, *(self._place_of(inner) for inner in inside if not inner.get("data-change"))])

    def _inline(self, element: etree._Element) -> str:
        # The semicolon ends the call, so that a bracket or full stop behind it is text and not code.
        tag, names = element.tag, classes(element)
        if tag == "a":
            return self._link(element, names) + ";"
        if element.get("data-page"):
            return ""  # print needs no mark for its own pages
        place = self._place_of(element)
        if tag == "br":
            parent = element.getparent()
            of_verse = parent is not None and "line-block" in classes(parent)
            return place + (" \\\n" if of_verse else "#line-end();")
        if tag == "wbr":
            return place + "#box();"
        if tag == "img":
            return place + self._image(element) + ";"
        if tag == "code":
            return place + f"{self._anchors(element)}{typst_code(inner_text(element))};"
        if etree.QName(element).localname == "math":
            return place + self._formula(element) + ";"
        with self._within(element) as has_room:
            content = place + self._children(element)
        language = language_arguments(element, self._language)
        if language:
            content = f"#text({language})[{content}];"
        function = inline_function(tag, names)
        if function is None:
            self._notices.warn(f"print cannot set <{tag}>; its text is set without it", self._place(element))
        return f"#{function}[{content}];" if function and has_room else content

    def _link(self, element: etree._Element, names: list[str]) -> str:
        if "noteref" in names:
            return self._note(element)
        target = element.get("href") or ""
        content = self._place_of(element) + self._children(element)
        if self._repeated:
            return f"#[{content}]"
        if "place" in names:
            place = self._places.get(target[1:])
            there = f"(page: {place.page + 1}, x: {place.x}pt, y: {place.y}pt)" if place else "none"
            return f"#page-and-line({there})[{content}]"
        if not target or len(target.encode()) > LONGEST_URL:
            if target:
                message = (
                    f"print cannot lead to an address of {len(target.encode()):,} bytes; the words are no link there"
                )
                hint = f"the longest that a PDF may hold has {LONGEST_URL:,}; the other renditions have the link"
                self._notices.warn(message, self._place(element), hint)
            return f"#[{content}]"
        if not target.startswith("#"):
            return f"#link({typst_string(target)})[{content}]"
        page = page_of(element, target[1:], self._document.edition.metadata)
        return f"#link(label({typst_string(target[1:])}))[{content}]{page}"

    def _note(self, element: etree._Element) -> str:
        """A note where it is first called; where it is called again, its mark."""
        if self._repeated:
            return "#[]"
        first = self._notes.get(element.get("id") or "")
        if first is None:
            number, note = self._notes_by_id[(element.get("href") or "")[1:]]
            return f"#note-again({typst_string(note.mark)}, {number})"
        number, note = first
        raised = f", raised: {self._raised[number]}" if number in self._raised else ""
        with self._held_together(note.body, is_text=True), self._running(True):
            return f"#note({typst_string(note.mark)}, {number}{raised})[{self._children(note.body).strip()}]"

    def _image(self, element: etree._Element) -> str:
        alt = self._short_enough((element.get("alt") or "").strip() or caption_of(element) or "", element)
        return image(element, self._images[element.get("src") or ""], alt)

    def _formula(self, element: etree._Element) -> str:
        """A formula with its TeX source as the words that stand in for it; that source where print cannot set it."""
        formula = formula_of(element)
        source, block = typst_string(self._short_enough(formula.source, element)), str(formula.display).lower()
        content = self._formulas.get(formula)
        if content is None:
            self._notices.warn(f"print sets this formula as its TeX source: {formula.source}")
            return f"#math.equation(block: {block}, alt: {source}, raw({typst_string(formula.source)}))"
        return f"#math.equation(block: {block}, alt: {source}, {content}.body)"

    def _short_enough(self, words: str, element: etree._Element) -> str:
        """Words that stand in for a picture or a formula, as far as a PDF can hold them."""
        if length(words) <= LONGEST_STRING:
            return words
        held = words[:LONGEST_STRING]
        held = held[: LONGEST_STRING - (length(held) - len(held))]
        message = f"the PDF holds the first {len(held):,} of the {len(words):,} characters that stand in for this"
        self._notices.warn(message, self._place(element), "say what it shows in the text, where there is room")
        return held + "…"

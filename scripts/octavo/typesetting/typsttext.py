"""Text nodes as Typst markup, with the fine points of running text: what a compositor does and no author writes.

Abbreviations in capitals, quotation marks that touch each other or begin a quotation, the first words of a chapter. The
markup only says what each is; the house style decides what it looks like. No letter is added, lost or changed by any.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from lxml import etree

from octavo.document import Document
from octavo.document.tree import classes
from octavo.document.unbroken import TextNode, holds_of
from octavo.text.unbroken import Hold, held
from octavo.typesetting.arrangement import Stretches, last_lines
from octavo.typesetting.typstmarkup import LONGEST_UNBROKEN, typst_text

_CAPITALS = "".join(chr(code) for code in range(0x530) if unicodedata.category(chr(code)) == "Lu")
_SINGLE, _DOUBLE = "‘’‚‹›", "“”„«»"
_FINE = re.compile(
    rf"(?<![\w.’'&-])(?P<capitals>[{_CAPITALS}]{{2,}}(?:[’'&-][{_CAPITALS}]+)*)(?![\w&-])"
    rf"|(?P<mark>[{_SINGLE}](?=[{_DOUBLE}])|[{_DOUBLE}](?=[{_SINGLE}]))"
)
"""Abbreviations in capitals, and marks of quotations within one another."""
_MAY_BE_FINE = re.compile(f"[{_CAPITALS}]{{2}}|[{_SINGLE}{_DOUBLE}]{{2}}")
"""What a text has that has any of these; it is found faster."""
_OPENING_MARK = re.compile(r"\s*[“„«‘‚‹](?![\s\u00a0\u202f])")
_FIRST_WORDS = re.compile(r"(?P<before>[^\w\s]*)(?P<first>\w)(?P<rest>[\w’'-]*,?(?: [\w’'-]+,?){1,3})(?= \S)")
_FIRST_LETTER = re.compile(r"(?P<before>[^\w\s]*)(?P<first>\w)(?P<rest>)")
_LEAST_OPENING, _MOST_OPENING = 8, 28
"""Characters of the first words that are set apart."""


LAST_LINE = "\x02"
"""Stands in a paragraph's markup where no word is divided from there on; no text of an edition has this character."""


def with_last_line(content: str) -> str:
    """A paragraph's markup, or an item's, in which Typst divides no word of what may be its last line."""
    return (
        f"#[{content.replace(LAST_LINE, '#set text(hyphenate: last-lines-divide);')}]"
        if LAST_LINE in content
        else content
    )


class TextTypesetter:
    """Writes text nodes; a subclass knows the elements."""

    def __init__(self, document: Document) -> None:
        self._language = document.edition.metadata.lang
        self._undivided: Stretches = {}
        self._last_lines = last_lines(document)
        self._holds: Mapping[TextNode, Sequence[Hold]] = {}
        self._openings: dict[TextNode, re.Match[str]] = {}
        self._is_running = False
        self._known_holds: dict[etree._Element, Mapping[TextNode, Sequence[Hold]]] = {}
        """Those of the text, which is written again in each round of mending and does not change."""

    @contextmanager
    def _held_together(self, root: etree._Element, *, is_text: bool) -> Iterator[None]:
        """While a chapter or a note is written, no line ends within what ``document.unbroken`` finds in it."""
        found = self._known_holds.get(root) or holds_of(root, self._language)
        if is_text:
            self._known_holds[root] = found
        before, self._holds = self._holds, found
        try:
            yield
        finally:
            self._holds = before

    @contextmanager
    def _within_chapter(self, root: etree._Element, *, is_text: bool) -> Iterator[None]:
        """While something of a chapter, whose section this is, is written; its text (``is_text``) has fine points."""
        self._openings = self._opening_of(root) if is_text else {}
        with self._held_together(root, is_text=is_text), self._running(is_text):
            yield

    @contextmanager
    def _running(self, is_running: bool) -> Iterator[None]:
        """Whether what is written is running text, with fine points: no title, and no reading that must be exact."""
        before, self._is_running = self._is_running, is_running
        try:
            yield
        finally:
            self._is_running = before

    def _opening_of(self, section: etree._Element) -> dict[TextNode, re.Match[str]]:
        """A chapter’s first words, which the style may set apart; of a lead-in that is typed, its first letter."""
        paragraph = section.find("p")
        before = () if paragraph is None else paragraph.itersiblings(preceding=True)
        if paragraph is None or any("line-block" in classes(block) for block in before):
            return {}
        first = paragraph
        while not (first.text or "").strip() and len(first) and first[0].tag in ("span", "em", "strong"):
            first = first[0]
        is_typed = any("lead-in" in classes(one) for one in (first, *first.iterancestors("span")))
        text = first.text or ""
        words = None if is_typed or first is not paragraph else _FIRST_WORDS.match(text)
        while words and words.end() > _MOST_OPENING:
            words = _FIRST_WORDS.match(text[: text.rfind(" ", 0, words.end()) + 2])
        if words and words.end() < _LEAST_OPENING:
            words = None
        found = words or _FIRST_LETTER.match(text)
        return {(first, False): found} if found else {}

    def _text(self, element: etree._Element, tail: bool) -> str:
        """A text node as markup: with what holds together, the words that are not to be parted, and fine points."""
        text = (element.tail if tail else element.text) or ""
        holds = self._holds.get((element, tail), ())
        stretches = self._undivided.get((element, tail), ())
        last_line = self._last_lines.get((element, tail))
        parts, at = [], 0
        if (opening := self._openings.get((element, tail))) and self._is_running:
            pieces = (held(text, holds, *opening.span(name)) for name in ("before", "first", "rest"))
            parts.append(f"#opening{''.join(f'[{typst_text(piece)}]' for piece in pieces)};")
            at = opening.end()
        elif self._is_running and not tail and _begins_quotation(element) and (mark := _OPENING_MARK.match(text)):
            parts.append(f"#hung[{typst_text(mark[0].lstrip())}];")
            at = mark.end()
        for start, end in stretches:
            while start > at and not text[start - 1].isspace():
                start -= 1
            while end < len(text) and not text[end].isspace():
                end += 1
            if start >= at and end - start <= LONGEST_UNBROKEN:
                parts.append(self._fine(held(text, holds, at, start)))
                parts.append(f"#undivided[{self._fine(held(text, holds, start, end))}];")
                at = end
        if last_line and last_line >= at:
            parts += [self._fine(held(text, holds, at, last_line)), LAST_LINE]
            at = last_line
        return "".join([*parts, self._fine(held(text, holds, at))])

    def _fine(self, text: str) -> str:
        """Text as markup, with its fine points if it is running text."""
        if not self._is_running or not _MAY_BE_FINE.search(text):
            return typst_text(text)
        parts, at = [], 0
        for match in _FINE.finditer(text):
            parts += [typst_text(text[at : match.start()]), f"#{match.lastgroup}[{typst_text(match[0])}];"]
            at = match.end()
        return "".join([*parts, typst_text(text[at:])])


def _begins_quotation(element: etree._Element) -> bool:
    """Whether a paragraph is the first thing of a block quotation."""
    parent = element.getparent()
    return element.tag == "p" and parent is not None and parent.tag == "blockquote" and parent[0] is element

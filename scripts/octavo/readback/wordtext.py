"""What the readers of DOCX and ODT gather: paragraphs in reading order, notes behind them, and what was not read.

Such a file has no pages and no lines; the place of a word is the number of its paragraph, counting those with text,
or of its note. Text that the file hides is kept apart and told, so that nothing is silently left out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from octavo.errors import Place, Problem
from octavo.readback.filetext import FileText
from octavo.readback.formulas import Formulas, Symbols
from octavo.readback.reading import CONTENTS, NOTE, OUTSIDE, TEXT, ReadBlock
from octavo.text.tokens import tokenise

SHOWN_WORDS = 5
_LATER = re.compile("\x01([0-9]+)\x03|\x04([0-9]+)\x05")
"""Stands for a formula or a symbol until all of them are read; no XML file can hold these characters."""
_PAGE = re.compile(r"[\s.…]*(?:\d+|[ivxlcdm]+)$")


@dataclass
class WordText:
    """The text of one file while it is read; ``entry`` marks a paragraph of a table of contents."""

    file: Path
    blocks: list[ReadBlock] = field(default_factory=list)
    formulas: Formulas = field(default_factory=Formulas)
    symbols: Symbols = field(default_factory=Symbols)
    hidden: bool = False
    """Whether the words that come are hidden."""
    note: int = 0
    """The number of the note that is read, 0 in the text."""
    _pieces: list[str] = field(default_factory=list)
    _hidden: list[str] = field(default_factory=list)
    _paragraphs: int = 0
    _entries: set[int] = field(default_factory=set)
    _unread: list[Problem] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        """Add words to the paragraph."""
        (self._hidden if self.hidden else self._pieces).append(text or "")

    @property
    def has_words(self) -> bool:
        """Whether the paragraph has words so far."""
        return any(piece.strip() for piece in self._pieces)

    def formula(self, element: etree._Element) -> None:
        """Add a formula, in OMML or MathML."""
        self.add(f"\x01{self.formulas.add(element)}\x03")

    def symbol(self, font: str, character: str) -> str:
        """What stands for a character of a font of symbols until it is read."""
        return f"\x04{self.symbols.add(font, character)}\x05"

    def close(self, region: str = TEXT, level: int = 0, *, entry: bool = False) -> None:
        """End a paragraph, if it has words."""
        text, hidden = _single_spaced(self._pieces), _single_spaced(self._hidden)
        if text:
            self._paragraphs += not self.note
            if entry:
                self._entries.add(len(self.blocks))
            self.blocks.append(ReadBlock(text, NOTE if self.note else region, level, self._place()))
        if hidden:
            self.blocks.append(ReadBlock(hidden, OUTSIDE, 0, self._place()))

    def _place(self) -> Place:
        where = f"note {self.note}" if self.note else f"paragraph {max(self._paragraphs, 1)}"
        return Place(self.file.with_name(f"{self.file.name}, {where}"))

    def cannot_read(self, what: str, words: str, hint: str) -> None:
        """Tell that something of the file is not read, and which words, where they are known."""
        count = tokenise(words).count_words()
        amount = f" ({count:,} word{'' if count == 1 else 's'}, ‘{_first(words)}’)" if count else ""
        self._unread.append(Problem(f"{what} is not read{amount}", self._place(), hint))

    def result(self, format: str, notes: int) -> FileText:
        """The file's text; formulas and symbols are read now, all at once."""
        formulas, symbols = self.formulas.sources(), self.symbols.characters()

        def read(found: re.Match[str]) -> str:
            return formulas[int(found[1])] if found[1] else symbols[int(found[2])]

        blocks = [replace(block, text=_LATER.sub(read, block.text)) for block in self.blocks]
        return FileText(
            self.file, format, self._contents_known(blocks), notes, unread=(*self._unread, *self._hidden_told())
        )

    def _hidden_told(self) -> list[Problem]:
        hidden = [block for block in self.blocks if block.region == OUTSIDE]
        if not hidden:
            return []
        words = " ".join(block.text for block in hidden)
        count = tokenise(words).count_words()
        amount = f"{count:,} word{' is' if count == 1 else 's are'}"
        hint = "hidden text is no text of the book; show it in the word processor if it should be"
        return [Problem(f"{amount} hidden and not compared: ‘{_first(words)}’", hidden[0].place, hint)]

    def _contents_known(self, blocks: list[ReadBlock]) -> list[ReadBlock]:
        """A list of contents is one if its entries are headings of the text; what is not among these is text."""
        if not self._entries:
            return blocks
        headings = Counter(_bare(block.text) for block in blocks if block.level)
        known = {n for n in self._entries if _bare(_PAGE.sub("", blocks[n].text)) in headings}
        known |= {n for n in self._entries if _bare(blocks[n].text) in headings}
        return [replace(block, region=CONTENTS) if n in known else block for n, block in enumerate(blocks)]


def _single_spaced(pieces: list[str]) -> str:
    text = " ".join("".join(pieces).split())
    pieces.clear()
    return text


def _bare(text: str) -> str:
    """A heading without its number and without spaces, as a list of contents may have it."""
    return "".join(re.sub(r"^(?:\d+[.)]?)+\s", "", text).split())


def _first(words: str) -> str:
    split = words.split()
    return " ".join(split[:SHOWN_WORDS]) + (" …" if len(split) > SHOWN_WORDS else "")

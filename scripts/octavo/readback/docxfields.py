"""The fields of a DOCX (ECMA-376, part 1, 17.16): their results are words, their instructions are none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from octavo.readback.docxstyles import attribute, child
from octavo.readback.markup import name
from octavo.readback.wordtext import WordText

_SHOWN = re.compile(r"\s*(EQ|MACROBUTTON|GOTOBUTTON|QUOTE)\b\s*(.*)", re.DOTALL | re.IGNORECASE)
"""Fields that show words of their instruction, where they have no result."""
_MARK = re.compile(r"\s*NOTEREF\b.*\\f\b", re.DOTALL | re.IGNORECASE)
"""A further mark of a note, as small and raised as its first (17.16.5.37): no word, as little as that."""
_OPEN = "update the fields in the word processor (Ctrl+A, F9), and save the file anew"


def is_note_mark(instruction: str) -> bool:
    """Whether a field shows the mark of a note once more, as a mark and not within a sentence."""
    return _MARK.match(instruction) is not None


@dataclass
class _Field:
    instruction: str = ""
    words: list[str] = field(default_factory=list)
    has_result: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether what stands in it is no word of the text, or not yet."""
        return not self.has_result or is_note_mark(self.instruction)


class OpenFields:
    """The fields that have begun and not ended; words go through here to the text, or into an instruction."""

    def __init__(self, text: WordText) -> None:
        self._text = text
        self._open: list[_Field] = []

    def add(self, words: str) -> None:
        """Add words: to the text, or to the instruction of a field in which they stand."""
        within = next((one for one in self._open if one.is_silent), None)
        if within is None:
            self._text.add(words)
        else:
            within.words.append(words)

    def instruction(self, words: str) -> None:
        """Add to the innermost field's instruction."""
        if self._open:
            self._open[-1].instruction += words

    def character(self, kind: str) -> None:
        """Begin a field, begin its result, or end it."""
        if kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].has_result = True
        elif kind == "end" and self._open:
            ended = self._open.pop()
            shown = _SHOWN.fullmatch(ended.instruction)
            if ended.has_result or self._open:
                return
            if shown:
                self._text.cannot_read(f"a field ({shown[1].upper()})", shown[2], _OPEN)
            elif "".join(ended.words).strip():
                self._text.cannot_read("a field without a result", "".join(ended.words), _OPEN)

    def end(self) -> None:
        """A text has ended: what stands in the instruction of a field without an end is told."""
        words = "".join(word for one in self._open for word in one.words)
        if words.strip():
            self._text.cannot_read("a field that does not end", words, _OPEN)
        self._open.clear()


def chosen_entry(character: etree._Element) -> str:
    """The entry that a list of choices shows (17.16.9), which has no result."""
    choices = child(child(character, "ffData"), "ddList")
    if choices is None:
        return ""
    entries = [attribute(entry, "val") for entry in choices if name(entry) == "listEntry"]
    number = attribute(child(choices, "result"), "val") or attribute(child(choices, "default"), "val") or "0"
    at = int(number) if number.isascii() and number.isdigit() else 0
    return entries[at] if at < len(entries) else ""

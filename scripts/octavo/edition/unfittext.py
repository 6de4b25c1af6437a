"""What no text of an edition may have: control characters, lines without end, hundreds of marks on one letter."""

from __future__ import annotations

import itertools
import re
import unicodedata
from pathlib import Path

from octavo.errors import InputError, Place

LONGEST_LINE = 1_000_000
"""Characters: no paragraph is longer, and a longer line makes every tool behind this one slow."""
MOST_MARKS = 60
"""Marks on one letter; Unicode's form for texts that are read as a stream has at most 30 (UAX 15, 12.1)."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""U+0085 is Unicode’s own end of a line (UAX 14, NL), and stands for white space."""
_JOINERS = "\u200c\u200d"
_STACK = re.compile(rf"[^\s\x00-\x7f]{{{MOST_MARKS},}}")


def refuse_unfit_text(path: Path, text: str) -> None:
    """Raise InputError, with the place, where a text has what no rendition carries or no tool reads in any time."""
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - text.rfind("\n", 0, control.start())
        message = f"a control character (U+{ord(control[0]):04X}) stands in the text"
        hint = hint_of_windows(control[0]) or "delete it: no rendition can carry it"
        raise InputError(message, place=Place(path, line, column), hint=hint)
    _refuse_stacked_marks(path, text)
    if len(text) > LONGEST_LINE:
        for number, line_text in enumerate(text.split("\n"), 1):
            if len(line_text) > LONGEST_LINE:
                message = f"this line has {len(line_text):,} characters; the longest that is read has {LONGEST_LINE:,}"
                hint = "break it into paragraphs, with a blank line between them"
                raise InputError(message, place=Place(path, number, 1), hint=hint)


def hint_of_windows(letter: str) -> str:
    """What to write for a control character that was a letter in Windows-1252 and was read as Latin-1, if it is one."""
    if not "\x80" <= letter <= "\x9f":
        return ""
    meant = letter.encode("latin-1").decode("cp1252", "ignore")
    if not meant:
        return "the text was read in a wrong encoding once: save the original anew as UTF-8, or write what stood here"
    return f"it was a letter of Windows-1252 once, ‘{meant}’: write that"


def _refuse_stacked_marks(path: Path, text: str) -> None:
    for stack in _STACK.finditer(text):
        joining = [unicodedata.category(letter)[0] == "M" or letter in _JOINERS for letter in stack[0]]
        longest = max(len(list(run)) if is_joining else 0 for is_joining, run in itertools.groupby(joining))
        if longest > MOST_MARKS:
            line = text.count("\n", 0, stack.start()) + 1
            column = stack.start() - text.rfind("\n", 0, stack.start())
            message = f"{longest:,} marks stand on one letter; the most are {MOST_MARKS}"
            raise InputError(message, place=Place(path, line, column), hint="delete those that nobody can read")

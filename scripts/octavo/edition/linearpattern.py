"""An expression of Python's ``re`` → the pattern of RE2 that finds the same, in time linear in the text.

Python's own parser reads the expression, so that flags, escapes and precedence are Python's. RE2 gets classes of which
every character is spelled out, as its ``\\w \\d \\s`` know ASCII alone. Two assertions have no equal in RE2; they are
had by another spelling of the text (``Spelling``):

- ``\\b`` looks at ASCII letters, too. Where an expression has it, each word character outside ASCII, and the low line,
  is put between two low lines, so that RE2 sees the edge of a word where Python does.
- ``$`` stands before a line end that is the last character, too. RE2 knows the ends of all lines: so all the other
  line ends become another character.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from re import _parser  # type: ignore[attr-defined]  # the reader of Python's own expressions has no public name
from typing import Any

from octavo.edition.charactersets import LAST, SURROGATES, Ranges, both, minus, taken
from octavo.edition.strict import Unfit

MOST_REPEATS = 1000
"""What RE2 takes as the number of an ``{n,m}``."""
_LETTERS = r"[^\W\x00-\x7f]"
_WRAPPED = f"_|{_LETTERS}"
"""What is put between two low lines; the low line itself as a stand-in."""
_NEVER = r"[^\x00-\x{10FFFF}]"
_AROUND = "put what stands around it into brackets of its own, and write it again: for ‘(a)-(b)’, read ‘\\1\\2’"
_LACKING = {
    "ASSERT": ("looks ahead or behind ‘(?=…)’", _AROUND),
    "ASSERT_NOT": ("looks ahead or behind ‘(?!…)’", _AROUND),
    "GROUPREF": ("asks for what a group has found, as ‘\\1’ does", "write out what it stands for, such as (aa|bb)"),
    "GROUPREF_EXISTS": ("asks whether a group has found anything ‘(?(1)…)’", "write both cases out: first|second"),
    "ATOMIC_GROUP": ("has an atomic group ‘(?>…)’", "write (?:…)"),
    "POSSESSIVE_REPEAT": ("repeats without giving back, as ‘a++’ does", "write a+"),
}
_POINTS = {"AT_BEGINNING_STRING": r"\A", "AT_END_STRING": r"\z", "AT_BOUNDARY": r"\b", "AT_NON_BOUNDARY": r"\B"}
_CATEGORIES = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w", "NOT_DIGIT": r"\D", "NOT_SPACE": r"\S", "NOT_WORD": r"\W"}


@dataclass(frozen=True)
class Spelling:
    """How the text is spelled for RE2: characters that it does not have stand in for the low line and for line ends."""

    low_line: str = ""
    """Empty: nothing is put between low lines."""
    line_end: str = ""
    """Empty: line ends stay."""
    is_of_nothing: bool = False
    """The text is empty."""

    def of(self, text: str) -> bytes:
        """The text as RE2 gets it, in UTF-8."""
        if self.line_end:
            text = text[:-1].replace("\n", self.line_end) + text[-1:]
        if self.low_line:
            text = re.sub(rf"{self.low_line}|{_LETTERS}", r"_\g<0>_", text.replace("_", self.low_line))
        return text.encode()


@dataclass(frozen=True)
class LinearPattern:
    """An expression as Python reads it, ready to be written for RE2."""

    tree: Any
    flags: int
    groups: int
    names: dict[str, int]
    asks_for_words: bool
    """It has ``\\b`` or ``\\B``, and not in ASCII alone."""
    asks_for_last_line: bool
    """It has a ``$`` that stands for the end of the text and not of each line."""

    def spelling(self, text: str) -> Spelling:
        """How the text is to be spelled for this expression."""
        unused = (chr(code) for code in range(LAST, 0, -1) if chr(code) not in text)
        low_line = next(unused) if self.asks_for_words else ""
        line_end = next(unused) if self.asks_for_last_line and text.endswith("\n") else ""
        return Spelling(low_line, line_end, not text)

    def written(self, spelling: Spelling) -> str:
        """The pattern for RE2, for texts in this spelling."""
        return _Writer(spelling).sequence(self.tree, self.flags)


def linear_pattern(expression: str, flags: int) -> LinearPattern:
    """Read an expression; raises Unfit for what cannot be found in linear time, and what ``re`` raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # What Python may read otherwise some day is not of this edition.
        tree = _parser.parse(expression, flags)
    state = tree.state
    look = _Look()
    look.through(tree, state.flags)
    if len(look.words) > 1:
        raise Unfit(f"‘{expression}’ means two things by ‘\\b’", "let (?a) stand for the whole of it, or leave it out")
    if len(look.line_ends) > 1:
        raise Unfit(f"‘{expression}’ means two things by ‘$’", "write \\Z for the end of the text")
    if look.prefers_nothing(tree):
        hint = "write a* for a*?, and put the alternative that may be empty last: a| for |a"
        raise Unfit(f"‘{expression}’ would rather find nothing than something", hint)
    last_line = look.line_ends == {False}
    return LinearPattern(tree, state.flags, state.groups - 1, dict(state.groupdict), look.words == {True}, last_line)


class _Look:
    """What an expression asks for, found on one way through its tree."""

    def __init__(self) -> None:
        self.words: set[bool] = set()
        self.line_ends: set[bool] = set()

    def through(self, items: Iterable[Any], flags: int, *, repeated: bool = False) -> None:
        """Raises Unfit for what RE2 lacks; ``repeated``: within what is repeated though it may be empty."""
        for operation, value in items:
            name = str(operation)
            if name in _LACKING:
                what, hint = _LACKING[name]
                raise Unfit(f"the expression {what}: that cannot be found in a bounded time", hint)
            if name == "SUBPATTERN" and value[0] is not None and repeated:
                hint = "write (a+)* for (a*)*, or (?:a*)* where the group is not asked for"
                raise Unfit("the expression has a group in what may be empty and is repeated", hint)
            if name == "AT" and str(value) in ("AT_BOUNDARY", "AT_NON_BOUNDARY"):
                self.words.add(not flags & re.ASCII)
            if name == "AT" and str(value) == "AT_END":
                self.line_ends.add(bool(flags & re.MULTILINE))
            empty = name in ("MAX_REPEAT", "MIN_REPEAT") and value[1] > 1 and not value[2].getwidth()[0]
            for part, part_flags in _parts(name, value, flags):
                self.through(part, part_flags, repeated=repeated or empty)

    def prefers_nothing(self, items: Any) -> bool:
        """Whether it takes nothing at a place where it could take something, so that Python finds both there."""
        if items.getwidth()[0]:
            return False
        for operation, value in items:
            name = str(operation)
            parts = [part for part, _ in _parts(name, value, 0)]
            if name == "MIN_REPEAT" and (value[0] == 0 or not parts[0].getwidth()[0]):
                return True
            nothing = [not part.getwidth()[0] for part in parts]
            something = [part.getwidth()[1] > 0 for part in parts]
            if any(empty and any(something[at + 1 :]) for at, empty in enumerate(nothing)):
                return True
            if any(empty and self.prefers_nothing(part) for part, empty in zip(parts, nothing, strict=True)):
                return True
        return False


def _parts(name: str, value: Any, flags: int) -> list[tuple[Any, int]]:
    """The expressions within a part of an expression, each with the flags that hold there."""
    if name == "SUBPATTERN":
        _, added, taken_away, body = value
        return [(body, (flags | added) & ~taken_away)]
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        return [(value[2], flags)]
    return [(body, flags) for body in value[1]] if name == "BRANCH" else []


class _Writer:
    """Writes a tree of Python's parser as a pattern of RE2."""

    def __init__(self, spelling: Spelling) -> None:
        self.spelling = spelling
        self.writers: dict[str, Callable[[Any, int], str]] = {
            "AT": self.point,
            "BRANCH": lambda value, flags: f"(?:{'|'.join(self.sequence(body, flags) for body in value[1])})",
            "SUBPATTERN": self.group,
            "MAX_REPEAT": lambda value, flags: self.repeat(value, flags, ""),
            "MIN_REPEAT": lambda value, flags: self.repeat(value, flags, "?"),
            "FAILURE": lambda value, flags: _NEVER,
        }

    def sequence(self, items: Iterable[Any], flags: int) -> str:
        return "".join(self.writers.get(str(name), self.one_of(str(name)))(value, flags) for name, value in items)

    def point(self, value: Any, flags: int) -> str:
        name = str(value)
        if name == "AT_BEGINNING":
            return "(?m:^)" if flags & re.MULTILINE else r"\A"
        if name == "AT_END":
            return "(?m:$)" if flags & re.MULTILINE or self.spelling.line_end else r"\z"
        if name == "AT_NON_BOUNDARY" and self.spelling.is_of_nothing and not re.search(r"\B", ""):
            return _NEVER  # Before Python 3.14, an empty text has no such place.
        return _POINTS[name]

    def group(self, value: Any, flags: int) -> str:
        number, _, _, _ = value
        ((body, inner),) = _parts("SUBPATTERN", value, flags)
        return f"({'?:' if number is None else ''}{self.sequence(body, inner)})"

    def repeat(self, value: Any, flags: int, lazy: str) -> str:
        least, most, body = value
        endless = most == _parser.MAXREPEAT
        if least > MOST_REPEATS or (not endless and most > MOST_REPEATS):
            raise Unfit(f"a part is to be repeated {max(least, 0 if endless else most):,} times", "the most are 1,000")
        return f"(?:{self.sequence(body, flags)}){{{least},{'' if endless else most}}}{lazy}"

    def one_of(self, name: str) -> Callable[[Any, int], str]:
        return lambda value, flags: self.characters(_single(name, value, flags))

    def characters(self, ranges: Ranges) -> str:
        """A class that takes these characters in the spelling of the text."""
        spelling = self.spelling
        for stand_in in filter(None, (spelling.low_line, spelling.line_end)):
            ranges = minus(ranges, ((ord(stand_in), ord(stand_in)),))
        if spelling.line_end and both(ranges, ((10, 10),)):
            ranges = tuple(sorted((*ranges, (ord(spelling.line_end), ord(spelling.line_end)))))
        if not spelling.low_line:
            return _class(ranges)
        wrapped = both(ranges, taken(_WRAPPED, 0))
        bare = minus(ranges, taken(_WRAPPED, 0))
        if not wrapped:
            return _class(bare)
        if both(wrapped, ((95, 95),)):
            code = ord(spelling.low_line)
            wrapped = (*minus(wrapped, ((95, 95),)), (code, code))
        return f"(?:{_class(bare)}|_{_class(wrapped)}_)"


def _single(name: str, value: Any, flags: int) -> Ranges:
    """The characters that a part for one character takes."""
    kept = flags & (re.IGNORECASE | re.ASCII | re.DOTALL)
    if name == "LITERAL" and not flags & re.IGNORECASE:
        return minus(((value, value),), ())
    if name == "ANY":
        return taken(".", kept)
    items = value if name == "IN" else [(name, value)]
    return taken(f"[{''.join(_spelled(str(item), inner) for item, inner in items)}]", kept)


def _spelled(name: str, value: Any) -> str:
    """An item of a class as Python writes it."""
    if name == "CATEGORY":
        return _CATEGORIES[str(value).removeprefix("CATEGORY_")]
    if name == "RANGE":
        return f"\\U{value[0]:08x}-\\U{value[1]:08x}"
    if name == "NEGATE":
        return "^"
    return f"{'^' if name == 'NOT_LITERAL' else ''}\\U{value:08x}"


@cache
def _class(ranges: Ranges) -> str:
    if not ranges:
        return _NEVER
    if [chr(first).lower() for first, _ in ranges] == [chr(ranges[-1][1]).lower()] * 2:
        # RE2 takes [Kk] for a k in either case, and this, beside another letter, for the Kelvin sign, too: one more
        # character keeps it from that. No text can have it.
        ranges = (*ranges, (SURROGATES[0], SURROGATES[0]))
    return "[" + "".join(f"\\x{{{first:X}}}-\\x{{{last:X}}}" for first, last in ranges) + "]"

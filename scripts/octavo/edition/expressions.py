"""Regular expressions that a user writes: what Python's ``re`` finds, in time linear in the text.

An expression such as ``(a+)+$`` can try more ways through a line than there is time for, and Python cannot be stopped
on its way. RE2 follows all ways at once; an expression that cannot be put so is refused where it is read. RE2 is
imported only for an edition that has an expression.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from octavo.edition.strict import Unfit
from octavo.errors import InputError, Place, shortened

if TYPE_CHECKING:
    import re2

    from octavo.edition.linearpattern import LinearPattern, Spelling

LONGEST = 4.0
"""Seconds that one expression may take for the whole of a text. Each match takes a time linear in the text; but one
that looks at all the rest of the text before it takes one letter makes the sum of them grow with the square."""
EACH = 2e-5
"""Seconds that each match may take besides."""
_MOST_MEMORY = 64 << 20
"""Bytes that RE2 may use for one expression."""
_LONGEST_EXPRESSION = 10_000
_NOT_ONE = (re.error, OverflowError, MemoryError, RecursionError, ValueError, IndexError)
_IN_TEMPLATE = re.compile(r"\\(?:g<([^>]*)>|(0[0-7]{0,2}|[0-3][0-7]{2}|[1-9][0-9]?)|(.?))", re.DOTALL)
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}


@dataclass(frozen=True)
class Match:
    """One place at which an expression has found something."""

    text: str
    spans: tuple[tuple[int, int], ...]
    """Beginning and end of the whole and of each group; -1 where the group has found nothing."""
    names: dict[str, int]

    def start(self) -> int:
        return self.spans[0][0]

    def end(self) -> int:
        return self.spans[0][1]

    def __getitem__(self, group: int) -> str:
        """What a group has found; nothing where it took no part."""
        start, end = self.spans[group]
        return self.text[start:end] if start >= 0 else ""

    def expand(self, template: str) -> str:
        """The replacement that the template makes, as in Python's ``re``."""
        parts = _template(template, len(self.spans) - 1, tuple(self.names.items()))
        return "".join(part if isinstance(part, str) else self[part] for part in parts)


def refuse_malformed(expression: str, *, by_line: bool = False) -> None:
    """Raise ``Unfit`` where a text is no regular expression, or none that can be found in linear time."""
    _compiled(expression, by_line, _read(expression, by_line).spelling("\n"))


def refuse_malformed_template(expression: str, template: str) -> None:
    """Raise ``Unfit`` where a replacement names a group that the expression does not have, or is none at all."""
    pattern = _read(expression, False)
    _template(template, pattern.groups, tuple(pattern.names.items()))


def matches(expression: str, text: str, place: Place | None, *, by_line: bool = False) -> list[Match]:
    """All matches of an expression in a text; ``by_line``: ``^`` and ``$`` are the ends of each line.

    Raises InputError, with the place of the expression, where this takes longer than ``LONGEST``.
    """
    pattern = _read(expression, by_line)
    spelling = pattern.spelling(text)
    try:
        compiled = _compiled(expression, by_line, spelling)
    except Unfit as unfit:
        raise InputError(str(unfit), place=place, hint=unfit.hint) from None
    begin, found = time.monotonic(), []
    for match in _found(compiled, text, spelling, pattern.names):
        found.append(match)
        if time.monotonic() - begin > LONGEST + EACH * len(found):
            hint = 'bound what it may take, as in .{1,200} for .*, or [^"]* for .* between quotation marks'
            message = f"the expression ‘{shortened(expression)}’ takes longer than {LONGEST:.0f} seconds on the witness"
            raise InputError(message, place=place, hint=hint)
    return found


def _found(compiled: re2._Regexp, text: str, spelling: Spelling, names: dict[str, int]) -> Iterator[Match]:
    data = spelling.of(text)
    search_from, at, offset = 0, 0, 0
    while search_from <= len(data) and (match := compiled.search(data, search_from)):
        start, end = match.span()
        if start == end and _within_character(data, at, start, spelling):
            search_from = start + 1
            continue
        spans = [match.span(group) for group in range(compiled.groups + 1)]
        offsets = {-1: -1}
        for byte in sorted({byte for span in spans for byte in span if byte >= 0}):
            offset += _characters(data[at:byte], spelling) if byte >= at else -_characters(data[byte:at], spelling)
            at = byte
            offsets[byte] = offset
        yield Match(text, tuple((offsets[first], offsets[last]) for first, last in spans), names)
        search_from = end + (start == end)


def _within_character(data: bytes, before: int, byte: int, spelling: Spelling) -> bool:
    """Whether a byte is not the first of the spelling of a character; ``before`` is."""
    if byte < len(data) and data[byte] & 0xC0 == 0x80:
        return True
    return bool(spelling.low_line) and data.count(b"_", before, byte) % 2 == 1


def _characters(data: bytes, spelling: Spelling) -> int:
    """How many characters of the text these bytes spell."""
    return len(data.decode()) - (data.count(b"_") if spelling.low_line else 0)


@lru_cache(maxsize=256)
def _read(expression: str, by_line: bool) -> LinearPattern:
    from octavo.edition.linearpattern import linear_pattern

    if len(expression) > _LONGEST_EXPRESSION:
        message = f"the expression has {len(expression):,} characters; the most are {_LONGEST_EXPRESSION:,}"
        raise Unfit(message, "make several of it")
    try:
        return linear_pattern(expression, re.MULTILINE if by_line else 0)
    except Unfit:
        raise
    except _NOT_ONE as error:
        hint = "put a backslash before a sign that stands for itself, as in \\( or \\."
        raise Unfit(f"‘{expression}’ is not a regular expression: {_reason(error)}", hint) from None


@lru_cache(maxsize=64)
def _compiled(expression: str, by_line: bool, spelling: Spelling) -> re2._Regexp:
    pattern = _read(expression, by_line)
    import re2

    options = re2.Options()
    options.max_mem, options.log_errors = _MOST_MEMORY, False
    try:
        return re2.compile(pattern.written(spelling).encode(), options)
    except re2.error:
        hint = "repeat less in what is repeated already: \\w+ takes little room, (\\w{1,100}x){1,100} much"
        raise Unfit(f"‘{shortened(expression)}’ is too large an expression", hint) from None


@lru_cache(maxsize=64)
def _template(template: str, groups: int, names: tuple[tuple[str, int], ...]) -> tuple[str | int, ...]:
    """The parts of a replacement: text, and numbers of groups."""
    parts: list[str | int] = []
    at = 0
    for written in _IN_TEMPLATE.finditer(template):
        name, number, escape = written.groups()
        parts.append(template[at : written.start()])
        at = written.end()
        if escape is not None:
            is_itself = escape and not (escape.isalnum() and escape.isascii())
            part: str | int | None = _ESCAPES.get(escape, f"\\{escape}" if is_itself else None)
        elif number is not None and (number[0] == "0" or len(number) == 3):
            part = chr(int(number, 8))
        else:
            group = name if name is not None else number
            part = int(group) if group.isdecimal() and group.isascii() else dict(names).get(group, -1)
            part = part if 0 <= part <= groups else None
        if part is None:
            hint = "write \\1 for the first group in brackets, \\\\ for a backslash"
            raise Unfit(f"‘{template}’ cannot be put in: ‘{written[0]}’ is no group of the expression", hint)
        parts.append(part)
    return (*parts, template[at:])


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__

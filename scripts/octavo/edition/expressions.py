"""Regular expressions that a user writes: checked when they are read, and run within a bound of time.

An expression such as ``(a+)+$`` can try more ways through a line than there is time for, and no look at it tells for
certain. Python's ``re`` cannot be stopped on its way; the ``regex`` package takes the same expressions and can.
"""

from __future__ import annotations

import regex

from octavo.edition.strict import Unfit
from octavo.errors import InputError, Place

LONGEST = 10.0
"""Seconds that one expression may take for the whole of a text; those that end at all take hundredths of one."""
_NOT_ONE = (regex.error, OverflowError, MemoryError, RecursionError, ValueError, IndexError)


def refuse_malformed(expression: str) -> None:
    """Raise ``Unfit`` where a text is no regular expression."""
    try:
        regex.compile(expression)
    except _NOT_ONE as error:
        hint = "put a backslash before a sign that stands for itself, as in \\( or \\."
        raise Unfit(f"‘{expression}’ is not a regular expression: {_reason(error)}", hint) from None


def refuse_malformed_template(expression: str, template: str) -> None:
    """Raise ``Unfit`` where a replacement names a group that the expression does not have, or is none at all."""
    try:
        # The alternative matches nothing, so that the template is read; behind a line end, lest it be in a comment.
        regex.compile(f"{expression}\n|").sub(template, "")
    except _NOT_ONE as error:
        hint = "write \\1 for the first group in brackets, \\\\ for a backslash"
        raise Unfit(f"‘{template}’ cannot be put in: {_reason(error)}", hint) from None


def matches(expression: str, text: str, place: Place | None, *, by_line: bool = False) -> list[regex.Match[str]]:
    """All matches of an expression in a text; ``by_line``: ``^`` and ``$`` are the ends of each line.

    Raises InputError, with the place of the expression, where this takes longer than ``LONGEST``.
    """
    flags = regex.MULTILINE if by_line else 0
    try:
        return list(regex.finditer(expression, text, flags, timeout=LONGEST, concurrent=True))
    except TimeoutError:
        hint = "do not repeat what is repeated already: write a+ for (a+)+, [a-z]* for ([a-z]*)*"
        message = f"the expression ‘{expression}’ takes longer than {LONGEST:.0f} seconds on the witness"
        raise InputError(message, place=place, hint=hint) from None


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__

"""The files of ``styles/``, which stand beside the package when it is installed."""

from __future__ import annotations

import re
from importlib.resources import files


def style(name: str) -> str:
    """One style file as text."""
    return files("octavo.styles").joinpath(name).read_text(encoding="utf-8")


_SIDES = {"left": "right", "right": "left"}
_FOUR_SIDES = re.compile(r"((?:margin|padding):) ([^\s;]+) ([^\s;]+) ([^\s;]+) ([^\s;]+)(?=;)")


def mirrored(sheet: str) -> str:
    """A style sheet for a book that runs from right to left: what stood at the left stands at the right.

    Properties that speak of a line's start and end would do the same, but old reading systems drop them.
    """
    turned = re.sub(r"\b(left|right)\b(?=[^{}]*;| })", lambda side: _SIDES[side[0]], sheet)
    return _FOUR_SIDES.sub(r"\1 \2 \5 \4 \3", turned)

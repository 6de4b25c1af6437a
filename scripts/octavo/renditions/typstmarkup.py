"""Text as Typst reads it."""

from __future__ import annotations

import json
import re

from lxml import etree

_ESCAPE = re.compile(r"[\\#*_`$<>@\[\]~\-\"'/=+{}]|(?<=[\d.])\.")


def typst_text(text: str) -> str:
    """Text as Typst markup that means just this text."""
    return _ESCAPE.sub(r"\\\g<0>", re.sub(r"[ \t\n\r]+", " ", text))


def typst_string(text: str) -> str:
    """Text as a Typst string literal."""
    return json.dumps(text, ensure_ascii=False)


def cell_alignment(cell: etree._Element) -> str:
    """The alignment that pandoc gives a cell, as Typst names it."""
    given = (cell.get("style") or "").replace(" ", "").removeprefix("text-align:").rstrip(";")
    return given if given in ("left", "right", "center") else "auto"

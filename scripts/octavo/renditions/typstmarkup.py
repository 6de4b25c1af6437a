"""Text as Typst reads it."""

from __future__ import annotations

import json
import re

_ESCAPE = re.compile(r"[\\#*_`$<>@\[\]~\-\"'/=+{}]|(?<=[\d.])\.")


def typst_text(text: str) -> str:
    """Text as Typst markup that means just this text."""
    return _ESCAPE.sub(r"\\\g<0>", re.sub(r"[ \t\n\r]+", " ", text))


def typst_string(text: str) -> str:
    """Text as a Typst string literal."""
    return json.dumps(text, ensure_ascii=False)

"""The front matter of a Markdown file: what stands between the two lines of hyphens that open it."""

from __future__ import annotations

import re

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def front_matter_of(text: str) -> str:
    """What stands between the two lines of hyphens that open a file, from its second line on; nothing without them."""
    match = FRONT_MATTER.match(text)
    return match[1] if match else ""


def without_front_matter(text: str) -> str:
    """A file's text with blank lines where its front matter stands, so that line numbers hold."""
    match = FRONT_MATTER.match(text)
    return "\n" * match[0].count("\n") + text[match.end() :] if match else text

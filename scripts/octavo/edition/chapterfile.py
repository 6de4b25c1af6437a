"""A later file's own front matter: its title and id head the chapter, other keys are told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from octavo.edition.frontmatter import FRONT_MATTER
from octavo.errors import Place, Problem

_BEGINS_WITH_HEADING = re.compile(r"(?:\s|<!--.*?-->)*(?:#[ \t]+\S|\S[^\n]*\n=+[ \t]*$)", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r"^title[ \t]*:[ \t]*", re.MULTILINE)


def warn_of_keys(unread: Mapping[Path, list[str]]) -> list[Problem]:
    """What is to be told of files whose front matter has keys that are not read: once, with the first of them."""
    if not unread:
        return []
    names = ", ".join(dict.fromkeys(name for keys in unread.values() for name in keys))
    first = next(iter(unread))
    of = "this file" if len(unread) == 1 else f"{len(unread)} files"
    hint = "what is said of the whole book stands in the front matter of its first file"
    return [Problem(f"the front matter of {of} is not read: {names}", Place(first, 1, 1), hint)]


def chapter_body(text: str) -> tuple[str, list[str]]:
    """The text of a chapter's file, line for line, and the keys of its front matter that are not read.

    Its title stands as a heading on the line that gives it, unless the file begins with one of the first level.
    """
    match = FRONT_MATTER.match(text)
    if not match:
        return text, []
    try:
        values = yaml.load(match[1], Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return text, []  # no front matter, but a rule and what follows it
    if not isinstance(values, dict):
        return text, []
    rest = text[match.end() :]
    blank = [""] * match[0].count("\n")
    title = values.pop("title", None)
    identifier = values.pop("id", None)
    if isinstance(title, str) and title.strip() and not _BEGINS_WITH_HEADING.match(rest):
        found = _TITLE.search(match[1])
        line = 1 + match[1].count("\n", 0, found.start() if found else 0)
        mark = f" {{#{identifier}}}" if isinstance(identifier, str) and re.fullmatch(r"[^\s{}]+", identifier) else ""
        blank[min(line, len(blank) - 1)] = f"# {' '.join(title.split())}{mark}"
        title = None
        # A heading needs a blank line behind it; the line that closes the front matter is one.
    unread = [str(key) for key in values] + (["title"] if title else [])
    return "\n".join([*blank, rest]), unread

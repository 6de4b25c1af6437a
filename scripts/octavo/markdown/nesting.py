"""Markdown that pandoc could not read in any time: brackets, tags and quotations far within one another.

pandoc tries each bracket as a link, a span and text, and each of these again within: every level takes twice or four
times as long as the one before. What is nested so is refused, with its place, before pandoc sees it. Other signs cost
it the square of their number: that is bounded by the time that a text of this length may take (``pandoc``), and
``suspect`` says where to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from octavo.errors import InputError, Place
from octavo.text.places import LineIndex

CLOSED, CLOSED_WITH_CITATIONS = 11, 8
"""How many pairs of brackets may stand within one another; pandoc takes some seconds for one more."""
OPEN, OPEN_WITH_CITATIONS = 300, 16
"""How many brackets of a paragraph may be open at once, whether they are closed or not."""
TAGS = 12
"""How many tags ``<span>`` of one paragraph may be left open."""
QUOTED = 100
"""How many quotations may stand within one another."""

_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_VERBATIM = re.compile(
    r"\\.|(?<!`)(`+)(?!`)(?:[^`]|(?!\1(?!`))`+)*?(?<!`)\1(?!`)|<!--(?:(?!<!--).)*?-->|\$[^$\n]+\$", re.DOTALL
)
_MARKS = re.compile(r"[\[\]]|<(?P<end>/?)span\b|\n[ \t>]*\|", re.IGNORECASE)
_QUOTED = re.compile(rf"^(?:[ \t]*>){{{QUOTED + 1}}}", re.MULTILINE)
_COSTLY = re.compile(r"[\[\]<&`>:!^-]")


def refuse_deep(markdown: str, path: Path, *, citations: bool) -> None:
    """Raise InputError, with the place, where pandoc's Markdown has more within one another than pandoc can read."""
    quoted = _QUOTED.search(markdown)
    if quoted:
        raise _refused(f"more than {QUOTED} quotations stand within one another", markdown, quoted.start(), path)
    if markdown.count("[") <= CLOSED_WITH_CITATIONS and markdown.count("<") <= TAGS:
        return
    for start, paragraph in _paragraphs(markdown):
        if paragraph.count("[") > CLOSED_WITH_CITATIONS or paragraph.count("<") > TAGS:
            _refuse_deep_paragraph(paragraph, start, markdown, path, citations)


def _refuse_deep_paragraph(paragraph: str, start: int, markdown: str, path: Path, citations: bool) -> None:
    most_closed, most_open = (CLOSED_WITH_CITATIONS, OPEN_WITH_CITATIONS) if citations else (CLOSED, OPEN)
    heights: list[int] = []
    """For each open bracket, how many pairs stand within one another in it so far."""
    open_tags = 0
    for mark in _MARKS.finditer(_without_verbatim(paragraph)):
        at = start + mark.start()
        if mark[0] == "[":
            heights.append(0)
        elif mark[0] == "]":
            height = heights.pop() + 1 if heights else 0
            heights[-1:] = [max(heights[-1], height)] if heights else []
            if height > most_closed:
                raise _refused(f"more than {most_closed} brackets stand within one another", markdown, at, path)
        elif mark["end"] is None:
            heights = []  # a row of a table, which pandoc reads by itself
        else:
            open_tags = max(0, open_tags - 1) if mark["end"] else open_tags + 1
        if len(heights) > most_open:
            raise _refused(f"more than {most_open} brackets are open at once", markdown, at, path)
        if open_tags > TAGS:
            raise _refused(f"more than {TAGS} tags <span> of a paragraph are not closed", markdown, at, path)


def _paragraphs(markdown: str) -> Iterator[tuple[int, str]]:
    """The stretches between blank lines, each with its offset; those of code between fences are left out."""
    start, fence = 0, ""
    ends = [(blank.start(), blank.end()) for blank in _BLANK_LINES.finditer(markdown)]
    for end, following in [*ends, (len(markdown), len(markdown))]:
        paragraph = markdown[start:end]
        was_code = bool(fence)
        for line in paragraph.split("\n") if "```" in paragraph or "~~~" in paragraph else ():
            mark = _FENCE.match(line)
            if mark and not fence:
                fence = mark[1]
                was_code = True
            elif mark and mark[1].startswith(fence):
                fence = ""
        if not was_code:
            yield start, paragraph
        start = following


def _without_verbatim(paragraph: str) -> str:
    """A paragraph with blanks for code, formulas, comments and signs behind a backslash."""
    return _VERBATIM.sub(lambda found: " " * len(found[0]), paragraph)


def suspect(markdown: str, path: Path) -> Place:
    """The line whose paragraph has the most signs of which each may cost pandoc the time of all the others."""
    worst = max(_paragraphs(markdown), key=lambda one: len(_COSTLY.findall(one[1])), default=(0, ""))
    found = _COSTLY.search(worst[1])
    return LineIndex(path, markdown).place(worst[0] + (found.start() if found else 0))


def _refused(message: str, markdown: str, at: int, path: Path) -> InputError:
    hint = "write a backslash before those that are text, as in \\[ or \\<, or put code between ` signs"
    return InputError(message, place=LineIndex(path, markdown).place(at), hint=hint)

"""Lines that somebody meant to end where they do, such as verse or an address, and that Markdown joins.

A paragraph that a program has broken fills its lines: the word that begins the next line would not have found room on
the one before. Where some would have, and each line begins with a capital letter, the lines are somebody's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from octavo.edition import Chapter
from octavo.errors import Problem
from octavo.markdown.fault import Fault
from octavo.text.places import LineIndex

FEWEST = 3
"""Lines of a paragraph: of two, nobody can tell."""
_LONGEST = 75
"""Characters of a line of verse; a paragraph with a longer one is prose that was broken by sentences or by chance."""
_EVENEST = 5
"""Of so many ends of lines, one at least has room for the next word: the lines of most verse are of a length."""
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_QUOTED = re.compile(r"^ {0,3}(?:> ?)+")
_OTHERWISE = re.compile(r"[|#+<$\\]|:{3}|\[\^|[-*+] |\(?[0-9a-zA-Z]+[.)] |!?\[[^\]]*\][:(]|[-*_=]{3,}$")
"""What a line of another kind of block begins with: a line kept already, a heading, a table, markup, a note, a list."""
_KEPT = re.compile(r"(?:\\| {2,})$")
_BEGINNING = re.compile(r"[\s*_“‘\"'«„(—–\[]*(\w)")


def lines_joined(chapter: Chapter) -> Iterator[Fault]:
    """Say once of a file that Markdown has joined such lines, how often, and where first."""
    starts = list(joined_lines(chapter.body))
    if not starts:
        return
    which = "a paragraph has" if len(starts) == 1 else f"{len(starts):,} paragraphs, of which this is the first, have"
    message = f"{which} lines that look like verse, or an address; Markdown joins them"
    hint = "write | and a space before each line that is to be kept"
    yield Fault("lines-joined", Problem(message, LineIndex(chapter.path, chapter.body).place(starts[0]), hint))


def joined_lines(text: str) -> Iterator[int]:
    """The offsets in Markdown at which paragraphs begin whose lines look as if they were meant to stay apart."""
    paragraph: list[str] = []
    offset = start = 0
    fence = ""
    for line in [*text.splitlines(keepends=True), ""]:
        bare = _QUOTED.sub("", line.rstrip("\r\n"))
        mark = _FENCE.match(bare)
        is_inside = bool(fence)
        if mark and not (fence and not mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if bare.strip() and not mark and not is_inside:
            start = start if paragraph else offset
            paragraph.append(bare)
        else:
            if _are_kept_apart(paragraph):
                yield start
            paragraph = []
        offset += len(line)


def _are_kept_apart(lines: list[str]) -> bool:
    if len(lines) < FEWEST or max(map(len, lines)) > _LONGEST:
        return False
    if any(_OTHERWISE.match(line.lstrip()) or _KEPT.search(line) or line.startswith(("    ", "\t")) for line in lines):
        return False
    beginnings = [found[1] for line in lines if (found := _BEGINNING.match(line))]
    if len(beginnings) < len(lines) or not all(letter.isupper() for letter in beginnings):
        return False
    width = max(map(len, lines))
    with_room = sum(len(one) + 1 + len(other.split()[0]) <= width for one, other in pairwise(lines))
    return with_room * _EVENEST >= len(lines) - 1

"""The line ends of a file that a person wrote, where its text is changed: each line that stays keeps its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from octavo.edition.ordermarks import ORDER_MARK

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n)")


def with_line_ends(text: str, before: bytes) -> bytes:
    """A changed text, as ``read_text`` gave it, with the byte order marks and the line ends that its file has.

    A file may have several kinds, as where two people have written it: a line that was there ends as it did, a new one
    as the line before it.
    """
    former = before.decode("utf-8", "replace")
    lines = [(match[1], match[2]) for match in _LINE.finditer(former)]
    ends = {end for _, end in lines}
    if len(ends) < 2 and ORDER_MARK not in former[1:]:
        mark = ORDER_MARK if former.startswith(ORDER_MARK) else ""
        return (mark + text.replace("\n", ends.pop() if ends else "\n")).encode()
    rows = text.split("\n")
    return "".join(_with_ends(lines, rows[:-1], rows[-1])).encode()


def _with_ends(lines: list[tuple[str, str]], rows: list[str], last: str) -> Iterator[str]:
    """The rows, each with its end; a line that is there already is given as it stands."""
    usual = lines[0][1]
    seen = [line.replace(ORDER_MARK, "") for line, _ in lines]
    for kind, begin, end, new_begin, new_end in SequenceMatcher(None, seen, rows).get_opcodes():
        in_place = end - begin == new_end - new_begin
        for number in range(new_end - new_begin):
            line, usual = lines[begin + number] if in_place else ("", usual)
            mark = ORDER_MARK if line.startswith(ORDER_MARK) else ""
            yield (line if kind == "equal" else mark + rows[new_begin + number]) + usual
    yield last

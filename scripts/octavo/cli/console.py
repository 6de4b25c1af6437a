"""How the program speaks: results to stdout, everything else to stderr; quiet, verbose, colour."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO, TypeVar

from octavo.errors import OctavoError, Place, Problem

FEW = 3
"""Messages of one kind that are shown one by one; where there are more, one stands for all."""
PLACES = 5
"""Places of those that are not shown, by which they are told."""

Item = TypeVar("Item")


@dataclass
class Voice:
    """The options that hold for one run of the program."""

    quiet: bool = False
    verbose: bool = False

    def say(self, text: str) -> None:
        """Tell the user something on stderr; not with --quiet."""
        if not self.quiet:
            print(one_line(text), file=sys.stderr)

    def detail(self, text: str) -> None:
        """Tell what only --verbose asks for."""
        if self.verbose and not self.quiet:
            print(one_line(text), file=sys.stderr)

    def warn(self, *problems: Problem) -> None:
        """Show warnings on stderr, with --quiet too: nothing is lost in silence. The same is said but once."""
        self._show(problems, "warning", "33")

    def fail(self, error: OctavoError) -> None:
        """Show an error on stderr."""
        self._show(error.problems, "error", "31")

    def _show(self, problems: Iterable[Problem], severity: str, colour: str) -> None:
        for first, others in self.by_kind(list(dict.fromkeys(problems)), lambda p: p.kind or pattern(p.message)):
            head = f"{first.place}: " if first.place else ""
            print(f"{one_line(head)}{painted(severity + ':', colour)} {one_line(first.message)}", file=sys.stderr)
            for line in (first.hint, like_it([problem.place for problem in others])):
                if line:
                    print(f"  {one_line(line)}", file=sys.stderr)

    def by_kind(self, items: Sequence[Item], kind: Callable[[Item], object]) -> list[tuple[Item, list[Item]]]:
        """Items to show, each with those that it stands for: more than a few of a kind are told by their first.

        With --verbose each stands for itself.
        """
        kinds: dict[object, list[Item]] = {}
        for item in items:
            kinds.setdefault(kind(item), []).append(item)
        shown: list[tuple[Item, list[Item]]] = []
        for item in items:
            alike = kinds[kind(item)]
            if self.verbose or len(alike) <= FEW:
                shown.append((item, []))
            elif item is alike[0]:
                shown.append((item, alike[1:]))
        return shown


def like_it(places: Sequence[Place | None]) -> str:
    """How many more there are of a kind, in how many files, and the places of the first; empty where there are none."""
    if not places:
        return ""
    known = [place for place in places if place]
    files = {place.file for place in known}
    many = f" in {len(files)} files" if len(files) > 1 else ""
    at = ", ".join(str(place) for place in known[:PLACES]) + (", …" if len(known) > PLACES else "")
    return f"{len(places):,} more like it{many}{f', at {at}' if at else ''}; list them with --verbose"


def pattern(message: str) -> str:
    """A message without what differs from case to case: what it quotes, tags, numbers; by it those of a kind are known.

    Where a message ends with what it is about, as in ‘…: WORDS’, that does not count either.
    """
    bare = re.sub(r"‘.*’|\"[^\"]*\"|<[^<>]*>|\{[^{}]*\}|\[\^[^\]]*\]|\d[\d.,:]*", "…", message, flags=re.DOTALL)
    return re.split(r"(?<=\w): ", bare, maxsplit=1)[0]


_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Characters that steer a terminal or turn the order of letters, line ends but \\n, bytes that are no UTF-8."""


def printable(text: str) -> str:
    """A text in which characters that no terminal should obey are written as escapes: \\x1b, \\u202e."""
    return _UNSEEN.sub(lambda found: _escape(ord(found[0])), text)


def show(text: str) -> None:
    """Print a result of several lines on stdout."""
    print(printable(text))


def print_json(value: object) -> None:
    """Print a result for a program; what no terminal should obey is escaped, as JSON has it anywhere (RFC 8259, 7)."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    print(_UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def one_line(text: str) -> str:
    """The same on one line: line ends and tabs are escapes too."""
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00  # a byte of a file name that is not UTF-8 (PEP 383)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def painted(text: str, colour: str, stream: TextIO | None = None) -> str:
    """Text in an ANSI colour, where a person looks at the stream (stderr) and NO_COLOR is not set."""
    if os.environ.get("NO_COLOR") or not (stream or sys.stderr).isatty():
        return text
    return f"\033[{colour}m{text}\033[0m"


voice = Voice()

"""pandoc reads: each Markdown file once, sandboxed, side by side with the others."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from octavo import children
from octavo.cache import NOTHING, Cache, key_of
from octavo.errors import InputError, Place, Problem
from octavo.markdown.nesting import refuse_deep, suspect

LONGEST_READING = 300
"""Seconds for one run, however little of the processor it gets."""
LEAST_TIME, CHARACTERS_A_SECOND = 2, 60_000
"""Seconds of the processor for any file, and for how many characters there is one more; pandoc reads 300,000 in it."""

KEPT = "pandoc"
"""What a cache calls pandoc's syntax trees: JSON, with a last line of what pandoc has said."""
Node = dict[str, Any]
"""A block or inline of pandoc's syntax tree: ``{"t": its kind, "c": what it holds}`` (pandoc-types 1.23)."""

_NESTING = " \t>*+-:.["
_WARNING = re.compile(r"^\[WARNING\] (.*)$", re.MULTILINE)
_POSITION = re.compile(r" at (?:\S+ )?line (\d+) column (\d+)")
_UNUSED_NOTE = re.compile(r"Note with key ‘(.*?)’|Note with key '(.*?)'")
_SECOND_NOTE = re.compile(r"Duplicate note reference ['‘](.*?)['’]")


class PandocFailed(InputError):
    """pandoc has given up on a text; ``reason`` is what it says."""

    def __init__(self, reason: str, place: Place | None, hint: str = "") -> None:
        super().__init__(f"pandoc cannot read this file: {reason}", place=place, hint=hint)
        self.reason = reason


@dataclass(frozen=True)
class PandocWarning:
    """What pandoc warns of, in its own words, without the place."""

    text: str
    place: Place

    @property
    def problem(self) -> Problem:
        """The warning as it is shown to a user."""
        hint = "look at the Markdown here: it may not mean what it was meant to"
        return Problem(f"pandoc says: {self.text}", self.place, hint)

    @property
    def unused_note(self) -> str | None:
        """The label of a note that nothing refers to, if that is what it warns of."""
        found = _UNUSED_NOTE.search(self.text)
        return (found[1] or found[2]) if found else None

    @property
    def second_note(self) -> str | None:
        """The label of a note that has two texts, if that is what it warns of."""
        found = _SECOND_NOTE.search(self.text)
        return found[1] if found else None


def pandoc_path() -> str:
    """The pandoc that came with Octavo, or the one that ``PYPANDOC_PANDOC`` names.

    Never whichever is the newest of a machine, as pypandoc would have it: another makes other bytes of the same text.
    """
    if named := os.environ.get("PYPANDOC_PANDOC"):
        return named
    package = find_spec("pypandoc")  # importing it takes a third as long as pandoc takes for a chapter
    folder = Path(package.origin).parent if package and package.origin else Path()
    own = folder / "files" / ("pandoc.exe" if sys.platform == "win32" else "pandoc")
    if own.is_file():
        return str(own)
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def _identity() -> str:
    """What tells one pandoc from another, without the time that it takes to ask it."""
    path = Path(pandoc_path())
    state = path.stat()
    return f"{path} {state.st_size} {state.st_mtime_ns}"


def pandoc_version() -> str:
    """The version of that pandoc, such as 3.6.1."""
    words = children.answer([pandoc_path(), "--version"]).split()
    return words[1] if len(words) > 1 else "unknown"


def run(
    arguments: Sequence[str], text: str, path: Path | None = None, processor_seconds: int | None = None
) -> tuple[bytes, str]:
    """What pandoc makes of a text, and what it says; raises PandocFailed where it cannot read it."""
    place = Place(path) if path else None
    command = [pandoc_path(), "--sandbox", *arguments]
    try:
        done = children.run(command, text.encode(), LONGEST_READING, processor_seconds)
    except subprocess.TimeoutExpired as expired:
        hint = "look for hundreds of brackets, < or & signs in a row, and write a backslash before each that is text"
        place = suspect(text, path) if path else None
        raise PandocFailed(f"it has not finished within {expired.timeout:g} seconds", place, hint) from None
    messages = done.stderr.decode("utf-8", "replace")
    if done.returncode:
        raise PandocFailed(messages.strip(), place)
    return done.stdout, messages


def read_blocks(
    markdown: str, reader: str, path: Path, cache: Cache = NOTHING
) -> tuple[list[Node], list[PandocWarning]]:
    """The blocks of a text, and pandoc's warnings; raises InputError where pandoc cannot read it."""
    key = key_of((_identity(), reader, markdown))
    kept = cache.find(KEPT, key)
    if kept is not None:
        made, _, said = kept.rpartition(b"\n")
        messages: str = json.loads(said)
    else:
        if reader.startswith("markdown"):
            refuse_deep(markdown, path, citations="-citations" not in reader)
        seconds = LEAST_TIME + len(markdown) // CHARACTERS_A_SECOND
        made, messages = run(["--from", reader, "--to", "json"], markdown, path, seconds)
        cache.keep(KEPT, key, b"\n".join((made.rstrip(b"\n"), json.dumps(messages).encode())))
    try:
        blocks: list[Node] = json.loads(made)["blocks"]
    except RecursionError:
        place, hint = Place(path, _deepest_line(markdown)), "no page has room for so many: take most of them away"
        message = "hundreds of quotations, lists or divisions stand within one another in this file"
        raise InputError(message, place=place, hint=hint) from None
    except ValueError:
        hint = "look with octavo doctor which pandoc is used"
        raise InputError("what pandoc makes of this file is no JSON", place=Place(path), hint=hint) from None
    return blocks, list(_warnings(messages, path))


def _deepest_line(markdown: str) -> int:
    """The line that begins with most signs and spaces of nesting, or has most tags; from 1."""
    depths = [max(len(line) - len(line.lstrip(_NESTING)), line.count("<")) for line in markdown.split("\n")]
    return depths.index(max(depths)) + 1


def read_all(
    texts: Sequence[tuple[str, str, Path]], cache: Cache = NOTHING
) -> list[tuple[list[Node], list[PandocWarning]]]:
    """Blocks and warnings of several texts, each given as text, reader and path."""
    with ThreadPoolExecutor(max_workers=min(len(texts), os.cpu_count() or 1)) as pool:
        return list(pool.map(lambda text: read_blocks(text[0], text[1], text[2], cache), texts))


def _warnings(messages: str, path: Path) -> Iterator[PandocWarning]:
    for message in _WARNING.findall(messages):
        at = _POSITION.search(message)
        place = Place(path, int(at[1]), int(at[2])) if at else Place(path)
        yield PandocWarning(_POSITION.sub("", message), place)

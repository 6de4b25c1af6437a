"""pandoc reads: each Markdown file once, sandboxed, side by side with the others."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from octavo.errors import InputError, OctavoError, Place, Problem

LONGEST_READING = 300
"""Seconds for one file; a book of 600 KB takes one or two."""

Node = dict[str, Any]
"""A block or inline of pandoc's syntax tree: ``{"t": its kind, "c": what it holds}`` (pandoc-types 1.23)."""

_WARNING = re.compile(r"^\[WARNING\] (.*)$", re.MULTILINE)
_POSITION = re.compile(r" at (?:\S+ )?line (\d+) column (\d+)")
_UNUSED_NOTE = re.compile(r"Note with key ‘(.*?)’|Note with key '(.*?)'")
_SECOND_NOTE = re.compile(r"Duplicate note reference ['‘](.*?)['’]")


def run(arguments: Sequence[str], text: str, path: Path | None = None) -> tuple[bytes, str]:
    """What pandoc makes of a text, and what it says; raises InputError where it cannot read it, with its reason."""
    import pypandoc

    place = Place(path) if path else None
    command = [pypandoc.get_pandoc_path(), "--sandbox", *arguments]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=False, timeout=LONGEST_READING)
    except subprocess.TimeoutExpired:
        hint = "look for thousands of brackets, stars or quotation signs in a row"
        message = f"pandoc has not read this file within {LONGEST_READING} seconds"
        raise InputError(message, place=place, hint=hint) from None
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode:
        raise InputError(f"pandoc cannot read this file: {said.strip()}", place=place)
    return done.stdout, said


def read_blocks(markdown: str, reader: str, path: Path) -> tuple[list[Node], list[Problem]]:
    """The blocks of a text, and pandoc's warnings; raises InputError where pandoc cannot read it."""
    made, said = run(["--from", reader, "--to", "json"], markdown, path)
    try:
        blocks: list[Node] = json.loads(made)["blocks"]
    except (ValueError, RecursionError):
        hint = "look for hundreds of brackets, quotations or lists within one another"
        raise OctavoError("what pandoc makes of this file cannot be read", place=Place(path), hint=hint) from None
    return blocks, list(_warnings(said, path))


def read_all(texts: Sequence[tuple[str, str, Path]]) -> list[tuple[list[Node], list[Problem]]]:
    """Blocks and warnings of several texts, each given as text, reader and path."""
    with ThreadPoolExecutor(max_workers=min(len(texts), os.cpu_count() or 1)) as pool:
        return list(pool.map(lambda text: read_blocks(*text), texts))


def _warnings(said: str, path: Path) -> list[Problem]:
    problems = []
    for message in _WARNING.findall(said):
        at = _POSITION.search(message)
        place = Place(path, int(at[1]), int(at[2])) if at else Place(path)
        hint = "look at the Markdown here: it may not mean what it was meant to"
        problems.append(Problem(f"pandoc says: {_POSITION.sub('', message)}", place, hint))
    return problems


def unused_note(problem: Problem) -> str | None:
    """The label of a note that pandoc says nothing refers to."""
    found = _UNUSED_NOTE.search(problem.message)
    return (found[1] or found[2]) if found else None


def second_note(problem: Problem) -> str | None:
    """The label of which pandoc says that it has two texts."""
    found = _SECOND_NOTE.search(problem.message)
    return found[1] if found else None

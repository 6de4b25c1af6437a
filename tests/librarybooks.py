"""Small editions for the tests of libraries, as many as are wanted, and workers that misbehave."""

from __future__ import annotations

from pathlib import Path

FRONT = """---
title: {title}
creator: [{{name: Ada Example, role: aut, file-as: "Example, Ada"}}]
lang: en-GB
identifier: {identifier}
version: "1.0"
published: {published}
publisher: The House
rights: Public domain.
{more}---

# One

This is the text of book {number}, and it is short.
"""


def identifier(number: int) -> str:
    """The identifier of one of the books."""
    return f"urn:uuid:00000000-0000-4000-8000-{number:012x}"


def name(number: int) -> str:
    """What its folder in the build folder is called."""
    return identifier(number).removeprefix("urn:uuid:")


def book(
    library: Path, number: int, more: str = "", title: str = "", published: str = "2024-03-05", misbehaves: str = ""
) -> Path:
    """Write one small edition; ``misbehaves`` is how its worker does (misbehaving.py)."""
    folder = library / f"b{number:04}"
    folder.mkdir(parents=True)
    keys = {"title": title or f"Book {number}", "identifier": identifier(number), "more": more, "number": number}
    (folder / "1.md").write_text(FRONT.format(published=published, **keys), encoding="utf-8")
    if misbehaves:
        (folder / "misbehaves.txt").write_text(misbehaves, encoding="utf-8")
    return folder


def library_of(folder: Path, count: int, settings: str = "renditions: [html]\n") -> Path:
    """A library of small editions."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "library.yaml").write_text(settings, encoding="utf-8")
    for number in range(count):
        book(folder, number)
    return folder

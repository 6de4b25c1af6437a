"""Edits by chance, as somebody makes them who works on a text."""

from __future__ import annotations

from pathlib import Path
from random import Random


def edit(folder: Path, chance: Random, most: int = 1) -> tuple[Path, int]:
    """Put words into a long line of a chapter, or take up to ``most`` out; gives the file and the line, from 0."""
    path = chance.choice(sorted(folder.glob("*.md")))
    lines = path.read_text(encoding="utf-8").split("\n")
    at = chance.choice([at for at, line in enumerate(lines) if len(line) > 100 and not line.startswith("[^")])
    parts = lines[at].split(" ")
    place = chance.randrange(len(parts))
    parts[place : place + chance.choice([0, 1, most])] = chance.choice([[], ["one"], ["internationalism", "the"]])
    lines[at] = " ".join(parts)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path, at

"""Books made to see where print sets their words."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

HEAD = """---
title: A book
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000017
version: "1"
published: 2020-02-02
rights: For testing only.
print: {trim: TRIM}
---

"""
TRIMS = ("4.25x7in", "5x8in", "148x210mm")


STOCK = (
    *("counter", "revolution", "administratively", "a", "the", "undemocratic", "of", "in"),
    *("well-known", "internationalism", "to", "party"),
)


def words(count: int, seed: int = 0) -> str:
    """Words of several lengths, some of which print must part at a line's end, no two runs the same."""
    chosen = (STOCK[(7 * i * i + i + seed) % len(STOCK)] for i in range(count))
    return " ".join(f"{word}{'' if i % 5 else i + seed}" for i, word in enumerate(chosen))


def copied(source: Path, tmp_path: Path, trim: str) -> Path:
    folder = tmp_path / "edition"
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("build"))
    first = folder / "1-introduction.md"
    text = re.sub(r"\nprint: .*", "", first.read_text(encoding="utf-8"))
    first.write_text(text.replace("\nversion:", f"\nprint: {{trim: {trim}}}\nversion:"), "utf-8")
    return folder

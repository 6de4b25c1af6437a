"""A small edition that is issued three times: 1.0, 1.1 with one word corrected, 1.2 with words put in."""

from __future__ import annotations

import subprocess
from pathlib import Path

from program import octavo

HEAD = """---
title: Three issues
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000072
version: "1.0"
published: 2020-02-02
rights: Public domain.
description: A small edition that is issued three times.
print: {printer: generic, trim: 5x8in}
witness: {path: witness.txt}
---

"""
SENTENCE = "The tide came in with the evening, and the boats lay still upon the sand of the long shore."
SECOND = "In the morning there was a hart upon the dunes."
LAST = "Nobody knew who had left it there."
LEFT = "  - {id: left, for: lfet, read: left, kind: misprint}\n"


def small_edition(folder: Path) -> Path:
    """Its witness has three faults, one of which is corrected."""
    folder.mkdir()
    text = "\n\n".join(["A chapter", *[SENTENCE] * 3, SECOND, LAST])
    (folder / "witness.txt").write_text(text.replace("left it", "lfet it") + "\n", encoding="utf-8")
    (folder / "01.md").write_text(HEAD + "# " + text + "\n", encoding="utf-8")
    (folder / "errata.yaml").write_text(f"errata:\n{LEFT}", encoding="utf-8")
    return folder


def changed(folder: Path, name: str, *pairs: tuple[str, str]) -> None:
    """Change a file of the edition, each place once."""
    text = (folder / name).read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, (name, old)
        text = text.replace(old, new)
    (folder / name).write_text(text, encoding="utf-8")


def to_version(folder: Path, version: str, before: str) -> None:
    """Raise the version, and the date with it."""
    day = version.replace("1.", "2021-01-0")
    old = "published: 2020-02-02" if before == "1.0" else f"revised: {before.replace('1.', '2021-01-0')}"
    new = f"published: 2020-02-02\nrevised: {day}" if before == "1.0" else f"revised: {day}"
    changed(folder, "01.md", (f'version: "{before}"', f'version: "{version}"'), (old, new))


def correct_the_word(folder: Path) -> None:
    """1.1: for hart read heart."""
    changed(folder, "01.md", ("a hart upon", "a heart upon"))
    entry = "  - {id: heart, for: hart, read: heart, kind: misprint, note: So the manuscript.}\n"
    changed(folder, "errata.yaml", ("errata:\n", f"errata:\n{entry}"))


def add_words(folder: Path) -> None:
    """1.2: three words more in the last sentence."""
    changed(folder, "01.md", ("Nobody knew who", "Nobody in the village knew who"))
    entry = "  - {id: village, for: Nobody knew, read: Nobody in the village knew, kind: omission}\n"
    path = folder / "errata.yaml"
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")


def release(folder: Path, version: str, *options: str) -> subprocess.CompletedProcess[str]:
    return octavo("release", version, folder, *options)

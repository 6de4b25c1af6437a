"""The Word file for an author's review: every word, note and heading is there, and a changed word is found."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from octavo.build import build
from octavo.checks.run import check
from octavo.outfolder import write
from octavo.readback.docx import read_docx
from octavo.readback.reading import NOTE, TEXT

HEAD = """---
title: A small edition
creator: [{name: Ada Author, role: aut}]
lang: en
identifier: urn:uuid:00000000-0000-4000-8000-000000000077
published: 2020-02-02
rights: Public domain.
---
"""
TEXT_OF_ALL = """# One {#one}

Words with *stress*, a link to [the other](#two), $x^2$, H~2~O and a note.[^n] The same note.[^n]

| A line of verse,
|    and one set in.
|
| Another stanza.

(a) first
(b) second

 3. third
 5. fifth

| Left | Right |
|------|-------|
| a    | b     |

![A dot](images/dot.webp)

# Two {#two}

> A quotation, “said” so.

[^n]: The *note*,

    of two paragraphs.
"""


def edition(folder: Path) -> Path:
    """An edition with one of everything."""
    from PIL import Image

    (folder / "images").mkdir(parents=True)
    Image.new("RGB", (300, 300), "red").save(folder / "images" / "dot.webp")
    (folder / "01.md").write_text(HEAD + TEXT_OF_ALL, encoding="utf-8")
    return folder


def word_findings(folder: Path, out: Path) -> list[str]:
    """What the check says of the Word file."""
    return [found.message for found in check(folder, out)[1] if "Word file" in found.message]


def test_the_word_file_has_every_word(tmp_path: Path) -> None:
    folder, out = edition(tmp_path / "edition"), tmp_path / "out"
    made = build(folder, ("docx",))
    assert [artifact.name for artifact in made.artifacts] == ["a-small-edition.docx", "manifest.json"]
    assert made.artifacts[0].data == build(folder, ("docx",)).artifacts[0].data
    (told,) = [problem.message for problem in made.warnings if "Word" in problem.message]
    assert told.startswith("note 1 is referred to again")
    write(made.artifacts, out, [])
    assert word_findings(folder, out) == []
    blocks = read_docx(made.artifacts[0].data, Path("a.docx")).blocks
    assert [block.text for block in blocks if block.region == NOTE] == ["The note,", "of two paragraphs."]
    assert [(block.level, block.text) for block in blocks if block.level] == [(1, "One"), (1, "Two")]
    assert "(b) second" in [block.text for block in blocks if block.region == TEXT]
    names = zipfile.ZipFile(io.BytesIO(made.artifacts[0].data)).namelist()
    assert [name for name in names if name.endswith(".png")]  # Word shows no WebP


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("Another", "No other", "for ‘Another’ the Word file reads ‘No other’"),
        ("stress", "", "for ‘stress’ the Word file reads ‘’"),
        ("of two", "of three", "for ‘two’ the Word file reads ‘three’"),
    ],
)
def test_a_changed_word_is_found(tmp_path: Path, before: str, after: str, message: str) -> None:
    folder, out = edition(tmp_path / "edition"), tmp_path / "out"
    made = build(folder, ("docx",))
    write(made.artifacts, out, [])
    path = out / "a-small-edition.docx"
    changed = out / "changed.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name in ("word/document.xml", "word/footnotes.xml"):
                data = data.replace(f">{before}".encode(), f">{after}".encode(), 1)
            new.writestr(name, data)
    shutil.move(changed, path)
    assert message in word_findings(folder, out)


def test_it_is_made_only_when_asked_for(tmp_path: Path) -> None:
    names = [artifact.name for artifact in build(edition(tmp_path / "edition")).artifacts]
    assert names == [f"a-small-edition.{ending}" for ending in ("epub", "pdf", "html", "xml", "txt")] + [
        "manifest.json"
    ]

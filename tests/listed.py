"""A small edition with corrections of several kinds, and what its list of errata says."""

from __future__ import annotations

from pathlib import Path

from octavo.build import Build
from octavo.document import Document
from octavo.document.apparatus import appendix
from octavo.document.tree import inner_text
from octavo.outputs import output_named
from octavo.readback.reading import TEXT

HEAD = """---
title: A list
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000171
version: "1"
published: 2020-02-02
rights: For testing only.
witness: {path: witness.txt, siglum: W}
APPARATUS---

"""
BOOK = """# The chapter

By no fewer[^n] than fourteen he went on. The machine. In 1918–19 it stood still.

It was so, and all of it was said.

[^n]: A note of the author’s on it.

# Note on the text {.editorial}

[]{count="errata"} corrections, []{count="house-rule-changes"} by rule, []{count="errata-misread"} misread,
[]{count="corrections"} in all, []{count="errata-listed"} listed, []{count="errata-left-out"} not.
"""
WITNESS = """The chapter

By ho fewer than fourteen he went on. The machine, In 1918-19 it stood still. It was so,
and all of ti was said.

A note of the authors on it.
"""
ERRATA = """errata:
  - {id: ho, for: ho, read: "no", kind: misread, note: The stem of the n is broken.}
  - {id: machine, for: "machine,", read: machine., kind: punctuation}
  - {id: so, for: "still. It", read: "still. ¶ It", kind: paragraph}
  - {id: ti, for: of ti, read: of it, kind: misread}
  - {id: authors, for: authors, read: author’s, kind: misprint}
normalise:
  - {for: '(\\d)-(\\d)', read: '\\1–\\2', why: ranges, count: 1}
"""


def edition(folder: Path, apparatus: str = "") -> Path:
    line = f"apparatus: {apparatus}\n" if apparatus else ""
    (folder / "01.md").write_text(HEAD.replace("APPARATUS", line) + BOOK, encoding="utf-8")
    (folder / "witness.txt").write_text(WITNESS, encoding="utf-8")
    (folder / "errata.yaml").write_text(ERRATA, encoding="utf-8")
    return folder


def said_by(made: Build, name: str, folder: Path) -> str:
    """The words of one rendition's text, as they are read back."""
    output = output_named(name)
    assert output.reader is not None
    (artifact,) = (one for one in made.artifacts if one.name.endswith(output.ending))
    if name == "text":
        return artifact.data.decode()
    reading = output.reader(artifact.data, folder / artifact.name)
    return "\n".join(block.text for block in reading.blocks if block.region == TEXT)


def list_of(document: Document) -> list[str]:
    chapter = appendix(document)
    return [" ".join(inner_text(item).split()) for item in chapter.element.iter("li")] if chapter else []

"""A proved edition and a better transcript of its witness, for the tests of replacing one by the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from conftest import ROOT
from program import octavo

SCHEMA = ROOT / "scripts" / "octavo" / "cli" / "schemas" / "witness-replace.json"
HEAD = """---
title: A small edition
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000047
version: "1"   # the first
published: 2020-02-02
rights: Public domain.
witness: {path: witness/old.txt, skip: ['^\\d+$']}   # scanned in May
---

"""
TEXT = """# One

The cat sat on the mat, and the dog lay down. The cat was old, and the dog was no older than the mat. In as much as it
was 1914–18, nobody cared.

The kettle sang, and the year was 1920 or so. The the end came soon.

By no fewer than two.
"""
OLD = """One

The cst sat on the mat, and the dcg lay dovvn. The cst was old, and the dcg was ho older than the mat.
12
In as much as it was 1914-18, nobody cared.

The kettIe sang, and thc year was 1920 or so. The end came soon.

By ho fewer than two.
"""
NEW = """One

The cat sat on the mat, and the dog lay dowm. The cst was old, and the dcg was ho older than the mat. Inasmuch as it
was 1914-18, or 1915-16, nobody cared.

The kettle sang, and thc year was 1921 or so. The end came soon.

By ho fewer then two.
"""
LIST = """# my list
errata:
  # cats
  - {id: cst, for: cst, read: cat, kind: misread, every: true, count: 2}  # cat!
  - id: dcg1
    for: dcg
    read: dog     # a dog
    in: the dcg lay dovvn

    kind: misread

  - {id: dcg2, for: dcg, read: dog, in: dcg was, kind: misread}
  - id: down
    for: dovvn
    read: down
    kind: misread
  - {id: ho-older, for: ho, read: "no", in: ho older, kind: misread}
  - {id: kettle, for: kettIe, read: kettle, kind: misread}
  # the year
  - id: thc
    for: thc
    read: the
    kind: misread
  - {id: the-the, for: The end, read: The the end, kind: addition}
  - id: ho-fewer
    for: ho
    read: "no"
    in: ho fewer than
    kind: misread
stet:
  - {id: as-much, reading: In as much as, why: three words}
queries:
  - {id: year, reading: 1920 or, why: it may have been later}
normalise:
  - {for: '(\\d{4})-(\\d{2})\\b', read: '\\1–\\2', why: en dash, count: 1}  # one
  - {for: kettIe|kattle, read: kettle, why: never, count: 1}
"""


def told(folder: Path, new: Path, *options: str, siglum: str = "W") -> dict[str, Any]:
    """What the program says of a replacement, in its stable shape."""
    done = octavo("witness", "replace", siglum, new, folder, "--format", "json", *options)
    assert done.returncode in (0, 1), done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    jsonschema.validate(said, json.loads(SCHEMA.read_text(encoding="utf-8")))
    return said


def state_of(said: dict[str, Any]) -> dict[str, str]:
    return {entry["id"]: entry["state"] for entry in said["entries"]}


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def small_book(tmp_path: Path) -> Path:
    """The proved edition in a folder, and the better transcript beside it."""
    folder = tmp_path / "book"
    (folder / "witness").mkdir(parents=True)
    (folder / "01.md").write_text(HEAD + TEXT, encoding="utf-8")
    (folder / "witness" / "old.txt").write_text(OLD, encoding="utf-8")
    rules = LIST.replace("  - {for: kettIe|kattle, read: kettle, why: never, count: 1}\n", "")
    (folder / "errata.yaml").write_text(rules, encoding="utf-8")
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    return folder

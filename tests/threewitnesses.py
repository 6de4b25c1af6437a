"""A small edition of three witnesses, and a fourth that is cited, as tests change it."""

from __future__ import annotations

from pathlib import Path

HEAD = """---
title: Three witnesses
lang: en-GB
identifier: urn:uuid:72c16a6b-8be3-4ab1-889b-3019bc776f15
witnesses:
  - {siglum: W, path: witness/w.txt, title: The pamphlet, date: "1971", role: base}
  - {siglum: IS67, path: witness/is67.txt, title: A journal, date: "1967"}
  - {siglum: B88, path: witness/b88.txt, role: collated}
  - {siglum: MS, title: The manuscript}
---

"""
TEXT = """# The first chapter

The party had fewer members by no fewer than fourteen, and the best had been attracted to it.[^1] *Nothing* is known.

> The second paragraph stands here, with a few more words of the author.

- It ends
- here, and nowhere else.

[^1]: A note of the author, which ends here.
"""
W = """The first chapter

The party had fewer members by ho fewer than fourteen, and the best had been attached to it. Nothing is known.

The second paragraph stands here, with a few more words of the author.

It ends

here, and nowhere else.

A note of the author, which ends here.
"""
IS67 = """The first chapter

The party had less members by no fewer than fourteen, and the best had been attracted to it. Nothing is now known. The
second paragraph stands here, with few words of the author.

It ends here and nowhere else.

A note of an author, which ends here.
"""
B88 = """The first chapter

The party had fewer members by ho fewer than fourteen, and the best had been attached to it.

Nothing is known.

The second paragraph stands here with a few more words of the author.

It ends

there, and nowhere else.

A note of the author
"""
ERRATA = """# The list, as a person wrote it.
errata:
  - {id: ho, for: ho, read: "no", kind: misread}
  - id: attached   # a comment that is kept
    for: attached
    read: attracted
    kind: unknown
    evidence: {IS67: attracted, MS: attracted}
stet:
  - {id: few, reading: a few more, why: The manuscript has few., evidence: {MS: few}}
"""


def write(folder: Path) -> Path:
    """Write the edition into a new folder."""
    (folder / "witness").mkdir(parents=True)
    (folder / "01.md").write_text(HEAD + TEXT, encoding="utf-8")
    (folder / "errata.yaml").write_text(ERRATA, encoding="utf-8")
    for name, text in (("w", W), ("is67", IS67), ("b88", B88)):
        (folder / "witness" / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder

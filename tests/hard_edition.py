"""An edition whose errata stand where Markdown makes it hard: across emphasis, at note marks, in quotations, lists."""

from __future__ import annotations

from pathlib import Path

MARKDOWN = """---
title: A hard edition
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000071
version: "1"
published: 2020-02-02
rights: Public domain.
witness: {path: witness.txt}
---

# The first chapter {#first}

The *good man* came un*believ*ably late.[^1] He said ‘no’, and went *home at once*.[^2] He slept.

> A quotation of two words.[^3] It goes on here, in one paragraph.
>
> And here is another.

1.  A list has an item, which is long.
2.  Another item.

    It has two paragraphs.

A price of 5\\*6 marks \\[sic\\] was paid.

This paragraph is new. It was one with the last.

[^1]: The author’s own note, with a fault in it.

[^2]: [An editor’s note.]{.editorial}

[^3]: The author’s *second* note.

# The second chapter

Snow fell. A line
that is broken fell too. The end came **soon**.
"""

WITNESS = """The first chapter

Teh god man came unbeleivably late.

He said no’, and went hom at once. He slept, long.

A quotation of tow words.

It goes on here, in one paragraph. And here is another.

1. A list has an item, wich is long.

2. Another item. It has two paragraphs.

A price of 5*7 marks [sick] was paid. This paragraph is new. It was one with the last.

The authors own note, with a falt in it.

The author’s secund note.

The second chapter

A paragraph that print has twice.

Snow fell. A line that is brokken fell , too. The end came_soon.
"""

ERRATA = """errata:
  - {id: the-good, for: Teh god, read: The good, kind: misprint, note: Two words.}
  - {id: late, for: unbeleivably, read: unbelievably, kind: misprint}
  - {id: break, for: ¶, read: "", in: late. ¶ He, kind: paragraph}
  - {id: no, for: "no’", read: "‘no’", kind: quotation-mark}
  - {id: home, for: hom, read: home, kind: misprint}
  - {id: long, for: ", long", read: "", kind: addition}
  - {id: two, for: tow, read: two, kind: misread}
  - {id: quoted, for: ¶, read: "", in: words. ¶ It, kind: paragraph}
  - {id: another, for: paragraph. And, read: paragraph. ¶ And, kind: paragraph}
  - {id: which, for: wich, read: which, kind: misprint}
  - {id: item, for: item. It, read: item. ¶ It, kind: paragraph}
  - {id: price, for: "5*7", read: "5*6", kind: misread}
  - {id: sic, for: "[sick]", read: "[sic]", kind: misread}
  - {id: new, for: paid. This, read: paid. ¶ This, kind: paragraph}
  - {id: authors, for: authors own, read: author’s own, kind: punctuation}
  - {id: fault, for: falt, read: fault, kind: misprint}
  - {id: second, for: secund, read: second, kind: misprint}
  - {id: twice, for: "¶ A paragraph that print has twice. ¶ Snow", read: ¶ Snow, kind: repetition}
  - {id: broken, for: brokken, read: broken, kind: misprint}
  - {id: comma, for: "fell , too", read: fell too, kind: punctuation}
  - {id: soon, for: came_soon, read: came soon, kind: unknown}
stet:
  - {id: slept, reading: He slept, why: A short sentence.}
queries:
  - {id: snow, reading: Snow fell, why: In which year?}
"""


def hard_edition(folder: Path) -> Path:
    """Write the edition into a new folder."""
    folder.mkdir()
    (folder / "01.md").write_text(MARKDOWN, encoding="utf-8")
    (folder / "witness.txt").write_text(WITNESS, encoding="utf-8")
    (folder / "errata.yaml").write_text(ERRATA, encoding="utf-8")
    return folder

"""A small edition, and witnesses of it that show its notes in the ways in which books and plain texts do."""

from __future__ import annotations

HEAD = """\
---
title: "The Ship"
creator:
  - {name: "Ann Author", role: aut}
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000001
version: "1.0"
published: 2026-11-25
rights: Free.
witness: {path: w.txt, paragraphs: %s, line-end-hyphens: join}
---

"""
ONE = """\
# One

The ship went out[^1] to sea with the tide.[^2] Nobody saw her go but "a boy."[^3]

The boy was seven.

[^1]: In the month of May.

[^2]: At noon.

[^3]: Ibid.
"""
TWO = """\
# Two

The ship came home.[^1] In 1914[^2] she went out again, and came home.

[^1]: In the month of June.

    So the boy said, at least, who was eight then.

[^2]: Ibid.
"""
WITNESSES: dict[str, tuple[str, str]] = {
    "pg-inline": (
        "blank-line",
        """\
One

The ship went out[1] to sea with the tide.[2] Nobody saw
her go but "a boy."[3]

[Footnote 1: In the month of May.]

[Footnote 2: At noon.]

[Footnote 3: Ibid.]

The boy was seven.

Two

The ship came home.[4] In 1914[5] she went out again, and
came home.

[Footnote 4: In the month of June.

So the boy said, at least, who was eight then.]

[Footnote 5: Ibid.]
""",
    ),
    "pg-end": (
        "blank-line",
        """\
One

The ship went out[1] to sea with the tide.[2] Nobody saw
her go but "a boy."[3]

The boy was seven.

Two

The ship came home.[4] In 1914[5] she went out again, and
came home.

FOOTNOTES:

[1] In the month of May.

[2] At noon.

[3] Ibid.

[4] In the month of June.

So the boy said, at least, who was eight then.

[5] Ibid.
""",
    ),
    "per-chapter-end-subheads": (
        "blank-line",
        """\
One

The ship went out1 to sea with the tide.2 Nobody saw
her go but "a boy."3

The boy was seven.

Two

The ship came home.1 In 19142 she went out again, and
came home.

NOTES

ONE

1. In the month of May.

2. At noon.

3. Ibid.

TWO

1. In the month of June.

So the boy said, at least, who was eight then.

2. Ibid.
""",
    ),
    "pages": (
        "blank-line",
        """\
One

The ship went out* to sea with the tide.† Nobody saw

* In the month of May.
† At noon.

her go but "a boy."*

The boy was seven.

* Ibid.

Two

The ship came home.* In 1914†

* In the month of June.

So the boy said, at least, who

she went out again, and came home.

was eight then.

† Ibid.
""",
    ),
    "dense": (
        "blank-line",
        """\
One

The ship went out* to sea with the tide.† Nobody saw
* In the month of May.
† At noon.
her go but "a boy."*
* Ibid.

The boy was seven.

Two

The ship came home.1) In 1914²) she went out again, and
1) In the month of June.

So the boy said, at least, who was eight then.
²) Ibid.
came home.
""",
    ),
    "lines": (
        "line",
        """\
One
The ship went out (1) to sea with the tide. (2) Nobody saw her go but "a boy." (3)
The boy was seven.
Footnotes
(1) In the month of May.
(2) At noon.
(3) Ibid.
Two
The ship came home. (4) In 1914 (5) she went out again, and came home.
Footnotes
(4) In the month of June.
So the boy said, at least, who was eight then.
(5) Ibid.
""",
    ),
    "indented": (
        "indented",
        """\
  One
  The ship went out1 to sea with the
tide.2 Nobody saw
  1 In the month of May.
  2 At noon.
her go but "a boy."3
  The boy was seven.
  3 Ibid.
  Two
  The ship came home.4 In 1914[5] she
went out again, and came home.
  4 In the month of June.
  So the boy said, at least,
who was eight then.
  5 Ibid.
""",
    ),
    "nomarks-in-text": (
        "blank-line",
        """\
One

The ship went out to sea with the tide. Nobody saw
her go but "a boy."

The boy was seven.

Two

The ship came home. In 1914 she went out again, and
came home.

Notes

1. In the month of May.

2. At noon.

3. Ibid.

4. In the month of June.

So the boy said, at least, who was eight then.

5. Ibid.
""",
    ),
    "anm-page-ref": (
        "blank-line",
        """\
One

The ship went out[a] to sea with the tide.[b] Nobody saw
her go but "a boy."[c]

The boy was seven.

-----

[a] In the month of May.

[b] At noon.

[c] Ibid.

Two

The ship came home [d]. In 1914 [e] she went out again, and
came home.

_______

[d] In the month of June.

So the boy said, at least, who was eight then.

[e] Ibid.
""",
    ),
}
"""By name: how its paragraphs are shown, and its text."""

"""What is sound and was once called a fault: formulas, pictures, marks of direction, code terms, ids of any letters."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from octavo.build import build
from octavo.checks import Finding
from octavo.checks.run import check
from octavo.outfolder import write
from octavo.readback.tagged import TreeReader
from settings import HEAD
from test_plain import SQUARE

PLAIN_HEAD = HEAD.replace("print: {trim: TRIM}\n", "")
OF_SMALL_EDITIONS = ("source/front-matter-complete", "source/witness-named", "typography/short-last-pages")
"""What is said of each of these editions: they have no witness."""


def checked(folder: Path, text: str, head: str = PLAIN_HEAD) -> list[Finding]:
    """Build an edition in all renditions but those for print, and check it."""
    folder.mkdir(exist_ok=True)
    (folder / "01.md").write_text(head + text, encoding="utf-8")
    (folder / "a.svg").write_text(SQUARE, encoding="utf-8")
    write(build(folder).artifacts, folder / "build")
    return [finding for finding in check(folder, folder / "build")[1] if finding.rule not in OF_SMALL_EDITIONS]


FORMULAS = """# $E=mc^2$

$a+b$ at the beginning of a page and in [$q$](#two).

| $a^2$ | $b$ |
|-------|-----|
| $b_1$ | $\\frac{a}{b}$ |

: Caption $c^2$

- $d^2$ in an item

$\\alpha$

:   $\\beta$ in a definition[^1]

# $x_1$ and **$x_2$** two {#two}

| $v^2$ in verse
| and $w$

## [$u$](#two) 10^2^ and `c^2`

$$\\int_0^1 x\\,dx$$

[^1]: $n^2$ in a note.
"""
PICTURES = """# Inline ![m](a.svg){alt="six"} here

![m](a.svg){alt="seven eight"} begins a paragraph.[^1]

# ![m](a.svg){alt="nine"} first {#two}

[![m](a.svg){alt="ten"}](#two) is a link, and [with ![m](a.svg){alt="eleven"} words](#two).

| A ![m](a.svg){alt="twelve"} | B |
|---|---|
| ![m](a.svg){alt="thirteen"} | C |

- ![m](a.svg){alt="fourteen"} in an item

# Last

![The caption](a.svg){alt="The caption"}

| ![m](a.svg){alt="fifteen"} in verse
| and more

[^1]: ![m](a.svg){alt="sixteen"} in a note.
"""
CODE = """# `code`'s chapter

`--bell-rope-opt=`*STRING*

:   Use the words `foo` for `latexmk`'s auxiliary things.

`term` and `more`

:   A definition (`foo`).

        code in it
        of two lines

| `A`'s | B |
|-------|---|
| `x`'s | one `y`'s and `z`'s |

: Table `cap`'s

> `quote`'s and

- `item`'s

- ```
  - block
  }
  ```

  `b`'s

Note.[^1] *Em `code`'s* and **`b`'s** and [`l`'s](#x) [`code`'s]{#x}

    }

    ---

[^1]: `note`'s and more.

    - a bullet

        block of note
"""
NAMES = """# Über $a$ {#über}

Siehe [dort](#größe), [hier](#über) und [Αθήνα](#αθήνα).[^ä]

# Größe {#größe}

::: {#kasten-ö}
Kasten.
:::

![Bild](a.svg){alt="x" longdesc="#kasten-ö"}

# Αθήνα {#αθήνα}

[^ä]: Anmerkung [dort](#größe).
"""

PUBLISHED = """# One {#one epub:type="title"}

A word.[1](#note-1){#noteref-1 .noteref epub:type="noteref"} [Mr.]{epub:type="z3998:name-title"} B.

# Endnotes

1.  ::: {#note-1 epub:type="endnote footnote"}
    A note. [↩](#noteref-1){.backlink epub:type="backlink"}
    :::
"""
"""As pandoc makes it of a publisher's EPUB, whose notes stand in a chapter of their own."""


@pytest.mark.parametrize(
    "text", [FORMULAS, PICTURES, CODE, NAMES, PUBLISHED], ids=["formulas", "pictures", "code", "names", "published"]
)
def test_nothing_is_found(text: str, tmp_path: Path) -> None:
    assert checked(tmp_path / "e", text) == []


def test_bookmarks_have_formulas_as_they_were_written(tmp_path: Path) -> None:
    checked(tmp_path / "e", "# On $a+b$ and $x^2$\n\nWords.\n\n# Two\n\n## $y_1$\n\nMore.\n")
    with pikepdf.open(next((tmp_path / "e" / "build").glob("*.pdf"))) as file, file.open_outline() as outline:
        titles = [item.title for item in outline.root] + [item.title for top in outline.root for item in top.children]
    assert titles[-3:] == ["On a+b and x^2", "Two", "y_1"]


MARKS = "\u200e,\u200f,\u061c,\u202a\u202c,\u202b\u202c,\u2066\u2069,\u2067\u2069,\u2068\u2069,\u2060,\u180e,\u200b"
"""Marks without letters; of two, the first begins and the second ends a stretch."""


def test_marks_without_letters_do_not_count_on_a_page(tmp_path: Path) -> None:
    paragraphs = ["# One\u200f a\u2060b \u2067Ada\u2069 {#one}"]
    for mark in MARKS.split(","):
        begins, ends = mark[0], mark[1:]
        paragraphs += [
            f"A w{begins}or{ends}d, {begins}Ada{ends} ends{begins}{ends} alone {begins}{ends} and on.",
            f"[שלום{begins}{ends} עולם {begins}{ends}]{{lang=he}} and [סוף]{{lang=he}}{begins}{ends} goes on.",
            f"| Verse{begins}{ends},\n| {begins}and{ends} more {begins}{ends}",
            f"| a{begins}{ends} | {begins}{ends} |\n|---|---|\n| `c{begins}{ends}d` | [l{begins}{ends}k](#one) |",
        ]
    text = (
        "\n\n".join(paragraphs)
        + "\n\n## \u200fTwo שלום\u200f! $x$\u2060\n\nA note.[^1]\n\n[^1]: Note\u200f \u2067Ada\u2069.\n"
    )
    assert checked(tmp_path / "e", text) == []
    (plain,) = (tmp_path / "e" / "build").glob("*.txt")
    found = plain.read_text(encoding="utf-8")
    assert all(found.count(letter) == text.count(letter) for letter in set(MARKS) - {","})


def test_other_letters_do_count_on_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add = TreeReader._add

    def lossy(self: TreeReader, page: object, identifier: int) -> None:
        if len(self.blocks) != 6:
            add(self, page, identifier)

    monkeypatch.setattr(TreeReader, "_add", lossy)
    assert "rendition/words" in {f.rule for f in checked(tmp_path / "e", "# One\n\nTwo\u200f.\n\n?!\n\nThree.\n")}


def test_more_errata_than_a_page_has_points(tmp_path: Path) -> None:
    """Each mark leads to its entry, and each entry to its mark, however many there are."""
    count = 1100
    folder = tmp_path / "e"
    folder.mkdir()
    right = [f"good{number}" for number in range(count)]
    (folder / "witness.txt").write_text("One\n" + " ".join(f"bad{n}" for n in range(count)) + "\n", encoding="utf-8")
    entries = "".join(f"  - {{id: ü{n}, for: bad{n}, read: good{n}, kind: misread}}\n" for n in range(count))
    (folder / "errata.yaml").write_text(f"errata:\n{entries}", encoding="utf-8")
    head = HEAD.replace("print: {trim: TRIM}", "witness: {path: witness.txt, paragraphs: line}")
    found = checked(folder, "# One\n\n" + " ".join(right) + "\n", head)
    assert [finding for finding in found if finding.severity == "error"] == []
    with pikepdf.open(next((folder / "build").glob("*.pdf"))) as file:
        links = [link for page in file.pages for link in page.get("/Annots", ())]
        assert not [link for link in links if "erratum:" in str(link.get("/A", {}).get("/URI", ""))]
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        marks = [link for link in links if str(link.get("/Contents", "")).startswith("Corrected: ")]
        there = [(numbers[link.Dest[0].objgen], -float(link.Dest[3])) for link in marks]
        said = [str(link.Contents).partition(": ")[2] for link in marks]
    assert list(dict.fromkeys(said)) == [f"bad{number}" for number in range(count)]
    assert there == sorted(there) and len(set(there)) == count

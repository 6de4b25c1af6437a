"""What Markdown can hold without a word of it being lost, and what pandoc drops in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.document.unread import unread_words, written_words
from octavo.edition import Chapter
from octavo.markdown.file import read_files

READ = {
    "emphasis in words": "un*frigg*ing **T**he M^r^ Smith H~2~O ~~gone~~ \\*not\\* snake_case_name\n",
    "code": "as `sort of code` and`more`there\n\n"
    "``` python\nprint('words')\n```\n\n~~~~ {.haskell #id}\nmain = words\n~~~~\n",
    "links": "[one two](https://example.org/a_(b) 'title words') [three][ref] <https://example.org/path>\n\n"
    "[ref]: https://example.org/there\n  'words of a title'\n",
    "links over lines": '[one](\nhttps://example.org/there),\n[`three`](https://example.org/four\n"title words").\n',
    "tags with tags in quotation marks": 'One <Listing number="1" caption="As `Option<T>` has it, with words"> two\n',
    "pictures": "![A caption here](a.png){alt='other words'} and ![inline words](b.png 'a title')\n",
    "notes": "word[^one]s and more^[An inline *note*.]\n\n[^one]: Its text.\n\n    A second paragraph.\n",
    "spans": "[small words]{.smallcaps lang=de} un[happ]{.x}ily\n\n::: {.letter #first}\nDear sir\n:::\n\n"
    "::: warning\nlook\n:::\n",
    "lists": "10. ten\n10. eleven\n\nii. roman\nii. roman again\n\n(@good) An example, as (@good) shows.\n",
    "definitions": "Term words\n:   Meaning words\n\n    More of it\n",
    "formulas": "where $\\alpha_{total} = 12 \\text{apples}$ and\n\n$$\\sum_{index} words$$\n",
    "entities": "caf&eacute; &amp; R&D, AT&T, &c. &notary Brown&sectarian\n",
    "raw blocks": "<pre>\nverbatim words\n</pre>\n\n```{=html}\n<p>some words</p>\n```\n",
    "html": "<span class='x'>kept words</span> <!-- a remark --> <script>alert('x')</script>\n",
    "verse": "| The first line\n|    the second *line*\n",
    "headings": "Title words {#an-id .unnumbered}\n===========\n\n## Second words {.x}\n",
    "captions": "| One | Two |\n|-----|-----|\n| aa  | bb  |\n\nTable: The caption words. {#tbl}\n",
    "grid": "+------+--------+\n| Head | Second |\n+======+========+\n"
    "| long | cell   |\n| text | words  |\n+------+--------+\n",
    "simple": "  Right   Left\n-------   ------\n     12   words\n    123   more\n\n: A caption\n",
    "scripts": "בְּרֵאשִׁית בָּרָא и **сло**во 荒海や*佐渡*に[横]{.x}たふ\n天河 مرحبا\n",
    "breaks": "line end\\\nnext line  \nlast line\n\n* * *\n\nnon\\ breaking\n",
    "quotations": "> Quoted words\nlazy words\n>\n> - in a list\n\n> ```\n> code words\n> ```\n",
}
LOST = {
    "a cell too many": ("| One | Two |\n|-----|-----|\n| aa | bb | third cell |\n", 3, 13, "third cell"),
    "the line that has more": (
        "Fog it is.\n\n| One | Two |\n|--|--|\n| aa | it is | it is |\n",
        5,
        16,
        "it is",
    ),
    "a raw block of another format": ("Before\n\n```{=latex}\nsome words\n```\n", 4, 1, "some words"),
    "raw words of another format": ("Before `other words`{=typst} behind\n", 1, 9, "other words"),
}


def told(tmp_path: Path, markdown: str) -> list[str]:
    chapter = Chapter(tmp_path / "a.md", markdown, markdown)
    found = unread_words(read_files([chapter])[0], written_words(markdown))
    return [str(fault.problem).split("\n", 1)[0].removeprefix(f"{tmp_path}/") for fault in found]


@pytest.mark.parametrize("name", READ)
def test_nothing_is_said_of_what_is_read(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, READ[name]) == []


@pytest.mark.parametrize("name", LOST)
def test_what_is_lost_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    markdown, line, column, words = LOST[name]
    assert told(tmp_path, markdown) == [
        f"a.md:{line}:{column}: ‘{words}’ is not read as text and would be in no rendition"
    ]


def test_a_long_loss_is_told_once(tmp_path: Path) -> None:
    lines = "\n".join(f"line{n} of{n} many{n} words{n} in{n} all{n}" for n in range(20))
    markdown = f"```{{=latex}}\n{lines}\n```\n"
    words = "‘line0 of0 many0 words0 in0 …’, with words down to line 21,"
    assert told(tmp_path, markdown) == [f"a.md:2:1: {words} is not read as text and would be in no rendition"]

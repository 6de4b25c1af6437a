"""Raw HTML in odd places: the tree is such as HTML allows, and every word is in it, in its order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from octavo.edition import Chapter
from octavo.markdown.file import MarkdownFile, read_files
from octavo.markdown.rawtags import with_tags_in_lines


def read(markdown: str, language: str = "en") -> MarkdownFile:
    return read_files([Chapter(Path("a.md"), markdown, markdown)], language=language)[0]


def html(file: MarkdownFile) -> str:
    return "".join(etree.tostring(child, encoding="unicode").replace("\n", "") for child in file.body)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a <tr>b</tr> c", "<p>a</p><p>b</p><p>c</p>"),
        ("a <thead>b</thead> c", "<p>a</p><p>b</p><p>c</p>"),
        ("<thead><tr><th>x</th></tr></thead>", "<table><thead><tr><th>x</th></tr></thead></table>"),
        (
            "<table><tr><td>x</td></tr><p>a</p> b <tr><td>y</td></tr></table>",
            "<p>a</p><p>b</p><table><tbody><tr><td>x</td></tr><tr><td>y</td></tr></tbody></table>",
        ),
        ("<table><caption>a</caption></table>", "<p>a</p>"),
        (
            "<table><col><tr><td>x</td></tr><caption>a</caption></table>",
            "<table><caption>a</caption><colgroup><col/></colgroup><tbody><tr><td>x</td></tr></tbody></table>",
        ),
        ("a <figcaption>b\n\nc", "<p>a</p><div><p>b</p><p>c</p></div>"),
        ("<dl>a\n\nb</dl>", "<div><div><p>a</p><p>b</p></div></div>"),
        ("<dl><dd>a<dt>b</dl>", "<div><div><p>a</p></div></div><dl><dt>b</dt><dd/></dl>"),
        ("<ul></ul>a", "<p>a</p>"),
        ("<ruby>a</ruby> <rt>b</rt>", "<p>a b</p>"),
        ("<ruby>a<rt>b</rt></ruby>", "<p><ruby>a<rt>b</rt></ruby></p>"),
        ("<details>\n\na\n\n</details>", "<div><p>a</p></div>"),
        (
            "<details><summary>a</summary>b<summary>c</summary></details>",
            "<details><summary>a</summary><p>b</p><div><p>c</p></div></details>",
        ),
        ("<pre>a\n\n<p>b", "<div><p>a</p><p>b</p></div>"),
        ("<dl><dt><h2>a</h2></dt><dd>b</dd></dl>", "<dl><dt><p>a</p></dt><dd>b</dd></dl>"),
        ('# <p align="center">One <em>two</em></p>', '<h1 id="one-two">One <em>two</em></h1>'),
        ("# One <div>two</div> three", '<h1 id="one-two-three">One two three</h1>'),
        ("| a <hr> b\n| c", "<div><p>a</p><hr/><p>b<br/>c</p></div>"),
    ],
)
def test_what_has_no_whole_is_plain(markdown: str, expected: str) -> None:
    made = re.sub(r" (?=</)|(?<=>) (?=<)", "", html(read(markdown)))
    assert re.sub(r"(?<=<p>) | (?=</p>)", "", made) == re.sub(r" (?=</)|(?<=>) (?=<)", "", expected)


def test_a_cell_holds_a_list_and_all_that_is_behind_it() -> None:
    file = read("| a | b |\n|---|---|\n| one <ul><li>x</li></ul> `<ul>` two | <div>three</div> |\n")
    [row] = file.body.iter("tbody")
    assert " ".join("".join(map(str, row.itertext())).split()) == "one x <ul> two three"
    assert [cell.tag for cell in row.iter("li", "div")] == ["li", "div"]
    assert not file.faults


@pytest.mark.parametrize(
    "markdown",
    [
        "```\n| a <ul> |\n# <p>a\n```\n",
        "<!--\n| <ul> |\n-->\n",
        "+---------+\n| a <ul> b|\n+---------+\n",
        "<pre>\n| <li>a\n</pre>\n",
        "| `<ul>` |\n",
        "    | <ul> |\n",
        "| \\<ul> |\n",
        "| a <br> |\n",
    ],
)
def test_code_and_grids_are_given_to_pandoc_as_they_are(markdown: str) -> None:
    assert with_tags_in_lines(markdown) == markdown

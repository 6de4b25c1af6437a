"""Plain text: what its lines look like, and that whatever is altered in it is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from octavo.build import build
from octavo.checks import Finding
from octavo.checks.plaintext import PlainText
from octavo.checks.run import check
from octavo.document import Document, read_document
from octavo.edition import load_edition
from octavo.outfolder import write
from octavo.renditions import plaininline
from octavo.renditions.plain import WIDTH, _Writer, plain
from octavo.renditions.plainlines import text_of_word
from settings import HEAD

NO_BREAK, NARROW = "\u00a0", "\u202f"


def lines_of(xhtml: str, width: int = WIDTH) -> list[str]:
    tree = etree.fromstring(f"<div>{xhtml}</div>")
    return [line.text for line in _Writer(width, "Picture").blocks(tree)]


def says(xhtml: str) -> str:
    """What the lines of a tree say, without what is only layout."""
    lines = _Writer(WIDTH, "Picture").blocks(etree.fromstring(f"<div>{xhtml}</div>"))
    return " ".join(text_of_word(word) for line in lines for word in line.words if text_of_word(word))


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        ("10<sup>6</sup>, 2<sup>10</sup>", "10⁶, 2¹⁰"),
        ("H<sub>2</sub>O and CO<sub>2</sub>", "H₂O and CO₂"),
        ("2<sup>−1</sup>, x<sup>n+1</sup>", "2⁻¹, xⁿ⁺¹"),
        ("1<sup>st</sup>, XVIII<sup>e</sup>", "1ˢᵗ, XVIIIᵉ"),
        ("x<sup>q</sup>", "x^q"),
        ("a<sub>é</sub>", "a_é"),
        ("y<sup>some more</sup>.", "y^(some more)."),
        ("y<sup>a<sub>1</sub></sup>", "y^(a₁)"),
        ("y<sup>a<em>b</em></sup>", "yᵃᵇ"),
        ("y<sup> 2 </sup>z", "y ² z"),
        ('y<sup><a class="noteref">1</a></sup>', "y[1]"),
        ("y<sup/>z", "yz"),
    ],
)
def test_raised_and_lowered_letters(tree: str, text: str) -> None:
    assert lines_of(f"<p>{tree}</p>") == [text]


def test_a_line_break_is_a_line() -> None:
    assert lines_of("<p>Present:<br/>Alpha  Brown<br/>\nBeta</p>") == ["Present:", "Alpha Brown", "Beta"]
    assert lines_of("<blockquote><p>12 High Street<br/>London</p></blockquote>") == ["    12 High Street", "    London"]
    assert lines_of("<h1>One<br/>Two</h1>") == ["", "One", "Two"]
    assert lines_of("<ul><li>One<br/>Two</li></ul>") == ["- One", "  Two"]


def test_no_line_breaks_at_a_no_break_space() -> None:
    text = f"«{NO_BREAK}oui{NARROW}!{NO_BREAK}» " * 40
    lines = lines_of(f"<p>{text}</p>")
    assert len(lines) > 5
    assert all(line.startswith(f"«{NO_BREAK}oui") and line.endswith(f"!{NO_BREAK}»") for line in lines)
    assert " ".join(lines) == text.strip()


def test_code_keeps_its_lines() -> None:
    code = "ring {\n\n  a  | b   \n---\n\ttab\n}"
    assert lines_of(f"<pre><code>{code}\n</code></pre>") == [f"    {line}" if line else "" for line in code.split("\n")]
    assert lines_of("<ul><li><pre><code>- a\n  b</code></pre></li></ul>") == ["-     - a", "        b"]


def test_numbers_that_jump() -> None:
    items = '<ol start="2"><li>a</li><li value="9">b</li><li>c</li><li value="-1">d</li><li>e</li></ol>'
    assert lines_of(items) == ["2. a", "9. b", "10. c", "-1. d", "0. e"]


def test_what_harmless_html_means() -> None:
    assert lines_of("<p><ruby>漢<rt>かん</rt></ruby>字</p>") == ["漢(かん)字"]
    assert says("<p><ruby>漢<rt>かん</rt></ruby>字</p>") == "漢かん字"
    assert lines_of("<p><ruby>漢<rp>（</rp><rt>かん</rt><rp>）</rp></ruby></p>") == ["漢（かん）"]
    assert lines_of("<p><del>old</del> <ins>new</ins><wbr/>er</p>") == ["old newer"]
    assert lines_of("<details><summary>More</summary><p>Inside.</p></details>") == ["More", "", "Inside."]


def test_a_long_alternative_text_is_wrapped_and_says_nothing() -> None:
    tree = f'<p>a<img alt="{"harbour " * 20}"/>b <img alt="x y"/>c</p>'
    lines = lines_of(tree)
    assert len(lines) > 2 and lines[0].startswith("a[harbour") and lines[-1].endswith("harbour]b [x y]c")
    assert max(map(len, lines)) <= WIDTH


TABLE = (
    "<table><thead><tr><th>Boat</th><th>Crew</th><th>Port</th></tr></thead><tbody>"
    '<tr><td>Old</td><td/><td/></tr><tr><td colspan="2">Ann</td><td rowspan="2">North</td></tr>'
    "<tr><td>a</td><td>b</td></tr></tbody></table>"
)


def test_a_table_of_short_cells() -> None:
    assert lines_of(TABLE) == [
        "Boat | Crew | Port",
        "-----+------+------",
        "Old  |      |",
        "Ann  | <<   | North",
        "a    | b    | ^^",
    ]
    assert says(TABLE) == "Boat Crew Port Old Ann North a b"


def test_cells_that_are_no_lines() -> None:
    verse = f'<div class="line-block">a verse<br/>{NO_BREAK}{NO_BREAK}line</div>'
    table = (
        "<table><caption>All</caption><thead><tr><th>A</th><th>B</th></tr></thead><tbody>"
        f"<tr><td>one</td><td><ul><li>x</li><li>y</li></ul></td></tr><tr><td>{verse}</td><td>p | q<p>r</p></td></tr>"
        '<tr><td/><td rowspan="2"><pre>c  d\n e</pre></td></tr><tr><td>last<br/>line</td></tr></tbody></table>'
    )
    assert lines_of(table) == [
        *("All", "", "| A", "| B", "--------", "| one", "| - x", "  - y", ""),
        *("|     a verse", f"      {NO_BREAK}{NO_BREAK}line", "| p | q", "", "  r", ""),
        *("|", "|     c  d", "       e", "", "| last", "  line", "| ^^"),
    ]
    assert says(table) == f"All A B one x y a verse {NO_BREAK}{NO_BREAK}line p | q r c  d  e last line"


def test_spans_out_of_bounds() -> None:
    assert lines_of('<table><tr><td colspan="900">a</td></tr><tr><td>b</td><td>c</td></tr></table>') == [
        "a | <<",
        "b | c",
    ]
    assert lines_of('<table><tr><td rowspan="0">a</td><td>b</td></tr><tr><td>c</td></tr></table>') == [
        "a  | b",
        "^^ | c",
    ]
    assert lines_of('<table><tr><td rowspan="x" colspan="0">a</td></tr></table>') == ["a"]
    assert lines_of("<table><tr/></table>") == [""]


TEXT = f"""# One ?!

Present were:\\
Alpha Brown, 10^6^, y^some\\ more^.

“…”

He said «{NO_BREAK}yes{NO_BREAK}» and went.[^1]

- one
- two ![a harbour](a.svg){{alt="The harbour at noon"}}

| A | B |
|---|---|
| – | 2 |
| | |

+-----+-------------+
| a   | - list      |
|     | - two       |
+-----+-------------+
| b   | | a verse   |
|     | |   line    |
+-----+-------------+

    ring {{
      bell
    }}
    ---

| Verse
|   again

[^1]: ?!
"""
SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><rect width="9" height="9"/></svg>'
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plain")
    head = HEAD.replace("print: {trim: TRIM}\n", "")
    (folder / "01.md").write_text(head + TEXT, encoding="utf-8")
    (folder / "a.svg").write_text(SQUARE, encoding="utf-8")
    write(build(folder, ("text",)).artifacts, folder / "build")
    return folder


def findings(folder: Path, change: Callable[[str], str]) -> list[Finding]:
    """What is found in the text once it is changed."""
    (file,) = (folder / "build").glob("*.txt")
    whole = file.read_text(encoding="utf-8")
    try:
        file.write_text(change(whole), encoding="utf-8")
        return [f for f in check(folder, folder / "build")[1] if f.rule.startswith("rendition/")]
    finally:
        file.write_text(whole, encoding="utf-8")


def test_nothing_is_found_in_a_text_as_it_was_built(built: Path) -> None:
    assert findings(built, lambda text: text) == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("“…”\n", "\n", "words"),
        ("10⁶", "10⁵", "words"),
        ("10⁶", "106", "words"),
        (f"y^(some{NO_BREAK}more)", f"y(some{NO_BREAK}more)", "words"),
        ("- one", "one", "words"),
        ("– | 2", "2", "words"),
        ("– | 2", "– 2", "words"),
        ("went.[1]", "went.", "words"),
        ("[1] ?!", "[1]", "words"),
        ("[The harbour at noon]", "", "words"),
        ("    }\n", "", "words"),
        ("    ---\n", "", "words"),
        ("Alpha Brown", "AlphaBrown", "words"),
        ("One ?!", "One", "words"),
        ("Present were:\n", "Present were: ", "lines"),
        (f"yes{NO_BREAK}»", "yes »", "lines"),
        (f"yes{NO_BREAK}»", "yes\n»", "lines"),
        ("      bell", "    bell", "lines"),
        ("ring {\n    ", "ring {", "lines"),
        ("He said", "He\n\nsaid", "lines"),
        (f"    Verse\n    {NO_BREAK}{NO_BREAK}again", "    Verse again", "verse"),
        (f"a verse\n      {NO_BREAK}{NO_BREAK}line", "a verse line", "verse"),
    ],
)
def test_what_is_altered_is_found(old: str, new: str, rule: str, built: Path) -> None:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    found = [finding for finding in findings(built, change) if finding.rule != "rendition/unaltered"]
    assert found and {finding.rule for finding in found} == {f"rendition/{rule}"}
    assert all(finding.place and "01.md:" in finding.hint for finding in found)


def test_where_it_is_altered(built: Path) -> None:
    found = findings(built, lambda text: text.replace("10⁶", "10⁵"))[-1]
    assert found.message == "for ‘10⁶’ the text reads ‘10⁵’" and found.place
    (file,) = (built / "build").glob("*.txt")
    assert "10⁶" in file.read_text(encoding="utf-8").split("\n")[found.place.line - 1]
    line = next(n for n, text in enumerate((built / "01.md").read_text("utf-8").split("\n"), 1) if "10^6^" in text)
    assert f"01.md:{line}:" in found.hint


def test_lines_may_be_filled_anew(built: Path) -> None:
    """Where a line of a paragraph ends is no word."""
    rules = {finding.rule for finding in findings(built, lambda text: text.replace("He said", "He\nsaid"))}
    assert rules <= {"rendition/unaltered"}


def document(folder: Path) -> Document:
    return read_document(load_edition(folder))


def test_a_rendition_that_loses_words_is_found(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check rests on the Document's words and not on what the rendition says of itself."""
    monkeypatch.setattr("octavo.renditions.plain.inline", lambda element, picture: iter(()))
    found = document(built)
    words = [item.canonical for item in PlainText(found, plain(found), built / "x.txt").word_differences()]
    assert any("6" in word for word in words) and any("some more" in word for word in words)
    monkeypatch.undo()
    monkeypatch.setitem(plaininline.RAISED, "sup", ("^", {ord("6"): "⁵"}))
    words = [item.canonical for item in PlainText(found, plain(found), built / "x.txt").word_differences()]
    assert words == ["106,"]

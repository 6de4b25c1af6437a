"""Raw HTML in Markdown: harmless elements mean what they mean, others go without joining words."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from octavo.edition import Chapter
from octavo.markdown.file import MarkdownFile, read_files


def read(markdown: str, language: str = "en") -> MarkdownFile:
    return read_files([Chapter(Path("a.md"), markdown, markdown)], language=language)[0]


def html(file: MarkdownFile) -> str:
    return "".join(etree.tostring(child, encoding="unicode").replace("\n", "") for child in file.body)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("line<br>the", "<p>line<br/>the</p>"),
        ("10<sup>2</sup> and H<sub>2</sub>O", "<p>10<sup>2</sup> and H<sub>2</sub>O</p>"),
        ("<EM>a *b*</EM> <strike>c</strike>", "<p><em>a <em>b</em></em> <s>c</s></p>"),
        ("a <i>b\n\nc", "<p>a <i>b</i></p><p>c</p>"),
        ("a</b> c", "<p>a c</p>"),
        ("a<blink>b</blink>c", "<p>a b c</p>"),
        ("<!-- gone -->a<!-- gone -->b", "<p>ab</p>"),
        ("long<wbr>word", "<p>long<wbr/>word</p>"),
        ('<a name="x"></a>Text <a href="#x">there</a>', '<p><span id="x"/>Text <a href="#x">there</a></p>'),
        ("<p>One<p>Two", "<p>One</p><p>Two</p>"),
        ("<ul><li>one<li>two *em*</ul>", "<ul><li>one</li><li>two <em>em</em></li></ul>"),
        ("<li>alone</li>", "<ul><li>alone</li></ul>"),
        ("<dl><dt>T<dd>D</dl>", "<dl><dt>T</dt><dd>D</dd></dl>"),
        ('<ol start="3"><li value="9">x</li></ol>', '<ol start="3"><li value="9">x</li></ol>'),
        ("<pre>\na  b\n  c</pre>", "<pre><code>a  b\n  c</code></pre>"),
        ("<td>x</td>", "<table><tbody><tr><td>x</td></tr></tbody></table>"),
        ("<table>lost<tr><td>x</td></tr></table>", "<p>lost</p><table><tbody><tr><td>x</td></tr></tbody></table>"),
        ("<center>mid</center>", "<div><p>mid</p></div>"),
        ("<h2>Raw</h2>\n\ntext", "<h2>Raw</h2><p>text</p>"),
        ("a <div>b</div> c", "<p>a</p><div><p>b</p></div><p>c</p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
    ],
)
def test_what_it_means(markdown: str, expected: str) -> None:
    assert html(read(markdown)) == expected.replace("\n", "")


def test_code_in_pre_keeps_its_lines() -> None:
    [code] = read("<pre>\na  b\n  c</pre>").body.iter("code")
    assert (code.text or "").strip("\n") == "a  b\n  c"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "“a ‘b’”"),
        ("de", "„a ‚b‘“"),
        ("fr", "«\u202fa “b”\u202f»"),
        ("pl", "„a «b»”"),
        ("ja", "「a 『b』」"),
        ("tlh", "“a ‘b’”"),
    ],
)
def test_quotation_marks_are_those_of_the_language(language: str, expected: str) -> None:
    [paragraph] = read("<q>a <q>b</q></q>", language).body
    assert "".join(map(str, paragraph.itertext())) == expected


def test_a_quotation_in_another_language_has_its_marks() -> None:
    [paragraph] = read('<q lang="de">a</q> <q>b</q>').body
    assert "".join(map(str, paragraph.itertext())) == "„a“ “b”"


@pytest.mark.parametrize("tag", ["script", "style", "template"])
def test_what_is_no_text_is_told_with_what_it_holds(tag: str) -> None:
    file = read(f"before <{tag}>x()</{tag}> behind\n\n<{tag}>\ny()\n</{tag}>\n\nend")
    assert "x()" not in html(file)
    assert "y()" not in html(file)
    assert "before" in html(file) and "behind" in html(file) and "end" in html(file)
    [fault] = file.faults
    assert "what it holds is dropped with it" in fault.problem.hint
    assert fault.problem.place and fault.problem.place.line == 1


def test_an_element_without_end_swallows_nothing() -> None:
    assert "kept" in html(read("before <style> kept\n\nkept too"))


def test_one_message_for_a_kind_and_file() -> None:
    file = read("<video src='a'>one</video>\n\ntext <video src='b'>two</video>, <audio>three</audio>")
    messages = [(fault.problem.message, fault.problem.place and fault.problem.place.line) for fault in file.faults]
    assert messages == [
        ('raw HTML is dropped: ‘<video src="a">’ (2 pieces in this file)', 1),
        ("raw HTML is dropped: ‘<audio>’", 3),
    ]
    words = " ".join("".join(map(str, file.body.itertext())).split())
    assert words == "one text two , three"


@pytest.mark.parametrize("markdown", ["::: {.raw-dropped}\nwords\n:::", "[words]{.raw-dropped}", "[words]{raw=x}"])
def test_a_class_written_by_hand_loses_nothing(markdown: str) -> None:
    assert "words" in html(read(markdown))


def test_a_character_that_xml_cannot_carry_does_not_stop_the_reading() -> None:
    assert "a\ufffdb" in html(read("a&#1;b"))


def test_raw_text_of_another_format_is_told() -> None:
    file = read("```{=latex}\nlost words\n```\n\n`\\x`{=tex} end")
    assert [fault.problem.message.split(":")[0] for fault in file.faults] == [
        "raw latex is dropped",
        "raw tex is dropped",
    ]

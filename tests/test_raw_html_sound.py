"""What raw HTML and attributes in braces may say of an element is what HTML knows of it; all else is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import etree

from conftest import EDITIONS
from octavo.document import Document, read_document
from octavo.edition import Chapter, load_edition
from octavo.markdown.file import MarkdownFile, read_files


def read(markdown: str) -> MarkdownFile:
    return read_files([Chapter(Path("a.md"), markdown, markdown)], language="en")[0]


def html(root: etree._Element) -> str:
    return "".join(etree.tostring(child, encoding="unicode").replace("\n", "") for child in root)


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    folder = tmp_path / "edition"
    shutil.copytree(EDITIONS / "source" / "raw-markup-valid", folder)
    return folder


def document(folder: Path, text: str) -> Document:
    path = next(folder.glob("*.md"))
    front = path.read_text(encoding="utf-8").split("---\n")[1]
    path.write_text(f"---\n{front}---\n\n# One {{#one}}\n\n{text}", encoding="utf-8")
    return read_document(load_edition(folder))


@pytest.mark.parametrize(
    "written",
    [
        "[x]{start=3}",
        "[x]{value=3}",
        "[x]{open=1}",
        "[x]{colspan=2}",
        "[x]{width=30}",
        "[x]{role=bogus}",
        '<ul start="3"><li>x</li></ul>',
        '<ul><li value="3">x</li></ul>',
        '<table width="9"><tr><td>x</td></tr></table>',
        '<table><tr><td scope="row">x</td></tr></table>',
        '<blockquote cite="no address">x</blockquote>',
        '<ol start="three"><li>x</li></ol>',
    ],
)
def test_an_attribute_that_an_element_may_not_have_is_told(edition: Path, written: str) -> None:
    made = document(edition, f"{written}\n")
    [fault] = [fault for fault in made.faults if fault.kind == "raw-markup"]
    assert "is dropped" in fault.problem.message
    assert fault.problem.place is not None
    name = fault.problem.message.split()[2].partition("=")[0]
    body = made.edition.chapters[0].path.read_text(encoding="utf-8").split("\n")
    assert body[fault.problem.place.line - 1][fault.problem.place.column - 1 :].startswith(name)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<time>noon</time> <data>x</data>", "<p><span>noon</span> <span>x</span></p>"),
        ("<bdo>a</bdo>b <bdo dir=rtl>c</bdo>", '<p><span>a</span>b <bdo dir="rtl">c</bdo></p>'),
        ("[noon]{.time}", '<p><span class="time">noon</span></p>'),
        ("[x](#a){.footnote-ref}", '<p><a href="#a">x</a></p>'),
        ('<a class="noteref" href="#fn7">y</a>', '<p><a href="#fn7">y</a></p>'),
        ('<a href="#a">x <a href="#b">y</a></a>', '<p><a href="#a">x <span>y</span></a></p>'),
    ],
)
def test_elements_that_ask_for_more_are_plain(written: str, expected: str) -> None:
    assert html(read(written).body) == expected


def test_a_note_in_a_link_parts_it() -> None:
    file = read("See [the *very[^1] old* words[^2]](http://a.b/) now.\n\n[^1]: One.\n\n[^2]: Two.\n")
    link, first, rest, second = file.body.iter("a")
    assert ["".join(map(str, part.itertext())) for part in (link, rest)] == ["the very old", " words"]
    assert link.get("href") == rest.get("href") == "http://a.b/"
    assert [first.get("href"), second.get("href")] == ["#fn1", "#fn2"]
    assert not file.faults


def test_a_note_that_only_code_names_is_unused() -> None:
    file = read("See [words[^1]](http://a.b/) and `[^2]`.\n\n[^1]: One.\n\n[^2]: Two.\n")
    assert [fault.problem.message for fault in file.faults] == ["nothing refers to the note [^2]"]


def test_ids_have_no_blanks_and_are_found(edition: Path) -> None:
    made = document(edition, '<a name="old place"></a>Text [there](#old%20place), [here](<#old place>).\n')
    assert not [fault for fault in made.faults if fault.kind == "broken-link"]
    assert [link.get("href") for link in made.chapters[-1].element.iter("a")] == ["#old-place", "#old-place"]


def test_a_link_without_an_address_is_told(edition: Path) -> None:
    made = document(edition, 'Text (in brackets), <a href="">empty</a>.\n')
    [fault] = [fault for fault in made.faults if fault.kind == "broken-link"]
    assert fault.problem.place is not None
    assert fault.problem.place.column == 24


def test_code_in_notes_that_stand_in_another_order_is_blanked_out() -> None:
    """Each piece is looked for behind the one before it, and from the beginning where it does not stand there."""
    file = read("A[^1] b[^2] c[^3].\n\n[^3]: See `[^7]`.\n\n[^2]: See `[^8]`.\n\n[^1]: See `[^9]`, <blink>x</blink>.\n")
    assert not {"7", "8", "9"} & set(file.scan.note_marks)
    [fault] = file.faults
    assert (fault.problem.place.line, fault.problem.place.column) == (7, 19) if fault.problem.place else False


@pytest.mark.parametrize(
    ("written", "message", "column"),
    [
        ('a <a href="#one">b <a href="http://c.org">d</a> e</a>', "the address ‘http://c.org’ of a link", 23),
        ('a <a href="#one">b [d](http://c.org) e</a>', "the address ‘http://c.org’ of a link", 24),
        ('<a href="http://c.org"><div>d</div></a>', "the address ‘http://c.org’ of a link", 4),
        ('<a href="http://c.org">\n\nd\n\n</a>', "the address ‘http://c.org’ of a link", 4),
        ('[ok](http://c.org) <a href="#one">b <a href="http://c.org">d</a></a>', "the address ‘http://c.org’ of", 40),
        ('<p id="nothing"></p> d', 'the attribute id="nothing"', 4),
        ('<table id="empty"><caption>d</caption></table>', 'the attribute id="empty"', 8),
        ('<table><tr id="row"></tr><tr><td>d</td></tr></table>', 'the attribute id="row"', 12),
        ('## <p id="inner">d</p>', 'the attribute id="inner"', 7),
        ("<p hidden>d</p>", 'the attribute hidden=""', 4),
        ('<a href="http://b.org" href="http://c.org">d</a>', 'the attribute href="http://c.org"', 24),
        ("[d](http://b.org){href=http://c.org}", 'the attribute href="http://c.org"', 19),
        ("[d]{lang=de lang=fr}", 'the attribute lang="fr"', 13),
        ("[d]{a:b=c}", 'the attribute a:b="c"', 5),
        ('<b xlink:href="c">d</b>', 'the attribute xlink:href="c"', 4),
    ],
)
def test_what_goes_with_its_element_is_told_and_no_word_goes(
    edition: Path, written: str, message: str, column: int
) -> None:
    made = document(edition, f"{written}\n")
    [fault] = made.faults
    assert fault.kind == "raw-markup"
    assert fault.problem.message.startswith(message)
    assert fault.problem.place is not None
    assert fault.problem.place.column == column
    assert "d" in made.flow.text.split()


def test_a_kind_is_told_once_with_its_count(edition: Path) -> None:
    inner = '<a href="#one">b <a href="http://c.org">d</a></a>'
    made = document(edition, f"{inner}\n\n{inner}\n")
    [fault] = made.faults
    assert fault.problem.message.endswith("(2 times in this file)")


@pytest.mark.parametrize(
    "written",
    [
        '<a href="#one">b <em>c</em></a>',
        '<p id="here">b</p>',
        '<a id="there"></a> b',
        '<p id="parted">a<div>b</div>c</p>',
        '<section epub:type="dedication"><p>b</p></section>',
        '<b id="bold">b</b> <a href="#bold">b</a> <a href="#bold">c</a>',
    ],
)
def test_what_stays_is_not_told(edition: Path, written: str) -> None:
    assert document(edition, f"{written}\n").faults == []

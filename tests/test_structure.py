"""Chapters and sections: what begins where, over all files. Bodies of files in XHTML, as pandoc's Markdown is read."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from conftest import EDITIONS
from octavo.document.model import ReadDocument
from octavo.document.structure import WRITTEN_LEVEL, add_chapters
from octavo.edition import Edition, load_edition
from octavo.markdown.file import MarkdownFile
from octavo.markdown.scan import MarkdownScan
from repetitive import tried

NAMES = {"class", "id", "data-k"}


@pytest.fixture(scope="module")
def empty() -> Edition:
    """An edition, of which only the title matters here: A small edition."""
    return load_edition(EDITIONS / "html" / "language-valid")


def structured(edition: Edition, *bodies: str) -> ReadDocument:
    """What is read of files with these bodies."""
    document = ReadDocument(edition)
    chapter = edition.chapters[0]
    files = [
        MarkdownFile(chapter, etree.fromstring(f"<body>{body}</body>"), {}, MarkdownScan(chapter, []))
        for body in bodies
    ]
    add_chapters(document, files)
    return document


def written(element: etree._Element) -> str:
    """An element without line feeds and the levels at which headings are written; sections as <1#id.class>…</1>."""
    for inner in element.iter():
        assert inner.tail in (None, "\n") or inner.tail.strip(), etree.tostring(inner)
        inner.attrib.pop(WRITTEN_LEVEL, None)
    text = etree.tostring(element, encoding="unicode", with_tail=False).replace("\n", "")
    return text.replace('"', "'")


def chapters(edition: Edition, *bodies: str) -> list[tuple[str, str, int, str]]:
    return [(c.id, c.title, c.file, written(c.element)) for c in structured(edition, *bodies).chapters]


A = "<section class='level1' id='section'><h1>A</h1>{}</section>"


@pytest.mark.parametrize(
    ("body", "within"),
    [
        ("<h1>A</h1>", ""),
        ("<h2>A</h2>", ""),
        ("<h1>A</h1><p>x</p><hr/>", "<p>x</p><hr/>"),
        ("<h1>A</h1><p>x</p><h2>B</h2><p>y</p>",
         "<p>x</p><section class='level2' id='text'><h2>B</h2><p>y</p></section>"),
        ("<h1>A</h1><h2>B</h2><h2>C</h2>",
         "<section class='level2' id='text'><h2>B</h2></section>"
         "<section class='level2' id='text-1'><h2>C</h2></section>"),
        ("<h1>A</h1><h3>B</h3><h2>C</h2><h3>D</h3>",
         "<section class='level2' id='text'><h2>B</h2></section><section class='level2' id='text-1'><h2>C</h2>"
         "<section class='level3' id='text-2'><h3>D</h3></section></section>"),
        ("<div><h1>A</h1><p>x</p></div>", "<p>x</p>"),
        ("<div><h1>A</h1><p>x</p><h2>B</h2><p>y</p></div>",
         "<p>x</p><section class='level2' id='text'><h2>B</h2><p>y</p></section>"),
        ("<div><div><h1>A</h1></div><p>motto</p></div>", "<p>motto</p>"),
        ("<div><div><div><h1>A</h1></div></div><p>motto</p></div>", "<p>motto</p>"),
        ("<div><div><h1>A</h1><p>motto</p></div><p>x</p></div>", "<div><p>motto</p></div><p>x</p>"),
        ("<h1>A</h1><div class='s' id='e'><h2>B</h2><p>x</p></div><p>y</p>",
         "<section class='s level2' id='e'><h2>B</h2><p>x</p></section><p>y</p>"),
        ("<h1>A</h1><div class='s'><h2>B</h2><div class='t'><h3>C</h3><p>x</p></div><p>y</p></div><h3>D</h3>",
         "<section class='s level2' id='text'><h2>B</h2>"
         "<section class='t level3' id='text-1'><h3>C</h3><p>x</p></section><p>y</p></section>"
         "<section class='level2' id='text-2'><h2>D</h2></section>"),
        ("<h1>A</h1><div id='b'><h2>B</h2></div><p>y</p>",
         "<section id='b' class='level2'><h2>B</h2></section><p>y</p>"),
        ("<h1>A</h1><div><h2>B</h2><p>x</p></div><p>y</p><h3>C</h3>",
         "<section class='level2' id='text'><h2>B</h2><p>x</p><p>y</p>"
         "<section class='level3' id='text-1'><h3>C</h3></section></section>"),
    ],
)  # fmt: skip
def test_sections_stand_in_one_another_as_their_headings_say(empty: Edition, body: str, within: str) -> None:
    """A division that begins with a heading is its section, and ends it where it has a name; without one it only holds
    a title together. A level that is skipped is closed up."""
    assert chapters(empty, body) == [("section", "A", 0, A.format(within))]


@pytest.mark.parametrize(
    ("inside", "sections"),
    [
        ("<p>x</p><h2>B</h2><p>y</p><h3>C</h3><p>z</p><h2>D</h2>",
         "<p>x</p><section id='text'><h2>B</h2><p>y</p><section id='text-1'><h3>C</h3><p>z</p></section></section>"
         "<section id='text-2'><h2>D</h2></section>"),
        ("<p>x</p><h4>B</h4><h6>C</h6><h5>D</h5>",
         "<p>x</p><section id='text'><h2>B</h2><section id='text-1'><h3>C</h3></section>"
         "<section id='text-2'><h3>D</h3></section></section>"),
        ("text<h2 id='b' class='c' data-k='v'>B</h2>", "text<section id='b' class='c' data-k='v'><h2>B</h2></section>"),
        ("<h2>B</h2><h2>C</h2>", "<section id='text'><h2>B</h2></section><section id='text-1'><h2>C</h2></section>"),
        ("<h3>B</h3><p>x</p><h2>C</h2>",
         "<section id='text'><h2>B</h2><p>x</p></section><section id='text-1'><h2>C</h2></section>"),
        ("<p>x</p><div><p>y</p><h2>B</h2></div>", "<p>x</p><div><p>y</p><h2>B</h2></div>"),
        ("<p>x</p>", "<p>x</p>"),
    ],
)  # fmt: skip
def test_a_division_with_headings_that_is_no_section_keeps_what_it_holds(
    empty: Edition, inside: str, sections: str
) -> None:
    """Words stand before its heading, or others of its level behind: its headings begin sections within it."""
    expected = A.format(f"<div>{sections}</div><p>end</p>")
    assert chapters(empty, f"<h1>A</h1><div>{inside}</div><p>end</p>") == [("section", "A", 0, expected)]


@pytest.mark.parametrize("name", ["column", "columns", "x columns"])
def test_a_column_is_no_section(empty: Edition, name: str) -> None:
    expected = A.format(f"<div class='{name}'><section id='text'><h2>B</h2></section></div>")
    assert chapters(empty, f"<h1>A</h1><div class='{name}'><h2>B</h2></div>") == [("section", "A", 0, expected)]


def test_a_callout_is_no_section_of_the_text_that_it_stands_beside(empty: Edition) -> None:
    callout = "<div class='callout-note'>{}</div>"
    inside = callout.format("<section id='text'><h2>B</h2></section>")
    assert chapters(empty, f"<h1>A</h1>{callout.format('<h2>B</h2>')}") == [("section", "A", 0, A.format(inside))]
    (first,) = chapters(empty, callout.format("<h1>A</h1>"))
    assert first[3] == "<section class='callout-note level1' id='section'><h1>A</h1></section>", (
        "it stands beside nothing"
    )


def test_a_quotation_that_begins_with_a_heading_is_no_section(empty: Edition) -> None:
    quotation = "<blockquote><h2>B</h2></blockquote>"
    assert chapters(empty, f"<h1>A</h1>{quotation}") == [("section", "A", 0, A.format(quotation))]


def test_headings_deeper_than_six_are_of_the_sixth_level(empty: Edition) -> None:
    rows = "".join(f"<h{level}>{level}</h{level}>" for level in range(1, 7))
    (chapter,) = structured(empty, f"{rows}<div><p>x</p><h1>B</h1></div>").chapters
    assert [element.tag for element in chapter.element.iter("h1", "h2", "h3", "h4", "h5", "h6")] == [
        *("h1", "h2", "h3", "h4", "h5", "h6", "h6"),
    ]
    assert [section.get("class") for section in chapter.element.iter("section")][:6] == [
        f"level{level}" for level in range(1, 7)
    ]


def test_the_level_at_which_a_heading_is_written_is_kept_with_that_above_it(empty: Edition) -> None:
    body = "<h2>A</h2><h4>B</h4><h3>C</h3><div><p>x</p><h5>D</h5><h6>E</h6></div>"
    (chapter,) = structured(empty, body).chapters
    levels = {h.text: h.get(WRITTEN_LEVEL) for h in chapter.element.iter("h1", "h2", "h3", "h4")}
    assert levels == {"A": "0 2", "B": "2 4", "C": "2 3", "D": "4 5", "E": "5 6"}


@pytest.mark.parametrize(
    ("body", "section", "heading"),
    [
        ("<h1 id='a' class='b' data-k='v'>A</h1>", "id='a' class='b level1' data-k='v'", ""),
        ("<div id='d' class='x'><h1>A</h1></div>", "id='d' class='x level1'", ""),
        ("<div><h1 id='a' class='b'>A</h1></div>", "class='b level1' id='a'", ""),
        ("<div id='d' class='x'><h1 id='a' class='y x' data-k='v'>A</h1></div>",
         "id='d' class='x y level1' data-k='v'", " id='a'"),
        ("<div data-k='mine'><h1 id='a' data-k='its'>A</h1></div>", "data-k='mine' id='a' class='level1'", ""),
    ],
)  # fmt: skip
def test_a_section_has_what_its_heading_says(empty: Edition, body: str, section: str, heading: str) -> None:
    """What a division says of itself as well stands; an id of both is left to each."""
    (found,) = chapters(empty, body)
    assert found[3] == f"<section {section}><h1{heading}>A</h1></section>"


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        (["<h1>A</h1>", "<h1>B</h1><h1>C</h1>"], [("section", "A", 0), ("section-1", "B", 1), ("section-2", "C", 1)]),
        (["<h1>A</h1><p>x</p>", "<p>y</p><p>z</p>"], [("section", "A", 0), ("text", "A small edition", 1)]),
        (["<p>y</p><h1>A</h1>"], [("text", "A small edition", 0), ("section", "A", 0)]),
        (["<p>x</p>"], [("text", "A small edition", 0)]),
        (["<p>x</p>", "<p>1 2 3 4 5 6</p>", "<p>1 2 3 4 5 6 7</p>"],
         [("text", "x", 0), ("text-1", "1 2 3 4 5 6", 1), ("text-2", "1 2 3 4 5 6 …", 2)]),
        (["<p><img/></p>", "<p>x</p>"], [("text", "A small edition", 0), ("text-1", "x", 1)]),
        (["<h1/><p>x</p>"], [("section", "", 0)]),
        (["<h1/><p>x</p>", "<p>y z</p>"], [("section", "", 0), ("text", "y z", 1)]),
        (["<h1 id='text'>A</h1>", "<p id='text-1'>x</p>"], [("text", "A", 0), ("text-2", "A small edition", 1)]),
        (["<div class='s'><h1>A</h1></div><p>x</p>"], [("section", "A", 0), ("text", "A small edition", 0)]),
        (["<div><h1>A</h1></div><p>x</p>"], [("section", "A", 0)]),
    ],
)  # fmt: skip
def test_a_chapter_has_a_title_an_id_and_its_file(
    empty: Edition, bodies: list[str], expected: list[tuple[str, str, int]]
) -> None:
    """Without a heading it is called by the title of the edition; of several, each by its first words."""
    assert [found[:3] for found in chapters(empty, *bodies)] == expected


def test_text_before_any_heading_is_a_chapter_without_one(empty: Edition) -> None:
    (found,) = chapters(empty, "<p>x</p><div><p>y</p><h2>B</h2></div>")
    inner = "<p>x</p><div><p>y</p><section id='section'><h1>B</h1></section></div>"
    assert found[3] == f"<section class='untitled' id='text'>{inner}</section>"


def test_a_chapter_is_editorial_as_its_section_says(empty: Edition) -> None:
    made = structured(empty, "<h1 class='editorial'>A</h1><h1>B</h1>", "<div class='restored'><h1>C</h1></div>")
    assert [(chapter.kind, chapter.editorial) for chapter in made.chapters] == [
        *(("chapter", True), ("chapter", False), ("chapter", True)),
    ]


def test_a_file_that_begins_at_a_deeper_level_goes_on_in_the_chapter_before_it(empty: Edition) -> None:
    made = structured(
        empty, "<h1>A</h1><h2>B</h2>", "<h2>C</h2><p>x</p><h3>D</h3>", "<h3>E</h3>", "<h1>F</h1><h2>G</h2>"
    )
    assert [(chapter.title, chapter.file) for chapter in made.chapters] == [("A", 0), ("F", 3)]
    assert {section[0].text: file for section, file in made.continued.items()} == {"C": 1, "D": 1, "E": 2}
    parents = {section[0].text: section.getparent()[0].text for section in made.continued}
    assert parents == {"C": "A", "D": "C", "E": "C"}


@pytest.mark.parametrize("held", ["<hr/>", "<p id='q'/>", "<hr/><div id='q'/>"])
def test_what_has_no_words_before_a_files_first_heading_stands_behind_it(empty: Edition, held: str) -> None:
    made = chapters(empty, "<h1>A</h1><p>x</p>", f"{held}<h2>B</h2><p>y</p>")
    within = f"<p>x</p><section class='level2' id='text'><h2>B</h2>{held}<p>y</p></section>"
    assert made == [("section", "A", 0, A.format(within))]


def test_what_has_no_words_and_no_heading_behind_it(empty: Edition) -> None:
    """It begins the chapter of the words behind it, or ends that of the file before."""
    assert chapters(empty, "<hr/><p>x</p>")[0][3] == "<section class='untitled' id='text'><hr/><p>x</p></section>"
    assert chapters(empty, "<h1>A</h1>", "<hr/><hr/>")[0][3] == A.format("<hr/><hr/>")
    assert chapters(empty, "<h1>A</h1>", "<hr/><p>x</p>", "<hr/><h1>B</h1>")[1:] == [
        ("text", "A small edition", 1, "<section class='untitled' id='text'><hr/><p>x</p></section>"),
        ("section-1", "B", 2, "<section class='level1' id='section-1'><h1>B</h1><hr/></section>"),
    ]
    assert chapters(empty, "<hr/>") == []


@pytest.mark.parametrize(
    "block", ["<p><img/></p>", "<img/>", "<p><a/></p>", "<p><m:math xmlns:m='http://www.w3.org/1998/Math/MathML'/></p>"]
)
def test_a_picture_a_formula_and_an_anchor_are_something(empty: Edition, block: str) -> None:
    (found,) = chapters(empty, block)
    assert found[3] == f"<section class='untitled' id='text'>{block}</section>"


WORD = st.sampled_from(["one", "two", "three"])
BLOCK = st.recursive(
    st.one_of(
        st.builds("<p>{} </p>".format, WORD),
        st.sampled_from(["<hr/>", "<p><img/></p>", "<div class='columns'><p>col </p><h2>umn </h2></div>"]),
        st.builds("<h{0}>{1} </h{0}>".format, st.integers(1, 6), WORD),
    ),
    lambda inner: st.builds("<div>{}</div>".format, st.lists(inner, max_size=4).map("".join)),
    max_leaves=8,
)


@tried(150)
@given(bodies=st.lists(st.lists(BLOCK, max_size=5).map("".join), min_size=1, max_size=3))
def test_no_word_is_lost_and_none_changes_its_place(empty: Edition, bodies: list[str]) -> None:
    made = structured(empty, *bodies)
    words = [str(text).split() for body in bodies for text in etree.fromstring(f"<body>{body}</body>").itertext()]
    kept = [str(text).split() for chapter in made.chapters for text in chapter.element.itertext()]
    assert list(chain(*kept)) == list(chain(*words))
    sections = [section for chapter in made.chapters for section in chapter.element.iter("section")]
    ids = [section.get("id") for section in sections]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    for section in sections:
        headings = [child for child in section if child.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
        assert len(headings) <= 1
        depth = sum(1 for outer in section.iterancestors("section") if outer.get("class") != "untitled") + 1
        assert [heading.tag for heading in headings] in ([], [f"h{min(depth, 6)}"])
        assert headings == [] or section[0] is headings[0]

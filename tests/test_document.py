"""Markdown to Document: what the tree, its flow, its notes and its faults are."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.document import Document, read_document
from octavo.document.flow import numeral
from octavo.document.parts import FATAL
from octavo.document.places import MarkdownPlaces
from octavo.edition import load_edition
from octavo.text.tokens import PARAGRAPH


def document(edition: Path, body: str, witness: str = "") -> Document:
    """The Document of a one-file edition with this body; without a witness nothing is collated."""
    head = (edition / "01.md").read_text(encoding="utf-8").split("---\n\n")[0]
    if not witness:
        head = head.replace("witness: {path: witness.txt}\n", "")
    (edition / "witness.txt").write_text(witness, encoding="utf-8")
    (edition / "01.md").write_text(f"{head}---\n\n{body}", encoding="utf-8")
    return read_document(load_edition(edition))


def text_of(made: Document, **options: bool) -> str:
    layer = made.flow.layer(lambda b: made.chapters[b.chapter].kind == "chapter", **options)
    return " ".join("¶" if word == PARAGRAPH else word for word in layer.tokens.words)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("# A\n\nOne *two* [three]{.lead-in}.\n", "A ¶ One two three ."),
        ("> Quoted\n> words\n\nAnd\\\nthen.\n", "Quoted words ¶ And then ."),
        ("3. Three\n\n4. Four\n", "3 . Three ¶ 4 . Four"),
        ("(a)  First\n(b)  Second\n", "( a ) First ¶ ( b ) Second"),
        ("- One\n    - Two\n\nEnd\n", "One ¶ Two ¶ End"),
        ("1. (a) (i) One\n\n2. - Two\n", "1 . ( a ) ( i ) One ¶ 2 . Two"),
        ("Term\n:   Meaning\n", "Term ¶ Meaning"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "a ¶ b ¶ 1 ¶ 2"),
        ("| A line\n| of verse\n", "A line of verse"),
        (
            '"Straight" -- not curled... (c) @key [ ] $5 and $6\n',
            '" Straight " - - not curled . . . ( c ) @ key [ ] $ 5 and $ 6',
        ),
        ("---\n\nnot: metadata\n\n---\n", "not : metadata"),
        ("% Not a title\n", "% Not a title"),
        ("1917\\. A year, no list.\n", "1917 . A year , no list ."),
        ("Mr. Smith\n", "Mr . Smith"),
        ("The <b>bold</b> <!-- quiet --> word\n", "The bold word"),
        ("a <script>x()</script> b\n\n<style>p{}</style>\n\n<p>c</p>\n", "a ¶ b ¶ c"),
    ],
)
def test_no_word_is_lost_or_made_up(edition: Path, body: str, text: str) -> None:
    assert text_of(document(edition, body)) == text


def test_notes_are_numbered_in_two_series_and_stand_behind_their_chapter(edition: Path) -> None:
    notes = "[^n]: Mine.\n[^e]: [Ed.]{.editorial}\n[^r]: [Lost.]{.restored}\n"
    body = f"# A\n\nx[^n] y[^e] z[^r]\n\n{notes}\n# B\n\nq^[Inline.]\n"
    made = document(edition, body)
    assert [(n.mark, n.kind) for n in made.notes] == [
        ("1", "author"),
        ("a", "editorial"),
        ("2", "restored"),
        ("1", "author"),
    ]
    assert text_of(made) == "A ¶ x y z ¶ Mine . ¶ Ed . ¶ Lost . ¶ B ¶ q ¶ Inline ."
    assert text_of(made, editorial=False) == "A ¶ x y z ¶ Mine . ¶ B ¶ q ¶ Inline ."


def test_a_note_of_several_paragraphs_may_be_editorial_as_a_whole(edition: Path) -> None:
    made = document(edition, "x[^a]\n\n[^a]:\n    ::: editorial\n    One.\n\n    Two.\n    :::\n")
    assert [note.kind for note in made.notes] == ["editorial"]
    assert text_of(made, editorial=False) == "x"


def test_every_word_has_its_place_in_the_markdown(edition: Path) -> None:
    body = "# The end\n\nAn *emphatic* word[^1] and `code`.\n\n> the end\n\n[^1]: [The end of it.]{.editorial}\n"
    made = document(edition, body)
    places = MarkdownPlaces(made)
    source = (edition / "01.md").read_text(encoding="utf-8").split("\n")
    for block in made.flow.blocks:
        if made.chapters[block.chapter].kind == "chapter":
            for word in made.flow.text[block.start : block.end].split():
                offset = made.flow.text.index(word, block.start)
                place = places.place(offset)
                assert source[place.line - 1][place.column - 1 :].startswith(word.strip(".")), (word, place)


def test_headings_get_ids_that_no_other_has(edition: Path) -> None:
    made = document(edition, "# Same\n\n## Same\n\n## 1917\n\n### Mine {#own}\n")
    assert [heading.id for heading in made.headings] == ["same", "same-1", "section", "own"]


def test_an_id_written_twice_is_refused_only_where_a_link_leads_to_it(edition: Path) -> None:
    """As pandoc makes it of an EPUB whose part and heading have the same name."""
    twice = "::: {#one}\n# One {#one .title}\n:::\n\nThe [text]{#two} and [link](#%s).\n"
    made = document(edition, twice % "two")
    assert [heading.id for heading in made.headings] == ["one-1"]
    assert [(fault.kind, fault.kind in FATAL) for fault in made.faults] == [("id-again", False)]
    made = document(edition, twice % "one")
    assert [(fault.kind, fault.kind in FATAL) for fault in made.faults] == [("duplicate-id", True)]


def test_a_division_is_the_section_of_the_heading_that_it_begins_with(edition: Path) -> None:
    body = "::: {#one .section}\n:::: {}\n## I\n\nThe title\n::::\n\nText.\n:::\n\n"
    body += "::: {#two .section}\n## II\n\nMore.\n:::\n"
    made = document(edition, body)
    assert [(chapter.id, chapter.title) for chapter in made.chapters[2:]] == [("one", "I"), ("two", "II")]
    assert [(heading.level, heading.text) for heading in made.headings] == [(1, "I"), (1, "II")]
    assert text_of(made) == "I ¶ The title ¶ Text . ¶ II ¶ More ."
    assert [fault.problem.message for fault in made.faults] == []


def test_a_file_without_a_heading_is_a_chapter_all_the_same(edition: Path) -> None:
    made = document(edition, "Only text.\n")
    assert [chapter.title for chapter in made.chapters if chapter.kind == "chapter"] == ["A small edition"]


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        (
            "# A\n\n::: {}\n## B\n\n(for C)\n:::\n\nText.\n\n::: {#b1 .part}\n### 1\n\nMore.\n:::\n\n### 2\n",
            [1, 2, 3, 3],
        ),
        ("# A\n\n## B\n\n### C\n\n::: callout-note\n## Box\n\nText.\n:::\n\n### D\n\nMore.\n", [1, 2, 3, 4, 3]),
        ("# A\n\n## B\n\nText.\n\n::: {.editorial}\n## C\n\nText.\n:::\n\n## D\n\nMore.\n", [1, 2, 2, 2]),
    ],
    ids=["header", "callout", "section"],
)
def test_what_headings_in_divisions_are_headings_of(edition: Path, body: str, levels: list[int]) -> None:
    made = document(edition, body)
    assert [heading.level for heading in made.headings] == levels
    assert [fault.problem.message for fault in made.faults] == []


def test_a_text_before_the_heading_is_not_called_as_the_chapter_is(edition: Path) -> None:
    """A file that opens with a line, and then has the book's title for its heading."""
    made = document(edition, "A line before.\n\n# A small edition\n\nThe text.\n")
    assert [chapter.title for chapter in made.chapters if chapter.kind == "chapter"] == [
        "A line before.",
        "A small edition",
    ]


def test_computed_numbers_are_filled_in(edition: Path) -> None:
    said = 'It has []{count="words-witness"} words, []{count="errata-capital"} new.'
    body = f"# Chapter\n\nText.\n\n# Note {{.editorial}}\n\n{said}\n"
    assert text_of(document(edition, body, "Chapter\n\nText.\n")).endswith("It has 2 words , 0 new .")


def test_raw_html_is_dropped_with_its_place(edition: Path) -> None:
    made = document(edition, "One <i>two</i>\n\n<div onclick='x'>kept</div>\n\n<iframe src='//x'></iframe> end\n")
    assert "kept" in text_of(made)
    raw = [(f.problem.message, f.problem.place.line, f.problem.place.column) for f in made.faults if f.problem.place]
    assert raw == [
        ('raw HTML is dropped: ‘<iframe src="//x">’', 15, 1),
        ('the attribute onclick="x" is dropped', 13, 6),
    ]


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [(1, "1", "1"), (27, "a", "aa"), (4, "A", "D"), (1999, "i", "mcmxcix"), (14, "I", "XIV"), (5000, "i", "5000")],
)
def test_list_numbers(number: int, style: str, text: str) -> None:
    assert numeral(number, style) == text

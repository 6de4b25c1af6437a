"""What is done about a flaw of the set book: decided on lines that are made up, without a setting."""

from __future__ import annotations

import pytest

from madeup import BEFORE, GUTTER, blocks_of, lines_of, pages_of, paragraphs_of, short, two_chapters
from octavo.document import Document
from octavo.document.pages import Line, Row
from octavo.setbook.typography import DIVIDED, FACING, HYPHENS, Flaw
from octavo.setting.repair import MOST_SHORT, ROOM, BestOfChapters, PagesToMend, repaired
from octavo.typesetting.arrangement import Arrangement


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return two_chapters(tmp_path_factory.mktemp("mending"))


@pytest.mark.parametrize("kind", [DIVIDED, HYPHENS])
def test_a_word_that_is_ill_divided_is_left_whole(document: Document, kind: str) -> None:
    pages = pages_of(document, {"1": paragraphs_of(document, 0)[:4]})
    row = pages.rows[5]
    found = repaired(pages, Arrangement(GUTTER, frozenset({7})), [Flaw(kind, row.line, "ad-ministratively")])
    assert found == Arrangement(GUTTER, frozenset({7, row.offset}))


def test_a_divided_word_whose_line_is_not_known_stays_as_it_is(document: Document) -> None:
    pages = pages_of(document, {"1": paragraphs_of(document, 0)[:4]})
    assert repaired(pages, BEFORE, [Flaw(DIVIDED, Line("9", 9), "ad-ministratively")]) == BEFORE


def test_a_page_ends_early_before_its_first_paragraph_that_leaves_it_room(document: Document) -> None:
    first, second, *_ = paragraphs_of(document, 0)
    pages = pages_of(document, {"1": [first, second]})
    rows = len(pages.rows)
    assert pages.first_block("1", 1) == first
    assert repaired(pages, BEFORE, [short("1", 2)]) == Arrangement(GUTTER, short={first: 2})
    # The second paragraph begins on the fourth of six lines.
    late = PagesToMend(document, pages.rows[1:], {})
    assert late.first_block("1", rows - 1 - ROOM - 3) == second
    assert late.first_block("1", rows - 1 - ROOM - 2) is None


def test_a_page_that_is_shorter_than_what_is_wanted_is_left_alone(document: Document) -> None:
    pages = pages_of(document, {"1": paragraphs_of(document, 0)[:1]})
    assert pages.first_block("1", 8) is None
    assert repaired(pages, BEFORE, [short("1", MOST_SHORT - 1)]) == BEFORE


def test_no_page_ends_early_within_a_quotation_a_list_or_a_heading(document: Document) -> None:
    quoted = blocks_of(document, "p", "blockquote") + blocks_of(document, "li", "ul") + blocks_of(document, "p", "li")
    assert quoted
    text = paragraphs_of(document, 0)[2]
    assert pages_of(document, {"1": [*quoted, text, text + 1]}).first_block("1", 1) == text
    heading = Row(Line("1", 0), document.flow.blocks[blocks_of(document, "h1")[0]].start)
    rows = [heading, *lines_of(document, {"1": [text, text + 1]})]
    assert PagesToMend(document, rows, {}).first_block("1", 1) == text


def test_what_goes_on_from_the_page_before_is_no_beginning(document: Document) -> None:
    first, second, third, *_ = paragraphs_of(document, 0)
    rows = lines_of(document, {"1": [first, second, third]})
    moved = [Row(Line("2" if row.line.number > 1 else "1", row.line.number), row.offset) for row in rows]
    assert PagesToMend(document, moved, {}).first_block("2", 1) == second


def test_only_the_first_page_of_a_chapter_is_made_shorter(document: Document) -> None:
    """What follows in the chapter moves with it; the next chapter stands by itself."""
    paragraphs = paragraphs_of(document, 0)
    of_two = paragraphs_of(document, 1)
    pages = pages_of(document, {"1": paragraphs[:2], "2": paragraphs[2:4], "3": of_two[:3]})
    found = repaired(pages, BEFORE, [short("1", 1), short("2", 2), short("3", 3)])
    assert found.short == {paragraphs[0]: 1, of_two[0]: 3}


def test_words_come_before_feet(document: Document) -> None:
    """A word left whole moves lines of its chapter, so that no foot of it is mended in the same round."""
    paragraphs = paragraphs_of(document, 0)
    of_two = paragraphs_of(document, 1)
    pages = pages_of(document, {"1": paragraphs[:3], "3": of_two[:3]})
    word = Flaw(DIVIDED, pages.rows[4].line, "ad-ministratively")
    found = repaired(pages, BEFORE, [short("1", 1), short("3", 1), word])
    assert found == Arrangement(GUTTER, frozenset({pages.rows[4].offset}), {of_two[0]: 1})


def test_no_page_is_made_shorter_by_more_than_some_lines(document: Document) -> None:
    pages = pages_of(document, {"1": paragraphs_of(document, 0)[:6]})
    first = paragraphs_of(document, 0)[0]
    assert repaired(pages, BEFORE, [short("1", MOST_SHORT + 1)]) == BEFORE
    assert repaired(pages, BEFORE, [short("1", MOST_SHORT, FACING)]).short == {first: MOST_SHORT}
    assert repaired(pages, BEFORE, [short("x", 1)]) == BEFORE


def test_notes_are_raised_where_a_page_has_them_and_by_as_much_again(document: Document) -> None:
    """Of what a page with notes lacks already nothing is known, as its empty lines stand above them."""
    pages = pages_of(document, {"1": paragraphs_of(document, 0)[:3]}, {"1": 4})
    once = repaired(pages, BEFORE, [short("1", 2)])
    assert once == Arrangement(GUTTER, raised={4: 2})
    assert repaired(pages, once, [short("1", 1)]).raised == {4: 3}
    assert repaired(pages, BEFORE, [short("1", 2)]) == once, "what was there before is not changed"


def test_a_page_with_notes_from_the_page_before_alone_is_left(document: Document) -> None:
    pages = pages_of(document, {"1": paragraphs_of(document, 0)[:3]}, {"1": None})
    assert repaired(pages, BEFORE, [short("1", 2)]) == BEFORE


def test_a_foot_that_cannot_be_mended_keeps_no_other_of_its_chapter_from_it(document: Document) -> None:
    paragraphs = paragraphs_of(document, 0)
    pages = pages_of(document, {"1": paragraphs[:1], "2": paragraphs[1:4]})
    assert repaired(pages, BEFORE, [short("1", 3), short("2", 1)]).short == {paragraphs[1]: 1}


def test_a_page_belongs_to_the_chapter_of_its_first_line(document: Document) -> None:
    of_two = paragraphs_of(document, 1)
    pages = pages_of(document, {"1": paragraphs_of(document, 0)[:1], "2": of_two[:1]})
    assert [pages.chapter_of(label) for label in ("1", "2", "none")] == [
        *(document.flow.blocks[number].chapter for number in blocks_of(document, "h1")),
        -1,
    ]


def test_each_chapter_keeps_the_arrangement_that_left_it_the_fewest_flaws(document: Document) -> None:
    paragraphs = paragraphs_of(document, 0)
    of_two = paragraphs_of(document, 1)
    lines = tuple(lines_of(document, {"1": paragraphs[:3], "2": of_two[:3]}))
    words_of = [document.flow.blocks[number].start for number in (paragraphs[0], of_two[0])]
    chapters = [document.flow.blocks[number].chapter for number in blocks_of(document, "h1")]
    best = BestOfChapters(document)
    best.weigh(BEFORE, chapters, lines, [short("1", 1), short("1", 1), short("2", 1)])
    second = Arrangement(GUTTER, frozenset(words_of), {paragraphs[1]: 1, of_two[1]: 2})
    best.weigh(second, chapters, lines, [short("1", 1), short("2", 1), short("2", 1)])
    assert best.together(GUTTER) == Arrangement(GUTTER, frozenset(words_of[:1]), {paragraphs[1]: 1})
    # Of equals the earlier is kept, and a chapter that was not looked at is not weighed.
    best.weigh(Arrangement(GUTTER, frozenset(words_of)), chapters, lines, [short("1", 1), short("2", 1)])
    best.weigh(Arrangement(GUTTER, frozenset(words_of), raised={}), chapters[:1], lines, [short("1", 1)])
    assert best.together(GUTTER) == Arrangement(GUTTER, frozenset(words_of[:1]), {paragraphs[1]: 1})
    noted = Arrangement(GUTTER, frozenset(words_of[1:]), {of_two[0]: 1})
    best.weigh(noted, chapters[1:], lines, [])
    assert best.together(0.75) == Arrangement(0.75, frozenset(words_of), {paragraphs[1]: 1, of_two[0]: 1})

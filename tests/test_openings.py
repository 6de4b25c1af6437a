"""Where parts, chapters and poems open, and how stanzas stand on pages: read back from the set book."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from octavo.build import build, edition_moment
from octavo.document import read_document
from octavo.edition import load_edition
from octavo.errors import InputError, Notices
from octavo.setbook.stanzas import breaks_of_verse, parted_stanzas
from octavo.setting.pages import Setting, set_pages
from octavo.typesetting.typstbook import TypstBook
from settings import HEAD, words

POEM = "| Over the hill and far away,\n|   down to the water,\n| the boats lie still"


def set_book(folder: Path, *chapters: str, openings: str = "") -> Setting:
    options = "5x8in" + (f", openings: {openings}" if openings else "")
    for number, text in enumerate(chapters):
        head = HEAD.replace("TRIM", options) if not number else ""
        (folder / f"{number:02}.md").write_text(f"{head}{text}\n", encoding="utf-8")
    document = read_document(load_edition(folder))
    with TypstBook(document, edition_moment(document.edition), Notices()) as book:
        _, setting = set_pages(document, book, Notices())
    assert not setting.differences
    return setting


def pages_of_titles(setting: Setting, level: int = 1) -> list[str]:
    return [block.page for block in setting.reading.blocks if block.level == level and block.page.isdigit()]


@pytest.mark.parametrize(
    ("openings", "pages"),
    [("", ["1", "3", "5"]), ("recto", ["1", "3", "5"]), ("next", ["1", "2", "3"]), ("run-on", ["1", "1", "1"])],
)
def test_chapters_open_as_they_are_told_to(tmp_path: Path, openings: str, pages: list[str]) -> None:
    chapters = [f"# Chapter of number {at}\n\n{words(30, at)}" for at in range(3)]
    assert pages_of_titles(set_book(tmp_path, *chapters, openings=openings)) == pages


def test_chapters_of_a_novel_and_poems_leave_no_page_blank(tmp_path: Path) -> None:
    (tmp_path / "novel").mkdir()
    chapters = [f"# The {at}th part of it\n\n{words(30, at)}" for at in range(13)]
    assert pages_of_titles(set_book(tmp_path / "novel", *chapters)) == [str(at) for at in range(1, 14)]
    (tmp_path / "poems").mkdir()
    poems = [f"# A poem, number {at}\n\n{POEM}\n" for at in range(3)]
    assert pages_of_titles(set_book(tmp_path / "poems", *poems, f"# Prose\n\n{words(30, 1)}")) == ["1", "2", "3", "4"]


def test_the_first_chapter_opens_a_page_where_others_run_on(tmp_path: Path) -> None:
    setting = set_book(
        tmp_path, *(f"# Chapter of number {at}\n\n{words(30, at)}" for at in range(2)), openings="run-on"
    )
    titles = [block.stretches[0] for block in setting.reading.blocks if block.level == 1 and block.page.isdigit()]
    assert titles[0].page == titles[1].page
    assert titles[0].base_line < 0.86 * 8 * 72  # of a page of 5 × 8 in


def test_parts_open_on_right_hand_pages_and_their_chapters_on_the_next(tmp_path: Path) -> None:
    chapters = [f"## Chapter {at}\n\n{words(20, len(at))}" for at in ("I", "II", "III")]
    setting = set_book(tmp_path, "# Part One. Morning", *chapters, "# Part Two. Evening", *chapters)
    assert pages_of_titles(setting) == ["1", "7"]
    assert pages_of_titles(setting, 2) == ["3", "4", "5", "9", "10", "11"]


def test_each_kind_has_a_word_of_its_own(tmp_path: Path) -> None:
    poems = [f"# A poem, number {at}\n\n{POEM}" for at in range(2)]
    prose = [f"# Some prose, number {at}\n\n{words(30, at)}" for at in range(2)]
    setting = set_book(tmp_path, prose[0], *poems, prose[1], openings="{chapters: recto, poems: run-on}")
    assert pages_of_titles(setting) == ["1", "1", "1", "3"]


def test_a_word_that_is_none_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        set_book(tmp_path, "# One\n\nWords.", openings="verso")
    problem = told.value.problems[0]
    assert problem.place is not None
    assert problem.place.line
    assert "recto" in str(problem)


DEDICATION = "::: {.dedication}\nTo all who\\\nread this.\n:::"
EPIGRAPH = "::: {.epigraph}\n| Over the hill\n| and far away.\n\n[An old song]{.attribution}\n:::"


def test_dedication_and_epigraph_of_the_book_stand_before_page_1(tmp_path: Path) -> None:
    """On right-hand pages without a folio, and before the contents; what is dedicated later is no page of display."""
    chapters = [f"# Chapter of number {at}\n\n{DEDICATION if at == 2 else words(30, at)}" for at in range(4)]
    setting = set_book(tmp_path, DEDICATION, f"# A motto\n\n{EPIGRAPH}", *chapters)
    pages = {" ".join(block.text.split()): block.page for block in setting.reading.blocks}
    assert (pages["A motto"], pages["An old song"]) == ("vii", "vii")
    said = [(" ".join(block.text.split()), block.page) for block in setting.reading.blocks]
    assert ("To all who read this.", "v") in said
    assert ("To all who read this.", "5") in said
    assert setting.pagination.contents == "ix"
    assert pages_of_titles(setting) == ["1", "3", "5", "7"]
    made = build(tmp_path, ("pdf", "epub"))
    with pypdfium2.PdfDocument(made.artifacts[1].data if made.artifacts[1].name.endswith("pdf") else b"") as file:
        assert "v" not in file[4].get_textpage().get_text_range().split()
        assert file[4].get_textpage().get_text_range().split()[0] == "To"
    with zipfile.ZipFile(io.BytesIO(made.artifacts[0].data)) as epub:
        package = epub.read("EPUB/content.opf").decode()
        spine = re.findall(r'idref="([^"]*)"', package)
        shown = epub.read("EPUB/001-text.xhtml").decode()
    assert spine.index("nav") == 5
    assert 'epub:type="frontmatter"' in shown
    assert 'epub:type="dedication"' in shown


def test_a_book_of_nothing_but_a_dedication_has_it_as_its_text(tmp_path: Path) -> None:
    assert pages_of_titles(set_book(tmp_path, f"# For you\n\n{DEDICATION}")) == ["1"]


@pytest.mark.parametrize("lines", [2, 3, 4, 5, 7, 9])
def test_stanzas_stay_whole_or_keep_two_lines(tmp_path: Path, lines: int) -> None:
    """Of all lengths, also of lines that are turned over, with notes, and in a long poem over many pages."""
    stanzas = []
    for at in range(60 // lines + 12):
        text = [words(4 + (at + line) % 5 + 12 * (at % 7 == 3 and line == 1), 31 * at + line) for line in range(lines)]
        if at % 5 == 2:
            text[0] += f"[^{at}]"
        stanzas.append("\n".join(f"| {'  ' * (line % 2)}{one}" for line, one in enumerate(text)))
    notes = "\n".join(f"[^{at}]: {words(9, at)}" for at in range(len(stanzas)) if at % 5 == 2)
    poem = "\n| \n".join(stanzas)
    setting = set_book(tmp_path, f"# A long poem\n\n{poem}\n\n{notes}\n")
    document = read_document(load_edition(tmp_path))
    assert len({row.line.page for row in setting.pagination.rows}) > 2
    assert list(parted_stanzas(document, setting.pagination.rows)) == []


def test_no_line_of_verse_is_parted_where_it_is_turned_over(tmp_path: Path) -> None:
    """Not even one of four lines and more, of which two could stand on either page."""
    poem = "\n".join(f"| {words(38 + at % 9, at)}" for at in range(40))
    setting = set_book(tmp_path, f"# Long lines\n\n{poem}\n")
    document = read_document(load_edition(tmp_path))
    (block,) = (block for block in document.flow.blocks if "line-block" in (block.element.get("class") or ""))
    begins = set(breaks_of_verse(document, block))
    rows = [row for row in setting.pagination.rows if block.start <= row.offset < block.end]
    parted = [row for before, row in pairwise(rows) if before.line.page != row.line.page]
    assert len(parted) > 3
    assert {row.offset for row in parted} <= begins


def test_stanzas_that_no_page_holds_are_parted(tmp_path: Path) -> None:
    """Prose in lines of verse: nothing may run off the foot of a page."""
    poem = "\n".join(f"| {words(700, at)}" for at in range(3))
    setting = set_book(tmp_path, f"# Long lines\n\n{poem}\n")
    assert len({row.line.page for row in setting.pagination.rows}) > 3
    assert min(s.base_line for block in setting.reading.blocks for s in block.stretches) > 0


def test_verse_within_something_begins_where_that_does(tmp_path: Path) -> None:
    text = f"# One\n\nText.[^1]\n\n[^1]: A note:\n\n    | short\n    | lines\n\n- an item\n\n  | short\n\n{POEM}\n"
    assert not set_book(tmp_path, text).flaws


LINE_OF_TEXT = "A line of text that stands alone.\n"
LETTER = "::: {.closing}\nYour loving\n:::\n\n::: {.signature}\nCharity\n:::"
SPEECH = "::: {.drama}\n[Gull.]{.speaker}\n\n| It brings you what\n| the sea has sent.\n:::"
BEFORE_PROSE = "::: {.epigraph}\nA motto\n:::\n\nIt begins here and goes on."


@pytest.mark.parametrize(
    ("end", "first", "second"),
    [(LETTER, "Your loving", "Charity"), (BEFORE_PROSE, "A motto", "It begins"), (SPEECH, "Gull.", "It brings")],
)
def test_no_page_ends_between_what_belongs_together(tmp_path: Path, end: str, first: str, second: str) -> None:
    """At whatever height of the page it stands: each chapter has a line more before it."""
    lines = [LINE_OF_TEXT] * 34
    chapters = [f"# Chapter of number {at}\n\n{chr(10).join(lines[:at])}\n\n{end}" for at in range(16, 34)]
    setting = set_book(tmp_path, *chapters)
    pages: dict[str, list[int]] = {first: [], second: []}
    for block in setting.reading.blocks:
        for said, found in pages.items():
            at = block.text.find(said)
            found += [[each.page for each in block.stretches if each.offset <= at][-1]] if at >= 0 else []
    assert len(pages[first]) == len(chapters)
    assert pages[first] == pages[second]
    titles = [block.stretches[0].page for block in setting.reading.blocks if block.level and block.page.isdigit()]
    assert len({page - title for page, title in zip(pages[first], titles, strict=True)}) == 2

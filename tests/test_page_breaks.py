"""The page breaks of a chapter are found from its lines, and are those that Typst then makes."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pytest

from octavo.build import edition_moment
from octavo.document import read_document
from octavo.edition import load_edition
from octavo.errors import Notices
from octavo.readback.pagereading import read_pages
from octavo.readback.pieces import Letters
from octavo.setbook.bodylines import BlockLines, BodyLine
from octavo.setbook.pagebreaks import MOST_SHORT, ChapterPages, PageEnd
from octavo.setbook.textblock import strays
from octavo.setbook.typography import FACING, by_kind
from octavo.setting import rounds
from octavo.setting.chapterbreaks import ChapterBreaks
from octavo.setting.pages import Setting, set_pages
from octavo.setting.readingprocess import ReadingProcess
from octavo.setting.wordsleftwhole import left_whole
from octavo.typesetting.arrangement import Arrangement
from octavo.typesetting.typstbook import TypstBook
from settings import HEAD, words
from test_typography import CARELESS, edition_of, restyled

DEPTH = 10
ABOVE_NOTES = 1.0


def lines_of(*paragraphs: int, page: int = 0, notes: dict[int, float] | None = None) -> list[BodyLine]:
    """A chapter of paragraphs with so many lines, told from one another by their blocks; notes by line."""
    lines: list[BodyLine] = []
    for block, count in enumerate(paragraphs):
        for at in range(count):
            may_begin = not at or at not in (1, count - 1)
            height = (notes or {}).get(len(lines), 0.0)
            note = len([line for line in lines if line.notes]) if height else -1
            told_until = 999 if not at and lines else -1
            lines.append(
                BodyLine(page, 0.0, 1.0, may_begin, False, 10 * len(lines), block, told_until, height, note, 0.0)
            )
    return lines


def ends_of(lines: list[BodyLine]) -> list[PageEnd]:
    return ChapterPages(lines, DEPTH, ABOVE_NOTES).best()


def test_full_pages_stay_full() -> None:
    assert ends_of(lines_of(*[5] * 6)) == [PageEnd(10, 0.0), PageEnd(20, 0.0), PageEnd(30, 0.0)]


def test_the_longer_of_two_facing_pages_runs_short() -> None:
    """The second page must end a line early, for the sake of two lines that stay together; so must the third."""
    found = ends_of(lines_of(10, 4, 4, 3, 7, 4, 8))
    left, right = found[1], found[2]
    assert left == PageEnd(18, 2.0) or left.foot == right.foot
    assert all(a.foot == b.foot for a, b in zip(found[1:-1:2], found[2:-1:2], strict=False))
    assert {end.short for end in found} & {1, 2}


def test_a_page_is_told_before_a_paragraph_that_begins_on_it() -> None:
    found = ends_of(lines_of(10, 4, 4, 3, 7, 4, 8))
    begins = [0, 10, 14, 18, 21, 28, 32]
    for before, end in pairwise([PageEnd(0, 0.0), *found]):
        if end.block >= 0:
            assert before.line < begins[end.block] < end.line


def test_where_no_paragraph_begins_no_page_is_told_to_end_early() -> None:
    """A chapter of one paragraph: pages can't be shortened, and the last but one line is not left alone."""
    found = ends_of(lines_of(31))
    assert [end.line for end in found] == [10, 20, 29, 31]
    assert all(end.block < 0 for end in found)


def test_what_is_told_within_a_quotation_must_go_on_behind_the_page() -> None:
    lines = lines_of(10, 4, 4, 3, 7, 4, 8)
    assert any(end.block >= 0 for end in ends_of(lines))
    ended = [line._replace(told_until=line.block if line.told_until >= 0 else -1) for line in lines]
    assert all(end.block < 0 or lines[end.line].block == end.block for end in ends_of(ended))


def test_a_page_with_notes_is_as_long_as_its_notes_and_runs_short_below_them() -> None:
    """The left page must be a line short; the right one, with a note, gets an empty line below that."""
    lines = lines_of(10, 9, 3, 6, 20, notes={22: 1.0})
    found = ends_of(lines)
    assert found[1].foot == found[2].foot > 0
    assert found[2].note == 0
    assert found[2].short == found[2].foot


def test_a_line_whose_note_has_no_room_goes_to_the_next_page_with_it() -> None:
    lines = lines_of(*[5] * 8, notes={7: 3.0})
    assert ends_of(lines)[0].line == 7 or ends_of(lines)[0].foot > 0
    assert ends_of(lines)[0].line <= 7


def test_no_page_ends_where_a_note_might_be_parted() -> None:
    lines = lines_of(*[5] * 8, notes={7: 5.0})
    assert ends_of(lines)[0] == PageEnd(7, 3.0)
    lines[7] = lines[7]._replace(partable=4.5)
    assert ends_of(lines)[0].short, "a page that is told to end early has no room for a part of it"


def test_pages_are_as_set_where_each_ends_as_foreseen() -> None:
    lines = lines_of(*[5] * 6)
    set_so = [line._replace(page=number // 10) for number, line in enumerate(lines)]
    assert ChapterPages(set_so, DEPTH, ABOVE_NOTES).are_as_set({}, {})
    other = [line._replace(page=0 if number < 8 else 1 + (number - 8) // 10) for number, line in enumerate(lines)]
    assert not ChapterPages(other, DEPTH, ABOVE_NOTES).are_as_set({}, {})
    assert ChapterPages(other, DEPTH, ABOVE_NOTES).are_as_set({1: 2}, {}), "as it was told to"
    assert ChapterPages(other, DEPTH, ABOVE_NOTES).are_as_set({}, {}, but={0}), "of this page nothing is known"


def test_no_page_ends_earlier_than_the_most() -> None:
    for seed in range(30):
        found = ends_of(lines_of(*[1 + (seed * 7 + at * 5) % 9 for at in range(25)]))
        assert all(end.foot <= MOST_SHORT for end in found[:-1])
        assert [end.line for end in found] == sorted({end.line for end in found})


def set_as_planned(folder: Path) -> tuple[Setting, list[dict[int, Arrangement]]]:
    """An edition's setting, and what was planned in each round."""
    document = read_document(load_edition(folder))
    planned: list[dict[int, Arrangement]] = []
    plan = ChapterBreaks.planned

    def noted(self: ChapterBreaks, *arguments: object) -> dict[int, Arrangement]:
        planned.append(plan(self, *arguments))  # type: ignore[arg-type]
        return planned[-1]

    with (
        patch.object(ChapterBreaks, "planned", noted),
        TypstBook(document, edition_moment(document.edition), Notices()) as book,
    ):
        _, setting = set_pages(document, book, Notices())
        return setting, planned


CHAPTERS = 4


LETTER = """::::: letter
::: salutation
Dear Charity,
:::

{}

::: closing
Yours ever
:::

::: signature
Lucius
:::
:::::"""
STANZAS = "\n> |\n".join("\n".join(f"> | Line {at} of stanza {number}" for at in range(7)) for number in range(2))


@pytest.mark.parametrize("style", ["default", "plain"])
@pytest.mark.parametrize("kind", ["plain", "quoted", "noted", "parted", "letters", "verse"])
def test_a_whole_book_is_level(tmp_path: Path, kind: str, style: str) -> None:
    """What is planned is what Typst makes of it: quotations, notes, signs between sections, letters, stanzas."""
    folder = tmp_path / "e"
    folder.mkdir()
    for number in range(CHAPTERS):
        parts = [words(20 + 37 * (at + number) % 150, 100 * number + at) for at in range(50)]
        if kind == "quoted":
            parts[3:40] = ["\n>\n".join(f"> {'> ' * (at % 3 > 0)}{part}" for at, part in enumerate(parts[3:40]))]
        if kind == "noted":
            noted = [f"{part[:-1]}[^{at}]." if at % 4 == 1 else part for at, part in enumerate(parts)]
            parts = [*noted, *(f"[^{at}]: {words(4 + 3 * at % 40, at)}" for at in range(1, 50, 4))]
        if kind == "parted":
            parts[5::7] = [f"{part}\n\n* * *" for part in parts[5::7]]
        if kind == "letters":
            parts[5::6] = [LETTER.format(part) for part in parts[5::6]]
        if kind == "verse":
            parts[5::9] = [f"{part}\n\n{STANZAS}" for part in parts[5::9]]
        head = HEAD.replace("TRIM", f"5x8in, style: {style}") if not number else ""
        (folder / f"{number:02}.md").write_text(f"{head}# Chapter {number}\n\n" + "\n\n".join(parts) + "\n")
    setting, planned = set_as_planned(folder)
    assert by_kind(setting.flaws).get(FACING, []) == []
    assert len(planned[0]) == CHAPTERS, "every chapter has a flaw at first, and can be foreseen"


def test_lines_without_hyphens_in_a_row_are_known_before_the_book_is_set_with_them(tmp_path: Path) -> None:
    """What paragraphs, also quoted ones and those with notes, are set with by themselves is what the book has."""
    folder = edition_of(tmp_path / "e")
    text = (folder / "01.md").read_text(encoding="utf-8").split("\n\n")
    text[9] = "\n>\n".join(f"> {part}" for part in text[9:12])
    text[20] = f"{text[20][:40]}[^1]{text[20][40:]}"
    (folder / "01.md").write_text("\n\n".join([*text[:10], *text[12:], "[^1]: A note."]), encoding="utf-8")
    tried: list[tuple[frozenset[int], BlockLines]] = []

    def noted(*given: object) -> tuple[frozenset[int], BlockLines]:
        tried.append(left_whole(*given))  # type: ignore[arg-type]
        return tried[-1]

    with restyled(CARELESS[:1]), patch.object(rounds, "left_whole", noted):
        setting, planned = set_as_planned(folder)
    whole, lines = tried[0]
    assert len(lines) > 3
    assert planned[0], "its pages were planned with them"
    document = read_document(load_edition(folder))
    begins = [row.offset for row in setting.pagination.rows]
    same = 0
    for number, own in lines.items():
        block = document.flow.blocks[number]
        if {at for at in setting.arrangement.undivided ^ whole if block.start <= at < block.end}:
            continue  # further words of it were left whole at a page's end
        same += 1
        assert [offset for offset, _ in own] == [at for at in begins if block.start <= at < block.end]
    assert same


def test_pages_are_the_same_wherever_they_are_read(tmp_path: Path) -> None:
    document = read_document(load_edition(edition_of(tmp_path / "e")))
    with TypstBook(document, edition_moment(document.edition), Notices()) as book:
        data = book.draft()
    here = read_pages(data, range(4), False, Letters(keeps_spaces=True))
    with closing(ReadingProcess()) as elsewhere:
        assert elsewhere.begin(data, [1, 3], False, Letters(keeps_spaces=True))() == here[1::2]
        assert elsewhere.strays(data) == list(strays(data))
        assert elsewhere.begin(b"no PDF", [0], False, Letters())() is None
        assert elsewhere.strays(data) == list(strays(data)), "what is not done there is done here"


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"{'#' * (2 + i % 4)} H{i}" for i in range(200)),
        "| a | b |\n|---|---|\n" + "\n".join(f"| x{i} | y{i} |" for i in range(500)),
    ],
    ids=["headings", "rows"],
)
def test_a_book_without_lines_of_body_text_is_set(tmp_path: Path, text: str) -> None:
    """There is no grid of base lines then, nor anything to be measured by it."""
    (tmp_path / "01.md").write_text(f"{HEAD.replace('TRIM', '4.25x7in')}# One\n\n{text}\n", encoding="utf-8")
    document = read_document(load_edition(tmp_path))
    with TypstBook(document, edition_moment(document.edition), Notices()) as book:
        _, setting = set_pages(document, book, Notices())
    assert setting.reading.page_labels[-1].isdigit()

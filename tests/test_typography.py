"""What a typesetter would mend: found on the PDF as another reader sees it, and mended in a few rounds."""

from __future__ import annotations

import ctypes
from contextlib import AbstractContextManager
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pypdfium2
import pypdfium2.raw as raw
import pytest

from octavo.build import edition_moment
from octavo.document import read_document
from octavo.edition import load_edition
from octavo.errors import Notices
from octavo.readback.reading import TEXT
from octavo.renditions.style import style
from octavo.setbook.typography import DIVIDED, FACING, HYPHENS, ORPHAN, WIDOW, by_kind
from octavo.setting import rounds
from octavo.setting.pages import Setting, set_pages
from octavo.setting.repair import PagesToMend
from octavo.typesetting import typstbook
from octavo.typesetting.arrangement import Arrangement
from settings import HEAD, words

CARELESS = (("hyphenation: 50%", "hyphenation: 10%"), ("widow: 1000%, orphan: 1000%", "widow: 0%, orphan: 0%"))
LINE_END = "\x02\ufffe-"


def edition_of(folder: Path) -> Path:
    """Long and short words, paragraphs of all lengths, headings."""
    folder.mkdir()
    parts = []
    for number in range(60):
        parts.append(words(20 + 17 * number % 90, number))
        if number % 11 == 10:
            parts.append(f"## Part {number}")
    text = HEAD.replace("TRIM", "4.25x7in") + "# One\n\n" + "\n\n".join(parts) + "\n\nThe end.\n"
    (folder / "01.md").write_text(text, encoding="utf-8")
    return folder


def set_as(folder: Path, *, careless: bool, mended: bool) -> tuple[Setting, bytes]:
    """Set an edition, with the style as it is or without its care, mended or as Typst has it."""
    document = read_document(load_edition(folder))
    repaired = rounds._Rounds.repaired if mended else lambda _, __, latest, ___, ____: latest.arrangement
    moment = edition_moment(document.edition)
    with (
        restyled(CARELESS if careless else ()),
        patch.object(rounds._Rounds, "repaired", repaired),
        typstbook.TypstBook(document, moment, Notices()) as made,
    ):
        _, setting = set_pages(document, made, Notices())
        return setting, made.book()


def restyled(changes: tuple[tuple[str, str], ...]) -> AbstractContextManager[object]:
    """While this is entered, books are set with another style sheet."""
    text = style("print.typ")
    for usual, other in changes:
        assert usual in text
        text = text.replace(usual, other)
    return patch.object(typstbook, "style", lambda name: text if name == "print.typ" else style(name))


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> tuple[Setting, bytes]:
    return set_as(edition_of(tmp_path_factory.mktemp("typography") / "e"), careless=True, mended=False)


def lines_of(data: bytes) -> list[list[tuple[float, str]]]:
    """The body lines of each page from its head, by their heights alone: their base line and what they end in."""
    document = pypdfium2.PdfDocument(data)
    found = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for page in document:
        text = page.get_textpage()
        rows: dict[float, list[tuple[float, str]]] = {}
        sizes = [round(raw.FPDFText_GetFontSize(text, i), 1) for i in range(text.count_chars())]
        body = max(set(sizes), key=sizes.count) if sizes else 0
        for i in range(text.count_chars()):
            raw.FPDFText_GetCharOrigin(text, i, x, y)
            character = text.get_text_range(i, 1) or "\x02"
            if sizes[i] == body and not character.isspace():
                rows.setdefault(round(y.value, 1), []).append((x.value, character))
        found.append([(height, "".join(c for _, c in sorted(rows[height]))) for height in sorted(rows, reverse=True)])
    document.close()
    return found


def test_divided_words_are_where_another_reader_sees_them(careless: tuple[Setting, bytes]) -> None:
    setting, data = careless
    labels = setting.reading.page_labels
    seen = set()
    for number, rows in enumerate(lines_of(data)):
        last = rows[-1][1] if labels[number].isdigit() and rows else " "
        # A hyphen of the text's own, at which it may be parted, divides no word.
        if last[-1] in LINE_END and not last[:-1].endswith("well"):
            seen.add(labels[number + 1])
    found = {flaw.place.page for flaw in setting.flaws if flaw.kind == DIVIDED}
    assert found == seen
    assert len(seen) >= 3


def test_rows_of_hyphens_are_where_another_reader_sees_them(careless: tuple[Setting, bytes]) -> None:
    setting, data = careless
    labels = setting.reading.page_labels
    seen = set()
    for number, rows in enumerate(lines_of(data)):
        ends = [row[1][-1] in LINE_END for row in rows]
        seen |= {labels[number] for at in range(len(ends) - 3) if all(ends[at : at + 3])}
    found = {flaw.place.page for flaw in setting.flaws if flaw.kind == HYPHENS}
    assert seen <= found
    assert seen


def test_facing_pages_end_where_another_reader_sees_them_end(careless: tuple[Setting, bytes]) -> None:
    setting, data = careless
    rows = lines_of(data)
    labels = setting.reading.page_labels
    line = rows[labels.index("4")][3][0] - rows[labels.index("4")][4][0]
    flaws = {flaw.place.page: flaw for flaw in setting.flaws if flaw.kind == FACING}
    last = max(int(label) for label in labels if label.isdigit() and rows[labels.index(label)])
    for left in range(2, last - 1, 2):
        feet = [rows[labels.index(str(page))][-1][0] for page in (left, left + 1)]
        apart = abs(feet[0] - feet[1]) / line
        assert (apart > 0.5) == (str(left) in flaws), (left, apart)


def test_a_page_may_end_with_what_is_no_text(tmp_path: Path) -> None:
    """A sign between sections, a picture: what the eye sees at the foot of a page, it ends with."""
    folder = tmp_path / "e"
    folder.mkdir()
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><path d="M0 0h200v60H0z"/></svg>'
    (folder / "a.svg").write_text(picture, encoding="utf-8")
    parts = []
    for number in range(150):
        parts.append(words(20 + 17 * number % 90, number))
        parts += ["* * *"] if number % 3 == 1 else ['![](a.svg){alt=""}'] if number % 3 == 2 else []
    text = HEAD.replace("TRIM", "4.25x7in") + "# One\n\n" + "\n\n".join(parts) + "\n\nThe end.\n"
    (folder / "01.md").write_text(text, encoding="utf-8")
    setting, data = set_as(folder, careless=False, mended=False)
    rows, drawn = lines_of(data), pictures_of(data)
    labels = setting.reading.page_labels
    line = next(a[0] - b[0] for page in rows[labels.index("4") :] for a, b in pairwise(page))
    told = {flaw.place.page for flaw in setting.flaws if flaw.kind == FACING}
    last = max(int(label) for label in labels if label.isdigit() and rows[labels.index(label)])
    ends = {"text": 0, "sign": 0, "picture": 0}
    for left in range(2, last - 1, 2):
        feet = []
        for page in (labels.index(str(left)), labels.index(str(left + 1))):
            foot, text_ = rows[page][-1]
            ends["sign" if set(text_) == {"*"} else "picture" if drawn[page] < foot else "text"] += 1
            feet.append(min(foot, drawn[page]))
        apart = abs(feet[0] - feet[1]) / line
        assert (apart > 0.5) == (str(left) in told), (left, apart)
    assert min(ends.values()) > 1, ends


def pictures_of(data: bytes) -> list[float]:
    """The lower edge of the lowest picture of each page."""
    document = pypdfium2.PdfDocument(data)
    kinds = [raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_IMAGE]
    found = [min((item.get_bounds()[1] for item in page.get_objects(filter=kinds)), default=999.0) for page in document]
    document.close()
    return found


def test_all_of_it_is_mended(tmp_path: Path, careless: tuple[Setting, bytes]) -> None:
    """With the style's care and the rounds of mending there is none left, and no word has changed."""
    before = by_kind(careless[0].flaws)
    assert {DIVIDED, HYPHENS} <= set(before)
    assert {WIDOW, ORPHAN} & set(before)
    setting, data = set_as(edition_of(tmp_path / "e"), careless=False, mended=True)
    assert setting.flaws == []
    assert letters_of(careless[0]) == letters_of(setting)
    for rows in lines_of(data):
        assert not rows or rows[-1][1][-1] not in LINE_END or rows[-1][1][:-1].endswith("well")


def letters_of(setting: Setting) -> str:
    return "".join(block.text for block in setting.reading.blocks if block.region == TEXT).replace(" ", "")


def test_mending_alone_takes_nearly_all_away(tmp_path: Path, careless: tuple[Setting, bytes]) -> None:
    """Also where Typst is told to divide words as it likes, so that a word left whole divides the next one."""
    setting, _ = set_as(edition_of(tmp_path / "e"), careless=True, mended=True)
    assert len(setting.flaws) < len(careless[0].flaws) / 4
    assert DIVIDED not in by_kind(setting.flaws)
    assert setting.arrangement.undivided


def test_chapters_that_are_read_alone_say_what_the_whole_book_says(tmp_path: Path) -> None:
    """In every round, what is read of the changed chapters is what a reading of the whole book has there.

    Chapters with notes, quotations, lists and tables, some of them without a flaw; the style is set without its care.
    """
    folder = edition_of(tmp_path / "e")
    first = folder / "01.md"
    first.write_text(first.read_text("utf-8").replace("4.25x7in", "4.25x7in, openings: recto"), encoding="utf-8")
    for number in range(2, 7):
        paragraphs = [words(15 + 23 * at % 80, 100 * number + at) + f"[^{at}]" * (at % 3 == 0) for at in range(24)]
        notes = "\n".join(f"[^{at}]: {words(9, at)}" for at in range(0, 24, 3))
        others = (
            f"> {words(30, number)}\n\n- {words(5, 1)}\n- {words(40, 2)}\n\n| a | b |\n|---|---|\n| {words(3, 3)} | 2 |"
        )
        text = f"# Chapter {number}\n\n" + "\n\n".join([*paragraphs[:12], others, *paragraphs[12:]])
        (folder / f"{number:02}.md").write_text(f"{text}\n\n{notes}\n", encoding="utf-8")
    for number in range(7, 17):  # of these, nothing is to be mended
        (folder / f"{number:02}.md").write_text(f"# Chapter {number}\n\n{words(30, number)}\n", encoding="utf-8")
    alone = []
    following = rounds._Rounds.following

    def compared(self: rounds._Rounds, arrangement: Arrangement, before: rounds.Round) -> rounds.Round:
        found = following(self, arrangement, before)
        whole = self.whole(found)
        if found is not whole:
            alone.append(len(found.chapters))
            chapter_of = PagesToMend(self._document, whole.rows, {}).chapter_of
            assert list(found.rows) == [row for row in whole.rows if chapter_of(row.line.page) in found.chapters]
            assert set(found.flaws) == {flaw for flaw in whole.flaws if chapter_of(flaw.place.page) in found.chapters}
            pages = {row.line.page for row in found.rows}
            labels = whole.reading.page_labels
            assert found.noted == {page for page in whole.noted if labels[page] in pages}
        return found

    with patch.object(rounds._Rounds, "following", compared):
        set_as(folder, careless=True, mended=True)
    assert len(alone) >= 2
    assert max(alone) < 16

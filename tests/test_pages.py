"""One pagination: the pages and lines that Typst sets, that are read back, and that every rendition names."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pypdfium2
import pypdfium2.raw as raw
import pytest

from books import long_book
from octavo.build import build, edition_moment
from octavo.document import Document, Paginated
from octavo.document.emendations import shown
from octavo.document.pages import Line, Pagination
from octavo.document.wrap import Wrapping, wrap
from octavo.errors import Notices
from octavo.readback.pdf import PdfReading, open_pdf_reading
from octavo.setbook import pagination
from octavo.setbook.pagination import read_pagination
from octavo.setting import pages
from octavo.setting.pages import Setting, set_pages
from octavo.typesetting.arrangement import Arrangement
from octavo.typesetting.typstbook import TypstBook
from settings import HEAD, TRIMS, copied, words

Book = tuple[Document, PdfReading, Arrangement]
"""An edition's Document with its pages in it, the book read back as it was finished, and how it was set."""


def paginated(folder: Path) -> Book:
    """Build an edition for print, and keep how it was set."""
    settings: list[Setting] = []

    def kept(*given: Any) -> tuple[Paginated, Setting]:
        document, setting = set_pages(*given)
        settings.append(setting)
        return document, setting

    with patch.object(pages, "set_pages", kept):
        made = build(folder, ("pdf",))
    (book,) = (artifact for artifact in made.artifacts if artifact.name.endswith(".pdf"))
    return made.document, open_pdf_reading(book.data, folder / book.name), settings[0].arrangement


def edition_of(folder: Path, text: str, trim: str = "5x8in") -> Path:
    folder.mkdir()
    (folder / "01.md").write_text(HEAD.replace("TRIM", trim) + text, encoding="utf-8")
    return folder


def pagination_of(document: Document) -> Pagination:
    assert document.pagination is not None
    return document.pagination


@pytest.fixture(scope="module", params=["one", "seventeen", "running-notes", "pamphlet", "two hundred"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, source: Path) -> Book:
    """Books of 1, 17 and 200 pages, one whose notes run over to the next page, and the first edition."""
    folder = tmp_path_factory.mktemp("pages") / "book"
    if request.param == "one":
        edition_of(folder, "# Alone\n\nJust this.\n")
    elif request.param == "seventeen":
        paragraphs = "\n\n".join(words(150, seed) for seed in range(26))
        edition_of(folder, f"# Seventeen\n\n{paragraphs}\n\n> {words(60, 99)}\n")
    elif request.param == "running-notes":
        parts = [f"{words(120, seed)}[^{seed}] {words(70, seed + 50)}" for seed in range(12)]
        notes = [f"[^{seed}]: {words(280, seed + 500)}" for seed in range(12)]
        edition_of(folder, "# Notes\n\n" + "\n\n".join(parts + notes) + "\n")
    elif request.param == "pamphlet":
        folder = source
    else:
        long_book(source, folder, 7)
    return paginated(folder)


def test_the_books_are_as_long_as_they_should_be(book: Book, request: pytest.FixtureRequest) -> None:
    last = int(pagination_of(book[0]).pages[-1].label)
    expected = {"one": (1, 1), "seventeen": (16, 18), "two hundred": (190, 225)}
    fewest, most = expected.get(request.node.callspec.params["book"], (10, 60))
    assert fewest <= last <= most


def test_the_finished_book_has_the_pages_that_the_document_has(book: Book) -> None:
    document, reading, _ = book
    paged = pagination_of(document)
    again = read_pagination(document, reading)
    assert again.pages == paged.pages
    assert again.lines == paged.lines
    assert again.contents == paged.contents
    labels = [page.label for page in paged.pages]
    assert set(labels) <= set(reading.page_labels)
    assert [label for label in reading.page_labels if label in labels] == labels
    spans = [
        str(span.get("data-page"))
        for chapter in document.chapters
        for span in chapter.element.iter("span")
        if span.get("data-page")
    ]
    assert spans == labels


def test_another_reader_finds_the_words_at_the_head_of_each_page(book: Book) -> None:
    """PDFium's plain text of a page, in which nothing is tagged, begins with the words at which the page begins."""
    document, reading, _ = book
    pages = [page for page in pagination_of(document).pages if page.label.isdigit()]
    pdf = pypdfium2.PdfDocument(reading._data)
    try:
        for page in pages:
            plain = letters(pdf[reading.page_labels.index(page.label)].get_textpage().get_text_range())
            expected = letters(document.flow.text[page.offset : page.offset + 40])
            assert expected[:20] in plain[:200], page
    finally:
        pdf.close()


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha())


def test_typst_puts_the_first_word_of_a_page_on_it_and_the_word_before_on_another(
    book: Book,
) -> None:
    """Marks before the second word of a page and the last of the one before, in a setting of their own."""
    document, reading, arrangement = book
    text = document.flow.text
    wrappings, expected = [], {}
    for page in pagination_of(document).pages:
        second = re.compile(r"[^\s–]+ +(?=\w)").match(text, page.offset)
        if page.label.isdigit() and page.label != "1" and second:
            before = text[: page.offset].rstrip()
            last = max(before.rfind(" "), before.rfind("\n")) + 1
            wrappings.append(Wrapping(last, last, {"id": f"last-{page.label}"}))
            wrappings.append(Wrapping(second.end(), second.end(), {"id": f"first-{page.label}"}))
            expected[f"first-{page.label}"] = reading.page_labels.index(page.label)
    assert len(expected) > len(pagination_of(document).pages) // 2 or len(reading.page_labels) < 8
    wrap(document.flow, sorted(wrappings, key=lambda item: item.start))
    document.reflow()
    with TypstBook(document, edition_moment(document.edition), Notices([])) as typst_book:
        typst_book.write_sources(arrangement)
        typst_book.draft()
        before_it = {name: name.replace("first", "last") for name in expected}
        found = typst_book.pages_of([*before_it, *before_it.values()])
        for name, number in expected.items():
            assert found[name] == number, name
            assert found[before_it[name]] < number, name


@pytest.mark.parametrize("trim", TRIMS)
def test_the_word_stands_on_the_page_and_line_that_the_list_gives(source: Path, tmp_path: Path, trim: str) -> None:
    """The list as printed, and the lines of the page as another reader sees them, by their height alone."""
    document, reading, _ = paginated(copied(source, tmp_path, trim))
    paged = pagination_of(document)
    printed = [block.text for block in reading.blocks if re.match(r"\d+\.\d+ ", block.text)]
    emendations = list(shown(document.emendations))
    errata = document.edition.errata
    assert len(printed) == len(emendations) + len(errata.stet) + len(errata.queries)
    printed = printed[: len(emendations)]  # readings that stand, and queries, come behind them
    assert len(printed) > 20
    pdf = pypdfium2.PdfDocument(reading._data)
    try:
        for emendation, entry in zip(emendations, printed, strict=True):
            place = entry.split(" ")[0]
            assert place == str(paged.lines[emendation.number])
            before, lemma, after, witness_reading = emendation.printed
            assert entry.startswith(f"{place} {lemma}] {witness_reading} W ({before}{lemma}{after})")
            label, number = place.split(".")
            line = seen_lines(pdf[reading.page_labels.index(label)])[int(number) - 1]
            # A word that is parted has its end on this line.
            first = re.findall(r"\w+", emendation.edition_text or lemma)[0]
            assert first in line or any(line.startswith(first[at:]) for at in range(1, len(first))), (entry, line)
    finally:
        pdf.close()


def seen_lines(page: pypdfium2.PdfPage) -> list[str]:
    """The body lines of a page from its head: letters at one height and as large as a quotation's or larger."""
    textpage = page.get_textpage()
    seen: list[tuple[float, float, float, str]] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(textpage.count_chars()):
        raw.FPDFText_GetCharOrigin(textpage, index, x, y)
        seen.append((y.value, x.value, raw.FPDFText_GetFontSize(textpage, index), textpage.get_text_range(index, 1)))
    body = Counter(round(size, 1) for _, _, size, _ in seen).most_common(1)[0][0]
    lines: dict[float, list[tuple[float, str]]] = {}
    for height, left, size, character in seen:
        if size > 0.9 * body and character.strip():
            lines.setdefault(round(height, 1), []).append((left, character))
    return ["".join(c for _, c in sorted(lines[height])) for height in sorted(lines, reverse=True)]


def test_page_break_before_a_parted_word(book: Book) -> None:
    document, *_ = book
    text = document.flow.text
    for page in pagination_of(document).pages:
        assert page.offset == 0 or not (text[page.offset - 1].isalnum() and text[page.offset].isalnum()), page


def test_a_line_is_written_and_read() -> None:
    for line in (Line("9", 14), Line("xii", 3), Line("9", 0, "b")):
        assert Line.parse(str(line)) == line
    with pytest.raises(ValueError, match="invalid literal"):
        Line.parse("9.x")


def test_counting_letters_and_collating_words_find_the_same_lines(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the PDF has just the letters of the text they are counted; else its words are collated."""
    document, reading, _ = book
    counted = read_pagination(document, reading)
    monkeypatch.setattr(pagination, "_alike_until", lambda text, blocks: (0, 0))
    assert read_pagination(document, reading) == counted


def test_a_text_that_is_alike_only_until_somewhere_has_the_same_lines(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, reading, _ = book
    counted, alike_until = read_pagination(document, reading), pagination._alike_until
    for part in (0.01, 0.4, 0.99):
        monkeypatch.setattr(
            pagination,
            "_alike_until",
            lambda text, blocks, part=part: alike_until(text, blocks[: int(len(blocks) * part)]),
        )
        assert read_pagination(document, reading) == counted

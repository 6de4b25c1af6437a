"""How chapters were arranged best is found again: fewer settings, and the very book that a search anew gives."""

from __future__ import annotations

import io
import json
from pathlib import Path
from random import Random
from unittest.mock import patch

import pikepdf
import pytest

from edits import edit
from octavo.build import build
from octavo.cache import NOTHING, Cache, read_whole, write_beside
from octavo.printers.printer import Printer
from octavo.setting.knownarrangements import KEPT
from octavo.typesetting.typstbook import TypstBook
from settings import HEAD, words

CHAPTERS = 3


def write_chapter(folder: Path, number: int, seed: int) -> None:
    """A chapter of some pages, with notes, in which a typesetter has something to mend."""
    paragraphs = [words(25 + 23 * at % 90, 1000 * seed + at) for at in range(14)]
    text = f"# Chapter {seed}\n\n" + "\n\n".join(paragraphs) + f"[^a]\n\n[^a]: {words(12, seed)}\n"
    head = HEAD.replace("TRIM", "4.25x7in") if not number else ""
    (folder / f"{number:02}.md").write_text(head + text, encoding="utf-8")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    for number in range(CHAPTERS):
        write_chapter(folder, number, number)
    return folder


class Builder:
    """Builds an edition with a cache that stays, and counts how often it is set."""

    def __init__(self, folder: Path, store: Path) -> None:
        self._folder, self._store = folder, store
        self.times_set = 0

    def pdf(self, *, cached: bool = True) -> bytes:
        cache = Cache(self._store) if cached else NOTHING
        draft = TypstBook.draft
        self.times_set = 0

        def counted(typst_book: TypstBook) -> bytes:
            self.times_set += 1
            return draft(typst_book)

        with patch.object(TypstBook, "draft", counted):
            made = build(self._folder, ("pdf",), cache=cache)
        cache.write()
        return made.artifacts[0].data

    def same_as_anew(self) -> int:
        """Build with what is kept and without; gives how often the book was set with it."""
        found = self.pdf()
        times = self.times_set
        assert found == self.pdf(cached=False)
        return times

    @property
    def kept(self) -> list[Path]:
        return sorted((self._store / KEPT).glob("*"))


@pytest.fixture
def builder(book: Path, tmp_path: Path) -> Builder:
    return Builder(book, tmp_path / "store")


def test_a_second_build_needs_no_rounds(builder: Builder) -> None:
    assert builder.same_as_anew() > 1
    assert builder.kept
    assert builder.same_as_anew() == 1


def test_a_chapter_that_changes_is_searched_for_alone(builder: Builder, book: Path) -> None:
    builder.pdf()
    known = set(builder.kept)
    write_chapter(book, 1, 9)
    builder.same_as_anew()
    assert set(builder.kept) > known
    assert builder.same_as_anew() == 1
    # What another chapter says, and where it stands, is nothing to this one.
    (book / "02.md").unlink()
    assert builder.same_as_anew() == 1


def test_another_style_or_trim_is_another_search(builder: Builder, book: Path) -> None:
    builder.pdf()
    known = len(builder.kept)
    path = book / "00.md"
    path.write_text(path.read_text(encoding="utf-8").replace("4.25x7in", "5x8in"), encoding="utf-8")
    builder.same_as_anew()
    assert len(builder.kept) > known


def change_known(builder: Builder, part: int, value: object) -> None:
    """Write something else into what is kept of every chapter."""
    for path in builder.kept:
        known = json.loads(read_whole(path) or b"")
        known[part] = value
        write_beside(path, json.dumps(known).encode())


@pytest.mark.parametrize(("part", "value"), [(1, 7), (2, [1.0, 2.0])], ids=["other flaws", "other measures"])
def test_what_does_not_come_out_as_it_did_is_searched_for_anew(builder: Builder, part: int, value: object) -> None:
    """Whatever the reason: an arrangement is only taken where the book agrees with what was found with it."""
    builder.pdf()
    change_known(builder, part, value)
    assert builder.same_as_anew() > 1


def test_a_book_near_the_next_gutter_whose_length_the_search_changes_is_searched_for_anew(builder: Builder) -> None:
    """With the chapters as they come it might have so many pages more that all its lines break elsewhere."""
    with pikepdf.open(io.BytesIO(builder.pdf())) as made:
        most = len(made.pages) + 1
    with patch.object(Printer, "gutter", lambda _, pages: 0.5 if pages <= most else 0.6):
        builder.pdf()
        change_known(builder, 3, True)
        builder.pdf()
        assert builder.times_set == 1
        change_known(builder, 3, False)
        assert builder.same_as_anew() > 1
    builder.pdf()
    change_known(builder, 3, False)
    assert builder.same_as_anew() == 1


@pytest.mark.long
def test_random_edits_give_the_very_book_that_a_search_anew_gives(builder: Builder, book: Path) -> None:
    chance = Random(3)
    for number in range(60):
        path, at = edit(book, chance, most=9)
        if number % 7 == 3:
            lines = path.read_text(encoding="utf-8").split("\n")
            lines.insert(at + 1, f"\n{words(60, number)}[^n{number}]\n\n[^n{number}]: {words(20, number)}\n")
            path.write_text("\n".join(lines), encoding="utf-8")
        if number % 20 == 9:
            write_chapter(book, CHAPTERS + number, number)
        builder.same_as_anew()

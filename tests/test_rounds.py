"""How often a book is set, and what is kept of it: decided on flaws that are made up, without a setting."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from madeup import BEFORE, GUTTER, lines_of, paragraphs_of, short, two_chapters
from octavo.cache import NOTHING
from octavo.document import Document
from octavo.document.pages import Line
from octavo.setbook.typography import DIVIDED, Flaw
from octavo.setting import rounds
from octavo.setting.knownarrangements import KnownArrangements
from octavo.setting.repair import MOST_SHORT, BestOfChapters, PagesToMend, repaired
from octavo.typesetting.arrangement import Arrangement
from octavo.typesetting.typstbook import TypstBook


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    return two_chapters(tmp_path_factory.mktemp("mending"))


class Scripted:
    """A book whose settings are known beforehand: an arrangement's flaws, by how many words it leaves whole."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, document: Document, flaws: list[list[Flaw]]) -> None:
        self.document, self.flaws, self.calls = document, flaws, []
        self.stand_alone = True
        self.known = KnownArrangements(document, cast(TypstBook, None), NOTHING)
        self.lines = tuple(lines_of(document, {"1": paragraphs_of(document, 0)[:3]}))
        monkeypatch.setattr(rounds, "_Rounds", lambda *_: self)

    def _round(self, arrangement: Arrangement, name: str) -> Any:
        self.calls.append(name)
        at = min(len(arrangement.undivided), len(self.flaws) - 1)
        return SimpleNamespace(
            arrangement=arrangement,
            chapters=range(len(self.document.chapters)),
            rows=self.lines,
            flaws=self.flaws[at],
            reading=SimpleNamespace(page_labels=PAGES, blocks=[]),
        )

    def first(self) -> Any:
        return self._round(BEFORE, "first")

    def following(self, arrangement: Arrangement, _: Any) -> Any:
        return self._round(arrangement, "following")

    def set_whole(self, arrangement: Arrangement) -> Any:
        return self._round(arrangement, "set whole")

    def whole(self, latest: Any) -> Any:
        self.calls.append("whole")
        return latest

    def keep(self, whole: Any) -> None:
        self.kept = whole

    def last_notes(self, _: Any) -> dict[str, int | None]:
        return {}

    def repaired(self, pages: PagesToMend, latest: Any, found: list[Flaw], _: Any) -> Arrangement:
        return repaired(pages, latest.arrangement, found)

    def mended(self) -> Any:
        book: Any = None
        return rounds.mended(self.document, book)


Script = Callable[[list[list[Flaw]]], Scripted]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, document: Document) -> Script:
    return lambda flaws: Scripted(monkeypatch, document, flaws)


def word(number: int) -> Flaw:
    """A divided word of the page, in its line of this number."""
    return Flaw(DIVIDED, Line("1", number), "ad-ministratively")


def test_a_book_without_a_flaw_is_set_once(script: Script) -> None:
    book = script([[]])
    assert book.mended().arrangement == BEFORE
    assert book.calls == ["first", "whole"]


def test_what_cannot_be_mended_is_not_set_again(script: Script) -> None:
    book = script([[short("1", MOST_SHORT + 1)]])
    assert book.mended().arrangement == BEFORE
    assert book.calls == ["first", "whole"]


def test_a_book_is_set_again_until_nothing_is_to_be_mended(script: Script) -> None:
    book = script([[word(1), word(2)], [word(3)], []])
    found = book.mended()
    assert len(found.arrangement.undivided) == 2
    assert book.calls == ["first", "following", "whole"]


def test_after_some_rounds_it_is_left_as_it_is(script: Script) -> None:
    """Each round mends one word of the many and shows another: the last has the fewest flaws, and is kept."""
    lasting = short("1", MOST_SHORT + 1)
    book = script([[word(at + 1), *[lasting] * (8 - at)] for at in range(9)])
    assert len(book.mended().arrangement.undivided) == rounds.ROUNDS
    assert book.calls == ["first", *["following"] * rounds.ROUNDS, "whole"]


def test_what_was_best_is_set_in_the_end_where_the_last_is_not(script: Script) -> None:
    """Mending makes it worse and worse: the first arrangement is set again."""
    book = script([[word(at + 1)] * (at + 1) for at in range(9)])
    assert book.mended().arrangement == BEFORE
    assert book.calls == ["first", *["following"] * rounds.ROUNDS, "set whole"]


def test_the_last_round_is_used_where_the_one_before_it_was_the_best_so_far(script: Script) -> None:
    """Worse at first and better then: nothing is to be put together, so that all rounds may mend."""
    lasting = short("1", MOST_SHORT + 1)
    counts = [4, 5, 3, 2, 1, 0]
    book = script([[word(at + 1), *[lasting] * count] for at, count in enumerate(counts)])
    assert len(book.mended().arrangement.undivided) == rounds.ROUNDS
    assert book.calls == ["first", *["following"] * rounds.ROUNDS, "whole"]


def test_where_chapters_move_each_other_the_best_is_that_of_the_whole_book(document: Document) -> None:
    """What is best for each stood on other pages: taken together they would be a book that nobody has looked at."""
    blocks = [paragraphs_of(document, chapter)[:1] for chapter in (0, 1)]
    first, second = (document.flow.blocks[number].start for (number,) in blocks)
    rows = tuple(lines_of(document, {"1": blocks[0], "2": blocks[1]}))
    arrangements = [Arrangement(0.5, frozenset({at})) for at in (first, second)]
    found = [[short("1", 1), short("2", 1), short("2", 1)], [short("1", 1), short("1", 1)]]
    for stand_alone, expected in ((True, {first, second}), (False, {second})):
        best = BestOfChapters(document, stand_alone=stand_alone)
        best.weigh(arrangements[0], range(len(document.chapters)), rows, found[0])
        best.weigh(arrangements[1], range(len(document.chapters)), rows, found[1])
        assert best.together(0.5).undivided == expected
        assert sum(best.fewest.values()) == (1 if stand_alone else 2)


PAGES = ["i", "ii", "1", "2"]


class Bare:
    """A book that can be arranged and set, and of whose pages nothing is known but how they are called."""

    def __init__(self) -> None:
        self.arranged: list[Arrangement] = []
        self.times_set = 0

    def write_sources(self, arrangement: Arrangement) -> None:
        self.arranged.append(arrangement)

    def draft(self) -> bytes:
        return b""


@pytest.mark.parametrize(
    ("labels", "known", "rows", "is_whole"),
    [
        (PAGES, True, (), False),
        ([*PAGES, "3"], True, (), True),
        (PAGES[:-1], True, (), True),
        (PAGES, False, (), True),
        (PAGES, True, None, True),
    ],
    ids=["nothing moved", "a page came", "a page went", "a chapter that stands nowhere", "other words"],
)
def test_a_chapter_is_read_alone_only_where_all_stand_as_they_stood(
    monkeypatch: pytest.MonkeyPatch, document: Document, labels: list[str], known: bool, rows: Any, is_whole: bool
) -> None:
    book: Any = Bare()
    setter = rounds._Rounds(document, book)
    first, *_ = paragraphs_of(document, 0)
    changed = document.flow.blocks[first].chapter
    setter._pages, setter._elements = len(PAGES), {changed: range(2)} if known else {}
    reading = SimpleNamespace(page_labels=labels, blocks_of_elements=lambda _: [])
    whole = SimpleNamespace(flaws=[])
    monkeypatch.setattr(rounds, "open_pdf_reading", lambda *_: reading)
    monkeypatch.setattr(rounds, "rows_of_chapter", lambda *_: rows)
    monkeypatch.setattr(rounds, "flaws_of_chapter", lambda *_: [word(1)])
    monkeypatch.setattr(setter, "_read_whole_or_set_wider", lambda *_: whole)
    before: Any = SimpleNamespace(arrangement=BEFORE)
    found: Any = setter.following(Arrangement(GUTTER, short={first: 1}), before)
    assert (found is whole) == is_whole
    if not is_whole:
        assert (list(found.chapters), found.flaws, found.rows) == ([changed], [word(1)], ())


def test_a_book_with_more_pages_than_its_gutter_holds_is_set_anew_with_a_wider_one(
    monkeypatch: pytest.MonkeyPatch, document: Document
) -> None:
    """As it was set first: what was mended in the narrower columns means nothing in these."""
    book: Any = Bare()
    setter = rounds._Rounds(document, book)
    narrow = Arrangement(document.edition.metadata.print.for_press.gutter(20), frozenset({3}), {1: 2})
    reading: Any = SimpleNamespace(page_labels=[str(number) for number in range(700)], blocks=[])
    monkeypatch.setattr(rounds, "open_pdf_reading", lambda *_: reading)
    monkeypatch.setattr(rounds, "read_pagination", lambda *_: SimpleNamespace(rows=()))
    monkeypatch.setattr(rounds, "flaws", lambda *_: [])
    found = setter._read_whole_or_set_wider(narrow, reading)
    wide = Arrangement(document.edition.metadata.print.for_press.gutter(700))
    assert wide.gutter > narrow.gutter
    assert book.arranged == [wide]
    assert found.arrangement == wide

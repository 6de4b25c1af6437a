"""What the making of print's files tells: each sentence with its place, and where there is nothing to tell, nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from octavo.build import Build, build
from octavo.checks.press import pdfx
from octavo.edition.printing import PrintOptions
from octavo.errors import InputError, Problem
from octavo.presswork import booklet
from octavo.setbook.textblock import Stray
from octavo.setting import pages, pdfs, rounds
from octavo.setting.pages import Setting, set_pages
from octavo.typesetting.typstbook import TypstBook
from settings import HEAD, words
from test_typography import CARELESS, edition_of, restyled

LINE_OF_PRINT = 9


def folder_of(tmp_path: Path, options: str, text: str = "# One\n\nText.\n", further: str = "") -> Path:
    head = HEAD.replace("trim: TRIM", options).replace("rights:", f"{further}rights:")
    (tmp_path / "01.md").write_text(head + text, encoding="utf-8")
    return tmp_path


def chapters(count: int) -> str:
    return "\n\n".join(f"# Chapter {number}\n\n{words(30, number)}" for number in range(count)) + "\n"


def told(made: Build, part: str) -> list[Problem]:
    return [problem for problem in made.warnings if part in problem.message]


@pytest.mark.parametrize(
    ("options", "is_told"),
    [
        ("printer: ingram, trim: 6x9in", True),
        ("printer: ingram, trim: 6x9in, spine: 0.25in", False),
        ("printer: lulu, trim: 6x9in, binding: saddle", False),
        ("printer: generic, trim: 6x9in", False),
    ],
)
def test_the_width_of_a_spine_that_the_printer_gives_itself(tmp_path: Path, options: str, is_told: bool) -> None:
    made = build(folder_of(tmp_path, options, chapters(8 if "saddle" in options else 32)), ("cover",))
    found = told(made, "gives the width of the spine itself")
    assert len(found) == is_told
    for problem in found:
        assert problem.message == "IngramSpark gives the width of the spine itself, and this cover rests on an estimate"
        assert problem.place is not None
        assert problem.place.line == LINE_OF_PRINT
        assert "print: {spine: 0.142in, …}" in problem.hint


def test_a_cover_under_its_template_is_another_file(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "printer: generic, trim: 6x9in", chapters(32))
    plain, both = build(folder, ("cover",)), build(folder, ("cover",), with_template=True)
    names = [artifact.name for artifact in both.artifacts if artifact.name.endswith(".pdf")]
    assert names == ["a-book-cover.pdf", "a-book-cover-template.pdf"]
    assert plain.artifacts[0].data == both.artifacts[0].data != both.artifacts[1].data
    assert both.warnings == plain.warnings, "what is wrong with a cover is told once"


@pytest.mark.parametrize(
    ("lang", "trim", "sheet", "expected"),
    [
        ("en-GB", "6x9in", "", "two pages side by side are too large for A4: the booklet shows them at 9"),
        ("en-US", "6x9in", "", "two pages side by side are too large for Letter: the booklet shows them at 9"),
        ("fr-CA", "6x9in", "", "too large for Letter"),
        ("en-GB", "6x9in", ", booklet: letter", "too large for Letter"),
        ("en-GB", "5x8in", "", ""),
        ("en-US", "5x8in", "", ""),
    ],
)
def test_pages_that_are_too_large_for_a_booklet(
    tmp_path: Path, lang: str, trim: str, sheet: str, expected: str
) -> None:
    folder = folder_of(tmp_path, f"printer: generic, trim: {trim}{sheet}", chapters(2))
    first = folder / "01.md"
    first.write_text(first.read_text(encoding="utf-8").replace("en-GB", lang), encoding="utf-8")
    found = told(build(folder, ("booklet",)), "side by side")
    assert [expected in problem.message for problem in found] == ([True] if expected else [])
    for problem in found:
        assert problem.message.endswith("%")
        assert problem.place is not None
        assert problem.place.line == LINE_OF_PRINT
        assert problem.hint == "a trim of 5x8in or a5 needs no change"


def test_a_booklet_that_no_stapler_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(tmp_path, "printer: generic, trim: 5x8in, openings: recto, contents: full", chapters(6))
    assert told(build(folder, ("booklet",)), "stapled") == []
    for module in (booklet, pdfs):
        monkeypatch.setattr(module, "STAPLED", 8)
    monkeypatch.setattr(booklet, "GATHERING", 8)
    (problem,) = told(build(folder, ("booklet",)), "stapled")
    assert problem.message == "a booklet of more than 8 pages cannot be stapled through its fold"
    assert problem.hint.startswith("it is imposed as 3 gatherings, each folded by itself")


def test_flaws_that_are_left_are_told_once_a_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a printer gets the book; who only reads it on a screen is not told."""
    folder = edition_of(tmp_path / "e")
    monkeypatch.setattr(rounds, "repaired", lambda _, before, __, ___: before)
    first = folder / "01.md"
    with restyled(CARELESS):
        assert told(build(folder, ("pdf",)), "page") == []
        written = first.read_text(encoding="utf-8")
        first.write_text(written.replace("trim: 4.25x7in", "printer: generic, trim: 4.25x7in"), "utf-8")
        settings = settings_kept(monkeypatch)
        made = build(folder, ("print",))
    for kind, message in pdfs._FLAWS.items():
        on = list(dict.fromkeys(flaw.place.page for flaw in settings[0].flaws if flaw.kind == kind))
        found = told(made, message)
        listed = f"page {on[0]}" if len(on) == 1 else f"pages {', '.join(on)}"
        assert [problem.message for problem in found] == [f"{message} {listed}"] * bool(on)
        assert {problem.hint for problem in found} <= {"a word more or less on that page may mend it"}
    assert len(told(made, "page")) > 2


def settings_kept(monkeypatch: pytest.MonkeyPatch) -> list[Setting]:
    settings: list[Setting] = []

    def kept(*given: Any) -> Any:
        document, setting = set_pages(*given)
        settings.append(setting)
        return document, setting

    monkeypatch.setattr(pages, "set_pages", kept)
    return settings


def test_words_that_leave_the_text_are_told_with_their_place(tmp_path: Path) -> None:
    """A formula's letters are not the Markdown's, so its page must do."""
    text = f"# One\n\n{words(60)}\n\n$$x = {'abcdefg' * 20}$$\n"
    made = build(folder_of(tmp_path, "trim: 5x8in", text), ("pdf",))
    found = told(made, "runs ")
    assert len(found) == 1
    for problem in found:
        assert problem.place is not None
        assert (problem.place.file.name, problem.place.line) == ("01.md", 12), "where its page begins"
        assert problem.message.startswith("on page 1 ")
        assert problem.message.endswith(" points out of the text")
        assert problem.hint == "write it shorter, or give it places where it may be broken"


def test_strays_are_told_up_to_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stray = Stray(page=4, words="the Zanzibar of", beyond=7.4)
    over = stray._replace(over="other")
    many = [stray._replace(words=f"internationalism{number}") for number in range(30)]
    monkeypatch.setattr(pdfs, "strays", lambda data: iter([stray, over, *many]))
    made = build(folder_of(tmp_path, "trim: 5x8in", f"# One\n\n{words(30)}\n\nIn Zanzibar.\n"), ("pdf",))
    found = told(made, "runs 7 points out of the text") + told(made, "is printed over ‘other’")
    assert len(found) == pdfs.MOST_STRAYS
    assert [problem.place.line for problem in (found[0], found[1])] == [16, 12]
    assert found[0].message == "on page 1 ‘the Zanzibar of’ runs 7 points out of the text"
    assert found[-1].message == "on page 1 ‘the Zanzibar of’ is printed over ‘other’"


def test_a_book_read_back_otherwise_than_it_was_written_is_a_fault_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each difference has the place of the word and the page; what is long is shortened."""
    canonical = pages.canonical_regions

    def other(document: Any, product: str = "") -> Any:
        regions = canonical(document, product)
        return {
            region: replace(expected, text=expected.text.replace("undemocratic", "democratically"))
            for region, expected in regions.items()
        }

    monkeypatch.setattr(pages, "canonical_regions", other)
    made = build(folder_of(tmp_path, "trim: 5x8in", "# One\n\nAn undemocratic word.\n"), ("pdf",))
    (problem,) = made.differences
    assert problem.message == "for ‘democratically’ print reads ‘undemocratic’ on page 1"
    assert problem.hint.endswith("this is a fault of Octavo, please report it")
    assert (problem.place.file.name, problem.place.line) == ("01.md", 14)
    assert pages._shortened("a" * 79) == "a" * 79
    assert pages._shortened("a" * 80) == "a" * 60 + "…"


@pytest.mark.parametrize("moved", [0, 1])
def test_typst_and_the_reading_must_agree_on_each_emendation(
    pamphlet: tuple[Build, Path], source: Path, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    ids = sorted(emendation.id for emendation in pamphlet[0].document.emendations if emendation.shown)
    emendations = TypstBook.locate_emendations

    def other(self: TypstBook) -> Any:
        found = emendations(self)
        return {name: place._replace(page=place.page + moved) for name, place in found.items()}

    monkeypatch.setattr(TypstBook, "locate_emendations", other)
    found = told(build(source, ("pdf",)), "of the setting and was read back")
    assert len(found) == len(ids) * moved
    for problem in found:
        assert "fault of Octavo" in problem.hint


def test_a_rendition_that_the_printer_refuses_keeps_no_other_from_being_made(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "printer: kdp, trim: 5x8in, openings: recto, contents: full", chapters(3))
    made = build(folder, ("print", "booklet", "2up", "pdf"))
    assert [unmade.rendition for unmade in made.unmade] == ["print"]
    names = {artifact.name for artifact in made.artifacts}
    assert {"a-book-booklet.pdf", "a-book-2up.pdf", "a-book.pdf"} <= names
    with pytest.raises(InputError, match="Amazon KDP does not bind 12 pages in paperback on white paper"):
        build(folder, ("print",))


def test_a_file_with_a_fault_does_not_claim_to_be_pdf_x(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first three faults are told, and the file is made all the same."""
    folder = folder_of(tmp_path, "printer: generic, trim: 6x9in", chapters(32))
    (sound,) = (each for each in build(folder, ("print",)).artifacts if each.name.endswith(".pdf"))
    assert b"GTS_PDFX" in sound.data
    faults = [("matter", f"fault {number}") for number in range(4)]
    monkeypatch.setattr(pdfx, "CHECKS", [lambda *_: iter(faults)])
    made = build(folder, ("print",))
    (told_of,) = told(made, "does not say that it is")
    expected = "a-book-print.pdf does not say that it is PDF/X-1a:2003: fault 0; fault 1; fault 2"
    assert told_of.message == expected
    assert told_of.hint == "octavo check says on which pages; the picture there is the place to look"
    (doubtful,) = (each for each in made.artifacts if each.name.endswith(".pdf"))
    assert b"GTS_PDFX" not in doubtful.data


def test_the_least_and_the_most_pages_that_are_bound_are_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    document: Any = SimpleNamespace(edition=SimpleNamespace(metadata=SimpleNamespace(print=PrintOptions())))
    monkeypatch.setattr(type(PrintOptions().for_press), "page_limits", lambda *_: SimpleNamespace(least=24, most=30))
    assert [pages for pages in range(20, 35) if pdfs._is_bound(document, pages)] == list(range(24, 31))

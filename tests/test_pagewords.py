"""The words of printed sheets are those of the book, in the order in which they are read."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from octavo.build import build
from octavo.checks import Finding
from octavo.checks.run import check
from octavo.outfolder import write
from octavo.setbook.pagewords import folded, letters_of, spreads

ALL = ("epub", "pdf", "html", "tei", "text", "print", "cover", "booklet", "2up")


@pytest.mark.parametrize(
    ("sides", "read"),
    [
        ([("4", "1"), ("2", "3")], "1234"),
        ([("8", "1"), ("2", "7"), ("6", "3"), ("4", "5")], "12345678"),
    ],
)
def test_a_folded_pile(sides: list[tuple[str, str]], read: str) -> None:
    assert "".join(folded(sides)) == read


def test_more_sheets_than_can_be_stapled_are_gatherings() -> None:
    """A gathering has eight sheets, 32 pages; the last has what is left."""
    pages = [f"{number} " for number in range(1, 85)]
    sides = []
    for first, last in ((1, 32), (33, 64), (65, 84)):
        while first < last:
            sides += [(pages[last - 1], pages[first - 1]), (pages[first], pages[last - 2])]
            first, last = first + 2, last - 2
    assert folded(sides) == pages


def test_spreads() -> None:
    assert spreads([("", "1"), ("2", "3"), ("4", "")]) == ["1", "2", "3", "4", ""]


def test_letters() -> None:
    assert letters_of("co\x02\r\noperate  ") == letters_of("co-operate") == letters_of("cooperate")


@pytest.fixture
def pressed(edition: Path) -> Path:
    """An edition of a few pages with all that a printer gets."""
    chapter = edition / "01.md"
    text = chapter.read_text(encoding="utf-8")
    chapters = "\n\n".join(f"# Chapter {name}\n\nThis is the text of {name}." for name in ("one", "two", "three"))
    front = text.partition("\n---\n")[0].replace("witness: {path: witness.txt}", "")
    said = "\npublisher: A small press\ndescription: What it is about, in a few words.\n"
    chapter.write_text(f"{front}{said}print: {{printer: generic, trim: a5}}\n---\n\n{chapters}\n", encoding="utf-8")
    write(build(edition, ALL).artifacts, edition / "build")
    return edition


def same_words(folder: Path) -> list[Finding]:
    return [finding for finding in check(folder, folder / "build")[1] if finding.rule == "press/same-words"]


def test_what_was_built_has_the_same_words(pressed: Path) -> None:
    assert sorted(path.name for path in (pressed / "build").glob("*-*.pdf"))
    assert same_words(pressed) == []


@pytest.mark.parametrize("name", ["booklet", "2up"])
def test_sheets_out_of_order(name: str, pressed: Path) -> None:
    path = next((pressed / "build").glob(f"*-{name}.pdf"))
    with pikepdf.open(io.BytesIO(path.read_bytes())) as file:
        first, last = file.pages[0].obj, file.pages[-1].obj
        first.Contents, last.Contents = last.Contents, first.Contents
        first.Resources, last.Resources = last.Resources, first.Resources
        file.save(path)
    findings = same_words(pressed)
    assert [finding.place.file.name for finding in findings if finding.place] == [path.name]
    assert findings[0].message.startswith("read in order, its words are not those of the interior on page")


def test_a_page_lost_from_the_sheets(pressed: Path) -> None:
    path = next((pressed / "build").glob("*-2up.pdf"))
    with pikepdf.open(io.BytesIO(path.read_bytes())) as file:
        del file.pages[-1]
        file.save(path)
    assert any("pages; the interior has" in finding.message for finding in same_words(pressed))

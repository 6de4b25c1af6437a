"""Headings that are numbers or have one: running heads, contents, parts, and what EPUB and HTML make of them."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from octavo.build import Build, build
from octavo.checks.run import check
from octavo.document import read_document
from octavo.document.chapternumbers import words_of_chapters
from octavo.edition import load_edition
from octavo.outfolder import write
from octavo.text.chapternumbers import are_counted, chapter_number
from settings import words

HEAD = """---
title: The Book
creator: Ann Author
lang: LANG
version: "1"
rights: Public domain.
identifier: urn:uuid:00000000-0000-4000-8000-0000000000f1
published: 2020-02-02
---

"""


def made(folder: Path, text: str, lang: str = "en") -> Build:
    """An edition with this text, built."""
    (folder / "1.md").write_text(HEAD.replace("LANG", lang) + text, encoding="utf-8")
    return build(folder)


def file_of(made: Build, ending: str) -> bytes:
    return next(artifact.data for artifact in made.artifacts if artifact.name.endswith(ending))


def pages(made: Build) -> list[list[str]]:
    """The lines of each page, the running head first."""
    pdf = pypdfium2.PdfDocument(file_of(made, ".pdf"))
    return [pdf[number].get_textpage().get_text_range().replace("\xa0", " ").splitlines() for number in range(len(pdf))]


@pytest.mark.parametrize(
    ("language", "text", "number", "title"),
    [
        ("en", "I.", "I.", None),
        ("en", "CHAPTER THE FIRST", "CHAPTER THE FIRST", None),
        ("en", "Chapter Twenty-One", "Chapter Twenty-One", None),
        ("en", "Part I, Chapter 2", "Part I, Chapter 2", None),
        ("en", "Act I. Scene 2", "Act I. Scene 2", None),
        ("en", "Chapter 1. Title", "Chapter 1", "Title"),
        ("en", "Chapter I: Title", "Chapter I", "Title"),
        ("en", "BOOK THE FIRST. Title", "BOOK THE FIRST", "Title"),
        ("en", "Part One: The First", "Part One", "The First"),
        ("en", "Chapter I\nTitle", "Chapter I", "Title"),
        ("en", "12 — Title", "12", "Title"),
        ("en", "THE FIRST CHAPTER - Title", "THE FIRST CHAPTER", "Title"),
        ("en", "CHAPTER I.--Title", "CHAPTER I", "Title"),
        ("en", "Chapter 4—Title", "Chapter 4", "Title"),
        ("de", "Zweiundzwanzigstes Kapitel. Der Tod", "Zweiundzwanzigstes Kapitel", "Der Tod"),
        ("fr", "Chapitre Ier", "Chapitre Ier", None),
        ("fr-CA", "Première partie", "Première partie", None),
        ("it", "Capitolo ventunesimo", "Capitolo ventunesimo", None),
        ("ru", "Глава первая. Утро", "Глава первая", "Утро"),
        ("he", "פרק א׳", "פרק א׳", None),
        ("ja", "第一章　海", "第一章", "海"),
        ("no", "Kapittel 3", "Kapittel 3", None),
        ("und", "XLIX", "XLIX", None),
    ],
)
def test_numbers_are_known(language: str, text: str, number: str, title: str | None) -> None:
    found = chapter_number(text, words_of_chapters(language))
    assert found is not None
    assert (text[: found.end], text[found.title :] if found.title else None) == (number, title)


@pytest.mark.parametrize(
    "text", ["1848. The Year", "1984", "Mix", "MIX", "Prelude", "One Day in the Life", "Book Two-Faced", "Civil"]
)
def test_titles_are_no_numbers(text: str) -> None:
    assert chapter_number(text, words_of_chapters("en")) is None


def test_bare_numbers_must_count() -> None:
    assert are_counted([1, 2, 3])
    assert are_counted([1, 2, 1, 2, 3])
    assert are_counted([1])
    assert not are_counted([7])
    assert not are_counted([12, 40, 7])


def test_numbers_alone_have_authors_and_title_at_the_heads(tmp_path: Path) -> None:
    text = "\n\n".join(f"# {number}\n\n{words(900)}" for number in ("I", "II"))
    book = pages(made(tmp_path, text))
    heads = {tuple(lines[:1]) for lines in book[5:]}
    assert ("Ann Author",) in heads
    assert ("The Book",) in heads
    assert not any("Contents" in lines for lines in book)


def test_numbers_among_titles_are_listed_as_chapters(tmp_path: Path) -> None:
    book = pages(made(tmp_path, "# Prolog\n\nA.\n\n# I\n\nB.\n\n# II\n\nC.\n", "de"))
    listed = next(lines for lines in book if "Inhalt" in lines)
    assert any(line.startswith("Kapitel II") for line in listed)


def test_a_part_has_a_page_without_folio_and_names_the_heads_of_its_chapters(tmp_path: Path) -> None:
    text = f"# Book I. Miss Brooke\n\n## I\n\n{words(900)}\n\n## II\n\n{words(300)}\n"
    built = made(tmp_path, text)
    book = pages(built)
    at = next(number for number, lines in enumerate(book) if lines and lines[0].startswith("Book I"))
    assert [line.rstrip() for line in book[at]] == ["Book I.", "Miss Brooke"]
    assert book[at + 1] == []
    assert book[at + 2][0] == "I"
    assert "Miss Brooke" in {lines[0] for lines in book[at + 3 :] if lines}
    write(built.artifacts, tmp_path / "build")
    found = {finding.rule for finding in check(tmp_path, tmp_path / "build")[1]}
    assert not found & {"typography/headings", "typography/facing-pages", "rendition/words", "rendition/headings"}


def test_number_and_title_are_a_group_whose_words_are_one_title(tmp_path: Path) -> None:
    built = made(tmp_path, "# Chapter 1. The *Sea*[^1]\n\nA.\n\n[^1]: Note.\n\n# Chapter 2. Land\n\nB.\n")
    page = etree.fromstring(file_of(built, ".html"), etree.HTMLParser())
    groups = ["".join(group.itertext()).replace("\xa0", " ") for group in page.iter("hgroup")]
    assert groups == ["Chapter 1. The Sea1", "Chapter 2. Land"]
    assert [group[1].tag for group in page.iter("hgroup")] == ["h2", "h2"]
    contents = next(nav for nav in page.iter("nav") if nav.get("role") == "doc-toc")
    assert [link.text for link in contents.iter("a")] == ["Chapter 1. The Sea", "Chapter 2. Land"]


MARKS = (". ", ": ", " - ", " – ", " — ", "—", ".—", "--", ".--", ": *", " -- ")


def test_whatever_stands_between_number_and_title_is_read_back_as_it_is(tmp_path: Path) -> None:
    headings = [f"Chapter {at}{mark}The sea{'*' * mark.count('*')}" for at, mark in enumerate(MARKS, 1)]
    built = made(tmp_path, "".join(f"# {heading}\n\nText.\n\n" for heading in headings))
    write(built.artifacts, tmp_path / "build")
    _, findings = check(tmp_path, tmp_path / "build")
    assert [str(finding) for finding in findings if finding.severity != "note"] == []
    page = etree.fromstring(file_of(built, ".html"), etree.HTMLParser())
    number = [element for element in page.iter("span", "p") if element.get("class") == "heading-number"]
    assert len(number) == len(MARKS)
    assert sum(element.tag == "span" for element in number) == sum(" " not in mark for mark in MARKS)


EPIGRAPH = """# One

::: {.epigraph}
| His spots are the joy of the Leopard: his horns are the Buffalo’s pride—
| Be clean, for the strength of the hunter is known by the gloss of his hide.

[*Maxims* of Baloo]{.attribution}
:::

Words.
"""


def test_no_line_of_an_epigraph_is_turned_and_who_said_it_ends_with_it(tmp_path: Path) -> None:
    pdf = pypdfium2.PdfDocument(file_of(made(tmp_path, EPIGRAPH), ".pdf"))
    page = next(page for page in pdf if "Baloo" in page.get_textpage().get_text_range())
    text = page.get_textpage()
    lines = text.get_text_range().replace("\u2060", "").splitlines()
    assert lines[1:4] == [*EPIGRAPH.replace("| ", "").splitlines()[3:5], "Maxims of Baloo"]
    boxes = {text.get_text_bounded(*text.get_rect(at)): text.get_rect(at) for at in range(text.count_rects())}
    longest = next(box for words, box in boxes.items() if words.startswith("Be clean"))
    said = next(box for words, box in boxes.items() if "Baloo" in words)
    assert abs(said[2] - longest[2]) < 1


LEVEL = """# Preface {.preface}

A.

# Part One. Sea

# Prologue

B.

# Chapter 1. Out

C.

## A walk

D.

# Chapter 2. In

E.

# Part Two. Land

# Chapter 3. Up

F.

# Epilogue

G.
"""
NESTED = """# Preface {.preface}

A.

# Part One. Sea

## Prologue

B.

## Chapter 1. Out

C.

### A walk

D.

## Chapter 2. In

E.

# Part Two. Land

## Chapter 3. Up

F.

# Epilogue

G.
"""


def test_chapters_that_are_written_at_the_level_of_parts_stand_under_them(tmp_path: Path) -> None:
    """The book is the same as if they had been written one level lower."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    ours, theirs = made(tmp_path / "a", LEVEL), made(tmp_path / "b", NESTED)
    for ending in (".epub", ".html", ".txt", ".xml"):
        assert file_of(ours, ending) == file_of(theirs, ending), ending
    assert pages(ours) == pages(theirs)
    write(ours.artifacts, tmp_path / "a" / "build")
    found = check(tmp_path / "a", tmp_path / "a" / "build")[1]
    assert [str(finding) for finding in found if finding.severity == "error"] == []


@pytest.mark.parametrize(
    "text",
    [
        "# Part One\n\nWords of its own.\n\n# Chapter 1\n\nA.\n",
        "# Part One\n\n# The Sea\n\nA.\n\n# The Land\n\nB.\n",
        "# Part One\n\n# Notes {.appendix}\n\nA.\n\n# Chapter 1\n\nB.\n",
        "# Part One\n\n## One\n\nA.\n\n# Chapter 1\n\nB.\n",
    ],
)
def test_where_it_is_not_sure_what_stands_in_a_part_nothing_is_changed(text: str, tmp_path: Path) -> None:
    (tmp_path / "1.md").write_text(HEAD.replace("LANG", "en") + text, encoding="utf-8")
    document = read_document(load_edition(tmp_path))
    assert [heading.level for heading in document.headings] == [
        line.count("#") for line in text.splitlines() if "#" in line
    ]

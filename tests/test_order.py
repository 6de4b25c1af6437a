"""Which files a book is made of and in which order; what is said of those that are not of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.document import read_document
from octavo.edition import load_edition
from octavo.edition.order import is_about, order_of
from octavo.errors import InputError
from settings import HEAD

FRONT = HEAD.replace("print: {trim: TRIM}\n", "")


def made(folder: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [path.relative_to(folder).as_posix() for path in order_of(folder).paths]


def test_numbers_in_names_count(tmp_path: Path) -> None:
    names = ["10-tenth.md", "1-first.md", "2-second.md", "02-II.md", "a10.md", "a9.md"]
    assert made(tmp_path, dict.fromkeys(names, "x")) == [
        "1-first.md",
        "02-II.md",
        "2-second.md",
        "10-tenth.md",
        "a9.md",
        "a10.md",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("RIGHTS.md", True), ("CODE_OF_CONDUCT.md", True), ("II.md", False), ("02-II.md", False), ("00-README.md", False)],
)
def test_files_about_the_book(name: str, expected: bool) -> None:
    assert is_about(Path(name)) is expected


SUMMARY = "# Summary\n\n[Foreword](foreword.md)\n\n- [One](one.md)\n    - [Deep](part/deep.md#x)\n"
SUMMARY += "- [Draft]()\n- [Gone](gone.md)\n"


def test_a_summary_gives_the_order(tmp_path: Path) -> None:
    files = {"SUMMARY.md": SUMMARY, "foreword.md": f"{FRONT}# F\n\n[d](part/deep.md)\n", "one.md": "# One\n\nx\n"}
    files |= {
        "part/deep.md": "# Deep\n\n[up](../one.html) [self](#deep) ![A picture](p.svg)\n",
        "other.md": "# Other\n",
    }
    files |= {
        "part/p.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    }
    assert made(tmp_path, files) == ["foreword.md", "one.md", "part/deep.md"]
    document = read_document(load_edition(tmp_path))
    assert [chapter.title for chapter in document.chapters[2:]] == ["F", "One", "Deep"]
    assert [fault.problem.message for fault in document.faults] == []
    said = [(problem.message, problem.place and problem.place.line) for problem in document.warnings]
    assert said == [
        ("the chapter ‘gone.md’ is not there, and is not in the book", 8),
        ("not in the book: other.md (SUMMARY.md does not name it)", 0),
    ]


def test_quarto_and_bookdown_give_the_order(tmp_path: Path) -> None:
    quarto = "book:\n  chapters:\n    - index.qmd\n    - part: two.qmd\n      chapters:\n        - one.qmd\n"
    files = {"_quarto.yml": quarto, **dict.fromkeys(("index.qmd", "one.qmd", "two.qmd"), "x")}
    assert made(tmp_path, files) == ["index.qmd", "two.qmd", "one.qmd"]
    other = tmp_path / "other"
    names = ("02-b.Rmd", "index.Rmd", "01-a.Rmd", "_draft.Rmd")
    assert made(other, {"_bookdown.yml": "new_session: true\n", **dict.fromkeys(names, "x")}) == [
        "index.Rmd",
        "01-a.Rmd",
        "02-b.Rmd",
    ]


def test_the_front_matter_gives_the_order(tmp_path: Path) -> None:
    head = FRONT.replace("---\n\n", "chapters: [b.md, sub/c.md]\n---\n\n", 1) if FRONT.count("---\n\n") else FRONT
    made(tmp_path, {"a.md": head, "b.md": "# B\n\nx\n", "sub/c.md": "# C\n\nx\n", "d.md": "# D\n\nx\n"})
    edition = load_edition(tmp_path)
    assert [chapter.path.name for chapter in edition.chapters] == ["b.md", "c.md"]
    assert [problem.message for problem in edition.warnings] == ["not in the book: d.md (chapters does not name it)"]
    (tmp_path / "b.md").unlink()
    with pytest.raises(InputError, match=r"the chapter ‘b\.md’ is not there"):
        load_edition(tmp_path)


def test_a_later_file_has_a_title_of_its_own(tmp_path: Path) -> None:
    second = "---\ntitle: The second\nid: two\nauthor: Somebody\n---\n\nText.\n"
    made(tmp_path, {"1.md": f"{FRONT}# One\n\nx\n", "2.md": second, "3.md": "---\n\nA rule and text.\n\n---\n"})
    document = read_document(load_edition(tmp_path))
    assert [(chapter.id, chapter.title) for chapter in document.chapters[2:4]] == [
        ("one", "One"),
        ("two", "The second"),
    ]
    assert [problem.message for problem in document.warnings] == ["the front matter of this file is not read: author"]


def test_a_later_title_stands_before_text_that_comes_before_headings(tmp_path: Path) -> None:
    head = "---\ntitle: The second\n---\n\n"
    code = "Text.\n\n## Part\n\n```sh\n# A comment in code\n```\n\n# Exercises\n\nx\n"
    other = "<!-- A remark. -->\n\n# Three\n\nx\n"
    made(tmp_path, {"1.md": f"{FRONT}# One\n\nx\n", "2.md": head + code, "3.md": head + other, "4.md": head + other})
    document = read_document(load_edition(tmp_path))
    titles = [chapter.title for chapter in document.chapters[2:]]
    assert titles == ["One", "The second", "Exercises", "Three", "Three"]
    said = [(problem.message, problem.place and problem.place.file.name) for problem in document.warnings]
    assert said == [("the front matter of 2 files is not read: title", "3.md")]


def test_a_file_goes_on_in_the_chapter_before(tmp_path: Path) -> None:
    made(
        tmp_path,
        {
            "1.md": f"{FRONT}# One\n\nx\n",
            "2.md": "## Of it\n\nYonder[^1]\n\n[^1]: Zebra.\n",
            "3.md": "# Two\n\n[l](2.md)\n",
        },
    )
    document = read_document(load_edition(tmp_path))
    assert [chapter.title for chapter in document.chapters[2:]] == ["One", "Two"]
    assert [(heading.level, heading.text) for heading in document.headings] == [(1, "One"), (2, "Of it"), (1, "Two")]
    from octavo.document.places import MarkdownPlaces

    places = MarkdownPlaces(document)
    assert places.place(document.flow.text.index("Yonder")).file.name == "2.md"
    assert places.place(document.flow.text.index("Zebra")).file.name == "2.md"
    assert [link.get("href") for link in document.chapters[-1].element.iter("a")] == ["#of-it"]


@pytest.mark.parametrize("word", ["Page", "Line", "Note", "Noteref", "Erratum", "Section"])
def test_headings_whose_numbered_ids_are_reserved(tmp_path: Path, word: str) -> None:
    """A number behind ‘page’ makes an id of Octavo's own."""
    made(tmp_path, {"1.md": f"{FRONT}# {word}\n\nx\n\n# {word}\n\nx\n", "2.md": f"# {word}\n\nx\n"})
    ids = [heading.id for heading in read_document(load_edition(tmp_path)).headings]
    assert len(set(ids)) == 3


def test_addresses_of_earlier_editions_lead_to_headings_and_paragraphs(tmp_path: Path) -> None:
    from octavo.build import build

    made(tmp_path, {"1.md": f"{FRONT}# The years 1921–28\n\nSome words here now.\n\n## Part_two\n\n[l](#part-two)\n"})
    built = build(tmp_path, ("html",))
    page = next(artifact.data for artifact in built.artifacts if artifact.name.endswith(".html")).decode()
    for identifier in ("the-years-192128", "the-years-1921-28", "part_two", "part-two"):
        assert f'id="{identifier}"' in page
    assert 'id="the-years-1921-28-some-words-here-now"' in page
    assert built.warnings == ()

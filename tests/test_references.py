"""Citations, resolved once for the book; references to figures, tables and headings; what is left as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.build import build
from octavo.checks.run import check
from octavo.document import Document, read_document
from octavo.document.flow import text_of
from octavo.edition import load_edition
from octavo.errors import InputError
from octavo.outfolder import write
from settings import HEAD

WORKS = """@book{doe, author={Doe, Jane}, title={The Boats}, year={2020}, publisher={Harbour}}
@book{doe2, author={Doe, Jane}, title={Another}, year={2020}, publisher={Harbour}}
"""
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"><rect width="30" height="30"/></svg>'


def edition(folder: Path, chapters: list[str], more: str = "bibliography: works.bib\n") -> Path:
    (folder / "works.bib").write_text(WORKS, encoding="utf-8")
    (folder / "a.svg").write_text(SQUARE, encoding="utf-8")
    head = HEAD.replace("print: {trim: TRIM}\n", more)
    for number, text in enumerate(chapters, 1):
        (folder / f"{number}.md").write_text((head if number == 1 else "") + text, encoding="utf-8")
    return folder


def said(document: Document) -> list[str]:
    return [text_of(chapter.element) for chapter in document.chapters if chapter.kind == "chapter"]


def test_citations_are_resolved_over_all_chapters(tmp_path: Path) -> None:
    folder = edition(tmp_path, ["# One\n\nSee [@doe, p. 12].\n", "# Two\n\nAnd @doe2, says a@b.org.\n"])
    document = read_document(load_edition(folder))
    one, two, works = said(document)
    assert one == "One See (Doe 2020b, 12)."
    assert two == "Two And Doe (2020a), says a@b.org."
    assert works.startswith("References Doe, Jane. 2020a. Another. Harbour.")
    assert document.chapters[-1].editorial
    assert "Doe" not in document.flow.layer(editorial=False).text
    assert document.faults == []
    write(build(folder).artifacts, folder / "build")
    assert [f.message for f in check(folder, folder / "build")[1] if f.severity != "note"] == []


def test_the_list_of_works_may_have_a_place_of_its_own(tmp_path: Path) -> None:
    folder = edition(tmp_path, ["# One\n\nSee [@doe].\n\n# Works {.editorial}\n\n::: {#refs}\n:::\n\n# End\n\nx\n"])
    assert said(read_document(load_edition(folder)))[1].startswith("Works Doe, Jane.")


def test_an_unknown_key_and_a_missing_list_have_their_places(tmp_path: Path) -> None:
    folder = edition(tmp_path, ["# One\n\nSee [@nobody].\n"])
    [fault] = read_document(load_edition(folder)).faults
    assert fault.problem.message == "no work has the key ‘nobody’"
    assert fault.problem.place and fault.problem.place.line == HEAD.count("\n") + 3
    (folder / "works.bib").unlink()
    with pytest.raises(InputError, match=r"the list of works ‘works\.bib’ is not there"):
        read_document(load_edition(folder))


FIGURES = """# One {#sec-one}

See @fig-boat, [@fig-tree] and @tbl-tide in @sec-two; not `@fig-boat`.

![The boat](a.svg){#fig-boat}

![The tree](a.svg){#fig-tree}

| a | b |
|---|---|
| 1 | 2 |

Table: The tides {#tbl-tide}

# The second {#sec-two}

Back to @fig-tree, and @fig-none.
"""


def test_references_are_links_with_numbers(tmp_path: Path) -> None:
    document = read_document(load_edition(edition(tmp_path, [FIGURES], "")))
    one, two = said(document)
    assert "See Figure 1, Figure 2 and Table 1 in The second; not @fig-boat." in one
    assert "Figure 1: The boat" in one and "Table 1: The tides" in one
    assert two == "The second Back to Figure 2, and @fig-none."
    hrefs = [link.get("href") for chapter in document.chapters for link in chapter.element.iter("a")]
    assert hrefs == ["#fig-boat", "#fig-tree", "#tbl-tide", "#sec-two", "#fig-tree"]
    [fault] = document.faults
    assert fault.problem.message == "cross references stand as they are written: 1, the first is ‘@fig-none’"
    assert "Figure" not in document.flow.layer(editorial=False).text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("As [@smith, p. 3] says.", "keys of citations"),
        ("{{#include other.md}}", "commands of a site generator"),
        ("```\n{{#rustdoc_include a.rs}}\n```", "files to be put into code"),
        ("\\newpage", "commands of LaTeX"),
        ("Text:\n- one\n- two", "lists without a blank line"),
        ("> [!TIP]\n> Do.", "callouts"),
        ("text\n# Heading", "headings without a blank line"),
        ("$$x$$ {#eq-sum}", "attributes in braces"),
        ("text\n::: note\ntext\n:::", "signs of a division"),
    ],
)
def test_what_is_not_read_as_markup_is_told_with_its_place(tmp_path: Path, text: str, kind: str) -> None:
    document = read_document(load_edition(edition(tmp_path, [f"# One\n\nBefore.\n\n{text}\n"], "")))
    [fault] = [fault for fault in document.faults if fault.kind == "literal-markup"]
    assert fault.problem.message.startswith(kind)
    assert fault.problem.place and fault.problem.place.line >= HEAD.count("\n") + 4


@pytest.mark.parametrize(
    "text", ["Mail a@b.org to @someone.", "C:\\users", "`[@x]` and `\\newpage`", "a - b - c", "a | b", "5. - 6.", "{a}"]
)
def test_nothing_is_told_of_plain_text(tmp_path: Path, text: str) -> None:
    document = read_document(load_edition(edition(tmp_path, [f"# One\n\n{text}\n"], "")))
    assert [fault.problem.message for fault in document.faults] == []


def test_chunks_of_quarto_are_code(tmp_path: Path) -> None:
    text = '# One\n\n```{r, fig.alt="A plot"}\n# a comment\nx <- 1\n```\n\n- item\n\n    ```{python}\n    y\n    ```\n'
    document = read_document(load_edition(edition(tmp_path, [text], "")))
    codes = ["".join(map(str, code.itertext())) for code in document.chapters[2].element.iter("code")]
    assert codes == ["# a comment\nx <- 1", "y"]


def test_a_chunk_shown_in_code_is_left_as_it_is(tmp_path: Path) -> None:
    text = "# One\n\n````\n```{r}\nx\n```\n````\n\n    ```{r}\n"
    document = read_document(load_edition(edition(tmp_path, [text], "")))
    codes = ["".join(map(str, code.itertext())) for code in document.chapters[2].element.iter("code")]
    assert codes == ["```{r}\nx\n```", "```{r}"]


def test_other_dialects(tmp_path: Path) -> None:
    text = "# One\n\nA list:\n- one\n- two\n\n> [!NOTE]\n> Words.\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n"
    text += "~~gone~~ x[^1]\n\n[^1]: Note.\n"
    for dialect in ("gfm", "commonmark"):
        document = read_document(load_edition(edition(tmp_path, [text], f"markdown: {dialect}\n")))
        chapter = document.chapters[2].element
        assert [len(list(chapter.iter(tag))) for tag in ("li", "table", "del")] == [2, 1, 1]
        assert len(document.notes) == 1
        assert [fault.problem.message for fault in document.faults] == []


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("1. a\n3. b\n9. c", ["1.", "3.", "9."]),
        ("1. a\n1. b\n1. c", ["1.", "2.", "3."]),
        ("4. a\n5. b", ["4.", "5."]),
        ("(a) x\n(c) y", ["(a)", "(c)"]),
        ("i. x\n\niv. y", ["i.", "iv."]),
        ("1. a\n2. b\n\n   1. c\n   5. d\n\n7. e", ["1.", "2.", "1.", "5.", "7."]),
        ("#. a\n#. b", ["1.", "2."]),
        ("2. The a\n4. The b\n6. The c", ["2.", "4.", "6."]),
    ],
)
def test_numbers_of_lists_are_kept(tmp_path: Path, text: str, labels: list[str]) -> None:
    from octavo.document.flow import list_label

    document = read_document(load_edition(edition(tmp_path, [f"# One\n\n{text}\n"], "")))
    assert [list_label(item) for item in document.chapters[2].element.iter("li")] == labels
    told = [fault for fault in document.faults if fault.kind == "list-numbers"]
    assert bool(told) == any("value" in item.attrib for item in document.chapters[2].element.iter("li"))

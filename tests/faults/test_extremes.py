"""Extreme input is worked off in bounded time, or refused with a place and a hint; the whole table is a long test."""

from __future__ import annotations

from pathlib import Path

import extremes
import pytest

from octavo.build import build
from octavo.document import read_document
from octavo.edition import load_edition
from octavo.errors import InputError
from octavo.markdown.nesting import refuse_deep

REFUSED = {
    **dict.fromkeys(("30 [ ]", "20,000 > in one line", "300 nested >"), "within one another"),
    **dict.fromkeys(("20,000 [", "20,000 ![", "20,000 [^", "20,000 ^[", "20,000 @"), "are open at once"),
    **dict.fromkeys(("100 [ with citations", "1,000 [@a; with citations"), "are open at once"),
    "20,000 <span>": "are not closed",
    "10,000 marks on one letter": "marks stand on one letter",
    "100,000 joiners": "marks stand on one letter",
    "line of 5 MB": "the longest that is read",
    "20,000 | in one row": "20,000 columns",
    "2,000 - in one line": "stand within one another",
    "100 nested lists": "stand too deep inside of others",
}


@pytest.mark.hostile
@pytest.mark.parametrize("name", REFUSED)
def test_what_takes_too_long_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    extremes.CASES[name](tmp_path)
    with pytest.raises(InputError, match=REFUSED[name]) as refused:
        read_document(load_edition(tmp_path))
    (problem,) = refused.value.problems
    assert problem.place is not None
    assert problem.place.line > 10
    assert problem.hint


OVER = {"20,000 *a": 600, "20,000 **a": 600, "word of 1,000,000 letters": 700, "formula of 100,000 letters": 700}
"""MB of what Typst sets with more memory than is promised."""
SOUND = {
    "footnotes and links": "A [link [with *one* in](a.html)](b.html)[^1] and [a]{.b} [[c]](d).\n\n[^1]: Note [e](f).\n",
    "code in fences": "```json\n" + "[" * 400 + "]" * 400 + "\n" + "<span>" * 20 + "\n\n" + "[" * 400 + "\n```\n",
    "code in a line": "A `" + "[" * 400 + "` and `` ` " + "[" * 400 + " `` here.\n",
    "a formula": "Here $" + "[" * 20 + "x" + "]" * 20 + "$ stands.\n",
    "escaped brackets": "\\[" * 400 + "\n",
    "a comment": "A <!-- " + "[" * 400 + " --> b.\n",
    "intervals in a table": "| a | b |\n|---|---|\n" + "| [0, 1) | [1, 2) |\n" * 400,
    "brackets in many paragraphs": "An [open one.\n\n" * 400,
    "closed tags": "<span>a</span> " * 40 + "\n",
}


@pytest.mark.parametrize("citations", [False, True])
@pytest.mark.parametrize("name", SOUND)
def test_what_pandoc_reads_is_not_refused(name: str, citations: bool) -> None:
    refuse_deep(f"# One\n\n{SOUND[name]}", Path("01.md"), citations=citations)


def test_what_costs_the_square_of_a_number_of_signs_is_stopped_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octavo.markdown.pandoc.LEAST_TIME", 1)
    extremes.CASES["20,000 &"](tmp_path)
    with pytest.raises(InputError, match="has not finished within") as refused:
        read_document(load_edition(tmp_path))
    (problem,) = refused.value.problems
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (13, 1)


@pytest.mark.hostile
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("EPUB, 31 MB unpacked", "which no book has"),
        ("DOCX, 30 MB unpacked", "which no book has"),
        ("PDF, 30 MB of operators, compare", "more than 5 MB when it is unpacked"),
        ("PDF, 30 MB of operators, preflight", "5 MB when it is unpacked"),
        ("pipe compared", "this is not a file"),
        ("device compared", "this is not a file"),
        ("pipe as chapter", "this is not a file"),
    ],
)
def test_files_that_swell_or_never_end_are_refused(tmp_path: Path, name: str, message: str) -> None:
    done = extremes.run(extremes.prepared(name, tmp_path), tmp_path)
    assert message in " ".join(done.output.split())
    assert done.megabytes < 500


@pytest.mark.hostile
def test_a_file_that_the_spine_names_thousands_of_times_is_read_once(tmp_path: Path) -> None:
    done = extremes.run(extremes.prepared("EPUB, a spine of one file 3,000 times", tmp_path), tmp_path)
    assert (done.code, done.megabytes < 500) == (1, True)


@pytest.mark.parametrize(
    ("bound", "text", "message"),
    [
        ("MOST_CELLS", "| a | b |\n|---|---|\n| c | d |\n", "a table of 4 cells"),
        (
            "MOST_NOTES",
            "A[^1] b[^2] c[^3] d[^4].\n\n" + "".join(f"[^{n}]: N{n}.\n\n" for n in range(1, 5)),
            "of 4 notes",
        ),
    ],
)
def test_what_typst_has_no_memory_for_is_left_out_of_print_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, text: str, message: str
) -> None:
    monkeypatch.setattr(f"octavo.typesetting.printlimits.{bound}", 3)
    extremes.book(f"# One\n\nWords.\n\n{text}")(tmp_path)
    made = build(tmp_path)
    (unmade,) = made.unmade
    (problem,) = unmade.problems
    assert message in problem.message
    assert problem.place is not None
    assert problem.place.line >= 15
    assert {artifact.name for artifact in made.artifacts} >= {"a-book.epub", "a-book.html", "a-book.xml", "a-book.txt"}


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in extremes.CASES if name not in extremes.SIZES])
def test_every_extreme_ends_well(tmp_path: Path, name: str) -> None:
    """No case is stopped, ends in a fault of ours, or takes more memory than is promised.

    Large books (``SIZES``) are not held here: Typst takes what it takes, and the table says how much.
    """
    arguments = extremes.prepared(name, tmp_path)
    done = extremes.run(arguments, tmp_path, extremes.LONGEST)
    assert "**" not in done.outcome, done.output
    assert done.megabytes <= OVER.get(name, extremes.most_megabytes(tmp_path))
    if done.code == 2:
        assert ".md:" in done.output or "errata.yaml:" in done.output or "/" in done.output

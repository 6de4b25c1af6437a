"""What pandoc would let vanish in silence: lines that look like a link's target, the paragraphs of a definition."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.build import build
from octavo.document import Document, read_document
from octavo.edition import load_edition
from settings import HEAD

FIRST_LINE = HEAD.count("\n") + 1


def read(folder: Path, text: str) -> Document:
    (folder / "01.md").write_text(HEAD.replace("TRIM", "5x8in") + text, encoding="utf-8")
    return read_document(load_edition(folder))


def test_a_target_without_a_link_is_told_with_its_place(tmp_path: Path) -> None:
    text = "# One\n\nSee [the house][House] and [yard].\n\n[house]: #one\n[yard]: #one\n\n[Gull]: Who is there?\n"
    document = read(tmp_path, text)
    (warning,) = document.warnings
    assert warning.message == "nothing refers to [Gull], so this line is dropped"
    assert warning.place
    assert (warning.place.line, warning.place.column) == (FIRST_LINE + 7, 1)
    assert "[words][Gull]" in warning.hint
    assert "Gull" not in document.flow.text


@pytest.mark.parametrize("text", ["`[a]: b`", "```\n[a]: b\n```", "\\[a]: b", "> x [a]: b", "[A]\n\n[a]: #one"])
def test_what_is_no_such_target_is_not(text: str, tmp_path: Path) -> None:
    assert read(tmp_path, f"# One\n\n{text}\n").warnings == []


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Term\n:   One *a* b.\n\n    Two.\n", ["p", "p"]),
        ("Term\n:   One.\n\n    -   a\n    -   b\n\n    Two.\n", ["p", "ul", "p"]),
        ("Term\n:   One\\\n    and the same.\n", ["br"]),
        ("Term\n:   One *a* b.\n", ["em"]),
        ("Term\n\n:   One.\n\n    Two.\n", ["p", "p"]),
    ],
)
def test_the_paragraphs_of_a_definition(written: str, read_as: list[str], tmp_path: Path) -> None:
    document = read(tmp_path, f"# One\n\n{written}")
    (definition,) = document.chapters[-1].element.iter("dd")
    assert [child.tag for child in definition] == read_as
    assert " ".join("".join(map(str, definition.itertext())).split()).startswith("One")


def test_a_picture_in_a_heading_is_not_in_the_contents(tmp_path: Path) -> None:
    """There it would be set in its full size, and without words for those who cannot see it."""
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><rect width="300" height="300"/></svg>'
    (tmp_path / "square.svg").write_text(square, encoding="utf-8")
    text = '# One ![](square.svg){alt="A square."}\n\nText.\n\n# Two\n\nText.\n'
    (tmp_path / "01.md").write_text(HEAD.replace("TRIM", "5x8in") + text, encoding="utf-8")
    import pypdfium2
    from pypdfium2.raw import FPDF_PAGEOBJ_FORM, FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_PATH

    data = next(artifact.data for artifact in build(tmp_path, ("pdf",)).artifacts if artifact.name.endswith(".pdf"))
    document = pypdfium2.PdfDocument(data)
    drawn = [
        page.get_textpage().get_text_range().split()[0]
        for page in document
        if list(page.get_objects(filter=(FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_FORM, FPDF_PAGEOBJ_PATH)))
    ]
    document.close()
    assert drawn == ["One"]


def test_a_note_within_a_note_is_told_wherever_it_stands(tmp_path: Path) -> None:
    text = "# One\n\nText.[^1]\n\n[^1]: A note.\n\n    > Quoted.[^2]\n\n    - item[^3]\n\n[^2]: Lost.\n\n[^3]: Too.\n"
    faults = [fault for fault in read(tmp_path, text).faults if fault.kind == "note-without-text"]
    assert [(fault.problem.place.line, fault.problem.place.column) for fault in faults if fault.problem.place] == [
        (FIRST_LINE + 6, 14),
        (FIRST_LINE + 8, 11),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("A [^1] b", 1), (r"A \[^1] b", 0), ("A `[^1]` b", 0), ("What![^1] <!-- [^2] -->\n\n[^1]: A note.", 0)],
)
def test_a_mark_that_pandoc_has_left_as_it_is_is_told(text: str, expected: int, tmp_path: Path) -> None:
    faults = [fault for fault in read(tmp_path, f"# One\n\n{text}\n").faults if fault.kind == "note-without-text"]
    assert len(faults) == expected

"""Notes as they are written: called again, after any sign, in code and comments, with links into them."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.build import build
from octavo.checks.run import check
from octavo.document import Document, read_document
from octavo.edition import load_edition
from octavo.outfolder import write
from settings import HEAD


def read(folder: Path, text: str) -> Document:
    (folder / "01.md").write_text(HEAD.replace("print: {trim: TRIM}\n", "") + text, encoding="utf-8")
    return read_document(load_edition(folder))


AGAIN = "# One {.editorial}\n\nA[^x] and b.[^y] Again.[^x] And once more.[^x]\n\n[^x]: The same.\n[^y]: The same.\n"


def test_a_note_called_again_has_one_text_and_one_mark(tmp_path: Path) -> None:
    document = read(tmp_path, AGAIN)
    assert [(note.mark, len(note.references)) for note in document.notes] == [("1", 3), ("2", 1)]
    assert [reference.get("id") for reference in document.notes[0].references] == [
        "noteref-2-1",
        "noteref-2-1-b",
        "noteref-2-1-c",
    ]
    assert document.flow.text.count("The same.") == 2


def test_a_note_called_in_two_chapters_is_a_note_of_each(tmp_path: Path) -> None:
    document = read(tmp_path, "# One {.editorial}\n\nA[^x]\n\n# Two {.editorial}\n\nB[^x]\n\n[^x]: The same.\n")
    assert [(note.chapter, note.mark) for note in document.notes] == [(2, "1"), (3, "1")]


def test_every_rendition_has_it_once(tmp_path: Path) -> None:
    read(tmp_path, AGAIN)
    write(build(tmp_path).artifacts, tmp_path / "build")
    _, findings = check(tmp_path, tmp_path / "build")
    assert [
        f.message for f in findings if f.rule.partition("/")[0] in ("rendition", "pages", "epub", "html", "pdf")
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        "What a ship![^a]",
        "“So.”[^a]",
        "`x`[^a]",
        "*em*[^a]",
        "[^a]",
        "end.)[^a]",
        "> quoted[^a]",
        "| line[^a]",
        "- item[^a]",
    ],
)
def test_a_mark_behind_any_sign_is_a_note(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, f"# One {{.editorial}}\n\n{text}\n\n[^a]: Of it.\n")
    assert len(document.notes) == 1
    assert [fault.problem.message for fault in document.faults] == []


@pytest.mark.parametrize(
    "text",
    ["<!-- [^a] -->", "    [^a] in code", "`[^a]`", "```\n[^a]: x\n```", "\\[^a]", "``` {.r}\n[^a]\n```", "$[^a]$"],
)
def test_what_is_no_note_is_none(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, f"# One {{.editorial}}\n\nText.\n\n{text}\n\nEnd.\n")
    assert document.notes == []
    assert [fault.problem.message for fault in document.faults] == []


def test_links_lead_into_notes(tmp_path: Path) -> None:
    text = "# One {.editorial}\n\nSee [it](#ref).[^a] x[^b]\n\n[^a]: A [word]{#ref}.\n[^b]: As [there](#ref).\n"
    document = read(tmp_path, text)
    assert [fault for fault in document.faults if fault.kind == "broken-link"] == []

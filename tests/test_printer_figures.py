"""What printers ask for of late: blank pages at the end, greys, pictures, narrow spines; and what nobody has read."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from foreign import as_pdfx, book, changed
from octavo.build import build
from octavo.checks.run import check
from octavo.edition.printing import PrintOptions
from octavo.errors import InputError
from octavo.outfolder import write
from octavo.printers import printer, wrap_sheet
from octavo.printers.printer import _tables
from preflighted import found_in
from test_preflight_cover import cover, turned

HEAD = """---
title: A small book
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000200
published: 2020-02-02
rights: Public domain.
print: {printer: PRINTER, trim: TRIM}
---

# One

"""


def edition(folder: Path, name: str, trim: str, paragraphs: int = 1) -> Path:
    folder.mkdir()
    text = "\n\n".join("Words of a small book, a good many of them. " * 12 for _ in range(paragraphs))
    head = HEAD.replace("PRINTER", name).replace("TRIM", trim)
    (folder / "01.md").write_text(head + text + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("trim", "multiple"), [("5x8in", 6), ("6.69x9.61in", 4)])
def test_pages_are_filled_up_before_the_spine_is_reckoned(trim: str, multiple: int, tmp_path: Path) -> None:
    """Interior and cover agree, and the last page is left for the printer."""
    for number, paragraphs in enumerate((60, 63, 66)):
        folder = edition(tmp_path / str(number), "ingram", trim, paragraphs)
        made = build(folder, ("print", "cover"))
        files = {artifact.name.rpartition("-")[2]: artifact.data for artifact in made.artifacts}
        with pikepdf.open(io.BytesIO(files["print.pdf"])) as file:
            pages = len(file.pages)
            assert pages % multiple == 0
            assert not file.pages[-1].Contents.read_bytes().count(b"Tj")
        with pikepdf.open(io.BytesIO(files["cover.pdf"])) as file:
            width = float(file.pages[0].mediabox[2]) / 72
        options = made.edition.metadata.print
        assert width == pytest.approx(
            wrap_sheet(printer("ingram"), options.trim_inches, pages, "white").width, abs=0.01
        )
        write(made.artifacts, folder / "build")
        rules = {finding.rule for finding in check(folder, folder / "build")[1]}
        assert not rules & {"press/page-count", "press/cover-sheet"}


def test_a_last_page_with_words_is_told_and_not_refused(tmp_path: Path) -> None:
    (finding,) = found_in(as_pdfx(book(36)), tmp_path, "ingram")
    assert (finding.severity, finding.rule, finding.hint) == (
        "note",
        "press/page-count",
        "add 6 blank pages at the end",
    )
    with changed(as_pdfx(book(36)), force_version="1.3") as (file, made):
        file.pages[-1].Contents = file.make_stream(b"")
    assert found_in(made[0], tmp_path, "ingram") == []


def test_what_nobody_has_read_at_the_printer_says_so(tmp_path: Path) -> None:
    """In the message and beside its source, which gives no day; what was read does not."""
    findings = {finding.rule: finding for finding in found_in(book(23), tmp_path)}
    unread = findings["press/page-count"]
    assert unread.message == "the book has 23 pages; Amazon KDP binds 24 at least (not read at the printer)"
    assert unread.spec.endswith("/G201857950, not read at the printer)")
    read = found_in(as_pdfx(book(36)), tmp_path, "ingram")[0]
    assert "not read" not in read.message + read.spec and read.spec.endswith(", read 2026-11-27)")
    for source in _tables()[1].values():
        assert (source.read is None) == (source.seen != "stored copy")


@pytest.mark.parametrize(
    ("name", "pages", "width", "message"),
    [
        ("ingram", 150, 0.318, "a spine of 0.318 in; IngramSpark warns of it below 0.35 in: it may run over the fold"),
        ("ingram", 170, 0.3604, ""),
        ("lulu", 128, 0.348256, "the spine of 128 pages; Lulu takes it for retail from 130"),
        ("lulu", 132, 0.357264, ""),
        ("kdp", 200, 0.4504, ""),
    ],
)
def test_text_on_a_narrow_spine(name: str, pages: int, width: float, message: str, tmp_path: Path) -> None:
    whole = 12.25 + width
    data = cover(whole, draw=lambda canvas: turned(canvas, "A spine", whole / 2, 8))
    findings = found_in(data, tmp_path, name, trim=(6.0, 9.0), pages=pages)
    found = [(f.severity, f.message) for f in findings if f.rule == "press/spine-text"]
    assert found == ([("warning", f"text stands on {message} (not read at the printer)")] if message else [])
    assert not [f.brief for f in findings if f.brief], "nothing of our own words is left out"


def test_a_spine_can_be_left_bare() -> None:
    sheets = [wrap_sheet(printer("ingram"), (5, 8), 120, "white", spine_text=text) for text in (True, False)]
    assert ["spine" in sheet.safe_areas for sheet in sheets] == [True, False]


@pytest.mark.parametrize(
    ("key", "value"), [("binding", "hardcover"), ("binding", "case-laminate"), ("interior", "colour")]
)
def test_what_is_not_there_yet_says_so(key: str, value: str, tmp_path: Path) -> None:
    folder = edition(tmp_path / "a", "kdp", f"6x9in, {key}: {value}")
    with pytest.raises(InputError) as error:
        build(folder)
    (problem,) = error.value.problems
    assert problem.place is not None and problem.place.line == 8
    assert f"(‘{value}’) are not there yet" in problem.message
    assert problem.hint.startswith("write paperback: " if key == "binding" else "write black: ")


def test_the_keys_of_the_front_matter() -> None:
    assert PrintOptions.model_validate({"printer": "kdp", "interior": "black", "spine-text": False}).spine_text is False

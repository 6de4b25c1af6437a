"""A book of 330 pages and more: proof, checks and validators hold at length too."""

from __future__ import annotations

from pathlib import Path

import pytest

from books import long_book
from octavo.build import build
from octavo.checks import Finding
from octavo.checks.outside import epubcheck, start, verapdf
from octavo.checks.run import check
from octavo.outfolder import write
from octavo.readback.pdf import open_pdf_reading


def test_a_book_of_three_chapters_is_proved_and_checked(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    long_book(source, folder, 3)
    made = build(folder)
    assert made.proof.clean
    write(made.artifacts, folder / "build")
    assert graver_than_facing_pages(folder) == []


def graver_than_facing_pages(folder: Path) -> list[Finding]:
    """What is found in the book, but for pages that do not end level, which no typesetter can always mend."""
    return [found for found in check(folder, folder / "build")[1] if found.rule != "typography/facing-pages"]


@pytest.mark.long
def test_a_book_of_330_pages_conforms(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    long_book(source, folder, 13)
    made = build(folder)
    assert made.proof.clean
    write(made.artifacts, folder / "build")
    assert graver_than_facing_pages(folder) == []
    path = folder / "build" / "a-long-book.pdf"
    assert len(open_pdf_reading(path.read_bytes(), path).page_labels) >= 330
    start(max_heap_mb=6000)
    assert verapdf([path]) == []
    assert epubcheck([path.with_suffix(".epub")]) == []

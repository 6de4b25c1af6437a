"""A book in Hebrew or Arabic: its pages turn the other way, and what stood at the left stands at the right."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from octavo.build import build
from octavo.checks.outside import epubcheck
from octavo.edition import Metadata
from octavo.renditions.style import mirrored, style
from settings import HEAD

TEXT = "# אחת\n\nשלום עולם.[^1] זה ספר קטן.\n\n> ציטוט.\n\n[^1]: הערה.\n"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("he", True), ("ar-EG", True), ("fa", True), ("yi-Latn", False), ("az-Arab", True), ("en-GB", False), ("", False)],
)
def test_which_languages(language: str, expected: bool) -> None:
    assert Metadata(title="A", lang=language).is_right_to_left == expected


def test_the_epub_and_the_page(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "01.md").write_text(HEAD.replace("en-GB", "he").replace("print: {trim: TRIM}\n", "") + TEXT, "utf-8")
    made = {artifact.name.rpartition(".")[2]: artifact.data for artifact in build(folder, ("epub", "html")).artifacts}
    with zipfile.ZipFile(io.BytesIO(made["epub"])) as book:
        package = book.read("EPUB/content.opf").decode()
        pages = [book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")]
        assert book.read("EPUB/style.css").decode() == mirrored(style("epub.css"))
    assert 'page-progression-direction="rtl"' in package
    assert all(' dir="rtl"' in page for page in pages)
    assert b' dir="rtl"' in made["html"][:400]
    (tmp_path / "book.epub").write_bytes(made["epub"])
    assert epubcheck([tmp_path / "book.epub"]) == []


def test_a_sheet_turned_twice_is_the_same() -> None:
    sheet = style("epub.css")
    assert mirrored(sheet) != sheet
    assert mirrored(mirrored(sheet)) == sheet
    assert mirrored(".a { margin: 1em 2em 3em 4em; text-align: left; }") == (
        ".a { margin: 1em 4em 3em 2em; text-align: right; }"
    )

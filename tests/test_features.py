"""Small real books that together use everything Markdown books use: what each rendition makes of them.

``expected.txt`` of a folder lists all that the build and the checks say of the book, with its place; where there is
none, they say nothing. What it lists is what a rendition cannot carry.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from conftest import EDITIONS
from octavo.build import build
from octavo.checks.outside import epubcheck, nu, verapdf
from octavo.checks.run import check
from octavo.document import Chapter, Document
from octavo.outfolder import write
from octavo.outputs import NAMES

FEATURES = sorted(path for path in (EDITIONS / "books").iterdir() if path.is_dir())
USED = {
    "parts": "//section[contains(@class, 'part')]",
    "nested lists": "//li/ul | //li/ol",
    "definition lists": "//dl/dd[2] | //dl/dd/p[2]",
    "tables": "//table/caption",
    "figures with captions": "//figure[.//img]/figcaption",
    "verse": "//div[contains(@class, 'line-block')]",
    "drama": "//div[@class='drama']//span[@class='speaker']",
    "letters": "//div[@class='letter']/div[@class='dateline']",
    "epigraphs": "//div[@class='epigraph']",
    "notes of several paragraphs": "//aside/p[2]",
    "notes in headings": "//h1//a[contains(@class, 'noteref')] | //h2//a[contains(@class, 'noteref')]",
    "notes in quotations": "//blockquote//a[contains(@class, 'noteref')]",
    "cross references": "//p//a[starts-with(@href, '#') and not(contains(@class, 'noteref'))]",
    "mathematics": "//*[local-name()='math']",
    "code": "//pre/code",
    "an index": "//section[@class='level1 index' or contains(@class, 'index')]//li/a",
    "small capitals": "//span[@class='smallcaps']",
    "superscripts": "//sup[not(ancestor::a)]",
    "subscripts": "//sub",
    "Hebrew": "//div[@lang='he'][@dir='rtl']",
    "Japanese": "//div[@lang='ja']",
}
"""What the issue asks the books to use together, as a path into their trees."""


@dataclass(frozen=True)
class Made:
    """A book that was built: its folder, its Document, whether its text is proved, and all that was said of it."""

    folder: Path
    document: Document
    clean: bool
    said: str

    def files(self, ending: str) -> list[Path]:
        """The renditions with that ending; of PDFs, the one for readers."""
        slugs = {path.stem for path in (self.folder / "build").glob("*.epub")}
        return [path for path in sorted((self.folder / "build").glob(f"*{ending}")) if path.stem in slugs]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """Every book, built once in all renditions."""
    folder = tmp_path_factory.mktemp("features")
    return {path.name: _made(shutil.copytree(path, folder / path.name)) for path in FEATURES}


def _made(folder: Path) -> Made:
    made = build(folder, NAMES)
    write(made.artifacts, folder / "build")
    lines = []
    for problem in made.warnings:
        lines += [f"build {problem.place or ''}".rstrip(), f"  {problem.message}", f"  {problem.hint}"]
    for finding in check(folder, folder / "build")[1]:
        lines += [f"{finding.severity} {finding.rule} {finding.place}", f"  {finding.message}", f"  {finding.hint}"]
    said = "".join(f"{line}\n" for line in lines if line.strip()).replace(f"{folder}/", "")
    return Made(folder, made.document, made.proof.clean, re.sub(r"(\.(?:xhtml|html|epub|txt|xml)):\d+", r"\1", said))


@pytest.mark.parametrize("name", [path.name for path in FEATURES])
def test_a_book_of_features(name: str, books: dict[str, Made]) -> None:
    """Its text is proved, and nothing is said of it but what ``expected.txt`` lists."""
    made = books[name]
    assert made.clean
    expected = EDITIONS / "books" / name / "expected.txt"
    if os.environ.get("OCTAVO_UPDATE_EXPECTED"):
        expected.unlink(missing_ok=True)
        if made.said:
            expected.write_text(made.said, encoding="utf-8")
    assert made.said == (expected.read_text(encoding="utf-8") if expected.exists() else "")


def test_together_they_use_what_books_use(books: dict[str, Made]) -> None:
    parts = [part for made in books.values() for part in (*made.document.chapters, *made.document.notes)]
    trees = [part.element if isinstance(part, Chapter) else part.body for part in parts]
    missing = [what for what, path in USED.items() if not any(_found(tree, path) for tree in trees)]
    assert missing == []
    text = "".join(made.document.flow.text for made in books.values())
    assert all(re.search(rf"[{letters}]{{4}}", text) for letters in ("α-ω", "а-я", "א-ת", "぀-ヿ一-鿿"))
    assert any(len(made.document.edition.chapters) > 1 for made in books.values())


def _found(tree: etree._Element, path: str) -> bool:
    return bool(etree.ElementTree(tree).xpath(path))


def _all(books: dict[str, Made], ending: str) -> list[Path]:
    return [path for made in books.values() for path in made.files(ending)]


@pytest.mark.outside
def test_epubcheck_says_nothing(books: dict[str, Made]) -> None:
    files = _all(books, ".epub")
    assert len(files) == len(FEATURES)
    assert epubcheck(files) == []


@pytest.mark.outside
def test_verapdf_says_nothing(books: dict[str, Made]) -> None:
    files = _all(books, ".pdf")
    assert len(files) == len(FEATURES)
    assert verapdf(files, ("3a", "ua1")) == []


@pytest.mark.outside
def test_nu_says_nothing(books: dict[str, Made]) -> None:
    files = _all(books, ".html")
    assert len(files) == len(FEATURES)
    assert nu(files) == []

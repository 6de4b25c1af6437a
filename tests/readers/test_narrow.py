"""A phone of 360 pixels: nothing of a book is wider, in the files of the EPUB or on the page of the web."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from shelf import ROOT

sys.path.insert(0, str(ROOT / "tests"))

from octavo.build import build
from test_hostile import edition
from test_wide import KINDS

WIDTH = 360
KINDS = {name: text for name, text in KINDS.items() if name not in ("WIDE_HEAD", "WIDE_ROW", "MOST_COLUMNS")}
PICTURE = "![A drawing](a.png){width=900px}\n\n![](a.png){alt='A drawing'}\n"
OUTSIDE = """width => [...document.querySelectorAll("body *")].filter(element => {
    const box = element.getBoundingClientRect();
    let around = element.parentElement;
    const scrolls = box => ["auto", "scroll", "hidden"].includes(getComputedStyle(box).overflowX);
    while (around && !scrolls(around)) around = around.parentElement;
    return !around && box.width > 1 && box.right > width + 1;
}).map(element => `${element.tagName} ${element.textContent.slice(0, 40)}`)"""


@pytest.fixture(scope="module")
def narrow(chromium: Chromium) -> Iterator[Page]:
    """A window as wide as a small phone."""
    page = chromium.new_page(viewport={"width": WIDTH, "height": 640})
    yield page
    page.close()


@pytest.mark.parametrize("kind", [*KINDS, "PICTURE"])
def test_nothing_is_wider_than_a_phone(tmp_path: Path, narrow: Page, kind: str) -> None:
    folder = edition(tmp_path, f"# One\n\nWords.\n\n{KINDS.get(kind, PICTURE)}\nWords.\n")
    made = {artifact.name.rpartition(".")[2]: artifact.data for artifact in build(folder, ("epub", "html")).artifacts}
    (tmp_path / "page.html").write_bytes(made["html"])
    (tmp_path / "book.epub").write_bytes(made["epub"])
    with zipfile.ZipFile(tmp_path / "book.epub") as book:
        book.extractall(tmp_path / "book")
    files = sorted((tmp_path / "book").rglob("*.xhtml"))
    assert files
    for file in [tmp_path / "page.html", *files]:
        narrow.goto(file.as_uri())
        assert narrow.evaluate("document.documentElement.scrollWidth") <= WIDTH, file.name
        assert narrow.evaluate(OUTSIDE, WIDTH) == [], file.name

"""epub.js, on which many web readers stand, shows every word of every file of each book."""

from __future__ import annotations

import pytest
from browser import Browser
from shelf import Book, words

PAGE = "epubjs.html"


@pytest.mark.parametrize("flow", ["paginated", "scrolled-doc"])
def test_each_file_is_shown_whole(book: Book, flow: str, chromium: Browser) -> None:
    asked = {"url": f"/{book.path.name}", "flow": flow}
    shown = chromium.ask(page=PAGE, call="sections", **{"with": asked})
    assert [section["href"] for section in shown] == book.files
    for section, document in zip(shown, book.reading.spine, strict=True):
        assert section["text"].split() == words(document), document.name
        assert all(height > 10 for height in section["pictures"]), (document.name, section["pictures"])
    assert chromium.ask(page=PAGE, complaints=True) == []

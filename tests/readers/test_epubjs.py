"""epub.js, on which many web readers stand, shows every word of every file of each book."""

from __future__ import annotations

import pytest
from browser import Readers
from shelf import Book, words

PAGE = "epubjs.html"


@pytest.mark.parametrize("flow", ["paginated", "scrolled-doc"])
def test_each_file_is_shown_whole(book: Book, flow: str, readers: Readers) -> None:
    shown = readers.call(PAGE, "sections", {"url": f"/{book.path.name}", "flow": flow})
    assert [section["href"] for section in shown] == book.files
    for section, document in zip(shown, book.reading.spine, strict=True):
        assert section["text"].split() == words(document), document.name
        assert all(height > 10 for height in section["pictures"]), (document.name, section["pictures"])
    assert readers.complaints(PAGE) == []

"""What the tests with reading systems share: the books on one shelf, and a browser that opens them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Readers, chromium, heard, readers
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page
from shelf import PAMPHLET, STORED, Book, built, editions


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the EPUBs lie."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture(scope="session")
def library(shelf: Path) -> dict[str, Book]:
    """The books that have been built, by name."""
    return {}


@pytest.fixture(scope="session", params=editions())
def book(request: pytest.FixtureRequest, shelf: Path, library: dict[str, Book]) -> Book:
    """Each edition in turn, built once."""
    if request.param not in library:
        library[request.param] = built(request.param, shelf)
    return library[request.param]


@pytest.fixture(scope="session")
def pamphlet(shelf: Path, library: dict[str, Book]) -> Book:
    """The first edition."""
    return library.setdefault(PAMPHLET, library.get(PAMPHLET) or built(PAMPHLET, shelf))


@pytest.fixture(scope="session")
def hard(shelf: Path, library: dict[str, Book]) -> Book:
    """The edition with marks at every kind of place."""
    return library.setdefault("hard", library.get("hard") or built("hard", shelf))


@pytest.fixture(scope="session", name="chromium")
def _chromium() -> Iterator[Chromium]:
    """One browser for all tests."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session", name="readers")
def _readers(chromium: Chromium, shelf: Path) -> Iterator[Readers]:
    """The reading systems that run in a browser."""
    with readers(chromium, shelf) as started:
        yield started


@pytest.fixture
def visit(chromium: Chromium) -> Iterator[Callable[..., Page]]:
    """A function that opens a page of the web from a file, for a reader who has not been there before.

    Asked for again with ``again=page``, it opens it in another window of the same reader. What goes wrong in any
    of the windows, and whatever is asked for elsewhere, fails the test when it ends.
    """
    contexts: list[BrowserContext] = []
    complaints: list[list[str]] = []

    def opened(path: Path, *, again: Page | None = None, fragment: str = "", **settings: Any) -> Page:
        context = again.context if again else chromium.new_context(**settings)
        if context not in contexts:
            contexts.append(context)
        page = context.new_page()
        if again:
            # What one window has stored is known to the next after a moment: it waits on a page that stores nothing.
            page.goto(path.parent.as_uri())
            until = time.monotonic() + 30
            while page.evaluate(STORED) != again.evaluate(STORED) and time.monotonic() < until:
                page.wait_for_timeout(50)
        complaints.append(heard(page, path.as_uri()))
        page.goto(path.as_uri() + fragment)
        if again and page.evaluate(STORED) != again.evaluate(STORED):
            page.reload()  # another process than that of the page on which it waited, which did not know it yet
        if settings.get("java_script_enabled", True):
            page.evaluate("document.fonts.ready.then(() => true)")  # its own typeface moves the lines when it comes
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [said for window in complaints for said in window] == []

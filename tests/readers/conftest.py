"""What the tests with reading systems share: the books on one shelf, and a browser that opens them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, browser
from shelf import Book, built, editions


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
def chromium(shelf: Path) -> Iterator[Browser]:
    """One browser for all tests of a file."""
    with browser(shelf) as started:
        yield started

"""The feature editions as a static library, published with one command and opened in a browser, as a newcomer would."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest
from browser import heard
from playwright.sync_api import Browser as Chromium
from shelf import ROOT, npm_package

sys.path.insert(0, str(ROOT / "tests"))

from librarybooks import book
from program import octavo

GERMAN = "title: Das Leuchtfeuer\n---\n\n# Eins\n\nDer Wärter zählte elf Möwen am Leuchtfeuer.\n"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the feature editions and a book in another language."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(ROOT / "tests" / "editions" / "books", folder / "books")
    path = book(folder / "books", 1) / "1.md"
    head = path.read_text(encoding="utf-8").replace("en-GB", "de").partition("title:")[0]
    rest = path.read_text(encoding="utf-8").partition("creator:")[2].partition("---")[0]
    path.write_text(f"{head}creator:{rest.replace('en-GB', 'de')}{GERMAN}", encoding="utf-8")
    done = octavo("library", "catalog", folder / "books", "--site", folder / "site")
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def origin(published: Path) -> Iterator[str]:
    """The address at which it is served, below a path as on a shared host."""
    (published.parent / "served").mkdir()
    (published.parent / "served" / "books").symlink_to(published)
    handler = partial(Quiet, directory=str(published.parent / "served"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/books"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("width", [360, 390, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_pages_fit_and_fetch_nothing_from_elsewhere(
    published: Path, origin: str, chromium: Chromium, width: int, dark: bool
) -> None:
    window = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light")
    complaints = heard(window, origin)
    pages = [path.relative_to(published).as_posix() for path in published.glob("**/index.html")]
    assert len(pages) == 8  # the library, its authors, its search, and five titles
    for page in pages:
        window.goto(f"{origin}/{page}", wait_until="networkidle")  # what is left unfinished counts as failed
        assert window.evaluate("document.documentElement.scrollWidth") <= width, page
    window.close()
    assert complaints == []


def test_it_opens_without_a_server(published: Path, chromium: Chromium) -> None:
    window = chromium.new_page()
    complaints = heard(window, published.as_uri())
    window.goto((published / "index.html").as_uri())
    window.click("text=The Tea Boat")
    assert window.inner_text("h1") == "The Tea Boat"
    window.click("text=Read it here")
    assert "茶" in window.inner_text("body")
    window.goto((published / "search" / "index.html").as_uri())
    assert window.is_visible("text=Browsers do not let a page that was opened from a file read others")
    window.close()
    assert complaints == []


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("eleven weeks", "The Lighthouse Papers"),
        ("Möwen", "Das Leuchtfeuer"),
        ("茶", "The Tea Boat"),
    ],
)
def test_the_search_finds_words_of_the_books_in_each_language(
    origin: str, chromium: Chromium, words: str, title: str
) -> None:
    window = chromium.new_page()
    complaints = heard(window, origin)
    window.goto(f"{origin}/search/")
    window.fill("#search-words", words)
    window.wait_for_selector("#search li")
    links = window.locator("#search li a")
    assert title in links.all_inner_texts()
    window.click(f"#search li a:text-is('{title}')")
    window.wait_for_load_state("networkidle")
    assert words.split()[0] in window.inner_text("body")
    window.close()
    assert complaints == []


FEED = """async ([module, address]) => {
  const { getFeed } = await import(module)
  const text = await (await fetch(address)).text()
  const feed = getFeed(new DOMParser().parseFromString(text, 'application/xml'))
  return (feed.publications ?? []).map(({ metadata, links, images }) => ({
    title: metadata.title, language: metadata.language, identifier: metadata.identifier,
    links: links.map(({ rel, type, href }) => [[rel].flat().join(' '), type, new URL(href, address).href]),
    images: (images ?? []).map(({ href }) => new URL(href, address).href),
  }))
}"""


def test_a_reading_app_finds_every_title_in_the_feed(published: Path, origin: str, chromium: Chromium) -> None:
    """OPDS 1.2 as Foliate reads it: titles, and files that are there."""
    module = published.parent / "served" / "foliate-js"
    module.symlink_to(npm_package("foliate-js"))
    window = chromium.new_page()
    window.goto(f"{origin}/index.html")
    feed = window.evaluate(FEED, [f"{origin.rpartition('/')[0]}/foliate-js/opds.js", f"{origin}/opds/index.xml"])
    assert sorted(each["title"].partition(":")[0] for each in feed) == [
        "Das Leuchtfeuer",
        "The Lighthouse Papers",
        "The Sign-Painter of Port Oriel",
        "The Surveyor’s Handbook",
        "The Tea Boat",
    ]
    for each in feed:
        epubs = [href for rel, kind, href in each["links"] if "acquisition" in rel and kind == "application/epub+zip"]
        assert len(epubs) == 1
        for address in (*epubs, *each["images"]):
            assert (published / unquote(address.removeprefix(f"{origin}/"))).is_file(), address
        assert each["images"]
    window.close()

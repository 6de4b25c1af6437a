"""Chromium, driven by Playwright: for pages of the web, and for reading systems that open the EPUBs of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserType, Page, sync_playwright
from shelf import npm_package, program

HERE = Path(__file__).parent
# A browser that says nothing to anyone: what it asks for in the background would be asked of other machines.
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


@dataclass
class Readers:
    """Reading systems, each a page of this folder that has a ``window.reader``; one window for each."""

    chromium: Chromium
    origin: str
    windows: dict[str, tuple[Page, list[str]]] = field(default_factory=dict)

    def look(self, page: str, *, width: int, height: int, scale: float = 1, dark: bool = False, css: str = "") -> None:
        """Open a reading system in a new window: CSS pixels, and device pixels in each."""
        if page in self.windows:
            self.windows.pop(page)[0].close()
        window = self.chromium.new_page(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            color_scheme="dark" if dark else "light",
        )
        complaints = heard(window, self.origin)
        window.goto(f"{self.origin}/{page}")
        window.wait_for_function("window.reader")
        if css:
            window.add_style_tag(content=css)
        self.windows[page] = window, complaints

    def call(self, page: str, name: str, argument: object = None) -> Any:
        """Call ``window.reader.name(argument)`` in a reading system."""
        return self._window(page)[0].evaluate("([name, argument]) => window.reader[name](argument)", [name, argument])

    def picture(self, page: str, path: Path) -> None:
        """Write what a window shows, once the fonts are there and the page has turned."""
        window = self._window(page)[0]
        window.wait_for_timeout(150)
        window.screenshot(path=path)

    def complaints(self, page: str) -> list[str]:
        """Errors of a reading system and requests to elsewhere, since they were last asked for."""
        found = self._window(page)[1]
        said = list(found)
        found.clear()
        return said

    def _window(self, page: str) -> tuple[Page, list[str]]:
        if page not in self.windows:
            self.look(page, width=900, height=700)
        return self.windows[page]


def heard(window: Page, origin: str) -> list[str]:
    """A list that grows with each error of a window and each request that goes to another place than its own."""
    said: list[str] = []
    window.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    window.on("pageerror", lambda error: said.append(str(error)))
    window.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))

    def asked(url: str) -> None:
        if not url.startswith((origin, "blob:", "data:", "about:")):
            said.append(f"a request to elsewhere: {url}")

    window.on("request", lambda request: asked(request.url))
    return said


@contextmanager
def chromium() -> Iterator[Chromium]:
    """Start the Chromium of the system; once in a process, as Playwright has one loop of events in each."""
    with sync_playwright() as playwright, another(playwright.chromium) as started:
        yield started


@contextmanager
def another(kind: BrowserType, *options: str) -> Iterator[Chromium]:
    """Start the Chromium of the system, perhaps one more beside the first, with options of its own."""
    path = program("chromium", "chromium-browser")
    started = kind.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", *QUIET, *options])
    yield started
    started.close()


@contextmanager
def readers(started: Chromium, books: Path) -> Iterator[Readers]:
    """Serve this folder and the EPUBs of another to reading systems in the browser."""
    for name in ("foliate-js", "epubjs"):
        npm_package(name)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, books))
    Thread(target=server.serve_forever, daemon=True).start()
    yield Readers(started, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    extensions_map: ClassVar[dict[str, str]] = {
        ".html": "text/html",
        ".js": "text/javascript",
        ".epub": "application/epub+zip",
    }

    def __init__(self, books: Path, *arguments: Any) -> None:
        self.books = books
        super().__init__(*arguments, directory=str(HERE))

    def translate_path(self, path: str) -> str:
        found = super().translate_path(path)
        return str(self.books / Path(found).name) if found.endswith(".epub") else found

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

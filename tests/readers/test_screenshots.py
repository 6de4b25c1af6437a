"""Each book as it looks on a phone, an e-ink reader and a tablet, by day and by night: pictures to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Readers
from PIL import Image
from playwright.sync_api import Page
from shelf import PAMPHLET, ROOT, Book

PICTURES = ROOT / "build" / "readers"
PAGE = "foliate.html?pictures"
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {"width": 390, "height": 844, "scale": 2},
    # 758 × 1024 pixels of 212 to the inch, sixteen greys.
    "e-ink": {"width": 379, "height": 512, "scale": 2, "css": "html { filter: grayscale(1) contrast(0.85) }"},
    "tablet": {"width": 1024, "height": 1366, "scale": 1},
}
MOST_PAGES = 40


@pytest.fixture(scope="module", params=[(device, dark) for device in DEVICES for dark in (False, True)], ids=str)
def device(request: pytest.FixtureRequest, readers: Readers) -> str:
    """A new window of each size, light and dark."""
    name, dark = request.param
    readers.look(PAGE, **DEVICES[name], dark=dark)
    return f"{name}-{'dark' if dark else 'light'}"


@pytest.fixture
def opened(book: Book, device: str, readers: Readers) -> dict[str, Any]:
    """The book in that window."""
    return readers.call(PAGE, "open", f"/{book.path.name}")


def places(book: Book, opened: dict[str, Any]) -> Iterator[tuple[str, dict[str, object]]]:
    """The pages that are looked at: the name of the picture and what is to be shown."""
    names = {"titlepage": "1-title-page", "toc": "2-contents", "bodymatter": "3-first-page"}
    for entry in opened["landmarks"]:
        for kind in set(entry["type"]) & set(names):
            yield names[kind], {"href": entry["href"]}
    for note in book.document.notes[:1]:
        file = next(document.name for document in book.reading.spine if note.id in document.ids)
        yield "4-note", {"href": file, "reference": note.reference_id}
        yield "5-notes-in-place", {"href": f"{file}#{note.id}", "plain": True}


def test_pages_look_right(book: Book, device: str, opened: dict[str, Any], readers: Readers) -> None:
    folder = PICTURES / book.name
    folder.mkdir(parents=True, exist_ok=True)
    for name, place in places(book, opened):
        readers.call(PAGE, "show", place)
        photograph(readers, folder / f"{name}-{device}.png", dark=device.endswith("dark"))


@pytest.mark.parametrize("device", list(DEVICES))
def test_no_page_is_too_narrow(book: Book, device: str, readers: Readers) -> None:
    """No page is wider than its column; all are photographed but the pamphlet’s, which are many and plain."""
    folder = PICTURES / book.name / f"{device}-light"
    readers.look(PAGE, **DEVICES[device])
    opened = readers.call(PAGE, "open", f"/{book.path.name}")
    readers.call(PAGE, "show", {"href": opened["sections"][0], "plain": True})
    for number in range(1, MOST_PAGES):
        assert readers.call(PAGE, "overflow") == []
        if book.name != PAMPHLET:
            folder.mkdir(parents=True, exist_ok=True)
            photograph(readers, folder / f"page-{number:02}.png", dark=False)
        if not readers.call(PAGE, "next"):
            break


def photograph(readers: Readers, path: Path, *, dark: bool) -> None:
    """Take a picture, and see that there is something on it."""
    readers.picture(PAGE, path)
    look_at(path, dark=dark)


def look_at(path: Path, *, dark: bool) -> None:
    """See that a picture is not empty, and is light on dark or dark on light."""
    with Image.open(path) as picture:
        greys = picture.convert("L").histogram()
    ground = max(range(256), key=lambda grey: greys[grey])
    assert ground < 100 if dark else ground > 150
    assert len([count for count in greys if count]) > 20, f"{path} is empty"


@pytest.mark.parametrize("theme", ["light", "sepia", "dark"])
@pytest.mark.parametrize(("name", "width"), [("phone", 390), ("laptop", 1100), ("desk", 1440)])
def test_the_web_page_looks_right(book: Book, name: str, width: int, theme: str, visit: Callable[..., Page]) -> None:
    """The head of the page, the place of its first note, and the tools over it."""
    folder = PICTURES / book.name
    folder.mkdir(parents=True, exist_ok=True)
    page = visit(book.page, viewport={"width": width, "height": 900})
    page.locator(".opens-display").click()
    page.locator(f'input[value="{theme}"]').check()
    page.screenshot(path=folder / f"web-tools-{name}-{theme}.png")
    page.keyboard.press("Escape")
    page.screenshot(path=folder / f"web-head-{name}-{theme}.png")
    marks = page.locator("main .noteref")
    if marks.count():
        marks.first.evaluate("mark => mark.scrollIntoView({block: 'center'})")
        marks.first.click()
        page.wait_for_timeout(150)
        path = folder / f"web-note-{name}-{theme}.png"
        page.screenshot(path=path)
        look_at(path, dark=theme == "dark")

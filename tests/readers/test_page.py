"""The page of the web as a reader uses it: by mouse, by finger, by keyboard alone, on screens of every width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from shelf import STORED, Book, program, words_in

Visit = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}}
DESK = {"viewport": {"width": 1440, "height": 900}}
WINDOWS: dict[str, dict[str, Any]] = {
    "320 px": {"viewport": {"width": 320, "height": 568}},
    "phone": PHONE,
    "tablet": {"viewport": {"width": 820, "height": 1180}},
    "laptop": {"viewport": {"width": 1100, "height": 700}},
    "desk": DESK,
    # Zoom halves what a window holds (CSS Viewport 1): 1280 by 720 at 200 %.
    "zoomed to 200 %": {"viewport": {"width": 640, "height": 360}, "device_scale_factor": 2},
}


def text(page: Page, selector: str) -> str:
    return " ".join(page.locator(selector).first.inner_text().split())


def note_words(book: Book, number: int) -> str:
    note = book.document.notes[number]
    return " ".join([note.mark, *words_in(note.body)])


@pytest.mark.parametrize("window", WINDOWS)
def test_nothing_is_wider_than_the_window(book: Book, window: str, visit: Visit) -> None:
    page = visit(book.page, **WINDOWS[window])
    wide = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    for tool in ("contents", "errata", "display", "cite"):
        button = page.locator(f".opens-{tool}")
        if button.count() and button.is_visible():
            button.click()
            box = page.locator(f".tool.{tool}").bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= WINDOWS[window]["viewport"]["width"]
            assert page.evaluate(wide) <= 0
            page.keyboard.press("Escape")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_notes_stand_beside_the_text_where_there_is_room(book: Book, scripts: bool, visit: Visit) -> None:
    page = visit(book.page, java_script_enabled=scripts, **DESK)
    column = page.locator("main").bounding_box()
    assert column
    below = 0.0
    for note in book.document.notes:
        mark = page.locator(f'[id="{note.reference_id}"]').bounding_box()
        box = page.locator(f'[id="{note.id}"]').bounding_box()
        assert mark and box
        assert box["x"] >= column["x"] + column["width"]
        assert box["x"] + box["width"] <= 1440
        # At its mark's height, or right below the note before it.
        assert box["y"] >= mark["y"] - 8
        assert box["y"] >= below
        assert box["y"] <= max(mark["y"], below) + 24
        below = box["y"] + box["height"]


def test_each_note_opens_over_the_page_on_a_phone(book: Book, visit: Visit) -> None:
    page = visit(book.page, **PHONE)
    box = page.locator(".note-box")
    for number, note in enumerate(book.document.notes):
        if note.reference_id not in _in_text(page):
            continue  # a mark within another note
        mark = page.locator(f'[id="{note.reference_id}"]')
        mark.focus()
        page.keyboard.press("Enter")
        expect(box).to_be_visible()
        assert " ".join(text(page, ".note-box .told").split()) == note_words(book, number)
        # It does not lie on its mark, and what has the focus is the note.
        where, there = mark.bounding_box(), box.bounding_box()
        assert where and there and where["y"] + where["height"] <= there["y"] + 1
        expect(box).to_be_focused()
        page.keyboard.press("Escape")
        expect(box).to_be_hidden()
        expect(mark).to_be_focused()


def _in_text(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('main .noteref')].filter(a => !a.closest('.note')).map(a => a.id)"
    )
    return found


def test_from_its_box_a_note_can_be_gone_to(pamphlet: Book, visit: Visit) -> None:
    page = visit(pamphlet.page, **PHONE)
    page.locator("main .noteref").nth(3).click()
    page.locator(".note-box .foot a").click()
    expect(page.locator(".note-box")).to_be_hidden()
    assert page.url.endswith(f"#{pamphlet.document.notes[3].id}")
    expect(page.locator(f'[id="{pamphlet.document.notes[3].id}"]')).to_be_in_viewport()


def test_by_keyboard_alone(pamphlet: Book, visit: Visit) -> None:
    page = visit(pamphlet.page, **PHONE)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for tool in ("contents", "errata", "display", "cite"):
        page.keyboard.press("Tab")
        expect(page.locator(f".opens-{tool}")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(f".tool.{tool}")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(f".tool.{tool}")).to_be_hidden()
        expect(page.locator(f".opens-{tool}")).to_be_focused()
    # Into a box, and a choice in it.
    page.locator(".opens-display").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.documentElement.dataset.theme") == "sepia"


def test_all_that_has_the_focus_can_be_seen(pamphlet: Book, visit: Visit) -> None:
    """Not even a part of it lies under the bar (WCAG 2.2, 2.4.11, and its stricter 2.4.12)."""
    page = visit(pamphlet.page, **PHONE)
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = """() => {
          const focused = document.activeElement;
          const {left, right, top, bottom} = focused.getClientRects()[0];
          const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
          return focused.contains(at) || Boolean(at?.contains(focused)) || focused.outerHTML;
        }"""
        assert page.evaluate(seen) is True


@pytest.mark.parametrize("system", ["light", "dark"])
def test_colours_are_the_system_s_until_the_reader_chooses(pamphlet: Book, system: str, visit: Visit) -> None:
    page = visit(pamphlet.page, color_scheme=system, **DESK)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    papers = {"light": "rgb(255, 253, 249)", "dark": "rgb(22, 20, 17)", "sepia": "rgb(244, 234, 212)"}
    assert page.evaluate(ground) == papers[system]
    page.locator(".opens-display").click()
    for theme, paper in papers.items():
        page.locator(f'.tool.display input[value="{theme}"]').check()
        assert page.evaluate(ground) == paper
        assert visit(pamphlet.page, again=page).evaluate(ground) == paper
    page.locator('.tool.display input[name="theme"][value=""]').check()
    assert visit(pamphlet.page, again=page).evaluate(ground) == papers[system]


def test_lines_are_as_long_as_the_reader_likes_and_the_place_is_kept(pamphlet: Book, visit: Visit) -> None:
    page = visit(pamphlet.page, **DESK)
    page.evaluate("document.querySelectorAll('main p')[60].scrollIntoView()")
    page.locator(".opens-display").click()
    width = "document.querySelector('main').clientWidth"
    usual = page.evaluate(width)
    reading = "(() => { const p = document.querySelectorAll('main p')[60].getBoundingClientRect().top; return p; })()"
    before = page.evaluate(reading)
    page.locator('.tool.display input[value="wide"]').check()
    assert page.evaluate(width) > usual
    assert abs(page.evaluate(reading) - before) < 150
    page.locator('.tool.display input[value="narrow"]').check()
    assert page.evaluate(width) < usual
    page.locator('.tool.display input[value="none"]').check()
    assert page.evaluate("getComputedStyle(document.body).hyphens") == "manual"


@pytest.mark.parametrize("window", ["phone", "desk"])
def test_the_place_is_remembered(pamphlet: Book, window: str, visit: Visit) -> None:
    page = visit(pamphlet.page, **WINDOWS[window])
    page.evaluate("document.querySelectorAll('main p')[50].scrollIntoView({block: 'center'})")
    page.wait_for_function("Object.keys(localStorage).some(key => key.startsWith('octavo place'))")
    kept = page.evaluate("scrollY")
    back = visit(pamphlet.page, again=page)
    state = f"[scrollY, document.readyState, document.visibilityState, {STORED}]"
    try:
        back.wait_for_function("scrollY > 0", polling=50)
    except PlaywrightTimeout:
        pytest.fail(f"it did not go back: {back.evaluate(state)}; it was left at {page.evaluate(state)}")
    assert abs(back.evaluate("scrollY") - kept) < 4
    tops = "[...document.querySelectorAll('main .page')].map(p => [p.getBoundingClientRect().top, p.title])"
    number = [label for top, label in back.evaluate(tops) if top <= WINDOWS[window]["viewport"]["height"] * 0.35][-1]
    assert text(back, ".status") == f"You are back at page {number}."
    # An address that names a place goes before.
    there = visit(pamphlet.page, again=page, fragment="#the-civil-war")
    expect(there.locator("#the-civil-war > h3")).to_be_in_viewport()
    assert abs(there.evaluate("scrollY") - kept) > 50


def test_the_contents_go_with_the_reading(book: Book, visit: Visit) -> None:
    page = visit(book.page, **DESK)
    links = page.locator("nav.contents a")
    for number in range(min(links.count(), 12)):
        links.nth(number).click()
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        current = page.locator("nav.contents a[aria-current]")
        assert current.count() == 1
        # Two that begin within the same third of a window cannot be told apart by where the reader is.
        at = page.evaluate("[...document.querySelectorAll('nav.contents a')].findIndex(a => a.ariaCurrent)")
        last = page.evaluate("scrollY + innerHeight >= document.scrollingElement.scrollHeight - 2")
        assert at in (number, number + 1) or last, (number, at)
        expect(current).to_be_in_viewport()


def test_the_switch_shows_the_witness(pamphlet: Book, visit: Visit) -> None:
    page = visit(pamphlet.page, **PHONE)
    assert "by no fewer than" in text(page, "main")
    page.locator(".opens-errata").click()
    page.locator('input[value="witness"]').check()
    assert "by ho fewer than" in text(page, "main")
    assert text(page, ".status") == "The text is shown as in the witness."
    assert "by ho fewer than" in text(visit(pamphlet.page, again=page), "main")


def test_beyond_a_note_the_keyboard_goes_on_in_the_text(pamphlet: Book, visit: Visit) -> None:
    page = visit(pamphlet.page, **PHONE)
    marks = page.locator("main .noteref")
    marks.nth(2).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".note-box")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.locator(".note-box")).to_be_hidden()
    at = "mark => Boolean(mark.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"
    assert marks.nth(2).evaluate(at)
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def test_with_letters_of_twice_the_size_all_is_in_reach(book: Book, chromium: Chromium) -> None:
    """Not by zoom: by the size that a reader has set for all pages, of which rem and media queries know."""
    path = program("chromium", "chromium-browser")
    large = ["--no-sandbox", "--disable-gpu", "--blink-settings=defaultFontSize=32"]
    browser = chromium.browser_type.launch(executable_path=path, args=large)
    for width in (320, 390, 1280):
        page = browser.new_page(viewport={"width": width, "height": 844})
        page.goto(book.page.as_uri())
        for button in page.locator(".bar button:visible").all():
            box = button.bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
        assert page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth") <= 0
    browser.close()


@pytest.mark.parametrize("theme", ["sepia", "dark"])
def test_paper_is_white_whatever_the_screen_is(pamphlet: Book, theme: str, visit: Visit) -> None:
    page = visit(pamphlet.page, **DESK)
    page.locator(".opens-display").click()
    page.locator(f'input[value="{theme}"]').check()
    page.emulate_media(media="print")
    style = "getComputedStyle(document.documentElement)"
    assert page.evaluate(f"[{style}.backgroundColor, {style}.color]") == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]

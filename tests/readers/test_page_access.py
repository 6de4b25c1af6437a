"""axe-core looks at the page in every state that a reader can bring it into, and finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from shelf import Book, npm_package

Visit = Callable[..., Page]
WIDE = {"viewport": {"width": 1440, "height": 900}}
NARROW = {"viewport": {"width": 390, "height": 844}}
LOOKS: dict[str, dict[str, Any]] = {
    "320 px": {"viewport": {"width": 320, "height": 568}},
    "wide": WIDE,
    "narrow": NARROW,
    "wide, dark": WIDE | {"color_scheme": "dark"},
    "narrow, dark": NARROW | {"color_scheme": "dark"},
    "in forced colours": WIDE | {"forced_colors": "active"},
    "of high contrast": NARROW | {"contrast": "more"},
}
# Rules that ask for more than WCAG 2.2 at level AA are asked as well: best practices, and those of level AAA are not.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe-core finds: the rule, what is wrong, and where."""
    page.wait_for_function("document.getAnimations().every(one => one.playState === 'finished')")
    page.add_script_tag(path=npm_package("axe-core") / "axe.min.js")
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    assert len(found["passes"]) > 10
    return [f"{v['id']}: {v['help']}: {node['html'][:200]}" for v in found["violations"] for node in v["nodes"]]


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_violated(book: Book, look: str, visit: Visit) -> None:
    assert violations(visit(book.page, **LOOKS[look])) == []


def test_a_fault_is_found(book: Book, tmp_path: Path, visit: Visit) -> None:
    """Silence means something only where a fault is not met with it."""
    broken = tmp_path / "broken.html"
    text = book.page.read_text(encoding="utf-8").replace(' lang="', ' data-lang="', 1)
    broken.write_text(text, encoding="utf-8")
    assert any(said.startswith("html-has-lang") for said in violations(visit(broken)))


@pytest.mark.parametrize("theme", ["light", "sepia", "dark"])
@pytest.mark.parametrize("look", ["wide", "narrow"])
def test_nor_with_any_box_open(book: Book, look: str, theme: str, visit: Visit) -> None:
    page = visit(book.page, **LOOKS[look])
    page.locator(".opens-display").click()
    page.locator(f'input[value="{theme}"]').check()
    assert violations(page) == []
    page.keyboard.press("Escape")
    for tool in ("contents", "errata", "cite") if look == "narrow" else ("errata", "cite"):
        page.locator(f".opens-{tool}").click()
        expect(page.locator(f".tool.{tool}")).to_be_visible()
        for summary in page.locator(f".tool.{tool} summary").all():
            summary.click()
        assert violations(page) == [], tool
        page.keyboard.press("Escape")
    if look == "narrow":
        page.locator("main .noteref").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".note-box")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
    page.keyboard.press("Tab")  # so that the browser shows what has the focus
    page.locator("main .erratum[href]").first.focus()
    expect(page.locator(".reading-box")).to_be_visible()
    assert violations(page) == []


def test_nor_with_both_readings(book: Book, visit: Visit) -> None:
    page = visit(book.page, **WIDE)
    page.locator(".opens-errata").click()
    for view in ("witness", "both"):
        page.locator(f'input[value="{view}"]').check()
        assert violations(page) == []


def test_what_is_gone_to_is_shown_in_forced_colours(book: Book, visit: Visit) -> None:
    """Backgrounds are taken away there: an outline has to do."""
    page = visit(book.page, fragment=f"#{book.document.notes[0].id}", **NARROW, forced_colors="active")
    assert page.evaluate("getComputedStyle(document.querySelector(':target')).outlineStyle") == "solid"


def test_nothing_moves_for_those_who_want_no_motion(book: Book, visit: Visit) -> None:
    target = f"#{book.document.notes[0].id}" if book.document.notes else ""
    page = visit(book.page, fragment=target, **NARROW, reduced_motion="reduce")
    page.locator(".opens-display").click()
    assert page.evaluate("document.getAnimations().length") == 0
    moved = visit(book.page, fragment=target, **NARROW)
    moved.locator(".opens-display").click()
    assert moved.evaluate("document.getAnimations().length") > 0

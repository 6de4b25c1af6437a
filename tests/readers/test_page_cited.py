"""What the page says of how to cite a passage: its pages, its address, in every form."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree
from lxml import html as lxml_html
from playwright.sync_api import Page
from shelf import Book

Visit = Callable[..., Page]
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
WINDOWS: dict[str, dict[str, Any]] = {"phone": {"viewport": {"width": 390, "height": 844}}, "desk": DESK}


def text(page: Page, selector: str) -> str:
    return " ".join(page.locator(selector).first.inner_text().split())


def pages_of(book: Book, identifier: str) -> str:
    """The printed pages on which the words of an element stand, read off the page as it was written."""
    tree = lxml_html.document_fromstring(book.page.read_bytes(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    (main,) = tree.iter("main")
    (wanted,) = (element for element in main.iter() if element.get("id") == identifier)
    label, found = "", []
    for event, element in etree.iterwalk(main, events=("start", "end")):
        if event == "start" and element.get("role") == "doc-pagebreak":
            label = element.get("title") or ""
        inside = wanted in (element, *element.iterancestors())
        words = element.text if event == "start" else element.tail
        if (inside and not (event == "end" and element is wanted)) and (words or "").strip():
            found.append(label)
    return "–".join(dict.fromkeys(found))


def test_a_passage_is_cited_with_its_page_and_address(pamphlet: Book, visit: Visit) -> None:
    address = "https://example.org/books/lost.html"
    page = visit(pamphlet.page, **DESK)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    there = page.context.new_page()
    there.route(address, lambda route: route.fulfill(path=pamphlet.page, content_type="text/html"))
    there.goto(address)
    paragraph = there.locator("main p", has_text="What did happen in the fateful years").first
    identifier = paragraph.get_attribute("id")
    paragraph.hover()
    paragraph.locator(".permalink").click()
    assert there.url == f"{address}#{identifier}"
    number = pages_of(pamphlet, identifier or "")
    assert text(there, ".tool.cite .in-text .words") == f"(Harman 1967/2026, {number})"
    assert text(there, ".tool.cite .link .words") == there.url
    assert text(there, ".tool.cite .reference .words").endswith(there.url)
    for kind in ("bibtex", "csl"):
        there.locator(f".tool.cite .{kind} summary").click()
    (item,) = json.loads(there.locator(".tool.cite .csl pre").inner_text())
    assert item["URL"] == there.url
    assert f"url = {{{there.url}}}" in there.locator(".tool.cite .bibtex pre").inner_text()
    there.locator(".tool.cite .in-text .copy").click()
    assert there.evaluate("navigator.clipboard.readText()") == f"(Harman 1967/2026, {number})"


def test_chosen_words_are_cited_with_their_pages(pamphlet: Book, visit: Visit) -> None:
    page = visit(pamphlet.page, **DESK)
    page.evaluate("""() => {
      const at = document.getElementById("page-3");
      const range = document.createRange();
      const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
      let before, after;
      while (!after && walker.nextNode()) {
        const node = walker.currentNode;
        if (node.data.trim().length < 6) continue;
        if (at.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING) before = node; else after = node;
      }
      range.setStart(before, 0);
      range.setEnd(after, 5);
      getSelection().addRange(range);
      at.scrollIntoView({block: "center"});
    }""")
    page.locator(".opens-cite").click()
    assert text(page, ".tool.cite .in-text .words") == "(Harman 1967/2026, 2–3)"
    assert page.locator(".tool.cite .link").is_hidden()  # a file on one's own disk is no address for others


def test_every_paragraph_is_cited_with_the_pages_that_its_words_stand_on(pamphlet: Book, visit: Visit) -> None:
    page = visit(pamphlet.page, **DESK)
    said = page.evaluate("""() => [...document.querySelectorAll(".permalink")].map(link => {
      link.click();
      const where = document.querySelector(".tool.cite .in-text .words").textContent;
      document.querySelector(".tool.cite").hidePopover();
      return [link.hash.slice(1), where];
    })""")
    assert len(said) > 100
    expected = [[identifier, f"(Harman 1967/2026, {pages_of(pamphlet, identifier)})"] for identifier, _ in said]
    assert said == expected


@pytest.mark.parametrize("window", ["phone", "desk"])
def test_a_note_is_cited_with_the_page_of_its_mark(pamphlet: Book, window: str, visit: Visit) -> None:
    page = visit(pamphlet.page, **WINDOWS[window])
    note = pamphlet.document.notes[10]
    if window == "phone":
        page.locator(f'[id="{note.reference_id}"]').click()
        page.locator(".note-box .told").select_text()
    else:
        page.locator(f'[id="{note.id}"]').select_text()
    page.evaluate(
        "document.querySelector('.opens-cite').dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))"
    )
    page.evaluate("document.querySelector('.tool.cite').showPopover()")
    number = pages_of(pamphlet, note.reference_id)
    assert text(page, ".tool.cite .in-text .words") == f"(Harman 1967/2026, {number})"


def test_three_clicks_choose_a_paragraph_and_no_page_beyond_it(pamphlet: Book, visit: Visit) -> None:
    page = visit(pamphlet.page, **DESK)
    paragraph = page.locator("main p", has_text="What did happen in the fateful years").first
    paragraph.click(click_count=3, position={"x": 80, "y": 12})
    page.locator(".opens-cite").click()
    number = pages_of(pamphlet, paragraph.get_attribute("id") or "")
    assert text(page, ".tool.cite .in-text .words") == f"(Harman 1967/2026, {number})"

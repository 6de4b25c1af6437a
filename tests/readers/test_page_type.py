"""What the page is set in, and where its text stands in windows of every width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from shelf import Book

Visit = Callable[..., Page]
LEFT = """selector => {
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  while (!node.data.trim()) node = walker.nextNode();
  const range = document.createRange();
  range.setStart(node, node.data.search(/\\S/));
  range.setEnd(node, node.length);
  return range.getBoundingClientRect().left;
}"""


def test_the_page_is_set_in_its_own_type(pamphlet: Book, visit: Visit) -> None:
    page = visit(pamphlet.page)
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family + f.style)")
    assert {name.replace('"', "") for name in loaded} == {"Octavo Libertinusnormal", "Octavo Libertinusitalic"}
    # Small capitals that are drawn, and not made of large ones: narrower or wider than those by another measure.
    widths = page.evaluate("""() => ["normal", "small-caps"].map(caps => {
      const span = document.createElement("span");
      span.style = `position: absolute; font: 100px "Octavo Libertinus"; font-variant-caps: ${caps}`;
      span.textContent = "hamburg";
      document.body.append(span);
      return span.getBoundingClientRect().width;
    })""")
    capitals = page.evaluate("""() => {
      const span = document.createElement("span");
      span.style = 'position: absolute; font: 70px "Octavo Libertinus"';
      span.textContent = "HAMBURG";
      document.body.append(span);
      return span.getBoundingClientRect().width;
    }""")
    assert widths[0] != widths[1]
    assert abs(widths[1] - capitals) > 2


@pytest.mark.parametrize("width", [390, 820, 1100, 1280])
def test_the_bar_begins_where_the_text_does(pamphlet: Book, width: int, visit: Visit) -> None:
    page = visit(pamphlet.page, viewport={"width": width, "height": 800})
    text = page.evaluate("document.querySelector('main > section > p').getBoundingClientRect().left")
    assert abs(page.evaluate(LEFT, ".bar") - text) < 3


@pytest.mark.parametrize("width", [820, 1280])
def test_the_text_stands_in_the_middle(book: Book, width: int, visit: Visit) -> None:
    page = visit(book.page, viewport={"width": width, "height": 800})
    column = page.locator("main").bounding_box()
    inner = page.evaluate("document.documentElement.clientWidth")
    assert column
    assert abs(column["x"] - (inner - column["x"] - column["width"])) < 0.12 * inner


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_the_type_is_read(pamphlet: Book, width: int, visit: Visit) -> None:
    """The page's widths hang on those of letters, and the first of what is drawn may still be laid out in others."""
    page = visit(pamphlet.page, viewport={"width": width, "height": 800})
    page.evaluate("document.fonts.ready")
    widths = page.evaluate("""() => ["1000ch", "465em"].map(width => {
      const box = document.createElement("div");
      box.style = `position: absolute; font: 20px "Octavo Libertinus"; inline-size: ${width}`;
      document.body.append(box);
      return box.getBoundingClientRect().width;
    })""")
    assert widths[0] == pytest.approx(widths[1], abs=1), "a zero is as wide as webfonts.ZERO says"
    moved = page.evaluate("""() => new Promise(done => {
      new PerformanceObserver(list => done(list.getEntries().reduce((sum, each) => sum + each.value, 0)))
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(0), 500);
    })""")
    assert moved < 0.005
    assert page.evaluate("""() => {
      const before = document.querySelector("main").getBoundingClientRect();
      document.body.style.fontFamily = "monospace";
      const after = document.querySelector("main").getBoundingClientRect();
      return before.x === after.x && before.width === after.width;
    }"""), "the text stands where it stood, in whatever face"

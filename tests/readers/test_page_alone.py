"""The page with little around it: no scripts, no style, no network, no colours, on paper, in a text browser."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from lxml import etree
from lxml import html as lxml_html
from playwright.sync_api import Page, expect
from shelf import Book, program, words_in

from octavo.text.align import differences

Visit = Callable[..., Page]
MOST_BYTES = 210_000
MOST_OF_TYPE = 110_000


def tree_of(path: Path) -> etree._Element:
    return lxml_html.document_fromstring(path.read_bytes(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def words_of_text(book: Book, *, marks: bool = True) -> list[str]:
    """The words of the text and its notes as they stand in the page, with or without the marks of the notes.

    Formulas are left out: what a browser shows of them are their parts one after another.
    """
    (main,) = tree_of(book.page).iter("main")
    if not marks:
        for link in [link for link in main.iter("a") if link.get("role") in ("doc-noteref", "doc-backlink")]:
            link.drop_tree()
    return words_in(main, formulas=False)


def _letters(words: list[str]) -> str:
    plain = unicodedata.normalize("NFKC", "".join(words))
    return "".join(c for c in plain if c.isalnum() and unicodedata.bidirectional(c) != "R")


def missing(wanted: list[str], found: list[str]) -> list[list[str]]:
    """The words that are wanted and not found, in order; words between them are no matter."""
    return [wanted[a:b] for a, b, _, _ in differences(wanted, found) if b > a]


def test_it_is_small(pamphlet: Book) -> None:
    page = pamphlet.page.read_text(encoding="utf-8")
    type_alone = sum(len(face) for face in re.findall(r"@font-face \{[^}]*\}", page))
    assert 0 < type_alone < MOST_OF_TYPE
    assert len(page.encode()) - type_alone < MOST_BYTES


def test_the_first_paint_waits_for_no_script(book: Book, visit: Visit) -> None:
    """What is drawn first is there without scripts, and that they run moves nothing of it."""
    shifts = """() => new Promise(done => {
      let sum = 0;
      new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
        .observe({type: "layout-shift", buffered: true});
      setTimeout(() => done(sum), 400);
    })"""
    for width in (390, 1100, 1440):
        size = {"width": width, "height": 800}
        page = visit(book.page, viewport=size)
        assert page.evaluate(shifts) < 0.03  # the page's own typeface comes in a moment after the words
        in_head = "script => script.closest('head') ? script.text.length : 0"
        script = page.evaluate(f"[...document.scripts].filter(s => s.text && !s.type).map({in_head})")
        assert script[0] < 500 and not any(script[1:])  # what stands in the head is small, the rest is last of all
        assert page.evaluate("document.body.lastElementChild.tagName") == "SCRIPT"
        without = visit(book.page, viewport=size, java_script_enabled=False)
        boxes = [one.locator("h1").bounding_box() for one in (page, without)]
        assert boxes[0] == boxes[1] is not None


def test_without_scripts_no_control_is_there_that_does_nothing(book: Book, visit: Visit) -> None:
    page = visit(book.page, java_script_enabled=False, viewport={"width": 390, "height": 844})
    assert page.locator("button:visible, input:visible").count() == 0
    for note in book.document.notes[:1]:
        page.locator(f'[id="{note.reference_id}"]').click()
        assert page.url.endswith(f"#{note.id}")
        expect(page.locator(f'[id="{note.id}"]')).to_be_in_viewport()
    page.locator("aside.cite summary").click()
    expect(page.locator("aside.cite .bibtex")).to_contain_text("@book{")


def test_without_style_the_notes_stand_behind_their_chapters(book: Book, tmp_path: Path, visit: Visit) -> None:
    tree = tree_of(book.page)
    for element in [*tree.iter("style"), *(link for link in tree.iter("link") if link.get("rel") == "stylesheet")]:
        element.drop_tree()
    for element in tree.iter("a", "div"):
        element.attrib.pop("style", None)
    bare = tmp_path / "bare.html"
    bare.write_bytes(lxml_html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>"))
    page = visit(bare, java_script_enabled=False)
    assert missing(words_of_text(book), page.locator("body").inner_text().split()) == []
    for note in book.document.notes:
        mark = page.locator(f'[id="{note.reference_id}"]').bounding_box()
        box = page.locator(f'[id="{note.id}"]').bounding_box()
        assert mark and box and box["y"] > mark["y"]


def test_on_paper_every_word_is_there(book: Book, tmp_path: Path, visit: Visit) -> None:
    page = visit(book.page)
    path = tmp_path / "paper.pdf"
    # Where the marks of notes stand in a PDF depends on the height of a line.
    page.add_style_tag(content=".noteref, .mark { display: none }")
    page.pdf(path=path, prefer_css_page_size=True)
    with pypdfium2.PdfDocument(path) as paper:
        text = "\n".join(sheet.get_textpage().get_text_range() for sheet in paper)
    assert "Display" not in text.split()
    # Hyphens at line ends come and go, and Hebrew is read back from left to right: the other letters, in their order.
    wanted, found = (_letters(words) for words in (words_of_text(book, marks=False), text.split()))
    assert missing([*wanted], [*found]) == []  # between them, the numbers of lists
    page.emulate_media(media="print")
    assert missing(words_of_text(book, marks=False), page.locator("body").inner_text().split()) == []


def test_in_a_text_browser(book: Book) -> None:
    """What is raised is told by a circumflex there, what is lowered by brackets."""
    options = ["-dump", "-nolist", "-nonumbers", "-width=1000", "-display_charset=utf-8"]
    command = [program("lynx"), *options, str(book.page)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert "Display" not in done.stdout and "Copy" not in done.stdout
    signs = str.maketrans("", "", "^[]")
    shown = done.stdout.translate(signs).split()
    wanted = " ".join(words_of_text(book)).translate(signs).split()
    assert missing(wanted, shown) == []

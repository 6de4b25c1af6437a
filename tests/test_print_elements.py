"""How print sets the elements of harmless HTML: each is seen for what it is, and its words are read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from octavo.build import edition_moment
from octavo.checks.outside import verapdf
from octavo.document import Document, read_document
from octavo.edition import load_edition
from octavo.errors import Notices
from octavo.readback.pdf import PdfReading, open_pdf_reading
from octavo.typesetting.typstbook import TypstBook
from test_hostile import differences, edition

INLINE = """<p>A word <q>“quoted”</q>, <kbd>Ctrl</kbd>, <samp>out</samp>, <var>x</var>, <small>small</small>,
<s>struck</s>,
<del>gone</del>, <ins>new</ins>, <u>under</u>, <mark>marked</mark>, <abbr title="abbreviation">abbr.</abbr>,
<dfn>term</dfn>, 2<sup>7</sup>, H<sub>2</sub>O, <cite>A Book</cite>, <b>bold</b>, <i>italics</i>,
super<wbr/>califragilistic,
line<br/>the next.</p>"""
DETAILS = "<details><summary>What is it?</summary><p>An answer.</p><hr/><p>More of it.</p></details>"
RUBY = """<p>The <ruby>harbour<rt>port</rt></ruby>, <ruby>Tokyo<rp>(</rp><rt>the east capital</rt><rp>)</rp></ruby>,
<ruby>a<rt>b</rt>c<rt>d</rt></ruby>
and <ruby><em>it</em><rt>a gloss longer than its <strong>word</strong></rt></ruby>.</p>"""
"""Over Latin words: no font of the house has Japanese."""
VALUES = '<ol><li>one</li><li value="3">three</li><li>four</li><li value="9">nine</li></ol>'
FIGURE = "<figure><table><tr><td>a</td><td>b</td></tr></table><figcaption>Two letters</figcaption></figure>"
IDS = """<table id="t"><caption id="c">Places</caption><thead><tr><th id="h">Head</th></tr></thead>
<tbody><tr><td id="d">cell</td></tr></tbody></table><ul><li id="i">item <code id="k">code</code></li></ul>
<dl><dt id="e">term</dt><dd id="f">meaning</dd></dl>
<p>See <a href="#t">1</a> <a href="#c">2</a> <a href="#h">3</a> <a href="#d">4</a> <a href="#i">5</a> <a href="#k">6</a>
<a href="#e">7</a> <a href="#f">8</a>.</p>"""


def with_elements(folder: Path, markup: str, text: str = "# One\n\nWords.\n") -> Document:
    """A Document with these elements at the end of its text."""
    document = read_document(load_edition(edition(folder, text)))
    section = next(chapter.element for chapter in document.chapters if chapter.kind == "chapter")
    for element in etree.fromstring(f"<div>{markup}</div>"):
        section.append(element)
    document.__dict__.pop("flow", None)
    return document


def printed(document: Document) -> tuple[PdfReading, bytes, Notices]:
    """The finished archival PDF, read back."""
    notices = Notices()
    with TypstBook(document, edition_moment(document.edition), notices) as typst_book:
        typst_book.draft()
        data = typst_book.book()
    return open_pdf_reading(data, Path("a.pdf")), data, notices


@pytest.mark.parametrize("markup", [INLINE, DETAILS, VALUES, FIGURE, IDS, RUBY])
def test_words_are_read_back(tmp_path: Path, markup: str) -> None:
    document = with_elements(tmp_path, markup)
    reading, _, notices = printed(document)
    assert differences(document, reading) == []
    assert notices.items == []


def test_numbers_of_items_are_those_they_say(tmp_path: Path) -> None:
    reading, _, _ = printed(with_elements(tmp_path, VALUES))
    text = " ".join(block.text for block in reading.blocks)
    assert "1. one 3. three 4. four 9. nine" in text


def test_struck_and_marked_words_are_seen(tmp_path: Path) -> None:
    """A line through a word is no part of its text: the page shows it."""
    plain = with_elements(tmp_path / "a", "<p>struck gone under marked</p>")
    shown = with_elements(tmp_path / "b", "<p><s>struck</s> <del>gone</del> <u>under</u> <mark>marked</mark></p>")
    assert drawings(printed(shown)[1]) == drawings(printed(plain)[1]) + 4


def test_how_a_word_is_read_stands_raised_and_small_behind_it(tmp_path: Path) -> None:
    import pypdfium2

    data = printed(with_elements(tmp_path, "<p>The <ruby>mmm<rt>nnn</rt></ruby> bell.</p>"))[1]
    boxes: dict[str, tuple[float, float, float, float]] = {}
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        for letter in ("m", "n"):
            at = text.get_text_range().find(letter * 3)
            if at >= 0:
                boxes[letter] = text.get_charbox(at)
    (left, bottom, _, top), (reading_left, reading_bottom, _, reading_top) = boxes["m"], boxes["n"]
    assert reading_left > left
    assert reading_bottom > bottom + (top - bottom) / 4
    assert reading_top - reading_bottom < 0.7 * (top - bottom)


def drawings(data: bytes) -> int:
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(data)
    return sum(item.type == pdfium.FPDF_PAGEOBJ_PATH for page in document for item in page.get_objects())


def test_a_note_that_is_called_again_is_set_once(tmp_path: Path) -> None:
    document = read_document(load_edition(edition(tmp_path, "# One\n\nFirst.[^1]\n\nSecond.\n\n[^1]: The note.\n")))
    first = next(document.chapters[-1].element.iter("a"))
    second = next(p for p in document.chapters[-1].element.iter("p") if p.text == "Second.")
    again = etree.SubElement(second, "a", {"class": "noteref", "href": first.get("href") or "", "id": "noteref-0-1-b"})
    again.text = first.text
    document.__dict__.pop("flow", None)
    reading, data, _ = printed(document)
    assert reading.notes == 1
    assert " ".join(block.text for block in reading.blocks).count("The note.") == 1
    assert differences(document, reading) == []
    assert page_text(data).count("1\n") + page_text(data).count("1 ") >= 2
    assert len(reading.links) > 2


def page_text(data: bytes) -> str:
    import pypdfium2

    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)).replace("\r", "")


@pytest.mark.outside
def test_verapdf_says_nothing_of_them(tmp_path: Path) -> None:
    document = with_elements(tmp_path, INLINE + DETAILS + VALUES + FIGURE + IDS + RUBY)
    path = tmp_path / "a.pdf"
    path.write_bytes(printed(document)[1])
    assert verapdf([path], ("3a", "ua1")) == []

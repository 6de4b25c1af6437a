"""Pages as those write them whose books are compared most: what is a note, a mark, a number of a page, or no text."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.readback.anyfile import read_any
from octavo.readback.reading import NOTE, OUTSIDE, TEXT
from test_compare_foreign import XHTML, html, said

GUTENBERG = """<html><body><pre>The Project Gutenberg EBook of Words
*** START OF THIS PROJECT GUTENBERG EBOOK WORDS *** Produced by somebody.</pre>
<p>The first<span class="pagenum"><a name="Page_12" id="Page_12">[Pg 12]</a></span> is under<span class="pageno"
id="Page_13">13</span>stood<span class="pb">xiv</span> on<a id="Page_15">[Pg 15]</a> pages<span class="pagenum">not a
number</span>.<a name="FNanchor_1_1" id="FNanchor_1_1"></a><a href="#Footnote_1_1" class="fnanchor">[1]</a> More<sup
class="fnanchor">[2]</sup> of<a href="#fn3">*</a> it.</p>
<div class="footnotes"><h3>FOOTNOTES:</h3>
<div class="footnote"><p><a name="Footnote_1_1" id="Footnote_1_1"></a><a
href="#FNanchor_1_1"><span class="label">[1]</span></a> The note.</p><p>Its second paragraph.</p></div>
<p class="footnote"><span class="label">[2]</span> Another.</p><p class="footnote" id="fn3">A third.</p></div>
<p>End of Words</p><p>*** END OF THIS PROJECT GUTENBERG EBOOK WORDS ***</p><p>The licence.</p></body></html>"""


def test_page_numbers_and_notes_of_project_gutenberg(tmp_path: Path) -> None:
    found = read_any(html(tmp_path / "a.html", GUTENBERG))
    by_region = {region: [b.text for b in found.blocks if b.region == region] for region in (TEXT, NOTE, OUTSIDE)}
    assert by_region[TEXT] == [
        "Produced by somebody.",
        "The first is understood on pagesnot a number. More of it.",
        "FOOTNOTES:",
        "End of Words",
    ]
    assert by_region[NOTE] == ["The note.", "Its second paragraph.", "Another.", "A third."]
    assert by_region[OUTSIDE][0].startswith("The Project Gutenberg EBook") and "licence" in by_region[OUTSIDE][-1]
    assert found.notes == 3


@pytest.mark.parametrize(
    "page",
    [
        # pandoc, Standard Ebooks, calibre, Sigil
        '<p>One<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> two.</p><section '
        'class="footnotes" role="doc-endnotes"><ol><li id="fn1"><p>The note.<a href="#fnref1" role="doc-backlink">↩︎'
        "</a></p></li></ol></section>",
        '<p>One<a href="#note-1" id="noteref-1" epub:type="noteref">1</a> two.</p><section epub:type="endnotes"><ol>'
        '<li id="note-1" epub:type="endnote"><p>The note. <a href="#noteref-1" epub:type="backlink">↩</a></p></li></ol>'
        "</section>",
        '<p>One<a href="#note_1" class="noteref" id="back_note_1" title="Note"><sup>1</sup></a> two.</p><dl '
        'class="footnote" id="note_1"><dt class="footnote">[<a href="#back_note_1" title="back">←1</a>]</dt><dd '
        'class="footnote">The note.</dd></dl>',
        '<p>One<a id="ref1" href="#n1"><sup>[1]</sup></a> two.</p><p class="sgc-note"><a id="n1" href="#ref1">[1]</a> '
        "The note.</p>",
    ],
)
def test_notes_of_other_makers(page: str, tmp_path: Path) -> None:
    found = read_any(html(tmp_path / "a.xhtml", XHTML.format("", page)))
    assert [(b.text, b.region) for b in found.blocks] == [("One two.", TEXT), ("The note.", NOTE)]
    assert found.notes == 1


def test_a_page_that_word_has_saved(tmp_path: Path) -> None:
    bullet = "<![if !supportLists]><span style='mso-list:Ignore'>{}<span>&nbsp;</span></span><![endif]>"
    page = (
        "<!--[if gte mso 9]><xml><o:x>No</o:x></xml><![endif]-->"
        f"<p class=MsoListParagraph>{bullet.format('·')}One.</p><p class=MsoListParagraph>{bullet.format('2.')}Two.</p>"
        "<p class=MsoNormal>Three<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'><span "
        "class=MsoFootnoteReference>[1]</span></a> <st1:place>four</st1:place>.<o:p></o:p></p>"
        "<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p><a href='#_ftnref1' "
        "name='_ftn1'>[1]</a> The note.</p><p>More of it.</p></div></div>"
    )
    assert said(html(tmp_path / "a.html", page), TEXT) == ["One.", "2. Two.", "Three four."]
    assert said(tmp_path / "a.html", NOTE) == ["The note.", "More of it."]

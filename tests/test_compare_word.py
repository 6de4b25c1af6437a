"""DOCX and ODT: every word of the text is read, once and in order, and what is not read is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.readback.anyfile import read_any
from octavo.readback.comparison import compare_files
from octavo.readback.reading import CONTENTS, NOTE
from wordfiles import docx, odt, paragraph, run

BOX = "<w:txbxContent>{}</w:txbxContent>"
WORD = {
    "text-box-vml": run("A ") + "<w:r><w:pict><v:shape><v:textbox>" + BOX + "</v:textbox></v:shape></w:pict></w:r>",
    "text-box-alone": "<w:r><w:pict><v:shape><v:textbox>" + BOX + "</v:textbox></v:shape></w:pict></w:r>",
    "text-box-drawing": "<w:r><w:drawing><wps:wsp><wps:txbx>" + BOX + "</wps:txbx></wps:wsp></w:drawing></w:r>",
    "text-box-in-both-ways": "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>" + BOX + "</wps:txbx>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + BOX + "</v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>",
    "drawing-text": "<w:r><w:drawing><a:txBody><a:p><a:r><a:t>[]</a:t></a:r></a:p></a:txBody></w:drawing></w:r>",
    "word-art": '<w:r><w:pict><v:shape><v:textpath string="[]"/></v:shape></w:pict></w:r>',
    "runs-in-both-ways": "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback>"
    "</mc:AlternateContent>",
    "simple-field": '<w:fldSimple w:instr=" REF a ">{}</w:fldSimple>',
    "field": '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r><w:r>'
    '<w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "choice": '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="x"/>'
    '<w:listEntry w:val="[]"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "control": "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "smart-tag": "<w:smartTag>{}</w:smartTag>",
    "custom-xml": "<w:customXml>{}</w:customXml>",
    "link": "<w:hyperlink>{}</w:hyperlink>",
    "inserted": "<w:ins>{}</w:ins>",
    "moved-here": "<w:moveTo>{}</w:moveTo>",
    "direction": "<w:dir>{}</w:dir>",
    "overridden-direction": "<w:bdo>{}</w:bdo>",
    "unknown": "<w:whatever><w:more>{}</w:more></w:whatever>",
    "ruby-base": "<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>" + run("b") + "</w:rubyBase></w:ruby></w:r>",
    "ruby-text": "<w:r><w:ruby><w:rt>" + run("b") + "</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
}
"""Within a paragraph; {} stands for a run (a paragraph within a box), [] for words."""
OPEN = {
    "text-box": "<draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>",
    "shape": "<draw:custom-shape><text:p>{}</text:p></draw:custom-shape>",
    "group": "<draw:g><draw:rect><text:p>{}</text:p></draw:rect></draw:g>",
    "caption": "<draw:frame><draw:text-box><text:p><draw:frame><draw:image/></draw:frame>Figure "
    "<text:sequence>1</text:sequence>: {}</text:p></draw:text-box></draw:frame>",
    "date": "<text:date>{}</text:date>",
    "user": "<text:user-field-get>{}</text:user-field-get>",
    "placeholder": "<text:placeholder>{}</text:placeholder>",
    "conditional": "<text:conditional-text>{}</text:conditional-text>",
    "meta": "<text:meta>{}</text:meta>",
    "meta-field": "<text:meta-field>{}</text:meta-field>",
    "ruby": "<text:ruby><text:ruby-base>{}</text:ruby-base><text:ruby-text>x</text:ruby-text></text:ruby>",
    "ruby-text": "<text:ruby><text:ruby-base>x</text:ruby-base><text:ruby-text>{}</text:ruby-text></text:ruby>",
    "link": "<text:a>{}</text:a>",
    "span": "<text:span>a <text:span>{}</text:span></text:span>",
    "note": "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>{}</text:p></text:note-body>"
    "</text:note>",
    "unknown": "<text:whatever>{}</text:whatever>",
}
OPEN_BLOCKS = {
    "section": "<text:section><text:p>{}</text:p></text:section>",
    "numbered": "<text:numbered-paragraph><text:p>{}</text:p></text:numbered-paragraph>",
    "subtable": "<table:table><table:table-row><table:table-cell><table:table><table:table-row><table:table-cell>"
    "<text:p>{}</text:p></table:table-cell></table:table-row></table:table></table:table-cell></table:table-row>"
    "</table:table>",
    "index": "<text:alphabetical-index><text:index-body><text:p>{}</text:p></text:index-body>"
    "</text:alphabetical-index>",
    "bibliography": "<text:bibliography><text:index-body><text:p>{}</text:p></text:index-body></text:bibliography>",
    "contents-without-headings": "<text:table-of-content><text:index-body><text:p>{}</text:p></text:index-body>"
    "</text:table-of-content>",
    "frame-on-a-page": "<draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>",
    "list": "<text:list><text:list-header><text:p>{}</text:p></text:list-header></text:list>",
}


def said(path: Path) -> list[str]:
    return [block.text for block in read_any(path).blocks]


def pair(path: Path, words: str, kind: str) -> Path:
    """A file that has some words in one way or another, between two paragraphs."""
    if kind in WORD:
        inner = paragraph(run(words)) if "txbxContent" in WORD[kind] else run(words)
        inside = WORD[kind].replace("{}", inner).replace("[]", words)
        return docx(path, paragraph(run("First."))[:-6] + inside + run(" Last.") + "</w:p>")
    if kind in OPEN:
        return odt(path, f"<text:p>First. {OPEN[kind].replace('{}', words)} Last.</text:p>")
    return odt(path, f"<text:p>First.</text:p>{OPEN_BLOCKS[kind].replace('{}', words)}<text:p>Last.</text:p>")


@pytest.mark.parametrize(("kinds", "ending"), [(WORD, "docx"), (OPEN, "odt"), (OPEN_BLOCKS, "odt")])
def test_words_are_found_wherever_they_stand(kinds: dict[str, str], ending: str, tmp_path: Path) -> None:
    for kind in kinds:
        a = read_any(pair(tmp_path / f"{kind}-a.{ending}", "seven horses", kind))
        b = read_any(pair(tmp_path / f"{kind}-b.{ending}", "eleven cows", kind))
        found = compare_files(a, b)
        readings = [(item.a.reading.split(), item.b.reading.split()) for item in found.differences]
        assert readings == [(["seven", "horses"], ["eleven", "cows"])], kind
        assert sum(block.text.count("seven") for block in a.blocks) <= 1, kind
        assert not a.unread, kind


def test_what_is_no_text_of_a_docx(tmp_path: Path) -> None:
    body = paragraph(
        run("One")
        + "<w:del><w:r><w:delText> gone</w:delText></w:r></w:del><w:moveFrom><w:r><w:t> away</w:t></w:r></w:moveFrom>"
        + '<w:r><w:commentReference w:id="1"/></w:r><w:r><w:tab/></w:r>'
        + run("two")
        + "<w:r><w:br/></w:r>"
        + run("three")
        + "<w:r><w:cr/></w:r>"
        + run("four")
        + "<w:r><w:ptab/></w:r>"
        + run("half")
        + "<w:r><w:noBreakHyphen/></w:r>"
        + run("way of")
        + "<w:r><w:softHyphen/></w:r>"
        + run("fice")
        + '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>'
        + run("\uf062", '<w:rFonts w:ascii="Symbol"/>')
        + '<w:r><w:sym w:font="Unknown" w:char="F063"/></w:r>'
    )
    rows = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc></w:tr>"
    rows += "</w:tbl>"
    cells = rows.format(*(paragraph(run(word)) for word in ("left", "right", "gone")))
    path = docx(tmp_path / "a.docx", body + cells)
    assert said(path) == ["One two three four half\u2011way of\xadficeαβ\uf063", "left", "right"]
    assert not read_any(path).unread


def test_notes_of_a_docx_stand_behind_the_text_in_the_order_of_their_marks(tmp_path: Path) -> None:
    mark = '<w:r><w:{0}noteReference w:id="{1}"/></w:r>'
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>*</w:t></w:r>'
    body = paragraph(run("One") + mark.format("end", 2) + run(" two") + mark.format("foot", 2) + own + run(" three."))
    notes = {
        "footnotes": '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>" + run(" At the foot."))}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph(run("* Starred."))}</w:footnote>',
        "endnotes": f'<w:endnote w:id="2">{paragraph(run("At the end."))}{paragraph(run("More."))}</w:endnote>',
    }
    found = read_any(docx(tmp_path / "a.docx", body, **notes))
    assert [(block.text, block.region == NOTE) for block in found.blocks] == [
        ("One two three.", False),
        ("At the end.", True),
        ("More.", True),
        ("At the foot.", True),
        ("Starred.", True),
    ]
    assert found.notes == 3
    assert str(found.blocks[3].place).endswith("a.docx, note 2")


LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'


def test_lists_of_a_docx_are_counted_as_word_counts(tmp_path: Path) -> None:
    levels = LEVEL.format(0, "decimal", "%1.") + LEVEL.format(1, "lowerLetter", "(%1%2)")
    numbering = f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>' + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="7"/>{start}</w:num>'
        for number, start in (
            (1, ""),
            (2, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
        )
    )
    style = (
        '<w:style w:type="paragraph" w:styleId="L"><w:name w:val="List Number"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="M"><w:name w:val="Second"/><w:basedOn w:val="L"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )

    def item(text: str, number: int, level: int = 0) -> str:
        return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')

    body = item("a", 1) + item("b", 1, 1) + item("c", 1, 1) + item("d", 1) + item("e", 1, 1)
    body += paragraph(run("f"), '<w:pStyle w:val="L"/>') + paragraph(run("-"), '<w:pStyle w:val="M"/>')
    body += item("g", 2) + item("h", 0)
    body += paragraph(run("i"), '<w:pStyle w:val="H"/><w:numPr><w:numId w:val="1"/></w:numPr>')
    path = docx(tmp_path / "a.docx", body, numbering=numbering, styles=style)
    assert said(path) == ["1. a", "(1a) b", "(1b) c", "2. d", "(2a) e", "3. f", "(3a) -", "5. g", "h", "i"]
    assert read_any(path).blocks[-1].level == 2


def test_lists_of_an_odt_are_counted_as_its_styles_say(tmp_path: Path) -> None:
    styles = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-suffix="." text:start-value="3"/><text:list-level-style-number text:level="2" style:num-format="a" '
        'style:num-prefix="(" style:num-suffix=")"/></text:list-style>'
    )
    item = "<text:list-item{}><text:p>{}</text:p>{}</text:list-item>"
    inner = f"<text:list>{item.format('', 'b', '')}{item.format('', 'c', '')}</text:list>"
    body = (
        f'<text:list text:style-name="L">{item.format("", "a", inner)}<text:list-header><text:p>h</text:p>'
        f"</text:list-header>{item.format(' text:start-value=' + chr(34) + '9' + chr(34), 'd', '<text:p>e</text:p>')}"
        f'</text:list><text:list text:style-name="L" text:continue-numbering="true">{item.format("", "f", "")}'
        "</text:list>"
    )
    assert said(odt(tmp_path / "a.odt", body, styles)) == ["3. a", "(a) b", "(b) c", "h", "9. d", "e", "10. f"]


def test_what_is_no_text_of_an_odt(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        '</text:changed-region></text:tracked-changes><text:p>One<text:s text:c="2"/>two<text:tab/>three'
        "<text:line-break/>four <office:annotation><text:p>remark</text:p></office:annotation>five.</text:p>"
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>Template"
        "</text:index-title-template></text:table-of-content-source></text:table-of-content>"
        "<text:p><draw:frame><svg:title>A picture</svg:title><draw:image/></draw:frame></text:p>"
    )
    assert said(odt(tmp_path / "a.odt", body)) == ["One two three four five."]


def test_contents_are_known_by_their_entries_being_headings(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("T", "toc 1"), ("H", "heading 1"))
    )
    entries = [
        paragraph(run(f"{text}<w:tab/>7".replace("<w:tab/>", " ")), '<w:pStyle w:val="T"/>')
        for text in ("Wells", "Cows")
    ]
    body = "".join(entries) + paragraph(run("Wells"), '<w:pStyle w:val="H"/>') + paragraph(run("Dry."))
    blocks = read_any(docx(tmp_path / "a.docx", body, styles=styles)).blocks
    assert [block.text for block in blocks if block.region == CONTENTS] == ["Wells 7"]
    assert [block.text for block in blocks if block.region != CONTENTS] == ["Cows 7", "Wells", "Dry."]


def test_a_large_initial_and_a_deleted_paragraph_end_join_what_belongs_together(tmp_path: Path) -> None:
    body = paragraph(run("I"), '<w:framePr w:dropCap="drop"/>') + paragraph(run("t was")) + paragraph(run("so."))
    body += paragraph(run("half"), "<w:rPr><w:del/></w:rPr>") + paragraph(run("way"))
    assert said(docx(tmp_path / "a.docx", body)) == ["It was", "so.", "halfway"]


def test_formulas_are_their_tex(tmp_path: Path) -> None:
    square = (
        "<m:oMath><m:sSup><m:e><m:r><m:t>{}</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )
    body = (
        paragraph(run("Let ") + square.format("x") + run(" be.")) + f"<m:oMathPara>{square.format('y')}</m:oMathPara>"
    )
    assert said(docx(tmp_path / "a.docx", body)) == ["Let x^{2} be.", "y^{2}"]
    mathml = '<math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>x</mi><mn>2</mn></msup></math>'
    frame = '<text:p>Let <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame> be.</text:p>'
    path = odt(tmp_path / "a.odt", frame, others={"Object 1/content.xml": mathml})
    assert said(path) == ["Let x^{2} be."]
    sheet = '<a xmlns:text="urn:x"><text:p>seven horses</text:p></a>'
    told = read_any(odt(tmp_path / "b.odt", f"<text:p>One.</text:p>{frame}", others={"Object 1/content.xml": sheet}))
    assert [one.message for one in told.unread] == [
        "an embedded object (Object 1) is not read (2 words, ‘seven horses’)"
    ]

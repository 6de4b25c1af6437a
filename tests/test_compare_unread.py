"""What a word processor's file holds and is not read: it is told, and the words are not called the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from octavo.readback.anyfile import read_any
from octavo.readback.reading import OUTSIDE
from test_cli import octavo
from wordfiles import docx, odt, paragraph, run


def test_hidden_text_is_told_and_no_text(tmp_path: Path) -> None:
    style = '<w:style w:type="character" w:styleId="V"><w:rPr><w:vanish/></w:rPr></w:style>'
    seen = run("Seen ") + run("not seen", "<w:vanish/>") + run(" either", '<w:rStyle w:val="V"/>') + run("words.")
    body = paragraph(seen + run(" Shown.", '<w:rStyle w:val="V"/><w:vanish w:val="0"/>'))
    found = read_any(docx(tmp_path / "a.docx", body, styles=style))
    assert [(block.text, block.region == OUTSIDE) for block in found.blocks] == [
        ("Seen words. Shown.", False),
        ("not seen either", True),
    ]
    (told,) = found.unread
    assert told.message == "3 words are hidden and not compared: ‘not seen either’"
    hidden = '<style:style style:name="V"><style:text-properties text:display="none"/></style:style>'
    text = '<text:p>Seen <text:span text:style-name="V">not seen</text:span>words.</text:p>'
    text += '<text:section text:display="none"><text:p>Nor this.</text:p></text:section>'
    found = read_any(odt(tmp_path / "a.odt", text, hidden))
    assert found.unread[0].message == "4 words are hidden and not compared: ‘not seen Nor this.’"


FOREIGN = {
    "inserted": ('<w:altChunk r:id="part"/>', "an inserted document (word/part.xml) is not read"),
    "object": ('<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>', "Excel.Sheet.12"),
    "diagram": (
        '<w:p><w:r><w:drawing><dgm:relIds r:dm="part"/></w:drawing></w:r></w:p>',
        "a diagram (word/part.xml) is not read (2 words, ‘seven horses’)",
    ),
    "equation": (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ \\o(seven)</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        "a field (EQ) is not read",
    ),
    "no result": (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
        '<w:r><w:t>seven horses</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        "a field without a result is not read (2 words, ‘seven horses’)",
    ),
    "open field": (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>seven horses</w:t></w:r></w:p>',
        "a field that does not end is not read (2 words, ‘seven horses’)",
    ),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_cannot_be_read_is_told_and_the_words_are_not_called_the_same(kind: str, tmp_path: Path) -> None:
    inside, message = FOREIGN[kind]
    part = '<a:x xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:t>seven horses</a:t></a:x>'
    docx(tmp_path / "a.docx", paragraph(run("One two.")) + inside, {"part": part})
    (tmp_path / "b.txt").write_text("One two.\n", encoding="utf-8")
    told = octavo("compare", "a.docx", "b.txt", folder=tmp_path)
    assert told.startswith("exit 1\n")
    assert "a.docx, paragraph 1: warning: " in told and message in told
    assert "the words that were read are the same" in told and "the words are the same" not in told
    result = json.loads(
        octavo("compare", "a.docx", "b.txt", "--format", "json", folder=tmp_path)
        .split("--- stdout\n")[1]
        .split("--- stderr")[0]
    )
    assert message in result["a"]["not_read"][0]["message"] and result["b"]["not_read"] == []

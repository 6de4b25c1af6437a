"""HTML and EPUB of any origin are read to their end, or it is told where that could not be done and what to do."""

from __future__ import annotations

import time
import zlib
from pathlib import Path

import pytest

from octavo.errors import InputError
from octavo.readback.anyfile import read_any
from octavo.readback.comparison import compare_files
from octavo.readback.reading import NOTE, OUTSIDE, TEXT
from test_cli import octavo
from wordfiles import docx, epub, zipped

XHTML = (
    '{}<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>T</title></head>'
    "<body>{}</body></html>"
)
DOCTYPE = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd"{}>'


def html(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def said(path: Path, region: str = "") -> list[str]:
    return [block.text for block in read_any(path).blocks if region in ("", block.region)]


def fault(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_any(path)
    return str(caught.value)


@pytest.mark.parametrize("depth", [300, 1500])
def test_deep_pages_are_read(depth: int, tmp_path: Path) -> None:
    page = f"<html><body>{'<div>' * depth}deep{'</div>' * depth}<p>after</p></body></html>"
    assert said(html(tmp_path / "a.html", page)) == ["deep", "after"]


def test_a_page_that_is_too_deep_is_told_with_its_line(tmp_path: Path) -> None:
    page = f"<html><body>\n<p>Before.</p>\n{'<div>' * 3000}deep{'</div>' * 3000}</body></html>"
    message = fault(html(tmp_path / "a.html", page))
    assert message.startswith(f"{tmp_path}/a.html:3: this page cannot be read from here on\n  save it with less nested")


def test_what_stands_behind_eleven_megabytes_is_read(tmp_path: Path) -> None:
    long = "A" * 11_000_000
    page = f"<p>One.</p><img src='data:image/png;base64,{long}'><!-- {long} --><p>Two.</p>"
    assert said(html(tmp_path / "a.html", page)) == ["One.", "Two."]


def test_what_stands_behind_the_body_is_read(tmp_path: Path) -> None:
    page = "<html><body><p>One.</p></body><p>Two.</p></html><p>Three.</p> Four."
    assert said(html(tmp_path / "a.html", page)) == ["One.", "Two.", "Three.", "Four."]


def test_nothing_joins_words_that_a_browser_parts(tmp_path: Path) -> None:
    page = (
        "<p>one<br>two<br/>three</p><center>four</center><center>five</center><p>si<wbr>x<o:p>,</o:p> "
        "<st1:City>seven</st1:City></p><select><option>eight<option>nine</select><fieldset><legend>ten</legend>eleven"
        "</fieldset><aside>twelve</aside>"
    )
    words = "one two three four five six, seven eight nine ten eleven twelve"
    assert " ".join(said(html(tmp_path / "a.html", page))) == words


def test_the_numbers_of_lists_are_those_that_a_browser_shows(tmp_path: Path) -> None:
    page = (
        '<ol><li>a<li value="9">b<li>c</ol><ol start="x²"><li>d</ol><ol start="3" type="i"><li>e<li type="A">f</ol>'
        "<ol reversed><li>g<li>h</ol><ol style='list-style-type: none'><li>i</ol><ol start=' 7th'><li>j</ol>"
        "<ol style='list-style: lower-alpha inside'><li>k</ol><ul><li>l</ul>"
    )
    items = ["1. a", "9. b", "10. c", "1. d", "iii. e", "D. f", "2. g", "1. h", "i", "7. j", "a. k", "l"]
    assert said(html(tmp_path / "a.html", page)) == items
    begun = time.process_time()
    html(tmp_path / "long.xhtml", XHTML.format("", f"<ol>{'<li>x</li>' * 20_000}</ol>"))
    assert said(tmp_path / "long.xhtml")[-1] == "20000. x"
    assert time.process_time() - begun < 10  # it takes one; to count anew for each item took minutes


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("idna", "utf-8"),
        ("zlib", "utf-8"),
        ("rot13", "utf-8"),
        ("undefined", "utf-8"),
        ("utf-7", "utf-8"),
        ("nonsense", "utf-8"),
        ("utf-16", "utf-8"),
        ("ISO-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("windows-1252", "cp1252"),
        ("iso-8859-15", "iso8859-15"),
        ("koi8-r", "utf-8"),
        ("macintosh", "mac-roman"),
    ],
)
def test_charsets(charset: str, encoding: str, tmp_path: Path) -> None:
    text = "naïve “words”" if encoding != "iso8859-15" else "naïve words"
    if charset == "koi8-r":
        text, encoding = "слова", "koi8-r"
    page = f'<html><head><meta charset="{charset}"></head><body>{text}</body></html>'.encode(encoding)
    assert said(html(tmp_path / "a.html", page)) == [text]


def test_marks_of_byte_order_and_declarations_are_heeded(tmp_path: Path) -> None:
    page = "<html><body><p>naïve</p></body></html>"
    for encoding in ("utf-16", "utf-8-sig"):
        assert said(html(tmp_path / "a.html", page.encode(encoding))) == ["naïve"]
    declared = f'<?xml version="1.0" encoding="windows-1252"?>{page}'
    assert said(html(tmp_path / "a.html", declared.encode("cp1252"))) == ["naïve"]


def test_a_byte_that_is_no_character_is_told_with_its_place(tmp_path: Path) -> None:
    message = fault(html(tmp_path / "a.html", b"<p>One.</p>\n<p>na\xefve</p>"))
    assert message.startswith(f"{tmp_path}/a.html:2:6: byte 0xef is no character in UTF-8")
    assert "save it as UTF-8" in message


def test_frames_are_told(tmp_path: Path) -> None:
    html(tmp_path / "a.html", '<p>One.</p>\n<iframe src="b.html"></iframe>')
    html(tmp_path / "b.html", "<p>One.</p>")
    told = octavo("compare", "a.html", "b.html", folder=tmp_path)
    assert told.startswith("exit 1\n")
    assert "a.html:2: warning: what stands in frames is not read (b.html)" in told
    assert "the words that were read are the same" in told


def test_entities_of_an_epub_are_resolved(tmp_path: Path) -> None:
    subset = ' [<!ENTITY who "Brut&#117;s &amp; <em>&friend;</em>"><!ENTITY friend "Casca">]'
    page = XHTML.format(DOCTYPE.format(subset), "<p>P&eacute;ch&eacute;&nbsp;&mdash; &who;&apos;s</p><p>x&hellip;</p>")
    assert said(epub(tmp_path / "a.epub", {"one.xhtml": page})) == ["Péché — Brutus & Casca 's", "x…"]


@pytest.mark.parametrize(
    ("subset", "message"),
    [
        ("", "entity ‘who’ is declared nowhere"),
        (' [<!ENTITY who SYSTEM "file:///etc/passwd">]', "entity ‘who’ stands in another file, which is not fetched"),
        (
            " ["
            + "".join(f'<!ENTITY w{n} "{f"&w{n + 1};" * 10}">' for n in range(9))
            + '<!ENTITY w9 "boom"><!ENTITY who "&w0;">]',
            "",
        ),
    ],
)
def test_what_no_entity_stands_for_is_told_with_its_line(subset: str, message: str, tmp_path: Path) -> None:
    page = XHTML.format(DOCTYPE.format(subset), "\n<p>&who;</p>")
    told = fault(epub(tmp_path / "a.epub", {"one.xhtml": page}))
    # What grows without measure is stopped by libxml2 itself.
    assert told.startswith(f"{tmp_path}/a.epub/a/one.xhtml:{2 if message else 1}: {message}")


def test_hidden_notes_of_an_epub_are_read_as_notes(tmp_path: Path) -> None:
    mark = '<a epub:type="noteref" href="#{0}">{0}</a>'
    page = (
        f"<p>One{mark.format('1')} two{mark.format('2')} three{mark.format('3')} four"
        '<a epub:type="noteref" href="#x">not a mark but words</a>.</p>'
        '<aside epub:type="footnote" id="1" hidden=""><p>First note.</p></aside>'
        '<div style="display:none">Not seen.<aside epub:type="footnote" id="2">Second note.</aside></div>'
        '<div id="3" style="display: none"><p>Third note.</p></div><div hidden="">Nor this.</div>'
    )
    found = read_any(epub(tmp_path / "a.epub", {"one.xhtml": XHTML.format("", page)}))
    assert [(block.text, block.region) for block in found.blocks] == [
        ("One two three fournot a mark but words.", TEXT),
        ("First note.", NOTE),
        ("Second note.", NOTE),
        ("Third note.", NOTE),
    ]
    assert found.notes == 3


@pytest.mark.parametrize("ending", ["html", "epub"])
def test_what_is_shown_and_not_read_is_told(tmp_path: Path, ending: str) -> None:
    parts = (
        "<svg><title>Of a drawing.</title><defs><text>unseen</text></defs><text>seven horses</text>"
        "<svg><text>run</text></svg></svg>"
        '<noscript><p>No script.</p></noscript><input value="Press here"/><input type="hidden" value="unseen"/>'
        '<iframe src="b.html"></iframe><template>unseen</template><script>unseen</script><svg><path d="M 0 0"/></svg>'
    )
    path = tmp_path / f"a.{ending}"
    if ending == "html":
        path.write_text(f"<html><body><p>One.</p>{parts}</body></html>", encoding="utf-8")
    else:
        epub(path, {"one.xhtml": XHTML.format("", f"<p>One.</p>{parts}")})
    found = read_any(path)
    assert [block.text for block in found.blocks] == ["One."]
    assert [problem.message for problem in found.unread] == [
        "what stands in frames is not read (b.html)",
        "words in drawings are not read (3 words)",
        "what stands for readers without scripts is not read (2 words)",
        "what stands in fields of forms is not read (2 words)",
    ]


def test_every_page_of_the_spine_is_read_once_or_told(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {
        "one.xhtml": XHTML.format("", "<p>One.</p>"),
        "two.xhtml": XHTML.format('<?xml version="1.0" encoding="utf-16"?>', "<p>Twö.</p>").encode("utf-16"),
        "three.xhtml": XHTML.format('<?xml version="1.0" encoding="iso-8859-1"?>', "<p>Thréé.</p>").encode("latin-1"),
        "four.xhtml": '<svg xmlns="http://www.w3.org/2000/svg"><text>seven horses</text></svg>',
    }
    spine = '<itemref idref="one"/><itemref idref="two" linear="no"/><itemref idref="three"/><itemref idref="gone"/>'
    spine += '<itemref idref="four"/>' + '<itemref idref="one"/>' * 3
    found = read_any(epub(tmp_path / "a.epub", pages, spine))
    assert [block.text for block in found.blocks] == ["One.", "Twö.", "Thréé."]
    assert [problem.message for problem in found.unread] == [
        "the spine names ‘a/one.xhtml’ 4 times: it is read once",
        "the spine names ‘gone’, which this book does not have: it is not read",
        "this page is no XHTML and is not read (2 words)",
    ]


def test_a_page_that_is_a_picture_is_told_or_read_as_what_stands_in_for_it(tmp_path: Path) -> None:
    package = (
        '<package><manifest><item id="p" href="p.jpg" media-type="image/jpeg"/><item id="q" href="q.jpg" '
        'media-type="image/jpeg" fallback="x"/><item id="x" href="x.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="p"/><itemref idref="q"/></spine></package>'
    )
    parts: dict[str, str | bytes] = {
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
        "b.opf": package,
        "p.jpg": b"\xff\xd8\xff" * 100,
        "q.jpg": b"\xff\xd8\xff" * 100,
        "x.xhtml": XHTML.format("", "<p>One.</p>"),
    }
    found = read_any(zipped(tmp_path / "a.epub", parts))
    assert [block.text for block in found.blocks] == ["One."]
    assert [str(problem.place) for problem in found.unread] == [f"{tmp_path}/a.epub/p.jpg"]


def test_what_is_outside_of_the_book_is_not_compared_but_counted(tmp_path: Path) -> None:
    page = "<a class='skip'>Skip</a><main><p>One.</p></main><aside>About <nav>this</nav> page.</aside>"
    found = read_any(html(tmp_path / "a.html", page))
    assert [(b.text, b.region) for b in found.blocks] == [
        ("One.", TEXT),
        ("About", OUTSIDE),
        ("this", OUTSIDE),
        ("page.", OUTSIDE),
    ]


@pytest.mark.parametrize("name", ["bomb.epub", "bomb.docx", "bomb.odt"])
def test_what_grows_without_measure_is_refused_at_once(name: str, tmp_path: Path) -> None:
    big = b"<p>word word word</p>" * 8_000_000
    parts: dict[str, str | bytes] = {
        "bomb.epub": {"META-INF/container.xml": big},
        "bomb.docx": {"word/document.xml": big},
        "bomb.odt": {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": big},
    }[name]
    path = zipped(tmp_path / name, parts)
    begun = time.process_time()
    assert "which no book has" in fault(path)
    assert time.process_time() - begun < 2


def test_a_zip_that_is_cut_off_is_told(tmp_path: Path) -> None:
    path = epub(tmp_path / "a.epub", {"one.xhtml": XHTML.format("", f"<p>{zlib.compress(b'x').hex() * 2000}</p>")})
    path.write_bytes(b"PK\3\4" + path.read_bytes()[90:])
    assert "this file is damaged" in fault(path)


def test_rows_of_dashes_in_code_are_words(tmp_path: Path) -> None:
    page = "<p>Before.</p><pre>---\nharbour: great\n~~~~~\n---</pre><p>-----</p><hr><p>After.</p>"
    a, b = html(tmp_path / "a.html", page), html(tmp_path / "b.html", page.replace("great\n~~~~~\n", "great\n"))
    assert [item.a.reading for item in compare_files(read_any(a), read_any(b)).differences] == ["~~~~~"]
    text = html(tmp_path / "a.txt", "Before.\n\n    ---\n    harbour: great\n    ~~~~~\n    ---\n\n* * *\n\nAfter.\n")
    assert compare_files(read_any(a), read_any(text)).differences == ()


@pytest.mark.parametrize("name", ["a.docx", "a.xml"])
def test_what_is_nested_too_deep_is_told(name: str, tmp_path: Path) -> None:
    if name == "a.docx":
        path = docx(tmp_path / name, "<w:x>" * 1500 + "deep" + "</w:x>" * 1500)
    else:
        text = "<seg>" * 1500 + "deep" + "</seg>" * 1500
        path = html(tmp_path / name, f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><p>{text}</p></text></TEI>')
    assert "this file is nested deeper than can be read" in fault(path)

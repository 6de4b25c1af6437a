"""What the rules for Kindle read: style sheets of any hand, pictures, and an EPUB that Octavo did not make."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import PIL.Image
import pytest

from octavo.build import build
from octavo.checks import table
from octavo.checks.run import check
from octavo.checks.subject import Subject
from octavo.outfolder import write
from octavo.readback.epubparts import picture
from octavo.readback.stylesheet import declarations, style_rules
from test_access import edition

SHEET = """@charset "utf-8"; @import url("more;{.css");
/* p { color: red }
*/ body, p.a > b { margin: 0; Color: RED !important }
@font-face { font-family: "A; B}"; src: url(a;b.otf) }
@media screen and (min-width: 20em) {
  .x { position: absolute; }
  @supports (display: grid) { .y { top: 0 } }
}
p::before { content: "}" ; quotes: '\\'' }
.last { width: 1px"""


def test_a_style_sheet_is_read_rule_by_rule() -> None:
    found = [(rule.selectors, rule.declarations, rule.line) for rule in style_rules(SHEET)]
    assert found == [
        (("body", "p.a > b"), (("margin", "0"), ("color", "RED")), 3),
        (("@font-face",), (("font-family", '"A; B}"'), ("src", "url(a;b.otf)")), 4),
        ((".x",), (("position", "absolute"),), 6),
        ((".y",), (("top", "0"),), 7),
        (("p::before",), (("content", '"}"'), ("quotes", "'\\''")), 9),
        ((".last",), (("width", "1px"),), 10),
    ]
    assert declarations("color:red;;width : 1px;nothing") == (("color", "red"), ("width", "1px"))
    assert list(style_rules("")) == list(style_rules("/* open")) == []


def test_a_picture_is_known_by_its_bytes() -> None:
    def saved(image: PIL.Image.Image, kind: str) -> bytes:
        out = io.BytesIO()
        image.save(out, kind)
        return out.getvalue()

    opaque = picture(saved(PIL.Image.new("RGBA", (4, 3), (9, 9, 9, 255)), "PNG"))
    assert opaque and (opaque.width, opaque.height, opaque.frames, opaque.is_transparent) == (4, 3, 1, False)
    clear = picture(saved(PIL.Image.new("RGBA", (4, 3), (9, 9, 9, 254)), "PNG"))
    assert clear and clear.is_transparent
    inks = picture(saved(PIL.Image.new("CMYK", (4, 3)), "JPEG"))
    assert inks and (inks.format, inks.mode) == ("JPEG", "CMYK")
    for data in (b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"<svg/>"):
        assert picture(data) is None


def test_each_rule_names_its_section_and_only_warns() -> None:
    rules = [entry for name, entry in table().items() if name.startswith("kindle/")]
    assert len(rules) > 20
    for entry in rules:
        assert entry.severity == "warning" and "Amazon Kindle Publishing Guidelines" in entry.spec
        assert "read 2026-" in entry.spec


def kindle_findings(subject: Subject) -> dict[str, int]:
    """How often each rule for Kindle finds something."""
    found = {name: len(list(entry.findings(subject))) for name, entry in table().items() if name.startswith("kindle/")}
    return {name.removeprefix("kindle/"): count for name, count in found.items() if count}


def foreign(folder: Path, files: dict[str, str | bytes], spine: str = "", metadata: str = "") -> Subject:
    """A small edition whose EPUB is exchanged for one made of these files, each a manifest item of its kind."""
    edition(folder)
    kinds = {"xhtml": "application/xhtml+xml", "css": "text/css", "ncx": "application/x-dtbncx+xml", "png": "image/png"}
    items = "".join(f'<item id="i{n}" href="{f}" media-type="{kinds[f.split(".")[-1]]}"/>' for n, f in enumerate(files))
    package = (
        f'<package xmlns="http://www.idpf.org/2007/opf"><metadata>{metadata}</metadata><manifest>{items}</manifest>'
        f'<spine toc="i1"><itemref idref="i0"/>{spine}</spine></package>'
    )
    root = '<container><rootfiles><rootfile full-path="OPS/p.opf"/></rootfiles></container>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("META-INF/container.xml", root)
        file.writestr("OPS/p.opf", package)
        for name, content in files.items():
            file.writestr(f"OPS/{name}", content)
    write(build(folder, ("epub",)).artifacts, folder / "build")
    (folder / "build" / "a-small-edition.epub").write_bytes(out.getvalue())
    return check(folder, folder / "build")[0]


PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body>{}</body></html>'
NCX = (
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>One</text></navLabel>'
    '<content src="a.xhtml"/></navPoint></navMap></ncx>'
)


def cover(width: int, height: int) -> bytes:
    """A cover image of so many pixels."""
    out = io.BytesIO()
    PIL.Image.new("RGB", (width, height), (9, 9, 9)).save(out, "PNG")
    return out.getvalue()


def test_an_epub_2_is_read_as_well(tmp_path: Path) -> None:
    """Cover, contents and landmarks in the ways of EPUB 2 are as good."""
    guide = (
        '</spine><guide><reference type="cover" href="a.xhtml"/><reference type="toc" href="a.xhtml"/></guide><spine>'
    )
    files: dict[str, str | bytes] = {"a.xhtml": PAGE.format("<p>Text</p>"), "toc.ncx": NCX, "c.png": cover(1600, 2560)}
    subject = foreign(tmp_path, files, spine=guide, metadata='<meta name="cover" content="i2"/>')
    assert kindle_findings(subject) == {}


def test_what_is_not_there_is_missed(tmp_path: Path) -> None:
    subject = foreign(tmp_path, {"a.xhtml": PAGE.format("<p>Text</p>"), "s.css": ""})
    assert kindle_findings(subject) == {"cover-image": 1, "contents": 1, "landmarks": 2}


@pytest.mark.parametrize(
    ("sheet", "rules"),
    [
        ("p { margin: 0 0 1em; text-indent: 1.3em }", {}),
        ("p { margin: 1em }", {"body-text": 1}),
        ("* { background: white }", {"body-text": 1}),
        ("html, .a { font-size: 100%; line-height: 1.5 }", {"body-text": 1}),
        ("body { font-family: serif }", {}),
        (".a { width: .5in; padding-top: 0pt; border-width: 2px }", {"fixed-lengths": 1}),
        (".a { margin: 0 -1em; padding: 0 } .b { margin-top: -1em; float: left }", {"negative-lengths": 1}),
        (".a { position: relative } .b { position: static }", {"positions": 1}),
        (".a img.b { height: 3em } .a { height: auto; max-height: 3em; line-height: 1 }", {}),
        (".a { height: 3em }", {"heights": 1}),
    ],
)
def test_what_a_style_sheet_does(tmp_path: Path, sheet: str, rules: dict[str, int]) -> None:
    subject = foreign(tmp_path, {"a.xhtml": PAGE.format("<p>Text</p>"), "s.css": sheet})
    assert kindle_findings(subject) == rules | {"cover-image": 1, "contents": 1, "landmarks": 2}


def test_a_kind_of_space_is_told_once_for_the_book(tmp_path: Path) -> None:
    pages = {f"{name}.xhtml": PAGE.format(f"<p>{name}\u200a{name}\u2009{name}</p>") for name in "abc"}
    subject = foreign(tmp_path, {**pages, "s.css": ""})
    assert kindle_findings(subject)["spaces"] == 2


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        ('<p style="position: fixed">Text</p>', {"positions": 1}),
        ('<div style="display: none">' + "w " * 5001 + "</div>", {"hidden-text": 1}),
        ('<div class="no">' + "w " * 5001 + "</div><style>div.no { display: none }</style>", {"hidden-text": 1}),
        ("<p>a\u200ab\u3000c</p>", {"spaces": 1}),
        ("<table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>", {"tables": 1}),
        ("<table>" + "<tr><td>1</td></tr>" * 100 + "</table>", {"tables": 1}),
        ('<p><a role="doc-noteref" href="#n" id="r">1</a></p><p id="n"><a href="#r">1</a> Note</p>', {}),
        ('<p><a role="doc-noteref" href="#n" id="r">1</a></p><p id="n">Note</p>', {"notes": 1}),
        ('<p><a role="doc-noteref" href="#m" id="r">1</a></p><p id="n"><a href="#r">1</a> Note</p>', {"notes": 1}),
        ('<p><img src="c.png" width="10%" alt="A"/><img src="c.png" width="3%" alt="A"/></p>', {}),
        ('<p><img src="c.png" width="60%" alt="A"/></p>', {"picture-resolution": 1}),
    ],
)
def test_what_a_page_holds(tmp_path: Path, body: str, rules: dict[str, int]) -> None:
    files: dict[str, str | bytes] = {"a.xhtml": PAGE.format(body), "s.css": "", "c.png": cover(160, 256)}
    assert kindle_findings(foreign(tmp_path, files)) == rules | {"cover-image": 1, "contents": 1, "landmarks": 2}

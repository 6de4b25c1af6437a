"""Drawings (SVG) that ask for something, do something, or take for ever: none gets into a rendition."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.build import build
from octavo.document.drawing import carried_drawing
from octavo.document.drawingstyle import fault_of_style
from octavo.document.picture import PictureFault
from octavo.errors import InputError

pytestmark = pytest.mark.hostile

SPACES = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:h="http://www.w3.org/1999/xhtml"'
)
MATHML = "http://www.w3.org/1998/Math/MathML"
R = '<rect width="9" height="9"/>'


def drawn(content: str, attributes: str = 'width="40" height="40"', before: str = "") -> str:
    return f"{before}<svg {SPACES} {attributes}>{content}</svg>"


REFUSED = {
    "import-hex-space": drawn(r"<style>@\69 mport 'x.css';</style>" + R),
    "import-6hex": drawn(r"<style>@\000069mport 'x.css';</style>" + R),
    "import-upper": drawn(r"<style>@IMPORT 'x.css';</style>" + R),
    "import-upper-esc": drawn(r"<style>@\49MPORT 'x.css';</style>" + R),
    "import-nl": drawn("<style>@import\n'x.css';</style>" + R),
    "import-cdata": drawn("<style><![CDATA[@import 'x.css';]]></style>" + R),
    "import-split-cdata": drawn("<style>@im<![CDATA[port 'x.css';]]></style>" + R),
    "import-comment-xml": drawn("<style>@im<!-- x -->port 'x.css';</style>" + R),
    "import-entity": drawn("<style>&i; 'x.css';</style>" + R, before='<!DOCTYPE svg [<!ENTITY i "@import">]>'),
    "import-charref": drawn("<style>&#64;import 'x.css';</style>" + R),
    "import-tail": drawn("<style>@im<g/>port 'x.css';</style>" + R),
    "h-style": drawn("<h:style>@import 'x.css';</h:style>" + R),
    "url-esc-paren": drawn(r"<rect style='fill:url\28http://x)'/>"),
    "url-esc-u": drawn(r"<rect style='fill:\75\72\6c(http://x)'/>"),
    "url-esc-nl": drawn("<rect style='fill:\\75\nrl(http://x)'/>"),
    "url-esc-crlf": drawn("<rect style='fill:\\75&#13;&#10;rl(http://x)'/>"),
    "url-hash-esc": drawn(r"<rect style='fill:url(\68ttp://x)'/>"),
    "url-hash-in-str": drawn("<rect style='fill:url(\"x.svg#a\")'/>"),
    "url-second": drawn("<rect style='fill:url(#a) url(x.png)'/>"),
    "url-in-comment-broken": drawn("<style>/* url(#a */ rect{fill:url(http://x)}</style>"),
    "url-quote-mix": drawn("<style>rect{a:url('#a');fill:url( \"http://x\" )}</style>"),
    "url-nested-quote": drawn("<style>rect{a:url(\"#a'\");fill:url('http://x')}</style>"),
    "url-badstring": drawn('<style>rect{a:"#\n;fill:url(http://x)}</style>'),
    "src": drawn("<style>@font-face{font-family:x;src:url(x.woff)}</style>"),
    "src-func": drawn("<style>@font-face{font-family:x;src:src('x.woff')}</style>"),
    "image-set-nested": drawn("<style>rect{mask:-webkit-image-set(url(#a) 1x, 'x.png' 2x)}</style>"),
    "cursor": drawn('<rect cursor="url(http://x/c.cur)"/>'),
    "color-profile": drawn('<rect color-profile="url(http://x/c.icc)"/>'),
    "shape-inside": drawn('<text shape-inside="url(http://x/c.svg#a)">x</text>'),
    "mask-image": drawn('<rect mask-image="url(http://x/c.svg)"/>'),
    "filter-attr": drawn('<rect filter="url(other.svg#f)"/>'),
    "marker-mid": drawn('<path marker-mid="url(other.svg#f)"/>'),
    "use-http": drawn('<use xlink:href="http://x/a.svg#b"/>'),
    "use-space": drawn('<use xlink:href=" http://x/a.svg#b"/>'),
    "use-data": drawn('<use href="data:image/svg+xml,x#a"/>'),
    "image-file": drawn('<image href="file:///etc/passwd"/>'),
    "image-abs": drawn('<image href="/etc/passwd"/>'),
    "image-data-svg-upper": drawn('<image href="DATA:IMAGE/SVG+XML;base64,PHN2Zy8+"/>'),
    "image-data-svg-ws": drawn('<image href="data: image/svg+xml;base64,PHN2Zy8+"/>'),
    "image-data-png-is-svg": drawn('<image href="data:image/png;base64,PHN2Zy8+"/>'),
    "image-data-html": drawn('<image href="data:text/html,x"/>'),
    "feimage": drawn('<filter id="f"><feImage href="x.png"/></filter>'),
    "mpath": drawn('<animateMotion><mpath href="x.svg#p"/></animateMotion>'),
    "textPath": drawn('<text><textPath xlink:href="x.svg#p">x</textPath></text>'),
    "tref": drawn('<text><tref xlink:href="x.svg#p"/></text>'),
    "pattern": drawn('<pattern href="x.svg#p"/>'),
    "cursor-el": drawn('<cursor href="x.cur"/>'),
    "font-face-uri": drawn('<font-face><font-face-src><font-face-uri xlink:href="x.ttf"/></font-face-src></font-face>'),
    "set-href": drawn('<a><set attributeName="href" to="javascript:alert(1)"/>x</a>'),
    "animate-xlink": drawn('<a><animate attributeName="xlink:href" values="javascript:alert(1)"/>x</a>'),
    "set-href-space": drawn('<a><set attributeName=" href " to="javascript:alert(1)"/>x</a>'),
    "set-onclick": drawn('<a><set attributeName="onclick" to="alert(1)"/>x</a>'),
    "set-fill": drawn('<rect><set attributeName="fill" to="url(http://x#a)"/></rect>'),
    "set-fill-esc": drawn(r'<rect><set attributeName="fill" to="u\72l(http://x#a)"/></rect>'),
    "set-begin": drawn('<rect><set attributeName="fill" begin="accessKey(a)" to="url(x)"/></rect>'),
    "a-js": drawn('<a href="javascript:alert(1)">x</a>'),
    "a-js-ent": drawn('<a href="java&#9;script:alert(1)">x</a>'),
    "a-vb": drawn('<a href="vbscript:x">x</a>'),
    "a-data": drawn('<a href="data:text/html,x">x</a>'),
    "a-rel": drawn('<a href="../x.html">x</a>'),
    "a-proto": drawn('<a href="//x/y">x</a>'),
    "script": drawn('<script href="data:text/javascript,1"/>'),
    "script-ns": drawn("<h:script>1</h:script>"),
    "script-pref": '<x:svg xmlns:x="http://www.w3.org/2000/svg" width="9" height="9"><x:script>1</x:script></x:svg>',
    "script-ent": drawn("&s;", before='<!DOCTYPE svg [<!ENTITY s "<script>1</script>">]>'),
    "onload": drawn(R, 'width="9" height="9" onload="1"'),
    "onbegin": drawn('<set onbegin="1" attributeName="x"/>'),
    "h-img": drawn('<foreignObject><h:img src="x.png"/></foreignObject>'),
    "h-img-srcset": drawn('<foreignObject><h:img srcset="x.png 1x"/></foreignObject>'),
    "h-input": drawn('<foreignObject><h:input type="image" src="x"/></foreignObject>'),
    "h-body": drawn('<foreignObject><h:body background="x"/></foreignObject>'),
    "h-table-bg": drawn('<foreignObject><h:table background="x"/></foreignObject>'),
    "h-object": drawn('<foreignObject><h:object data="x"/></foreignObject>'),
    "h-iframe": drawn('<foreignObject><h:iframe srcdoc="x"/></foreignObject>'),
    "h-style-attr": drawn('<foreignObject><h:p style="background:url(x)"/></foreignObject>'),
    "h-meta": drawn('<foreignObject><h:meta http-equiv="refresh" content="0;url=http://x"/></foreignObject>'),
    "h-frameset": drawn('<foreignObject><h:frameset><h:frame src="x"/></h:frameset></foreignObject>'),
    "h-area": drawn('<foreignObject><h:area href="x"/></foreignObject>'),
    "h-link": drawn('<foreignObject><h:link href="x"/></foreignObject>'),
    "h-button": drawn('<foreignObject><h:button formaction="x"/></foreignObject>'),
    "h-picture": drawn('<foreignObject><h:picture><h:source srcset="x"/></h:picture></foreignObject>'),
    "h-base": drawn('<foreignObject><h:base href="x"/></foreignObject>'),
    "h-longdesc": drawn('<foreignObject><h:img longdesc="http://x"/></foreignObject>'),
    "h-usemap": drawn('<foreignObject><h:img dynsrc="http://x" lowsrc="http://y"/></foreignObject>'),
    "h-manifest": drawn('<foreignObject><h:html manifest="http://x"/></foreignObject>'),
    "h-imagesrcset": drawn('<foreignObject><h:p imagesrcset="http://x"/></foreignObject>'),
    "h-q": drawn('<foreignObject><h:xml src="http://x"/></foreignObject>'),
    "xml-base": drawn('<g xml:base="http://x/"/>'),
    "xinclude": drawn('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="x.svg"/>'),
    "xslt-pi": drawn(R, before='<?xml-stylesheet type="text/xsl" href="x.xsl"?>'),
    "pi-data": drawn(R, before='<?xml-stylesheet href="data:text/css,x"?>'),
    "pi-css-local": drawn(R, before='<?xml-stylesheet href="#s"?>'),
    "pi-after-comment": drawn(R, before='<!-- c --><?xml-stylesheet href="x.css"?><!-- d -->'),
    "pi-xml-decl": drawn(R, before='<?xml version="1.0"?>\n<!DOCTYPE svg>\n<?xml-stylesheet href="x.css"?>\n'),
    "oct-exp": drawn('<filter id="f"><feTurbulence numOctaves="1e5"/></filter>'),
    "oct-plus": drawn('<filter id="f"><feTurbulence numOctaves="+99999"/></filter>'),
    "oct-ws": drawn('<filter id="f"><feTurbulence numOctaves="\n 99999 "/></filter>'),
    "oct-inf": drawn('<filter id="f"><feTurbulence numOctaves="99999999999999999999"/></filter>'),
    "utf7": drawn("+ADw-script+AD4-1+ADw-/script+AD4-", before='<?xml version="1.0" encoding="utf-7"?>'),
    "iso2022": drawn("<text>\x1b$B%9\x1b(B</text>", before='<?xml version="1.0" encoding="iso-2022-jp"?>'),
    "param-ent": drawn(R, before="<!DOCTYPE svg [<!ENTITY % a \"<!ENTITY b SYSTEM 'f'>\"> %a;]>"),
    "ent-late": drawn(
        "<text>&x;</text>",
        before="<!DOCTYPE svg [" + "<!-- " + "x" * 70000 + " -->" + '<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ),
    "ent-public": drawn("<text>&x;</text>", before='<!DOCTYPE svg [<!ENTITY x PUBLIC "p" "file:///etc/passwd">]>'),
    "ext-dtd-ent": drawn("<text>&x;</text>", before='<!DOCTYPE svg SYSTEM "http://x/y.dtd">'),
    "animate-clock": drawn('<rect><animate attributeName="filter" values="none;url(http://x#f)"/></rect>'),
    "discard": drawn('<discard href="http://x"/>'),
    "svg2-iframe": drawn('<iframe src="x"/>'),
    "video": drawn('<video href="x"/>'),
    "audio": drawn('<audio xlink:href="x"/>'),
    "solidcolor": drawn('<rect style="fill:element(#x)"/>'),
    "metadata-link": drawn('<metadata><link xmlns="http://www.w3.org/1999/xhtml" href="x"/></metadata>'),
    "h-audio-x": drawn('<foreignObject><h:embed src="x"/></foreignObject>'),
    "noscript": drawn('<foreignObject><h:noscript><h:img src="x"/></h:noscript></foreignObject>'),
    "mathhref": drawn(
        '<foreignObject><math xmlns="http://www.w3.org/1998/Math/MathML" href="javascript:1"/></foreignObject>'
    ),
    "maction": drawn(
        '<foreignObject><maction xmlns="http://www.w3.org/1998/Math/MathML" actiontype="statusline" xlink:href="http://x"/></foreignObject>'
    ),
    "smil-by": drawn('<rect><animate attributeName="fill" by="url(x)"/></rect>'),
    "glyph-d": drawn('<font-face-name name="x"/><style>@font-face{src:url()}</style><rect fill="url(x)"/>'),
    "stylesheet-media": drawn('<style media="url(x)">@import url(x);</style>'),
    "var-url": drawn("<style>:root{--a:url(http://x)} rect{fill:red}</style>"),
    "esc-null": drawn(r"<style>@\0 import 'x'; @\69mport 'y';</style>"),
    "bom": "\ufeff" + drawn("<script/>"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(PictureFault) as refused:
        carried_drawing(REFUSED[name].encode())
    assert refused.value.what and refused.value.hint


@pytest.mark.parametrize("attribute", ['rect onclick CDATA "alert(1)"', 'image href CDATA "http://x/a.png"'])
def test_what_a_doctype_adds_is_not_carried(attribute: str) -> None:
    """A browser would read the defaults of attributes there; a drawing is carried without its DOCTYPE."""
    data, _ = carried_drawing(drawn("<rect/><image/>", before=f"<!DOCTYPE svg [<!ATTLIST {attribute}>]>").encode())
    assert b"DOCTYPE" not in data and b"ATTLIST" not in data and b"alert" not in data and b"x/a.png" not in data


SOUND = {
    "styles": drawn("<style>/* url(#a) */ rect{fill:url(#a);stroke:url( '#b' )} .u{}</style>" + R),
    "words": drawn("<text id='url(x)' class='a'>url(http://x) @import</text>"),
    "program's own": drawn(R, 'width="9" height="9" content="url(x.png)" data-a="url(x)"'),
    "escaped": drawn(r"<style>.a\:b{fill:red}</style>" + R),
    "font": drawn("<style>@font-face{font-family:x;src:url( 'data:font/woff2;base64,AA' )}</style>"),
    "animated": drawn('<rect><animate attributeName="fill" values="red;url(#a)"/></rect>'),
    "exponents": drawn('<filter id="f"><feTurbulence numOctaves="2.4e1"/></filter>'),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_is_sound_is_carried_as_it_is(name: str) -> None:
    assert carried_drawing(SOUND[name].encode())[0] == SOUND[name].encode()


NOISE = st.text(st.sampled_from("/*\"'()#;{} \n\\7ax,:@u-"), max_size=14)
URLS = ["url(http://x)", "URL( 'x.svg#a' )", "u\\72l(x)", '\\75 rl("//x/y")', "\\000075\r\nrl(data:image/svg+xml,x)"]


@settings(max_examples=400, deadline=None)
@given(NOISE, st.sampled_from(URLS), NOISE)
def test_an_address_is_found_whatever_stands_around_it(before: str, url: str, behind: str) -> None:
    """In comments and strings, broken or not: which of them a browser ends where is not to be guessed."""
    assert fault_of_style(f"{before};{url}{behind}") is not None


def test_each_rendition_carries_a_drawing_without_what_it_asks_for(tmp_path: Path) -> None:
    """What is allowed in a drawing, in the files of a whole build: no address in any of them but of a link."""
    (tmp_path / "a.svg").write_text(
        drawn(f'<a href="https://example.org/l">{R}</a><style>rect{{fill:url(#g)}}</style>', before="<!DOCTYPE svg>")
    )
    (tmp_path / "01.md").write_text(
        "---\ntitle: T\ncreator: A\nlang: en\nversion: '1'\npublished: 2020-01-01\nrights: R\n---\n\n"
        '# One\n\n![x](a.svg){alt="It"}\n'
    )
    made = {artifact.name.rpartition(".")[2]: artifact.data for artifact in build(tmp_path).artifacts}
    with zipfile.ZipFile(io.BytesIO(made["epub"])) as book:
        (drawing,) = (book.read(name) for name in book.namelist() if name.endswith(".svg"))
    assert b"DOCTYPE" not in drawing
    assert re.findall(rb"https?://[^\"]*", drawing.replace(b"http://www.w3.org/", b"")) == [b"https://example.org/l"]
    assert b"<svg" not in made["html"] and b"data:image/svg+xml;base64," in made["html"]
    assert b"<svg" not in made["xml"] and b"https://example.org/l" not in made["pdf"]


def filtered(filters: str, more: str = "") -> str:
    return f'<filter id="f" {more}>{filters}</filter><rect filter="url(#f)" width="40" height="40"/>'


MATRIX = f'<feConvolveMatrix order="99 99" kernelMatrix="{"1 " * 9801}"/>'
HEAVY = {
    "uses of uses": f'<g id="g0">{R}</g>'
    + "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 12 + "</g>" for n in range(1, 10))
    + '<use href="#g9"/>',
    "dashes": '<path d="M0 0 H 1e9" stroke="red" stroke-dasharray="1e-6"/>',
    "blurs": filtered('<feGaussianBlur stdDeviation="900000"/>' * 300),
    "octaves": filtered('<feTurbulence numOctaves="24"/>' * 200, 'width="90000%" height="90000%"'),
    "matrix": filtered(MATRIX),
    "pattern": '<pattern id="p" width="1e-7" height="1e-7" patternUnits="userSpaceOnUse">'
    '<rect width="1e-8" height="1e-8"/></pattern><rect fill="url(#p)" width="40" height="40"/>',
}


@pytest.mark.long
@pytest.mark.parametrize("name", HEAVY)
def test_one_that_is_too_heavy_is_drawn_or_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(drawn(HEAVY[name]))
    (tmp_path / "01.md").write_text("---\ntitle: T\ncreator: A\nlang: en\n---\n\n# One\n\n![x](a.svg){alt=It}\n")
    try:
        made = build(tmp_path, ("epub",))
    except InputError as refused:
        assert all(
            problem.place and problem.place.line == 9 and "Octavo" not in str(problem) for problem in refused.problems
        )
    else:
        assert made.unmade == ()

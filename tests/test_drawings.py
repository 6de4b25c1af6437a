"""Drawings (SVG): what a book cannot carry is refused with its place; what is sound is carried, the same everywhere."""

from __future__ import annotations

import base64
import io
import time
from pathlib import Path

import pytest
from PIL import Image

from octavo.build import Build, build
from octavo.errors import InputError
from octavo.typesetting import drawingtrial
from settings import HEAD

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40">'
RECT = '<rect width="9" height="9"/>'


def edition(folder: Path, *drawings: str) -> Path:
    text = HEAD.replace("print: {trim: TRIM}\n", "") + "# One {.editorial}\n"
    for number, drawing in enumerate(drawings):
        (folder / f"d{number}.svg").write_text(drawing, encoding="utf-8")
        text += f'\n![A](d{number}.svg){{alt="It"}}\n'
    (folder / "01.md").write_text(text, encoding="utf-8")
    return folder


def sampled(kind: str = "PNG", mode: str = "RGB", cut: int | None = None) -> str:
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, kind)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(out.getvalue()[:cut]).decode()}"


def inside(content: str, before: str = "") -> str:
    return f"{before}{OPEN}{content}</svg>"


OUTSIDE = {
    "style sheet": inside(RECT, '<?xml-stylesheet href="http://e.example/x.css"?>'),
    "import": inside("<style>@import 'http://e.example/x.css';</style>"),
    "escaped import": inside(r"<style>@\69mport 'x.css';</style>"),
    "escaped url": inside(r"<style>rect{fill:u\72l(http://e.example/x)}</style>"),
    "url of a file": inside('<rect fill="url(file:///etc/passwd)"/>'),
    "url without a scheme": inside('<rect style="fill:url(//e.example/x)"/>'),
    "url in quotes": inside("<rect style=\"fill:url('other.svg#x')\"/>"),
    "url that is not closed": inside('<rect style="fill:url(other.svg"/>'),
    "drawing in styles": inside("<style>rect{fill:url(data:image/svg+xml,x)}</style>"),
    "image-set": inside("<rect style=\"mask-image:image-set('a.png' 1x)\"/>"),
    "xlink:href": inside('<image xlink:href="photo.png" width="9" height="9"/>'),
    "use of another file": inside('<use href="other.svg#x"/>'),
    "gradient of another file": inside('<linearGradient xlink:href="other.svg#x"/>'),
    "drawing in a drawing": inside('<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/>'),
    "animated reference": inside('<image><set attributeName="href" to="http://e.example/x"/></image>'),
    "base": inside(f'<g xml:base="http://e.example/">{RECT}</g>'),
    "picture in HTML": inside('<foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="a.png"/></foreignObject>'),
    "link to a file": inside(f'<a href="other.html">{RECT}</a>'),
}
ACTIVE = {
    "script": inside("<script>1</script>"),
    "event": inside('<rect onclick="1"/>'),
    "frame": inside('<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="x"/></foreignObject>'),
    "link that runs": inside(f'<a xlink:href="javascript:alert(1)">{RECT}</a>'),
}
UNKNOWN = {
    "var": inside("<style>:root{--a:red} rect{fill:var(--a)}</style>" + RECT),
    "var with another": inside('<rect style="fill: VAR(--a, red)"/>'),
    "light-dark": inside('<rect style="fill: light-dark(#000, #fff)"/>'),
    "oklch": inside('<rect fill="oklch(60% 0.2 20)"/>'),
    "part of a colour": inside('<rect fill="rgb(255 0 0 / 50%)"/>'),
}
OTHER = {
    "entity of a file": (
        "entities of another file",
        inside("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "f">]>'),
    ),
    "parameter entity": ("entities of another file", inside(RECT, '<!DOCTYPE svg [<!ENTITY % a SYSTEM "x.dtd"> %a;]>')),
    "entities without end": (
        "is no well-formed SVG",
        inside(
            "<text>&c;</text>",
            f'<!DOCTYPE svg [<!ENTITY a "{"a" * 900}"><!ENTITY b "{"&a;" * 900}"><!ENTITY c "{"&b;" * 900}">]>',
        ),
    ),
    "octaves": ("takes for ever", inside('<filter id="f"><feTurbulence numOctaves="99999"/></filter>' + RECT)),
    "uses of uses": (
        "cannot be drawn in print",
        inside('<g id="a"><use xlink:href="#b"/></g><g id="b"><use href="#a"/></g>'),
    ),
    "broken picture": ("holds a picture that is damaged", inside(f'<image href="{sampled(cut=60)}"/>')),
    "no base64": ("holds a picture that is damaged", inside('<image href="data:image/png;base64,%%%"/>')),
    "depth": ("is no well-formed SVG", inside("<g>" * 400 + "</g>" * 400)),
}
REFUSED = {
    **{name: ("asks for something from elsewhere", drawing) for name, drawing in OUTSIDE.items()},
    **{name: ("", drawing) for name, drawing in ACTIVE.items()},
    **{name: ("which print does not know and draws in black", drawing) for name, drawing in UNKNOWN.items()},
    **OTHER,
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_place_and_what_to_do(name: str, tmp_path: Path) -> None:
    said, drawing = REFUSED[name]
    with pytest.raises(InputError) as refused:
        build(edition(tmp_path, drawing), ("epub",))
    (problem,) = refused.value.problems
    assert said in problem.message and "Octavo" not in str(problem)
    assert str(problem.place).endswith(f"01.md:{HEAD.count(chr(10)) + 2}:6")
    assert problem.hint


SOUND = {
    "doctype": inside(RECT, '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.0//EN" "http://www.w3.org/TR/svg10.dtd">'),
    "entity": inside('<rect width="9" height="9" fill="&red;"/>', '<!DOCTYPE svg [<!ENTITY red "#f00">]>'),
    "use": inside(f'<defs><g id="a">{RECT}</g></defs><use xlink:href="#a"/><use href="#a" x="9"/>'),
    "gradient": inside('<linearGradient id="g"><stop stop-color="red"/></linearGradient><rect fill="url(#g)"/>'),
    "link abroad": inside(f'<a href="https://example.org/">{RECT}</a>'),
    "font": inside("<style>@font-face{font-family:x;src:url(data:font/woff2;base64,AAAA)}</style>" + RECT),
    "sampled": inside(f'<image href="{sampled()}" width="9" height="9"/>'),
    "what a program keeps for itself": OPEN.replace(">", ' content="image=url(x.png);var(--a)">') + RECT + "</svg>",
    "noise": inside('<filter id="f"><feTurbulence numOctaves="4"/></filter>' + RECT),
    "words with their fallback": inside(
        "<switch><foreignObject><p>Words</p></foreignObject><text y='9'>Words</text></switch>"
    ),
}


def files(made: Build) -> dict[str, bytes]:
    import zipfile

    data = next(artifact.data for artifact in made.artifacts if artifact.name.endswith(".epub"))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_what_is_sound_is_carried(tmp_path: Path) -> None:
    """Byte for byte, but for a DOCTYPE, whose entities are written out (EPUB 3.3, 3.5.1)."""
    made = build(edition(tmp_path, *SOUND.values()), ("epub", "pdf"))
    assert made.warnings == ()
    found = files(made)
    for number, (name, drawing) in enumerate(SOUND.items(), 1):
        carried = found[f"EPUB/images/{number}.svg"].decode()
        assert "<!DOCTYPE" not in carried and "&red;" not in carried
        assert carried == drawing or name in ("doctype", "entity")
    assert b'fill="#f00"' in found["EPUB/images/2.svg"]


def test_inks_inside_of_a_drawing_become_light(tmp_path: Path) -> None:
    drawing = inside(f'<image href="{sampled("JPEG", "CMYK")}" width="9" height="9"/>')
    carried = files(build(edition(tmp_path, drawing), ("epub", "pdf")))["EPUB/images/1.svg"].decode()
    data = base64.b64decode(carried.partition("base64,")[2].partition('"')[0])
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.mode == "RGB"


_STEPS = '<feMorphology radius="9999"/>' * 100
SLOW = inside(f'<filter id="f">{_STEPS}</filter><rect width="40" height="40" filter="url(#f)"/>')


@pytest.mark.hostile
def test_one_that_never_ends_is_told_and_the_others_are_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawingtrial, "LONGEST_DRAWING", 3.0)
    loop = OTHER["uses of uses"][1]
    started = time.monotonic()
    with pytest.raises(InputError) as refused:
        build(edition(tmp_path, inside(RECT), SLOW, SOUND["use"], loop), ("epub",))
    assert time.monotonic() - started < 60
    messages = [problem.message for problem in refused.value.problems]
    assert sorted(message.split(" ")[2] for message in messages) == ["‘d1.svg’", "‘d3.svg’"]
    assert any("it takes more than 3 seconds" in message for message in messages)
    assert all(problem.place and problem.place.line for problem in refused.value.problems)


def test_no_module_is_taken_from_the_folder_one_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = edition(tmp_path, inside(RECT))
    for name in ("json", "typst", "octavo"):
        (folder / f"{name}.py").write_text("raise SystemExit(3)\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    assert build(folder, ("epub",)).warnings == ()

"""Files of pictures that would be lost, or shown in one rendition and not in another: each is told with its place."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from octavo.build import build
from octavo.checks.run import check
from octavo.errors import InputError
from octavo.outfolder import write
from settings import HEAD


def svg(attributes: str, inside: str = "<rect width='9' height='9'/>") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


def sampled(kind: str, size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).save(out, kind)
    return out.getvalue()


def edition(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    head = HEAD.replace("print: {trim: TRIM}\n", "")
    (folder / "01.md").write_text(f'{head}# One {{.editorial}}\n\n![A]({name}){{alt="It"}}\n', encoding="utf-8")
    return folder


BROKEN = {
    "early.png": (sampled("PNG")[:300], "is damaged"),
    "early.jpg": (sampled("JPEG")[:900], "is damaged"),
    "empty.gif": (b"GIF89a", "is damaged"),
    "huge.png": (sampled("PNG", (8, 8))[:16] + bytes.fromhex("0000ffff0000ffff") + sampled("PNG", (8, 8))[24:], "is"),
    "nought.svg": (svg('width="0" height="0"'), "has no size"),
    "view.svg": (svg('viewBox="0 0 -4 9"'), "has no size"),
    "wide.svg": (svg('width="9" height="9"').decode().encode("utf-16"), "is not written in UTF-8"),
    "bare.svg": (b'<svg width="9" height="9"/>', "does not say that it is SVG"),
    "web.svg": (svg('width="9" height="9"', "<foreignObject><p>Words</p></foreignObject>"), "holds words as HTML"),
    "far.svg": (svg('width="9" height="9"', "<style>@import url(http://x.example/a.css);</style>"), "from elsewhere"),
}
UNSET = {
    "own.svg": (svg('width="90" height="9"', "<text y='9'>\ue123</text>"), "the letter U+E123 is one for private use"),
    "han.svg": (svg('width="90" height="9"', "<text y='9'>漢</text>"), "print has no letter for ‘漢’"),
}


@pytest.mark.parametrize("name", [*BROKEN, *UNSET])
def test_it_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    data, said = (BROKEN | UNSET)[name]
    if name in UNSET:
        made = build(edition(tmp_path, name, data))
        assert [unmade.rendition for unmade in made.unmade] == ["pdf"]
        (problem,) = made.problems
    else:
        with pytest.raises(InputError) as refused:
            build(edition(tmp_path, name, data))
        (problem,) = refused.value.problems
    assert said in problem.message
    assert problem.place and str(problem.place).endswith(f"01.md:{HEAD.count(chr(10)) + 2}:6")
    assert problem.hint


def test_the_words_of_a_drawing_are_no_words_of_the_text(tmp_path: Path) -> None:
    folder = edition(tmp_path, "said.svg", svg('viewBox="0 0 90 20"', "<text y='15'>North</text>"))
    write(build(folder).artifacts, folder / "build")
    subject, findings = check(folder, folder / "build")
    assert subject.pdf and b"North" in (folder / "said.svg").read_bytes()
    assert [finding.message for finding in findings if finding.rule == "rendition/words"] == []

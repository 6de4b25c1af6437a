"""The typeface that the web page brings along: subsets of Libertinus Serif, of fixed bytes, as far as words need them.

Letters that no subset has are left to the reader's own fonts by ``unicode-range`` (CSS Fonts 4, 4.5).
"""

from __future__ import annotations

import base64
import re
import tomllib
from importlib.resources import files

from lxml import etree

from octavo.renditions.style import style

FAMILY = "Octavo Libertinus"
"""What the style sheet calls it: a name of its own, so that no other version is taken that a reader may have."""
ZERO = 0.465
"""How wide its zero is, in ems, which is the unit of the page's widths: with that of the reader's own font, all would
move sideways once this one is read."""
_LETTERS = {
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
}
_OTHER_LETTERS = re.compile("[^\\W\\d_\u0000-\u052f\u1d00-\u1fff]")
_BOLD = ("strong", "b", "dt")
_ITALIC = ("em", "i", "h4", "h6", "th")


def font_faces(body: etree._Element) -> str:
    """The style sheet that embeds the faces which a page's text needs; empty where most of its letters are in none.

    Latin is always among them, for figures and punctuation; a text that has a few letters of one of the other scripts
    gets the whole subset, as a page's words can change under its tools.
    """
    text = "".join(str(piece) for piece in body.itertext())
    counts = {script: len(letters.findall(text)) for script, letters in _LETTERS.items()}
    if len(_OTHER_LETTERS.findall(text)) > sum(counts.values()):
        return ""
    scripts = {"latin", *(script for script, count in counts.items() if count)}
    cuts = _cuts(body)
    faces = [face for face in _faces() if face["script"] in scripts and (face["style"], face["weight"]) in cuts]
    return "".join(_face(face) for face in faces) + f":root {{ --zero: {ZERO}em; }}\n"


def _cuts(body: etree._Element) -> set[tuple[str | int, str | int]]:
    """Styles and weights that are used: regular and italic always, bold where there is bold text."""
    cuts: set[tuple[str | int, str | int]] = {("normal", 400), ("italic", 400)}
    bold = list(body.iter(*_BOLD))
    if bold:
        cuts.add(("normal", 700))
    slanted = (found for one in bold for found in (*one.iterancestors(*_ITALIC), *one.iter(*_ITALIC)))
    if next(slanted, None) is not None:
        cuts.add(("italic", 700))
    return cuts


def _faces() -> list[dict[str, str | int]]:
    faces: list[dict[str, str | int]] = tomllib.loads(style("fonts/web/faces.toml"))["face"]
    return faces


def _face(face: dict[str, str | int]) -> str:
    data = base64.b64encode(files("octavo.styles").joinpath(f"fonts/web/{face['file']}").read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-style: {face["style"]}; font-weight: {face["weight"]}; '
        f"font-display: block; unicode-range: {face['range']}; "
        f'src: url("data:font/woff2;base64,{data}") format("woff2"); }}\n'
    )

"""Each style of the house has its typefaces, whole and free, and what they lack is set in those of the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from conftest import ROOT
from octavo.build import build
from octavo.checks.run import check
from octavo.outfolder import write
from octavo.typesetting.coverage import text_family
from test_fonts import fonts_of
from test_hostile import edition
from test_letters import UNSEEN

FONTS = ROOT / "styles" / "fonts"
STYLES = {
    "default": ("LibertinusSerif", "LibertinusMono"),
    "classic": ("EBGaramond", "LibertinusMono"),
    "plain": ("SourceSerif4", "SourceCodePro"),
}
TEXT = "# One\n\nWords, *leaning*, **strong**, ***both***, `code` and $x^2 = \\sqrt{y}$.\n\nUSSR.\n"


@pytest.mark.parametrize("style", STYLES)
def test_a_book_is_set_in_its_typefaces(tmp_path: Path, style: str) -> None:
    made = build(edition(tmp_path, TEXT, print={"trim": "5x8in", "style": style}), ("pdf", "cover"))
    book, cover = (artifact.data for artifact in made.artifacts[:2])
    text, code = STYLES[style]
    faces = {name.split("-")[0] for name in fonts_of(book)}
    assert faces == {text, code, "LibertinusMath"}
    assert any(name.startswith(text) for name in fonts_of(cover))
    assert not [warning for warning in made.warnings if "letter" in warning.message]


@pytest.mark.parametrize("style", STYLES)
def test_letters_that_they_lack_are_there(tmp_path: Path, style: str) -> None:
    """Those that the default style has, in any style; and each word is read back."""
    words = [f"{name}: {letters}" for name, letters in UNSEEN.items() if "code" not in name]
    folder = edition(tmp_path, "\n\n".join(["# One", *words, "A *κόσμος* **ж**.\n"]), print={"style": style})
    made = build(folder)
    assert made.unmade == ()
    assert made.differences == ()
    write(made.artifacts, folder / "build")
    found = [one for one in check(folder, folder / "build")[1] if one.rule.startswith(("rendition/", "pdf/"))]
    assert [str(finding) for finding in found if finding.severity != "note"] == []


@pytest.mark.parametrize("look", ["classic", "plain"])
def test_the_files_are_those_that_the_style_names(look: str) -> None:
    """Each may be embedded, and has the small capitals and figures that its style asks for."""
    families = {}
    for path in (FONTS / look).glob("*.ttf"):
        with TTFont(path) as font:
            assert font["OS/2"].fsType == 0
            assert "Open Font License" in str(font["name"].getDebugName(13))
            families.setdefault(font["name"].getDebugName(16) or font["name"].getDebugName(1), []).append(font)
            if "Regular" in path.stem and "Code" not in path.stem:
                features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
                assert {"smcp", "c2sc", "onum", "lnum"} <= features
    assert text_family(look) in families
    assert text_family(look, "code") in (*families, "Libertinus Mono")


def test_the_formulas_typeface_has_what_formulas_need() -> None:
    with TTFont(FONTS / "libertinus" / "LibertinusMath-Regular.otf") as font:
        assert "MATH" in font

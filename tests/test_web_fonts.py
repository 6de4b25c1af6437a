"""The typeface of the web page: fixed subsets that a script makes again, and a page that embeds those it needs."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from housewebfonts import FEATURES, FONTS, SCRIPTS, STYLES, characters, rows, subset
from octavo.build import build

FRONT = "---\ntitle: A Book\nlang: {lang}\nidentifier: urn:uuid:7e0bb4ef-6ed3-4c20-a8c8-5f5e5ecb7a06\n{more}---\n\n"


def faces(folder: Path, text: str, lang: str = "en-GB", more: str = "") -> list[str]:
    """The faces that the page of a book of one chapter embeds."""
    (folder / "1.md").write_text(FRONT.format(lang=lang, more=more) + "# One\n\n" + text, encoding="utf-8")
    made = build(folder, ("html",))
    page = next(artifact for artifact in made.artifacts if artifact.name.endswith(".html"))
    return re.findall(r"@font-face \{[^}]*\}", page.data.decode())


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_subset_is_what_the_script_makes(style: str, script: str) -> None:
    """Compared by what is in it, as another version of the compressor may write other bytes."""
    kept = TTFont(FONTS / "web" / f"LibertinusSerif-{style}-{script}.woff2")
    made = subset(style, script)
    assert characters(kept) == characters(made)
    assert rows(characters(kept)) in (FONTS / "web" / "faces.toml").read_text(encoding="utf-8")
    saved = io.BytesIO()
    made.save(saved)
    made = TTFont(io.BytesIO(saved.getvalue()))
    assert kept.getGlyphOrder() == made.getGlyphOrder()
    for table in ("CFF ", "GSUB", "GPOS", "hmtx"):
        assert kept.reader[table] == made.reader[table]
    features = {record.FeatureTag for record in kept["GSUB"].table.FeatureList.FeatureRecord}
    assert features <= set(FEATURES)
    assert script != "latin" or {"smcp", "onum", "lnum"} <= features


def test_regular_and_italic_are_always_there_and_others_where_they_are_used(tmp_path: Path) -> None:
    assert len(faces(tmp_path, "Words.")) == 2
    assert len(faces(tmp_path, "**Words**.")) == 3
    assert len(faces(tmp_path, "***Words***.")) == 4


@pytest.mark.parametrize(("word", "code"), [("λόγος", "U+3B1"), ("ἀρχή", "U+3B1"), ("слово", "U+4")])
def test_greek_and_cyrillic_come_with_the_text_that_has_them(tmp_path: Path, word: str, code: str) -> None:
    plain = faces(tmp_path, "A word.")
    more = faces(tmp_path, f"A word, {word}.")
    assert not [face for face in plain if code in face]
    assert len(more) == 4
    assert set(plain) < set(more)


def test_a_page_brings_none_if_the_edition_says_so(tmp_path: Path) -> None:
    assert faces(tmp_path, "Words.", more="fonts: none\n") == []


@pytest.mark.parametrize(
    ("lang", "text"), [("ja", "吾輩は猫である。名前はまだ無い。"), ("he", "בראשית ברא אלהים את השמים")]
)
def test_a_text_in_letters_that_the_typeface_lacks_is_left_to_the_readers_fonts(
    tmp_path: Path, lang: str, text: str
) -> None:
    assert faces(tmp_path, text * 20, lang) == []

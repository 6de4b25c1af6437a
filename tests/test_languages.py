"""A book in each language: no house word of it is English, in any rendition; and what the front matter says instead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel import Locale

from conftest import ROOT
from languages import FONTS, edition, shown
from octavo.build import build
from octavo.checks.outside import epubcheck
from octavo.checks.run import check
from octavo.edition.housewords import HouseWords, catalogue_for
from octavo.errors import InputError
from octavo.outfolder import write
from octavo.outputs import OUTPUTS, Audience

CATALOGUES = sorted(path.stem for path in (ROOT / "styles" / "words").glob("*.toml"))
PRINTED = [tag for tag in CATALOGUES if "-" not in tag and FONTS.get(tag, tag)]
LANGUAGES = (*(tag for tag in PRINTED if tag != "en"), "de-CH", "pt-BR", "fr-CA")
PRINTER = "print: {printer: generic}\n"

NO_TEXT = ("application/json", "image/jpeg")
NAMES = tuple(output.name for output in OUTPUTS if output.audience is not Audience.CATALOGUE)
"""What has words of the book's language; records for catalogues have those of their own standards."""


def pieces(words: HouseWords) -> set[str]:
    """The words of a catalogue between their placeholders, those of the errata slip left out, which is no rendition."""
    texts = []
    for key, value in words.words.items():
        if not key.startswith(("slip-", "names-", "date-")):
            texts += value if isinstance(value, list) else value.values() if isinstance(value, dict) else [value]
    return {piece.strip(" .,:;()[]") for text in texts for piece in re.split(r"\{[a-z-]+\}", str(text))} - {""}


ENGLISH = {piece for piece in pieces(HouseWords.of("en", {})) if len(piece) > 3}


def english_in(text: str, words: HouseWords) -> list[str]:
    """English house words in a text; those that are words of its own language as well do not count."""
    own = " ".join(sorted(pieces(words)))
    flat = re.sub(r"\s+|\{[a-z]+\}", " ", text)  # {page}: what the page's script puts something into
    return sorted(piece for piece in ENGLISH if re.search(rf"\b{re.escape(piece)}\b", flat) and piece not in own)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_house_word_is_english(lang: str, tmp_path: Path) -> None:
    words = HouseWords.of(lang, {})
    folder = edition(tmp_path / "book", lang, words, PRINTER)
    made = build(folder, NAMES)
    assert [str(problem) for problem in made.warnings if "spine at the right" not in problem.message] == []
    found = {artifact.name: shown(artifact) for artifact in made.artifacts if artifact.media_type not in NO_TEXT}
    assert {name: left for name, text in found.items() if (left := english_in(text, words))} == {}
    web = next(text for name, text in found.items() if name.endswith(".html"))
    assert all(words.text(key) in web for key in ("contents", "errata-title", "tools", "cite-edition", "close"))
    write(made.artifacts, folder / "build")
    assert [str(finding) for finding in check(folder, folder / "build")[1] if finding.severity != "note"] == []


def test_the_words_that_are_looked_for_are_found(tmp_path: Path) -> None:
    """The test above would see English words: here they are."""
    english = HouseWords.of("en", {})
    made = build(edition(tmp_path / "book", "en", english), NAMES)
    german = HouseWords.of("de", {})
    for artifact in made.artifacts:
        if artifact.name.endswith((".epub", ".html", ".xml", ".txt", "edition.pdf")):
            assert len(english_in(shown(artifact), german)) > 4, artifact.name


@pytest.mark.outside
@pytest.mark.parametrize("lang", ["de", "he"])
def test_epubcheck_says_nothing(lang: str, tmp_path: Path) -> None:
    made = build(edition(tmp_path / "book", lang, HouseWords.of(lang, {})), ("epub",))
    write(made.artifacts, tmp_path / "build")
    assert epubcheck(sorted((tmp_path / "build").glob("*.epub"))) == []


def test_the_front_matter_has_the_last_word(tmp_path: Path) -> None:
    words = "words: {contents: Was darin steht, tei-words: {one: ein Wort, other: '{count} Worte'}, close: Zu}\n"
    made = build(edition(tmp_path / "book", "de", HouseWords.of("de", {}), words))
    assert made.warnings == ()
    found = {artifact.name.rpartition(".")[2]: shown(artifact) for artifact in made.artifacts[:5]}
    assert all("Was darin steht" in found[kind] for kind in ("epub", "pdf", "html"))
    assert not any(re.search(r"(?<!Der gesamte )\bInhalt\b", text) for text in found.values())
    assert re.search(r"\d Worte\b", found["xml"])


def test_a_language_without_a_catalogue_is_told(tmp_path: Path) -> None:
    folder = edition(tmp_path / "book", "eu", HouseWords.of("de", {}), "words: {contents: Aurkibidea}\n")
    made = build(folder, ("epub", "html", "text"))
    (warning,) = made.warnings
    assert str(warning.place).endswith("1.md:4:1")
    assert "no house words for the language ‘eu’" in warning.message
    assert "words: {contents: …}" in warning.hint
    page = next(artifact for artifact in made.artifacts if artifact.name.endswith(".html")).data.decode()
    assert re.search(r'<h2 id="contents">Aurkibidea</h2>', page)
    assert re.search(r'<p class="edition" lang="en">Edition 1, published', page)
    assert re.search(r'<section id="errata-corrected" [^>]*lang="en"', page)


@pytest.mark.parametrize(
    ("given", "place", "message", "hint"),
    [
        ("{contnets: Inhalt}", "11:9", "no house word has this name", "did you mean ‘contents’?"),
        ("{resumed: Da}", "11:9", "{page} is missing", "You are back at page {page}."),
        ("{close: 'Zu {page}'}", "11:9", "nothing is put into {page} here", "leave it out"),
        (
            "{corrections: {oder: '{count}'}}",
            "11:9",
            "‘oder’ is no plural category",
            "zero, one, two, few, many, other",
        ),
        ("{corrections: {one: eine}}", "11:9", "the form ‘other’ is missing", "where no other form fits"),
        ("{months: [Jänner]}", "11:9", "12 words are needed", "[January, February, …]"),
        ("{close: {one: Zu, other: Zu}}", "11:9", "one text is needed", "for instance: Close"),
    ],
)
def test_words_are_held_against_what_they_stand_for(
    given: str, place: str, message: str, hint: str, tmp_path: Path
) -> None:
    folder = edition(tmp_path / "book", "de", HouseWords.of("de", {}), f"words: {given}\n")
    with pytest.raises(InputError) as error:
        build(folder)
    (problem,) = error.value.problems
    assert str(problem.place).endswith(f"1.md:{place}")
    assert message in problem.message
    assert hint in problem.hint


def test_the_readme_names_every_language() -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    (named,) = re.findall(r"in the language that `lang` names: ([^.]*?), with variants", readme)
    names = sorted({Locale.parse(tag.partition("-")[0]).get_language_name("en") for tag in CATALOGUES})
    assert named.split(", ") == names


def test_a_catalogue_is_read_once() -> None:
    assert catalogue_for("de-CH") == catalogue_for("de-CH")
    assert HouseWords.of("de-CH", {}).text("close") == "Schliessen"

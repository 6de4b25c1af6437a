"""The catalogues of house words: each is whole, each word keeps its placeholders, each number has its form."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from babel import Locale

from conftest import ROOT
from languages import FONTS
from octavo.edition.dates import Date
from octavo.edition.housewords import HouseWords, catalogue_for
from octavo.edition.ownwords import faults_of

FOLDER = ROOT / "styles" / "words"
TAGS = sorted(path.stem for path in FOLDER.glob("*.toml"))
ASKED_FOR = {"en", "de", "fr", "es", "it", "pt", "nl", "ru", "pl", "he", "ja"}
STRUCTURE = {"parent", "names-and-before"}
"""Keys of a catalogue that are no words."""


def words_of(tag: str) -> dict[str, object]:
    found = catalogue_for(tag)
    assert found is not None
    assert found[0] == tag
    return {key: value for key, value in found[1].items() if key not in STRUCTURE}


ENGLISH = words_of("en")


def test_the_languages_that_are_promised_are_there() -> None:
    assert set(TAGS) >= ASKED_FOR


@pytest.mark.parametrize("tag", TAGS)
def test_a_catalogue_is_whole(tag: str) -> None:
    words = words_of(tag)
    assert words.keys() == ENGLISH.keys()
    faults = {key: [str(fault) for fault in faults_of(key, value, ENGLISH)] for key, value in words.items()}
    assert {key: found for key, found in faults.items() if found} == {}


@pytest.mark.parametrize("tag", TAGS)
def test_each_number_has_the_form_that_its_language_needs(tag: str) -> None:
    needed = set(Locale.parse(tag, sep="-").plural_form.tags) | {"other"}
    for key, forms in words_of(tag).items():
        if isinstance(forms, dict):
            assert set(forms) == needed, key


@pytest.mark.parametrize("tag", [tag for tag in TAGS if "-" in tag])
def test_a_variant_says_only_what_differs(tag: str) -> None:
    own = tomllib.loads((FOLDER / f"{tag}.toml").read_text(encoding="utf-8"))
    if tag.startswith("zh"):
        return  # other characters throughout
    broader = words_of(tag.partition("-")[0])
    assert own
    assert {key for key, value in own.items() if broader[key] == value} == set()


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_each_word_is_used(key: str) -> None:
    assert re.search(rf"['\"](?:{_spelled(key)})['\"]", SOURCES), key


SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in [*(ROOT / "scripts").rglob("*.py"), *(ROOT / "styles").glob("*.xsl")]
    if path.name not in ("ownwords.py",)
)


def _spelled(key: str) -> str:
    """A key as the code writes it, or with its end put in: ``f"revised-{precision}"``, ``"exempt-"``."""
    parts = key.split("-")
    begins = "|".join(re.escape("-".join(parts[:length])) for length in range(1, len(parts)))
    return re.escape(key) + (rf"|(?:{begins})-(?:\{{\w[\w.]*\}})?" if begins else "")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        *(("de-CH-1996", "de-CH"), ("de-Latn-DE", "de"), ("pt-AO", "pt"), ("pt-br", "pt-BR"), ("iw", "he")),
        *(("deu", "de"), ("zh-TW", "zh-TW"), ("zh-Hant-TW", "zh-Hant"), ("zh-Hans-CN", "zh"), ("en-GB", "en")),
    ],
)
def test_the_nearest_catalogue_is_taken(tag: str, language: str) -> None:
    words = HouseWords.of(tag, {})
    assert (words.language, words.is_foreign, words.attributes(), words.missing) == (language, False, {}, 0)


@pytest.mark.parametrize(
    ("tag", "more"),
    [("eu", {}), ("sr-Latn", {}), ("", {}), ("fa", {"dir": "ltr"}), ("enm", {}), ("zh-Latn", {}), ("yi-Latn", {})],
)
def test_other_languages_have_english_words_that_say_so(tag: str, more: dict[str, str]) -> None:
    words = HouseWords.of(tag, {"contents": "Aurkibidea"})
    assert words.attributes("imprint", "contents") == {"lang": "en", **more}
    assert words.attributes("contents") == {}
    assert words.missing == len(ENGLISH) - 1


@pytest.mark.parametrize(
    ("tag", "day", "first", "month"),
    [
        ("en-GB", "22 November 2026", "1 May 2026", "May 2026"),
        ("de", "22. November 2026", "1. Mai 2026", "Mai 2026"),
        ("fr", "22 novembre 2026", "1er mai 2026", "mai 2026"),
        ("it", "22 novembre 2026", "1º maggio 2026", "maggio 2026"),
        ("pt-BR", "22 de novembro de 2026", "1º de maio de 2026", "maio de 2026"),
        ("ru", "22 ноября 2026 г.", "1 мая 2026 г.", "май 2026 г."),
        ("pl", "22 listopada 2026", "1 maja 2026", "maj 2026"),
        ("he", "22 בנובמבר 2026", "1 במאי 2026", "מאי 2026"),
        ("ja", "2026年11月22日", "2026年5月1日", "2026年5月"),
    ],
)
def test_dates(tag: str, day: str, first: str, month: str) -> None:
    words = HouseWords.of(tag, {})
    dates = [words.date(Date.read(written)) for written in ("2026-11-22", "2026-05-01", "2026-05")]
    assert dates == [day, first, month]


@pytest.mark.parametrize(
    ("tag", "names", "joined"),
    [
        ("en", ["Ada", "Bea", "Cy"], "Ada, Bea and Cy"),
        ("es", ["Juan", "Ignacio"], "Juan e Ignacio"),
        ("es", ["Juan", "Yolanda"], "Juan y Yolanda"),
        ("es", ["Juan", "Hiedra"], "Juan y Hiedra"),
        ("it", ["Anna", "Elena"], "Anna ed Elena"),
        ("he", ["דן", "נועה"], "דן ונועה"),
        ("he", ["דן", "Smith"], "דן ו־Smith"),
        ("ja", ["夏目", "森"], "夏目、森"),
    ],
)
def test_names(tag: str, names: list[str], joined: str) -> None:
    assert HouseWords.of(tag, {}).joined(names) == joined


@pytest.mark.parametrize(
    ("tag", "forms"),
    [
        ("ru", ["1 слово", "3 слова", "5 слов", "21 слово"]),
        ("pl", ["1 słowo", "3 słowa", "5 słów", "21 słów"]),
        ("he", ["מילה אחת", "3 מילים", "5 מילים", "21 מילים"]),
        ("ja", ["1語", "3語", "5語", "21語"]),
    ],
)
def test_numbers(tag: str, forms: list[str]) -> None:
    words = HouseWords.of(tag, {})
    assert [words.counted("tei-words", count) for count in (1, 3, 5, 21)] == forms


def test_print_has_the_letters_of_all_others() -> None:
    """Books in the languages of ``FONTS`` bring fonts of their own."""
    from octavo.typesetting.coverage import Coverage

    for tag in TAGS:
        if tag.partition("-")[0] not in FONTS:
            text = (FOLDER / f"{tag}.toml").read_text(encoding="utf-8")
            assert Coverage(()).examined("".join(line.partition("#")[0] for line in text.splitlines()))[0] == set(), tag


def test_a_new_catalogue_needs_no_code(tmp_path: Path) -> None:
    """Nothing in the code names a language, but English."""
    code = (ROOT / "scripts" / "octavo" / "edition" / "housewords.py").read_text(encoding="utf-8")
    assert not re.search(rf'"(?:{"|".join(TAGS)})"', code.replace('FALLBACK = "en"', ""))

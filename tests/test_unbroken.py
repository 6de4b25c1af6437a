"""Where no line may end: in a text by its language, on the page, in the EPUB, on the web page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import etree, html

from conftest import EDITIONS, ROOT
from octavo.build import build
from octavo.document import read_document
from octavo.document.unbroken import holds_of
from octavo.edition import load_edition
from octavo.edition.lineends import line_ends
from octavo.text.unbroken import JOINER, LONGEST, NO_BREAK, held, holds

TEXTS = {
    "en": [
        "He met Mr.~Darcy, Mrs~Bennet and Dr.~St.~John.",
        "At St.~Paul’s; they went to Baker St. The next came to Downing St. He saw it.",
        "He said no. Seven came. It was I. The other, H.~G.~Wells, sat by J.~R.~R.~Tolkien.",
        "See p.~12, pp.~3–5, No.~7, §~4, chapter~2 and Part~II of Louis~XIV.",
        "At 8~p.m. on 14~July it weighed 5~lb. and cost £~5 and 10~000 men.",
        "He went|—and came~— or not~– when 1914–18 was -5 and –3.",
        "He waited~.~.~. and went.",
        "It was left out.~—~Ed.",
        "It was left out.|—|Ed.]",
        "He said ‘Mr.~Wells’ and “Mr.~“Bert” Wells”.",
    ],
    "en-GB": ["Mr~Darcy at 8~p.m."],
    "de": ["Bei Hr.~Müller, z.~B. am 5.~Mai auf S.~12, Nr.~7~– um 8~Uhr."],
    "fr": ["Il dit~: «~Oui~!~» à M.~Dupont, n°~5, p.~ex.~;"],
    "es": ["—Sí —|dijo él|—. Vamos a ver al Sr.~Ruiz"],
    "pl": ["z~domem i~w~lesie, s.~5, A.~Mickiewicz"],
    "ru": ["В~1917~г. г-ну~Иванову и~т.~д.~— А.~С.~Пушкин"],
    "ja": ["第 2 章。"],
}
CASES = [(language, text) for language, texts in TEXTS.items() for text in texts]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_a_text(language: str, marked: str) -> None:
    """A tilde stands for a space, and a bar for nothing, at which no line may end."""
    text = marked.replace("~", " ").replace("|", "")
    found = held(text, holds(text, language))
    assert found.replace(NO_BREAK, "~").replace(JOINER, "|") == marked


def test_what_holds_together_fits_on_a_line() -> None:
    text = " ".join(f"{letter}." for letter in "ABCDEFGHJKLMNOPQRSTUVWXYZ" * 40)
    assert max(map(len, held(text, holds(text, "en")).split(" "))) <= LONGEST


def test_every_catalogue_of_house_words_has_its_line_ends() -> None:
    without = {"he", "ja", "zh"}
    """Languages whose lines end by rules of their own, or that abbreviate otherwise."""
    languages = {path.stem.split("-")[0] for path in (ROOT / "styles" / "words").glob("*.toml")}
    assert {name for name in languages if line_ends(name) == line_ends("und")} == without


def test_the_renditions_hold_and_read_as_before(tmp_path: Path) -> None:
    shutil.copytree(EDITIONS / "typography" / "line-ends-valid", tmp_path / "book")
    made = {artifact.name.rpartition(".")[2]: artifact.data for artifact in build(tmp_path / "book").artifacts}
    page = html.fromstring(made["html"])
    text = "".join(page.xpath("//main//text()"))
    assert f"H.{NO_BREAK}G.{NO_BREAK}Wells" in text
    assert f"walk{JOINER}—and" in text
    assert "Baker St. They" in text.replace("\n", " ")
    for ending in ("xml", "txt"):
        assert not {NO_BREAK, JOINER} & set(made[ending].decode())
    words = " ".join(text.replace(NO_BREAK, " ").replace(JOINER, "").split())
    told = " ".join("".join(etree.fromstring(made["xml"]).xpath("//*[local-name()='body']//text()")).split())
    assert told.partition("Then")[2][:800] in words


def test_a_number_holds_no_title(tmp_path: Path) -> None:
    """Chapter V. is no Mr. V.: number and title stand on lines of their own."""
    (tmp_path / "1.md").write_text(
        "---\ntitle: A\nlang: en\nidentifier: urn:uuid:00000000-0000-4000-8000-000000000001\n---\n\n"
        "# Part one: V. Pronounced\n\n" + "".join(f"## Chapter {n}. At Sea\n\nText by V. Woolf.\n\n" for n in "IVX"),
        encoding="utf-8",
    )
    document = read_document(load_edition(tmp_path))
    found = []
    for root in document.trees:
        for (element, is_tail), places in holds_of(root, "en").items():
            text = (element.tail if is_tail else element.text) or ""
            found += [f"{text[: place.at].split()[-1]} {text[place.at :].split()[0]}" for place in places]
    assert sorted(found) == ["Chapter I", "Chapter V", "Chapter X", "V. Pronounced", *["V. Woolf."] * 3]

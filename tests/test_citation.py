"""How an edition is cited: CSL-JSON, author–date, BibTeX; held against pandoc, which reads all three."""

from __future__ import annotations

import datetime
import json
import subprocess
from typing import Any

import pypandoc
import pytest

from octavo.document.tree import inner_text
from octavo.edition import Creator, Metadata
from octavo.edition.bookdata import Original
from octavo.edition.dates import Date
from octavo.renditions.citation import citation, csl

BOOK = Metadata(
    title="The sea-wall",
    subtitle="a history",
    creator=[
        Creator(name="Ann Q. Moor", file_as="Moor, Ann Q."),
        Creator(name="Collective of Fenland Women"),
        Creator(name="Jan de Wit", role="trl", **{"file-as": "Wit, Jan de"}),
        Creator(name="An Illuminator", role="bkd"),
    ],
    lang="en-GB",
    identifier="urn:uuid:0d7ff0a6-2f5f-4d86-a22c-d2a6a9ba9a35",
    version="2.1",
    published=datetime.date(2021, 3, 9),
    publisher="Fen & Marsh",
)


def pandoc(text: str, *options: str) -> str:
    command = [pypandoc.get_pandoc_path(), *options]
    return subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=True).stdout


def test_the_parts_of_a_name_are_those_of_its_filing() -> None:
    item: dict[str, Any] = csl(BOOK)
    assert item["author"] == [{"family": "Moor", "given": "Ann Q."}, {"literal": "Collective of Fenland Women"}]
    assert item["translator"] == [{"family": "Wit", "given": "Jan de"}]
    assert item["issued"] == {"date-parts": [[2021, 3, 9]]}
    assert (item["type"], item["title"], item["id"]) == ("book", "The sea-wall: a history", "moor2021")
    assert "An Illuminator" not in json.dumps(item)


def test_in_the_text_and_in_the_list() -> None:
    cited = citation(BOOK)
    assert cited.in_text == "(Moor and Collective of Fenland Women 2021)"
    assert cited.on_page == "(Moor and Collective of Fenland Women 2021, {page})"
    assert " ".join(inner_text(cited.reference).split()) == (
        "Moor, Ann Q., and Collective of Fenland Women. 2021. The Sea-Wall: A History. Version 2.1. "
        "Translated by Jan de Wit. Fen & Marsh."
    )
    assert [inner_text(element) for element in cited.reference.iter("em")] == ["The Sea-Wall: A History"]


def test_in_another_language_its_titles_are_left_alone() -> None:
    cited = citation(BOOK.model_copy(update={"lang": "de"}))
    assert "The sea-wall: a history" in inner_text(cited.reference)
    assert cited.on_page == "(Moor und Collective of Fenland Women 2021, {page})"


def test_bibtex_and_csl_json_say_the_same() -> None:
    cited = citation(BOOK)
    (item,) = json.loads(cited.csl_json)
    (back,) = json.loads(pandoc(cited.bibtex, "--from", "bibtex", "--to", "csljson"))
    for key in ("id", "type", "author", "publisher"):
        assert back[key] == item[key], key
    assert back["title"].casefold() == item["title"].casefold()
    assert back["translator"][0]["family"] == "Wit"
    assert back["issued"]["date-parts"][0][:2] == [2021, 3]
    assert back["note"] == BOOK.identifier
    assert json.loads(pandoc(cited.csl_json, "--from", "csljson", "--to", "csljson"))[0]["title"] == item["title"]


def test_an_original_is_cited_with_its_year() -> None:
    original = Original(container="The Coastal Journal", issue="30", pages="8–17", date=Date(1967))
    cited = citation(BOOK.model_copy(update={"original": original, "creator": BOOK.creator[:1]}))
    assert cited.in_text == "(Moor 1967/2021)"
    assert cited.on_page == "(Moor 1967/2021, {page})"
    assert " ".join(inner_text(cited.reference).split()) == (
        "Moor, Ann Q. 1967/2021. The Sea-Wall: A History. Version 2.1. Fen & Marsh. "
        "First published: The Coastal Journal 30, 8–17, 1967."
    )
    (item,) = json.loads(cited.csl_json)
    assert item["original-date"] == {"date-parts": [[1967]]}
    assert "  origdate = {1967}" in cited.bibtex


def test_an_editor_without_an_author_is_cited() -> None:
    editors = Creator(name="the Octavo editors", corporate=True, role="edt")
    cited = citation(BOOK.model_copy(update={"creator": [editors]}))
    assert cited.in_text == "(the Octavo editors 2021)"
    assert csl(BOOK.model_copy(update={"creator": [editors]}))["editor"] == [{"literal": "the Octavo editors"}]


def test_a_book_of_which_little_is_known() -> None:
    cited = citation(Metadata(title="100 % {true} & \\other_things"))
    assert "n.d." in cited.in_text
    assert "{page}" in cited.on_page
    (back,) = json.loads(pandoc(cited.bibtex, "--from", "bibtex", "--to", "csljson"))
    assert back["title"].casefold() == "100 % {true} & \\other_things"


def test_a_body_is_no_person() -> None:
    party = Creator(name="Workers’ Party, Central Committee", **{"file-as": "Workers’ Party, Central Committee"})
    heir = Creator(name="Martin Luther King, Jr.", **{"file-as": "King, Martin Luther, Jr."})
    item: dict[str, Any] = csl(Metadata(title="Theses", creator=[party, heir]))
    assert item["author"] == [
        {"literal": "Workers’ Party, Central Committee"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
    ]


@pytest.mark.parametrize(
    ("identifier", "field", "value"),
    [
        ("https://doi.org/10.1000/xyz", "DOI", "10.1000/xyz"),
        ("doi:10.1000/xyz", "DOI", "10.1000/xyz"),
        ("https://example.org/book", "URL", "https://example.org/book"),
        ("urn:isbn:9780141036144", "note", "urn:isbn:9780141036144"),
    ],
)
def test_what_identifies_it_is_cited(identifier: str, field: str, value: str) -> None:
    book = BOOK.model_copy(update={"identifier": identifier})
    assert csl(book)[field] == value
    (back,) = json.loads(pandoc(citation(book).bibtex, "--from", "bibtex", "--to", "csljson"))
    assert back[field] == value


@pytest.mark.parametrize(
    ("name", "key"), [("Müller, Ann", "muller2021"), ("Иванов, Иван", "book2021"), ("O’Neill, T.", "oneill2021")]
)
def test_keys_are_plain(name: str, key: str) -> None:
    creator = [Creator(name="X", **{"file-as": name})]
    assert csl(BOOK.model_copy(update={"creator": creator}))["id"] == key

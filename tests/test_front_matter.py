"""What the front matter says of a series, and editions without a witness or without a text."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import jsonschema
import pymupdf
import pytest
from lxml import etree

from conftest import ROOT
from octavo.checks import table
from octavo.edition import Metadata, load_edition
from octavo.renditions.citation import citation
from test_bad_input import change, refused, run

SCHEMAS = ROOT / "scripts" / "octavo" / "cli" / "schemas"


@pytest.mark.parametrize(
    ("written", "number", "spelled"),
    [
        ("The Great Series", None, "The Great Series"),
        ("{name: The Great Series, number: 3}", "3", "The Great Series, 3"),
        ("{name: The Great Series, number: 2.1}", "2.1", "The Great Series, 2.1"),
    ],
)
def test_a_series_stands_in_every_rendition(
    edition: Path, tei_schema: etree.RelaxNG, written: str, number: str | None, spelled: str
) -> None:
    change(edition, "version:", f"series: {written}\nversion:")
    assert run("build", edition).returncode == 0
    assert json.loads(run("check", edition, "--format", "json").stdout) == []
    files = {path.suffix: path for path in (edition / "build").iterdir() if path.is_file()}
    package = etree.fromstring(zipfile.ZipFile(files[".epub"]).read("EPUB/content.opf"))
    said = {str(meta.get("property")): meta.text for meta in package.iter("{*}meta")}
    assert said["belongs-to-collection"] == "The Great Series"
    assert said["collection-type"] == "series"
    assert said.get("group-position") == number
    tei = etree.parse(files[".xml"])
    tei_schema.assertValid(tei)
    assert tei.findtext(".//{*}seriesStmt/{*}title") == "The Great Series"
    assert tei.findtext(".//{*}seriesStmt/{*}biblScope") == number
    assert tei.findtext(".//{*}titlePage/{*}titlePart[@type='series']") == spelled
    page = files[".html"].read_text(encoding="utf-8")
    assert f'<meta name="DCTERMS.isPartOf" content="{spelled}">' in page
    assert re.search(r'"isPartOf": {\s*"@type": "BookSeries",\s*"name": "The Great Series"', page)
    assert f'<p class="series">{spelled}</p>' in page
    assert spelled in files[".txt"].read_text(encoding="utf-8").split("\n")
    with pymupdf.open(files[".pdf"]) as pdf:
        assert spelled in pdf[2].get_text()


def test_a_series_is_cited() -> None:
    book = Metadata.model_validate({"title": "Walls", "series": {"name": "The Great Series", "number": "3"}})
    cited = citation(book)
    assert "series = {The Great Series}" in cited.bibtex
    assert '"collection-number": "3"' in cited.csl_json


def test_a_number_beside_the_series_is_its_number(edition: Path) -> None:
    change(edition, "rights:", "series: A\nseries-index: 3\nrights:")
    series = load_edition(edition).metadata.series
    assert series is not None
    assert (series.name, series.number) == ("A", "3")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("series: {name: A, number: III}", "write the number in figures: 3"),
        ("series: {number: 3}", "the key ‘name’ is missing"),
        ("series: {name: A}\nseries-index: 3", "series: {name: …, number: …}"),
    ],
)
def test_a_series_that_is_written_otherwise(edition: Path, written: str, said: str) -> None:
    change(edition, "version:", f"{written}\nversion:")
    refused(edition, said)


@pytest.fixture
def alone(edition: Path) -> Path:
    """An edition without a witness."""
    change(edition, "witness: {path: witness.txt}\n", "")
    (edition / "witness.txt").unlink()
    return edition


def test_an_edition_without_a_witness_is_no_fault(alone: Path) -> None:
    built = run("build", alone)
    assert built.returncode == 0
    assert "proof: no witness is named; octavo check holds what was built against the Markdown" in built.stderr
    manifest = json.loads((alone / "build" / "manifest.json").read_text(encoding="utf-8"))
    jsonschema.validate(manifest, json.loads((SCHEMAS / "manifest.json").read_text(encoding="utf-8")))
    assert (manifest["proof"]["against"], manifest["proof"]["clean"]) == (None, False)
    checked = run("check", alone, "--strict")
    assert (checked.returncode, checked.stderr) == (0, f"1 note ({len(table())} rules)\n")
    assert "note: this edition has no witness" in checked.stdout


def test_what_is_collated_without_a_witness(alone: Path) -> None:
    done = run("collate", alone)
    assert (done.returncode, done.stderr) == (0, "")
    assert "there is nothing to collate the text with" in done.stdout
    assert "the proof is then of the renditions against the Markdown" in done.stdout
    said = json.loads(run("collate", alone, "--format", "json").stdout)
    jsonschema.validate(said, json.loads((SCHEMAS / "collate.json").read_text(encoding="utf-8")))
    assert (said["witness_words"], said["edition_words"], said["unexplained"]) == (None, 6, [])
    assert run("collate", alone, "--draft").stdout == "# no witness is named, so there is nothing to account for\n"
    assert run("errata", alone).returncode == 0


def test_a_stet_must_stand_without_a_witness_too(alone: Path) -> None:
    (alone / "errata.yaml").write_text("stet:\n  - {id: a, reading: gone, why: x}\n", encoding="utf-8")
    done = run("collate", alone)
    assert done.returncode == 1
    assert "errata.yaml:2:5: a: ‘gone’ stands nowhere in the canonical text" in done.stdout


@pytest.mark.parametrize("text", ["", "\n\n", "\n<!-- to be written -->\n", "\n* * *\n"])
def test_an_edition_without_a_text_is_refused(alone: Path, text: str) -> None:
    path = alone / "01.md"
    head = path.read_text(encoding="utf-8").partition("\n# ")[0].rstrip("\n")
    path.write_text(head + "\n" + text, encoding="utf-8")
    line = 10 + len(text) - len(text.lstrip("\n"))
    refused(alone, f"01.md:{line}:1: error: there is no text", "write it below the front matter")
    for command in ("check", "collate"):
        done = run(command, alone)
        assert done.returncode == 2
        assert "there is no text" in done.stderr


def test_a_file_of_comments_beside_a_text_is_nothing(alone: Path) -> None:
    (alone / "02.md").write_text("<!-- to be written -->\n", encoding="utf-8")
    assert run("build", alone).returncode == 0
    names = zipfile.ZipFile(alone / "build" / "a-small-edition.epub").namelist()
    assert [name for name in names if name.startswith("EPUB/00")] == ["EPUB/001-chapter.xhtml"]


def test_a_book_of_pictures_or_formulas_has_a_text(alone: Path) -> None:
    path = alone / "01.md"
    path.write_text(path.read_text(encoding="utf-8").partition("\n# ")[0] + "\n$x^2$\n", encoding="utf-8")
    assert run("build", alone).returncode == 0

"""``octavo errata``: all that the list holds is printed, and of each witness what is known of it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from conftest import ROOT
from program import octavo
from threewitnesses import ERRATA, write

MORE = """\
queries:
  - {id: it, reading: it, in: attracted to it., why: What?, status: answered, answer: The party.}
variants:
  - {id: less, siglum: IS67, for: less, read: fewer, note: A variant of the journal’s.}
withdrawn:
  - {id: tbe, why: The better transcript has ‘the’.}
"""
CITED = "MS, The manuscript: cited, not proved: it has no file"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    folder = write(tmp_path / "edition")
    (folder / "errata.yaml").write_text(ERRATA + MORE, encoding="utf-8")
    return folder


def test_the_errata_list_shows_the_evidence(edition: Path) -> None:
    assert "(IS67: attracted; MS: attracted)" in octavo("errata", edition).stdout
    every = octavo("errata", edition, "--all").stdout
    assert "stet   few: ‘a few more’. The manuscript has few.  (MS: few)" in every
    listed = json.loads(octavo("errata", edition, "--format", "json").stdout)
    assert [row.get("evidence") for row in listed] == [None, {"IS67": "attracted", "MS": "attracted"}]
    assert "| attracted IS67 MS] attached W |" in octavo("errata", edition, "--format", "md").stdout


def test_all_shows_variants_and_ids_that_are_withdrawn(edition: Path) -> None:
    every = octavo("errata", edition, "--all").stdout
    assert "variant less: IS67: for ‘less’ read ‘fewer’  [unknown]" in every
    assert "query  it: ‘it’. What?  in: attracted to it.  answered: The party." in every
    assert "withdrawn tbe: The better transcript has ‘the’." in every
    table = octavo("errata", edition, "--all", "--format", "md").stdout
    assert "| fewer W B88] less IS67 |" in table
    assert "## Withdrawn\n\n- tbe: The better transcript has ‘the’." in table
    assert "less" not in octavo("errata", edition).stdout


def test_the_list_says_which_witness_is_cited_and_not_proved(edition: Path) -> None:
    for options in ([], ["--all"], ["--format", "md"], ["--format", "md", "--all"]):
        assert octavo("errata", edition, *options).stdout.rstrip("\n").endswith(CITED), options
    (edition / "errata.yaml").write_text("stet: []\n", encoding="utf-8")
    assert CITED not in octavo("errata", edition).stdout


def test_all_as_json_has_every_list_and_every_witness(edition: Path) -> None:
    listed = json.loads(octavo("errata", edition, "--all", "--format", "json").stdout)
    schema = json.loads((ROOT / "scripts/octavo/cli/schemas/errata.json").read_text(encoding="utf-8"))
    jsonschema.validate(listed, schema)
    assert [(row["siglum"], row["for"], row["read"]) for row in listed["variants"]] == [("IS67", "less", "fewer")]
    assert listed["withdrawn"] == [{"id": "tbe", "why": "The better transcript has ‘the’."}]
    assert [query["answer"] for query in listed["queries"]] == ["The party."]
    roles = [(witness["siglum"], witness["role"]) for witness in listed["witnesses"]]
    assert roles == [("W", "base"), ("IS67", "collated"), ("B88", "collated"), ("MS", "cited")]

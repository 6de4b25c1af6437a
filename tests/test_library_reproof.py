"""A whole library made again after an upgrade: which editions are in which class, on one page, worst first."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from conftest import ROOT
from librarybooks import library_of
from octavo.cli import libraryreproof
from octavo.library.reproofing import Reproofed
from program import octavo

SCHEMA = ROOT / "scripts" / "octavo" / "cli" / "schemas" / "library-reproof.json"


def changed(book: Path, before: str, after: str) -> None:
    path = book / "1.md"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = library_of(tmp_path_factory.mktemp("reproof") / "library", 4)
    done = octavo("library", "build", library)
    assert done.returncode == 0, done.stderr
    return library


@pytest.fixture
def library(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "library"))


def test_a_library_that_nothing_has_changed_is_upheld(library: Path) -> None:
    before = {path: path.read_bytes() for path in library.rglob("*") if path.is_file()}
    done = octavo("library", "reproof", library)
    assert done.returncode == 0 and "upheld" in done.stderr, done.stdout + done.stderr
    assert done.stdout.split() == ["4", "0", "the", "same"]
    assert {path: path.read_bytes() for path in library.rglob("*") if path.is_file()} == before, "nothing is written"


def test_the_worst_comes_first(library: Path) -> None:
    changed(library / "b0001", "lang: en-GB", "lang: en-GB\nsubject: [Tests]")
    changed(library / "b0002", "it is short", "it is brief")
    shutil.rmtree(library / "b0003")
    changed(library / "b0000", "version:", "verzion:")
    done = octavo("library", "reproof", library, "--format", "json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [(each["folder"], each["worst"]) for each in told] == [("b0000", None), ("b0002", 4), ("b0001", 1)]
    assert "verzion" in told[0]["trouble"] and told[1]["sources-changed"] == ["1.md"]
    page = octavo("library", "reproof", library).stdout.splitlines()
    assert [line.split() for line in page[:3]] == [
        *(["1", "cannot", "be", "told"], ["1", "4", "words", "differ"], ["1", "1", "metadata", "or", "dates", "only"])
    ]


def test_a_thousand_titles_stand_on_a_page(library: Path) -> None:
    from octavo.cli.libraryfolder import opened
    from octavo.library.run import plan

    made = plan(*opened(library, None), read_only=True)
    found = [Reproofed(one, trouble="it ended") for one in made.editions * 250]
    assert len(found) == 1_000
    page = libraryreproof._page(found, library)
    assert len(page) < 60 and page[-1].startswith("and 950 more")


def test_without_a_build_there_is_nothing_to_hold_against(tmp_path: Path) -> None:
    done = octavo("library", "reproof", library_of(tmp_path / "library", 1))
    assert done.returncode == 2 and "octavo library build" in done.stderr

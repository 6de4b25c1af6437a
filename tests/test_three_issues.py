"""Release, the errata slip and the list of releases, shown on an edition that is issued three times."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from conftest import ROOT
from issues import add_words, correct_the_word, release, small_edition, to_version
from octavo.edition import load_edition
from octavo.edition.releases import read_releases
from program import octavo

SCHEMAS = ROOT / "scripts" / "octavo" / "cli" / "schemas"


@pytest.fixture(scope="module")
def thrice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small_edition(tmp_path_factory.mktemp("issues") / "edition")
    done = [release(folder, "1.0", "--where", "kobo,kdp")]
    to_version(folder, "1.1", "1.0")
    correct_the_word(folder)
    done.append(release(folder, "1.1", "--why", "one word corrected"))
    to_version(folder, "1.2", "1.1")
    add_words(folder)
    done.append(release(folder, "1.2", "--why", "words that the printer lost", "--where", "apple"))
    done.append(release(folder, "1.1", "--where", "kdp"))
    assert [item.returncode for item in done] == [0] * 4, [item.stderr for item in done]
    return folder


@pytest.fixture
def issued(thrice: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(thrice, tmp_path / "edition"))


def test_the_record_says_who_has_what(thrice: Path) -> None:
    record = read_releases(load_edition(thrice))
    assert record.where == {"kobo": "1.0", "kdp": "1.1", "apple": "1.2"}
    assert [item.why for item in record.releases] == ["", "one word corrected", "words that the printer lost"]
    assert {item.identifier for item in record.releases} == {"urn:uuid:00000000-0000-4000-8000-000000000072"}
    assert all(item.seen.keys() == item.artifacts.keys() - {"manifest.json"} for item in record.releases)
    text = (thrice / "releases.yaml").read_text(encoding="utf-8")
    assert "\nwhere: {kobo: '1.0', kdp: '1.1', apple: '1.2'}\nreleases:\n" in text


def test_the_slip_names_what_a_reader_can_tell(thrice: Path, snapshot: SnapshotAssertion) -> None:
    """The cover is drawn as it was, so it is not to be uploaded, though its date is another."""
    done = octavo("errata", thrice, "--since", "1.0")
    assert (done.returncode, done.stdout) == (0, snapshot), done.stderr
    anew, _, kept = done.stdout.partition("as issued, but for metadata or dates:")
    assert "three-issues-cover.pdf" in kept and "cover" not in anew
    data = json.loads(octavo("errata", thrice, "--since", "1.0", "--format", "json").stdout)
    jsonschema.validate(data, json.loads((SCHEMAS / "slip.json").read_text(encoding="utf-8")))
    assert {file["name"]: file["class"] for file in data["files"]} == {
        "three-issues-cover.pdf": 1,
        **{f"three-issues{ending}": 4 for ending in (".epub", ".pdf", ".html", ".xml", ".txt", "-print.pdf")},
    }


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_list(form: str, thrice: Path, snapshot: SnapshotAssertion) -> None:
    done = octavo("releases", thrice, "--format", form)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == snapshot
    if form == "json":
        data = json.loads(done.stdout)
        jsonschema.validate(data, json.loads((SCHEMAS / "releases.json").read_text(encoding="utf-8")))
        assert [(item["version"], item["behind"], len(item["errors"])) for item in data["versions"]] == [
            ("1.0", 2, 2),
            ("1.1", 1, 1),
            ("1.2", 0, 0),
        ]


def test_a_version_that_is_withdrawn_keeps_identifier_and_slip(issued: Path) -> None:
    before = (issued / "releases.yaml").read_text(encoding="utf-8")
    done = release(issued, "1.2", "--withdraw", "it had a word too many")
    assert done.returncode == 0, done.stderr
    after = (issued / "releases.yaml").read_text(encoding="utf-8")
    assert after.partition("\nreleases:\n")[2] == before.partition("\nreleases:\n")[2]
    record = read_releases(load_edition(issued))
    assert record.withdrawn == {"1.2": "it had a word too many"}
    assert record.latest is not None and record.latest.version == "1.1"
    assert octavo("errata", issued, "--since", "1.2").returncode == 0
    listed = octavo("releases", issued).stdout
    assert "1.2  2021-01-02  withdrawn: it had a word too many  apple has it" in listed
    # The version is taken for good, and the next keeps the identifier.
    assert "is recorded already" in release(issued, "1.2").stderr
    assert "the version ‘9’ is not recorded" in release(issued, "9", "--withdraw", "no").stderr
    assert octavo("releases", issued).stdout == listed


def test_nothing_is_recorded(tmp_path: Path) -> None:
    done = octavo("releases", small_edition(tmp_path / "edition"))
    assert done.stdout == "nothing is recorded: octavo release VERSION does it on the day of issue\n"
    assert json.loads(octavo("releases", tmp_path / "edition", "--format", "json").stdout)["versions"] == []

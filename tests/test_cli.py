"""What the program prints is a contract."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

import program
from conftest import EDITIONS, ROOT
from octavo.build import Build
from octavo.checks import table

ENVIRONMENT = {"COLUMNS": "100", "NO_COLOR": "1", "SOURCE_DATE_EPOCH": "1600000000"}
SCHEMAS = ROOT / "scripts" / "octavo" / "cli" / "schemas"


def octavo(*words: str | Path, folder: Path) -> str:
    """Run the program in a folder; what it said on both streams and its exit code, without times."""
    done = program.octavo(*words, folder=folder, environment=ENVIRONMENT)
    return as_shown(done)


def as_shown(done: subprocess.CompletedProcess[str]) -> str:
    """What a run said on both streams and its exit code, without times."""
    said = re.sub(r"in \d+\.\d s", "in N s", done.stderr)
    said = re.sub(r"\(\d+ KB\)", "(N KB)", said)
    shown = f"exit {done.returncode}\n--- stdout\n{done.stdout}--- stderr\n{said}"
    return re.sub(rf"\b{len(table())} rules\b", "N rules", shown)


@pytest.mark.parametrize(
    "words",
    [
        ["doctor"],
        ["fonts"],
        ["collate", "--draft"],
        ["build", "--only", "pfd"],
        ["build", "--nonsense"],
        ["check", "gone"],
    ],
    ids=" ".join,
)
def test_a_process_of_its_own_says_the_same(words: list[str], edition: Path) -> None:
    """So what is tested within this process is true of the program that a user starts."""
    done = subprocess.run(
        [*program.OCTAVO, *words],
        cwd=edition,
        capture_output=True,
        text=True,
        env={**os.environ, **ENVIRONMENT},
        check=False,
    )
    assert octavo(*words, folder=edition) == as_shown(done)


@pytest.mark.parametrize(
    "words", [["--help"], ["build", "--help"], ["collate", "--help"], ["check", "--help"], ["--version"]]
)
def test_help(words: list[str], tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    assert octavo(*words, folder=tmp_path) == snapshot


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The first edition, built with --quiet, and what the program said."""
    folder = tmp_path_factory.mktemp("built") / "source"
    shutil.copytree(ROOT / "source", folder, ignore=shutil.ignore_patterns("build"))
    said = octavo("build", "--quiet", folder=folder)
    # The next build is to make all anew, however long ago the source was copied.
    shutil.rmtree(folder / "build" / ".octavo-cache")
    return folder, said


@pytest.mark.parametrize(
    "words",
    [
        ["build"],
        ["collate"],
        ["collate", "--draft"],
        ["check"],
        ["errata", "--all"],
        ["errata", "--format", "md"],
        ["build", "--only", "pfd"],
    ],
)
def test_the_first_edition(words: list[str], built: tuple[Path, str], snapshot: SnapshotAssertion) -> None:
    assert octavo(*words, folder=built[0]) == snapshot


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("text/collation-clean-error", ["build"]),
        ("text/collation-clean-error", ["collate"]),
        ("text/collation-clean-error", ["collate", "--draft"]),
        ("text/errata-used-error", ["collate"]),
        ("source/raw-markup-error", ["build"]),
        ("source/front-matter-complete-error", ["check"]),
    ],
)
def test_findings(name: str, words: list[str], tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    folder = tmp_path / "edition"
    subprocess.run(["cp", "-r", EDITIONS / name, folder], check=True)
    assert octavo(*words, folder=folder) == snapshot


def test_quiet_is_quiet(built: tuple[Path, str]) -> None:
    assert built[1] == "exit 0\n--- stdout\n--- stderr\n"


def test_a_drafted_list_makes_the_collation_clean(tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    subprocess.run(["cp", "-r", EDITIONS / "text/collation-clean-error", folder], check=True)
    drafted = octavo("collate", "--draft", folder=folder).split("--- stdout\n")[1].split("--- stderr")[0]
    (folder / "errata.yaml").write_text(drafted, encoding="utf-8")
    assert octavo("collate", folder=folder).startswith("exit 0\n")


@pytest.mark.parametrize(("command", "schema"), [("collate", "collate"), ("check", "check"), ("errata", "errata")])
@pytest.mark.parametrize("name", ["text/collation-clean-error", "text/errata-used-error", "text/errata-used-valid"])
def test_json_has_its_schema(command: str, schema: str, name: str, tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    subprocess.run(["cp", "-r", EDITIONS / name, folder], check=True)
    said = octavo(command, "--format", "json", folder=folder).split("--- stdout\n")[1].split("--- stderr")[0]
    jsonschema.validate(json.loads(said), json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))


def test_sarif(tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    subprocess.run(["cp", "-r", EDITIONS / "text/collation-clean-error", folder], check=True)
    said = octavo("check", "--format", "sarif", folder=folder).split("--- stdout\n")[1].split("--- stderr")[0]
    results = json.loads(said)["runs"][0]["results"]
    found = next(result for result in results if result["ruleId"] == "text/collation-clean")
    location = found["locations"][0]["physicalLocation"]
    assert location == {"artifactLocation": {"uri": "01.md"}, "region": {"startLine": 14, "startColumn": 5}}


def test_strict_lets_warnings_fail(tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    subprocess.run(["cp", "-r", EDITIONS / "source/raw-markup-error", folder], check=True)
    octavo("build", folder=folder)
    assert octavo("check", folder=folder).startswith("exit 0\n")
    assert octavo("check", "--strict", folder=folder).startswith("exit 1\n")


def test_the_manifest_has_its_schema(pamphlet: tuple[Build, Path]) -> None:
    said = json.loads((pamphlet[1] / "manifest.json").read_text(encoding="utf-8"))
    jsonschema.validate(said, json.loads((SCHEMAS / "manifest.json").read_text(encoding="utf-8")))

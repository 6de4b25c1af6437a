"""Each rule has an edition that breaks it and one that keeps it; a folder added is a test added."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from builds import Builds
from conftest import EDITIONS
from faults import make_faults
from octavo.build import build
from octavo.checks import Finding, table
from octavo.checks.run import check
from octavo.errors import InputError
from octavo.outfolder import write
from pressfaults import asking

BOOKS = EDITIONS / "books"
"""No rule's editions: tests/test_features.py builds and checks them."""
FOLDERS = sorted(path for path in EDITIONS.glob("*/*") if path.is_dir() and path.parent != BOOKS)
ERRORS = [path for path in FOLDERS if "-error" in path.name]
VALID = [path for path in FOLDERS if "-valid" in path.name]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def rule_of(path: Path) -> str:
    return re.sub(r"-(error|valid).*$", "", name_of(path))


def findings_of_a_copy(folder: Path, tmp_path: Path) -> list[Finding]:
    """Build a copy of an edition, break it as it asks for, and check it."""
    copy = tmp_path / "edition"
    shutil.copytree(folder, copy)
    with suppress(InputError):  # what keeps it from being built is what the rule is about
        write(build(copy).artifacts, copy / "build")
    return findings(copy)


def findings(copy: Path) -> list[Finding]:
    """Break an edition that was built as it asks for, and check it."""
    if (copy / "build").exists() and (copy / "fault.yaml").exists():
        make_faults(copy)
    with asking(copy):
        return check(copy, copy / "build")[1]


def test_every_rule_has_both_editions() -> None:
    assert {rule_of(path) for path in ERRORS} == set(table())
    assert {rule_of(path) for path in VALID} == set(table())
    assert set(FOLDERS) == set(ERRORS) | set(VALID)


@pytest.mark.parametrize("folder", ERRORS, ids=name_of)
def test_error(folder: Path, tmp_path: Path) -> None:
    """Exactly the findings that expected.txt lists: rule, place, message and hint, and no others."""
    found = findings_of_a_copy(folder, tmp_path)
    assert rule_of(folder) in {finding.rule for finding in found}
    lines = []
    for finding in found:
        place = str(finding.place).replace(f"{tmp_path / 'edition'}/", "")
        lines += [f"{finding.severity} {finding.rule} {place}", f"  {finding.message}", f"  {finding.hint}".rstrip()]
    said = "\n".join(line for line in lines if line.strip()).replace(f"{tmp_path / 'edition'}/", "") + "\n"
    # The line of a file that was built, and the letters that mark a subset of a font, mean nothing to a reader.
    said = re.sub(r"[A-Z]{6}\+", "SUBSET+", re.sub(r"(\.x?html):\d+", r"\1", said))
    expected = folder / "expected.txt"
    if os.environ.get("OCTAVO_UPDATE_EXPECTED"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", VALID, ids=name_of)
def test_valid(folder: Path, builds: Builds, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """No finding, and not a word on stdout or stderr."""
    assert findings(builds.copy(folder, tmp_path / "edition")) == []
    assert capfd.readouterr() == ("", "")

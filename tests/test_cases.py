"""Books by others failed on these: each builds now, or is told what is wrong, as ``expected.txt`` has it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from conftest import ROOT
from octavo.build import build
from octavo.checks.run import check
from octavo.errors import InputError, Problem
from octavo.outfolder import write

CASES = ROOT / "tests" / "cases"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())


def said(problem: Problem, word: str) -> str:
    return f"{problem.place or ''} {word}: {problem.message}"


def what_happens(edition: Path) -> list[str]:
    """What build and check say of an edition, a line each; notes are left out."""
    try:
        made = build(edition)
    except InputError as error:
        return [said(problem, "refused") for problem in error.problems]
    write(made.artifacts, edition / "build")
    lines = [said(problem, "warning") for problem in made.warnings]
    lines += [said(problem, "error") for problem in (*made.problems, *made.differences)]
    _, findings = check(edition, edition / "build")
    told = {problem.message for problem in (*made.warnings, *made.problems, *made.differences)}
    lines += [
        f"{said(finding.problem, finding.severity)} [{finding.rule}]"
        for finding in findings
        if finding.severity != "note" and finding.message not in told
    ]
    return lines


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_case(folder: Path, tmp_path: Path) -> None:
    edition = tmp_path / "edition"
    shutil.copytree(folder, edition)
    lines = "".join(f"{line.replace(f'{edition}/', '')}\n" for line in what_happens(edition))
    expected = folder / "expected.txt"
    if os.environ.get("OCTAVO_UPDATE_EXPECTED"):
        expected.write_text(lines, encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8")

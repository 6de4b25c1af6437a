"""The wheel, installed in an empty folder outside the repository, does what the repository does."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import PathDistribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from conftest import ROOT

pytestmark = pytest.mark.outside

BUILT_FROM = ("scripts", "styles", "pyproject.toml", "README.md", "LICENSE", "LICENSE-OUTPUT")


def link_what_is_required(site: Path, *metadata: Path) -> None:
    """Link into a folder of packages what the wheel says it needs, and what that needs, and nothing else."""
    required = [line for folder in metadata for line in PathDistribution(folder).requires or ()]
    seen: set[str] = set()
    while required:
        requirement = Requirement(required.pop())
        if requirement.name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(requirement.name)
        here = distribution(requirement.name)
        assert here.version in requirement.specifier, requirement
        required += here.requires or ()
        for name in {file.parts[0] for file in here.files or () if file.parts[0] != ".."}:
            if not (site / name).exists():
                (site / name).symlink_to(Path(str(here.locate_file(name))))


def test_a_new_edition_with_the_installed_wheel(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for name in BUILT_FROM:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        checkout.mkdir(exist_ok=True)
        copy(ROOT / name, checkout / name)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, checkout], check=True, capture_output=True
    )
    wheel = next(tmp_path.glob("octavo-*.whl"))
    with zipfile.ZipFile(wheel) as held:
        shipped = {name.removeprefix("octavo/styles/") for name in held.namelist()}
    assert shipped >= {str(path.relative_to(ROOT / "styles")) for path in (ROOT / "styles" / "fonts").rglob("*.*")}
    assert shipped >= {f"words/{path.name}" for path in (ROOT / "styles" / "words").glob("*.toml")}
    venv.create(tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    # Our own pip installs into it, and Python compiles what is imported.
    pip = [sys.executable, "-m", "pip", "--python", python, "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--no-compile", "--no-deps", wheel], check=True, capture_output=True)
    (site,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    link_what_is_required(site, *site.glob("octavo-*.dist-info"))
    empty = tmp_path / "empty"
    empty.mkdir()

    def octavo(*words: str) -> str:
        done = subprocess.run(
            [python.with_name("octavo"), *words], cwd=empty, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    octavo("new", "book", "--title", "A book of one’s own: “quoted”")
    assert "proof: clean" in octavo("build", "book")
    assert "no finding" in octavo("check", "--strict", "book")
    assert "unexplained                 0" in octavo("collate", "book")
    assert "for ‘teh’ read ‘the’" in octavo("errata", "book")
    assert "pip install 'octavo[validators]'" in octavo("doctor")
    made = {path.suffix for path in (empty / "book" / "build").iterdir() if path.is_file()}
    assert made == {".epub", ".pdf", ".html", ".xml", ".txt", ".json"}
    missing = subprocess.run(
        [python.with_name("octavo"), "check", "--outside", "book"],
        cwd=empty,
        capture_output=True,
        text=True,
        check=False,
    )
    assert missing.returncode == 3
    assert "pip install 'octavo[validators]'" in missing.stderr

"""A bag with its tools: the edition is made again from the bag alone, without a registry, in an empty environment."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

from archived import with_data
from octavo.archive import tools
from octavo.archive.tools import LOCK, TOOLS, installed
from octavo.errors import InputError
from program import octavo


@pytest.mark.outside
def test_the_edition_is_made_again_from_the_bag_alone(tmp_path: Path) -> None:
    done = octavo("archive", with_data("books/lighthouse", tmp_path / "edition"), "--with-tools")
    assert done.returncode == 0, done.stderr
    (bag,) = (path.parent for path in (tmp_path / "edition" / "build").glob("*/bagit.txt"))
    for line in (bag / LOCK).read_text(encoding="utf-8").splitlines()[1:]:
        name, digest = line.split(" --hash=sha256:")
        wheels = [
            path for path in (bag / TOOLS).glob("*.whl") if path.name.startswith(name.split("==")[0].replace("-", "_"))
        ]
        assert digest in {hashlib.sha256(path.read_bytes()).hexdigest() for path in wheels}, line
    venv.create(tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    without = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    alone = {**without, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1"}
    pip = [sys.executable, "-m", "pip", "--python", python, "--quiet", "--disable-pip-version-check", "install"]
    given = ["--require-hashes", "--find-links", bag / TOOLS, "--requirement", bag / LOCK]
    subprocess.run([*pip, *given], check=True, env=alone)
    command = [python.with_name("octavo"), "verify", bag]
    again = subprocess.run(command, capture_output=True, text=True, check=False, env=alone, cwd=tmp_path)
    assert again.returncode == 0 and "made again: the same bytes" in again.stdout, again.stdout + again.stderr


def test_what_is_recorded_are_the_packages_that_octavo_needs() -> None:
    found = installed()
    assert found["python"] == sys.version.split()[0]
    assert {"octavo", "typst", "pypandoc-binary", "lxml", "pydantic-core", "pygfried"} <= found.keys()
    assert not {"pytest", "ruff", "mypy"} & found.keys()


def test_a_package_is_put_together_again_as_the_wheel_that_it_was(tmp_path: Path) -> None:
    here = distribution("packaging")
    path = tmp_path / f"packaging-{here.version}-py3-none-any.whl"
    path.write_bytes(tools._put_together(here))
    venv.create(tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "--quiet", "install", "--no-index", path]
    subprocess.run(pip, check=True, capture_output=True)
    said = subprocess.run([python, "-c", "import packaging; print(packaging.__file__)"], capture_output=True, text=True)
    assert str(tmp_path) in said.stdout
    with zipfile.ZipFile(path) as wheel:
        assert not [name for name in wheel.namelist() if name.endswith((".pyc", "INSTALLER"))]


def test_without_a_registry_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", os.devnull)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with pytest.raises(InputError) as raised:
        tools.wheels()
    assert "cannot be packed" in raised.value.problems[0].message and "registry" in raised.value.problems[0].hint

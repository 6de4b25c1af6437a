"""A bag with its tools: the edition is made again from the bag alone, without a registry, in an empty environment."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from importlib.metadata import distribution
from pathlib import Path

import pytest

from archived import with_data
from octavo.archive import tools
from octavo.archive.tools import LOCK, TOOLS, installed
from octavo.errors import InputError, ToolMissing
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


def test_a_wheel_that_is_not_what_is_installed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a package is that was mended by hand, or another build of the same version."""
    monkeypatch.setattr(tools, "other_files", lambda wheel, package: ["typst/__init__.py"] if wheel == b"other" else [])
    name = f"typst-{distribution('typst').version}-cp39-abi3-manylinux2014_x86_64.whl"
    tools._refuse_another(name, b"the same")
    with pytest.raises(InputError) as raised:
        tools._refuse_another(name, b"other")
    assert f"typst/__init__.py is another file in {name}" in raised.value.problems[0].message
    assert f"typst=={distribution('typst').version}" in raised.value.problems[0].hint


def test_without_pip_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "find_spec", lambda _: None)
    with pytest.raises(ToolMissing, match="pip"):
        tools.wheels()


def test_without_a_registry_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", os.devnull)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with pytest.raises(InputError) as raised:
        tools.wheels()
    assert "cannot be packed" in raised.value.problems[0].message and "registry" in raised.value.problems[0].hint

"""Wheels put together of what is installed, and held against it."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PathDistribution, distribution
from pathlib import Path

import pytest

from conftest import ROOT
from octavo.archive import wheelfile
from octavo.archive.wheelfile import other_files, own_wheel
from octavo.errors import ToolMissing


def wheel_of(name: str) -> bytes:
    """The wheel of an installed package, as an index has it: its files, and a list of them."""
    package = distribution(name)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as wheel:
        for file in package.files or ():
            if not str(file).startswith("..") and file.suffix != ".pyc" and file.name not in ("INSTALLER", "REQUESTED"):
                wheel.writestr(str(file), Path(str(package.locate_file(file))).read_bytes())
        wheel.writestr(f"{name}-1.data/scripts/{name}", "#!python\n")
        wheel.writestr(
            f"{name}-1.data/purelib/{name}/py.typed", Path(str(package.locate_file(f"{name}/py.typed"))).read_bytes()
        )
    return target.getvalue()


def with_another(wheel: bytes, name: str, data: bytes) -> bytes:
    """The same wheel with other bytes in one file."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wheel)) as held, zipfile.ZipFile(target, "w") as other:
        for entry in held.infolist():
            other.writestr(entry, data if entry.filename == name else held.read(entry))
    return target.getvalue()


def test_our_own_wheel_lists_all_that_is_in_it() -> None:
    name, data = own_wheel()
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        names = set(wheel.namelist())
        record = next(each for each in names if each.endswith(".dist-info/RECORD"))
        rows = list(csv.reader(io.StringIO(wheel.read(record).decode())))
        for path, digest, size in rows:
            if path != record:
                there = wheel.read(path)
                summed = base64.urlsafe_b64encode(hashlib.sha256(there).digest()).decode().rstrip("=")
                assert (digest, size) == (f"sha256={summed}", str(len(there))), path
    assert {path for path, _, _ in rows} == names and [record, "", ""] in rows
    assert name == f"octavo-{record.split('-')[1].removesuffix('.dist')}-py3-none-any.whl"
    shipped = {path.relative_to(ROOT / "scripts").as_posix() for path in (ROOT / "scripts" / "octavo").rglob("*.py")}
    shipped |= {f"octavo/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "styles").rglob("*.otf")}
    assert shipped and shipped <= names
    assert not [each for each in names if "__pycache__" in each or "/." in each]


def test_our_own_wheel_is_the_same_bytes_each_time() -> None:
    assert own_wheel() == own_wheel()


def test_our_own_wheel_is_taken_by_pip_and_runs_from_there(tmp_path: Path) -> None:
    name, data = own_wheel()
    (tmp_path / name).write_bytes(data)
    alone = {**os.environ, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1"}
    command = [sys.executable, "-m", "pip", "--quiet", "install", "--no-deps", "--no-compile", "--target"]
    subprocess.run([*command, tmp_path / "site", tmp_path / name], check=True, env=alone, capture_output=True)
    # Installed from a wheel, the styles lie within the package; it is packed again as it was.
    code = (
        "import sys; from octavo.archive import wheelfile; name, data = wheelfile.own_wheel(); "
        f"assert wheelfile.__file__.startswith({str(tmp_path)!r}), wheelfile.__file__; sys.stdout.buffer.write(data)"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "PYTHONDONTWRITEBYTECODE": "1"}
    again = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, check=False, capture_output=True
    )
    assert again.returncode == 0, again.stderr.decode()
    assert again.stdout == data


def test_without_an_installation_there_is_no_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "octavo.egg-info").mkdir()
    (tmp_path / "octavo.egg-info" / "PKG-INFO").write_text("Name: octavo\nVersion: 0.1.0\n", encoding="utf-8")
    beside = [PathDistribution(tmp_path / "octavo.egg-info")]
    monkeypatch.setattr(wheelfile, "distributions", lambda **_: beside)
    with pytest.raises(ToolMissing, match="not installed"):
        own_wheel()


def test_a_wheel_that_is_installed_is_told_from_one_that_is_not() -> None:
    package, wheel = distribution("packaging"), wheel_of("packaging")
    assert other_files(wheel, package) == []
    assert other_files(with_another(wheel, "packaging/tags.py", b"raise SystemExit"), package) == ["packaging/tags.py"]
    # As long as it was, and one letter is another.
    tags = Path(str(package.locate_file("packaging/tags.py"))).read_bytes()
    other = with_another(wheel, "packaging/tags.py", tags[:-2] + b"#\n")
    assert other_files(other, package) == ["packaging/tags.py"]


def test_a_file_changed_where_it_is_installed_is_found(tmp_path: Path) -> None:
    here = distribution("packaging")
    for name in {file.parts[0] for file in here.files or () if file.parts[0] != ".."}:
        shutil.copytree(Path(str(here.locate_file(name))), tmp_path / name)
    copy = PathDistribution(next(tmp_path.glob("*.dist-info")))
    wheel = wheel_of("packaging")
    assert other_files(wheel, copy) == []
    (tmp_path / "packaging" / "tags.py").write_text("mended by hand", encoding="utf-8")
    (tmp_path / "packaging" / "version.py").unlink()
    assert sorted(other_files(wheel, copy)) == ["packaging/tags.py", "packaging/version.py"]
    with pytest.raises(zipfile.BadZipFile):
        other_files(b"no wheel", copy)

"""The same inputs give the same bytes: in another folder, time zone, locale, hash seed, and a second time."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pytest

from octavo.markdown.pandoc import pandoc_path, read_blocks
from program import OCTAVO

pytestmark = pytest.mark.hostile


def digests(folder: Path, out: Path, **environment: str) -> dict[str, str]:
    """Build into ``out`` in a process of its own and say what came of it."""
    said = subprocess.run(
        [*OCTAVO, "build", "--no-cache", str(folder), "--out", str(out)],
        env={**os.environ, **environment},
        cwd=out.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir()) if path.is_file()
    }


def test_same_bytes_everywhere(source: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another" / "folder"
    shutil.copytree(source, elsewhere, ignore=shutil.ignore_patterns("build"))
    os.utime(elsewhere / "errata.yaml", (1, 1))
    first = digests(source, tmp_path / "one", TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    second = digests(elsewhere, tmp_path / "two", TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="2")
    again = digests(source, tmp_path / "one")
    assert len(first) == 9
    assert first == second == again


def test_source_date_epoch_is_honoured(edition: Path, tmp_path: Path) -> None:
    given = digests(edition, tmp_path / "dated", SOURCE_DATE_EPOCH="1000000000")
    assert given != digests(edition, tmp_path / "undated")
    with zipfile.ZipFile(next((tmp_path / "dated").glob("*.epub"))) as container:
        assert b"2001-09-09T01:46:40Z" in container.read("EPUB/content.opf")
    with pikepdf.open(next((tmp_path / "dated").glob("*edition.pdf"))) as file:
        assert "20010909" in str(file.docinfo["/CreationDate"])


def test_a_newer_pandoc_of_the_machine_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands first on the path, and says that it is the newest, reads nothing; what the environment names does."""
    other = tmp_path / "pandoc"
    other.write_text("#!/bin/sh\necho pandoc 99.0\n", encoding="utf-8")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("PYPANDOC_PANDOC", raising=False)
    assert Path(pandoc_path()).parent.parent.name == "pypandoc"
    assert read_blocks("A word.", "markdown", tmp_path / "a.md")[0]
    monkeypatch.setenv("PYPANDOC_PANDOC", str(other))
    assert pandoc_path() == str(other)

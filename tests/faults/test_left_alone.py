"""What nobody may lose or find half done: files beside an edition, chapters in folders, fonts that are added."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from octavo import build as building
from octavo import cache, wholefile
from octavo.cache import CACHE_FOLDER, Cache, key_of
from program import octavo

FRONT = "---\ntitle: Essays\nlang: en\nidentifier: urn:uuid:72c16a6b-8be3-4ab1-889b-3019bc776f14\n---\n\n"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    folder = tmp_path / "edition"
    folder.mkdir()
    (folder / "01.md").write_text(f"{FRONT}# One\n\nSome words of the text.\n", encoding="utf-8")
    return folder


def test_the_printed_book_beside_its_edition_is_not_written_over(edition: Path) -> None:
    printed = edition / "essays.pdf"
    printed.write_bytes(b"%PDF-1.4 the scan")
    done = octavo("build", edition, "--out", edition)
    assert done.returncode == 2
    assert f"{printed}: error: a file that no build has written stands where a rendition goes" in done.stderr
    assert "--out" in done.stderr
    assert sorted(path.name for path in edition.iterdir() if path.is_file()) == ["01.md", "essays.pdf"]
    assert printed.read_bytes() == b"%PDF-1.4 the scan"


def test_what_a_build_has_written_there_the_next_one_writes_over(edition: Path) -> None:
    assert octavo("build", edition, "--out", edition, "--only", "html").returncode == 0
    (edition / "01.md").write_text(f"{FRONT}# One\n\nOther words of the text.\n", encoding="utf-8")
    done = octavo("build", edition, "--out", edition, "--only", "html,text")
    assert (done.returncode, "Other words" in (edition / "essays.txt").read_text(encoding="utf-8")) == (0, True)


@pytest.mark.parametrize("data", ["[" * 20_000, "null", '{"moves": [["a"]], "former": [1]}', "\0"])
def test_a_build_folder_that_came_with_an_edition_is_built_into(edition: Path, data: str) -> None:
    """Whatever stands in it where a build has its own records."""
    for name in ("manifest.json", ".octavo-set-abcdefgh/moves.json"):
        (edition / "build" / name).parent.mkdir(parents=True, exist_ok=True)
        (edition / "build" / name).write_text(data, encoding="utf-8")
    assert octavo("reproof", edition).returncode == 2
    assert octavo("check", edition).returncode in (1, 2)
    assert octavo("build", edition, "--only", "html").returncode == 0
    assert [path.name for path in (edition / "build").glob(".octavo-set-*")] == []


def test_a_chapter_in_a_folder_that_changes_while_it_is_read_is_told(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = edition / "part" / "02.md"
    part.parent.mkdir()
    part.write_text("# Two\n\nMore words.\n", encoding="utf-8")
    (edition / "SUMMARY.md").write_text("# Summary\n\n- [One](01.md)\n- [Two](part/02.md)\n", encoding="utf-8")
    load = building.load_edition

    def meanwhile(directory: Path) -> Any:
        loaded = load(directory)
        part.write_text("# Two\n\nOther words.\n", encoding="utf-8")
        return loaded

    monkeypatch.setattr(building, "load_edition", meanwhile)
    done = octavo("build", edition)
    assert done.returncode == 2
    assert f"{part}: error: this file has changed while it was read" in done.stderr


def test_what_a_killed_build_was_writing_into_the_cache_is_taken_away(tmp_path: Path) -> None:
    folder = tmp_path / CACHE_FOLDER / "pandoc"
    folder.mkdir(parents=True)
    old, new = folder / f"{key_of(['a'])}.4711", folder / f"{key_of(['b'])}.4712"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - cache.ABANDONED - 60,) * 2)
    store = Cache(tmp_path / CACHE_FOLDER)
    store.keep("pandoc", key_of(["c"]), b"whole")
    store.write()
    assert (old.exists(), new.exists()) == (False, True)


def test_a_font_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(b"before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(wholefile.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        wholefile.write_whole(path, b"behind")
    assert (path.read_bytes(), [one.name for one in tmp_path.iterdir()]) == (b"before", ["a.ttf"])
    monkeypatch.undo()
    wholefile.write_whole(path, b"behind")
    assert path.read_bytes() == b"behind"

"""Every edition of a library is checked; one that cannot even be read is a finding with its place."""

from __future__ import annotations

import json
from pathlib import Path

from librarybooks import library_of
from program import octavo


def changed(library: Path, number: int, old: str, new: str) -> None:
    path = library / f"b{number:04}" / "1.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_a_clean_library(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 3)
    assert octavo("library", "build", library).returncode == 0
    done = octavo("library", "check", library)
    assert (done.returncode, "3 notes (3 editions by" in done.stdout + done.stderr) == (0, True), (
        done.stdout + done.stderr
    )


def test_each_finding_names_its_edition(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 4)
    changed(library, 1, "rights: Public domain.", "rights: 'It''s in the \"public\" domain.'\nopenings: 3")
    changed(library, 2, "title: Book 2", "title: [Book 2")
    assert octavo("library", "build", library).returncode == 1
    done = octavo("library", "check", library, "--format", "json")
    grave = [finding for finding in json.loads(done.stdout) if finding["severity"] != "note"]
    folders = {Path(finding["file"]).parent.name for finding in grave}
    assert (done.returncode, folders) == (1, {"b0001", "b0002"}), done.stdout


def test_what_is_known_is_told_when_it_is_asked_for(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 2)
    changed(library, 1, "title: Book 1", "title: [Book 1")
    (library / "known.yaml").write_text("known: [{folder: b0001, why: not typed to its end yet}]\n", "utf-8")
    octavo("library", "build", library)
    assert octavo("library", "check", library).returncode == 0
    done = octavo("library", "check", library, "--known")
    assert (done.returncode, "b0001/1.md:3:8: error" in done.stdout) == (1, True), done.stdout + done.stderr

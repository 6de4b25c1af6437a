"""Of many editions, some do their worst: the others come out as if they were alone, and only new failures count."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from conftest import ROOT
from librarybooks import book, identifier, library_of, name
from octavo.build import build
from octavo.library import editionworker, engine
from octavo.library.editionworker import CATALOGUE
from octavo.library.isolation import End, run
from program import OCTAVO, octavo

SETTINGS = "renditions: [html]\nlimits: {time: 25 s, memory: 900 MB}\njobs: 2\n"
BAD = {1: "yaml", 2: "hang", 3: "eat", 4: "crash", 5: "killed"}
FAILED = {1: "failed", 2: "quarantined", 3: "quarantined", 4: "quarantined"}


@pytest.fixture(autouse=True)
def _misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that do what an edition asks them to."""
    monkeypatch.setenv("PYTHONPATH", f"{ROOT / 'tests'}{os.pathsep}{ROOT / 'scripts'}")
    monkeypatch.setattr(engine, "WORKER", "misbehaving")


def hostile_library(folder: Path, count: int, settings: str = SETTINGS) -> Path:
    """Editions of which one has bad YAML, one hangs, one eats memory, one crashes, and one loses its worker."""
    library = library_of(folder, 0, settings)
    for number in range(count):
        book(library, number, misbehaves="" if BAD.get(number) in (None, "yaml") else BAD[number])
    path = library / "b0001" / "1.md"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Book 1", "title: [Book 1"), encoding="utf-8")
    return library


def states(library: Path, *words: str) -> tuple[int, dict[str, str]]:
    """The exit code of a build, and the state of each edition by its folder."""
    done = octavo("library", "build", library, "--format", "json", *words)
    told = json.loads(done.stdout)
    return done.returncode, {one["folder"]: one["state"] for one in told["editions"]}


def expected(count: int, good: str) -> dict[str, str]:
    return {f"b{number:04}": FAILED.get(number, good) for number in range(count)}


def refuse_other_bytes(library: Path, numbers: list[int]) -> None:
    """Hold what was written against what a build of the edition alone makes."""
    for number in numbers:
        made = build(library / f"b{number:04}", ("html", *CATALOGUE))
        folder = library / "build" / name(number)
        assert {path.name for path in folder.iterdir()} == {artifact.name for artifact in made.artifacts}
        for artifact in made.artifacts:
            assert (folder / artifact.name).read_bytes() == artifact.data, artifact.name


def known_failures(library: Path, numbers: list[int]) -> None:
    lines = [f"  - {{id: {identifier(number)}, why: it does its worst}}" for number in numbers if number != 1]
    lines += ["  - {folder: b0001, why: its YAML is not}"] if 1 in numbers else []
    (library / "known.yaml").write_text("\n".join(["known:", *lines]) + "\n", encoding="utf-8")


def accept(library: Path, count: int, sample: list[int]) -> None:
    code, found = states(library)
    assert found == expected(count, "built")
    assert code == 1
    refuse_other_bytes(library, sample)
    (library / "build" / name(6) / "book-6.html").unlink()  # one is missing: it alone is made
    code, found = states(library)
    assert found == expected(count, "unchanged") | {"b0006": "built"}
    assert code == 1
    known_failures(library, [1, 2, 3, 4])
    assert states(library) == (0, expected(count, "unchanged"))
    known_failures(library, [1, 2, 3])
    assert states(library)[0] == 1


def test_of_eight_editions_five_do_their_worst(tmp_path: Path) -> None:
    accept(hostile_library(tmp_path / "library", 8), 8, [0, 5, 6, 7])


@pytest.mark.long
def test_of_a_thousand_editions_five_do_their_worst(tmp_path: Path) -> None:
    accept(hostile_library(tmp_path / "library", 1000), 1000, [0, 5, 6, *range(7, 1000, 97)])


def test_each_failure_says_what_and_where(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 0, SETTINGS.replace("25 s", "1 s"))
    for number in (2, 4):
        book(library, number, misbehaves=BAD[number])
    said = octavo("library", "build", library).stderr
    assert f"{library}/b0002: error: the build took longer than 1 s, and was ended" in said
    assert f"{library}/b0004: error: its process crashed 2 times (SIGABRT)" in said
    assert "limits: {time: …}" in said
    assert "Traceback" not in said


def test_what_is_quarantined_is_tried_again_when_it_may_take_more(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 0, SETTINGS.replace("25 s", "1 s"))
    book(library, 2, misbehaves="hang")
    assert states(library)[1] == {"b0002": "quarantined"}
    said = octavo("library", "why", identifier(2), library).stdout
    assert "took longer than 1 s" in said
    assert "nothing has changed since" in said
    (library / "library.yaml").write_text(SETTINGS.replace("25 s", "2 s"), encoding="utf-8")
    assert "it may take more time or memory than before" in octavo("library", "why", identifier(2), library).stdout
    (library / "b0002" / "misbehaves.txt").unlink()
    (library / "library.yaml").write_text(SETTINGS, encoding="utf-8")
    assert states(library) == (0, {"b0002": "built"})


def test_a_known_failure_that_fails_no_more_is_told(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 1)
    known_failures(library, [0])
    done = octavo("library", "build", library)
    assert done.returncode == 0
    assert f"{library}/known.yaml:2:5: warning: {identifier(0)} fails no more, or is not there" in done.stderr


def test_an_edition_that_fails_keeps_what_was_built_before(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 1)
    assert states(library)[0] == 0
    before = {path.name: path.read_bytes() for path in (library / "build" / name(0)).iterdir()}
    path = library / "b0000" / "1.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n![](images/none.png)\n", encoding="utf-8")
    assert states(library) == (1, {"b0000": "failed"})
    assert {path.name: path.read_bytes() for path in (library / "build" / name(0)).iterdir()} == before
    assert states(library) == (1, {"b0000": "failed"})
    shutil.copyfile(path, tmp_path / "kept.md")
    path.write_text(path.read_text(encoding="utf-8").replace("\n![](images/none.png)\n", ""), encoding="utf-8")
    assert states(library)[0] == 0


@pytest.mark.hostile
def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 6, "renditions: [html]\njobs: 2\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    process = subprocess.Popen([*OCTAVO, "library", "build", str(library)], env=environment, stderr=subprocess.DEVNULL)
    records = library / "build" / ".octavo-library" / "records"
    until = time.monotonic() + 120
    while len(list(records.glob("*.json"))) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(1)  # what it had started ends with it
    there = {path.stem for path in records.glob("*.json")}
    assert 2 <= len(there) < 6
    code, found = states(library)
    assert code == 0
    assert {folder for folder, state in found.items() if state == "unchanged"} == {
        f"b{int(n[-4:], 16):04}" for n in there
    }
    refuse_other_bytes(library, list(range(6)))


def test_a_process_that_says_nothing_has_crashed(tmp_path: Path) -> None:
    folder = book(tmp_path, 0, misbehaves="exit")
    task = editionworker.Task(tmp_path, folder, "x", "y", tmp_path, (), (), 30, 2**30, None)
    ended = run("misbehaving", task, 30, 2**30)
    assert (ended.end, ended.how) == (End.crashed, "exit code 0")

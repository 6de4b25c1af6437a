"""What is not built again: a build that would do the same; and that nothing but such a build is left out."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from conftest import EDITIONS
from octavo.cache import CACHE_FOLDER
from octavo.cli import build as command
from octavo.errors import Problem
from octavo.lastbuild import LastBuild, Made, Report
from program import octavo

FOLDER = EDITIONS / "errata" / "linked-valid"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition that was built a moment ago."""
    folder = tmp_path / "edition"
    shutil.copytree(FOLDER, folder)
    shutil.rmtree(folder / "build", ignore_errors=True)
    rest()
    assert octavo("build", folder).returncode == 0
    return folder


def rest() -> None:
    """Wait until a file that was just written is older than what is done next."""
    time.sleep(0.06)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def is_built(folder: Path, *words: str | Path, environment: dict[str, str] | None = None) -> bool:
    """Whether ``octavo build`` makes renditions, and does not find that they are there."""
    done = octavo("build", folder, *words, environment=environment)
    assert done.returncode == 0, done.stderr
    assert ("wrote" in done.stderr) != ("unchanged" in done.stderr)
    return "wrote" in done.stderr


def test_what_has_not_changed_is_not_built_again(edition: Path) -> None:
    def states() -> dict[str, tuple[int, int]]:
        return {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in (edition / "build").iterdir()}

    before = states()
    assert not is_built(edition)
    assert states() == before


def test_it_says_what_the_build_said(tmp_path: Path) -> None:
    """Warnings, the proof and the exit code are those of the build, however often it is asked for."""
    folder = tmp_path / "edition"
    shutil.copytree(FOLDER, folder)
    errata = (folder / "errata.yaml").read_text(encoding="utf-8")
    (folder / "errata.yaml").write_text(errata.partition("errata:")[0] + "errata: []\n", encoding="utf-8")
    text = (folder / "01.md").read_text(encoding="utf-8")
    (folder / "01.md").write_text(f"{text}\nA link [nowhere](#nowhere).\n", encoding="utf-8")
    (folder / "README.md").write_text("Of the folder.\n", encoding="utf-8")
    rest()
    first, second = octavo("build", folder), octavo("build", folder)
    assert (first.returncode, second.returncode) == (1, 1)
    assert "warning" in first.stderr
    assert "NOT CLEAN" in first.stderr
    assert "README.md" in first.stderr
    assert second.stderr.count("unchanged") == first.stderr.count("wrote") > 1

    def without_time(text: str) -> list[str]:
        return [line.replace("wrote", "unchanged") for line in text.splitlines() if not line.startswith("in ")]

    assert without_time(second.stderr) == without_time(first.stderr)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a word": lambda folder: add(folder / "01.md", "word"),
    "the errata list": lambda folder: add(folder / "errata.yaml", "# a comment"),
    "the witness": lambda folder: add(folder / "witness.txt", "word"),
    "a chapter more": lambda folder: (folder / "02.md").write_text("# Two\n\nMore.\n", encoding="utf-8"),
    "a picture more": lambda folder: another(folder / "images" / "a.txt"),
    "the order": lambda folder: (folder / "SUMMARY.md").write_text("- [One](01.md)\n", encoding="utf-8"),
    "a rendition is gone": lambda folder: next((folder / "build").glob("*.epub")).unlink(),
    "a rendition is another": lambda folder: add(next((folder / "build").glob("*.txt")), "word"),
    "the manifest is gone": lambda folder: (folder / "build" / "manifest.json").unlink(),
    "the record is gone": lambda folder: shutil.rmtree(folder / "build" / CACHE_FOLDER),
    "the record is cut off": lambda folder: cut(folder / "build" / CACHE_FOLDER / "last-build.json"),
    "the record is another": lambda folder: add(folder / "build" / CACHE_FOLDER / "last-build.json", " "),
}


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text + "\n", encoding="utf-8")


def another(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_has_changed_is_built(change: str, edition: Path) -> None:
    CHANGES[change](edition)
    rest()
    done = octavo("build", edition)
    assert "wrote" in done.stderr
    again = octavo("build", edition)
    assert "unchanged" in again.stderr
    assert again.returncode == done.returncode


def test_other_options_make_another_build(edition: Path, tmp_path: Path) -> None:
    assert is_built(edition, "--only", "epub,html")
    assert not is_built(edition, "--only", "epub,html")
    assert is_built(edition)
    assert is_built(edition, "--no-cache")
    assert is_built(edition, environment={"SOURCE_DATE_EPOCH": "1000000000"})
    assert is_built(edition, "--out", tmp_path / "out")
    assert not is_built(edition, "--out", tmp_path / "out")


def test_another_program_makes_another_build(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.lastbuild.libraries", lambda: ["typst-99.dist-info"])
    assert is_built(edition)
    assert not is_built(edition)
    monkeypatch.setattr("octavo.lastbuild.program", lambda: ["cli/build.py 1 2"])
    assert is_built(edition)


def test_a_file_that_changed_while_it_was_built_is_built_again(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows what was read of it."""
    write = command._write

    def slowly(made: object, target: Path) -> Report:
        rest()
        add(edition / "01.md", "late")
        return write(made, target)  # type: ignore[arg-type]

    monkeypatch.setattr(command, "_write", slowly)
    add(edition / "01.md", "soon")
    rest()
    assert "wrote" in octavo("build", edition).stderr
    monkeypatch.setattr(command, "_write", write)
    assert "wrote" in octavo("build", edition).stderr


def test_a_record_of_another_shape_is_passed_over(edition: Path) -> None:
    """However it came there: it is sound by its digest, and not what this program writes."""
    path = edition / "build" / CACHE_FOLDER / "last-build.json"
    record = json.loads(path.read_text(encoding="utf-8").partition("\n")[2])
    last = LastBuild(edition, edition / "build", [])
    for wrong in ([], {}, {**record, "inputs": None}, {**record, "told": {}}, {**record, "folder": 1}):
        text = json.dumps(wrong)
        path.write_text(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}", encoding="utf-8")
        assert last.report() is None
        assert is_built(edition, "--only", "text")


def test_random_edits_give_what_a_build_without_cache_gives(edition: Path, tmp_path: Path) -> None:
    """Whatever is changed, and changed back, the folder holds what a build that remembers nothing makes."""
    random = Random(12)
    texts = {path: path.read_text(encoding="utf-8") for path in (edition / "01.md", edition / "errata.yaml")}
    for _ in range(8):
        path = random.choice(list(texts))
        if random.random() < 0.4:
            path.write_text(texts[path], encoding="utf-8")
        else:
            add(path, random.choice(["# A heading", "# word", "# more words"]))
        if random.random() < 0.7:
            rest()
        octavo("build", edition)
        if random.random() < 0.5:
            octavo("build", edition)
        octavo("build", edition, "--no-cache", "--out", tmp_path / "cold")
        assert contents(edition / "build") == contents(tmp_path / "cold")


def test_nothing_is_remembered_where_nothing_can_be_written(edition: Path) -> None:
    shutil.rmtree(edition / "build" / CACHE_FOLDER)
    (edition / "build" / CACHE_FOLDER).write_text("in the way", encoding="utf-8")
    assert is_built(edition)
    assert is_built(edition)


def test_a_build_with_errors_is_not_remembered(edition: Path) -> None:
    shutil.rmtree(edition / "build" / CACHE_FOLDER)
    last = LastBuild(edition, edition / "build", [])
    made = (Made("manifest.json", 1, ""),)
    for errors, differences in (((problem(),), ()), ((), (problem(),))):
        last.remember(Report((), errors, differences, made, (), "", True), edition, [edition / "01.md"], time.time_ns())
        assert not (edition / "build" / CACHE_FOLDER).exists()


def problem() -> Problem:
    return Problem("a letter is missing")

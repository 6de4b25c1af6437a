"""What is kept from build to build: it is right, whole and bounded, whatever befalls the folder; and renditions are."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from edits import edit
from octavo import cache
from octavo.build import build
from octavo.cache import CACHE_FOLDER, Cache, key_of
from octavo.document import read_document
from octavo.edition import load_edition
from octavo.markdown import pandoc
from octavo.readback import pagereading
from program import OCTAVO, octavo
from settings import HEAD, words

CHAPTERS = 3


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Chapters of several pages, with notes and with words that are ill divided at first."""
    folder = tmp_path / "book"
    folder.mkdir()
    for number in range(CHAPTERS):
        paragraphs = [words(20 + 17 * at % 90, 100 * number + at) for at in range(12)]
        text = f"# Chapter {number}\n\n" + "\n\n".join(paragraphs) + f"[^a]\n\n[^a]: {words(12, number)}\n"
        head = HEAD.replace("TRIM", "4.25x7in") if not number else ""
        (folder / f"{number:02}.md").write_text(head + text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / CACHE_FOLDER).glob("*/*"))


def test_random_edits_give_what_a_cold_build_gives(book: Path, tmp_path: Path) -> None:
    """Words changed, put in, taken out and put back, chapters added: byte for byte what is made without a cache."""
    chance = Random(5)
    for number in range(5):
        edit(book, chance)
        if number == 2:
            (book / "09.md").write_text(f"# More\n\n{words(400, 9)}\n", encoding="utf-8")
        assert "wrote" in octavo("build", book).stderr
        assert octavo("build", book, "--no-cache", "--out", tmp_path / "cold").returncode == 0
        assert contents(book / "build") == contents(tmp_path / "cold")


def test_pandoc_reads_only_what_has_changed(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And of the set book, only pages that show something else are read."""
    read, seen = [], []
    run, pieces = pandoc.run, pagereading.page_pieces
    monkeypatch.setattr(pandoc, "run", lambda *given: read.append(given) or run(*given))
    monkeypatch.setattr(pagereading, "page_pieces", lambda *given: seen.append(given) or pieces(*given))
    octavo("build", book)
    assert len(read) == CHAPTERS
    all_pages = len(seen)
    read.clear()
    seen.clear()
    path = book / f"{CHAPTERS - 1:02}.md"
    path.write_text(
        path.read_text(encoding="utf-8") + "\nto the party\n", encoding="utf-8"
    )  # with letters that print has
    octavo("build", book)
    assert len(read) == 1
    assert 0 < len(seen) < all_pages / 2


def test_a_check_lets_pandoc_read_nothing_that_the_build_has_read(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, run = [], pandoc.run
    monkeypatch.setattr(pandoc, "run", lambda *given: read.append(given) or run(*given))
    octavo("build", book)
    before, read[:] = contents(book / "build"), []
    found = [octavo("check", book).stdout]
    assert read == []
    for path in kept(book / "build"):
        path.unlink()
    found.append(octavo("check", book).stdout)
    assert len(read) == CHAPTERS
    assert found[0] == found[1]
    assert contents(book / "build") == before
    assert kept(book / "build") == []


def test_what_pandoc_said_is_said_again(book: Path) -> None:
    path = book / "01.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n[^b]: unused\n\n[one]: a\n[one]: b\n", encoding="utf-8")
    store = Cache(book / CACHE_FOLDER)
    first = read_document(load_edition(book), store)
    store.write()
    second = read_document(load_edition(book), Cache(book / CACHE_FOLDER))
    assert kept(book)
    assert second.warnings == first.warnings
    assert second.faults == first.faults
    assert second.flow.text == first.flow.text


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-100]),
    "empty": lambda path: path.write_bytes(b""),
    "a bit is turned": lambda path: path.write_bytes(path.read_bytes()[:-9] + b"#" + path.read_bytes()[-8:]),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "gone": lambda path: path.unlink(),
    "of no one": lambda path: path.chmod(0),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_made_anew(edition: Path, tmp_path: Path, damage: str) -> None:
    octavo("build", edition)
    assert {path.parent.name for path in kept(edition / "build")} == {"pages", "pandoc"}
    for path in kept(edition / "build"):
        DAMAGES[damage](path)
    path = edition / "01.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    done = octavo("build", edition)
    assert (done.returncode, "warning" in done.stderr) == (0, False)
    octavo("build", edition, "--no-cache", "--out", tmp_path / "cold")
    assert contents(edition / "build") == contents(tmp_path / "cold")


def test_a_cache_that_cannot_be_written_takes_nothing_from_a_build(book: Path) -> None:
    (book / "build").mkdir()
    (book / "build" / CACHE_FOLDER).write_text("in the way", encoding="utf-8")
    assert octavo("build", book).returncode == 0
    assert len(contents(book / "build")) == 7


def test_nothing_is_kept_where_nothing_is_to_be(book: Path) -> None:
    octavo("build", book, "--no-cache")
    assert kept(book / "build") == []
    build(book)


def test_it_stays_within_its_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was used longest ago goes first."""
    monkeypatch.setattr(cache, "MOST_BYTES", 5000)
    for number in range(6):
        store = Cache(tmp_path / "c")
        store.keep("kind", f"{number}", bytes(1000))
        store.write()
        os.utime(tmp_path / "c" / "kind" / f"{number}", (number, number))
        if number == 3:
            used = Cache(tmp_path / "c")
            assert used.find("kind", "0") == bytes(1000)
            used.write()
    names = {path.name for path in (tmp_path / "c" / "kind").iterdir()}
    assert names == {"0", "3", "4", "5"}


def test_a_key_tells_parts_apart() -> None:
    assert (
        len({key_of(parts) for parts in (["ab"], ["a", "b"], ["", "ab"], ["ab", ""], [b"ab", b"c"], ["a", b"bc"])}) == 6
    )
    assert key_of(["ab"]) == key_of([b"ab"])


@pytest.mark.hostile
def test_two_builds_at_once_leave_right_renditions(book: Path, tmp_path: Path) -> None:
    octavo("build", book, "--no-cache", "--out", tmp_path / "cold")
    running = [subprocess.Popen([*OCTAVO, "-q", "build", book], stderr=subprocess.PIPE) for _ in range(2)]
    told = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], told
    assert contents(book / "build") == contents(tmp_path / "cold")
    assert [path.name for path in (book / "build").glob(".octavo-*")] == [CACHE_FOLDER]


@pytest.mark.hostile
def test_a_kill_at_any_moment_leaves_right_renditions(book: Path, tmp_path: Path) -> None:
    """What stands in the folder is from one whole build or from the next, and the next build is right."""
    octavo("build", book)
    chance = Random(3)
    for number in range(5):
        path = book / f"{number % CHAPTERS:02}.md"
        path.write_text(path.read_text(encoding="utf-8") + f"\nWord {number}.\n", encoding="utf-8")
        with subprocess.Popen([*OCTAVO, "-q", "build", book], stderr=subprocess.DEVNULL) as process:
            time.sleep(chance.uniform(0.1, 1.2))
            process.send_signal(signal.SIGKILL)
    assert octavo("build", book).returncode == 0
    octavo("build", book, "--no-cache", "--out", tmp_path / "cold")
    assert contents(book / "build") == contents(tmp_path / "cold")

"""Nothing of the user's is written over or lost: full disks, sources that change, names that are taken, two at once."""

from __future__ import annotations

import errno
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from kills import contents, left

from octavo import build as building
from octavo import outfolder
from octavo.errors import InputError
from octavo.outfolder import refuse_unwritable, settle, write, write_own
from octavo.renditions import Artifact
from program import OCTAVO, octavo

ONE = (Artifact("a.txt", "text/plain", b"new"), Artifact("manifest.json", "", b"{}"), Artifact("z.txt", "", b"new"))


def test_the_manifest_moves_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved, replace = [], Path.replace
    monkeypatch.setattr(Path, "replace", lambda self, to: moved.append(to.name) or replace(self, to))
    write(ONE, tmp_path)
    assert moved == ["moves.json", "a.txt", "z.txt", "manifest.json"]
    assert left(tmp_path) == []


@pytest.mark.parametrize("moves", [0, 1, 2])
def test_a_set_that_was_begun_is_ended_by_whoever_looks_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    """Whatever stops the moves, as a disk that fails does."""
    for artifact in ONE:
        (tmp_path / artifact.name).write_bytes(b"old")
    replace, made = Path.replace, [0]

    def failing(self: Path, to: Path) -> Path:
        if to.name != "moves.json":
            made[0] += 1
            if made[0] > moves:
                raise OSError(errno.EIO, "Input/output error")
        return replace(self, to)

    with monkeypatch.context() as broken, pytest.raises(InputError, match="cannot write here"):
        broken.setattr(Path, "replace", failing)
        write(ONE, tmp_path, (), ("former.txt",))
    (tmp_path / "former.txt").write_bytes(b"old")
    settle(tmp_path)
    assert contents(tmp_path) == {artifact.name: artifact.data for artifact in ONE}
    assert left(tmp_path) == []


@pytest.mark.parametrize("number", range(4))
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    written, writes = [0], {name: getattr(Path, name) for name in ("write_bytes", "write_text")}

    def full(name: str) -> Any:
        def to_full(self: Path, *data: Any, **options: Any) -> int:
            written[0] += 1
            if written[0] > number:
                raise OSError(errno.ENOSPC, "No space left on device")
            return int(writes[name](self, *data, **options))

        return to_full

    for name in writes:
        monkeypatch.setattr(Path, name, full(name))
    with pytest.raises(InputError, match="No space left") as told:
        write(ONE, tmp_path)
    assert "make room" in str(told.value)
    assert {name: (tmp_path / name).exists() for name in ("a.txt", "z.txt")} == {"a.txt": True, "z.txt": False}
    assert left(tmp_path) == []


def test_a_file_that_may_not_grow_leaves_what_was_there(edition: Path) -> None:
    """The system itself refuses: no file may be larger than some kilobytes."""
    assert octavo("build", edition, "--only", "text").returncode == 0
    before = contents(edition / "build")

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    command = [*OCTAVO, "build", edition, "--no-cache"]
    done = subprocess.run(command, preexec_fn=bounded, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "File too large" in done.stderr
    assert contents(edition / "build") == before
    assert left(edition / "build") == []


def test_a_folder_that_cannot_be_written_to_is_told_before_the_book_is_read(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "load_edition", None)
    (edition / "file").write_text("", encoding="utf-8")
    done = octavo("build", edition, "--out", edition / "file" / "below")
    assert done.returncode == 2
    assert "cannot write here" in done.stderr

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    done = octavo("build", edition)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert not (edition / "build").exists() or left(edition / "build") == []
    monkeypatch.setattr(os, "posix_fallocate", lambda *_: (_ for _ in ()).throw(OSError(errno.EOPNOTSUPP, "no")))
    refuse_unwritable(edition / "build")


@pytest.mark.parametrize("what", ["changed", "put in its place", "taken away"])
def test_a_source_that_changes_during_the_build_is_told(
    edition: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    chapter, render = edition / "01.md", building.render

    def meanwhile(*given: Any, **options: Any) -> Any:
        if what == "changed":
            chapter.write_text(chapter.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
        elif what == "taken away":
            chapter.unlink()
        else:
            other = edition / "other"
            other.write_bytes(chapter.read_bytes())
            other.replace(chapter)
        return render(*given, **options)

    monkeypatch.setattr(building, "render", meanwhile)
    done = octavo("build", edition)
    assert done.returncode == 2
    assert f"{chapter}: error: this file has changed while it was read" in done.stderr
    assert contents(edition / "build") == {}


def test_a_file_of_the_users_keeps_its_mode_and_stays_where_a_link_leads(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    real, link = tmp_path / "there" / "errata.yaml", tmp_path / "errata.yaml"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    write_own(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    write_own(tmp_path / "new.yaml", b"new")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new.yaml").stat().st_mode) == 0o666 & ~mask
    assert left(tmp_path, tmp_path / "there") == []


def test_a_witness_view_goes_over_no_file_of_the_edition(edition: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "01.md").symlink_to(edition / "01.md")
    before = contents(edition)
    done = octavo("errata", edition, "--witness-view", "--out", other)
    assert done.returncode == 2
    assert "a file of the edition stands where" in done.stderr
    assert contents(edition) == before


@pytest.mark.hostile
def test_one_writes_at_a_time(tmp_path: Path) -> None:
    """Another process waits for the lock, and the system takes the lock back from one that is killed."""
    script = f"""
import sys, time
from pathlib import Path
from octavo.outfolder import locked
with locked(Path({str(tmp_path)!r})):
    print("locked", flush=True)
    time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "locked\n"
        import fcntl

        handle = os.open(tmp_path, os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        child.kill()
    os.close(handle)
    with outfolder.locked(tmp_path):
        pass


@pytest.mark.hostile
def test_a_work_folder_is_taken_away_when_nobody_holds_it_any_more(tmp_path: Path) -> None:
    script = "from octavo.workfolder import work_folder\nwith work_folder() as folder:\n    print(folder, flush=True)\n"
    around = {**os.environ, "TMPDIR": str(tmp_path)}
    waiting = [sys.executable, "-c", f"{script}    input()\n"]
    with subprocess.Popen(waiting, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=around) as child:
        assert child.stdout is not None
        held = Path(child.stdout.readline().strip())
        subprocess.run([sys.executable, "-c", script], check=True, env=around, capture_output=True)
        assert left(tmp_path) == [held.name]
        child.kill()
        child.wait()
        assert left(tmp_path) == [held.name]
        subprocess.run([sys.executable, "-c", script], check=True, env=around, capture_output=True)
        assert left(tmp_path) == []


@pytest.mark.hostile
@pytest.mark.parametrize(
    "moves",
    [
        '{"moves": [], "former": ["../01.md"]}',
        '{"moves": ["../01.md"], "former": []}',
        '{"moves": [], "former": ["FOLDER/01.md"]}',
        '{"moves": [], "former": [7]}',
        '{"mov',
        "[1]",
        "{}",
        None,
    ],
)
def test_a_list_of_moves_that_came_with_an_edition_reaches_nothing(edition: Path, moves: str | None) -> None:
    beside = edition / "build" / ".octavo-set-abcdefgh"
    beside.mkdir(parents=True)
    if moves is not None:
        (beside / "moves.json").write_text(moves.replace("FOLDER", str(edition)), encoding="utf-8")
    before = contents(edition)
    assert octavo("check", edition).returncode in (0, 1)
    assert octavo("build", edition).returncode == 0
    assert contents(edition) == before
    assert not beside.exists()


def test_hidden_folders_of_others_and_links_are_left_alone(edition: Path, tmp_path: Path) -> None:
    mine = edition / "build" / ".octavo-notes"
    mine.mkdir(parents=True)
    (mine / "a.txt").write_text("mine", encoding="utf-8")
    there = tmp_path / "there"
    there.mkdir()
    (there / "moves.json").write_text('{"moves": [], "former": ["x"]}', encoding="utf-8")
    (edition / "build" / ".octavo-set-abcdefgh").symlink_to(there)
    assert octavo("build", edition).returncode == 0
    assert (mine / "a.txt").read_text(encoding="utf-8") == "mine"
    assert (there / "moves.json").exists()


@pytest.mark.hostile
@pytest.mark.parametrize("words", [["errata", "--all"], ["check"], ["collate"], ["errata", "--format", "json"]])
def test_what_is_printed_into_a_full_disk_is_told(edition: Path, words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [*OCTAVO, words[0], edition, *words[1:]]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode in (0, 1, 2)  # what prints nothing has nothing to tell
    assert "fault of octavo" not in done.stderr and "Traceback" not in done.stderr and "Exception" not in done.stderr
    assert done.returncode != 2 or "No space left on device" in done.stderr

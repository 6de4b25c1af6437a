"""Lists of errata as people lay them out are changed in place or refused with a place, whatever stops the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from kills import left

from octavo.errors import InputError
from octavo.outfolder import own_files
from octavo.wholefile import write_whole
from program import octavo

HEAD = """---
title: A book
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000017
witness: {path: witness/w.txt, siglum: SIGLUM}
---

"""
TEXT = "# One\n\nThe cat sat on the mat and looked at the dog, which slept by the door, but not for long.\n"
OLD = "One\n\nThe cat sat on the mat and locked at the dog, which slept by the door, bnt not for long.\n"
NEW = OLD.replace("locked", "looked")
KEPT = "  - {id: e2, for: bnt, read: but, kind: misread}\n"
LIST = f"# mine\nerrata:\n  - id: e1\n    for: locked\n    read: looked\n    kind: misread\n{KEPT}"

DIES = """
import os, signal, sys
from octavo.cli.main import main

calls, last = [0], int(sys.argv[1])

def dying(name):
    call = getattr(os, name)
    def called(*arguments, **options):
        calls[0] += 1
        if calls[0] == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **options)
    return called

for name in ("replace", "mkdir", "fsync"):
    setattr(os, name, dying(name))
sys.argv[1:] = sys.argv[2:]
main()
"""
"""Octavo, killed before one of its calls that touch the disk."""


def book(folder: Path, errata: str = LIST, siglum: str = "W") -> Path:
    """An edition whose list is to be carried over to the transcript ``new.txt`` beside it."""
    (folder / "book" / "witness").mkdir(parents=True)
    (folder / "book" / "01.md").write_text(HEAD.replace("SIGLUM", siglum) + TEXT, encoding="utf-8")
    (folder / "book" / "witness" / "w.txt").write_text(OLD, encoding="utf-8")
    (folder / "book" / "errata.yaml").write_bytes(errata.encode())
    (folder / "new.txt").write_text(NEW, encoding="utf-8")
    return folder / "book"


LAID_OUT = {
    "hyphen on a line of its own": LIST.replace("- id: e1", "-\n    id: e1"),
    "comments behind the hyphen": LIST.replace("- id: e1", "-  # a - b\n    # c - d\n\n    id: e1"),
    "an anchor with a hyphen": LIST.replace("- id: e1", "- &a-b\n    id: e1"),
    "a line separator in a value": f'queries:\n  - {{id: q, reading: cat, why: "\u2028\u2028b", status: open}}\n{LIST}',
    "a next line in a comment": LIST.replace("# mine", "# mine\u0085 \u2029 \u2028"),
}


@pytest.mark.parametrize("errata", LAID_OUT.values(), ids=LAID_OUT)
def test_a_list_is_changed_however_its_lines_end_and_its_entries_begin(tmp_path: Path, errata: str) -> None:
    folder = book(tmp_path, errata)
    done = octavo("witness", "replace", "W", "../new.txt", folder=folder)
    assert (done.returncode, "needless 1" in " ".join(done.stdout.split())) == (0, True), done.stderr
    changed = (folder / "errata.yaml").read_bytes().decode()
    assert "withdrawn:" in changed
    assert changed.replace("# ", "").startswith(errata.replace("# ", ""))
    assert octavo("collate", folder).returncode == 0


@pytest.mark.parametrize("errata", LAID_OUT.values(), ids=LAID_OUT)
def test_entries_are_put_into_such_a_list(tmp_path: Path, errata: str) -> None:
    folder = book(tmp_path, errata)
    chapter = folder / "01.md"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("long", "ever"), encoding="utf-8")
    done = octavo("collate", folder, "--draft", "--write")
    assert done.returncode == 1, done.stderr
    changed = (folder / "errata.yaml").read_bytes().decode()
    assert [line for line in errata.split("\n") if line not in changed.split("\n")] == []
    assert "for: long" in changed or 'for: "long"' in changed


def test_what_is_put_into_a_list_ends_as_its_lines_do(tmp_path: Path) -> None:
    folder = book(tmp_path, LIST.replace("\n", "\r"))
    chapter = folder / "01.md"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("long", "ever"), encoding="utf-8")
    octavo("collate", folder, "--draft", "--write")
    changed = (folder / "errata.yaml").read_bytes()
    assert (b"\n" in changed, b"ever" in changed) == (False, True)


def test_places_count_lines_as_editors_do(tmp_path: Path) -> None:
    folder = book(tmp_path, LIST.replace("# mine", "# mine\u2028\u0085") + "nothing: here\n")
    assert "errata.yaml:8:1: error: unknown key" in octavo("collate", folder).stderr


def test_withdrawn_entries_in_brackets_are_refused_with_their_line(tmp_path: Path) -> None:
    folder = book(tmp_path, f"{LIST}withdrawn: [{{id: z, why: gone}}]\n")
    done = octavo("witness", "replace", "W", "../new.txt", folder=folder)
    assert (done.returncode, "errata.yaml:8: error: entries cannot be put" in done.stderr) == (2, True)
    assert not (folder / "replaced").exists()


def test_a_siglum_of_any_length_names_a_folder(tmp_path: Path) -> None:
    folder = book(tmp_path, siglum="W" * 3000)
    assert octavo("witness", "replace", "W" * 3000, "../new.txt", folder=folder).returncode == 0
    assert [path.name for path in (folder / "replaced").iterdir()] == ["W" * 40 + "-1"]


@pytest.mark.parametrize("name", ["a\x1bb.txt", "a\nb.txt", "\udcff.txt"])
@pytest.mark.parametrize("inside", [True, False])
def test_a_name_that_the_front_matter_cannot_hold_is_refused(tmp_path: Path, name: str, inside: bool) -> None:
    folder = book(tmp_path)
    new = (folder if inside else tmp_path) / name
    new.write_text(NEW, encoding="utf-8")
    done = octavo("witness", "replace", "W", new, folder)
    assert (done.returncode, "of this file" in done.stderr, "rename it" in done.stderr) == (2, True, True), done.stderr
    assert not (folder / "replaced").exists()


def test_a_replacement_that_is_killed_at_any_call_is_made_by_the_next(tmp_path: Path) -> None:
    kills = 0
    while True:
        folder = book(tmp_path / str(kills))
        command = ["witness", "replace", "W", str(folder.parent / "new.txt"), str(folder)]
        died = subprocess.run([sys.executable, "-c", DIES, str(kills + 1), *command], capture_output=True, check=False)
        if died.returncode >= 0:
            break
        kills += 1
        assert (folder / "errata.yaml").read_bytes().startswith(b"# mine\nerrata:\n")
        again = octavo(*command)
        assert again.returncode == 0 or "is this text already" in again.stderr
        assert octavo("collate", folder).returncode == 0
        assert (folder / "witness" / "w.txt").read_text(encoding="utf-8") == OLD
        assert left(*(path for path in folder.rglob("") if path.is_dir())) == []
    assert kills >= 15


def test_a_fault_of_reading_is_not_called_one_of_writing(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), own_files(tmp_path):
        raise PermissionError(13, "Permission denied", "errata.yaml")
    with pytest.raises(InputError) as told, own_files(tmp_path) as write_one:
        (tmp_path / "file").write_bytes(b"")
        write_one(tmp_path / "file" / "a.txt", b"")
    assert "--out" not in str(told.value.problems)


def test_a_file_on_another_disk_is_written_beside_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    replace = Path.replace

    def moved(self: Path, target: Path) -> Path:
        if self.parent != target.parent:
            raise OSError(18, os.strerror(18))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", moved)
    write_whole(tmp_path / "a" / "b.txt", b"words", folder=tmp_path)
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"words"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]

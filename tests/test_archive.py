"""The archive: a bag that other programs take, and in which every damage is found."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import pytest
from datacite import schema45

from archived import bag_files, bag_of, with_data
from conftest import ROOT
from damages import damage, make_again
from octavo.archive import verify
from octavo.archive.bag import write_bag, zipped
from octavo.archive.contents import bag_name
from octavo.archive.verification import verified
from octavo.edition import load_edition
from octavo.errors import InputError

EDITIONS = ("rendition/verse-valid", "text/errata-used-valid")


@pytest.fixture(scope="module", params=EDITIONS)
def bag(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    return bag_of(with_data(request.param, folder / "edition"), folder / "bag")


def by_itself(bag: Path) -> subprocess.CompletedProcess[str]:
    """Run the bag's own program, as somebody does who has Python alone."""
    command = [sys.executable, "-I", "-S", "-X", "utf8", "verify.py"]
    return subprocess.run(command, cwd=bag, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_sound_bag(bag: Path) -> None:
    bagit.Bag(str(bag)).validate()
    found = verified(bag)
    assert not found.damages, [str(item) for item in found.damages]
    assert found.remarks == ["made again: the same bytes"]
    done = by_itself(bag)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "not signed: shows damage, not forgery" in done.stdout and done.stderr == ""


def test_two_archives_differ_in_events_alone(tmp_path: Path) -> None:
    folder = with_data(EDITIONS[1], tmp_path / "edition")
    first, other = bag_files(folder), bag_files(Path(shutil.copytree(folder, tmp_path / "elsewhere")))
    assert first.keys() == other.keys()
    differing = {name for name in first if first[name] != other[name]}
    assert differing <= {"metadata/events/premis.xml", "metadata/events.sha512"}
    still = {name: data for name, data in first.items() if not name.startswith("metadata/")}
    assert zipped("bag", still) == zipped("bag", dict(reversed(still.items())))


def test_nothing_is_wrong_with_a_sound_edition(bag: Path) -> None:
    """The renditions are read as they are packed, and none is looked for on the disk."""
    assert not [
        one for one in json.loads((bag / "data/proof/findings.json").read_bytes()) if one["severity"] == "error"
    ]


@pytest.mark.parametrize("version", ["../../elsewhere", "/elsewhere", "a/b", "..", "1.0 (draft)", "九" * 200])
def test_the_bag_lies_in_the_build_folder_whatever_its_version_is(tmp_path: Path, version: str) -> None:
    folder = with_data(EDITIONS[1], tmp_path / "edition")
    path = min(folder.glob("*.md"))
    text = re.sub("(?m)^version: .*$", f'version: "{version}"', path.read_text(encoding="utf-8"), count=1)
    path.write_text(text, encoding="utf-8")
    name = bag_name(load_edition(folder))
    assert Path(name).name == name and len(name.encode()) <= 240 and not name.startswith(".") and ".." not in name


def test_a_bag_comes_back_that_a_killed_run_had_moved_away(tmp_path: Path) -> None:
    """The next run may fail as well, as on a full disk: then it is there still."""
    files = {"bagit.txt": b"BagIt", "data/a": b"a"}
    write_bag(tmp_path / "bag", files)
    (tmp_path / "bag").rename(tmp_path / ".bag.old")
    (tmp_path / ".bag.new").mkdir()
    with pytest.raises(OSError):
        write_bag(tmp_path / "bag", {**files, "n" * 300: b""})
    assert (tmp_path / "bag/data/a").read_bytes() == b"a" and [path.name for path in tmp_path.iterdir()] == ["bag"]


def check_damage(bag: Path, copy: Path, seed: int) -> None:
    """Both programs find the damage, in the right file and with its word."""
    shutil.copytree(bag, copy)
    kind, name, word = damage(copy, seed)
    damages = verified(copy).damages
    word = "" if name.endswith(".pdf") else word  # there two letters have changed places, and no word is put in
    assert any(item.path == name and word in item.message for item in damages), [str(item) for item in damages]
    done = by_itself(copy) if (copy / "verify.py").is_file() and name != "verify.py" else None
    if done and kind == "word" and name.endswith(".pdf"):
        assert done.returncode == 0 and f"not seen: {name}" in done.stdout
    elif done:
        assert done.returncode == 1, (kind, name, done.stdout, done.stderr)
        assert name in done.stdout and word in done.stdout


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 5, 6, 7, 11, 15, 19, 23])
def test_damages_are_found(bag: Path, tmp_path: Path, seed: int) -> None:
    check_damage(bag, tmp_path / "copy", seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 300))
def test_two_hundred_damages_are_found(bag: Path, tmp_path: Path, seed: int) -> None:
    check_damage(bag, tmp_path / "copy", seed)


RECORDS = ("renditions/manifest.json", "proof/edition.json", "proof/tools.json", "proof/findings.json")
ODD = (
    "",
    "[]",
    "{}",
    "null",
    '"a"',
    "[[1]]",
    '{"a": [1]}',
    '{"artifacts": [{}], "sources": []}',
    "[" * 100_000,
    "\udcff",
)


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("name", RECORDS)
def test_a_record_that_holds_something_else_is_named(bag: Path, tmp_path: Path, name: str, odd: str) -> None:
    copy = Path(shutil.copytree(bag, tmp_path / "copy"))
    (copy / "data" / name).write_bytes(odd.encode("utf-8", "surrogateescape"))
    make_again(copy)
    damages = verified(copy).damages
    done = by_itself(copy)
    assert done.stderr == ""
    if name.endswith("findings.json"):
        assert [item.path for item in damages] == [f"data/{name}"]
    else:
        assert f"data/{name}" in {item.path for item in damages}
        assert f"data/{name}" in done.stdout and done.returncode == 1


def test_a_missing_datum_is_named_with_its_place(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "tests" / "editions" / EDITIONS[1], tmp_path / "edition"))
    with pytest.raises(InputError) as raised:
        bag_files(folder)
    assert any("‘publisher’" in problem.message and problem.place for problem in raised.value.problems)


def test_the_record_for_datacite_follows_its_schema(bag: Path) -> None:
    record = json.loads((bag / "data/metadata/datacite.json").read_bytes())
    assert not [error.message for error in schema45.validator.iter_errors(record)]


def test_the_bag_s_program_is_of_the_standard_library_and_of_python_3_8() -> None:
    tree = ast.parse(Path(verify.__file__).read_text(encoding="utf-8"), feature_version=(3, 8))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_a_bag_that_leads_out_of_its_folder_is_refused(bag: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(bag, tmp_path / "copy"))
    record = copy / "data/proof/edition.json"
    names = json.loads(record.read_bytes())
    record.write_text(json.dumps(dict.fromkeys(names, "../../outside")), encoding="utf-8")
    assert any("leads out" in item.message for item in verified(copy).damages)
    assert not (tmp_path / "outside").exists()

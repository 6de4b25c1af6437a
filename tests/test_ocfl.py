"""The OCFL storage root: what its own validator says of it, and that unchanged files are stored once."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ocfl
import pytest

from archived import bag_files, with_data
from octavo.archive.ocfl import store
from octavo.archive.verify import EVENTS, EVENTS_LIST
from octavo.edition import load_edition
from octavo.errors import InputError
from program import octavo

MOMENT = "2026-01-02T00:00:00Z"


def released(edition: Path, version: str, correction: tuple[str, str] | None = None) -> None:
    """The next release of an edition: another version, and perhaps a word that is another."""
    path = min(edition.glob("*.md"))
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if not line.startswith("version:")]
    text = "\n".join([lines[0], f'version: "{version}"', *lines[1:]])
    path.write_text(text.replace(*correction) if correction else text, encoding="utf-8")


def stored(root: Path, edition: Path) -> str:
    return store(root, load_edition(edition), bag_files(edition), MOMENT)


def validated(root: Path) -> list[str]:
    """What the validator of ocfl-py has to say of a storage root and of each object; nothing where all is well."""
    store_ = ocfl.StorageRoot(root=str(root))
    assert store_.validate(log_warnings=True, log_errors=True, check_digests=True)
    objects = list(root.glob("*/*/*/*"))
    assert store_.num_objects == len(objects) > 0
    said = []
    for place in objects:
        is_valid, validator = ocfl.Object().validate(str(place), log_warnings=True)
        said += [str(message) for message in validator.log.messages]
        said += [] if is_valid else ["not valid"]
    return said


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    return with_data("text/errata-used-valid", tmp_path / "edition")


def test_three_releases_are_three_versions_of_one_object(edition: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    for number, change in ((1, None), (2, ("rights:", "source: A library.\nrights:")), (3, None)):
        released(edition, f"1.{number}", change)
        assert stored(root, edition).startswith(f"v{number} of urn:uuid:")
        assert validated(root) == []
    (inventory,) = root.glob("*/*/*/*/inventory.json")
    witness = list(inventory.parent.glob("v*/content/data/witness/*"))
    assert len(witness) == 1, "the witness is the same in all three, and stored once"
    witness[0].write_bytes(witness[0].read_bytes() + b"more")
    assert validated(root), "what is damaged is found"


def test_the_same_release_makes_no_version(edition: Path, tmp_path: Path) -> None:
    root, files = tmp_path / "root", bag_files(edition)
    store(root, load_edition(edition), files, MOMENT)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    later = {name: data + b"\n" if name.startswith((EVENTS, EVENTS_LIST)) else data for name, data in files.items()}
    assert "nothing is new since v1" in store(root, load_edition(edition), later, MOMENT)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("left", ["new", "old"])
def test_what_a_killed_run_has_left_is_put_right(edition: Path, tmp_path: Path, left: str) -> None:
    root = tmp_path / "root"
    stored(root, edition)
    (place,) = root.glob("*/*/*/*")
    if left == "new":
        (place.with_name(f".{place.name}.new") / "v2").mkdir(parents=True)
    else:
        place.rename(place.with_name(f".{place.name}.old"))
    released(edition, "9.9")
    assert stored(root, edition).startswith("v2 of")
    assert validated(root) == []
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_a_folder_of_something_else_is_refused(edition: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "letters.txt").write_text("dear Ann\n", encoding="utf-8")
    with pytest.raises(InputError, match="no OCFL storage root"):
        stored(root, edition)
    assert [path.name for path in root.iterdir()] == ["letters.txt"]


def test_a_damaged_inventory_is_refused_and_left(edition: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    stored(root, edition)
    (inventory,) = root.glob("*/*/*/*/inventory.json")
    inventory.write_bytes(inventory.read_bytes().replace(b"v1", b"v7", 1))
    damaged = inventory.read_bytes()
    released(edition, "9.9")
    with pytest.raises(InputError, match="damaged"):
        stored(root, edition)
    assert inventory.read_bytes() == damaged


def test_the_command_says_which_version_it_wrote(edition: Path, tmp_path: Path) -> None:
    done = octavo("archive", edition, "--ocfl", tmp_path / "root")
    assert done.returncode == 0 and "v1 of urn:uuid:" in done.stderr, done.stderr
    assert validated(tmp_path / "root") == []


def broken(place: str, change: Callable[[Any], Any]) -> Callable[[Path], None]:
    """A JSON file of a storage root with other values; the checksum beside an inventory is made again."""

    def breaks(root: Path) -> None:
        path = next(root.rglob(place))
        shape = json.loads(path.read_bytes())
        data = json.dumps(change(shape) or shape).encode()
        path.write_bytes(data)
        if place == "inventory.json":
            line = f"{hashlib.sha512(data).hexdigest()} inventory.json\n"
            path.with_name("inventory.json.sha512").write_text(line, encoding="utf-8")

    return breaks


BROKEN = {
    "a digest that is none": broken("config.json", lambda config: config.update(digestAlgorithm=["md5"])),
    "a digest without end": broken("config.json", lambda config: config.update(digestAlgorithm="shake_128")),
    "tuples without end": broken("config.json", lambda config: config.update(numberOfTuples=10**12)),
    "tuples of words": broken("config.json", lambda config: config.update(tupleSize="3")),
    "a layout that is a list": broken("ocfl_layout.json", lambda layout: [layout]),
    "a layout without end": lambda root: deep(root / "ocfl_layout.json"),
    "no head": broken("inventory.json", lambda inventory: inventory.update(head=None)),
    "a head that is not there": broken("inventory.json", lambda inventory: inventory.update(head="v9")),
    "versions that are none": broken("inventory.json", lambda inventory: inventory.update(versions=[1])),
    "a state that is none": broken("inventory.json", lambda inventory: inventory["versions"]["v1"].update(state=[1])),
    "a manifest that is none": broken("inventory.json", lambda inventory: inventory.update(manifest={"a": "b"})),
    "an inventory that is a list": broken("inventory.json", lambda inventory: [inventory]),
    "a link out of it": lambda root: (object_in(root) / "v1" / "all").symlink_to("/"),
    "a pipe in it": lambda root: os.mkfifo(object_in(root) / "v1" / "pipe"),
    "a version that is none": lambda root: (object_in(root) / "v2").mkdir(),
}


def deep(path: Path) -> None:
    path.write_text("[" * 20_000, encoding="utf-8")


def object_in(root: Path) -> Path:
    return next(root.rglob("0=ocfl_object_1.1")).parent


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_root_is_refused_with_its_place_and_left(kind: str, tmp_path: Path) -> None:
    edition, root = load_edition(with_data("text/errata-used-valid", tmp_path / "edition")), tmp_path / "root"
    store(root, edition, {"data/a": b"a"}, MOMENT)
    BROKEN[kind](root)
    before = sorted(root.rglob("*"))
    with pytest.raises(InputError) as raised:
        store(root, edition, {"data/a": b"b"}, MOMENT)
    assert all(problem.place and problem.hint for problem in raised.value.problems)
    assert sorted(root.rglob("*")) == before


def test_a_root_that_a_killed_run_has_begun_is_made(tmp_path: Path) -> None:
    edition, root = load_edition(with_data("text/errata-used-valid", tmp_path / "edition")), tmp_path / "root"
    (root / "extensions").mkdir(parents=True)
    (root / ".octavo-new-abc").write_text("half")
    store(root, edition, {"data/a": b"a"}, MOMENT)
    assert (root / "0=ocfl_1.1").is_file() and not list(root.glob(".octavo-new-*"))

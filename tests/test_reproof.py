"""An edition made again: how much of each file is another is told right, and what that means for who upgrades."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from PIL import Image

from archived import bag_of, with_data
from conftest import ROOT
from program import octavo

SCHEMA = ROOT / "scripts" / "octavo" / "cli" / "schemas" / "reproof.json"


def changed(before: str, after: str) -> Callable[[Path], None]:
    """The edition's text with one thing another."""

    def change(edition: Path) -> None:
        path = min(edition.glob("*.md"))
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")

    return change


def repainted(edition: Path) -> None:
    picture = edition / "images" / "boat.png"
    Image.new("RGB", (400, 300), "grey").save(picture)


def unchanged(edition: Path) -> None:
    assert edition.is_dir()


SEEDED = {
    "the same": (unchanged, 0, 0),
    "who holds the rights": (changed("rights: Public domain.", "rights: Nobody’s."), 1, 0),
    "a picture": (repainted, 2, 0),
    "a page's size": (changed("trim: 5x8in", "trim: A5"), 3, 1),
    "a word": (changed("was rowed", "was sailed"), 4, 1),
}


MARKDOWN = f"""---
title: The boat
creator: Ann Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000777
version: "1"
published: 2020-02-02
publisher: Octavo
rights: Public domain.
print: {{printer: generic, trim: 5x8in}}
---

# One

{"The boat was rowed to the other side, and nobody was seen there for a long time. " * 40}

![The boat](images/boat.png){{alt="A boat on a river"}}

{"What came of it was told by none of those who had been there, and by all of the others. " * 40}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with a picture, and its build."""
    folder = tmp_path_factory.mktemp("reproof") / "edition"
    (folder / "images").mkdir(parents=True)
    (folder / "1.md").write_text(MARKDOWN, encoding="utf-8")
    Image.new("RGB", (400, 300), "white").save(folder / "images" / "boat.png")
    done = octavo("build", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("seed", SEEDED)
def test_each_class_is_told_right(built: Path, tmp_path: Path, seed: str) -> None:
    change, worst, code = SEEDED[seed]
    edition = Path(shutil.copytree(built, tmp_path / "edition"))
    change(edition)
    before = {path: path.read_bytes() for path in edition.rglob("*") if path.is_file()}
    done = octavo("reproof", edition, "--format", "json")
    assert done.returncode == code, done.stdout + done.stderr
    told = json.loads(done.stdout)
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert told["worst"] == worst, told
    assert bool(told["sources-changed"]) is (worst > 0) and told["tools-changed"] == []
    assert {path: path.read_bytes() for path in edition.rglob("*") if path.is_file()} == before, "nothing is written"


def test_moved_lines_pass_only_where_that_is_said(built: Path, tmp_path: Path) -> None:
    edition = Path(shutil.copytree(built, tmp_path / "edition"))
    changed("trim: 5x8in", "trim: A5")(edition)
    asked = octavo("reproof", edition)
    assert asked.returncode == 1 and "--accept-moves" in asked.stderr
    assert octavo("reproof", edition, "--accept-moves").returncode == 0
    changed("was rowed", "was sailed")(edition)
    assert octavo("reproof", edition, "--accept-moves").returncode == 1, "words are never accepted"


def test_other_tools_are_named(built: Path, tmp_path: Path) -> None:
    edition = Path(shutil.copytree(built, tmp_path / "edition"))
    manifest = edition / "build" / "manifest.json"
    told = json.loads(manifest.read_bytes())
    told["tools"]["pandoc"] = "2.0"
    told["tools"]["styles"]["default.typ"] = "0"
    manifest.write_text(json.dumps(told), encoding="utf-8")
    done = octavo("reproof", edition)
    assert done.returncode == 0 and "pandoc 2.0, now " in done.stderr and "1 of the styles" in done.stderr


def test_a_file_that_is_not_as_it_was_made_proves_nothing(built: Path, tmp_path: Path) -> None:
    edition = Path(shutil.copytree(built, tmp_path / "edition"))
    (text,) = (edition / "build").glob("*.txt")
    text.write_bytes(text.read_bytes() + b"more\n")
    done = octavo("reproof", edition)
    assert done.returncode == 2 and text.name in done.stderr and "checksum" in done.stderr


def test_a_bag_is_made_again_from_itself(tmp_path: Path) -> None:
    bag = bag_of(with_data("text/errata-used-valid", tmp_path / "edition"), tmp_path / "bag")
    done = octavo("reproof", bag)
    assert done.returncode == 0 and "upheld" in done.stderr, done.stdout + done.stderr
    assert all(line.startswith("0  ") for line in done.stdout.splitlines())
    rendition = next((bag / "data" / "renditions").glob("*.html"))
    rendition.write_bytes(rendition.read_bytes().replace(b"the", b"teh", 1))
    assert octavo("reproof", bag).returncode == 2


def test_a_folder_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    done = octavo("reproof", with_data("text/errata-used-valid", tmp_path / "edition"))
    assert done.returncode == 2 and "no edition was built here" in done.stderr

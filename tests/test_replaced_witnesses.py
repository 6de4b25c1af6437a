"""Of several witnesses, of one with notes, and of an issued book: a witness is replaced, and the rest still holds."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from octavo.edition import load_edition
from program import octavo
from replaced import files, state_of, told
from threewitnesses import B88, HEAD, IS67, TEXT, W

LIST = """errata:
  - {id: fewer, for: ho, read: "no", kind: misread, evidence: {IS67: "no", MS: "no"}}
  - {id: attached, for: attached, read: attracted, kind: unknown, evidence: {IS67: attracted}}
"""
NOTED = """---
title: Notes
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000048
version: "1"
published: 2020-02-02
rights: Public domain.
witness: {path: witness/old.txt}
---

# One

The ship went out[^1] to sea with the tide. Nobody saw her go but the boy.

The boy was seven, and he said so to all who would hear it.

[^1]: In the merry month of May, as they say.
"""
AT_FOOT = """One

The ship went ouf* to sea with the tide. Nobody saw her go but the boy.

* In the merry rnonth of May, as thcy say.

The boy was seven, and he said so to all who would hear it.
"""
AT_END = """One

The ship went out* to sea with the tide. Nobody saw her go but the boy.

The boy was seven, and he sald so to all who would hear it.

* In the merry month of May, as thcy say.
"""


@pytest.fixture
def several(tmp_path: Path) -> Path:
    """An edition of three witnesses with files, of which all is accounted for."""
    folder = tmp_path / "several"
    (folder / "witness").mkdir(parents=True)
    (folder / "01.md").write_text(HEAD + TEXT, encoding="utf-8")
    for name, text in (("w", W), ("is67", IS67), ("b88", B88)):
        (folder / "witness" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "errata.yaml").write_text(LIST, encoding="utf-8")
    for siglum in ("W", "IS67", "B88"):
        octavo("collate", folder, "--witness", siglum, "--draft", "--write")
    assert octavo("collate", folder, "--all").returncode == 0
    return folder


def test_variants_of_a_further_witness_are_carried_over(several: Path) -> None:
    better = IS67.replace("less members", "fewer members").replace("attracted", "attaeked")
    (several.parent / "better.txt").write_text(better, encoding="utf-8")
    before = files(several)
    said = told(several, several.parent / "better.txt", siglum="IS67")
    variants = {entry.id: entry for entry in load_edition(several).errata.variants}
    assert "needless" in state_of(said).values()
    assert said["normalise"] == []
    assert [(one["id"], one["reading"]) for one in said["evidence"]] == [("attached", "attracted")]
    assert all(entry.siglum != "IS67" or state_of(said)[name] == "holds" for name, entry in variants.items())
    assert {name for name, entry in variants.items() if entry.siglum == "B88"} <= {*variants}
    front = files(several)["01.md"].decode()
    assert "{siglum: IS67, path: witness/better.txt, sha256: " in front
    assert front.count("path: witness/") == before["01.md"].decode().count("path: witness/")
    assert files(several)["replaced/IS67-1/errata.yaml"] == before["errata.yaml"]
    shown = json.loads(octavo("collate", several, "--witness", "IS67", "--format", "json").stdout)
    assert [item["for"] for item in shown["unexplained"]] == ["attaeked"]
    assert shown["unused"] == []


def test_the_base_of_several_is_replaced_and_the_others_stay(several: Path) -> None:
    (several.parent / "better.txt").write_text(W.replace("attached", "attracted"), encoding="utf-8")
    others = [one.id for one in load_edition(several).errata.variants]
    done = octavo("witness", "replace", "W", several.parent / "better.txt", several)
    assert done.returncode == 0, done.stdout
    edition = load_edition(several)
    assert [one.id for one in edition.errata.variants] == others
    assert [one.id for one in edition.errata.withdrawn] == ["attached"]
    assert octavo("collate", several, "--all").returncode == 0


@pytest.mark.parametrize(("siglum", "line", "name"), [("W", 6, "w"), ("IS67", 7, "is67")])
def test_a_witness_that_is_another_file_is_told_with_its_place(
    siglum: str, line: int, name: str, several: Path
) -> None:
    path = several / "01.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"witness/{name}.txt", f"witness/{name}.txt, sha256: {'0' * 64}"), encoding="utf-8")
    found = json.loads(octavo("check", several, "--format", "json").stdout)
    (told_of,) = [one for one in found if one["rule"] == "source/witness-unchanged"]
    assert f"the witness {siglum} is not the file that the front matter vouches for" in told_of["message"]
    assert told_of["line"] == line
    assert told_of["column"] > 30
    said = octavo("collate", several, "--witness", siglum)
    assert said.returncode == 1
    assert "NOT CLEAN: every difference is accounted for, but those of another file" in said.stdout
    if siglum == "IS67":
        assert re.search(r"^IS67: variants \d; the witness is not the file", octavo("collate", several).stdout, re.M)


def test_a_witness_without_a_file_cannot_be_replaced(several: Path) -> None:
    done = octavo("witness", "replace", "MS", several / "witness" / "w.txt", several)
    assert done.returncode == 2
    assert "‘MS’ is known only where it is cited: it has no file" in done.stderr


@pytest.mark.parametrize(("before", "behind"), [(AT_FOOT, AT_END), (AT_END, AT_FOOT)])
def test_notes_may_stand_elsewhere_in_the_new_witness(before: str, behind: str, tmp_path: Path) -> None:
    folder = tmp_path / "noted"
    (folder / "witness").mkdir(parents=True)
    (folder / "01.md").write_text(NOTED, encoding="utf-8")
    (folder / "witness" / "old.txt").write_text(before, encoding="utf-8")
    octavo("collate", folder, "--draft", "--write")
    assert octavo("collate", folder).returncode == 0
    (tmp_path / "new.txt").write_text(behind, encoding="utf-8")
    said = told(folder, tmp_path / "new.txt")
    states = {entry["for"]: entry["state"] for entry in said["entries"]}
    gone = {"sald"} if before is AT_END else {"ouf", "rnonth"}
    assert states == dict.fromkeys(gone, "needless") | {"thcy": "holds"}
    shown = json.loads(octavo("collate", folder, "--format", "json").stdout)
    assert {item["for"] for item in shown["unexplained"]} == {"sald", "ouf", "rnonth"} - gone
    assert shown["unused"] == []


def test_slips_of_what_was_issued_find_the_witness_that_it_followed(issued: Path, tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    shutil.copytree(issued, folder)
    edition = load_edition(folder)
    assert edition.witness
    better = edition.witness.text.replace("tow", "two")
    (tmp_path / "better.txt").write_text(better, encoding="utf-8")
    before = octavo("errata", folder, "--since", "1")
    assert before.returncode == 0, before.stderr
    said = octavo("witness", "replace", edition.witness.options.siglum, tmp_path / "better.txt", folder)
    assert said.returncode == 0, said.stdout
    assert "needless" in said.stdout
    after = octavo("errata", folder, "--since", "1")
    assert after.returncode == 0, after.stderr
    assert after.stdout.splitlines()[:3] == before.stdout.splitlines()[:3]
    assert json.loads(octavo("releases", folder, "--format", "json").stdout)["versions"][0]["errors"] == []
    edition.witness.path.unlink()
    lost = octavo("errata", folder, "--since", "1")
    assert lost.returncode == 2
    assert "this is not the text that version 1 followed" in lost.stderr


def test_what_readers_hold_is_known_where_notes_are_collated_as_notes(tmp_path: Path) -> None:
    folder = tmp_path / "noted"
    (folder / "witness").mkdir(parents=True)
    (folder / "01.md").write_text(NOTED, encoding="utf-8")
    (folder / "witness" / "old.txt").write_text(AT_FOOT, encoding="utf-8")
    (tmp_path / "new.txt").write_text(AT_END.replace("sald", "said"), encoding="utf-8")
    octavo("collate", folder, "--draft", "--write")
    assert octavo("release", "1", folder).returncode == 0

    def errors() -> object:
        (version,) = json.loads(octavo("releases", folder, "--format", "json").stdout)["versions"]
        return version["errors"]

    assert errors() == []
    assert octavo("witness", "replace", "W", tmp_path / "new.txt", folder).returncode == 0
    assert errors() == []
    text = (folder / "01.md").read_text(encoding="utf-8")
    (folder / "01.md").write_text(text.replace("merry", "cherry"), encoding="utf-8")
    octavo("collate", folder, "--draft", "--write")
    assert errors() == [{"page": "1", "line": None, "footnote": "1", "for": "merry", "read": "cherry"}]

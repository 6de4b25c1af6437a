"""A Japanese book: each character is a word that can be put right, in every rendition, with a font of the edition."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import ROOT
from octavo.build import build
from octavo.checks.outside import epubcheck, nu, verapdf
from octavo.checks.run import check
from octavo.outfolder import write
from octavo.outputs import NAMES

FONT = ROOT / "tests" / "editions" / "books" / "teaboat" / "fonts" / "ShipporiMincho-subset.ttf"
TEXT = "港から港へ、湯だけを売って四十年になる。茶を持たない舟だが、茶の舟と呼ばれた。"
HEAD = """---
title: 茶の舟
creator: {name: 港の舟, role: aut}
lang: ja
identifier: urn:uuid:00000000-0000-4000-8000-0000000000ca
version: "1"
published: 2024-01-01
rights: CC0
witness: {path: witness.txt}
---

"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A chapter of one paragraph with emphasis and a note; the witness has 港 for 湯."""
    made = tmp_path / "book"
    (made / "fonts").mkdir(parents=True)
    shutil.copy(FONT, made / "fonts")
    text = TEXT.replace("四十年", "*四十年*")
    note = "[^1]: 名は、ないものから付くこともある。"
    (made / "1.md").write_text(f"{HEAD}# 茶の舟\n\n{text}[^1]\n\n{note}\n", encoding="utf-8")
    witness = f"茶の舟\n\n{TEXT.replace('湯だけ', '港だけ')}\n\n名は、ないものから付くこともある。\n"
    (made / "witness.txt").write_text(witness, encoding="utf-8")
    entry = "{id: yu, for: 港, read: 湯, in: へ、港だけ, kind: misread}"
    (made / "errata.yaml").write_text(f"errata:\n  - {entry}\n", encoding="utf-8")
    return made


def test_one_character_is_put_right_everywhere(folder: Path) -> None:
    made = build(folder, NAMES)
    assert made.warnings == ()
    assert made.proof.clean
    assert made.proof.collation.accounted == 1
    write(made.artifacts, folder / "build")
    assert check(folder, folder / "build")[1] == []


@pytest.mark.outside
def test_and_the_validators_say_nothing(folder: Path) -> None:
    write(build(folder, ("epub", "pdf", "html")).artifacts, folder / "build")
    files = {ending: [folder / "build" / f"茶の舟.{ending}"] for ending in ("epub", "pdf", "html")}
    assert epubcheck(files["epub"], usage=True) == []
    assert verapdf(files["pdf"], ("3a", "ua1")) == []
    assert nu(files["html"]) == []


def test_without_the_font_print_says_what_it_lacks_and_where(folder: Path) -> None:
    shutil.rmtree(folder / "fonts")
    made = build(folder)
    first = made.problems[0]
    assert str(first.place).rpartition("/")[2] == "1.md:2:8"
    assert re.fullmatch(r"print has no letter for ‘茶’ \(U\+8336\), which stands \d+ times", first.message)
    assert 'octavo fonts add "Noto Serif CJK JP"' in first.hint
    assert [unmade.names for unmade in made.unmade] == [("茶の舟.pdf",)]
    assert {artifact.name.rpartition(".")[2] for artifact in made.artifacts} == {"epub", "html", "xml", "txt", "json"}
    assert made.document.pagination is None
    assert made.proof.clean

"""Entries are put into the lists that people keep: in reading order, one a chapter; counts mended, groups printed."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import jsonschema
import pytest

from conftest import ROOT
from octavo.edition import load_edition
from octavo.outfolder import own_files, write_own
from test_bad_input import run

SCHEMAS = ROOT / "scripts" / "octavo" / "cli" / "schemas"
FIRST = "The cat sat on the mat, and the dog lay down."
NOTED = "# Two\n\nThe kettle sang,[^1] and Łódź slept.\n\n[^1]: See page 9 of the log.\n"
WITH_NOTE = f"One\n\n{FIRST}\n\nTwo\n\nThe kettle sang,* and\n\n* See page 7 of the log.\n\nŁódź slept.\n"
HEAD = """\
---
title: A small edition
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000047
version: "1"
published: 2020-02-02
rights: Public domain.
witness: {path: witness.txt}
---

"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two chapters, with faults in both."""
    (tmp_path / "01-one.md").write_text(f"{HEAD}# One\n\n{FIRST}\n", encoding="utf-8")
    (tmp_path / "02-two.md").write_text("# Two\n\nThe kettle sang, and Łódź slept.\n", encoding="utf-8")
    witness = "One\n\nThe cst sat on the mat, and the dcg lay dovvn.\n\nTwo\n\nThe kettIe sang, and Łodz slept.\n"
    (tmp_path / "witness.txt").write_text(witness, encoding="utf-8")
    return tmp_path


def ids(folder: Path) -> list[str]:
    return [entry.id for entry in load_edition(folder).errata.errata]


def test_entries_come_in_reading_order_between_those_that_are_there(book: Path) -> None:
    kept = (
        "errata:\n  # the dog\n  - {id: dog, for: dcg, read: dog, kind: misread}\n\n  # the kettle\n"
        "  - id: kettle   # sings\n    for: kettIe\n    read: kettle\n    kind: misread\n\nstet: []\n"
    )
    (book / "errata.yaml").write_text(kept, encoding="utf-8")
    assert run("collate", book, "--draft", "--write").returncode == 1
    assert ids(book) == ["cst-sat", "dog", "dovvn-two", "kettle", "lodz-slept"]
    text = (book / "errata.yaml").read_text(encoding="utf-8")
    assert [line for line in text.split("\n") if line in kept.split("\n")] == kept.split("\n")
    assert text.index("cst-sat") < text.index("# the dog")
    assert run("collate", book).returncode == 0


def test_a_folder_has_a_list_a_chapter(book: Path) -> None:
    (book / "errata").mkdir()
    (book / "errata" / "02-two.yaml").write_text("# mine\nerrata: []\n", encoding="utf-8")
    assert run("collate", book, "--draft", "--write").returncode == 1
    first = (book / "errata" / "01-one.yaml").read_text(encoding="utf-8")
    second = (book / "errata" / "02-two.yaml").read_text(encoding="utf-8")
    assert first.count("- id:") == 3
    assert second.startswith("# mine\n")
    assert second.count("- id:") == 2
    assert run("collate", book).returncode == 0


def test_counts_of_house_rules_are_mended(book: Path) -> None:
    rules = (
        "normalise:\n  - {for: 'cst', read: cat, why: misread, count: 7}   # seven?\n"
        "  - for: 'dcg|dovvn|kettIe|Łodz'\n    read: X\n    why: all others\n    count: 2  # two\n"
    )
    (book / "errata.yaml").write_text(rules, encoding="utf-8")
    assert run("collate", book).returncode == 2
    done = run("collate", book, "--recount")
    assert done.returncode == 1
    text = (book / "errata.yaml").read_text(encoding="utf-8")
    assert text == rules.replace("count: 7", "count: 1").replace("count: 2", "count: 4")
    assert "as they are" in run("collate", book, "--recount").stderr


def test_a_rule_that_applies_nowhere_is_told_and_left(book: Path) -> None:
    text = "normalise:\n  - {for: 'xyzzy', read: x, why: a word, count: 7}\n"
    (book / "errata.yaml").write_text(text, encoding="utf-8")
    done = run("collate", book, "--recount")
    assert done.returncode == 2
    assert "errata.yaml:2:5: warning: the house rule ‘xyzzy’ applies nowhere" in done.stderr
    assert (book / "errata.yaml").read_text(encoding="utf-8") == text


def test_differences_are_grouped_and_cut_short(book: Path) -> None:
    told = run("collate", book, "--by", "chapter", "--limit", "4").stdout
    assert "01-one.md: 3 unexplained\n" in told
    assert "02-two.md: 2 unexplained\n" in told
    assert told.count("the edition reads") == 4
    assert "… and 1 more\n" in told
    drafted = run("collate", book, "--draft", "--by", "kind").stdout
    assert "  # unknown: 5\n" in drafted
    assert run("collate", book, "--draft", "--write", "--limit", "2").returncode == 1
    assert ids(book) == ["cst-sat", "dcg-lay"]
    assert run("collate", book, "--draft", "--write", "--by", "kind").returncode == 2


def test_what_is_read_within_is_written_before_another_may_write(tmp_path: Path) -> None:
    done: list[str] = []

    def other() -> None:
        write_own(tmp_path / "list", b"other")
        done.append("other")

    thread = threading.Thread(target=other)
    with own_files(tmp_path) as write_one:
        thread.start()
        time.sleep(0.05)
        write_one(tmp_path / "list", b"first")
        write_one(tmp_path / "errata" / "one.yaml", b"second")
        done.append("first")
    thread.join()
    assert done == ["first", "other"]
    assert (tmp_path / "list").read_bytes() == b"other"
    assert (tmp_path / "errata" / "one.yaml").read_bytes() == b"second"


def test_a_note_of_the_witness_is_emended_by_an_entry(book: Path) -> None:
    (book / "02-two.md").write_text(NOTED, encoding="utf-8")
    (book / "witness.txt").write_text(WITH_NOTE, encoding="utf-8")
    told = run("collate", book)
    assert "for ‘7’ the edition reads ‘9’\n" in told.stdout
    assert "witness.txt:9:12" in told.stdout
    assert "02-two.md:5:16" in told.stdout
    assert run("collate", book, "--draft", "--write").returncode == 1
    assert [(e.for_, e.read) for e in load_edition(book).errata.errata] == [("7", "9")]
    assert run("collate", book).returncode == 0


def test_a_list_that_took_the_note_for_the_text_is_not_clean(book: Path) -> None:
    (book / "02-two.md").write_text(NOTED, encoding="utf-8")
    (book / "witness.txt").write_text(WITH_NOTE, encoding="utf-8")
    entries = (
        "errata:\n  - {id: star, for: '*', read: '', in: 'sang,*', kind: unknown}\n"
        "  - {id: note, for: '¶ * See page 7 of the log. ¶ Łódź slept.', kind: paragraph,\n"
        "     read: 'Łódź slept. ¶ See page 9 of the log.'}\n"
    )
    (book / "errata.yaml").write_text(entries, encoding="utf-8")
    done = run("collate", book)
    assert done.returncode == 2
    assert "errata.yaml:2:5: error" in done.stderr
    assert "notes of the witness are collated as notes" in done.stderr


def test_the_last_line_names_what_is_left_out(book: Path) -> None:
    long = " ".join(f"word{number}" for number in range(70))
    first = (book / "01-one.md").read_text(encoding="utf-8").replace("witness:", "scope: chapters 1–2 of 12\nwitness:")
    (book / "01-one.md").write_text(first, encoding="utf-8")
    witness = (
        f"One\n\nThe cat sat on the mat, and the dog lay down.\n\nTwo\n\nThe kettle sang, and Łódź slept.\n\n{long}\n"
    )
    (book / "witness.txt").write_text(witness, encoding="utf-8")
    assert run("collate", book, "--draft", "--write").returncode == 1
    told = run("collate", book)
    assert told.returncode == 1
    assert (
        "errata.yaml:2:5: word0-word1-word2: it leaves out 70 words of the witness and does not say why" in told.stdout
    )
    text = (book / "errata.yaml").read_text(encoding="utf-8")
    assert '    why: ""  # an entry' in text
    (book / "errata.yaml").write_text(text.replace('why: ""', "why: not done yet"), encoding="utf-8")
    told = run("collate", book)
    last = told.stdout.rstrip().split("\n")[-1]
    assert last.endswith("; part: chapters 1–2 of 12; 70 words of the witness left out by 1 erratum")
    assert told.returncode == 0
    as_json = json.loads(run("collate", book, "--format", "json").stdout)
    jsonschema.validate(as_json, json.loads((SCHEMAS / "collate.json").read_text(encoding="utf-8")))
    assert as_json["scope"] == "chapters 1–2 of 12"
    assert as_json["left_out"] == {"words": 70, "errata": 1}
    assert (
        run("build", book, "--only", "text").stderr.rstrip().endswith("; 70 words of the witness left out by 1 erratum")
    )
    manifest = json.loads((book / "build" / "manifest.json").read_text(encoding="utf-8"))
    jsonschema.validate(manifest, json.loads((SCHEMAS / "manifest.json").read_text(encoding="utf-8")))
    assert (manifest["proof"]["scope"], manifest["proof"]["left-out-words"]) == ("chapters 1–2 of 12", 70)

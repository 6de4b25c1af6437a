"""Ids that are withdrawn: none is given again, and a draft names the one that was about its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from octavo.edition import load_edition
from program import octavo
from replaced import small_book, told


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return small_book(tmp_path)


def test_a_draft_names_the_withdrawn_entry_that_was_about_its_place(book: Path) -> None:
    told(book, book.parent / "new.txt")
    written = (book / "errata.yaml").read_text(encoding="utf-8")
    assert "- {id: down, why: " in written and 'at: "witness/new.txt:3:' in written
    drafted = octavo("collate", book, "--draft").stdout
    assert re.search(r"^  # formerly down, withdrawn\n  - id: \S+\n    for: \"dowm\"$", drafted, re.MULTILINE)
    named = re.findall(r"^  # formerly (.*), withdrawn$", drafted, re.MULTILINE)
    octavo("collate", book, "--draft", "--write")
    after = (book / "errata.yaml").read_text(encoding="utf-8")
    assert all(f"  # formerly {name}, withdrawn\n  - id: " in after for name in named)
    assert octavo("collate", book, "--draft").stdout.count("formerly") == 0


def test_drafts_never_take_an_id_that_was_withdrawn(book: Path) -> None:
    told(book, book.parent / "new.txt")
    (book / "errata.yaml").write_text(
        (book / "errata.yaml").read_text(encoding="utf-8") + "  - {id: dowm-the, why: mine}\n", encoding="utf-8"
    )
    assert octavo("collate", book, "--draft", "--write").returncode == 1
    ids = [entry.id for entry in load_edition(book).errata.errata]
    assert "dowm-the-2" in ids
    assert "dowm-the" not in ids
    assert octavo("collate", book, "--recount").returncode == 0


def test_an_id_that_was_withdrawn_is_refused(book: Path) -> None:
    told(book, book.parent / "new.txt")
    path = book / "errata.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: thc\n", "id: kettle\n"), encoding="utf-8")
    done = octavo("collate", book)
    assert done.returncode == 2
    assert "the id ‘kettle’ is given twice" in done.stderr
    assert "take it out of ‘withdrawn’" in done.stderr

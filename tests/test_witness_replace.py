"""A better transcript takes the place of a witness: the errata list is carried over, and nothing of it is lost."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from octavo import outfolder
from octavo.edition import load_edition
from program import octavo
from replaced import HEAD, LIST, NEW, OLD, TEXT, files, small_book, state_of, told


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return small_book(tmp_path)


def test_entries_are_sorted_and_what_no_longer_holds_becomes_a_comment(book: Path, snapshot: SnapshotAssertion) -> None:
    before = files(book)
    done = octavo("witness", "replace", "W", "../new.txt", folder=book)
    assert done.returncode == 1
    assert {"report": done.stdout, "told": done.stderr} == snapshot(name="said")
    after = files(book)
    assert (book / "errata.yaml").read_text(encoding="utf-8") == snapshot(name="list")
    digest = hashlib.sha256(NEW.encode()).hexdigest()
    named = f"witness: {{path: witness/new.txt, sha256: {digest}, skip: ['^\\d+$']}}   # scanned in May"
    assert after["01.md"] == before["01.md"].replace(
        b"witness: {path: witness/old.txt, skip: ['^\\d+$']}   # scanned in May", named.encode()
    )
    assert after["witness/new.txt"] == NEW.encode()
    assert after["witness/old.txt"] == before["witness/old.txt"]
    assert after["replaced/W-1/errata.yaml"] == before["errata.yaml"]
    assert after["replaced/W-1/report.txt"].decode() == done.stdout
    assert {*after} - {*before} == {"witness/new.txt", "replaced/W-1/errata.yaml", "replaced/W-1/report.txt"}


def test_the_collation_then_shows_what_really_is_unexplained(book: Path) -> None:
    said = told(book, book.parent / "new.txt")
    shown = json.loads(octavo("collate", book, "--format", "json").stdout)
    assert shown["unused"] == []
    assert [item["for"] for item in shown["unexplained"]] == ["dowm", "Inasmuch", "", "or 1915–16,", "1921", "then"]
    assert said["unexplained"] == 6
    assert [one["id"] for one in said["touched"]] == ["as-much", "year"]
    assert said["normalise"][0]["count"] == 2
    assert said["skip"] == [{"for": r"^\d+$", "before": 1, "count": 0}]


def test_a_dry_run_says_the_same_and_writes_nothing(book: Path) -> None:
    before = files(book)
    dry = told(book, book.parent / "new.txt", "--dry-run")
    assert files(book) == before
    assert dry | {"written": True} == told(book, book.parent / "new.txt")


def test_a_transcript_without_a_fault_leaves_nothing_to_do(book: Path) -> None:
    text = TEXT.removeprefix("# ").replace("1914–18", "1914-18")
    (book.parent / "best.txt").write_text(text, encoding="utf-8")
    done = octavo("witness", "replace", "W", book.parent / "best.txt", book)
    assert done.returncode == 0, done.stdout
    assert load_edition(book).errata.errata == []
    assert octavo("collate", book).returncode == 0
    (book.parent / "dash.txt").write_text(text.replace("1914-18", "1914–18"), encoding="utf-8")
    assert octavo("witness", "replace", "W", book.parent / "dash.txt", book).returncode == 0
    assert load_edition(book).errata.normalise == []
    assert octavo("collate", book).returncode == 0
    assert {path.name for path in (book / "replaced").iterdir()} == {"W-1", "W-2"}


def test_several_lists_and_line_ends_of_windows(book: Path) -> None:
    (book / "errata").mkdir()
    halves = LIST.partition("stet:")
    (book / "errata.yaml").write_bytes(("stet:" + halves[2]).partition("  - {for: kettIe|")[0].encode())
    listed = b"\xef\xbb\xbf" + halves[0].replace("\n", "\r\n").encode()
    (book / "errata" / "01.yaml").write_bytes(listed)
    marked = (HEAD + TEXT).replace("\n", "\r\n").encode()
    (book / "01.md").write_bytes(marked)
    told(book, book.parent / "new.txt")
    after = files(book)
    assert after["replaced/W-1/errata/01.yaml"] == listed
    assert after["errata/01.yaml"].startswith(b"\xef\xbb\xbf# my list\r\n")
    assert after["errata/01.yaml"].count(b"\n") == after["errata/01.yaml"].count(b"\r\n")
    assert b"withdrawn" in after["errata/01.yaml"]
    assert b"withdrawn" not in after["errata.yaml"]
    assert after["01.md"].count(b"\r\n") == marked.count(b"\r\n") == after["01.md"].count(b"\n")
    assert json.loads(octavo("collate", book, "--format", "json").stdout)["unused"] == []


def test_a_name_that_is_taken_is_not_written_over(book: Path) -> None:
    (book.parent / "old.txt").write_text(NEW, encoding="utf-8")
    assert told(book, book.parent / "old.txt")["new"]["path"] == "witness/old-2.txt"
    assert (book / "witness" / "old.txt").read_text(encoding="utf-8") == OLD
    newest = book.parent / "newest"
    newest.mkdir()
    (newest / "old-2.txt").write_text(NEW.replace("dowm", "down"), encoding="utf-8")
    assert told(book, newest / "old-2.txt")["new"]["path"] == "witness/old-2-2.txt"


def test_a_file_of_the_folder_stays_where_it_is(book: Path) -> None:
    (book / "scan.txt").write_text(NEW, encoding="utf-8")
    said = told(book, book / "scan.txt")
    assert said["new"]["path"] == "scan.txt"
    assert load_edition(book).witness


def test_the_same_command_ends_what_a_killed_one_began(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = book.parent / "whole"
    octavo("witness", "replace", "W", book.parent / "new.txt", book, "--dry-run")
    whole.mkdir()
    for name, data in files(book).items():
        (whole / name).parent.mkdir(parents=True, exist_ok=True)
        (whole / name).write_bytes(data)
    told(whole, book.parent / "new.txt")
    wanted = files(whole)
    write = outfolder.write_whole
    # While the kept list, the report, the transcript, and the front matter are written.
    for last in (1, 2, 3, 3):
        left = [last]

        def written(target: Path, data: bytes, prefix: str, folder: Path, left: list[int] = left) -> None:
            if not left[0]:
                raise OSError(28, "No space left on device")
            left[0] -= 1
            write(target, data, prefix, folder)

        with monkeypatch.context() as patch:
            patch.setattr(outfolder, "write_whole", written)
            assert octavo("witness", "replace", "W", book.parent / "new.txt", book).returncode == 2
        assert b"path: witness/old.txt" in files(book)["01.md"]
    assert files(book)["errata.yaml"] == wanted["errata.yaml"]
    told(book, book.parent / "new.txt")
    after = files(book)
    for name in ("01.md", "errata.yaml", "witness/new.txt", "witness/old.txt"):
        assert after[name] == wanted[name], name


def test_a_witness_that_was_written_over_is_carried_as_far_as_it_can_be(book: Path) -> None:
    (book / "witness" / "old.txt").write_text(NEW, encoding="utf-8")
    digest = hashlib.sha256(OLD.encode()).hexdigest()
    front = (HEAD + TEXT).replace("{path: witness/old.txt,", f"{{path: witness/old.txt, sha256: {digest},")
    (book / "01.md").write_text(front, encoding="utf-8")
    said = told(book, book / "witness" / "old.txt")
    assert state_of(said)["thc"] == "holds"
    assert state_of(said)["the-the"] == "holds"
    assert state_of(said)["kettle"] == "no longer fits"
    assert json.loads(octavo("collate", book, "--format", "json").stdout)["unused"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("W", "nothing.txt"), "nothing.txt: error: this file is not there"),
        (("W", "."), "this is a folder"),
        (("X", "../new.txt"), "‘X’ is no witness of this edition"),
        (("W", "witness/old.txt"), "W is this text already, byte for byte"),
        (("W", "01.md"), "this file is another part of the edition"),
        (("W", "../other.txt"), "this file has only"),
        (("W", "../picture.txt"), "the witness is a picture"),
        (("W", "../latin.txt"), "this is not UTF-8: the byte 0xe9"),
        (("W", "../hocr.txt"), "the witness is hOCR"),
        (("W", "../pipe"), "this is not a file"),
    ],
)
def test_what_can_be_no_transcript_is_refused(book: Path, arguments: tuple[str, str], message: str) -> None:
    (book.parent / "other.txt").write_text("Quite another text.\n" * 50, encoding="utf-8")
    (book.parent / "picture.txt").write_bytes(b"\x89PNG\r\n")
    (book.parent / "latin.txt").write_bytes("caf\u00e9".encode("latin-1"))
    (book.parent / "hocr.txt").write_text("<html><div class='ocr_page'>", encoding="utf-8")
    os.mkfifo(book.parent / "pipe")
    before = files(book)
    done = octavo("witness", "replace", *arguments, folder=book)
    assert done.returncode == 2
    assert message in done.stderr
    assert files(book) == before


def test_links_out_of_the_folder_are_refused(book: Path) -> None:
    outside = book.parent / "outside"
    outside.mkdir()
    (book / "replaced").symlink_to(outside)
    done = octavo("witness", "replace", "W", "../new.txt", folder=book)
    assert done.returncode == 2
    assert "replaced: error: this is not a folder inside the edition folder" in done.stderr
    assert not any(outside.iterdir())


def test_a_link_to_a_transcript_elsewhere_is_copied(book: Path) -> None:
    (book / "witness" / "link.txt").symlink_to(book.parent / "new.txt")
    said = told(book, book / "witness" / "link.txt")
    assert said["new"]["path"] == "witness/link-2.txt"
    assert not (book / "witness" / "link-2.txt").is_symlink()


@pytest.mark.parametrize(
    "listed",
    [
        "errata: [{id: kettle, for: kettIe, read: kettle, kind: misread}]\n",
        "errata:\n  - {id: kettle, for: kettIe, read: kettle, kind: misread}\n...\n",
        "{errata: [{id: kettle, for: kettIe, read: kettle, kind: misread}]}\n",
    ],
)
def test_a_list_in_another_layout_is_refused_whole(listed: str, book: Path) -> None:
    (book / "errata.yaml").write_text(listed, encoding="utf-8")
    before = files(book)
    done = octavo("witness", "replace", "W", "../new.txt", folder=book)
    assert done.returncode == 2
    assert "error: entries cannot be put into this list as it is laid out" in done.stderr
    assert files(book) == before


def test_the_new_transcript_may_be_read_by_other_rules(book: Path) -> None:
    lines = NEW.replace("\n\n", "\n").replace("as it\nwas", "as it was").replace("sang", "sang-\nsong")
    (book.parent / "lines.txt").write_text(lines, encoding="utf-8")
    said = told(book, book.parent / "lines.txt", "--paragraphs", "line", "--line-end-hyphens", "join")
    front = (book / "01.md").read_text(encoding="utf-8")
    assert "path: witness/lines.txt, line-end-hyphens: join, paragraphs: line, sha256: " in front
    edition = load_edition(book)
    assert edition.witness
    assert (edition.witness.options.paragraphs, edition.witness.options.line_end_hyphens) == ("line", "join")
    shown = json.loads(octavo("collate", book, "--format", "json").stdout)
    assert len(shown["unexplained"]) == said["unexplained"] == 7
    assert shown["unused"] == []


def test_places_are_named_as_the_other_commands_name_them(book: Path) -> None:
    inner = book / "source"
    inner.mkdir()
    for name in ("01.md", "errata.yaml", "witness"):
        (book / name).rename(inner / name)
    done = octavo("witness", "replace", "W", "../new.txt", folder=book)
    assert "source/errata.yaml:13:5: down: for" in done.stdout
    assert "\n  errata.yaml:13:5: down: for" in (inner / "replaced" / "W-1" / "report.txt").read_text(encoding="utf-8")


def test_yaml_of_any_layout_is_changed_in_its_place(book: Path) -> None:
    front = "witness:\n  # mine\n  path: >-\n    witness/old.txt\n\n  siglum: W   # that of May\n"
    head = HEAD.replace("witness: {path: witness/old.txt, skip: ['^\\d+$']}   # scanned in May\n", front)
    (book / "01.md").write_text(head + TEXT, encoding="utf-8")
    (book / "witness" / "old.txt").write_text(OLD.replace("\n12\n", "\n"), encoding="utf-8")
    listed = (
        "errata:\n- in: >-\n     ho\n     fewer than\n  for: ho\n  read: 'no'   # none\n  kind: misread\n  id: ho\n"
        "- {for: dcg,\n read: dog, in: dcg lay dovvn, kind: misread, id: dcg}\n"
        "- for: thc\n  id: thc\n  kind: misread\n  read: the\n"
    )
    (book / "errata.yaml").write_text(listed, encoding="utf-8")
    new = NEW.replace("thc year", "thc year of thc years")
    (book.parent / "new.txt").write_text(new, encoding="utf-8")
    told(book, book.parent / "new.txt")
    text = (book / "01.md").read_text(encoding="utf-8")
    assert "witness:\n  # mine\n  path: witness/new.txt\n\n" in text
    assert re.search(r"\n\n  sha256: [0-9a-f]{64}\n  siglum: W   # that of May\n---\n", text)
    assert (
        (book / "errata.yaml")
        .read_text(encoding="utf-8")
        .startswith(
            "errata:\n- in: \"ho fewer\"\n  for: ho\n  read: 'no'   # none\n  kind: misread\n  id: ho\n"
            "# - {for: dcg,\n#  read: dog, in: dcg lay dovvn, kind: misread, id: dcg}\n"
            '- for: thc\n  id: thc\n  kind: misread\n  in: "thc year"\n  read: the\nwithdrawn:'
        )
    )

"""Whole editions whose witness has notes of its own: proved, in the TEI, recorded when they are issued."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notedwitnesses import HEAD, ONE, TWO, WITNESSES
from octavo.document import Document, read_document
from octavo.edition import load_edition
from octavo.edition.releases import read_releases
from octavo.releases.record import issued_text
from octavo.renditions.tei import tei
from test_bad_input import run
from test_tei import assert_both_views

WRONG_WORDS = """\
One

The ship went out* to sea with the tide.† Nobody saw
her go but "a boy."‡

* In the month of Mav.

† At moon.

‡ lbid.

The boy was seven.

Two

The ship came home.* In 1914† she went out again, and
came home.

* In the month of Iune.

So the boy said, at least, who was nine then.

† Op. cit.
"""


def edition(folder: Path, paragraphs: str, witness: str, errata: str = "") -> Path:
    (folder / "1.md").write_text((HEAD % paragraphs) + ONE, encoding="utf-8")
    (folder / "2.md").write_text(TWO, encoding="utf-8")
    (folder / "w.txt").write_text(witness, encoding="utf-8")
    (folder / "errata.yaml").write_text(errata, encoding="utf-8")
    return folder


def read(folder: Path) -> Document:
    return read_document(load_edition(folder))


@pytest.mark.parametrize("name", WITNESSES)
def test_notes_are_proved_and_the_tei_has_them(name: str, tmp_path: Path) -> None:
    document = read(edition(tmp_path, *WITNESSES[name]))
    assert document.proof.unexplained == ()
    assert document.proof.collated is not None
    assert document.proof.collated.notes is not None
    assert len(document.proof.collated.notes.paired) == 5
    made = tei(document)
    assert_both_views(document, made)
    assert "Notes of the witness, wherever they stand in it, were collated as notes" in made.decode()


def test_the_header_speaks_of_notes_only_where_they_were_collated_so(tmp_path: Path) -> None:
    paragraphs, witness = WITNESSES["pg-inline"]
    folder = edition(tmp_path, paragraphs, witness)
    for path in folder.glob("*.md"):
        text = re.sub(r"\[\^\d\]:?", "", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
    assert "were collated as notes" not in tei(read(folder)).decode()


def test_wrong_words_in_notes_are_each_in_their_place(tmp_path: Path) -> None:
    document = read(edition(tmp_path, "blank-line", WRONG_WORDS))
    found = [(u.for_, u.read, u.witness_place.line, u.edition_place.line) for u in document.proof.unexplained]
    assert found == [
        ("Mav", "May", 6, 19),
        ("moon", "noon", 8, 21),
        ("lbid", "Ibid", 10, 23),
        ("Iune", "June", 19, 5),
        ("nine", "eight", 21, 7),
        ("Op. cit", "Ibid", 23, 9),
    ]


def test_an_issue_is_made_again_with_its_notes_in_place(tmp_path: Path) -> None:
    folder = edition(tmp_path, "blank-line", WRONG_WORDS)
    assert run("collate", folder, "--draft", "--write").returncode == 1
    assert run("build", folder).returncode == 0
    assert run("release", "1.0", folder).returncode == 0
    loaded = load_edition(folder)
    assert loaded.witness is not None
    release = read_releases(loaded).of("1.0")
    assert " c " in release.arrangement
    text = issued_text(release, loaded.witness).layer.text
    assert text.split() == read(folder).flow.layer(editorial=False).text.split()


def test_a_list_that_fits_the_witness_as_it_runs_still_does(tmp_path: Path) -> None:
    """Notes behind their chapter, with marks that the list takes out one by one, as it had to before."""
    witness = (
        'One\n\nThe ship went out to sea with the tide. Nobody saw her go but "a boy."\n\nThe boy was seven.\n\n'
        "1 In the month of May.\n\n2 At noon.\n\n3 Ibid.\n\nTwo\n\nThe ship came home. In 1914 she went out again, "
        "and came home.\n\n1 In the month of June.\n\nSo the boy said, at least, who was eight then.\n\n2 Ibid.\n"
    )
    marked = ("1 In the month of May", "2 At", "3 Ibid", "1 In the month of June", "2 Ibid")
    entries = ""
    for number, words in enumerate(marked):
        mark, first = words.split()[:2]
        entries += f"  - {{id: m{number}, for: {mark} {first}, read: {first}, in: {words}, kind: misread}}\n"
    document = read(edition(tmp_path, "blank-line", witness, f"errata:\n{entries}"))
    assert document.proof.clean
    (tmp_path / "w.txt").write_text(witness.replace("seven", "scven"), encoding="utf-8")
    document = read(tmp_path)
    assert [(item.for_, item.read) for item in document.proof.unexplained] == [("scven", "seven")]
    (tmp_path / "errata.yaml").write_text("", encoding="utf-8")
    document = read(tmp_path)
    assert [(item.for_, item.read) for item in document.proof.unexplained] == [("scven", "seven")]

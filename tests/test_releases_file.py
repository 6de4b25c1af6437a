"""releases.yaml: appended to, never rewritten; small; at fault only with a place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hard_edition import hard_edition
from octavo.build import Build
from octavo.edition import load_edition
from octavo.edition.releases import read_releases, with_release, written
from octavo.errors import InputError
from octavo.releases.record import release_of
from test_bad_input import run
from test_witness_view import rewritten


def answer_the_query(folder: Path) -> None:
    """An open query that readers do not see would keep the edition from being issued."""
    path = folder / "errata.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("{id: snow, ") == 1
    path.write_text(text.replace("{id: snow, ", "{id: snow, status: answered, "), encoding="utf-8")


def test_a_record_is_small(pamphlet: tuple[Build, Path]) -> None:
    """Less than four bytes a line: fifty kilobytes for a book of four hundred pages."""
    document = pamphlet[0].document
    assert document.pagination is not None
    release = release_of(document, {}, "").model_copy(update={"errata": [], "normalise": []})
    assert len(written(release, 2)) < 4 * len(document.pagination.rows) + 1500


def test_a_record_is_appended(book: Path) -> None:
    path = book / "releases.yaml"
    before = path.read_bytes().replace(b"releases:\n", b"releases:  # mine\n") + b"# the end"
    path.write_bytes(before)
    rewritten(book, "01.md", ('version: "1"', 'version: "1.1"\nrevised: 2021-03-04'))
    answer_the_query(book)
    done = run("release", "1.1", book)
    assert done.returncode == 0, done.stderr
    assert path.read_bytes().startswith(before + b"\n  - version: '1.1'\n    date: '2021-03-04'\n")
    assert [release.version for release in read_releases(load_edition(book)).releases] == ["1", "1.1"]


@pytest.mark.parametrize("indent", [0, 4])
def test_a_record_is_appended_as_the_list_is_indented(indent: int, book: Path) -> None:
    path = book / "releases.yaml"
    text = path.read_text(encoding="utf-8")
    head, _, body = text.partition("releases:\n")
    body = re.sub(r"^  ", " " * indent, body, flags=re.MULTILINE)
    before = f"{head}releases:\n{body}".replace("\n", "\r\n").encode()
    path.write_bytes(before)
    edition = load_edition(book)
    release = read_releases(edition).of("1").model_copy(update={"version": "2"})
    after = with_release(edition, release)
    assert after.startswith(before)
    path.write_bytes(after)
    assert [found.version for found in read_releases(edition).releases] == ["1", "2"]
    assert b"\n" not in after.replace(b"\r\n", b"")


def test_a_list_that_cannot_be_appended_to(book: Path) -> None:
    edition = load_edition(book)
    release = read_releases(edition).of("1")
    (book / "releases.yaml").write_text("releases: []\n", encoding="utf-8")
    with pytest.raises(InputError, match="a release cannot be added at the end of this file"):
        with_release(edition, release)


def test_the_same_version_twice(book: Path) -> None:
    before = (book / "releases.yaml").read_bytes()
    done = run("release", "1", book)
    assert done.returncode == 2
    assert "releases.yaml:5:5: error: the version ‘1’ is recorded already" in done.stderr
    assert (book / "releases.yaml").read_bytes() == before


def test_the_day_of_issue_is_no_clock(tmp_path: Path) -> None:
    folder = hard_edition(tmp_path / "edition")
    answer_the_query(folder)
    assert run("release", "1", folder, SOURCE_DATE_EPOCH="1600000000").returncode == 0
    assert str(read_releases(load_edition(folder)).of("1").date) == "2020-09-13"


def test_a_version_recorded_twice_by_hand(book: Path) -> None:
    path = book / "releases.yaml"
    head, _, body = path.read_text(encoding="utf-8").partition("releases:\n")
    path.write_text(f"{head}releases:\n{body}{body}", encoding="utf-8")
    with pytest.raises(InputError, match="the version ‘1’ is recorded twice"):
        read_releases(load_edition(book))

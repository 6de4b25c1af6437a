"""What keeps a version from being recorded, all of it in one list."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from issues import changed, correct_the_word, release, small_edition, to_version
from octavo.edition import load_edition
from octavo.edition.releasehead import with_head
from octavo.edition.releases import HEAD, read_releases
from octavo.errors import InputError
from octavo.outfolder import updating, write_own


def test_errors_of_check_and_open_queries_are_listed_together(tmp_path: Path) -> None:
    folder = small_edition(tmp_path / "edition")
    changed(folder, "errata.yaml", ("errata:\n", "queries:\n  - {id: who, reading: Nobody knew, why: Who?}\nerrata:\n"))
    changed(folder, "01.md", ("lang: en-GB\n", ""))
    done = release(folder, "1.0")
    assert done.returncode == 2
    assert "errata.yaml:2:5: error: the query ‘who’ is open" in done.stderr
    assert "error: " in done.stderr and "[source/" in done.stderr, done.stderr
    assert not (folder / "releases.yaml").exists()
    assert not (folder / "build" / "three-issues.epub").exists()


def test_a_published_query_is_no_hindrance(tmp_path: Path) -> None:
    folder = small_edition(tmp_path / "edition")
    changed(folder, "errata.yaml", ("errata:\n", "queries:\n  - {id: who, reading: Nobody knew, why: Who?}\nerrata:\n"))
    changed(folder, "01.md", ("rights:", "apparatus: {publish: [queries]}\nrights:"))
    assert release(folder, "1.0").returncode == 0


def test_a_change_of_words_wants_a_word_of_why(tmp_path: Path) -> None:
    folder = small_edition(tmp_path / "edition")
    assert release(folder, "1.0").returncode == 0
    to_version(folder, "1.1", "1.0")
    before = (folder / "releases.yaml").read_bytes()
    correct_the_word(folder)
    done = release(folder, "1.1")
    assert done.returncode == 2
    assert "error: since version 1.0 words differ in three-issues-print.pdf, three-issues.epub" in done.stderr
    assert 'octavo release 1.1 --why "…"' in done.stderr
    assert (folder / "releases.yaml").read_bytes() == before
    changed(folder, "01.md", ("000072", "000073"))
    assert "the identifier is not that of version 1.0" in release(folder, "1.1", "--why", "a word").stderr


def test_another_date_wants_none(tmp_path: Path) -> None:
    folder = small_edition(tmp_path / "edition")
    assert release(folder, "1.0").returncode == 0
    to_version(folder, "1.1", "1.0")
    assert release(folder, "1.1").returncode == 0


def test_who_writes_waits_for_who_has_read(tmp_path: Path) -> None:
    """Two that read, change and write the same file, one after the other: neither loses what the other wrote."""
    path = tmp_path / "releases.yaml"
    path.write_text("", encoding="utf-8")
    began = threading.Event()

    def second() -> None:
        began.set()
        with updating(path) as write_whole:
            write_whole(path.read_bytes() + b"second\n")

    with updating(path) as write_whole:
        other = threading.Thread(target=second)
        other.start()
        began.wait()
        read = path.read_bytes()
        other.join(0.1)
        write_whole(read + b"first\n")
    other.join()
    assert path.read_bytes() == b"first\nsecond\n"


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ('where: {kobo: "3"}\n', "‘where’ names the version ‘3’, which is not recorded"),
        ('withdrawn: {"3": why}\n', "‘withdrawn’ names the version ‘3’, which is not recorded"),
    ],
)
def test_a_head_that_names_no_version(head: str, message: str, book: Path) -> None:
    path = book / "releases.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("releases:\n", head + "releases:\n"), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_releases(load_edition(book))


def test_the_head_is_written_over_whoever_wrote_it(book: Path) -> None:
    path = book / "releases.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "releases:\n", 'where:\n  kobo: "1"\n  kdp: "1"\nreleases:  # mine\n'
    )
    for ends in ("\n", "\r\n"):
        data = text.replace("\n", ends).encode()
        after = with_head(data, path, {"kobo": "1"}, {"1": "a page: lacking"}).decode()
        assert after.partition("releases:")[2].endswith(data.decode().partition("releases:  # mine")[2])
        assert f"withdrawn: {{'1': 'a page: lacking'}}{ends}" in after and f"where: {{kobo: '1'}}{ends}" in after
    write_own(path, with_head(text.encode(), path, {}, {}))
    assert "where" not in path.read_text(encoding="utf-8").removeprefix(HEAD)


def test_a_head_that_cannot_be_written(book: Path) -> None:
    path = book / "releases.yaml"
    text = path.read_text(encoding="utf-8").replace("releases:\n", 'where: {kobo: "1",\n kdp: "1"}\nreleases:\n')
    assert b"kdp" not in with_head(text.encode(), path, {"kobo": "1"}, {})
    quoted = text.replace("where:", '"where":')
    with pytest.raises(InputError, match="cannot be written into this file"):
        with_head(quoted.encode(), path, {"kobo": "1"}, {})


def test_a_text_that_is_not_proved_is_told_by_the_checks(tmp_path: Path) -> None:
    """With its place, beside all else that speaks against the issue."""
    folder = small_edition(tmp_path / "edition")
    changed(folder, "01.md", ("a hart upon", "a heart upon"))
    changed(folder, "errata.yaml", ("errata:\n", "queries:\n  - {id: who, reading: Nobody knew, why: Who?}\nerrata:\n"))
    done = release(folder, "1.0")
    assert done.returncode == 2
    assert "01.md:22:28: error: unexplained:" in done.stderr and "heart" in done.stderr, done.stderr
    assert "the query ‘who’ is open" in done.stderr

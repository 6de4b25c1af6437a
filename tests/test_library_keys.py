"""Why an edition of a library is built again, and that nothing else is."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from librarybooks import book, identifier, library_of, name
from octavo.cache import Cache
from octavo.library import keys
from program import octavo


@pytest.fixture(scope="module")
def built_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one edition that is built; tests copy it."""
    library = library_of(tmp_path_factory.mktemp("keys") / "library", 1)
    assert octavo("library", "build", library).returncode == 0
    return library


@pytest.fixture
def library(built_library: Path, tmp_path: Path) -> Path:
    """A copy of it, in which files have the times that they had."""
    return Path(shutil.copytree(built_library, tmp_path / "library"))


def why(library: Path, *words: str, number: int = 0) -> str:
    """What is said of one edition."""
    done = octavo("library", "why", identifier(number), library, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout.partition("\n")[2].rstrip("\n").replace("  ", "")


def test_where_nothing_changed_nothing_is_done(library: Path) -> None:
    assert why(library) == "nothing has changed since it was built"
    assert why(library, "--verify") == "nothing has changed since it was built"
    assert "1 edition: 1 unchanged" in octavo("library", "build", library).stderr


def test_a_file_that_is_another_is_named(library: Path) -> None:
    text = library / "b0000" / "1.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    (library / "b0000" / "images").mkdir()
    (library / "b0000" / "images" / "new.txt").write_text("new", encoding="utf-8")
    assert why(library) == "1.md changed\nimages/new.txt is new"
    text.rename(text.with_name("2.md"))
    assert "1.md is gone" in why(library)


def test_a_new_time_alone_is_no_reason(library: Path) -> None:
    os.utime(library / "b0000" / "1.md", (1, 1))
    assert why(library) == "nothing has changed since it was built"


def test_what_size_time_and_inode_do_not_show_verify_does(library: Path) -> None:
    octavo("library", "build", library)  # the copy's inodes are known now
    for path, said in (
        (library / "b0000" / "1.md", "1.md changed"),
        (library / "build" / name(0) / "book-0.html", f"{name(0)}/book-0.html is not what was written"),
    ):
        data, state = path.read_bytes(), path.stat()
        with path.open("r+b") as file:
            file.write(data.replace(b"e", b"a", 1))
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        assert why(library) == "nothing has changed since it was built"
        assert why(library, "--verify") == said
        with path.open("r+b") as file:
            file.write(data)
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def test_a_rendition_that_is_gone_or_another_is_named(library: Path) -> None:
    built = library / "build" / name(0)
    (built / "book-0.html").unlink()
    (built / "book-0.bib").write_text("mine", encoding="utf-8")
    assert set(why(library).split("\n")) == {
        f"{name(0)}/book-0.html is not there",
        f"{name(0)}/book-0.bib is not what was written",
    }
    assert octavo("library", "build", library).returncode == 0
    assert why(library) == "nothing has changed since it was built"


@pytest.mark.parametrize(
    ("part", "now", "said"),
    [
        ("Octavo", "9.9 (0)", "→ 9.9 (0)"),
        ("Typst", "9.9", "→ 9.9"),
        ("pandoc", "9.9", "→ 9.9"),
        ("fonts", "0" * 12, "→ 000000000000"),
        ("styles", "0" * 12, "→ 000000000000"),
        ("printers.toml", "0" * 12, "→ 000000000000"),
        ("lxml", "9.9", "→ 9.9"),
    ],
)
def test_a_part_of_the_program_that_is_another_is_named(
    library: Path, monkeypatch: pytest.MonkeyPatch, part: str, now: str, said: str
) -> None:
    parts = keys.program_parts() | {part: now}
    monkeypatch.setattr(keys, "program_parts", lambda: parts)
    assert why(library).startswith(f"{part}: ")
    assert why(library).endswith(said)


def test_options_are_parts_too(library: Path) -> None:
    (library / "library.yaml").write_text("renditions: [html, text]\n", encoding="utf-8")
    assert why(library) == "renditions: html → html, text"
    (library / "library.yaml").write_text("renditions: [html]\n", encoding="utf-8")
    done = octavo("library", "why", "b0000", library, environment={"SOURCE_DATE_EPOCH": "86400"})
    assert "SOURCE_DATE_EPOCH: none → 86400" in done.stdout


def test_an_edition_that_was_moved_is_the_same(library: Path) -> None:
    (library / "b0000").rename(library / "elsewhere")
    assert why(library) == "nothing has changed since it was built"
    told = octavo("library", "build", library, "--format", "json").stdout
    assert [(one["folder"], one["state"]) for one in json.loads(told)["editions"]] == [("elsewhere", "unchanged")]


def test_an_edition_that_nobody_knows(library: Path) -> None:
    done = octavo("library", "why", "urn:uuid:none", library)
    assert done.returncode == 2
    assert "no edition has the identifier ‘urn:uuid:none’" in done.stderr
    assert "octavo library status lists all" in done.stderr


def test_status_and_why_write_nothing(library: Path) -> None:
    book(library, 5)
    os.utime(library / "b0000" / "1.md", (1, 1))
    before = {path: path.stat().st_mtime_ns for path in library.rglob("*")}
    assert octavo("library", "status", library).stdout.splitlines() == [
        f"built       b0000  {identifier(0)}",
        f"new         b0005  {identifier(5)}",
        "2 editions, 1 built and unchanged",
    ]
    why(library, number=5)
    assert {path: path.stat().st_mtime_ns for path in library.rglob("*")} == before


def test_the_cache_is_bounded_for_the_whole_library(library: Path) -> None:
    folder = library / "build" / ".octavo-library" / "cache"
    assert sum(path.stat().st_size for path in folder.glob("*/*")) > 0
    octavo("library", "build", library, "--cache-size", "0.0001 MB")
    assert sum(path.stat().st_size for path in folder.glob("*/*")) <= 105
    done = octavo("library", "build", library, "--cache-size", "much")
    assert done.returncode == 2
    assert "--cache-size: ‘much’ is no size with its unit" in done.stderr


def test_an_entry_of_the_cache_is_hashed_when_it_is_used(library: Path) -> None:
    folder = library / "build" / ".octavo-library" / "cache"
    paths = [path for path in folder.glob("*/*") if path.is_file()]
    for path in paths:
        path.write_bytes(path.read_bytes()[:-1] + b"?")
        assert Cache(folder).find(path.parent.name, path.name) is None
    before = (library / "build" / name(0) / "book-0.html").read_bytes()
    (library / "build" / name(0) / "book-0.html").unlink()
    assert octavo("library", "build", library).returncode == 0
    assert (library / "build" / name(0) / "book-0.html").read_bytes() == before

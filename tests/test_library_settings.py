"""library.yaml, known.yaml and which editions a library has: what is wrong is told with place and hint."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from conftest import ROOT
from librarybooks import book, identifier, library_of
from octavo.errors import InputError
from octavo.library.discovery import edition_folders, name_of
from octavo.library.settings import Settings, library_schema, read_library, seconds, size
from program import octavo

SCHEMAS = ROOT / "scripts" / "octavo" / "cli" / "schemas"
WHOLE = """
title: The House
description: Books of the house.
base-url: https://books.example
publisher: The House
sender: {name: The House, contact: Ada Example, email: books@example.org}
feeds: [onix, opds2, opds1, sitemap, atom, marc]
renditions: [epub, html]
search: true
scheduler: tcp://192.0.2.1:8786
jobs: 4
cache-size: 500 MB
limits: {time: 10 min, memory: 2 GB}
"""


def refused(folder: Path, text: str) -> str:
    """What is said of a library.yaml, without the folder."""
    (folder / "library.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_library(folder).refuse_incomplete()
    return str(caught.value).replace(f"{folder}/", "")


def test_all_of_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "library.yaml").write_text(WHOLE, encoding="utf-8")
    library = read_library(tmp_path)
    library.refuse_incomplete()
    settings = library.settings
    assert settings.base_url == "https://books.example/"
    assert (settings.limits.time, settings.limits.memory, settings.cache_size) == (600, 2 * 2**30, 500 * 2**20)
    assert settings.jobs == 4
    assert library.feeds == ("onix", "opds2", "opds1", "sitemap", "atom", "marc")


def test_without_the_file_there_are_the_feeds_for_which_nothing_is_needed(tmp_path: Path) -> None:
    library = read_library(tmp_path)
    library.refuse_incomplete()
    assert library.feeds == ("opds2", "opds1", "atom", "marc")
    assert set(library.left_out) == {"onix", "sitemap"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titel: A\n", "library.yaml:1:1: unknown key ‘titel’\n  did you mean ‘title’?"),
        (
            "feeds: [opds2, onix]\n",
            "library.yaml:1:16: the feed ‘onix’ needs ‘sender’, which is not given\n"
            "  add a line ‘sender: {name: …, email: …}’, or take ‘onix’ out of feeds",
        ),
        (
            "title: A\nfeeds: sitemap\n",
            "library.yaml:2:1: the feed ‘sitemap’ needs ‘base-url’, which is not given\n"
            "  add a line ‘base-url: https://…’, or take ‘sitemap’ out of feeds",
        ),
        (
            "base-url: books\n",
            "library.yaml:1:1: ‘base-url’: ‘books’ is no address\n  write it as https://books.example/",
        ),
        (
            "limits:\n  time: 10\n",
            "library.yaml:2:3: ‘limits.time’: ‘10’ is no length of time with its unit\n"
            "  write it as 90 s, 10 min or 1 h",
        ),
        (
            "limits: {memory: much}\n",
            "library.yaml:1:10: ‘limits.memory’: ‘much’ is no size with its unit\n  write it as 800 MB or 2 GB",
        ),
        ("jobs: 0\n", "library.yaml:1:1: ‘jobs’: this is too small\n  write 1 or more"),
        (
            "scheduler: 192.0.2.1\n",
            "library.yaml:1:1: ‘scheduler’: ‘192.0.2.1’ does not have the form of this value\n"
            "  write the scheduler’s address with its port: tcp://192.0.2.1:8786",
        ),
        ("renditions: [epub, mobi]\n", "library.yaml:1:1: ‘renditions’: there is no rendition ‘mobi’"),
        (
            "renditions: [tei, marc]\nfeeds: [atom, opds2]\n",
            "library.yaml:2:15: the feed ‘opds2’ needs a rendition that reading apps open, "
            "and ‘renditions’ names none\n"
            "  add one of epub, pdf, html, text to renditions, or take ‘opds2’ out of feeds",
        ),
        ("title: [\n", "library.yaml:2:1: this is not YAML"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    assert refused(tmp_path, text).startswith(said)


def test_a_feed_that_is_named_twice_is_made_once(tmp_path: Path) -> None:
    (tmp_path / "library.yaml").write_text("feeds: [atom, marc, atom]\n", encoding="utf-8")
    assert read_library(tmp_path).feeds == ("atom", "marc")


def test_lengths_of_time_and_sizes() -> None:
    assert [seconds(text) for text in ("90 s", "1.5 min", "1h")] == [90, 90, 3600]
    assert [size(text) for text in ("1 MB", "1.5 GB")] == [2**20, 3 * 2**29]


def test_the_schema_is_that_of_the_model() -> None:
    file = SCHEMAS / "library.json"
    made = json.dumps(library_schema(), ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("OCTAVO_UPDATE_EXPECTED"):
        file.write_text(made, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == made
    jsonschema.Draft202012Validator.check_schema(library_schema())
    jsonschema.validate({"title": "A", "limits": {"time": "10 min"}, "jobs": 2, "feeds": "onix"}, library_schema())
    for definition in (library_schema(), *library_schema()["$defs"].values()):
        assert all(described.get("description") for described in definition["properties"].values())
    assert Settings().limits.time == 1800


def test_editions_are_found_by_their_front_matter(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 2)
    (library / "deep" / "er").mkdir(parents=True)
    book(library / "deep" / "er", 3)
    book(library / "project" / "source", 4)
    for name in ("build/b0009", ".hidden/b0009", "bag/data/source", "notes"):
        (library / name).mkdir(parents=True)
        (library / name / "1.md").write_text("---\ntitle: A copy\n---\n", encoding="utf-8")
    (library / "bag" / "bagit.txt").write_text("BagIt-Version: 1.0\n", encoding="utf-8")
    (library / "notes" / "1.md").write_text("# No front matter\n", encoding="utf-8")
    (library / "README.md").write_text("# Our books\n", encoding="utf-8")
    found = [path.relative_to(library).as_posix() for path in edition_folders(library, library / "build")]
    assert found == ["b0000", "b0001", "deep/er/b0003", "project/source/b0004"]


def test_names_of_identifiers_are_fit_for_files_and_differ() -> None:
    assert name_of(identifier(1)) == "00000000-0000-4000-8000-000000000001"
    identifiers = [
        "urn:isbn:9780140442892",
        "urn:ISBN:9780140442892",
        "https://a.example/x",
        "../../etc",
        "ä",
        "Ä",
        ".",
    ]
    names = [name_of(one) for one in identifiers]
    assert len({one.casefold() for one in names}) == len(identifiers)
    assert all(one.isascii() and "/" not in one and one[0] not in ".-" for one in names)


def test_two_books_of_one_title_both_survive_and_two_of_one_identifier_neither(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 0)
    book(library, 1, title="Poems")
    book(library, 2, title="Poems")
    book(library / "again", 3)
    path = book(library, 3) / "1.md"
    done = octavo("library", "build", library, "--format", "json")
    states = {one["folder"]: one["state"] for one in json.loads(done.stdout)["editions"]}
    assert states == {"again/b0003": "failed", "b0001": "built", "b0002": "built", "b0003": "failed"}
    assert (
        f"{path.parent}: error: the identifier {identifier(3)} is that of {library}/again/b0003 as well" in done.stderr
    )
    assert sorted(p.parent.name for p in (library / "build").glob("*/poems.html")) == [
        "00000000-0000-4000-8000-000000000001",
        "00000000-0000-4000-8000-000000000002",
    ]
    schema = json.loads((SCHEMAS / "library-build.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(done.stdout), schema)
    told = octavo("library", "status", library, "--format", "json").stdout
    jsonschema.validate(json.loads(told), json.loads((SCHEMAS / "library-status.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("urn:uuid:ABCDEF00-0000-4000-8000-000000000001", "urn:uuid:abcdef00-0000-4000-8000-000000000001"),
        ("urn:isbn:978-0-14-044289-2", "urn:ISBN:9780140442892"),
        ("'a book '", "a book"),
    ],
)
def test_identifiers_that_mean_the_same_are_the_same(tmp_path: Path, one: str, other: str) -> None:
    library = library_of(tmp_path / "library", 0)
    for number, written in ((1, one), (2, other), (3, identifier(3))):
        path = book(library, number) / "1.md"
        path.write_text(path.read_text(encoding="utf-8").replace(identifier(number), written), encoding="utf-8")
    told = json.loads(octavo("library", "status", library, "--format", "json").stdout)
    assert [(found["folder"], found["state"]) for found in told] == [
        ("b0001", "failed"),
        ("b0002", "failed"),
        ("b0003", "new"),
    ]


def test_an_edition_without_an_identifier_says_how_to_get_one(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", 0)
    path = book(library, 1) / "1.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        "".join(line for line in text.splitlines(True) if not line.startswith("identifier")), encoding="utf-8"
    )
    done = octavo("library", "build", library)
    assert done.returncode == 1
    assert f"{path}:2:1: error: the front matter has no identifier, by which a library knows an edition" in done.stderr
    assert "octavo new makes an identifier" in done.stderr


def test_a_folder_without_editions_says_so(tmp_path: Path) -> None:
    done = octavo("library", "build", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"there is no edition below {tmp_path}" in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("known:\n  - {id: a}\n", "known.yaml:2:5: error: the key ‘why’ is missing"),
        ("known:\n  - {why: a}\n", "known.yaml:2:5: error: ‘known.0’: an entry names one edition"),
        ("known: [{id: a, folder: b, why: c}]\n", "known.yaml:1:9: error: ‘known.0’: an entry names one edition"),
    ],
)
def test_what_is_wrong_in_known_yaml_is_told(tmp_path: Path, text: str, said: str) -> None:
    library = library_of(tmp_path, 0)
    (library / "known.yaml").write_text(text, encoding="utf-8")
    done = octavo("library", "build", library)
    assert done.returncode == 2
    assert said in done.stderr

"""Bags that somebody has made to hurt: each is damage with a name, or refused with a place, and nothing else."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archived import bag_of, with_data
from damages import make_again
from octavo.archive import verify
from octavo.archive.opened import opened
from octavo.archive.verification import verified
from octavo.errors import InputError
from program import octavo

HTML, EPUB, XML = ("data/renditions/small.html", "data/renditions/small.epub", "data/renditions/small.xml")
EDITION, TOOLS, MANIFEST = "data/proof/edition.json", "data/proof/tools.json", "data/renditions/manifest.json"
CONTAINER = '<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'
SECONDS = 30
DEEP = "[" * 20_000


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bag")
    edition = with_data("text/errata-used-valid", folder / "edition")
    first = min(edition.glob("*.md"))
    text = re.sub("(?m)^title: .*$", "title: Small", first.read_text(encoding="utf-8"), count=1)
    first.write_text(text, encoding="utf-8")
    return bag_of(edition, folder / "bag")


@pytest.fixture
def bag(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "copy"))


def pipe(name: str) -> Callable[[Path], None]:
    def put(bag: Path) -> None:
        (bag / name).parent.mkdir(parents=True, exist_ok=True)
        (bag / name).unlink(missing_ok=True)
        os.mkfifo(bag / name)

    return put


def link(name: str, target: str) -> Callable[[Path], None]:
    def put(bag: Path) -> None:
        (bag / name).unlink(missing_ok=True)
        (bag / name).symlink_to(target)

    return put


def written(name: str, data: str | bytes) -> Callable[[Path], None]:
    """A file with other contents, and all lists made again."""

    def put(bag: Path) -> None:
        (bag / name).parent.mkdir(parents=True, exist_ok=True)
        (bag / name).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
        make_again(bag)

    return put


def listed(line: str) -> Callable[[Path], None]:
    """A line more in both manifests; ``%s`` is for the checksum."""

    def put(bag: Path) -> None:
        for name, digits in (("manifest-sha512.txt", 128), ("manifest-sha256.txt", 64)):
            with (bag / name).open("a", encoding="utf-8") as file:
                file.write(line % ("0" * digits))

    return put


def sparse(name: str) -> Callable[[Path], None]:
    def put(bag: Path) -> None:
        os.truncate(bag / name, 600_000_000)

    return put


def book(*parts: tuple[str, str]) -> Callable[[Path], None]:
    """An EPUB of these parts."""

    def put(bag: Path) -> None:
        with zipfile.ZipFile(bag / EPUB, "w", zipfile.ZIP_DEFLATED) as epub:
            for name, data in parts:
                epub.writestr(name, data)
        make_again(bag)

    return put


SPINE = '<package><item id="a" href="a.xhtml"/>' + '<itemref idref="a"/>' * 3000 + "</package>"

HOSTILE: dict[str, tuple[Callable[[Path], None], str]] = {
    "a pipe that is listed": (pipe(HTML), HTML),
    "a pipe as a list": (pipe("manifest-sha512.txt"), "manifest-sha512.txt"),
    "a pipe as a record": (pipe(EDITION), EDITION),
    "a pipe as a list of words": (pipe(verify.CANONICAL), verify.CANONICAL),
    "a pipe as the list of wheels": (pipe("data/tools/requirements.txt"), "data/tools/requirements.txt"),
    "a pipe as a PDF": (pipe("data/renditions/small.pdf"), "data/renditions/small.pdf"),
    "a device as a list": (link("manifest-sha256.txt", "/dev/zero"), "manifest-sha256.txt"),
    "a device as a record": (link(TOOLS, "/dev/zero"), TOOLS),
    "a device as findings": (link("data/proof/findings.json", "/dev/zero"), "data/proof/findings.json"),
    "a link to all files": (link("data/all", "/"), "data/all"),
    "a link to itself": (link("data/self", "self"), "data/self"),
    "a device as a signature": (link("tagmanifest-sha512.txt.sig", "/dev/zero"), "tagmanifest-sha512.txt.sig"),
    "a file outside as a time-stamp": (link("tagmanifest-sha512.txt.tsr", "/etc/hosts"), "tagmanifest-sha512.txt.tsr"),
    "a device that is listed": (listed("%s  /dev/zero\n"), "/dev/zero"),
    "a file outside that is listed": (listed("%s  ../../outside\n"), "../../outside"),
    "a name with a NUL": (listed("%s  data/a\0b\n"), "data/a"),
    "a name of 5,000 letters": (listed(f"%s  data/{'a' * 5000}\n"), "data/aaa"),
    "a name that turns the line": (listed("%s  data/\u202ex\x1b[31m\n"), "data/"),
    "two checksums of a file": (listed(f"%s  {HTML}\n"), "manifest-sha"),
    "a list in UTF-16": (lambda bag: written_list(bag, "utf-16"), "manifest-sha512.txt"),
    "a list without end": (sparse("manifest-sha512.txt"), "manifest-sha512.txt"),
    "a record without end": (sparse(TOOLS), TOOLS),
    "words without end": (sparse(verify.CANONICAL), verify.CANONICAL),
    "a word without end": (written(HTML, "x" * 5_000_000), HTML),
    "words of tabs": (written(verify.CANONICAL, "\t" * 5_000_000 + "\n"), "data/proof/words-"),
    "a sum of a million digits": (lambda bag: summed(bag, "9" * 10**6), "bag-info.txt"),
    "a deep record of files": (written(EDITION, DEEP), EDITION),
    "a deep record of tools": (written(TOOLS, DEEP), TOOLS),
    "a deep manifest": (written(MANIFEST, DEEP), MANIFEST),
    "a record of numbers": (written(EDITION, '{"source/a": 1}'), EDITION),
    "a manifest of numbers": (written(MANIFEST, '{"artifacts": [1], "sources": {"a": 1}}'), MANIFEST),
    "a manifest of half a sign": (written(MANIFEST, '{"artifacts": [{"name": "\\ud800\\u001b"}]}'), "data/renditions/"),
    "a wheel that is none": (written("data/tools/a.whl", b"PK"), "data/tools/a.whl"),
    "a page of open tags": (written(HTML, "<a " * 300_000), HTML),
    "a page of open comments": (written(HTML, "<!--" * 300_000), HTML),
    "a page of one long word": (written(HTML, "x<b>y</b>" * 200_000), HTML),
    "entities in entities": (written(XML, '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>'), XML),
    "entities elsewhere": (written(XML, '<!DOCTYPE a SYSTEM "a.dtd"><a>&b;</a>'), XML),
    "an encoding that is none": (written(XML, '<?xml version="1.0" encoding="rot13"?><a>x</a>'), XML),
    "a spine of one file": (
        book(("META-INF/container.xml", CONTAINER), ("p.opf", SPINE), ("a.xhtml", "<p>a</p>" * 10_000)),
        EPUB,
    ),
    "an EPUB that unpacks without end": (
        book(("META-INF/container.xml", "<a>" + " " * 300_000_000 + "</a>")),
        EPUB,
    ),
}


def summed(bag: Path, oxum: str) -> None:
    (bag / "bag-info.txt").write_text(f"Payload-Oxum: {oxum}\n", encoding="utf-8")


def written_list(bag: Path, encoding: str) -> None:
    path = bag / "manifest-sha512.txt"
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes and devices on this system")
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_bag_is_damage_with_a_name(kind: str, bag: Path) -> None:
    put, name = HOSTILE[kind]
    put(bag)
    command = [sys.executable, "-I", "-S", str(verify.__file__), str(bag)]
    done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    assert done.returncode == 1 and done.stderr == b"", done.stderr.decode()
    assert name.encode() in done.stdout and len(done.stdout) < 20_000
    assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80[\xaa-\xae]", done.stdout)
    ended = octavo("verify", bag)
    assert (ended.returncode, "damage" in ended.stderr) == (1, True), ended.stderr
    assert name in ended.stdout and "\x1b" not in ended.stdout


def test_a_name_with_a_line_s_end_of_unicode_is_one_name(bag: Path) -> None:
    (bag / "data/a\u2028b\x85c").write_text("", encoding="utf-8")
    make_again(bag)
    assert verify.fixity(bag) == []


def test_the_program_speaks_to_a_terminal_that_has_no_letters(bag: Path) -> None:
    (bag / os.fsdecode(b"data/\xff")).write_text("added")
    command = [sys.executable, str(verify.__file__), str(bag)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, env=environment, timeout=SECONDS, check=False)
    assert done.returncode == 1 and done.stderr == b"" and rb"data/\udcff: it is in no list" in done.stdout


def packed(bag: Path, target: Path, more: Iterator[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        for path in sorted(bag.rglob("*")):
            if path.is_file():
                container.write(path, f"bag/{path.relative_to(bag).as_posix()}")
        for name, data in more:
            container.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target


@pytest.mark.parametrize(
    ("name", "size", "told"),
    [
        ("bag/data/zeros", 300_000_000, "which no bag has"),
        ("bag/../../outside", 1, "outside of its folder"),
        ("/outside", 1, "outside of its folder"),
        ("bag/data/renditions", 1, "each file is named once"),
        ("bag/bagit.txt/x", 1, "each file is named once"),
        ("bag/./x", 1, "is no name for a file"),
        ("bag/" + "a" * 300, 1, "is no name for a file"),
        ("", 1, "is no name for a file"),
    ],
)
def test_a_hostile_zip_is_refused_with_its_place(sound: Path, tmp_path: Path, name: str, size: int, told: str) -> None:
    path = packed(sound, tmp_path / "a.zip", iter([(name, bytes(size))]))
    with pytest.raises(InputError, match=re.escape(told.split()[0])) as raised, opened(path):
        pass
    (problem,) = raised.value.problems
    assert told in f"{problem.message} {problem.hint}" and problem.place and problem.place.file == path and problem.hint


def test_a_packed_bag_may_be_larger_than_a_book(sound: Path, tmp_path: Path) -> None:
    """The programs that made it, which may be packed with it, have some hundred megabytes."""
    noise = os.urandom(1 << 20)
    path = packed(sound, tmp_path / "a.zip", ((f"bag/data/tools/{number}", noise) for number in range(300)))
    with opened(path) as folder:
        assert (folder / "data/tools/299").read_bytes() == noise


def test_a_hundred_thousand_lines_take_time_by_their_number(bag: Path) -> None:
    for name, digits in (("manifest-sha512.txt", 128), ("manifest-sha256.txt", 64)):
        with (bag / name).open("a", encoding="utf-8") as file:
            file.writelines(f"{'0' * digits}  data/{number}\n" for number in range(100_000))
    assert len(verified(bag).damages) > 100_000


@pytest.mark.parametrize("own", ["a\0b", ".", "", "a/../b", "/a", "a//b", "n" * 3000])
def test_names_of_the_edition_that_are_none_are_refused(bag: Path, own: str) -> None:
    names = json.loads((bag / EDITION).read_bytes())
    (bag / EDITION).write_text(json.dumps(dict.fromkeys(list(names)[:1], own)), encoding="utf-8")
    assert any(item.path in (EDITION, *(f"data/{name}" for name in names)) for item in verified(bag).damages)

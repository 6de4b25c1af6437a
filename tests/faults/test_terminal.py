"""The terminal never gets a user's bytes raw, and no message shows what a library calls its own things."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
import typst

from octavo.cli import waiting
from octavo.cli.console import one_line, printable

pytestmark = pytest.mark.hostile

EVIL = "e\x1b[31m\x9b31m\u202ev\u2066\u200e\u2028y\rz\x07\u061c\ufeff"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
OBJECTS = re.compile(r"<Element|Node\(|Path\(|object at 0x|Traceback|<class |Warning:|Error\(|fault of [oO]ctavo")
PLAIN = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""A terminal of ASCII, and a system whose names of files are ASCII too."""
OCTAVO = str(Path(sys.executable).parent / "octavo")
HEAD = "---\ntitle: A book\ncreator: Ada\nlang: en-GB\nversion: '1'\npublished: 2020-02-02\nrights: Free.\nKEY---\n\n"
TEXT = "# One\n\nx y z\n"


def edition(
    parent: Path, key: str = "", text: str = TEXT, name: bytes = b"01.md", more: dict[str, str] | None = None
) -> Path:
    folder = parent / "ed"
    folder.mkdir(exist_ok=True)
    with open(os.fsencode(folder) + b"/" + name, "wb") as file:  # noqa: PTH123
        file.write((HEAD.replace("KEY", key) + text).encode())
    for other, content in (more or {}).items():
        (folder / other).write_text(content, encoding="utf-8")
    return folder


def run(*arguments: object, **environment: str) -> str:
    """What a command writes, which must be fit for a terminal, in whatever encoding."""
    words = [OCTAVO, *(a if isinstance(a, bytes) else str(a) for a in arguments)]
    done = subprocess.run(words, capture_output=True, env={**os.environ, **environment}, check=False)
    written = (done.stdout + done.stderr).decode("utf-8", "surrogateescape")
    assert done.returncode in (0, 1, 2), written
    assert not RAW.search(written), repr(written)
    assert not OBJECTS.search(written), written
    return written


WITNESSED = "witness: {path: w.txt}\n"
ERRATA = (
    'errata: [{id: a, for: "y\\u202e\\x9b", read: "y", kind: misread, note: "\\u202e\\x9b"}]\n'
    'stet: [{id: b, reading: "x", why: "\\u202e\\x9b"}]\n'
)
EDITIONS: dict[str, dict[str, object]] = {
    "a key": {"key": '"e\\e[31m\\u202e\\x9b\\ny": x\n'},
    "a key that is a list": {"key": "? [a, {b: c}]\n: x\n"},
    "a house word": {"key": 'words: {"e\\e[31m\\u202e\\x9b\\ny": x}\n'},
    "values": {"key": 'print: {trim: "e\\u202e\\x9b\\n\\u2028y"}\nmarkdown: "\\x9b31m\\u202e"\n'},
    "no YAML": {"key": 'a: "\\q\u202e\x85"\n'},
    "a tag of YAML": {"key": "subject: !!python/object:os.system [x]\n"},
    "deep YAML": {"key": f"subject: {'[' * 4000}{']' * 4000}\n"},
    "wrong kinds": {"key": "print: [1]\nseries: [x]\nwitness: 3\nignore: {a: b}\naccessibility: x\nsubject: {a: b}\n"},
    "a missing image": {"text": "# One\n\n![a](<e\u202e\x9bv\u2066.png>)\n"},
    "marks in the text": {
        "text": "# One\n\nx \u202e\x9b[31m y [z](#\u202e\x9b) <o:p\u202e>x</o:p> $\\foo\u202e\x9b$ [^\u202e]\n\n"
        '@k\u202e\n\n[^u\u202e\x9b]: x\n\n```{=latex\u202e}\nx\n```\n<span style="\u202e\x9b">y</span> ![\u202e](http://e/\u202e)\n'
    },
    "a chapter's name": {"name": f"01{EVIL}\n.md".encode()},
    "a name that is no UTF-8": {"name": b"01\xff\x9b.md"},
}


COMMANDS = ("build", "build -v", "check", "check --format json", "check --format sarif", "fonts")
LISTS = ("collate", "collate --format json", "collate --draft", "errata --all", "errata --format md")
LISTS += ("errata --format criticmarkup",)


@pytest.mark.parametrize("name", EDITIONS)
def test_whatever_an_edition_says(name: str, tmp_path: Path) -> None:
    """One command each, in both kinds of terminal by turns; the long test runs all."""
    folder = edition(tmp_path, **EDITIONS[name])  # type: ignore[arg-type]
    number = list(EDITIONS).index(name)
    command = ("check", "build")[number % 2]
    more = ["-v"] if number % 3 == 0 else []
    run(command, folder, "--out", tmp_path / "out", *more, **(PLAIN if number % 4 < 2 else {}))


@pytest.mark.long
@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("environment", [{}, PLAIN], ids=["utf-8", "ascii"])
def test_whatever_any_command_is_given(name: str, environment: dict[str, str], tmp_path: Path) -> None:
    folder = edition(tmp_path, **EDITIONS[name])  # type: ignore[arg-type]
    for command in (*COMMANDS, *LISTS):
        run(*command.split(), folder, **environment)


@pytest.mark.parametrize("command", LISTS[::2])
def test_what_a_witness_reads(command: str, tmp_path: Path) -> None:
    """A witness may hold what no rendition carries; where it is shown, it is shown as escapes."""
    more = {"w.txt": "One\n\nx y\u202e\x9b \x1b[31mz\n", "errata.yaml": ERRATA}
    folder = edition(tmp_path, WITNESSED, more=more)
    written = run(*command.split(), folder)
    assert "\\u202e" in written or "\\x1b" in written or "\\u001b" in written


def test_a_witness_with_orders_to_a_terminal_builds(tmp_path: Path) -> None:
    """What XML cannot carry of a reading stands in the list of errata as the sign for a lost character."""
    errata = 'errata: [{id: a, for: "qz", read: "y z", kind: misread}]\n'
    folder = edition(tmp_path, WITNESSED, more={"w.txt": "One\n\nx q\x1bz\n", "errata.yaml": errata})
    run("build", folder, "--out", tmp_path / "out")


def test_files_that_are_compared(tmp_path: Path) -> None:
    evil = os.fsencode(tmp_path) + f"/a{EVIL}\n.txt".encode()
    with open(evil, "wb") as file:  # noqa: PTH123
        file.write("One two \x9bthree\u202e\x1b[31m\n".encode())
    page = tmp_path / "b\nc.html"
    page.write_text("<p>One two four\u202e\x9b", encoding="utf-8")
    damaged = tmp_path / "bad.pdf"
    damaged.write_bytes(b"%PDF-1.4\n\x1b[31m junk")
    written = run("compare", evil, page)
    assert "\\x1b[31m" in written and "b\\nc.html" in written
    run("compare", evil, page, "--format", "json", **PLAIN)
    assert "this PDF is damaged: unable" in run("compare", damaged, evil, **PLAIN)


@pytest.mark.parametrize(
    "arguments",
    [
        (b"build", b"\x1b[31m\xe2\x80\xae\nx"),
        (b"bu\x1b[31mild",),
        (b"build", b"--with-\xe2\x80\xae"),
        (b"build", b".", b"x\x1b[31m\xe2\x80\xae"),
        (b"preflight", b"x\xff.pdf", b"--printer", b"\x1b[31m\xe2\x80\xae"),
    ],
)
def test_what_is_typed(arguments: tuple[bytes, ...]) -> None:
    run(*arguments)


def test_folders_whose_names_are_no_text(tmp_path: Path) -> None:
    """Made, built, built again and checked: what the last build was made of is found, under its bytes."""
    folder = os.fsencode(tmp_path) + b"/n\xff\xe2\x80\xae\x1b[31m"
    assert "\\xff" in run("new", folder)
    assert "wrote" in run("build", folder)
    run("build", folder)
    run("check", folder, **PLAIN)


def test_the_line_of_progress() -> None:
    """Names of files are no colours there, and no orders."""
    steps = waiting._Steps(on_terminal=False)
    steps.begun("reading [red][@click=x]\x1b[31m\u202e\ny.txt [/bold]")
    assert steps._text().plain == "reading [red][@click=x]\\x1b[31m\\u202e\\ny.txt [/bold]"
    assert steps._text().spans == []


def test_one_line_is_one_line() -> None:
    assert one_line("a\nb\tc\r\x1b\u202e\udcff") == "a\\nb\\tc\\x0d\\x1b\\u202e\\xff"
    assert printable("a\nb") == "a\nb" and not RAW.search(printable(EVIL))


def test_what_libraries_warn_programmers_of_is_not_shown(tmp_path: Path) -> None:
    """Of page labels in a style that there is not (12.4.2), pikepdf warns whoever asks for them."""
    path = tmp_path / "a.pdf"
    with pikepdf.open(io.BytesIO(typst.compile(b"Some words."))) as file:
        file.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.Q)])
        file.save(path)
    run("preflight", path, "--printer", "kdp")
    run("compare", path, path)

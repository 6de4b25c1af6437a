"""Extreme input, made by rule: how long each case takes, how much memory, and how it ends.

Run as a program, it prints the table as Markdown: ``python tests/faults/extremes.py [NAME…]``.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extremefiles import FILES
from extremesizes import SIZES

FRONT = """---
title: A book
creator: Ada Author
lang: en-GB
identifier: "urn:x:1"
version: "1"
published: 2020-02-02
rights: Public domain.
"""
LONGEST = 600
"""Seconds for a case that is large and not only odd."""
Make = Callable[[Path], list[str]]
"""Writes the files of a case into a folder; returns the arguments of ``octavo``, run in that folder."""


@dataclass(frozen=True)
class Run:
    """How one case went."""

    seconds: float
    megabytes: float
    """The most memory of any one of its processes."""
    code: int
    """Exit code; -9 where it was stopped."""
    output: str

    @property
    def outcome(self) -> str:
        """In words: made, refused with a place, or what went amiss."""
        if self.code == -signal.SIGKILL:
            return "**stopped**"
        if "Traceback" in self.output or "fault of Octavo" in self.output or self.code not in (0, 1, 2):
            return f"**exit {self.code}**"
        if self.code == 0:
            return "done"
        first = self.output.strip().splitlines()[0] if self.output.strip() else ""
        return f"told: {first}"


MEASURE = """
import os, resource, subprocess, sys
code = subprocess.call([sys.executable, "-c", "from octavo.cli.main import main; main()", *sys.argv[2:]])
with open(sys.argv[1], "w") as file:
    print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=file)
"""
"""Runs ``octavo`` from a small process: what is forked from a large one is said to have had as much memory."""


def run(arguments: list[str], folder: Path, stop_after: float = 120) -> Run:
    """Run ``octavo`` in a folder, stopped after so many seconds."""
    begin = time.monotonic()
    measured = folder / "_measured"
    with (folder / "_output").open("w+b") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", MEASURE, measured, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        timer = threading.Timer(stop_after, lambda: os.killpg(process.pid, signal.SIGKILL))
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode(errors="replace")
    seconds = time.monotonic() - begin
    if not measured.exists():
        return Run(seconds, used.ru_maxrss / 1024, process.returncode, said)
    code, most = (int(figure) for figure in measured.read_text(encoding="ascii").split())
    return Run(seconds, most / 1024, code, said)


def most_megabytes(folder: Path) -> float:
    """What is promised: 500 MB, and five times what the edition's files take."""
    files = [path for path in folder.rglob("*") if path.is_file() and "out" not in path.relative_to(folder).parts[:1]]
    return 500 + 5 * sum(path.stat().st_size for path in files) / 1e6


def book(text: str, front: str = "", command: tuple[str, ...] = ("build", ".", "--out", "out")) -> Make:
    """A case of one Markdown file."""

    def make(folder: Path) -> list[str]:
        (folder / "01.md").write_text(f"{FRONT}{front}---\n\n{text}", encoding="utf-8")
        if front == BIBLIOGRAPHY:
            (folder / "books.json").write_text('[{"id": "a", "type": "book", "title": "A"}]', encoding="utf-8")
        return list(command)

    return make


CHECK = ("check", ".")
WORDS = "Some words of the text stand here, and some more of them follow. "
BIBLIOGRAPHY = "bibliography: books.json\n"


def deep(mark: str, levels: int) -> str:
    """A list or quotation in which each level stands within the one before."""
    if mark == ">":
        return "".join("> " * level + f"w{level}\n" + "> " * level + "\n" for level in range(1, levels + 1))
    return "".join(" " * len(mark) * level + f"{mark}w{level}\n\n" for level in range(levels))


NESTED = {
    "20,000 [": "[" * 20_000,
    "20,000 [ with text": "[a " * 20_000,
    "30 [ ]": "[" * 30 + "a" + "]" * 30,
    "2,000 [ ]": "[" * 2000 + "a" + "]" * 2000,
    "20,000 ]": "]" * 20_000,
    "20,000 ![": "![" * 20_000,
    "20,000 [](": "[a](" * 20_000,
    "20,000 [^": "[^" * 20_000,
    "20,000 ^[": "^[" * 20_000,
    "20,000 (": "(" * 20_000,
    "20,000 *": "*" * 20_000,
    "20,000 *a": "*a " * 20_000,
    "20,000 **a": "**a " * 20_000,
    "10,000 *a **b": "*a **b " * 10_000,
    "10,000 _a __b": "_a __b " * 10_000,
    "20,000 ~": "~a ~~b " * 10_000,
    "20,000 ^": "^a " * 20_000,
    "200 growing `": " ".join("`" * n for n in range(1, 201)),
    "20,000 `": "`a " * 20_001,
    "20,000 $": "$a " * 20_000,
    "20,000 {": "{" * 20_000,
    "20,000 []{": "[a]{" * 20_000,
    "20,000 <": "<" * 20_000,
    "20,000 <a": "<a " * 20_000,
    "20,000 <!--": "<!-- " * 20_000,
    "20,000 <span>": "<span>a" * 20_000,
    "5,000 <div>": "<div>\n\na\n\n" * 5000,
    "20,000 quotation marks": "\"a 'b " * 10_000,
    "20,000 &": "&a" * 20_000,
    "20,000 \\": "\\" * 20_000,
    "20,000 @": "@a [" * 20_000,
    "20,000 #": "#" * 20_000,
    "1,000 > in one line": "> " * 1000 + "a",
    "20,000 > in one line": ">" * 20_000 + "a",
    "300 nested >": deep(">", 300),
    "100 nested lists": deep("- ", 100),
    "300 nested lists": deep("- ", 300),
    "300 nested numbers": deep("1. ", 300),
    "2,000 - in one line": "- " * 2000 + "a",
    "1,000 nested :::": "".join(f"{':' * 3} a\n\nw\n\n" for _ in range(1000)) + ":::\n\n" * 1000,
    "5,000 open :::": "::: a\n" * 5000,
    "20,000 | in one row": "|a" * 20_000 + "|\n" + "|-" * 20_000 + "|\n" + "|b" * 20_000 + "|\n",
    "100 [ with citations": "[" * 100,
    "20,000 [ with citations": "[" * 20_000,
    "1,000 [@a; with citations": "[@a; " * 1000,
    "1,000 [@a [ with citations": "[@a [" * 1000,
}


def _nested() -> dict[str, Make]:
    return {
        name: book(f"# One\n\n{text}\n", BIBLIOGRAPHY if "citations" in name else "") for name, text in NESTED.items()
    }


def _drafts() -> dict[str, Make]:
    def equal_lines(number: int, changed: bool = True) -> Make:
        def make(folder: Path) -> list[str]:
            line = "The same line with the same fault stands here."
            text = "\n\n".join([line.replace("fault", "mistake") if changed else line] * number)
            (folder / "w.txt").write_text("\n\n".join([line] * number) + "\n", encoding="utf-8")
            book(text + "\n", "witness: {path: w.txt}\n")(folder)
            return ["collate", "--draft", "."]

        return make

    def other_text(folder: Path) -> list[str]:
        (folder / "w.txt").write_text(" ".join(f"w{n}" for n in range(20_000)) + "\n", encoding="utf-8")
        book(" ".join(f"v{n}" for n in range(20_000)) + "\n", "witness: {path: w.txt}\n")(folder)
        return ["collate", "--draft", "."]

    return {
        **{f"--draft, {number:,} equal lines": equal_lines(number) for number in (100, 200, 400, 800, 1600)},
        "--draft, 20,000 other words": other_text,
    }


def _letters() -> dict[str, Make]:
    long = "a" * 100_000
    return {
        "title of 100,000 letters": _front(f"title: {long}"),
        "subtitle of 100,000 letters": book("# One\n\nA.\n", f"subtitle: {long}\n"),
        "subject of 100,000 letters": book("# One\n\nA.\n", f"subject: [{long}]\n"),
        "description of 100,000 words": book("# One\n\nA.\n", f"description: {'a b ' * 50_000}\n"),
        "heading of 100,000 letters": book(f"# {long}\n\nA.\n"),
        "heading of 20,000 words": book(f"# {'word ' * 20_000}\n\nA.\n"),
        "word of 1,000,000 letters": book(f"# One\n\n{'a' * 1_000_000}\n"),
        "line of 5 MB": book(f"# One\n\n{WORDS * 80_000}\n"),
        "id of 100,000 letters": book(f"# One {{#{long}}}\n\nA.\n"),
        "class of 100,000 letters": book(f"# One\n\n[a]{{.{long}}}\n"),
        "code of 100,000 letters": book(f"# One\n\n`{long}`\n"),
        "alternative text of 100,000 letters": book(f"# One\n\n[a](http://a.org/{long})\n"),
        "10,000 marks on one letter": book("# One\n\na" + "\u0301" * 10_000 + " b\n"),
        "1,000 letters with 100 marks": book("# One\n\n" + ("a" + "\u0301" * 100 + " ") * 1000 + "\n"),
        "100,000 joiners": book("# One\n\na" + "\u200d" * 100_000 + " b\n"),
        "formula of 5,000 fractions": book("# One\n\n$" + "\\frac{a}{" * 5000 + "b" + "}" * 5000 + "$\n"),
        "formula of 100,000 letters": book("# One\n\n$" + "a+" * 50_000 + "b$\n"),
    }


def _front(line: str) -> Make:
    def make(folder: Path) -> list[str]:
        front = re.sub(r"^title: .*$", lambda _: line, FRONT, flags=re.MULTILINE)
        (folder / "01.md").write_text(f"{front}---\n\n# One\n\nA.\n", encoding="utf-8")
        return ["build", ".", "--out", "out"]

    return make


CASES: dict[str, Make] = {**_nested(), **_letters(), **_drafts(), **FILES, **SIZES}


def prepared(name: str, folder: Path) -> list[str]:
    """The arguments of a case whose files a process of its own writes: ours would count as the child's memory."""
    command = [sys.executable, __file__, "--make", name, str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")


def rows(names: Sequence[str] = (), stop_after: float = 120) -> Iterator[tuple[str, str, str]]:
    """The cells of the table: each case, its seconds and megabytes, how it ended. ``names`` choose among the cases."""
    for name in CASES:
        if names and not any(part in name for part in names):
            continue
        with tempfile.TemporaryDirectory() as place:
            done = run(prepared(name, Path(place)), Path(place), stop_after)
        shown = done.outcome.replace("|", "\\|")[:160]
        yield name, f"{done.seconds:.1f} s, {done.megabytes:.0f} MB", shown


def main(names: list[str]) -> None:
    """Print the table, or the lines of some cases."""
    print("| Case | Seconds and MB | What came of it |\n|---|---|---|")
    for row in rows(names):
        print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.argv[1:2] == ["--make"]:
        print("\0".join(CASES[sys.argv[2]](Path(sys.argv[3]))), end="")
    else:
        main(sys.argv[1:])

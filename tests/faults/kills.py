"""Builds that are killed, at random and at each move, and what the next command makes of what they leave.

Run as a program it prints a line of a table in Markdown: how many kills, and what came of them.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from program import OCTAVO, octavo
from settings import HEAD, words

DIES = """
import os, signal, sys
from pathlib import Path
from octavo.cli.main import main

moves, last, replace = [0], int(sys.argv[1]), Path.replace

def dying(self, target):
    if ".octavo-cache" in str(target):
        return replace(self, target)
    moves[0] += 1
    if moves[0] == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(self, target)

Path.replace = dying
sys.argv[1:] = sys.argv[2:]
main()
"""
"""Octavo, killed before a move of its number."""

IS_TOLD = """
import os, signal, sys
from octavo.cli.main import main
from octavo.typesetting.typstbook import TypstBook

number, draft = int(sys.argv[1]), TypstBook.draft
# Whoever runs the tests in the background, or under nohup, has these signals ignored.
signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
TypstBook.draft = lambda self: (os.kill(os.getpid(), number), draft(self))[1]
sys.argv[1:] = sys.argv[2:]
main()
"""
"""Octavo, which gets a signal when it begins to set the book."""


def make_book(folder: Path) -> Path:
    """An edition of three files, with a printer's files."""
    folder.mkdir(parents=True)
    head = HEAD.replace("{trim: TRIM}", "{printer: generic, trim: 5x8in}")
    (folder / "01.md").write_text(head + f"# One\n\n{words(300)}\n", encoding="utf-8")
    (folder / "02.md").write_text(f"# Two\n\n{words(200, 2)}\n", encoding="utf-8")
    (folder / "03.md").write_text(f"# Three\n\n{words(200, 3)}\n", encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder; not what is hidden."""
    if not folder.is_dir():
        return {}
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def left(*folders: Path) -> list[str]:
    """What programs that were killed have left behind."""
    hidden = (path for folder in folders for pattern in (".octavo-*", "octavo-*") for path in folder.glob(pattern))
    return sorted(path.name for path in hidden if path.name != ".octavo-cache")


class Trial:
    """An edition in two states, each built once whole; builds of the second over the first are killed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.work = folder / "tmp"
        self.work.mkdir()
        self.edition = make_book(folder / "edition")
        self.before = self._built("before")
        chapter = self.edition / "02.md"
        chapter.write_text(chapter.read_text(encoding="utf-8") + "\nAnd more.\n", encoding="utf-8")
        self.after = self._built("after")
        self.sources = contents(self.edition)
        self.out = folder / "out"

    def _built(self, name: str) -> dict[str, bytes]:
        out = self._folder / name
        subprocess.run([*OCTAVO, "build", self.edition, "--out", out, "--quiet"], check=True, env=self._around)
        return contents(out)

    @property
    def _around(self) -> dict[str, str]:
        return {**os.environ, "TMPDIR": str(self.work)}

    def _begin(self) -> None:
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()
        for name, data in self.before.items():
            (self.out / name).write_bytes(data)
        (self.out / "mine.txt").write_text("not Octavo's", encoding="utf-8")

    def killed_at(self, move: int) -> bool:
        """Kill a build before a move of a file; whether it came so far."""
        self._begin()
        command = [sys.executable, "-c", DIES, str(move), "build", self.edition, "--out", self.out, "--no-cache"]
        done = subprocess.run(command, capture_output=True, check=False, env=self._around)
        return done.returncode == -signal.SIGKILL

    def killed_after(self, seconds: float, number: int = signal.SIGKILL) -> bool:
        """End a build by a signal after some time; whether it was still at work."""
        self._begin()
        command = [*OCTAVO, "build", self.edition, "--out", self.out, "--no-cache"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self._around) as child:
            time.sleep(seconds)
            child.send_signal(number)
            child.wait()
        return child.returncode != 0

    def ended_by(self, number: int) -> subprocess.CompletedProcess[str]:
        """End a build by a signal that it gets when it begins to set the book."""
        self._begin()
        command = [sys.executable, "-c", IS_TOLD, str(int(number)), "build", self.edition, "--out", self.out]
        return subprocess.run(
            [*command, "--no-cache", "--quiet"], capture_output=True, text=True, check=False, env=self._around
        )

    def hold(self) -> None:
        """See that nothing is damaged, and that the next command leaves one set or the other, and nothing else."""
        assert contents(self.edition) == self.sources
        now = contents(self.out)
        for name, data in now.items():
            assert data in (self.before.get(name), self.after.get(name), b"not Octavo's"), name
        octavo("check", self.edition, "--out", self.out)
        settled = contents(self.out)
        assert settled.pop("mine.txt") == b"not Octavo's"
        assert settled in (self.before, self.after)
        again = [*OCTAVO, "build", self.edition, "--out", self.out, "--quiet"]
        assert subprocess.run(again, check=False, env=self._around).returncode == 0
        assert contents(self.out) == {**self.after, "mine.txt": b"not Octavo's"}
        assert left(self.out, self.work) == []


def moves(trial: Trial) -> Iterator[int]:
    """Kill before each move, as long as there is one."""
    move = 1
    while trial.killed_at(move):
        yield move
        move += 1


def rows(times: int = 200) -> list[tuple[str, ...]]:
    """The cells of the table: what was tried, how often, what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder))
        aimed = 0
        for _ in moves(trial):
            trial.hold()
            aimed += 1
        began = time.perf_counter()
        trial.killed_after(0)
        chance, struck = Random(1), 0
        lasts = 3.0 * max(time.perf_counter() - began, 0.5)
        for _ in range(times):
            struck += trial.killed_after(chance.uniform(0, lasts))
            trial.hold()
    whole = "one set or the other, whole; sources and other files untouched; nothing left behind"
    return [("kills before each move", str(aimed), whole), ("kills at random moments", str(struck), whole)]


if __name__ == "__main__":
    for row in rows():
        print(f"| {' | '.join(row)} |")

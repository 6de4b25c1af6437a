"""The table of the README: what Octavo takes, as a multiple of what pandoc and Typst take for the same words.

Everything is measured in one run, in turn, and the shortest of several times counts. Peers are whole processes, one
after another: pandoc's EPUB, HTML and Typst text, and Typst's PDF of that. They prove nothing.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from books import measured_book
from octavo.markdown.pandoc import pandoc_path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
OCTAVO = [sys.executable, "-c", "from octavo.cli.main import main; main()"]
TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
RUNS = 3
BEGIN, END = "<!-- make bench-table -->", "<!-- end -->"
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@dataclass
class Cost:
    """What several runs of the same took: the shortest time (seconds) and the most memory of one process (MB)."""

    seconds: float = float("inf")
    memory: float = 0.0

    def ran(self, *command: str | Path) -> None:
        """Run a program and count it."""
        self.seconds, self.memory = min(self.seconds, (cost := run(*command)).seconds), max(self.memory, cost.memory)


def run(*command: str | Path) -> Cost:
    """Run a program to its end; raises CalledProcessError where it fails. (1 says that there is something to mend.)"""
    started = time.perf_counter()
    with subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        peak = [0.0]
        watch = threading.Thread(target=_watch, args=(child.pid, peak))
        watch.start()
        assert child.stderr is not None
        told = child.stderr.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        watch.join()
    if child.returncode > 1:
        raise subprocess.CalledProcessError(child.returncode, command, stderr=told)
    return Cost(seconds, max(used.ru_maxrss / 1024, *peak))


def _watch(pid: int, peak: list[float]) -> None:
    """Keep the most memory (MB) that any process has had that a program has started, as long as that runs."""
    while Path(f"/proc/{pid}").exists():
        for child in _started_by(pid):
            with contextlib.suppress(OSError, IndexError):
                status = Path(f"/proc/{child}/status").read_text(encoding="ascii")
                peak[0] = max(peak[0], int(status.split("VmHWM:")[1].split()[0]) / 1024)
        time.sleep(0.02)


def _started_by(pid: int) -> Iterator[int]:
    """The processes that a process has started, and those that they have."""
    with contextlib.suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in map(int, children.read_text(encoding="ascii").split()):
                yield child
                yield from _started_by(child)


@dataclass
class Measured:
    """A book, and what it takes: the peers together, and Octavo's commands one by one."""

    book: Path
    peers: Cost = field(default_factory=Cost)
    cold: Cost = field(default_factory=Cost)
    check: Cost = field(default_factory=Cost)
    unchanged: Cost = field(default_factory=Cost)
    sentence: Cost = field(default_factory=Cost)
    printed: Cost = field(default_factory=Cost)

    def measure(self, runs: int = RUNS) -> Measured:
        """Run all of it in turn, several times over."""
        for number in range(runs):
            self._peers()
            out = self.book.parent / "out"
            shutil.rmtree(out, ignore_errors=True)
            self.cold.ran(*OCTAVO, "build", self.book, "--out", out)
            self.check.ran(*OCTAVO, "check", self.book, "--out", out)
            self.unchanged.ran(*OCTAVO, "build", self.book, "--out", out)
            self._change(number)
            self.sentence.ran(*OCTAVO, "build", self.book, "--out", out)
            shutil.rmtree(out)
            every = "epub,pdf,html,tei,text,print,cover,booklet"
            self.printed.ran(*OCTAVO, "build", self.book, "--out", out, "--only", every)
        return self

    def measure_cold(self) -> Measured:
        """Build it once, without anything kept."""
        self.cold.ran(*OCTAVO, "build", self.book, "--no-cache")
        return self

    def _peers(self) -> None:
        """What pandoc and Typst take for the same text, one after another."""
        with tempfile.TemporaryDirectory() as folder:
            text = Path(folder) / "all.md"
            pages = [path.read_text(encoding="utf-8") for path in sorted(self.book.glob("*.md"))]
            text.write_text("\n\n".join(FRONT_MATTER.sub("", page) for page in pages), encoding="utf-8")
            costs = [
                run(pandoc_path(), text, "--standalone", "--metadata", "title=A", "--output", text.with_suffix(ending))
                for ending in (".epub", ".html", ".typ")
            ]
            costs.append(run(sys.executable, "-c", TYPST, text.with_suffix(".typ"), text.with_suffix(".pdf")))
        self.peers.seconds = min(self.peers.seconds, sum(cost.seconds for cost in costs))
        self.peers.memory = max(self.peers.memory, *(cost.memory for cost in costs))

    def _change(self, number: int) -> None:
        """Put a word that the witness has not into the middle chapter, as an editor would while he works."""
        chapters = sorted(self.book.glob("*.md"))
        path = chapters[len(chapters) // 2]
        text = path.read_text(encoding="utf-8")
        at = text.index(" the ", len(text) // 2)
        path.write_text(f"{text[:at]} {'one ' * (number % 2 + 1)}{text[at + 1 :]}", encoding="utf-8")
        time.sleep(0.1)

    @property
    def ratio(self) -> float:
        """How many times the peers' time a cold build takes."""
        return self.cold.seconds / self.peers.seconds


def book_of(folder: Path, words: int, errata: int) -> Measured:
    """A book of so many words, a note for every 750."""
    times = words // 8_167
    book = folder / f"{words}-{errata}" / "book"
    measured_book(ROOT / "source", book, times, notes=130 * times // 12, errata=errata)
    return Measured(book)


def table(folder: Path, tell: Callable[[str], None]) -> list[str]:
    """Measure, and write the rows of the table."""
    shutil.copytree(ROOT / "source", folder / "pamphlet" / "book")
    tell("the first edition")
    short = Measured(folder / "pamphlet" / "book").measure(RUNS + 2)
    tell("98,000 words")
    book = book_of(folder, 98_004, 40).measure()
    tell("98,000 words with 2,000 errata")
    many = book_of(folder, 98_004, 2_000).measure_cold()
    longer = []
    for times in (2, 4, 8):
        tell(f"{98 * times},000 words")
        longer.append(book_of(folder, 98_004 * times, 40 * times).measure_cold())
    both = (short, book)
    growth = " · ".join(
        f"{later.cold.seconds / earlier.cold.seconds:.2f} ×"
        for earlier, later in zip((book, *longer), longer, strict=False)
    )
    return rows(
        ("what", "goal", "a pamphlet of 9,000 words", "a book of 98,000"),
        ("---", "---", "---", "---"),
        ("pandoc (EPUB, HTML, Typst) + Typst (PDF), nothing proved", "", *(f"{m.peers.seconds:.2f} s" for m in both)),
        ("**`octavo build`, everything, proved**", "1.2 ×; 0.9 ×", *(f"**{m.ratio:.2f} ×**" for m in both)),
        ("print, cover and booklet on top", "0.25 × more", *(more(m.printed, m.cold) for m in both)),
        ("`octavo check` after it", "0.3 × of the build", *(of(m.check, m.cold) for m in both)),
        ("a sentence changed, built again", "0.2 × of the build", *(of(m.sentence, m.cold) for m in both)),
        ("nothing changed, built again", "0.3 s", *(f"{m.unchanged.seconds:.2f} s" for m in both)),
        ("memory of the largest process", "450 MB", *(f"{m.cold.memory:.0f} MB" for m in both)),
        ("… of the peers'", "", *(f"{m.peers.memory:.0f} MB" for m in both)),
        ("2,000 errata in it", "550 MB", "", f"{of(many.cold, book.peers)}, {many.cold.memory:.0f} MB"),
        ("twice, four, eight times the words: time of each to the one before", "2.1 ×", "", growth),
    )


def more(cost: Cost, than: Cost) -> str:
    """How much more one takes than another, as a multiple of that."""
    return f"{cost.seconds / than.seconds - 1:.2f} × more"


def of(cost: Cost, whole: Cost) -> str:
    """What one takes, as a multiple of another."""
    return f"{cost.seconds / whole.seconds:.2f} ×"


def rows(*cells: Sequence[str]) -> list[str]:
    """Rows of a table in Markdown."""
    return [f"| {' | '.join(row)} |" for row in cells]


def write_into_readme(lines: Sequence[str]) -> None:
    """Put the table between its two marks in the README."""
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    README.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{rest.split(END)[1]}", encoding="utf-8")


def main() -> None:
    """Print the table; with ``--readme``, put it into the README too."""
    with tempfile.TemporaryDirectory() as folder:
        lines = table(Path(folder), lambda what: print(f"measuring: {what}", file=sys.stderr))
    print("\n".join(lines))
    if "--readme" in sys.argv:
        write_into_readme(lines)


if __name__ == "__main__":
    main()

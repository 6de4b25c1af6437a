"""make bench-library: a library of thousands, as seconds and as ratios within one run. It asserts nothing.

``benchlibrary.py [EDITIONS [TITLES]]``: how many small editions are built, and of how many titles the largest catalogue
is. Best on a machine that does nothing else: what the processors did besides is printed.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from librarybooks import FRONT, identifier, library_of, name
from octavo.cache import read_whole, write_beside
from octavo.library.keys import sha256_of, stat_of
from octavo.library.records import Record, Store

OCTAVO = [sys.executable, "-c", "from octavo.cli.main import main; main()"]
SETTINGS = """title: A Library
base-url: https://books.example/
publisher: The House
sender: {name: The House, email: books@example.org}
renditions: [epub, pdf, html]
search: false
"""
ON_PAPER = 75_000
CORE_HOUR = 0.04
"""What an hour of one core costs at providers of virtual machines, in euros: the dearer half of usual prices."""


@dataclass(frozen=True)
class Ran:
    """One run of a command."""

    seconds: float
    own: float
    """Seconds of processors that it took, with all that it had started."""
    memory: int
    """The most that the command itself held, in bytes."""
    busy: float
    """Seconds of processors that the whole machine was busy."""

    @property
    def others(self) -> float:
        """Cores that were busy with something else."""
        return max(0.0, self.busy - self.own) / self.seconds


def ran(*words: object, cores: set[int] | None = None) -> Ran:
    """Run octavo on some cores alone."""
    began, busy, own = time.monotonic(), _busy(), _own()
    process = subprocess.Popen(
        [*OCTAVO, *map(str, words)],
        stderr=subprocess.PIPE,
        preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(said.decode())
    seconds, busy = time.monotonic() - began, _busy() - busy
    with suppress(ChildProcessError):  # what it had started is ended with it, and comes to us
        while True:
            os.wait()
    return Ran(seconds, _own() - own, used.ru_maxrss * 1024, busy)


def adopt_orphans() -> None:
    """Be the parent of all that is started below this process and outlives its own, so that its time is known."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def _own() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _busy() -> float:
    """Seconds of processors that were not idle, of all of the machine."""
    times = [int(word) for word in Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]]
    return (sum(times) - times[3] - times[4]) / os.sysconf("SC_CLK_TCK")


def building(folder: Path, count: int) -> float:
    """All editions on two cores and on one, then with nothing to do; gives seconds of one core for an edition."""
    cores = sorted(os.sched_getaffinity(0))[:2]
    print(f"building {count:,} small editions (EPUB, PDF, HTML and records)")
    runs = {}
    for number in (2, 1):
        library = library_of(folder / f"on{number}", count, SETTINGS)
        runs[number] = one = ran("library", "build", library, cores=set(cores[:number]))
        print(f"  {number} core{'s' if number > 1 else ''}: {one.seconds:7.1f} s, {count / one.seconds:.2f} a second, "
              f"{one.own:.1f} s of processors ({one.own / count:.2f} an edition, {one.own / one.seconds:.2f} cores); "
              f"others took {one.others:.2f} cores")  # fmt: skip
    print(f"  ratio (goal ≥ 1.8): {runs[1].seconds / runs[2].seconds:.2f}; where nothing else ran it would be "
          f"{2 * runs[1].own / runs[2].own:.2f}, by the seconds of processors")  # fmt: skip
    nothing = ran("library", "build", folder / "on2", cores=set(cores))
    print(f"  nothing to do (goal ≤ 2 s per 1,000): {nothing.seconds:.2f} s, {nothing.own:.2f} s of processors")
    few = ran("library", "build", library_of(folder / "few", max(1, count // 10), SETTINGS), cores=set(cores))
    print(f"  memory of the command (goal: flat): {few.memory / 2**20:.0f} MB for {max(1, count // 10):,} editions, "
          f"{runs[2].memory / 2**20:.0f} MB for {count:,}")  # fmt: skip
    shutil.rmtree(folder / "on1")
    return runs[2].own / count


def catalogues(folder: Path, most: int) -> None:
    """Catalogues of more and more titles, whose entries are copies of one that was built, under other names."""
    pattern = library_of(folder / "pattern", 1, SETTINGS)
    ran("library", "build", pattern)
    print("catalogue with all feeds, without the search (goal: 10,000 titles ≤ 60 s, linear)")
    for count in (most // 4, most // 2, most):
        library = many(pattern, folder / f"titles{count}", count)
        first = ran("library", "catalog", library, "--no-build", "--site", folder / "site")
        again = ran("library", "catalog", library, "--no-build", "--site", folder / "site")
        print(f"  {count:6,} titles: {first.seconds:6.1f} s, {first.own:.1f} s of processors "
              f"({first.own / count * 1000:.2f} ms each); again with nothing new {again.seconds:.1f} s, "
              f"{again.own:.1f} s of processors; {first.memory / 2**20:.0f} MB")  # fmt: skip
        for path in (library, folder / "site"):
            shutil.rmtree(path)


def many(pattern: Path, library: Path, count: int) -> Path:
    """A library of so many titles, each as the pattern's one, with another name, title and date."""
    library.mkdir()
    shutil.copy(pattern / "library.yaml", library)
    known, store = Store(pattern / "build"), Store(library / "build")
    record, data = known.record(name(0)), read_whole(known.entry(name(0)))
    assert record is not None and data is not None
    store.prepare()
    for number, day in enumerate(_days(count), 1):
        book = library / f"b{number:05}" / "1.md"
        book.parent.mkdir()
        keys = {"title": f"Book {number}", "identifier": identifier(number), "more": "", "number": number}
        book.write_text(FRONT.format(published=day, **keys), encoding="utf-8")
        _copied(known, store, replace(record, identifier=identifier(number)), data, number, day, book)
    return library


def _days(count: int) -> Iterator[date]:
    return (date(1950, 1, 1) + timedelta(days=number * 27_000 // count) for number in range(count))


def _copied(known: Store, store: Store, record: Record, data: bytes, number: int, day: date, book: Path) -> None:
    """One title's record, entry, cover and renditions."""
    entry = json.loads(data.replace(name(0).encode(), name(number).encode()))
    people = [{"name": f"Ada {number % 997}", "role": "aut", "file-as": f"{chr(65 + number % 26)}da {number % 997}"}]
    entry["metadata"] |= {"title": f"Book {number}", "published": str(day), "creator": people}
    entry["metadata"]["products"] = {"epub": {"isbn": _isbn(2 * number)}, "pdf": {"isbn": _isbn(2 * number + 1)}}
    write_beside(store.entry(name(number)), json.dumps(entry).encode())
    os.link(known.thumbnail(name(0)), store.thumbnail(name(number)))
    built = store.built(name(number))
    built.mkdir()
    for path in known.built(name(0)).iterdir():
        os.link(path, built / path.name)
    stats = {path: stat_of(built / path) for path in record.outputs}
    store.write(
        replace(record, name=name(number), folder=book.parent.name, digests={"1.md": sha256_of(book)},
                stats={"1.md": stat_of(book)}, output_stats=stats)
    )  # fmt: skip


def _isbn(number: int) -> str:
    digits = f"9781{number:08}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def main() -> None:
    """All of it."""
    editions, titles = (int(word) for word in (*sys.argv[1:], "1000", "10000")[:2])
    if len(sys.argv) == 2:
        titles = 10 * editions
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="octavo-library-") as inside:
        folder = Path(inside)
        seconds = building(folder, editions)
        hours = ON_PAPER * seconds / 3600
        print(f"  on paper, {ON_PAPER:,} such editions: {hours:.1f} hours of one core, {hours / 16:.1f} h on 16 cores, "
              f"{hours * CORE_HOUR:.2f} € at {CORE_HOUR} € an hour and core")  # fmt: skip
        catalogues(folder, titles)


if __name__ == "__main__":
    main()

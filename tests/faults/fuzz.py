"""Files that chance has damaged, given to all that reads files: each is read or refused, and nothing else happens.

``python tests/faults/fuzz.py KIND NUMBER`` tries one of them again and shows what it raises.
"""

from __future__ import annotations

import io
import signal
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from pieces import COMMON, MARKDOWN, MARKUP, PDF, YAML

from octavo.build import build
from octavo.checks.press.foreign import foreign_job
from octavo.checks.press.preflight import preflight
from octavo.edition import load_edition
from octavo.errors import OctavoError
from octavo.readback.anyfile import read_any
from program import octavo

LONGEST = 30
"""Seconds within which a file of some kilobytes is read or refused, also on a machine that is busy otherwise."""


class TooLong(BaseException):
    """Something took longer than ``LONGEST``; no ``except`` of the program catches it."""


@dataclass(frozen=True)
class Kind:
    """One kind of file: what is damaged, with which pieces, and what reads it."""

    seeds: list[bytes]
    pieces: list[str]
    tried: Callable[[bytes, Path], object]
    name: str
    is_zip: bool = False


@dataclass
class Tally:
    """What came of the inputs of some kinds."""

    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def mutant(kind: Kind, number: int) -> bytes:
    """The damaged file of a number, always the same."""
    chance = Random(number)
    data = chance.choice(kind.seeds)
    if kind.is_zip and chance.random() < 0.7:
        return _with_member_damaged(data, kind, chance)
    return _damaged(data, kind, chance)


def _with_member_damaged(data: bytes, kind: Kind, chance: Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(made, "w") as changed:
        victim = chance.choice(whole.namelist())
        for name in whole.namelist():
            content = whole.read(name)
            if name == victim and chance.random() < 0.1:
                continue
            changed.writestr(name, _damaged(content, kind, chance) if name == victim else content)
    return made.getvalue()


def _damaged(data: bytes, kind: Kind, chance: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 3, 6])):
        at = chance.randrange(len(changed) + 1)
        to = min(len(changed), at + chance.choice([1, 2, 9, 60, 600]))
        what = chance.randrange(7)
        if what == 0 and at < len(changed):
            changed[at] ^= 1 << chance.randrange(8)
        elif what == 1:
            del changed[at:to]
        elif what == 2:
            changed[to:to] = changed[at:to] * chance.choice([1, 2, 40])
        elif what == 3:
            del changed[at:]
        else:
            piece = chance.choice(kind.pieces if chance.random() < 0.7 else COMMON)
            changed[at : at if what < 6 else to] = piece.encode("utf-8", "surrogatepass")
    return bytes(changed)


@contextmanager
def bounded() -> Iterator[None]:
    """Raise TooLong in what takes too long; Python alone can be stopped so."""

    def stop(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def fuzz(kind: Kind, numbers: range, folder: Path) -> Tally:
    """Try the damaged files of some numbers."""
    tally = Tally()
    for number in numbers:
        try:
            with bounded():
                kind.tried(mutant(kind, number), folder)
            tally.ends["read"] += 1
        except OctavoError as error:
            told = all(problem.place or problem.hint for problem in error.problems)
            tally.ends["refused"] += 1
            if not told or "fault of Octavo" in str(error):
                tally.faults.append(f"{kind.name} {number}: {error}")
        except (Exception, TooLong) as error:
            tally.faults.append(f"{kind.name} {number}: {type(error).__name__}: {str(error)[:200]}")
    return tally


def _compared(ending: str) -> Callable[[bytes, Path], object]:
    def read(data: bytes, folder: Path) -> object:
        path = folder / f"damaged.{ending}"
        path.write_bytes(data)
        return read_any(path)

    return read


def _preflighted(data: bytes, folder: Path) -> object:
    path = folder / "damaged.pdf"
    path.write_bytes(data)
    return preflight(foreign_job(path, "kdp"))


def _loaded(name: str) -> Callable[[bytes, Path], object]:
    def load(data: bytes, folder: Path) -> object:
        edition = folder / "edition"
        edition.mkdir(exist_ok=True)
        (edition / "01.md").write_bytes(BOOK.encode())
        (edition / name).write_bytes(data)
        try:
            return load_edition(edition)
        finally:
            (edition / name).unlink()

    return load


def _built(data: bytes, folder: Path) -> object:
    edition = folder / "book"
    edition.mkdir(exist_ok=True)
    (edition / "01.md").write_bytes(data)
    return build(edition, ("epub", "pdf", "html", "tei", "text"))


BOOK = """---
title: A book
fonts: none
creator: {name: Ada Author, role: aut}
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000000081
version: "1"
published: 2020-02-02
rights: Public domain.
print: {trim: 5x8in}
---

# One {#one}

A word with [a span]{#span lang=de}, [a link](https://example.org "its title"), `code` and $x^2$.[^1]

::: {#part lang=fr}
Another paragraph, *leaning* and **strong**.
:::

1. one
2. two

| Left | Right |
|:-----|------:|
| a    | b     |

> A quotation
> of two lines.

See [one](#one).

[^1]: A note.

# Two

| A line of verse
| and another
"""
ERRATA = """errata:
- id: one
  for: "A wrod"
  read: "A word"
  kind: misprint
  note: It is so.
- {id: two, for: anothr, read: another, every: true, count: 2, kind: misread}
stet:
- {id: three, reading: "A word", why: So it stands.}
"""


def kinds(folder: Path) -> dict[str, Kind]:
    """All kinds of files, each damaged from what Octavo or pandoc has made of one small book."""
    import pypandoc

    edition = folder / "seed"
    edition.mkdir()
    (edition / "01.md").write_text(BOOK, encoding="utf-8")
    for more in ((), ("--only", "docx")):
        assert octavo("build", edition, "--out", folder / "seeds", *more).returncode == 0
    made = {path.suffix[1:]: path.read_bytes() for path in (folder / "seeds").glob("a-book.*")}
    for ending in ("odt", "epub", "html", "docx"):
        path = folder / f"pandoc.{ending}"
        pypandoc.convert_text(BOOK, ending, "markdown", outputfile=str(path), extra_args=["--standalone"])
    of_pandoc = {path.suffix[1:]: path.read_bytes() for path in folder.glob("pandoc.*")}
    head, text = BOOK.encode(), BOOK.partition("\n---\n")[2]
    chapter = text.encode()
    return {
        kind.name: kind
        for kind in (
            Kind([made["html"][:60_000], of_pandoc["html"]], MARKUP, _compared("html"), "HTML"),
            Kind([made["xml"]], MARKUP, _compared("xml"), "TEI"),
            Kind([made["epub"], of_pandoc["epub"]], MARKUP, _compared("epub"), "EPUB", is_zip=True),
            Kind([made["docx"], of_pandoc["docx"]], MARKUP, _compared("docx"), "DOCX", is_zip=True),
            Kind([of_pandoc["odt"]], MARKUP, _compared("odt"), "ODT", is_zip=True),
            Kind([made["pdf"]], PDF, _compared("pdf"), "PDF"),
            Kind([made["pdf"]], PDF, _preflighted, "preflight"),
            Kind([made["txt"], chapter], MARKDOWN, _compared("txt"), "text"),
            Kind([head], YAML, _loaded("01.md"), "front matter"),
            Kind([ERRATA.encode()], YAML, _loaded("errata.yaml"), "errata"),
            Kind([head], MARKDOWN, _built, "Markdown"),
        )
    }


STARTING = ("Markdown",)
"""Kinds for which pandoc and Typst are started each time."""


def rows(in_process: int = 100_000, started: int = 5_000) -> list[tuple[str, ...]]:
    """The cells of the table: the kind of file, how many, what came of them. The kinds share the two figures."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        all_kinds = kinds(Path(folder))
        others = len(all_kinds) - len(STARTING)
        for name, kind in all_kinds.items():
            count = started // len(STARTING) if name in STARTING else in_process // others
            tally = fuzz(kind, range(count), Path(folder))
            for fault in tally.faults:
                print(fault, file=sys.stderr)
            came = f"{tally.ends['read']:,} read, {tally.ends['refused']:,} refused with a place or a hint"
            found.append((f"{name}, damaged", f"{count:,}", f"{came}, {len(tally.faults)} otherwise"))
    return found


def main() -> None:
    """Try one file again, or print the table."""
    if len(sys.argv) != 3:
        for row in rows():
            print(f"| {' | '.join(row)} |")
        return
    with tempfile.TemporaryDirectory() as folder:
        kind = kinds(Path(folder))[sys.argv[1]]
        data = mutant(kind, int(sys.argv[2]))
        try:
            with bounded():
                print(kind.tried(data, Path(folder)))
        except BaseException:
            traceback.print_exc()
        Path("damaged").write_bytes(data)


if __name__ == "__main__":
    main()

"""make bench: how long things take, as seconds and as ratios within one run. It asserts nothing."""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from books import long_book, measured_book
from octavo.build import edition_moment
from octavo.document import read_document
from octavo.edition import ErrataList, load_edition
from octavo.errors import Notices, Place
from octavo.renditions.citation import citation
from octavo.renditions.epub import epub
from octavo.renditions.html import html
from octavo.setting.pages import set_pages
from octavo.text.collate import collate
from octavo.text.layer import Layer
from octavo.typesetting.typstbook import TypstBook

SOURCE = Path(__file__).parent.parent / "source"
OCTAVO = [sys.executable, "-c", "from octavo.cli.main import main; main()"]


def best(work: Callable[[], object], runs: int = 3) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def texts(words: int, changes: int) -> tuple[str, str]:
    """A text of so many words, made of the first edition's, and a copy with so many changed."""
    chance = random.Random(1)
    stock = (SOURCE / "witness" / "000_178c7b2e8be2bd83.txt").read_text(encoding="utf-8").split()
    first = [chance.choice(stock) if number % 5 == 0 else stock[number % len(stock)] for number in range(words)]
    second = list(first)
    for _ in range(changes):
        second[chance.randrange(words)] = chance.choice(["ho", "arid", ",", "the the", ""])
    return " ".join(first), " ".join(second)


def collation() -> None:
    """The engine alone: reading both texts into tokens and comparing them."""
    print("collation (goal: 100,000 words under 1 s and 200 MB)")
    base = 0.0
    for words in (25_000, 50_000, 100_000, 200_000):
        a, b = texts(words, words // 50)
        seconds = best(lambda a=a, b=b: collate(Layer.of(a), Layer.of(b), ErrataList(), lambda n: Place(SOURCE, 1, n)))
        base = base or seconds / words
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        said = f"{words:>9,} words, {words // 50:>5,} changes: {seconds:.2f} s"
        print(f"{said}, {seconds / words / base:.2f} × a word, peak {peak:.0f} MB")


def process(*words: str | Path) -> None:
    """Run the program once."""
    subprocess.run([*OCTAVO, *map(str, words)], check=True, capture_output=True)


def pandoc_alone(book: Path, folder: Path) -> float:
    """What pandoc needs to turn the text of a book into HTML: the measure of all that follows."""
    import pypandoc

    text = folder / "all.md"
    pages = [path.read_text(encoding="utf-8") for path in sorted(book.glob("*.md"))]
    text.write_text("\n\n".join(pages), encoding="utf-8")
    command = [pypandoc.get_pandoc_path(), text, "-t", "html5", "-o", "/dev/null"]
    return best(lambda: subprocess.run(command, check=True, capture_output=True))


def commands() -> None:
    """Whole processes on the first edition and on a book eleven times as long."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        long_book(SOURCE, book, 11)
        pandoc = pandoc_alone(book, Path(folder))
        print(f"a book of 11 essays; pandoc alone to HTML: {pandoc:.2f} s (the ratios are to this)")
        for name, words in (("build", ["build", book]), ("check", ["check", book]), ("collate", ["collate", book])):
            seconds = best(lambda words=words: process(*words), 2)
            print(f"  octavo {name:8} {seconds:.2f} s, {seconds / pandoc:.2f} ×")
        out = Path(folder) / "out"
        for name in ("build", "check", "collate"):
            words = [name, SOURCE, *(["--out", out] if name != "collate" else [])]
            seconds = best(lambda words=words: process(*words))
            print(f"  the pamphlet: octavo {name:8} {seconds:.2f} s")


BEFORE = 2.85
"""What a build of this book cost before marks, pages, TEI and text came in, as a multiple of pandoc alone."""


def errata() -> None:
    """All renditions of 98,000 words with 130 notes: linear in words and in errata."""
    print(f"marks and pages (goals: 1.3 × and 2.2 × what a build cost before, which was {BEFORE} × pandoc)")
    for times, count in ((12, 40), (12, 2000), (12, 1000), (6, 1000), (6, 20)):
        with tempfile.TemporaryDirectory() as folder:
            book = Path(folder) / "book"
            measured_book(SOURCE, book, times, notes=130 * times // 12, errata=count)
            pandoc = pandoc_alone(book, Path(folder))
            seconds = best(lambda book=book: process("build", book), 3)
        ratio = seconds / pandoc
        said = f"{98_000 * times // 12:>9,} words, {count:>5,} errata: {seconds:.2f} s"
        print(f"{said}, {ratio:.2f} × pandoc, {ratio / BEFORE:.2f} × before")


def press() -> None:
    """Interior, cover, booklet and archival PDF against one plain setting of the same text by Typst."""
    print("the press (goal: 1.6 × one plain typst compile for each time the text is set)")
    with tempfile.TemporaryDirectory() as folder:
        book, text = Path(folder) / "book", Path(folder) / "text"
        measured_book(SOURCE, book, 12, notes=130, errata=40)
        times = _keep_typst_text(book, text)
        script = (
            f"import typst; typst.Compiler({str(text / 'main.typ')!r}, ignore_system_fonts=True).compile(format='pdf')"
        )
        plain = best(lambda: subprocess.run([sys.executable, "-c", script], check=True))
        seconds = best(lambda: process("build", "--only", "pdf,print,cover,booklet", book))
    said = f"   98,000 words, set {times} times: {seconds:.2f} s; plain {plain:.2f} s"
    print(f"{said}; {seconds / plain:.2f} ×, {seconds / plain / times:.2f} × a setting")


def reading() -> None:
    """What readers get, of a Document that is there, against reading the Document: the EPUB, the page, its citation."""
    print("the EPUB and the page (ratios to reading the text with pandoc and proving it)")
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        measured_book(SOURCE, book, 12, notes=130, errata=40)
        read = best(lambda: read_document(load_edition(book)))
        document = read_document(load_edition(book))
        moment = edition_moment(document.edition)
        cover = (SOURCE.parent / "styles" / "specimen.png").read_bytes()
        works: list[tuple[str, Callable[[], object]]] = [
            ("EPUB", lambda: epub(document, cover, "image/png", moment)),
            ("page", lambda: html(document)),
            ("its citation", lambda: citation(document.edition.metadata)),
        ]
        for name, work in works:
            seconds = best(work)
            print(f"   98,000 words, {name:13} {seconds:.2f} s, {seconds / read:.2f} ×")


def _keep_typst_text(book: Path, folder: Path) -> int:
    """Copy what Typst sets of a book into a folder; gives how often the book is set."""
    document = read_document(load_edition(book))
    with TypstBook(document, edition_moment(document.edition), Notices()) as typst_book:
        set_pages(document, typst_book, Notices())
        typst_book.book()
        shutil.copytree(typst_book.folder, folder)
        return typst_book.times_set


if __name__ == "__main__":
    collation()
    commands()
    errata()
    press()
    reading()

"""Books of a size that few write: tens of thousands of notes and rows, a thousand chapters, thousands of pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Make = Callable[[Path], list[str]]
SENTENCE = "Some words of the text stand here, and some more of them follow in a sentence. "


def _book(text: Callable[[], str], front: str = "") -> Make:
    """A case whose text is made when it is wanted: what runs the cases must have little memory itself."""

    def make(folder: Path) -> list[str]:
        from extremes import book

        return book(text(), front)(folder)

    return make


def _notes(number: int) -> str:
    marks = "".join(f"{SENTENCE}[^{n}]\n\n" for n in range(number))
    return "# One\n\n" + marks + "".join(f"[^{n}]: A note, the {n}th of them.\n\n" for n in range(number))


def _rows(number: int) -> str:
    return "# One\n\n| a | b | c |\n|---|---|---|\n" + "".join(
        f"| row {n} | some words | {n} |\n" for n in range(number)
    )


def _chapters(number: int) -> Make:
    def make(folder: Path) -> list[str]:
        arguments = _book(lambda: f"# The first\n\n{SENTENCE * 20}\n")(folder)
        for n in range(2, number + 1):
            (folder / f"{n:04}.md").write_text(f"# Chapter {n}\n\n{SENTENCE * 20}\n", encoding="utf-8")
        return arguments

    return make


def _pictures(number: int) -> Make:
    def make(folder: Path) -> list[str]:
        from PIL import Image

        for n in range(number):
            Image.new("RGB", (300, 200), (n % 256, n // 256, 99)).save(folder / f"p{n}.png")
        return _book(lambda: "# One\n\n" + "".join(f"![Picture {n}](p{n}.png)\n\n" for n in range(number)))(folder)

    return make


def _witness(megabytes: int, *command: str) -> Make:
    def make(folder: Path) -> list[str]:
        words = [f"word{n * 7919 % 30011}" for n in range(megabytes * 1_000_000 // 10)]
        text = "\n\n".join(" ".join(words[at : at + 100]) for at in range(0, len(words), 100))
        (folder / "w.txt").write_text(text + "\n", encoding="utf-8")
        return [*command] or _book(lambda: text + "\n", "witness: {path: w.txt}\n")(folder)

    def collated(folder: Path) -> list[str]:
        arguments = make(folder)
        if command:
            _book(lambda: (folder / "w.txt").read_text(encoding="utf-8"), "witness: {path: w.txt}\n")(folder)
        return arguments

    return collated


SIZES: dict[str, Make] = {
    "5,000 notes": _book(lambda: _notes(5000)),
    "50,000 notes": _book(lambda: _notes(50_000)),
    "1,600 table rows": _book(lambda: _rows(1600)),
    "16,000 table rows": _book(lambda: _rows(16_000)),
    "100,000 table rows": _book(lambda: _rows(100_000)),
    "1,000 chapters": _chapters(1000),
    "500 pictures": _pictures(500),
    "5,000 pictures": _pictures(5000),
    "a witness of 1 MB": _witness(1),
    "a witness of 10 MB, collated": _witness(10, "collate", "."),
    "a witness of 10 MB, built": _witness(10),
}

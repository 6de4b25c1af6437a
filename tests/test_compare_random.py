"""Random texts in every format: unchanged they are the same in all pairs, and one word changed anywhere is found."""

from __future__ import annotations

import io
import random
import re
import zipfile
from itertools import combinations
from pathlib import Path

import pytest

from octavo.readback.anyfile import read_any
from octavo.readback.comparison import compare_files
from octavo.readback.filetext import FileText
from test_compare import foreign, readings
from test_compare_word import WORD

SYLLABLES = ("ba", "ce", "dí", "fo", "gü", "ha", "ji", "kæ", "lo", "mé", "nu", "pø", "ra", "sé", "ti", "vu", "wo", "za")
FORMATS = {"docx": "docx", "odt": "odt", "epub3": "epub", "html5": "html"}
WRAPPED = ("simple-field", "field", "control", "smart-tag", "custom-xml", "link", "inserted", "direction", "unknown")


class Author:
    """Writes Markdown with every kind of block; no word comes twice."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.words: list[str] = []
        self.notes: list[str] = []

    def word(self) -> str:
        while True:
            word = "".join(self.rng.choices(SYLLABLES, k=self.rng.randint(2, 4)))
            if word not in self.words:
                self.words.append(word)
                return word

    def line(self, most: int = 12) -> str:
        words = [self.word() for _ in range(self.rng.randint(3, most))]
        at = self.rng.randrange(len(words))
        words[at] = self.rng.choice(("*{}*", "**{}**", "[{}](https://example.org)", "{}", "“{}”")).format(words[at])
        return " ".join(words).capitalize() + self.rng.choice((".", "?", " – " + self.word() + "."))

    def noted(self) -> str:
        number = len(self.notes) + 1
        self.notes.append(f"[^{number}]: {self.line()}" + self.rng.choice(("", f"\n\n    {self.line()}")))
        return f"{self.line()[:-1]}[^{number}] {self.line()}"

    def block(self) -> str:
        kind = self.rng.randrange(9)
        if kind == 0:
            return f"## {self.line(5)}"
        if kind == 1:
            # What follows parts it from a further list, which pandoc would count on.
            return "\n".join(f"{n}. {self.line()}" for n in range(1, 4)) + f"\n\n{self.line()}"
        if kind == 2:
            return f"- {self.line()}\n- {self.line()}\n    - {self.line()}\n"
        if kind == 3:
            rows = [f"| {self.word()} | {self.line(4)} |" for _ in range(3)]
            return "\n".join([rows[0], "|---|---|", *rows[1:]])
        if kind == 4:
            return f"> {self.line()}\n>\n> {self.line()}"
        if kind == 5:
            return f"| {self.line(4)}\n| {self.line(4)}"
        return self.noted() if kind < 7 else self.line(40)

    def text(self) -> str:
        blocks = [f"# {self.line(4)}", *(self.block() for _ in range(25))]
        return "\n\n".join([*blocks, *self.notes]) + "\n"


def changed(text: str, rng: random.Random, words: list[str]) -> tuple[str, str, str]:
    """The text with one of its words changed, that word, and the new one, as they stand there."""
    word = rng.choice([one for one in words if re.search(rf"\b{one}\b", text)])
    return re.sub(rf"\b{word}\b", "novum", text), word, "novum"


def made(markdown: str, writer: str, folder: Path, name: str) -> FileText:
    return read_any(foreign(markdown, writer, folder / f"{name}.{FORMATS[writer]}"))


@pytest.mark.parametrize("seed", range(6))
def test_one_changed_word_is_found_and_nothing_else(seed: int, tmp_path: Path) -> None:
    author = Author(seed)
    text = author.text()
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    files = {"md": read_any(tmp_path / "a.md"), **{kind: made(text, kind, tmp_path, "a") for kind in FORMATS}}
    for a, b in combinations(files, 2):
        found = compare_files(files[a], files[b])
        assert (readings(found), files[a].notes) == ([], files[b].notes), (a, b)
    for writer in FORMATS:
        other, old, new = changed(text, author.rng, author.words)
        against = author.rng.choice([kind for kind in files if kind != writer])
        found = compare_files(files[against], made(other, writer, tmp_path, "b"))
        assert readings(found) == [(old, new)], (against, writer)


@pytest.mark.parametrize("seed", range(6))
def test_words_are_the_same_whatever_word_puts_around_them(seed: int, tmp_path: Path) -> None:
    """Each run of a DOCX in a field, control or the like, one in two of them; then one word of these changed."""
    author = Author(100 + seed)
    path = foreign(author.text(), "docx", tmp_path / "a.docx")
    parts = {}
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as container:
        for name in container.namelist():
            parts[name] = container.read(name)

    def wrapped(found: re.Match[bytes]) -> bytes:
        run = found[0].decode()
        kind = author.rng.choice(WRAPPED)
        return (WORD[kind].replace("{}", run) if author.rng.random() < 0.5 else run).encode()

    run = rb"<w:r>(?:(?!</w:r>|footnoteRef|<w:drawing).)*<w:t[ >](?:(?!</w:r>|footnoteRef).)*</w:r>"
    for name in ("word/document.xml", "word/footnotes.xml"):
        parts[name] = re.sub(run, wrapped, parts[name], flags=re.DOTALL)

    def written(name: str) -> FileText:
        with zipfile.ZipFile(tmp_path / name, "w") as container:
            for part, data in parts.items():
                container.writestr(part, data)
        return read_any(tmp_path / name)

    assert b"fldSimple" in parts["word/document.xml"]
    original = read_any(path)
    assert readings(compare_files(original, written("b.docx"))) == []
    for _ in range(3):
        name = author.rng.choice(
            ("word/document.xml", "word/footnotes.xml") if author.notes else ("word/document.xml",)
        )
        before = parts[name]
        text, old, new = changed(before.decode(), author.rng, author.words)
        parts[name] = text.encode()
        assert readings(compare_files(original, written("c.docx"))) == [(old, new)]
        parts[name] = before

"""Editions made at random of what books hold: nothing is found in them, and each word of pandoc's is in the text."""

from __future__ import annotations

import json
import random
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pypandoc
import pytest

from octavo.build import build
from octavo.checks.run import check
from octavo.outfolder import write
from settings import HEAD
from test_plain import NARROW, NO_BREAK, SQUARE

EDITION = HEAD.replace("print: {trim: TRIM}\n", "")
WORDS = (
    "the",
    "harbour",
    "of",
    "a",
    "well-known",
    "town’s",
    "boats",
    "Ångström",
    "‘it’",
    "(so)",
    "4,700",
    "don't",
    "e.g.",
)
SIGNS = (
    "“…”",
    "?!",
    "—",
    "· · ·",
    ". . . .",
    "“—”",
    "¿?",
    "…",
    "\\*\\*\\*",
    "\\|",
    "\\#\\#",
    "&",
    "=",
    "~",
    "\\-\\-\\-",
)
LONG = "The harbour at noon, with all its boats, seen from the hill above the northern town in spring"
SPICES = (
    *("10^6^", "2^−1^", "H~2~O", "x^q^", "1^st^", "a~é~", "y^n+1^", "$x^2$", "$\\frac{a}{b}$", "`a | b`", "`|`", "`}`"),
    *("`---`", "`term`'s", "~~struck~~", "**bold *both***", "[small]{.smallcaps}", "\\[1\\]", "[link](#one)", "a/b"),
    *(f"«{NO_BREAK}oui{NARROW}!{NO_BREAK}»", "\u2067Ada\u2069", "a\u2060b", f"8{NO_BREAK}km"),
    *(
        '![a](a.svg){alt="one picture"}',
        f'![a](a.svg){{alt="{LONG}"}}',
        "\\<",
        "\\_under\\_",
        "line\\\nbroken",
        "x\\|y",
    ),
    *("- so", "1. so", "+", "Œuvre", "[שלום\u200f]{lang=he}"),
)
CODE = ("}", "---", "|", "ring {", "  a | b", "- item", "|-----|---|", "", "1. x", "\tx", "* * *", "[1] x", "> x")
CELLS = (*WORDS, "–", "", "10^2^", "`b`'s", "$a$", "?!", "**x**")


Some = TypeVar("Some")


class Author:
    """Writes books at random, the same for the same number."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def one(self, of: Sequence[Some]) -> Some:
        return self._chance.choice(of)

    def several(self, least: int, most: int) -> range:
        return range(self._chance.randint(least, most))

    def line(self, most: int = 12) -> str:
        """Some words, with this and that among them."""
        parts = [self.one(WORDS if self._chance.random() < 0.6 else SPICES) for _ in self.several(1, most)]
        return f"{self.one(WORDS)} {' '.join(parts)} {self.one(WORDS)}."

    def block(self, depth: int = 2) -> str:
        """One block, with others in it."""
        kinds = ["paragraph", "paragraph", "signs", "code", "verse", "pipe", *(["items", "items"] if depth else [])]
        kind = self.one(kinds + (["quote", "grid", "terms"] if depth == 2 else []))
        return str(getattr(self, kind)(depth))

    def paragraph(self, _: int) -> str:
        return self.line()

    def signs(self, _: int) -> str:
        return self.one(SIGNS)

    def code(self, _: int) -> str:
        return "\n".join(["```", "}", *(self.one(CODE) for _ in self.several(1, 5)), "x", "```"])

    def verse(self, _: int) -> str:
        lines = [self.one((self.line(3).replace("\\\n", " "), "  in", ". . .", "—")) for _ in self.several(2, 4)]
        return "\n".join(f"| {line}" for line in ["First", *lines])

    def pipe(self, _: int) -> str:
        rows = [[self.one(CELLS) for _ in range(3)] for _ in self.several(1, 3)]
        return "\n".join(f"| {' | '.join(row)} |" for row in [["A", "B", "C"], ["---"] * 3, *rows])

    def items(self, depth: int) -> str:
        marks = self.one(
            (("-   ",) * 3, ("-   ",) * 3, ("1.  ", "2.  ", "3.  "), ("(a) ", "(b) ", "(c) "), ("1)  ", "2)  ", "3)  "))
        )
        return "\n\n".join(further_in(self.block(depth - 1), marks[n]) for n in self.several(1, 3))

    def quote(self, depth: int) -> str:
        return "\n".join(f"> {line}" for line in self.block(depth - 1).split("\n"))

    def grid(self, depth: int) -> str:
        return grid([[self.block(depth - 1) for _ in range(2)] for _ in self.several(1, 3)])

    def terms(self, depth: int) -> str:
        return f"`{self.one(WORDS)}` and more\n\n" + further_in(self.block(depth - 1), ":   ")

    def book(self) -> str:
        """Two chapters, with notes."""
        text, notes = ["# One {#one}"], []
        for number in range(1, 25):
            text.append(self.block())
            if number % 4 == 0:
                text.append(f"{self.line(3)}[^{number}]")
                notes.append(f"[^{number}]: {further_in(self.block(1), '    ').lstrip(' ')}")
            if number == 12:
                text.append(f"# Two {self.line(3)}".replace("\\\n", " "))
        return "\n\n<!-- -->\n\n".join([*text, *notes])


def further_in(text: str, first: str) -> str:
    return first + text.replace("\n", "\n" + " " * len(first))


def grid(rows: list[list[str]]) -> str:
    """A grid table of cells that may hold anything."""
    width = max(len(line) for row in rows for cell in row for line in cell.split("\n")) + 4
    rule = "+".join(["", *["-" * width] * 2, ""])
    lines = [rule]
    for row in rows:
        cells = [cell.split("\n") for cell in row]
        for number in range(max(map(len, cells))):
            shown = (f" {cell[number] if number < len(cell) else ''}".ljust(width) for cell in cells)
            lines.append("|" + "|".join(shown) + "|")
        lines.append(rule)
    return "\n".join(lines)


def words_of(text: str) -> Counter[str]:
    """The words of a text, raised letters as others."""
    plain = re.sub("[\u00ad\u200e\u200f\u2060-\u2069]", "", unicodedata.normalize("NFKC", text))
    return Counter(re.findall(r"[^\W_]+", re.sub(r"(?<=[^\W_])[\^_](?=[^\W_])", "", plain)))


def pandocs_text(markdown: str) -> str:
    """What pandoc's tree says, by itself: its strings, code and formulas, one after another."""
    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from", "markdown-smart", "--to", "json"]
    said = subprocess.run(command, input=markdown, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return "".join(_strings(json.loads(said)["blocks"]))


WITHIN = {"Emph", "Strong", "Superscript", "Subscript", "Strikeout", "SmallCaps", "Span", "Link", "Quoted"}
"""What stands in a line and parts no words."""


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _strings(part)
            yield "\n" if isinstance(part, list) else ""  # a line of verse, a term, an item
    elif isinstance(node, dict) and "t" in node:
        kind, content = node["t"], node.get("c")
        yield "" if kind in {*WITHIN, "Str", "Code", "Math", "Image"} else " "
        if kind in ("Str", "Code", "CodeBlock", "Math"):
            yield content if isinstance(content, str) else content[-1]
        elif kind in WITHIN and isinstance(content[-1], list) and kind != "Link":
            yield from _strings(content[-1] if kind in ("Span", "Quoted") else content)
        elif kind == "Link":
            yield from _strings(content[1])
        elif kind != "Image" and content is not None:
            yield from _strings(content)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_found_and_no_word_is_lost(seed: int, tmp_path: Path) -> None:
    text = Author(seed).book()
    (tmp_path / "01.md").write_text(EDITION + text + "\n", encoding="utf-8")
    (tmp_path / "a.svg").write_text(SQUARE, encoding="utf-8")
    write(build(tmp_path, ("epub", "html", "tei", "text")).artifacts, tmp_path / "build")
    # How a page is filled, what a Kindle makes of it and what is told of the Markdown are no faults of a rendition.
    about = ("rendition/", "pages/", "errata/", "epub/", "html/", "pdf/")
    found = [f for f in check(tmp_path, tmp_path / "build")[1] if f.rule.startswith(about)]
    assert [(f.rule, f.message, f.hint) for f in found] == []
    (file,) = (tmp_path / "build").glob("*.txt")
    assert not words_of(pandocs_text(text)) - words_of(file.read_text(encoding="utf-8"))

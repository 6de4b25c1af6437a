"""Books made for measuring: the first edition over and over, every heading its own."""

from __future__ import annotations

import re
from pathlib import Path

HEAD = """---
title: A long book
creator: Ada Author
lang: en-GB
identifier: urn:uuid:00000000-0000-4000-8000-000000009999
version: "1"
published: 2020-02-02
rights: For measuring only.
witnesses: [{siglum: W, path: witness.txt, paragraphs: line}, {siglum: IS67, title: What the essay’s notes cite}]
---

"""


def long_book(source: Path, folder: Path, times: int) -> None:
    """Write an edition of ``times`` chapters, each the essay of the first edition with headings that name their number.

    The witness is the text itself, with one misreading in each chapter that the errata list accounts for.
    """
    essay = (source / "2-how-the-revolution-was-lost.md").read_text(encoding="utf-8")
    witness = _plain(essay)
    folder.mkdir(parents=True)
    errata, received = ["errata:"], []
    for number in range(1, times + 1):
        text = re.sub(r"^(#+) ([^{\n]*)", rf"\1 Number {number}: \2", essay, flags=re.MULTILINE)
        text = text.replace("{#how-the-revolution-was-lost}", "")
        name = f"{number:03}.md"
        (folder / name).write_text((HEAD if number == 1 else "") + text, encoding="utf-8")
        numbered = "\n".join(
            f"Number {number}: {line}" if re.search(rf"^#+ {re.escape(line)}", essay, re.MULTILINE) else line
            for line in witness.split("\n")
        )
        received.append(
            numbered.replace(f"Number {number}: The two revolutions", f"Number {number}: The two revolutious")
        )
        context = f"Number {number}: The two revolutious"
        errata.append(f'  - {{id: n{number}, for: revolutious, read: revolutions, in: "{context}", kind: misread}}')
    (folder / "witness.txt").write_text("\n".join(received), encoding="utf-8")
    (folder / "errata.yaml").write_text("\n".join(errata) + "\n", encoding="utf-8")


def _plain(markdown: str) -> str:
    """The essay's words, a line a paragraph: no notes, marks or attributes."""
    text = re.sub(r"^\[\^[^\]]+\]:.*\n?", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"\[\^[^\]]+\]|\s*\{[^}]*\}", "", text)
    text = re.sub(r"^#+ |^> ", "", text, flags=re.MULTILINE).replace(
        "[The revolution of 1917]", "The revolution of 1917"
    )
    return re.sub(r"^(\d\.)  ", r"\1 ", re.sub(r"\n{2,}", "\n", text), flags=re.MULTILINE).strip()


def measured_book(source: Path, folder: Path, times: int, *, notes: int, errata: int) -> None:
    """Write an edition of ``times`` chapters with so many notes in all, and so many errata spread over its words.

    Each misreading is a word with a number behind it, which stands nowhere else.
    """
    long_book(source, folder, times)
    chapters = sorted(folder.glob("*.md"))
    for number, path in enumerate(chapters):
        kept = notes // times + (number < notes % times)
        path.write_text(_with_fewer_notes(path.read_text(encoding="utf-8"), kept), encoding="utf-8")
    words = (folder / "witness.txt").read_text(encoding="utf-8").replace("revolutious", "revolutions").split(" ")
    step = len(words) / errata
    entries = ["errata:"]
    for number in range(errata):
        at = int(number * step)
        while not (words[at].isalpha() and words[at].islower() and len(words[at]) > 3):
            at += 1
        entries.append(f'  - {{id: e{number}, for: {words[at]}{number}, read: "{words[at]}", kind: misread}}')
        words[at] += str(number)
    (folder / "witness.txt").write_text(" ".join(words), encoding="utf-8")
    (folder / "errata.yaml").write_text("\n".join(entries) + "\n", encoding="utf-8")


def _with_fewer_notes(text: str, kept: int) -> str:
    labels = re.findall(r"^\[\^([^\]]+)\]:", text, re.MULTILINE)
    for label in labels[kept:]:
        text = re.sub(rf"^\[\^{re.escape(label)}\]:.*\n?", "", text, flags=re.MULTILINE).replace(f"[^{label}]", "")
    return text

"""A small Document, and lines of its pages that are made up: for what is decided about a book without setting it."""

from __future__ import annotations

from pathlib import Path

from octavo.document import Document, read_document
from octavo.document.pages import Line, Row
from octavo.edition import load_edition
from octavo.setbook.typography import ORPHAN, Flaw
from octavo.setting.repair import PagesToMend
from octavo.typesetting.arrangement import Arrangement
from settings import HEAD, words

GUTTER = 0.5
BEFORE = Arrangement(GUTTER)


def two_chapters(folder: Path) -> Document:
    """Two chapters: paragraphs, a quotation and a list between them; the second begins with a table."""
    one = [words(40, number) for number in range(8)]
    first = [*one[:2], f"> {words(30, 90)}", *one[2:4], f"- {words(20, 91)}\n- {words(20, 92)}", *one[4:]]
    second = ["| a | b |\n|---|---|\n| c | d |", *(words(40, number) for number in range(20, 26))]
    (folder / "01.md").write_text(HEAD.replace("TRIM", "5x8in") + "# One\n\n" + "\n\n".join(first), encoding="utf-8")
    (folder / "02.md").write_text("# Two\n\n" + "\n\n".join(second) + "\n", encoding="utf-8")
    return read_document(load_edition(folder))


def blocks_of(document: Document, tag: str, parent: str = "section") -> list[int]:
    """The numbers of the blocks of a kind."""
    blocks = enumerate(document.flow.blocks)
    return [number for number, block in blocks if (block.element.tag, block.element.getparent().tag) == (tag, parent)]


def paragraphs_of(document: Document, chapter: int) -> list[int]:
    """The numbers of the paragraphs that stand by themselves in the first or the second chapter of the text."""
    heading = blocks_of(document, "h1")[chapter]
    wanted = document.flow.blocks[heading].chapter
    return [number for number in blocks_of(document, "p") if document.flow.blocks[number].chapter == wanted]


def lines_of(document: Document, pages: dict[str, list[int]], each: int = 3) -> list[Row]:
    """Pages as lists of blocks, each of which has some lines, of which all but its first begin within it."""
    rows = []
    for label, blocks in pages.items():
        places = [(number, at) for number in blocks for at in range(each)]
        for count, (number, at) in enumerate(places, 1):
            rows.append(Row(Line(label, count), document.flow.blocks[number].start + 4 * at))
    return rows


def pages_of(
    document: Document, pages: dict[str, list[int]], notes: dict[str, int | None] | None = None
) -> PagesToMend:
    return PagesToMend(document, lines_of(document, pages), notes or {})


def short(label: str, lines: int, kind: str = ORPHAN) -> Flaw:
    return Flaw(kind, Line(label, 1), "words", label, lines)

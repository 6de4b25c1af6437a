"""Tables in plain text: a row a line where its cells allow it, else each cell behind a bar of its own.

A cell that another one covers is ``<<`` where that stands at its left, ``^^`` where it stands above.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from lxml import etree

from octavo.renditions.plainlines import CODE, EMPTY, Line, Written, hung

LEFT, ABOVE = Written("<<"), Written("^^")
BAR, RULE = Written("|"), "-"
MOST_COLUMNS = 1000
"""What HTML lets a cell stand in (HTML, 4.9.11)."""

Cell = Sequence[Line]
Write = Callable[[etree._Element, int], list[Line]]
"""Writes the inside of an element in a width."""


def table_lines(table: etree._Element, width: int, write: Write) -> list[Line]:
    """The rows of a table; its caption stands before them, as it does in the tree."""
    caption = table.find("caption")
    lines = [*write(caption, width), EMPTY] if caption is not None else []
    rows, heads = _rows(table, width, write)
    if not rows:
        return lines[:-1]
    columns = max(map(len, rows))
    for row in rows:
        row += [()] * (columns - len(row))
    flat = _in_one_line_each(rows, width)
    if flat is None:
        return [*lines, *_stacked(rows, heads)]
    return [*lines, *_ruled(flat, heads)]


def _rows(table: etree._Element, width: int, write: Write) -> tuple[list[list[Cell]], int]:
    """The cells of each row in their columns, and how many rows are the table's head."""
    rows: list[list[Cell]] = []
    heads = 0
    for part, elements in _parts(table):
        covered: dict[int, int] = {}
        for number, element in enumerate(elements):
            row, coming = _row(element, covered, len(elements) - number, lambda cell: write(cell, width - 2))
            covered = {column: left - 1 for column, left in (covered | coming).items() if left > 1}
            rows.append(row)
        heads += len(elements) if part == "thead" and heads == len(rows) - len(elements) else 0
    return _without_needless_columns(rows), heads


def _parts(table: etree._Element) -> Iterator[tuple[str, list[etree._Element]]]:
    """The groups of a table's rows: no cell reaches from one into the next (HTML, 4.9.12)."""
    for tag, children in groupby(table, key=lambda child: child.tag):
        if tag == "tr":
            yield "tbody", list(children)
        elif tag in ("thead", "tbody", "tfoot"):
            yield from ((tag, list(part.iterchildren("tr"))) for part in children)


def _row(
    element: etree._Element, covered: dict[int, int], rows: int, write: Callable[[etree._Element], list[Line]]
) -> tuple[list[Cell], dict[int, int]]:
    """The cells of one row, and which columns those of more than one row cover, for how many rows with this one.

    ``covered`` says so of the rows above, ``rows`` how many there are from this one on.
    """
    row: list[Cell] = []
    coming: dict[int, int] = {}
    for cell in element.iterchildren("td", "th"):
        while len(row) in covered:
            row.append([Line([ABOVE])])
        across = min(max(_count(cell, "colspan"), 1), MOST_COLUMNS)
        down = min(_count(cell, "rowspan") or rows, rows)
        coming |= dict.fromkeys(range(len(row), len(row) + across), down)
        row += [write(cell), *[[Line([LEFT])]] * (across - 1)]
    while len(row) in covered:
        row.append([Line([ABOVE])])
    return row, coming


def _count(cell: etree._Element, name: str) -> int:
    given = (cell.get(name) or "1").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1


def _without_needless_columns(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Rows without the columns at their end in which no cell begins."""
    filled = [max((n for n, cell in enumerate(row, 1) if not _is_sign(cell)), default=0) for row in rows]
    columns = max(filled, default=0)
    return [row[:columns] for row in rows]


def _is_sign(cell: Cell) -> bool:
    return len(cell) == 1 and any(word is sign for word in cell[0].words for sign in (LEFT, ABOVE))


def _in_one_line_each(rows: list[list[Cell]], width: int) -> list[list[Sequence[str]]] | None:
    """The words of each cell, if each has one line at most, no bar in it, and each row goes into the width."""
    flat: list[list[Sequence[str]]] = []
    for row in rows:
        if any(len(cell) > 1 or any(line.indent or line.kind == CODE for line in cell) for cell in row):
            return None
        flat.append([cell[0].words if cell else () for cell in row])
    if any("|" in word for row in flat for cell in row for word in cell):
        return None
    return flat if sum(_widths(flat)) + 3 * (len(flat[0]) - 1) <= width else None


def _widths(rows: list[list[Sequence[str]]]) -> list[int]:
    return [max(_columns(" ".join(row[n])) for row in rows) for n in range(len(rows[0]))]


def _columns(text: str) -> int:
    """How many columns of a page of equal letters a text takes (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.category(character) in ("Mn", "Me", "Cf") for character in text)


def _ruled(rows: list[list[Sequence[str]]], heads: int) -> Iterator[Line]:
    """A row a line, the cells parted by bars that stand one below another, a rule below the head."""
    widths = _widths(rows)
    for number, row in enumerate(rows):
        words: list[str] = []
        for column, cell in enumerate(row):
            words += [BAR] if column else []
            words += cell
            if column < len(row) - 1:
                space = widths[column] - _columns(" ".join(cell))
                words += [""] * (space if cell else space + 1)
        yield Line(words)
        if number == heads - 1 and len(rows) > heads:
            yield Line([Written("-+-".join(RULE * width for width in widths))])


def _stacked(rows: list[list[Cell]], heads: int) -> Iterator[Line]:
    """Each cell behind a bar, its further lines below its first; an empty line between two rows."""
    for number, row in enumerate(rows):
        if number:
            yield Line([Written(RULE * 8)]) if number == heads else EMPTY
        for cell in row:
            yield from hung(BAR, cell)

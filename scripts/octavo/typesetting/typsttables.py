"""Tables as Typst markup: which cell stands where, and what Typst must know to find widths for the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from octavo.document.flow import is_formula
from octavo.document.tree import inner_text
from octavo.typesetting.coverage import room_of
from octavo.typesetting.typstblocks import Write
from octavo.typesetting.typstmarkup import HYPHENATED, LONGEST_UNBROKEN, language_and_region, typst_string

MOST_SPANNED = 1000
"""Columns, and rows, that a cell can say it takes (HTML, 4.9.11)."""
LONGEST_HEAD = 600
"""Characters: a longer head is not said again on further pages."""
SAMPLES = 4
"""How many of a column's longest words are measured."""
_BREAK = re.compile(r"\s+|(?<=[\-‐–—/?\u200b\u00ad])")
_CODE = frozenset({"code", "pre", "kbd", "samp"})
_STRONG = frozenset({"th", "strong", "b"})
_SPACELESS = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True)
class Surroundings:
    """What a table stands in: its number in the book, whether it may be turned, the language of its words."""

    number: int
    turns: bool
    language: str


class _Cell(NamedTuple):
    """A cell: its element (none where the row has none), its first column, how many columns and rows it takes."""

    element: etree._Element | None
    column: int
    columns: int
    rows: int


def table(
    element: etree._Element, caption: etree._Element | None, write: Write, again: Write, around: Surroundings
) -> str:
    """A table as a call of ``set-table``; ``again`` writes a cell of the head as it stands on further pages."""
    sections = _sections(element)
    columns, laid = _laid_out([rows for _, rows in sections])
    heads = [row for (part, _), rows in zip(sections, laid, strict=True) if part == "thead" for row in rows]
    bodies = [rows for (part, _), rows in zip(sections, laid, strict=True) if part != "thead"]
    alignments = _alignments([*heads, *(row for rows in bodies for row in rows)], columns)
    head = [_written(cell, alignments, write) for row in heads for cell in row]
    repeated = [_written(cell, alignments, again) for row in heads for cell in row]
    groups = [
        "(" + "".join(f"{_written(cell, alignments, write)}, " for cell in group) + ")"
        for rows in bodies
        for group in _groups(rows)
    ]
    cells = [cell for row in (*heads, *(row for rows in bodies for row in rows)) for cell in row]
    letters = sum(len(inner_text(cell.element)) for row in heads for cell in row if cell.element is not None)
    hyphenates = language_and_region(around.language)[0] in HYPHENATED
    arguments = {
        "columns": str(columns),
        "align": f"({''.join(f'{alignment}, ' for alignment in alignments)})",
        "number": str(around.number),
        "turns": str(around.turns).lower(),
        "hyphenates": str(hyphenates).lower(),
        "words": _samples(cells, columns),
        "formulas": _formulas(cells, columns, again),
        "texts": _longest(cells, columns),
        "head": f"({''.join(f'{cell}, ' for cell in head)})",
        "again": f"({''.join(f'{cell}, ' for cell in repeated)})" if repeated != head else "none",
        "repeats": str(letters <= LONGEST_HEAD).lower(),
        "groups": f"({''.join(f'{group}, ' for group in groups)})",
        "notes": str(sum(1 for link in element.iter("a") if "noteref" in (link.get("class") or ""))),
    }
    arguments |= _captions(caption, write)
    return f"#set-table({', '.join(f'{name}: {value}' for name, value in arguments.items())})"


def _captions(caption: etree._Element | None, write: Write) -> dict[str, str]:
    """A caption: above its table, or where the text has it behind, below."""
    if caption is None:
        return {}
    behind = caption.tag != "caption" and next(caption.itersiblings("table", preceding=True), None) is not None
    return {"below" if behind else "caption": f"[{write(caption)}]"}


def _sections(element: etree._Element) -> list[tuple[str, list[etree._Element]]]:
    """The table's own rows by its parts, in order; rows of tables in its cells are not its own."""
    found: list[tuple[str, list[etree._Element]]] = []
    for child in element:
        if child.tag in ("thead", "tbody", "tfoot"):
            found.append((child.tag, [row for row in child if row.tag == "tr"]))
        elif child.tag == "tr":
            if not found or found[-1][0] != "tr":
                found.append(("tr", []))
            found[-1][1].append(child)
    return found


def own_cells(element: etree._Element) -> list[etree._Element]:
    """The cells of a table, and its caption, in order, without those of tables within its cells."""
    captions = element.findall("caption")
    return captions + [cell for _, rows in _sections(element) for row in rows for cell in row]


def _laid_out(sections: Sequence[Sequence[etree._Element]]) -> tuple[int, list[list[list[_Cell]]]]:
    """The columns, and for each part its rows of cells, rows filled up: what HTML's own rules make of spans (4.9.12).

    A column in which no cell begins is none.
    """
    placed = [list(_placed(rows)) for rows in sections]
    starts = sorted({cell.column for rows in placed for row in rows for cell in row})
    numbers = {start: number for number, start in enumerate(starts)}
    result = []
    for rows in placed:
        narrowed = [
            [
                cell._replace(
                    column=numbers[cell.column],
                    columns=sum(cell.column <= start < cell.column + cell.columns for start in starts),
                )
                for cell in row
            ]
            for row in rows
        ]
        result.append(_filled(narrowed, len(starts)))
    return max(len(starts), 1), result


def _placed(rows: Sequence[etree._Element]) -> Iterator[list[_Cell]]:
    """The cells of each row of a part with the columns in which they stand."""
    taken: dict[int, int] = {}
    """Columns that a cell above takes → up to which row."""
    for at, row in enumerate(rows):
        cells, column = [], 0
        for element in row:
            if element.tag not in ("td", "th"):
                continue
            while taken.get(column, 0) > at:
                column += 1
            wide = _span(element, "colspan")
            free = next((n for n in range(1, wide) if taken.get(column + n, 0) > at), wide)
            rows_spanned = _span(element, "rowspan", of_all=len(rows) - at)
            cells.append(_Cell(element, column, free, min(rows_spanned, len(rows) - at)))
            taken |= dict.fromkeys(range(column, column + free), at + cells[-1].rows)
            column += free
        yield cells


def _span(element: etree._Element, name: str, of_all: int = 1) -> int:
    """How many columns or rows a cell says it takes; nought rows are all that are left."""
    value = (element.get(name) or "1").strip()
    if not value.isascii() or not value.isdigit():
        return 1
    return min(int(value[:6]), MOST_SPANNED) or of_all


def _filled(rows: list[list[_Cell]], columns: int) -> list[list[_Cell]]:
    """Rows with an empty cell wherever none stands, so that Typst puts each where it belongs."""
    taken: dict[tuple[int, int], bool] = {}
    result = []
    for at, row in enumerate(rows):
        for cell in row:
            for below in range(cell.rows):
                taken |= dict.fromkeys(((at + below, cell.column + n) for n in range(cell.columns)), True)
        empty = [_Cell(None, column, 1, 1) for column in range(columns) if (at, column) not in taken]
        result.append(sorted([*row, *empty], key=lambda cell: cell.column))
    return result


def _groups(rows: Sequence[Sequence[_Cell]]) -> Iterator[list[_Cell]]:
    """The cells of rows that no page's end may part, as a cell stands in several of them."""
    group: list[_Cell] = []
    until = 0
    for at, row in enumerate(rows):
        if at >= until and group:
            yield group
            group = []
        group += row
        until = max([until, at + 1, *(at + cell.rows for cell in row)])
    if group:
        yield group


def _alignment(element: etree._Element | None) -> str:
    """The alignment that a cell is given, as Typst names it; without one, where lines begin."""
    if element is None:
        return "start"
    style = re.search(r"text-align:(\w+)", (element.get("style") or "").replace(" ", ""))
    given = style[1] if style else (element.get("align") or "")
    return given if given in ("left", "right", "center") else "start"


def _alignments(rows: Sequence[Sequence[_Cell]], columns: int) -> list[str]:
    """The alignment of each column: that of its first cell that takes no other column."""
    found: dict[int, str] = {}
    for row in rows:
        for cell in row:
            if cell.columns == 1 and cell.element is not None:
                found.setdefault(cell.column, _alignment(cell.element))
    return [found.get(column, "start") for column in range(columns)]


def _written(cell: _Cell, alignments: Sequence[str], write: Write) -> str:
    content = "[]" if cell.element is None else f"[{write(cell.element)}]"
    arguments = []
    if cell.columns > 1:
        arguments.append(f"colspan: {cell.columns}")
    if cell.rows > 1:
        arguments.append(f"rowspan: {cell.rows}")
    own = _alignment(cell.element)
    if cell.element is not None and own != alignments[cell.column]:
        arguments.append(f"align: {own} + top")
    return f"table.cell({', '.join(arguments)}){content}" if arguments else content


def _samples(cells: Sequence[_Cell], columns: int) -> str:
    """For each column its longest words, each with the letters in which it is set."""
    found: list[dict[str, set[str]]] = [{} for _ in range(columns)]
    for cell in cells:
        if cell.element is not None and cell.columns == 1:
            for kind, text in _texts(cell.element):
                words = (word[:LONGEST_UNBROKEN] for word in _BREAK.split(text) if word)
                found[cell.column].setdefault(kind, set()).update(
                    word[:2] if _SPACELESS.search(word) else word for word in words
                )
    return _listed(
        [
            (typst_string(word), typst_string(kind))
            for kind, words in column.items()
            for word in sorted(words, key=lambda word: (-room_of(word), word))[:SAMPLES]
        ]
        for column in found
    )


def _listed(columns: Iterator[list[tuple[str, str]]] | list[list[tuple[str, str]]]) -> str:
    tuples = ("".join(f"({word}, {kind}), " for word, kind in column) for column in columns)
    return "(" + "".join(f"({column}), " for column in tuples) + ")"


def _texts(cell: etree._Element) -> Iterator[tuple[str, str]]:
    """The texts of a cell, each with the kind of its letters; formulas and marks of notes have none."""
    for node in cell.iter():
        if not isinstance(node.tag, str):
            continue
        around = [node, *node.iterancestors()]
        around = around[: around.index(cell) + 1]
        if any(is_formula(inner) or "noteref" in (inner.get("class") or "") for inner in around):
            continue
        tags = {inner.tag for inner in around}
        kind = "code" if tags & _CODE else "strong" if tags & _STRONG else "text"
        if node.text:
            yield kind, node.text
        for child in node:
            if child.tail:
                yield kind, child.tail


def _formulas(cells: Sequence[_Cell], columns: int, write: Write) -> str:
    """For each column its formulas, which are measured as they are."""
    found: list[list[str]] = [[] for _ in range(columns)]
    for cell in cells:
        if cell.element is not None and cell.columns == 1:
            for math in cell.element.iter("{*}math"):
                holder = etree.Element("span")
                holder.append(deepcopy(math))
                holder[0].tail = None
                found[cell.column].append(f"[{write(holder)}]")
    return "(" + "".join(f"({''.join(f'{one}, ' for one in column)}), " for column in found) + ")"


def _wide(text: str) -> int:
    """About how wide a text is, in letters; those of scripts without spaces count twice."""
    return room_of(text) + len(_SPACELESS.findall(text))


def _longest(cells: Sequence[_Cell], columns: int) -> str:
    """For each column its longest text, from which its width follows where there is room."""
    found = [""] * columns
    for cell in cells:
        if cell.element is not None and cell.columns == 1:
            text = " ".join(inner_text(cell.element).split())
            found[cell.column] = max(found[cell.column], text[:400], key=_wide)
    return "(" + "".join(f"{typst_string(text)}, " for text in found) + ")"

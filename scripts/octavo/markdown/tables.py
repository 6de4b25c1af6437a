"""A table of pandoc's syntax tree as an HTML table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from octavo.markdown.attributes import give

Fill = Callable[[etree._Element, list[Any]], None]
"""Puts blocks into an element."""

_ALIGNED = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center"}


def table(content: list[Any], fill: Fill) -> etree._Element:
    """The element of a table: caption, widths of columns, head, bodies and foot, with spans and alignment."""
    attributes, caption, columns, head, bodies, foot = content
    element = give(etree.Element("table"), attributes)
    if caption[1]:
        fill(etree.SubElement(element, "caption"), caption[1])
    _widths(element, columns)
    alignments = [column[0]["t"] for column in columns]
    if head[1]:
        _rows(etree.SubElement(element, "thead"), head[1], alignments, len(columns), fill)
    for body in bodies:
        part = give(etree.SubElement(element, "tbody"), body[0])
        _rows(part, body[2], alignments, len(columns), fill)
        _rows(part, body[3], alignments, body[1], fill)
        if not len(part):
            element.remove(part)
    if foot[1]:
        _rows(etree.SubElement(element, "tfoot"), foot[1], alignments, 0, fill)
    return element


def _widths(element: etree._Element, columns: list[Any]) -> None:
    widths = [column[1].get("c", 0) if column[1]["t"] == "ColWidth" else 0 for column in columns]
    if any(widths):
        group = etree.SubElement(element, "colgroup")
        for width in widths:
            etree.SubElement(group, "col", {"style": f"width: {width:.0%}"} if width else {})


def _rows(part: etree._Element, rows: list[Any], alignments: list[str], heads: int, fill: Fill) -> None:
    """Rows of a part; the first ``heads`` columns are heads. What reaches down from a row above takes its columns."""
    below: dict[int, int] = {}
    for attributes, cells in rows:
        row = give(etree.SubElement(part, "tr"), attributes)
        column = 0
        reaching = {at: left - 1 for at, left in below.items() if left > 1}
        for given, alignment, rowspan, colspan, blocks in cells:
            while below.get(column, 0) > 0:
                column += 1
            cell = give(etree.SubElement(row, "th" if column < heads else "td"), given)
            side = _ALIGNED.get(alignment["t"]) or (
                _ALIGNED.get(alignments[column]) if column < len(alignments) else None
            )
            if side and not cell.get("style"):
                cell.set("style", f"text-align: {side};")
            for name, span in (("rowspan", rowspan), ("colspan", colspan)):
                if span > 1:
                    cell.set(name, str(span))
            if rowspan > 1:
                reaching |= dict.fromkeys(range(column, column + colspan), rowspan - 1)
            fill(cell, blocks)
            column += colspan
        below = reaching

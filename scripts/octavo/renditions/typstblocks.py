"""Blocks with parts of their own as Typst markup: lists, tables, figures; ``write`` sets the inside of an element."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from octavo.document.flow import DELIMITERS
from octavo.renditions.typstmarkup import typst_string

Write = Callable[[etree._Element], str]

DIVISIONS = {"line-block": "verse", "epigraph": "epigraph", "dedication": "dedication", "letter": "letter"}
DIVISIONS |= {"dateline": "dateline", "salutation": "salutation", "closing": "closing", "signature": "closing"}
DIVISIONS |= {"drama": "drama", "stage-direction": "stage-direction"}
"""Classes of a ``div`` and the functions of ``styles/print.typ`` that set them."""


def numbered(element: etree._Element, items: str) -> str:
    """A numbered list, its items given as arguments."""
    said = element.get("type") or ""
    before, behind = DELIMITERS.get(element.get("data-delimiter") or "", ("", "."))
    style = before + (said if said in ("a", "A", "i", "I") else "1") + behind
    return f"#enum(numbering: {typst_string(style)}, start: {int(element.get('start') or 1)}, {items})"


def definitions(element: etree._Element, write: Write) -> str:
    """A list of terms; what follows a term up to the next is one definition."""
    items: list[list[str]] = []
    for child in element:
        if child.tag == "dt":
            items.append([write(child), ""])
        elif items:
            items[-1][1] += f"\n\n{write(child)}"
    return "#definitions(" + ", ".join(f"([{term}], [{text}])" for term, text in items) + ",)"


def figure(content: str, caption: etree._Element | None, write: Write) -> str:
    """Something with a caption, or without one."""
    said = f", caption: [{write(caption)}]" if caption is not None else ""
    return f"#figure(numbering: none, supplement: none, {content}{said})"


def table(element: etree._Element, write: Write) -> str:
    """A table; its head is said again on each page that it runs on to."""
    rows = list(element.iter("tr"))
    columns = max((len(row) for row in rows), default=1)
    head = [row for part in element.iter("thead") for row in part.iter("tr")]
    cells = [f"table.header({', '.join(f'[{write(cell)}]' for row in head for cell in row)})"] if head else []
    cells += [f"[{write(cell)}]" for row in rows if row not in head for cell in row]
    align = ", ".join(_alignment(cell) for cell in (rows[0] if rows else ()))
    plain = "" if head else "stroke: none, "
    content = f"table(columns: {columns}, align: ({align},), {plain}{', '.join(cells)})"
    return figure(content, element.find("caption"), write)


def _alignment(cell: etree._Element) -> str:
    """The alignment that pandoc gives a cell, as Typst names it; without one, where lines begin."""
    given = (cell.get("style") or "").replace(" ", "").removeprefix("text-align:").rstrip(";")
    return given if given in ("left", "right", "center") else "start"

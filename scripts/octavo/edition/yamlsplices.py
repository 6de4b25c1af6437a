"""Changes of a YAML text as splices: values set, entries of a list made comments, entries put behind the last one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from yaml import MappingNode, Node, SequenceNode

from octavo.edition.errata_file import dash_of, last_row
from octavo.edition.splices import Splice, Spot


def quoted(text: str) -> str:
    """A text as a double-quoted scalar, in which what cannot be seen is an escape."""
    unseen = r"[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
    return re.sub(unseen, lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def scalar(text: str) -> str:
    """A text as a plain scalar where it is one word, of which no sign means anything to YAML; else a quoted one."""
    return text if re.fullmatch(r"[A-Za-z0-9][\w./-]*", text) else quoted(text)


def value_of(node: Node | None, key: str) -> Node | None:
    """What stands behind a key of a mapping."""
    pairs = node.value if isinstance(node, MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def set_value(rows: list[str], node: MappingNode, key: str, value: str, beside: str) -> Splice:
    """A key of a mapping gets a value, written as YAML; one that is not there is put behind the key ``beside``."""
    former = value_of(node, key)
    if former is not None:
        return Splice(_start(former), _end(rows, former), value)
    names = [name for name, _ in node.value]
    at = next(number for number, name in enumerate(names) if name.value == beside)
    before = names[min(at + 1, len(names) - 1)]
    joint = ", " if node.flow_style else "\n" + " " * before.start_mark.column
    return Splice(_start(before), _start(before), f"{key}: {value}{joint}")


def commented(rows: list[str], item: Node) -> Iterator[Splice]:
    """An entry of a list in block style becomes a comment."""
    first, dash = dash_of(rows, item)
    for number in range(first, last_row(rows, item) + 1):
        row = rows[number]
        if row.strip():
            spot = number, min(dash, len(row) - len(row.lstrip()))
            yield Splice(spot, spot, "# ")


def appended(rows: list[str], root: Node | None, key: str, entries: Sequence[str], head: str) -> Iterator[Splice]:
    """Entries, each a line without its hyphen, are put behind the last one of a list, which is made if need be.

    ``head`` is a comment behind the key of a list that is made.
    """
    value = value_of(root, key)
    if isinstance(value, SequenceNode) and value.value:
        last, indent = last_row(rows, value.value[-1]), " " * dash_of(rows, value.value[-1])[1]
    elif value is not None:
        last, indent = value.start_mark.line, "  "
        yield Splice(_start(value), _end(rows, value), "")
    else:
        last, indent = len(rows) - 1, "  "
    lines = [f"{indent}- {entry}" for entry in entries]
    spot = last, len(rows[last])
    if value is not None:
        yield Splice(spot, spot, "".join(f"\n{line}" for line in lines))
    else:
        joint = "\n" if rows[last] else ""
        yield Splice(spot, spot, f"{joint}{key}:  # {head}\n" + "".join(f"{line}\n" for line in lines))


def _start(node: Node) -> Spot:
    return node.start_mark.line, node.start_mark.column


def _end(rows: list[str], node: Node) -> Spot:
    """Where a value ends; that of a block scalar lies, as YAML has it, behind the lines that follow it."""
    row, column = node.end_mark.line, node.end_mark.column
    if column or row == node.start_mark.line:
        return row, column
    row = min(row, len(rows)) - 1
    while row > node.start_mark.line and not rows[row].strip():
        row -= 1
    return row, len(rows[row])

"""Small questions to pandoc's syntax tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.markdown.pandoc import Node


def stringified(inlines: list[Node]) -> str:
    """The words of what stands within a line, without notes and markup."""
    pieces = []
    for inline in inlines:
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind == "Str":
            pieces.append(content)
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            pieces.append(" ")
        elif kind in ("Code", "Math"):
            pieces.append(content[1])
        elif kind in ("Link", "Image", "Span", "Cite", "Quoted"):
            pieces.append(stringified(content[1]))
        elif kind not in ("Note", "RawInline"):
            pieces.append(stringified(content))
    return "".join(pieces)


def notes_in(node: Any) -> Iterator[Any]:
    """The notes of a syntax tree in order."""
    if isinstance(node, list):
        for inner in node:
            yield from notes_in(inner)
    elif isinstance(node, dict):
        if node.get("t") == "Note":
            yield node["c"]
        else:
            yield from notes_in(node.get("c"))

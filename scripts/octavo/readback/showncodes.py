"""What each showing of text on a PDF's page says by its codes, as they stand (ISO 32000-1, 9.4.3 and 9.10.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_ITEM = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
MOST_CODES = 65536
"""A range of codes is no longer."""


def shown_by_codes(page: Any) -> list[str]:
    """The text of each operator that shows any, in the order of the page's content.

    Where a font does not say what its codes mean, its letters are missing.
    """
    import pikepdf

    fonts = page.get("/Resources", {}).get("/Font", {})
    meanings: dict[str, tuple[int, Mapping[int, str]]] = {}
    found: list[str] = []
    size: int = 1
    meaning: Mapping[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page, "Tf Tj TJ ' \""):
        operands: Any = instruction.operands
        operator = str(instruction.operator)
        if operator == "Tf":
            name = str(operands[0])
            if name not in meanings:
                meanings[name] = _meaning(fonts.get(name, {}))
            size, meaning = meanings[name]
            continue
        strings = list(operands[-1]) if operator == "TJ" else [operands[-1]]
        codes = [bytes(part) for part in strings if isinstance(part, pikepdf.String)]
        if any(codes):
            found.append("".join(_read(part, size, meaning) for part in codes))
    return found


def _read(codes: bytes, size: int, meaning: Mapping[int, str]) -> str:
    return "".join(meaning.get(int.from_bytes(codes[at : at + size], "big"), "") for at in range(0, len(codes), size))


def _meaning(font: Any) -> tuple[int, Mapping[int, str]]:
    """How many bytes a font's codes have, and what each stands for."""
    import pikepdf

    size = 2 if font.get("/Subtype") == "/Type0" else 1
    stream = font.get("/ToUnicode")
    meaning: dict[int, str] = {}
    if isinstance(stream, pikepdf.Stream):
        for section in _SECTION.finditer(stream.read_bytes()):
            _add(meaning, section[1] == b"char", section[2])
    return size, meaning


def _add(meaning: dict[int, str], single: bool, section: bytes) -> None:
    """Add a section of a map: codes and texts, or ranges of codes with the text of the first, or of each."""
    items = [(match[1], match[2] or match[3]) for match in _ITEM.finditer(section)]
    at = 0
    while at + (1 if single else 2) < len(items):
        first = int(items[at][0] or b"0", 16)
        if single:
            meaning[first] = _text(items[at + 1][0])
            at += 2
        elif items[at + 2][1]:
            at += 3
            while at < len(items) and not items[at][1]:
                meaning[first], first = _text(items[at][0]), first + 1
                at += 1
            at += 1
        else:
            last, text = int(items[at + 1][0] or b"0", 16), _text(items[at + 2][0])
            for code in range(first, min(last, first + MOST_CODES) + 1):
                meaning[code] = text[:-1] + chr(ord(text[-1]) + code - first) if text else ""
            at += 3


def _text(digits: bytes | None) -> str:
    return bytes.fromhex((digits or b"").decode()).decode("utf-16-be", "replace")

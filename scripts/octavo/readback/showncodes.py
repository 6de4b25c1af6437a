"""What each showing of text on a PDF's page says by its codes, as they stand (ISO 32000-1, 9.4.3 and 9.10.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from octavo.readback.codemeanings import FontCodes, codes_of_font
from octavo.readback.rightleft import as_seen


class Showing(NamedTuple):
    """What one operator shows; lengths in units of text space (9.4.4)."""

    text: str
    """Its letters from left to right; where a font does not say what a code means, that letter is missing."""
    lead: float = 0.0
    """How far its first letter stands from where the pen was."""
    end: float = 0.0
    """How far the pen is from where it was behind the last letter that has a width."""
    has_width: bool = True
    """Whether any letter has one: what has none sits on a letter beside it."""


def shown_by_codes(page: Any) -> list[Showing]:
    """What each operator that shows text says, in the order of the page's content."""
    import pikepdf

    fonts = page.get("/Resources", {}).get("/Font", {})
    known: dict[str, FontCodes] = {}
    found: list[Showing] = []
    font, points = codes_of_font({}), 0.0
    for instruction in pikepdf.parse_content_stream(page, "Tf Tj TJ ' \""):
        operands: Any = instruction.operands
        operator = str(instruction.operator)
        if operator == "Tf":
            name, points = str(operands[0]), float(operands[1])
            if name not in known:
                known[name] = codes_of_font(fonts.get(name, {}))
            font = known[name]
            continue
        parts = list(operands[-1]) if operator == "TJ" else [operands[-1]]
        strings = [bytes(part) if isinstance(part, pikepdf.String) else float(part) for part in parts]
        if any(isinstance(part, bytes) and part for part in strings):
            found.append(_showing(strings, font, points))
    return found


def _showing(parts: Sequence[bytes | float], font: FontCodes, points: float) -> Showing:
    """Codes, and between them by how many thousandths of the size the pen goes back."""
    texts: list[str] = []
    pen = end = lead = 0.0
    has_width = False
    for part in parts:
        if isinstance(part, float):
            pen -= part
            continue
        for at in range(0, len(part), font.size):
            code = int.from_bytes(part[at : at + font.size], "big")
            if not texts:
                lead = pen
            texts.append(as_seen(font.meaning.get(code, "")))
            width = font.widths.get(code, font.other_width)
            pen += width
            has_width, end = has_width or width > 0, pen if width > 0 else end
    return Showing("".join(texts), lead * points / 1000, end * points / 1000, has_width)

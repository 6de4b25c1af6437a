"""What each showing of text on a PDF's page says by its codes, as they stand (ISO 32000-1, 9.4.3 and 9.10.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from octavo.pdfpage.contenttokens import Operand, name_text, operations, pieces, string_bytes
from octavo.pdfpage.fontcodes import NO_WIDTHS, Widths, read_meanings, read_widths
from octavo.pdfpage.values import content_of, entries, inherited, inside
from octavo.readback.rightleft import as_seen

if TYPE_CHECKING:
    from pikepdf import Object

SHOWING = frozenset([b"Tj", b"TJ", b"'", b'"'])
"""The operators that show text (9.4.3)."""


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


class _Font(NamedTuple):
    """What the codes of a font mean, and their widths."""

    meanings: Mapping[int, str]
    widths: Widths


def shown_by_codes(page: Object) -> list[Showing]:
    """What each operator that shows text says, in the order of the page's content; raises Damaged or PdfError."""
    named = dict(entries(inside(inherited(page, "/Resources"), "/Font")))
    known: dict[Operand, _Font] = {}
    found: list[Showing] = []
    font, size = _Font({}, NO_WIDTHS), 0.0
    saved: list[tuple[_Font, float]] = []
    for operator, operands in operations(content_of(page)):
        if operator in SHOWING:
            parts = _parts(operands[-1]) if operands else []
            if any(isinstance(part, bytes) and part for part in parts):
                found.append(_showing(parts, font, size))
        elif operator == b"Tf" and len(operands) > 1:
            name, given = operands[-2:]
            if name not in known:
                item = named.get(name_text(name)) if isinstance(name, bytes) else None
                known[name] = _Font({}, NO_WIDTHS) if item is None else _Font(read_meanings(item), read_widths(item))
            font, size = known[name], given if isinstance(given, float) else 0.0
        elif operator == b"q":
            saved.append((font, size))
        elif operator == b"Q" and saved:
            font, size = saved.pop()
    return found


def _parts(operand: Operand) -> list[bytes | float]:
    """The strings of an operand, their bytes as they stand for letters, and the numbers between them."""
    if isinstance(operand, float) or operand[:1] not in (b"[", b"(", b"<"):
        return []
    tokens = pieces(operand) if operand[:1] == b"[" else [operand]
    return [string_bytes(token) if token[:1] in (b"(", b"<") else float(token) for token in tokens]


def _showing(parts: Sequence[bytes | float], font: _Font, size: float) -> Showing:
    """Codes, and between them by how many thousandths of the size the pen goes back."""
    texts: list[str] = []
    pen = end = lead = 0.0
    has_width = False
    step, known, other = font.widths
    for part in parts:
        if isinstance(part, float):
            pen -= part / 1000
            continue
        for at in range(0, len(part), step):
            code = int.from_bytes(part[at : at + step], "big")
            if not texts:
                lead = pen
            texts.append(as_seen(font.meanings.get(code, "")))
            width = known.get(code, other)
            pen += width
            has_width, end = has_width or width > 0, pen if width > 0 else end
    return Showing("".join(texts), lead * size, end * size, has_width)

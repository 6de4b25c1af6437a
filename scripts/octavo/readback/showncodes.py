"""What each showing of text on a PDF's page says by its codes, as they stand (ISO 32000-1, 9.4.3 and 9.10.3)."""

from __future__ import annotations

from collections.abc import Mapping
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


class _Font:
    """What the strings of a font show: the letter and the width (em) of each of their codes."""

    def __init__(self, meanings: Mapping[int, str], widths: Widths) -> None:
        self._meanings = meanings
        self._widths = widths
        self._known: dict[bytes, list[tuple[str, float]]] = {}

    def letters(self, token: bytes) -> list[tuple[str, float]]:
        """What a string shows, as it stands in the content."""
        if token not in self._known:
            step, known, other = self._widths
            data = string_bytes(token)
            codes = [int.from_bytes(data[at : at + step], "big") for at in range(0, len(data), step)]
            self._known[token] = [(as_seen(self._meanings.get(code, "")), known.get(code, other)) for code in codes]
        return self._known[token]


def shown_by_codes(page: Object) -> list[Showing]:
    """What each operator that shows text says, in order; raises Damaged or an error of pikepdf."""
    named = dict(entries(inside(inherited(page, "/Resources"), "/Font")))
    nameless = _Font({}, NO_WIDTHS)
    known: dict[Operand, _Font] = {}
    found: list[Showing] = []
    font, size = nameless, 0.0
    saved: list[tuple[_Font, float]] = []
    for operator, operands in operations(content_of(page)):
        if operator in SHOWING:
            showing = _showing(operands[-1], font, size) if operands else None
            if showing:
                found.append(showing)
        elif operator == b"Tf" and len(operands) > 1:
            name, given = operands[-2:]
            if name not in known:
                item = named.get(name_text(name)) if isinstance(name, bytes) else None
                known[name] = nameless if item is None else _Font(read_meanings(item), read_widths(item))
            font, size = known[name], given if isinstance(given, float) else 0.0
        elif operator == b"q":
            saved.append((font, size))
        elif operator == b"Q" and saved:
            font, size = saved.pop()
    return found


def _showing(operand: Operand, font: _Font, size: float) -> Showing | None:
    """Strings, and between them by how many thousandths of the size the pen goes back; nothing without a string."""
    if isinstance(operand, float) or operand[0] not in b"[(<":
        return None
    texts: list[str] = []
    pen = end = lead = 0.0
    has_width = False
    for token in pieces(operand) if operand[0] in b"[" else [operand]:
        if token[0] not in b"(<":
            pen -= float(token) / 1000
            continue
        for text, width in font.letters(token):
            if not texts:
                lead = pen
            texts.append(text)
            pen += width
            if width > 0:
                has_width, end = True, pen
    return Showing("".join(texts), lead * size, end * size, has_width) if texts else None

"""What stands within a line of plain text: words, marks of notes, raised and lowered letters, pictures, formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from octavo.document.flow import formula_source, is_formula
from octavo.document.tree import classes, inner_text
from octavo.renditions.plainlines import BREAK, SPACES, Written, text_of_word

SUPERSCRIPTS = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
)
SUBSCRIPTS = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
"""Characters that Unicode has raised or lowered (The Unicode Standard, 22.4)."""
RAISED = {"sup": ("^", SUPERSCRIPTS), "sub": ("_", SUBSCRIPTS)}
"""What is written before letters that Unicode has not so, and the table of those that it has."""


def inline(element: etree._Element, picture: str) -> Iterator[str]:
    """The pieces of an inline element, of which ``BREAK`` ends a line; spaces within them are as in the tree.

    ``picture`` stands for a picture without words.
    """
    tag = element.tag
    if not isinstance(tag, str):
        return
    if "noteref" in classes(element):
        yield Written(f"[{inner_text(element)}]")
    elif tag == "img":
        yield from _picture(element, picture)
    elif tag == "br":
        yield BREAK
    elif is_formula(element):
        yield formula_source(element)
    elif tag in RAISED:
        yield from _raised(tag, list(inside(element, picture)))
    elif tag == "rt":
        yield from _reading(element, picture)
    else:
        yield from inside(element, picture)


def inside(element: etree._Element, picture: str) -> Iterator[str]:
    """The pieces of all that an element holds, as one run of text."""
    yield element.text or ""
    for child in element:
        yield from inline(child, picture)
        yield child.tail or ""


def _picture(element: etree._Element, picture: str) -> Iterator[str]:
    """A picture as its alternative text in brackets, which are no words of the Document."""
    words = (element.get("alt") or "").split() or picture.split()
    for number, word in enumerate(f"[{' '.join(words)}]".split()):
        if number:
            yield " "
        yield Written(word, follows=number > 0)


def _raised(tag: str, pieces: Sequence[str]) -> Iterator[str]:
    """Raised or lowered letters: Unicode's where it has each of them, else ``^6`` and ``^(some more)``."""
    text = "".join(map(text_of_word, pieces))
    if not text.strip():
        yield from pieces  # such as the mark of a note
        return
    sign, table = RAISED[tag]
    plain = not any(isinstance(piece, Written) for piece in pieces)
    bare = text.strip()
    yield " " if text[0].isspace() else ""
    if plain and all(ord(character) in table for character in bare):
        yield Written(bare.translate(table), bare)
    elif plain and len(bare) == 1:
        yield Written(sign)
        yield bare
    else:
        yield Written(f"{sign}(")
        yield from ([SPACES.sub(" ", bare)] if plain else pieces)
        yield Written(")")
    yield " " if text[-1].isspace() else ""


def _reading(element: etree._Element, picture: str) -> Iterator[str]:
    """How a word of ruby is read, in brackets; those that the text itself has for this (``rp``) are enough."""
    before = element.getprevious()
    bracketed = before is not None and before.tag == "rp"
    yield "" if bracketed else Written("(")
    yield from inside(element, picture)
    yield "" if bracketed else Written(")")

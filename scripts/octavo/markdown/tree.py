"""The tree of one Markdown file, and what is not read as Markdown in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree


@dataclass
class Piece:
    """Something of a file that is not read as Markdown: code, a formula, raw markup; ``note`` if it is in a note."""

    kind: str
    """code, formula or raw."""
    text: str
    note: bool


@dataclass(frozen=True)
class Lost:
    """An attribute that the tree has no more; ``number`` says which of those that say the same, as the file is read."""

    name: str
    value: str
    number: int = 0


@dataclass
class Tree:
    """A file's tree (a ``body`` without namespace) and what was found on the way."""

    body: etree._Element
    notes: list[etree._Element] = field(default_factory=list)
    """The text of each note, by the number in its reference's address (``#fn1``)."""
    nested_notes: list[etree._Element] = field(default_factory=list)
    """The text of each note that is written within another’s: no rendition has a place for it."""
    formulas: list[tuple[etree._Element, str, bool]] = field(default_factory=list)
    """Placeholders of formulas, their TeX, and whether they stand alone."""
    pieces: list[Piece] = field(default_factory=list)
    dropped: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """What has no place in a book: the name of a tag or format, and the numbers of the pieces."""
    lost: list[Lost] = field(default_factory=list)
    """Attributes that have gone with their elements."""
    has_html: bool = False

"""What is read back from a rendition: blocks of text in reading order, each with its region and place."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from lxml import etree

from octavo.errors import Place
from octavo.text.layer import Layer

FRONT, TEXT, NOTE, CONTENTS, OUTSIDE = "front", "text", "note", "contents", "outside"
"""Regions: the pages before the text (title page, imprint), the text, the notes, the contents; what is none of them."""


class Stretch(NamedTuple):
    """From this offset of a block on, its text stands on this page (counted from 0) and base line (points)."""

    offset: int
    page: int
    base_line: float
    divided: bool = False
    """Whether its last word goes on in the next stretch, behind a hyphen that the line's end put in."""


@dataclass(frozen=True)
class ReadBlock:
    """A stretch of text that a reader sees as one: ``level`` is a heading's, 0 for what is none."""

    text: str
    region: str
    level: int
    place: Place
    page: str = ""
    """The page's label, in paged renditions."""
    stretches: tuple[Stretch, ...] = ()
    """Where each stretch of the text stands, in paged renditions."""
    code: bool = False
    """Whether it is preformatted: a row of dashes in it is no rule, but what the author wrote."""
    in_table: bool = False
    """Whether it stands in a table, as far as the rendition says so."""

    def __str__(self) -> str:
        return f"{self.place} (page {self.page})" if self.page else str(self.place)


class BookReading(Protocol):
    """What every reader gives."""

    @property
    def blocks(self) -> list[ReadBlock]:
        """The text in reading order."""
        ...

    @property
    def notes(self) -> int:
        """How many notes were known as such."""
        ...


class TreesReading(BookReading, Protocol):
    """What the readers of XML and HTML give."""

    @property
    def trees(self) -> list[tuple[Path, etree._Element]]:
        """The tree of each file of the text in its order, with its path; a path may lead into a container."""
        ...


@dataclass(frozen=True)
class Reading:
    """The blocks of one region as one flow."""

    blocks: tuple[ReadBlock, ...]
    layer: Layer

    @classmethod
    def of(cls, blocks: Sequence[ReadBlock], region: str) -> Reading:
        """The flow of a region; each character's origin is the number of its block."""
        chosen = tuple(block for block in blocks if block.region == region)
        text = "".join(block.text.replace("\n", " ") + "\n" for block in chosen)
        origins = array("I")
        for number, block in enumerate(chosen):
            origins.extend([number] * (len(block.text) + 1))
        return cls(chosen, Layer(text, origins, bytes(len(text))))

    def block_at(self, offset: int) -> ReadBlock | None:
        """The block in which an offset of the flow stands."""
        return self.blocks[min(self.layer.origin(offset), len(self.blocks) - 1)] if self.blocks else None

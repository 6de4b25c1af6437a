"""What a Document is made of: chapters, headings, notes, images, and faults found on the way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from octavo.errors import Problem

FATAL = frozenset(
    {
        *("missing-image", "outside-image", "image-alt", "note-without-text", "note-repeated"),
        *("duplicate-id", "broken-link", "heading-level"),
    }
)
"""Faults with which no rendition is made: text or a picture would be lost, a link would lead astray, or the PDF could
not be what it says it is (PDF/UA-1 asks for alternative texts and for headings without gaps)."""


@dataclass(frozen=True)
class Fault:
    """Something wrong in the Markdown; ``kind`` is one of a small set of names that the rules know."""

    kind: str
    problem: Problem


@dataclass(frozen=True)
class Heading:
    """A heading: its level (1 to 6), id and text, the chapter (a number from 0) and whether it is editorial."""

    level: int
    id: str
    text: str
    chapter: int
    element: etree._Element


@dataclass(frozen=True)
class Note:
    """A note: its id and that of its reference, its mark as printed, its body (an ``aside``)."""

    id: str
    reference_id: str
    mark: str
    kind: str
    """author, restored (the author's, lost in the witness) or editorial."""
    chapter: int
    body: etree._Element
    reference: etree._Element


@dataclass(frozen=True)
class Chapter:
    """A part or chapter: a ``section`` with everything up to the next heading of the first level."""

    id: str
    title: str
    kind: str
    """titlepage, imprint or chapter: what the section is for the rendition."""
    element: etree._Element
    file: int
    editorial: bool


@dataclass(frozen=True)
class Image:
    """An image that the text shows: the name it is called by, its file, its alternative text."""

    name: str
    path: Path
    alt: str | None
    element: etree._Element

"""What a Document is made of: chapters, headings, notes, images, and faults found on the way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from octavo.document.picture import Picture
from octavo.document.tree import classes
from octavo.errors import Place
from octavo.markdown.fault import Fault

__all__ = ["FATAL", "Chapter", "Fault", "Heading", "Image", "Note"]

FATAL = frozenset(
    {
        *("missing-image", "outside-image", "note-without-text", "note-repeated"),
        *("duplicate-id", "heading-empty"),
    }
)
"""Faults with which no rendition is made: text or a picture would be lost, a link would lead astray, or the PDF could
not be what it says it is (PDF/UA-1 asks for headings that have words)."""


PURPOSES = frozenset(
    {
        *("abstract", "acknowledgments", "afterword", "appendix", "bibliography", "chapter", "colophon", "conclusion"),
        *("credits", "dedication", "epigraph", "epilogue", "errata", "foreword", "glossary", "index", "introduction"),
        *("part", "preface", "prologue"),
    }
)
"""Classes of a heading that say what its chapter is: names that are both epub:type and, behind doc-, ARIA roles."""


@dataclass(frozen=True)
class Heading:
    """A heading: its level (1 to 6), id and text, the chapter (a number from 0) and whether it is editorial."""

    level: int
    id: str
    text: str
    chapter: int
    element: etree._Element
    former_id: str = ""
    """The id by which earlier versions of the edition knew it, where that is another one and free."""
    number: str = ""
    """The number with which it begins, as it is written: Chapter I, II., 3; empty where it has none."""
    title: str | None = None
    """What stands behind this number, empty for a mere numeral; None where there is no number."""
    is_bare: bool = False
    """Whether the number stands alone, without a word such as Chapter."""

    @property
    def is_mere_number(self) -> bool:
        """Whether it says a number and nothing else, by which no running head or entry of the contents can serve."""
        return self.title == ""


@dataclass(frozen=True)
class Note:
    """A note: its id and that of its reference, its mark as printed, its body (an ``aside``), its file."""

    id: str
    reference_id: str
    mark: str
    kind: str
    """author, editorial, restored (the author's, lost in the witness) or in-substance (the editors', in its place)."""
    chapter: int
    body: etree._Element
    references: list[etree._Element]
    """The marks in the text that refer to it, in order; the first has ``reference_id``."""
    file: int = 0


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

    @property
    def purpose(self) -> str:
        """What it is, in the words of the EPUB structure vocabulary: introduction, appendix, …, chapter."""
        return next((name for name in classes(self.element) if name in PURPOSES), "chapter")


@dataclass(frozen=True)
class Gathered(Fault):
    """One fault that stands in many places, told once: the names of what is at fault, each with its place."""

    found: tuple[tuple[str, Place], ...]


@dataclass(frozen=True)
class Image:
    """An image that the text shows: its file’s name in the edition folder, its alternative text, what is carried."""

    name: str
    path: Path
    alt: str | None
    """The alternative text as it is written: None where none is, empty where the image only decorates."""
    element: etree._Element
    picture: Picture
    place: Place

    @property
    def is_decoration(self) -> bool:
        """Whether the text says that there is nothing to be said of it (HTML, 4.8.4.4.10)."""
        return is_decoration(self.element)


def is_decoration(element: etree._Element) -> bool:
    """Whether an ``img`` has an alternative text that is empty on purpose, and no caption, which would speak for it."""
    alt = element.get("alt")
    captioned = any(figure.find("figcaption") is not None for figure in element.iterancestors("figure"))
    return alt is not None and not alt.strip() and not captioned

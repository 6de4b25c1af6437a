"""The Document: one annotated tree, its chapters, headings, notes and images, and its words."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from lxml import etree

from octavo.document.emendations import Emendation
from octavo.document.entries import Entry, ListedPlace
from octavo.document.flow import Flow, flow_of
from octavo.document.pages import Pagination
from octavo.document.parts import FATAL, Chapter, Fault, Heading, Image, Note
from octavo.document.picture import Picture
from octavo.document.proof import Proof
from octavo.document.tally import Tally
from octavo.edition import Edition
from octavo.errors import InputError, Place, Problem


@dataclass
class ReadDocument:
    """The Markdown files of an edition as one tree, and what is known of it before it has been proved."""

    edition: Edition
    chapters: list[Chapter] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    continued: dict[etree._Element, int] = field(default_factory=dict)
    """Sections of chapters that come from another file than their chapter, and the file's number."""
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @cached_property
    def flow(self) -> Flow:
        """All text of the document in reading order, and the tree's text nodes that hold it."""
        return flow_of(self.chapters, self.notes, self.continued)

    def reflow(self) -> None:
        """Forget the flow: the tree has changed since it was made."""
        self.__dict__.pop("flow", None)

    def file_of(self, element: etree._Element, chapter: int) -> int:
        """The number of the file from which an element of a chapter comes; -1 for what no file holds."""
        for section in (element, *element.iterancestors("section", "aside")) if self.continued else ():
            if section in self.continued:
                return self.continued[section]
        for note in self.notes if self.continued else ():
            if note.chapter == chapter and (note.body is element or note.body in element.iterancestors("aside")):
                return note.file
        return self.chapters[chapter].file

    @property
    def trees(self) -> tuple[etree._Element, ...]:
        """What holds all that a reader sees: each chapter's section, then each note's body."""
        return (*(chapter.element for chapter in self.chapters), *(note.body for note in self.notes))

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        """Each picture that the text shows, once, by its file's name in the edition folder."""
        return {image.name: image.picture for image in self.images}

    def notes_of(self, chapter: int) -> list[Note]:
        """The notes of one chapter, in the order of their references."""
        return [note for note in self.notes if note.chapter == chapter]

    def refuse_empty(self) -> None:
        """Raise InputError where the Markdown holds no words and no pictures: such a book has no contents."""
        own = {
            number for number, chapter in enumerate(self.chapters) if chapter.kind == "chapter" and chapter.file >= 0
        }
        is_told = any(fault.kind in FATAL for fault in self.faults)
        if is_told or self.images or any(b.chapter in own and b.start < b.end for b in self.flow.blocks):
            return
        first = self.edition.chapters[0]
        front = len(first.body) - len(first.body.lstrip("\n"))
        hint = "write it below the front matter, or in further .md files"
        raise InputError("there is no text", place=Place(first.path, front + 1, 1), hint=hint)

    def refuse_fatal(self) -> None:
        """Raise InputError with every fault with which no rendition can be made, or where there is no text.

        Links that lead nowhere are named with them, so that one look at the text mends all.
        """
        if any(fault.kind in FATAL for fault in self.faults):
            named = FATAL | {"broken-link"}
            raise InputError.of([fault.problem for fault in self.faults if fault.kind in named])
        self.refuse_empty()


@dataclass(kw_only=True)
class Document(ReadDocument):
    """A Document that has been proved: its corrections are marked in the tree and listed at its end."""

    proof: Proof
    emendations: list[Emendation]
    """The changes that the collation with the witness has found, in order."""
    variants: dict[str, list[Emendation]] = field(default_factory=dict)
    """By the siglum of a further witness, where that has another reading than the edition, in order."""
    entries: dict[str, Entry] = field(default_factory=dict)
    """What the list of errata says, by the ids of its items."""
    places: dict[str, ListedPlace] = field(default_factory=dict)
    """By their ids, the places of entries that are no emendations."""
    tally: Tally = field(default_factory=Tally)
    """How many emendations there are, of what kinds, and how many the list leaves out."""
    pagination: Pagination | None = field(default=None, init=False)
    """Only a ``Paginated`` Document has one; the others stay without, where print could not set them."""

    @classmethod
    def of(cls, read: ReadDocument, **proved: Any) -> Document:
        """The same tree as a Document, with its own fields; what was read is not to be used any more."""
        known = {item.name: getattr(read, item.name) for item in fields(ReadDocument)}
        document = cls(**known, **proved)
        if "flow" in vars(read):
            vars(document)["flow"] = read.flow
        return document


@dataclass(kw_only=True)
class Paginated(Document):
    """A Document whose tree says where the pages of the printed setting begin (``paginate``)."""

    pagination: Pagination = field()

    @classmethod
    def by(cls, document: Document, pagination: Pagination) -> Paginated:
        """The same tree as a paginated Document, whichever pages it had before."""
        known = {item.name: getattr(document, item.name) for item in fields(Document) if item.init}
        return cls(**known, pagination=pagination)

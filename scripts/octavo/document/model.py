"""The Document: one annotated tree, its chapters, headings, notes and images, and its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from octavo.document.flow import Flow, flow_of
from octavo.document.parts import FATAL, Chapter, Fault, Heading, Image, Note
from octavo.document.proof import Proof
from octavo.edition import Edition
from octavo.errors import InputError, Problem


@dataclass
class Document:
    """The tree and what is known of it; complete when ``read_document`` returns, and not changed after."""

    edition: Edition
    chapters: list[Chapter] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    proof: Proof | None = None

    @cached_property
    def flow(self) -> Flow:
        """All text of the document in reading order, and the tree's text nodes that hold it."""
        return flow_of(self.chapters, self.notes)

    def notes_of(self, chapter: int) -> list[Note]:
        """The notes of one chapter, in the order of their references."""
        return [note for note in self.notes if note.chapter == chapter]

    def refuse_fatal(self) -> None:
        """Raise InputError with every fault with which no rendition can be made."""
        fatal = [fault.problem for fault in self.faults if fault.kind in FATAL]
        if fatal:
            raise InputError.of(fatal)

"""Where the edition departs from its witness, in the Document: each change with its words, and its span in the tree."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from octavo.document.entries import ListedPlace
from octavo.document.flow import Flow
from octavo.document.wrap import Wrapping, wrap
from octavo.edition import Erratum
from octavo.text.changes import Change
from octavo.text.layer import Layer


class PrintedReadings(NamedTuple):
    """What an apparatus prints of one change; a paragraph break is a ¶ in it."""

    before: str
    """The word of the edition before the lemma, if its paragraph has one, with the marks and spaces between."""
    lemma: str
    """What the edition reads, with at least one word."""
    after: str
    """The word of the edition after the lemma, if its paragraph has one, with the marks and spaces between."""
    witness_reading: str
    """What the witness reads for the lemma."""


@dataclass(frozen=True)
class FoundEmendation:
    """One change that the canonical text follows; ``start`` and ``end`` are offsets of the canonical text's layer.

    This layer has no editorial words, so the offsets stay true when the list of errata and the computed numbers are
    put into the tree. The fields are those of ``Emendation``, which has offsets of the flow.
    """

    id: str
    start: int
    end: int
    witness_text: str
    edition_text: str
    printed: PrintedReadings
    change: Change
    shown: bool


@dataclass(frozen=True)
class Emendation:
    """One change at its place: ``start`` and ``end`` are offsets of the flow, of whole words where there are any.

    The tree has ``<span data-change="number">`` around these words; where the change is shown to readers, with the
    class ``erratum`` and the id. Where no word is left, the span is empty; in several text nodes it is several spans.
    """

    number: int
    id: str
    start: int
    end: int
    witness_text: str
    """What the witness has for these words, as it stands there, with a line feed for a paragraph break."""
    edition_text: str
    """What the edition has from ``start`` to ``end``, in the same way; both may be without a word."""
    printed: PrintedReadings
    change: Change
    shown: bool
    """Whether readers see it, as the front matter says of its kinds (``apparatus``)."""
    note_number: int
    """The number of the note in which it stands, -1 in the body."""

    @property
    def errata(self) -> tuple[Erratum, ...]:
        """The entries of the errata list that are made here."""
        return self.change.errata

    @property
    def entry_id(self) -> str:
        """The id of its entry in the list of errata."""
        return f"entry-{self.id.removeprefix('erratum-')}"

    @property
    def place(self) -> ListedPlace:
        """Where it stands."""
        return ListedPlace(self.id, self.start, self.end, self.note_number)

    @property
    def note(self) -> str:
        """What the editor says of it."""
        return " ".join(erratum.note or erratum.why for erratum in self.errata if erratum.note or erratum.why)


def located(in_canonical: Sequence[FoundEmendation], canonical: Layer, flow: Flow) -> list[Emendation]:
    """The emendations with offsets of the flow for those of the canonical text, and the notes in which they stand."""
    ends = [block.end for block in flow.blocks]
    result = []
    for number, found in enumerate(in_canonical):
        start, end, note = _in_flow(found.start, found.end, canonical, flow, ends)
        texts = (found.witness_text, found.edition_text, found.printed)
        result.append(Emendation(number, found.id, start, end, *texts, found.change, found.shown, note))
    return result


def located_places(found: Mapping[str, tuple[int, int]], canonical: Layer, flow: Flow) -> dict[str, ListedPlace]:
    """The same for places that are no changes, by their ids."""
    ends = [block.end for block in flow.blocks]
    return {name: ListedPlace(name, *_in_flow(*span, canonical, flow, ends)) for name, span in found.items()}


def _in_flow(start: int, end: int, canonical: Layer, flow: Flow, ends: list[int]) -> tuple[int, int, int]:
    """Offsets of the flow for those of the canonical text, and the number of the note in which they stand."""
    flow_end = canonical.origin(end - 1) + 1
    flow_start = canonical.origin(start) if end > start else flow_end
    return flow_start, flow_end, flow.blocks[bisect_right(ends, min(flow_start, flow_end - 1))].note


def mark_in_tree(flow: Flow, emendations: Sequence[Emendation]) -> None:
    """Put the emendations into the tree; the flow must be made anew afterwards."""
    wrappings = []
    for emendation in emendations:
        attributes = {"data-change": str(emendation.number)}
        if emendation.shown:
            attributes |= {"class": "erratum", "id": emendation.id}
        wrappings.append(Wrapping(emendation.start, emendation.end, attributes))
    wrap(flow, wrappings, editorial=False)


def shown(emendations: Sequence[Emendation]) -> Iterator[Emendation]:
    """Those that readers see."""
    return (emendation for emendation in emendations if emendation.shown)

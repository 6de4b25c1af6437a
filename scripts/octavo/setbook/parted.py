"""Lines of a set book that end where none may end: a title from its name, a dash at a line's beginning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from octavo.document import Document
from octavo.document.unbroken import holds_of
from octavo.readback.pdf import PdfReading
from octavo.setbook.pagination import line_starts


class Parted(NamedTuple):
    """What two lines part: the label of the page on which the second stands, and the words at either side."""

    page: str
    before: str
    behind: str


def parted(document: Document, reading: PdfReading) -> Iterator[Parted]:
    """All places of a set book at which a line begins that may not, in order."""
    starts = dict(line_starts(document, reading))
    nodes = {(run.element, run.tail): run.start for run in document.flow.runs if run.literal}
    found: set[int] = set()
    for root in document.trees:
        for node, places in holds_of(root, document.edition.metadata.lang).items():
            if node in nodes:
                found.update(nodes[node] + place.at + place.is_space for place in places)
    text = document.flow.text
    for offset in sorted(found & starts.keys()):
        before, behind = text[max(offset - 40, 0) : offset].split()[-1:], text[offset : offset + 40].split()[:1]
        yield Parted(reading.page_labels[starts[offset]], "".join(before), "".join(behind))

"""Where in the text the marks of notes stand."""

from __future__ import annotations

from lxml import etree

from octavo.document.model import ReadDocument
from octavo.document.tree import classes


def mark_ends(document: ReadDocument) -> dict[str, int]:
    """Behind which offset of the flow each note's mark stands, by the mark's id; 0 where no text is before it."""
    ends = {(run.element, run.tail): run.end for run in document.flow.runs}
    offsets: dict[str, int] = {}
    for chapter in document.chapters:
        last = 0
        for event, element in etree.iterwalk(chapter.element, events=("start", "end")):
            if event == "start" and "noteref" in classes(element):
                offsets[element.get("id") or ""] = last
            last = ends.get((element, event == "end"), last)
    return offsets

"""The apparatus of a TEI file: what witnesses read at places that stand outside of the text (TEI P5, 13.2)."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from octavo.readback.markup import name
from octavo.text.layer import Edit


def has_reading(reading: etree._Element, siglum: str) -> bool:
    """Whether a reading is that of a witness: also where it does not say whose it is, or nobody asks."""
    witnesses = (reading.get("wit") or "").split()
    return not siglum or not witnesses or f"#{siglum}" in witnesses


def outside(root: etree._Element, anchors: Mapping[str, int], siglum: str) -> list[Edit]:
    """What a witness reads between two anchors, in the order of the text."""
    edits = []
    for app in root.iter("{*}app"):
        start = anchors.get((app.get("from") or "").removeprefix("#"))
        end = anchors.get((app.get("to") or "").removeprefix("#"))
        reading = next((child for child in app.iterchildren("{*}rdg") if has_reading(child, siglum)), None)
        if start is not None and end is not None and reading is not None and start <= end:
            edits.append(Edit(start, end, _reading(reading)))
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


def _reading(reading: etree._Element) -> str:
    """A reading as a flow: a line feed where a paragraph begins."""
    text = [(reading.text or "").replace("\n", " ")]
    for child in reading:
        if name(child) == "milestone" and child.get("unit") == "paragraph":
            text.append("\n")
        elif name(child):
            text.append(" ".join(str(piece) for piece in child.itertext()))
        text.append((child.tail or "").replace("\n", " "))
    return "".join(text)

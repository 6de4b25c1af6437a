"""From which witness words are known that the edition's own has lost: sigla in the tree, then pointers for TEI."""

from __future__ import annotations

from lxml import etree

from octavo.document.substance import witness_of
from octavo.renditions.teiheader import References

KNOWN_FROM = "source"
"""The attribute that names the witnesses, first by their sigla, a line each, then by pointers (TEI P5, 1.3.1.1.4)."""


def name_witness(element: etree._Element) -> None:
    """Say of an element from which witness its words are known, where the Markdown does."""
    if witness_of(element):
        element.set(KNOWN_FROM, witness_of(element))


def name_at_mark(mark: etree._Element, body: etree._Element) -> None:
    """Say at the mark of a note from which witnesses its words are known."""
    named = dict.fromkeys(witness_of(element) for element in body.iter("*") if witness_of(element))
    if named:
        mark.set(KNOWN_FROM, "\n".join(named))


def point_to_witnesses(root: etree._Element, references: References) -> None:
    """Put pointers in the place of sigla; one that is not listed has none, and is a finding of its own."""
    for element in root.iter("*"):
        if KNOWN_FROM in element.attrib:
            pointers = references.to_witnesses(str(element.attrib.pop(KNOWN_FROM)).split("\n"))
            if pointers:
                element.set(KNOWN_FROM, pointers)

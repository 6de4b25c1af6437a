"""Paragraphs that pandoc leaves without elements: those of a definition that is written close to its term."""

from __future__ import annotations

import copy

from lxml import etree

from octavo.document.flow import BLOCKS


def part_definitions(body: etree._Element) -> None:
    """Make elements of the paragraphs of each definition that has several.

    pandoc writes them one behind the other with a line feed between, which stands nowhere else in the text of a
    definition but behind a line break, since its lines are not wrapped.
    """
    for definition in body.iter("dd"):
        paragraphs = _paragraphs(copy.deepcopy(definition))
        if sum(1 for paragraph in paragraphs if paragraph.tag == "p") > 1:
            definition[:] = paragraphs
            definition.text = None


def _paragraphs(definition: etree._Element) -> list[etree._Element]:
    """The blocks of a definition, which is taken apart, its loose text in paragraphs."""
    made: list[etree._Element] = [etree.Element("p")]
    _add(made, (definition.text or "").strip("\n"))
    for child in list(definition):
        tail, child.tail = child.tail or "", None
        if child.tag in BLOCKS:
            made += [child, etree.Element("p")]
            tail = tail.lstrip("\n")
        else:
            made[-1].append(child)
        if child.tag == "br":
            child.tail = tail
        else:
            _add(made, tail)
    return [block for block in made if block.tag != "p" or len(block) or (block.text or "").strip()]


def _add(made: list[etree._Element], text: str) -> None:
    """Add text to the last paragraph, and begin another one at each line feed."""
    first, *others = text.split("\n")
    last = made[-1]
    if len(last):
        last[-1].tail = (last[-1].tail or "") + first
    else:
        last.text = (last.text or "") + first
    for other in others:
        paragraph = etree.Element("p")
        paragraph.text = other
        made.append(paragraph)

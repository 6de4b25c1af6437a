"""The lines of verse, which the tree parts by ``br`` alone, as elements for the renditions that want these."""

from __future__ import annotations

from bisect import bisect_left

from lxml import etree

from octavo.document.flow import Block, Flow


def part_lines(verse: etree._Element, tag: str) -> list[etree._Element]:
    """Empty a block of verse, and give its lines as elements; each but the last still ends with its ``br``."""
    lines = [etree.Element(tag)]
    lines[0].text, verse.text = verse.text, None
    for child in list(verse):
        lines[-1].append(child)
        if child.tag == "br":
            lines.append(etree.Element(tag))
            lines[-1].text, child.tail = (child.tail or "").lstrip("\n"), None
    return lines


def stanzas(flow: Flow, block: Block) -> list[list[int]]:
    """The stanzas of a block of verse: the offset in the flow at which each of their lines begins."""
    found: list[list[int]] = [[]]
    at = block.start
    for end in (*_line_ends(flow, block), block.end):
        text = flow.text[at:end]
        if text.strip():
            found[-1].append(at + len(text) - len(text.lstrip()))
        elif found[-1]:
            found.append([])
        at = end + 1
    return [lines for lines in found if lines]


def _line_ends(flow: Flow, block: Block) -> list[int]:
    starts = flow.run_starts
    runs = flow.runs[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
    return [run.start for run in runs if run.element.tag == "br" and not run.tail]

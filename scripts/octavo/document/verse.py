"""The lines of verse, which the tree parts by ``br`` alone, as elements for the renditions that want these."""

from __future__ import annotations

from lxml import etree


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

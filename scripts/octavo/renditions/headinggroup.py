"""Headings with a number before their title, as EPUB and HTML group the two (HTML, 4.3.7)."""

from __future__ import annotations

from lxml import etree

from octavo.document.chapternumbers import MARK, NUMBER
from octavo.document.structure import HEADINGS
from octavo.document.tree import classes, parent_of


def group_numbered_headings(root: etree._Element) -> None:
    """Put the number of a heading into a paragraph above its title; a mere numeral is a heading as any other."""
    for heading in [heading for heading in root.iter(*HEADINGS) if _last_of_number(heading) is not None]:
        last = _last_of_number(heading)
        parent = heading.getparent()
        if last is None or parent is None:
            continue
        if last is heading[-1] and not (last.tail or "").strip():
            unwrap(last)
            continue
        paragraph = etree.Element("p", {"class": NUMBER})
        paragraph.text = heading.text
        of_number = list(heading)[: heading.index(last) + 1]
        heading.text, last.tail = last.tail, None
        for child in of_number:
            paragraph.append(child)
        for child in [child for child in of_number if NUMBER in classes(child)]:
            unwrap(child)
        group = etree.Element("hgroup")
        group.tail, heading.tail = heading.tail, None
        parent.replace(heading, group)
        group.extend([paragraph, heading])


def has_heading(section: etree._Element, tag: str) -> bool:
    """Whether a section opens with a heading of this level, in a group or not."""
    return section.find(tag) is not None or section.find(f"hgroup/{tag}") is not None


def unwrap(span: etree._Element) -> None:
    """Take a span out of the tree and leave what is in it: its text, its children, its tail."""
    parent, before = parent_of(span), span.getprevious()
    at = parent.index(span)
    children = list(span)
    tail = span.tail or ""
    if children:
        children[-1].tail = (children[-1].tail or "") + tail
        tail = ""
    left = (span.text or "") + tail
    if before is not None:
        before.tail = (before.tail or "") + left
    else:
        parent.text = (parent.text or "") + left
    parent[at : at + 1] = children


def _last_of_number(heading: etree._Element) -> etree._Element | None:
    found = [child for child in heading if child.tag == "span" and {NUMBER, MARK} & set(classes(child))]
    return found[-1] if found else None

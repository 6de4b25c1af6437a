"""Headings with a number before their title, as EPUB and HTML group the two (HTML, 4.3.7)."""

from __future__ import annotations

from lxml import etree

from octavo.document.chapternumbers import MARK, NUMBER
from octavo.document.structure import HEADINGS
from octavo.document.tree import classes, parent_of


def group_numbered_headings(root: etree._Element) -> None:
    """Put the number of a heading into a paragraph above its title; a mere numeral is a heading as any other.

    Where no space stands between the two, as in Chapter I—The Sea, they stay one heading: between paragraphs, whoever
    listens or copies would get a space that is not the text's.
    """
    for heading in [heading for heading in root.iter(*HEADINGS) if _last_of_number(heading) is not None]:
        last = _last_of_number(heading)
        parent = heading.getparent()
        if last is None or parent is None:
            continue
        if last is heading[-1] and not (last.tail or "").strip():
            unwrap(last)
            continue
        if not _has_space(heading, last):
            _join(heading, last)
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


def _has_space(heading: etree._Element, last: etree._Element) -> bool:
    """Whether a space stands between a number and its title, or the text’s own end of a line."""
    children = list(heading)
    at = children.index(last)
    before = "".join(_text(child) + (child.tail or "") for child in children[:at]) + _text(last)
    behind = (last.tail or "") + "".join(map(_text, children[at + 1 :]))
    has_line_end = any(child.tag == "br" for child in last.iter())
    return has_line_end or before != before.rstrip() or behind != behind.lstrip()


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _join(heading: etree._Element, last: etree._Element) -> None:
    """Make one span of number and mark, of which the style sheet makes a line."""
    number = next(child for child in heading if NUMBER in classes(child))
    if last is not number:
        number.append(last)
        number.tail, last.tail = last.tail, None


def _last_of_number(heading: etree._Element) -> etree._Element | None:
    found = [child for child in heading if child.tag == "span" and {NUMBER, MARK} & set(classes(child))]
    return found[-1] if found else None

"""Changes of a tree that keep all its words in their order."""

from __future__ import annotations

import re

from lxml import etree

from octavo.markdown.vocabulary import BLOCKS


def holds_block(element: etree._Element) -> bool:
    """Whether a block stands anywhere in an element."""
    blocks = element.iterdescendants(*BLOCKS)
    return next(blocks, None) is not None


def part(element: etree._Element) -> None:
    """Part a paragraph, or a heading, at the blocks in it: what stands before, the block, what stands behind."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    made: list[etree._Element] = []
    tail, element.tail = element.tail, None
    current: etree._Element | None = None

    def line() -> etree._Element:
        nonlocal current
        if current is None:
            current = etree.Element("p" if made else element.tag)
            if not made:
                current.attrib.update(element.attrib)
            made.append(current)
        return current

    def say(text: str | None) -> None:
        if text and (current is not None or text.strip()):
            put_text(line(), text)

    say(element.text)
    for child in list(element):
        behind, child.tail = child.tail, None
        if child.tag in BLOCKS:
            made.append(child)
            current = None
        else:
            line().append(child)
        say(behind)
    parent.remove(element)
    for number, piece in enumerate(made):
        parent.insert(at + number, piece)
    if made and tail:
        made[-1].tail = tail


def wrap_bare(container: etree._Element, wrapper: str, left: frozenset[str] | set[str]) -> None:
    """Put text, and elements within a line, that stand among blocks into elements of their own."""
    texts = [container.text or "", *(child.tail or "" for child in container)]
    if not any(text.strip() for text in texts) and all(child.tag in left for child in container):
        return
    pieces: list[etree._Element | str] = [container.text or ""]
    for child in list(container):
        pieces += [child, child.tail or ""]
        child.tail = None
        container.remove(child)
    container.text = None
    line: etree._Element | None = None
    for piece in pieces:
        if not isinstance(piece, str) and piece.tag in left:
            container.append(piece)
            line = None
        elif not isinstance(piece, str) or piece.strip() or line is not None:
            if line is None:
                line = etree.SubElement(container, wrapper)
            if isinstance(piece, str):
                put_text(line, piece)
            else:
                line.append(piece)


def put_text(element: etree._Element, text: str) -> None:
    """Add text behind all that is in an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def unwrap(element: etree._Element) -> None:
    """Take an element out of the tree and leave what is in it."""
    parent = element.getparent()
    if parent is None:
        return
    at, previous = parent.index(element), element.getprevious()
    children, tail = list(element), element.tail or ""
    if children:
        children[-1].tail = (children[-1].tail or "") + tail
    text = (element.text or "") + ("" if children else tail)
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent[at : at + 1] = children


def cut_out(element: etree._Element) -> None:
    """Remove an element with all that is in it, and keep the text behind it."""
    element.text = None
    element[:] = []
    unwrap(element)


def free_links(root: etree._Element) -> None:
    """Part each link in which a note is called, or the address of a cited work stands (HTML, 4.5.1)."""
    for call in list(root.iter("a")):
        link = next(call.iterancestors("a"), None)
        if link is None:
            continue
        if call.get("class") != "footnote-ref" and call.getparent() is not link:
            unwrap(link)  # its words would have to be moved
            continue
        top = call
        while (parent := top.getparent()) is not None and parent is not link:
            top = parent
        if top is not call:
            # Within emphasis in the link: behind that.
            behind, call.tail = call.tail, None
            put_before = call.getprevious()
            holder = call.getparent()
            assert holder is not None
            if put_before is not None:
                put_before.tail = (put_before.tail or "") + (behind or "")
            else:
                holder.text = (holder.text or "") + (behind or "")
            top.addnext(call)
            call.tail, top.tail = top.tail, None
        _part_link(link, call)


def _part_link(link: etree._Element, call: etree._Element) -> None:
    rest = etree.Element("a")
    rest.attrib.update(link.attrib)
    rest.attrib.pop("id", "")
    rest.text, call.tail = call.tail, None
    rest.extend(list(call.itersiblings()))
    rest.tail, link.tail = link.tail, None
    link.addnext(call)
    if len(rest) or rest.text:
        call.addnext(rest)
        if not len(rest) and not any(sign.isalnum() for sign in rest.text or ""):
            unwrap(rest)
    else:
        call.tail = rest.tail


def join_paragraphs(line: etree._Element) -> None:
    """Make one line of a line with paragraphs or divisions in it, and nothing else that is a block."""
    blocks = list(line.iterdescendants(*BLOCKS))
    if not blocks or any(block.tag not in ("p", "div") for block in blocks):
        return
    for block in blocks:
        block.text = f" {block.text or ''}"
        block.tail = f" {block.tail or ''}"
        unwrap(block)
    squeeze(line)


def squeeze(line: etree._Element) -> None:
    """Leave one blank between words, and none at the beginning and end of a line."""
    for element in line.iter():
        element.text = re.sub(r" {2,}", " ", element.text) if element.text else element.text
        if element is not line and element.tail:
            element.tail = re.sub(r" {2,}", " ", element.tail)
    line.text = (line.text or "").lstrip(" ")
    if len(line):
        line[-1].tail = (line[-1].tail or "").rstrip(" ")
    else:
        line.text = line.text.rstrip(" ")

"""Raw HTML is dropped, each piece with a warning; the text between tags stays, that of script and style goes."""

from __future__ import annotations

import re

from lxml import etree

from octavo.document.flow import BLOCKS
from octavo.document.parts import Fault
from octavo.document.scan import MarkdownScan
from octavo.document.tree import classes
from octavo.errors import Problem


def drop_raw(body: etree._Element, scan: MarkdownScan) -> list[Fault]:
    """Take the marked pieces out of a file's tree; comments go without a word, as they are no text."""
    faults = []
    position = 0
    silenced = ""
    for element in list(body.iter("span", "div")):
        if "raw-dropped" not in classes(element):
            continue
        raw = element.get("data-raw") or ""
        # A piece of several lines comes back in one, so that only its first word can be looked for.
        position = max(scan.chapter.body.find(raw.split(None, 1)[0], position), position)
        comment = raw.startswith("<!--")
        if not comment:
            shown = " ".join(raw.split())
            shown = shown if len(shown) <= 60 else shown[:59] + "…"
            what = element.get("data-raw-format") or "html"
            kept = "what it holds is dropped with it" if _holds_text(raw) else "text between tags is kept, tags are not"
            hint = f"write it in Markdown; {kept}"
            place = scan.lines.place(position)
            faults.append(Fault("raw-markup", Problem(f"raw {what} dropped: {shown}", place, hint)))
        position += len(raw) if comment else 1
        tag = re.match(r"<(/?)(script|style)\b", raw, re.IGNORECASE)
        closed = tag and re.search(rf"</{tag[2]}\s*>\s*\Z", raw, re.IGNORECASE)
        if silenced or (tag and not tag[1] and not closed):
            silenced = _silence(element, tag[2].lower() if tag and not tag[1] else silenced)
        _cut_out(element)
    for container in list(body.iter("body", "section", "div", "blockquote")):
        if "line-block" not in classes(container):
            _wrap_bare_text(container)
    return faults


def _holds_text(raw: str) -> bool:
    return bool(re.search(r"\w", re.sub(r"<[^>]*>", "", raw)))


def _wrap_bare_text(container: etree._Element) -> None:
    """Put text that stands among blocks into paragraphs, as where a tag around it was dropped."""
    pieces: list[etree._Element | str] = [container.text or ""]
    for child in list(container):
        pieces += [child, child.tail or ""]
        child.tail = None
        container.remove(child)
    container.text = None
    paragraph: etree._Element | None = None
    for piece in pieces:
        if not isinstance(piece, str) and piece.tag in BLOCKS:
            container.append(piece)
            paragraph = None
        elif not isinstance(piece, str) or piece.strip() or paragraph is not None:
            if paragraph is None:
                paragraph = etree.SubElement(container, "p")
            _append(paragraph, piece)


def _append(parent: etree._Element, piece: etree._Element | str) -> None:
    if not isinstance(piece, str):
        parent.append(piece)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + piece
    else:
        parent.text = (parent.text or "") + piece


def _silence(element: etree._Element, name: str) -> str:
    """Drop what follows an inline ``<script>`` up to its end tag, as far as it stands in the same paragraph."""
    following = element.getnext()
    element.tail = None
    while following is not None:
        raw = following.get("data-raw") or ""
        if re.match(rf"</{name}\b", raw, re.IGNORECASE):
            return ""
        after = following.getnext()
        parent = following.getparent()
        if parent is not None:
            parent.remove(following)
        following = after
    return ""


def _cut_out(element: etree._Element) -> None:
    """Remove an element and keep the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)

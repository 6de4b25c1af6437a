"""A tree in which raw HTML stood, put in order: each part within what HTML lets it stand in (HTML, 4.4 to 4.11)."""

from __future__ import annotations

from lxml import etree

from octavo.markdown.content import is_in, order_parts, order_table, order_terms
from octavo.markdown.quotes import quotation_marks
from octavo.markdown.reshape import cut_out, holds_block, part, put_text, unwrap, wrap_bare
from octavo.markdown.sink import QUOTATION
from octavo.markdown.vocabulary import BLOCKS, HEADINGS, INLINE

_PARTS = {
    "li": ({"ul", "ol"}, "ul"),
    "dt": ({"dl", "div"}, "dl"),
    "dd": ({"dl", "div"}, "dl"),
    "td": ({"tr"}, "tr"),
    "th": ({"tr"}, "tr"),
    "tr": ({"table", "thead", "tbody", "tfoot"}, "table"),
    "thead": ({"table"}, "table"),
    "tbody": ({"table"}, "table"),
    "tfoot": ({"table"}, "table"),
}
"""A part → what it must stand in, and what is put around it where it does not."""
_OWNED = {"caption": {"table"}, "summary": {"details"}, "figcaption": {"figure"}, "colgroup": {"table"}}


def tidy(body: etree._Element, language: str) -> None:
    """Put a file's tree in order; no word of it is moved past another."""
    for element in list(body.iter(*_PARTS)):
        _within(element)
    _order_wholes(body)
    for element in [inner for inner in body.iter(*INLINE) if holds_block(inner)]:
        unwrap(element)
    for inner in [link for link in body.iter("a") if _stands_in_link(link)]:
        _part_links(inner)
    order_parts(body)
    for element in [inner for inner in body.iter("p", "summary", *HEADINGS) if holds_block(inner)]:
        part(element)
    for container in list(body.iter("body", "div", "blockquote", "details")):
        if container.get("class") != "line-block" or _without_lines(container):
            wrap_bare(container, "p", BLOCKS)
    for paragraph in [p for p in body.iter("p") if not len(p) and not (p.text or "").strip()]:
        cut_out(paragraph)
    _write_quotation_marks(body, language)


def _stands_in_link(link: etree._Element) -> bool:
    """Whether a link stands in another, other than that of a citation to its work, which ``free_links`` parts."""
    outer = next(link.iterancestors("a"), None)
    return outer is not None and not (outer.get("href") or "").startswith("#ref-")


def _part_links(inner: etree._Element) -> None:
    """Of a link within a link one is left: that of a note, else the outer, which begins first."""
    if "footnote-ref" not in (inner.get("class") or ""):
        inner.tag = "span"
        inner.attrib.pop("href", "")


def _without_lines(verse: etree._Element) -> bool:
    """Make verse in which blocks stand a plain division; whether it is one now."""
    if not holds_block(verse):
        return False
    del verse.attrib["class"]
    return True


def _order_wholes(body: etree._Element) -> None:
    for element in list(body.iter(*_OWNED)):
        parent = element.getparent()
        if parent is not None and parent.tag not in _OWNED[element.tag]:
            element.tag = "div" if element.tag == "colgroup" or holds_block(element) else "p"
    for table in list(body.iter("table")):
        order_table(table)
    for listing in list(body.iter("ul", "ol")):
        wrap_bare(listing, "li", {"li"})
        if not len(listing):
            cut_out(listing)
    for listing in list(body.iter("dl")):
        order_terms(listing)


def _within(element: etree._Element) -> None:
    """Put what a part must stand in around it and the like parts that follow it."""
    allowed, wrapper = _PARTS[element.tag]
    parent = element.getparent()
    if parent is None or (parent.tag in allowed and (parent.tag != "div" or is_in(parent, "dl"))):
        return
    around = etree.Element(wrapper)
    parent.replace(element, around)
    around.append(element)
    while True:
        tail, element.tail = element.tail or "", None
        following = around.getnext()
        if tail.strip() or following is None or following.tag not in _PARTS or _PARTS[following.tag][1] != wrapper:
            around.tail = tail
            break
        around.append(following)
        element = following
    if wrapper == "tr":
        _within(around)


def _write_quotation_marks(body: etree._Element, language: str) -> None:
    quotations = [element for element in body.iter("span") if element.get(QUOTATION) is not None]
    for element in quotations:
        around = list(element.iterancestors())
        depth = sum("q" in (outer.get("class") or "").split() for outer in around)
        spoken = next((str(outer.get("lang")) for outer in (element, *around) if outer.get("lang")), language)
        opening, closing = quotation_marks(spoken, depth)
        element.text = opening + (element.text or "").lstrip()
        put_text(element, closing)
        element.attrib.pop(QUOTATION)
        element.set("class", " ".join([*(element.get("class") or "").split(), "q"]))

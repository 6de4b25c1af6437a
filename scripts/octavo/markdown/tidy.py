"""A tree in which raw HTML stood, put in order: each part within what HTML lets it stand in (HTML, 4.4 to 4.11)."""

from __future__ import annotations

from lxml import etree

from octavo.markdown.quotes import quotation_marks
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
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_ROWS = frozenset({"caption", "colgroup", "col", "tr", "td", "th"})
_OWNED = {"caption": {"table"}, "summary": {"details"}, "figcaption": {"figure"}, "colgroup": {"table"}}


def tidy(body: etree._Element, language: str) -> None:
    """Put a file's tree in order; no word of it is moved past another."""
    for element in list(body.iter(*_PARTS)):
        _within(element)
    for element in list(body.iter(*_OWNED)):
        parent = element.getparent()
        if parent is not None and parent.tag not in _OWNED[element.tag]:
            element.tag = "p" if element.tag != "colgroup" else "div"
    for table in list(body.iter("table")):
        _order_table(table)
    for listing in list(body.iter("ul", "ol")):
        _wrap_bare(listing, "li", {"li"})
    for element in [inner for inner in body.iter(*INLINE) if _holds_block(inner)]:
        unwrap(element)
    for element in [inner for inner in body.iter("p", "summary", *HEADINGS) if _holds_block(inner)]:
        _part(element)
    for container in list(body.iter("body", "div", "blockquote", "details")):
        if "line-block" not in (container.get("class") or "").split():
            _wrap_bare(container, "p", BLOCKS)
    for paragraph in [p for p in body.iter("p") if not len(p) and not (p.text or "").strip()]:
        cut_out(paragraph)
    _write_quotation_marks(body, language)


def _within(element: etree._Element) -> None:
    """Put what a part must stand in around it and the like parts that follow it."""
    allowed, wrapper = _PARTS[element.tag]
    parent = element.getparent()
    if parent is None or parent.tag in allowed:
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


def _order_table(table: etree._Element) -> None:
    """Rows in bodies, a first row of heads as the head; words among the rows stand before the table."""
    words = []
    for part in [table, *(inner for inner in table.iter(*_GROUPS, "tr") if _table_of(inner) is table)]:
        for child in [child for child in part if child.tag not in _GROUPS | _ROWS]:
            child.tail = None
            table.addprevious(child)
        pieces = [part.text or "", *(child.tail or "" for child in part)]
        if any(piece.strip() for piece in pieces):
            words += [" ".join(piece.split()) for piece in pieces if piece.strip()]
        part.text = None
        for child in part:
            child.tail = None
    body: etree._Element | None = None
    for child in list(table):
        if child.tag == "tr":
            if body is None:
                body = etree.Element("tbody")
                table.replace(child, body)
            body.append(child)
        else:
            body = None
    first = next(table.iter("tr"), None)
    if table.find("thead") is None and first is not None and len(first) and all(cell.tag == "th" for cell in first):
        head = etree.Element("thead")
        bodies = table.findall("tbody")
        bodies[0].addprevious(head)
        head.append(first)
        if not len(bodies[0]):
            table.remove(bodies[0])
    if words:
        paragraph = etree.Element("p")
        paragraph.text = " ".join(words)
        table.addprevious(paragraph)
    if first is None:
        unwrap(table)


def _table_of(part: etree._Element) -> etree._Element | None:
    return next(part.iterancestors("table"), None)


def _holds_block(element: etree._Element) -> bool:
    return next(element.iter(*BLOCKS - {element.tag}), None) is not None


def _part(element: etree._Element) -> None:
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


def _wrap_bare(container: etree._Element, wrapper: str, left: frozenset[str] | set[str]) -> None:
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


def _write_quotation_marks(body: etree._Element, language: str) -> None:
    quotations = [element for element in body.iter("span") if element.get(QUOTATION) is not None]
    for element in quotations:
        around = list(element.iterancestors())
        depth = sum("q" in (outer.get("class") or "").split() for outer in around)
        said = next((str(outer.get("lang")) for outer in (element, *around) if outer.get("lang")), language)
        opening, closing = quotation_marks(said, depth)
        element.text = opening + (element.text or "").lstrip()
        put_text(element, closing)
        element.attrib.pop(QUOTATION)
        element.set("class", " ".join([*(element.get("class") or "").split(), "q"]))

"""What HTML's elements may and must hold: parts of tables and lists that raw HTML has left out, or too many."""

from __future__ import annotations

from lxml import etree

from octavo.markdown.reshape import cut_out, put_text, unwrap, wrap_bare
from octavo.markdown.vocabulary import HEADINGS

GROUPS = frozenset({"thead", "tbody", "tfoot"})
_ROWS = frozenset({"caption", "colgroup", "col", "tr", "td", "th"})


def order_table(table: etree._Element) -> None:
    """Rows in bodies, a first row of heads as the head; words among the rows stand before the table."""
    _put_before(table)
    for part in [part for part in table.iter("tr", *GROUPS) if _table_of(part) is table]:
        if next(part.iter("td", "th"), None) is None:
            cut_out(part)
    body: etree._Element | None = None
    for child in list(table):
        if child.tag == "tr":
            if body is None:
                body = etree.Element("tbody")
                table.replace(child, body)
            body.append(child)
        else:
            body = None
    rows = [row for row in table.iter("tr") if _table_of(row) is table]
    if not rows:
        for child in table:
            child.tag = "p" if child.tag == "caption" else child.tag
        for child in [child for child in table if child.tag in ("colgroup", "col")]:
            cut_out(child)
        unwrap(table)
        return
    if table.find("thead") is None and all(cell.tag == "th" for cell in rows[0]):
        head = etree.Element("thead")
        bodies = table.findall("tbody")
        bodies[0].addprevious(head)
        head.append(rows[0])
        if not len(bodies[0]):
            table.remove(bodies[0])
    _order_columns(table)


def _put_before(table: etree._Element) -> None:
    """Put what is neither row nor cell, and stands among these, before the table, as HTML does (13.2.6.1)."""
    words: list[str] = []
    for part in [table, *(inner for inner in table.iter("tr", *GROUPS) if _table_of(inner) is table)]:
        words.append(part.text or "")
        part.text = None
        for child in list(part):
            behind, child.tail = child.tail or "", None
            if child.tag not in GROUPS | _ROWS:
                _say(words, table)
                table.addprevious(child)
            words.append(behind)
    _say(words, table)


def _say(words: list[str], table: etree._Element) -> None:
    text = " ".join("".join(words).split())
    words.clear()
    if text:
        paragraph = etree.Element("p")
        paragraph.text = text
        table.addprevious(paragraph)


def _order_columns(table: etree._Element) -> None:
    """A caption first and once, columns within their group."""
    captions = table.findall("caption")
    for extra in captions[1:]:
        put_text(captions[0], " ")
        captions[0].extend(_taken(extra, captions[0]))
        cut_out(extra)
    if captions and table[0] is not captions[0]:
        table.insert(0, captions[0])
    for column in table.findall("col"):
        group = etree.Element("colgroup")
        table.replace(column, group)
        group.append(column)


def _taken(element: etree._Element, new: etree._Element) -> list[etree._Element]:
    put_text(new, element.text or "")
    return list(element)


def _table_of(part: etree._Element) -> etree._Element | None:
    return next(part.iterancestors("table"), None)


def order_terms(listing: etree._Element) -> None:
    """Each group of a list of terms has a term and what is said of it (HTML, 4.4.9)."""
    wrap_bare(listing, "dd", {"dt", "dd", "div"})
    terms = [child for child in listing if _has_term(child)]
    if not terms:
        # Without terms it is how old HTML set lines in from the margin.
        for child in listing:
            child.tag = "div"
        listing.tag = "div"
        if not len(listing):
            cut_out(listing)
        return
    before = list(listing)[: listing.index(terms[0])]
    if before:
        around = etree.Element("div")
        for child in before:
            child.tag = "div"
        around.extend(before)
        listing.addprevious(around)
    if listing[-1].tag == "dt":
        etree.SubElement(listing, "dd")


def _has_term(child: etree._Element) -> bool:
    return child.tag == "dt" or (child.tag == "div" and child.find("dt") is not None)


def order_parts(body: etree._Element) -> None:
    """Make plain what is part of nothing: readings without a ruby, a summary that is not the first, and the like."""
    for element in [rt for rt in body.iter("rt", "rp") if not is_in(rt, "ruby")]:
        unwrap(element)
    for element in [ruby for ruby in body.iter("ruby") if ruby.find("rt") is None]:
        unwrap(element)
    for element in list(body.iter("details")):
        _order_details(element)
    for element in list(body.iter("figure")):
        captions = element.findall("figcaption")
        for caption in captions:
            if caption is not captions[-1] or caption not in (element[0], element[-1]):
                caption.tag = "div"
    for element in list(body.iter(*HEADINGS)):
        if next(element.iterancestors("dt", "th", "caption"), None) is not None:
            element.tag = "p"
    for element in list(body.iter("pre")):
        if next(element.iterdescendants("pre", "p", "div", "table", "ul", "ol"), None) is not None:
            element.tag = "div"
    for element in [code for code in body.iter("code") if not len(code) and not code.text and not is_in(code, "pre")]:
        cut_out(element)


def _order_details(element: etree._Element) -> None:
    summaries = element.findall("summary")
    first = bool(summaries) and element[0] is summaries[0] and not (element.text or "").strip()
    for summary in summaries[1:] if first else summaries:
        summary.tag = "div"
    if not first:
        element.tag = "div"


def is_in(element: etree._Element, name: str) -> bool:
    """Whether an element stands right in one of a name."""
    parent = element.getparent()
    return parent is not None and parent.tag == name

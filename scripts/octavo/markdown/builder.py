"""pandoc's syntax tree → an XHTML tree: the elements that its HTML writer would make, and what raw HTML means."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from octavo.markdown import elements
from octavo.markdown.attributes import give
from octavo.markdown.lost import given, lost
from octavo.markdown.pandoc import Node
from octavo.markdown.reshape import join_paragraphs
from octavo.markdown.sink import Sink, carried
from octavo.markdown.syntax import stringified
from octavo.markdown.tables import table
from octavo.markdown.tree import Lost, Piece, Tree
from octavo.markdown.vocabulary import HOLDS_LINES, INLINE, SILENT

_WRAPPED = {
    "Emph": "em",
    "Strong": "strong",
    "Strikeout": "del",
    "Superscript": "sup",
    "Subscript": "sub",
    "Underline": "u",
}
_TAG = re.compile(r"</?([A-Za-z][\w:.-]*)")


class TreeBuilder:
    """Makes the tree of one file.

    The commonest kinds of pandoc's nodes are told apart in ``_block`` and ``_add_inlines``. Every other kind is made
    by the method of its name, found by that name: BlockQuote by ``_block_quote``, SmallCaps by ``_small_caps``.
    """

    def __init__(self, same_notes: list[int] | None = None) -> None:
        """``same_notes``: for the nth reference to a note, the number of the first reference to the same note."""
        self.tree = Tree(etree.Element("body"))
        self._number_of_call = same_notes or []
        self._calls_seen = 0
        self._note_by_number: dict[int, etree._Element] = {}
        self._in_note = False

    def build(self, blocks: list[Node]) -> Tree:
        """The tree of all blocks of a file."""
        self._put_blocks(self.tree.body, blocks)
        return self.tree

    # Blocks

    def _put_blocks(self, parent: etree._Element, blocks: list[Node]) -> None:
        """Put blocks into an element."""
        sink = Sink(parent, self._drop, self._unlink)
        # A definition with several paragraphs keeps the p around each.
        keeps_p = parent.tag == "dd" and sum(block["t"] in ("Plain", "Para") for block in blocks) > 1
        skipped_to = 0
        for number, block in enumerate(blocks):
            if number < skipped_to:
                continue
            kind = block["t"]
            if kind == "RawBlock":
                skipped_to = self._raw(sink, blocks, number)
            elif _continues_line(kind, sink.top, parent, keeps_p):
                self._add_inlines(sink, block["c"])
            else:
                self._block(sink, kind, block.get("c"))
        sink.close()

    def _block(self, sink: Sink, kind: str, content: Any) -> None:
        if kind in ("Para", "Plain"):
            self._add_paragraph(sink, etree.Element("p"), content)
        elif kind == "Header":
            level, attributes, inlines = content
            element = give(etree.Element(f"h{level}"), attributes)
            self._add_paragraph(sink, element, inlines, even_empty=True)
            before = given([element])
            join_paragraphs(element)
            self.tree.lost += lost(before, [element])
        elif kind == "HorizontalRule":
            sink.add(etree.Element("hr"))
        elif kind == "CodeBlock":
            attributes, text = content
            self._piece("code", text)
            element = give(etree.Element("pre"), attributes)
            etree.SubElement(element, "code").text = carried(text)
            sink.add(element)
        else:
            make: Callable[[Any], etree._Element] = getattr(self, f"_{_snake(kind)}")
            sink.add(make(content))

    def _add_paragraph(
        self, sink: Sink, element: etree._Element, inlines: list[Node], *, even_empty: bool = False
    ) -> None:
        """Add a ``p`` or a heading with what stands in it; one without text is added only if ``even_empty``."""
        self._put_inlines(element, inlines)
        if even_empty or len(element) or (element.text or "").strip():
            sink.add(element)

    def _line_block(self, lines: list[Any]) -> etree._Element:
        element = etree.Element("div", {"class": "line-block"})
        joined: list[Node] = []
        for number, line in enumerate(lines):
            joined += [{"t": "LineBreak"}, *line] if number else line
        self._put_inlines(element, joined)
        return element

    def _block_quote(self, blocks: list[Node]) -> etree._Element:
        return self._with_blocks(etree.Element("blockquote"), blocks)

    def _div(self, content: Any) -> etree._Element:
        return self._with_blocks(give(etree.Element("div"), content[0]), content[1])

    def _bullet_list(self, items: list[list[Node]]) -> etree._Element:
        element = etree.Element("ul")
        for item in items:
            self._with_blocks(etree.SubElement(element, "li"), item)
        return element

    def _ordered_list(self, content: Any) -> etree._Element:
        numbering, items = content
        element = elements.ordered_list(numbering)
        for item in items:
            self._with_blocks(etree.SubElement(element, "li"), item)
        return element

    def _definition_list(self, items: list[Any]) -> etree._Element:
        element = etree.Element("dl")
        for term, definitions in items:
            self._put_inlines(etree.SubElement(element, "dt"), term)
            for definition in definitions:
                self._with_blocks(etree.SubElement(element, "dd"), definition)
        return element

    def _table(self, content: Any) -> etree._Element:
        return table(content, self._put_blocks)

    def _figure(self, content: Any) -> etree._Element:
        attributes, caption, blocks = content
        element = self._with_blocks(give(etree.Element("figure"), attributes), blocks)
        if caption[1]:
            self._put_blocks(etree.SubElement(element, "figcaption"), caption[1])
        return element

    def _with_blocks(self, element: etree._Element, blocks: list[Node]) -> etree._Element:
        self._put_blocks(element, blocks)
        return element

    # What stands within a line

    def _put_inlines(self, parent: etree._Element, inlines: list[Node]) -> None:
        """Put what stands within a line into an element."""
        sink = Sink(parent, self._drop, self._unlink)
        self._add_inlines(sink, inlines)
        sink.close()

    def _add_inlines(self, sink: Sink, inlines: list[Node]) -> None:
        skipped_to = 0
        for number, inline in enumerate(inlines):
            if number < skipped_to:
                continue
            kind = inline["t"]
            if kind == "Str":
                sink.text(inline["c"])
            elif kind in ("Space", "SoftBreak"):
                sink.text(" ")
            elif kind == "RawInline":
                skipped_to = self._raw(sink, inlines, number)
            elif kind == "LineBreak":
                sink.add(etree.Element("br"))
            elif kind in _WRAPPED:
                sink.add(self._with_inlines(etree.Element(_WRAPPED[kind]), inline["c"]))
            else:
                make: Callable[[Any], etree._Element] = getattr(self, f"_{_snake(kind)}")
                sink.add(make(inline["c"]))

    def _with_inlines(self, element: etree._Element, inlines: list[Node]) -> etree._Element:
        self._put_inlines(element, inlines)
        return element

    def _small_caps(self, inlines: list[Node]) -> etree._Element:
        return self._with_inlines(etree.Element("span", {"class": "smallcaps"}), inlines)

    def _quoted(self, content: Any) -> etree._Element:
        marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
        inlines = [{"t": "Str", "c": marks[0]}, *content[1], {"t": "Str", "c": marks[1]}]
        return self._with_inlines(etree.Element("span"), inlines)

    def _cite(self, content: Any) -> etree._Element:
        keys = " ".join(citation["citationId"] for citation in content[0])
        element = etree.Element("span", {"class": "citation", "data-cites": carried(keys)})
        return self._with_inlines(element, content[1])

    def _code(self, content: Any) -> etree._Element:
        attributes, text = content
        self._piece("code", text)
        element = give(etree.Element("code"), attributes)
        element.text = carried(text)
        return element

    def _math(self, content: Any) -> etree._Element:
        display = content[0]["t"] == "DisplayMath"
        self._piece("formula", content[1])
        element = etree.Element("span", {"class": "math"})
        self.tree.formulas.append((element, content[1], display))
        return element

    def _link(self, content: Any) -> etree._Element:
        attributes, inlines, (target, title) = content
        return self._with_inlines(elements.link(attributes, target, title), inlines)

    def _image(self, content: Any) -> etree._Element:
        attributes, inlines, (target, title) = content
        return elements.image(attributes, stringified(inlines), target, title)

    def _span(self, content: Any) -> etree._Element:
        attributes, inlines = content
        return self._with_inlines(elements.span(attributes), inlines)

    def _note(self, blocks: list[Node]) -> etree._Element:
        if self._in_note:
            self.tree.nested_notes.append(etree.Element("li"))
            self._put_blocks(self.tree.nested_notes[-1], blocks)
            return etree.Element("span")
        call = self._calls_seen
        self._calls_seen += 1
        number = self._number_of_call[call] if call < len(self._number_of_call) else call
        if number not in self._note_by_number:
            was, self._in_note = self._in_note, True
            body = etree.Element("li", {"id": f"fn{len(self.tree.notes) + 1}"})
            self.tree.notes.append(body)
            self._note_by_number[number] = body
            self._put_blocks(body, blocks)
            self._in_note = was
        identifier = self._note_by_number[number].get("id")
        return etree.Element("a", {"href": f"#{identifier}", "class": "footnote-ref"})

    # Raw markup

    def _raw(self, sink: Sink, siblings: list[Node], number: int) -> int:
        """Take a piece of raw markup; gives the number of the sibling to go on with.

        That is the next, or the one past the end tag of an element whose content is no text.
        """
        markup, text = siblings[number]["c"]
        self._piece("raw", text)
        if markup.split("+")[0] not in ("html", "html4", "html5"):
            self._drop(f"{{={markup}}}")
            return number + 1
        comment = text.lstrip().startswith("<!--")
        self.tree.has_html |= not comment
        tag = _TAG.match(text)
        name = tag[1].lower() if tag and not text.startswith("</") else ""
        if name in SILENT and not re.search(rf"</{name}\s*>\s*\Z", text, re.IGNORECASE):
            self._drop(name)
            return self._end_of(name, siblings, number)
        sink.html(text)
        return number + 1

    @staticmethod
    def _end_of(name: str, siblings: list[Node], number: int) -> int:
        """Behind the end tag of an element whose content is no text; right behind its start tag where it has none."""
        for other in range(number + 1, len(siblings)):
            inline = siblings[other]
            if inline["t"] in ("RawInline", "RawBlock") and re.match(rf"</{name}\b", inline["c"][1], re.IGNORECASE):
                return other + 1
        return number + 1

    def _piece(self, kind: str, text: str) -> None:
        self.tree.pieces.append(Piece(kind, text, self._in_note))

    def _unlink(self, address: str) -> None:
        self.tree.lost.append(Lost("href", address))

    def _drop(self, name: str) -> None:
        # The number of the raw piece that was noted last: ``_raw`` notes each one before it is looked at.
        self.tree.dropped[name].append(len(self.tree.pieces) - 1)


def _continues_line(kind: str, top: etree._Element, parent: etree._Element, keeps_p: bool) -> bool:
    """Whether the text of a block goes into the open element ``top`` itself, without a ``p`` around it.

    The text of a tight item needs no ``p``. And a paragraph inside a raw ``<p>`` fills that ``p``, as none may stand
    in another; such a ``p`` is open, still without elements, and is not the ``parent`` that pandoc gave.
    """
    if kind == "Plain":
        return not keeps_p and _takes_lines(top)
    return kind == "Para" and top.tag == "p" and not len(top) and top is not parent


def _takes_lines(element: etree._Element) -> bool:
    """Whether text may stand in an element without a paragraph around it."""
    return element.tag in HOLDS_LINES or element.tag in INLINE or element.tag == "figure"


def _snake(kind: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()

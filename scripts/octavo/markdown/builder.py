"""pandoc's syntax tree → an XHTML tree: the elements that its HTML writer would make, and what raw HTML means."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

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
_STYLES = {"LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I", "Decimal": "1"}
_DELIMITERS = {"OneParen": ")", "TwoParens": "()"}
_SPANS = frozenset({"abbr", "bdi", "cite", "dfn", "kbd", "mark", "samp", "small", "u", "var"})
"""Classes of a span that make it the element of that name."""
_TAG = re.compile(r"</?([A-Za-z][\w:.-]*)")


class TreeBuilder:
    """Makes the tree of one file; ``same_notes`` says for each note the number of the one it repeats (or its own)."""

    def __init__(self, same_notes: list[int] | None = None) -> None:
        self.tree = Tree(etree.Element("body"))
        self._same = same_notes or []
        self._calls = 0
        self._bodies: dict[int, etree._Element] = {}
        self._in_note = False

    def build(self, blocks: list[Node]) -> Tree:
        """The tree of all blocks of a file."""
        self.blocks(self.tree.body, blocks)
        return self.tree

    # Blocks

    def blocks(self, parent: etree._Element, blocks: list[Node]) -> None:
        """Put blocks into an element."""
        sink = Sink(parent, self._drop, self._unlink)
        # The lines of a definition are paragraphs where it has several.
        loose = parent.tag == "dd" and sum(block["t"] in ("Plain", "Para") for block in blocks) > 1
        skipped_to = 0
        for number, block in enumerate(blocks):
            if number < skipped_to:
                continue
            kind = block["t"]
            if kind == "RawBlock":
                skipped_to = self._raw(sink, blocks, number)
            elif (kind == "Plain" and not loose and _takes_lines(sink.top)) or (
                kind == "Para" and sink.top.tag == "p" and not len(sink.top) and sink.top is not parent
            ):
                self._fill(sink, block["c"])
            else:
                self._block(sink, kind, block.get("c"))
        sink.close()

    def _block(self, sink: Sink, kind: str, content: Any) -> None:
        if kind in ("Para", "Plain"):
            self._line(sink, etree.Element("p"), content)
        elif kind == "Header":
            level, attributes, inlines = content
            element = give(etree.Element(f"h{level}"), attributes)
            self._line(sink, element, inlines, keep=True)
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

    def _line(self, sink: Sink, element: etree._Element, inlines: list[Node], *, keep: bool = False) -> None:
        self.inlines(element, inlines)
        if keep or len(element) or (element.text or "").strip():
            sink.add(element)

    def _line_block(self, lines: list[Any]) -> etree._Element:
        element = etree.Element("div", {"class": "line-block"})
        joined: list[Node] = []
        for number, line in enumerate(lines):
            joined += [{"t": "LineBreak"}, *line] if number else line
        self.inlines(element, joined)
        return element

    def _block_quote(self, blocks: list[Node]) -> etree._Element:
        return self._filled(etree.Element("blockquote"), blocks)

    def _div(self, content: Any) -> etree._Element:
        return self._filled(give(etree.Element("div"), content[0]), content[1])

    def _bullet_list(self, items: list[list[Node]]) -> etree._Element:
        element = etree.Element("ul")
        for item in items:
            self._filled(etree.SubElement(element, "li"), item)
        return element

    def _ordered_list(self, content: Any) -> etree._Element:
        (start, style, delimiter), items = content
        element = etree.Element("ol")
        if start != 1:
            element.set("start", str(start))
        if style["t"] in _STYLES:
            element.set("type", _STYLES[style["t"]])
        if delimiter["t"] in _DELIMITERS:
            element.set("data-delimiter", _DELIMITERS[delimiter["t"]])
        for item in items:
            self._filled(etree.SubElement(element, "li"), item)
        return element

    def _definition_list(self, items: list[Any]) -> etree._Element:
        element = etree.Element("dl")
        for term, definitions in items:
            self.inlines(etree.SubElement(element, "dt"), term)
            for definition in definitions:
                self._filled(etree.SubElement(element, "dd"), definition)
        return element

    def _table(self, content: Any) -> etree._Element:
        return table(content, self.blocks)

    def _figure(self, content: Any) -> etree._Element:
        attributes, caption, blocks = content
        element = self._filled(give(etree.Element("figure"), attributes), blocks)
        if caption[1]:
            self.blocks(etree.SubElement(element, "figcaption"), caption[1])
        return element

    def _filled(self, element: etree._Element, blocks: list[Node]) -> etree._Element:
        self.blocks(element, blocks)
        return element

    # What stands within a line

    def inlines(self, parent: etree._Element, inlines: list[Node]) -> None:
        """Put what stands within a line into an element."""
        sink = Sink(parent, self._drop, self._unlink)
        self._fill(sink, inlines)
        sink.close()

    def _fill(self, sink: Sink, inlines: list[Node]) -> None:
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
                sink.add(self._within(etree.Element(_WRAPPED[kind]), inline["c"]))
            else:
                make: Callable[[Any], etree._Element] = getattr(self, f"_{_snake(kind)}")
                sink.add(make(inline["c"]))

    def _within(self, element: etree._Element, inlines: list[Node]) -> etree._Element:
        self.inlines(element, inlines)
        return element

    def _small_caps(self, inlines: list[Node]) -> etree._Element:
        return self._within(etree.Element("span", {"class": "smallcaps"}), inlines)

    def _quoted(self, content: Any) -> etree._Element:
        marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
        inlines = [{"t": "Str", "c": marks[0]}, *content[1], {"t": "Str", "c": marks[1]}]
        return self._within(etree.Element("span"), inlines)

    def _cite(self, content: Any) -> etree._Element:
        keys = " ".join(citation["citationId"] for citation in content[0])
        element = etree.Element("span", {"class": "citation", "data-cites": carried(keys)})
        return self._within(element, content[1])

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
        element = etree.Element("a", {"href": carried(target)})
        if title:
            element.set("title", carried(title))
        return self._within(give(element, attributes), inlines)

    def _image(self, content: Any) -> etree._Element:
        attributes, inlines, (target, title) = content
        element = etree.Element("img", {"src": carried(target)})
        if title and title != "fig:":
            element.set("title", carried(title))
        give(element, attributes)
        words = stringified(inlines)
        if element.get("alt") is None and words:
            element.set("alt", carried(words))
        return element

    def _span(self, content: Any) -> etree._Element:
        (identifier, names, pairs), inlines = content
        tag = next((name for name in names if name in _SPANS), None)
        if tag is None and "underline" in names:
            tag = "u"
        kept = [name for name in names if name not in (tag, "underline")] if tag else names
        return self._within(give(etree.Element(tag or "span"), [identifier, kept, pairs]), inlines)

    def _note(self, blocks: list[Node]) -> etree._Element:
        call = self._calls
        self._calls += 1
        number = self._same[call] if call < len(self._same) else call
        if number not in self._bodies:
            was, self._in_note = self._in_note, True
            body = etree.Element("li", {"id": f"fn{len(self.tree.notes) + 1}"})
            self.tree.notes.append(body)
            self._bodies[number] = body
            self.blocks(body, blocks)
            self._in_note = was
        identifier = self._bodies[number].get("id")
        return etree.Element("a", {"href": f"#{identifier}", "class": "footnote-ref"})

    # Raw markup

    def _raw(self, sink: Sink, siblings: list[Node], number: int) -> int:
        """Take a piece of raw markup; gives the number of the sibling to go on with, past what is silent."""
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
        self.tree.dropped[name].append(len(self.tree.pieces) - 1)


def _takes_lines(element: etree._Element) -> bool:
    """Whether text may stand in an element without a paragraph around it."""
    return element.tag in HOLDS_LINES or element.tag in INLINE or element.tag == "figure"


def _snake(kind: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()

"""Where the elements of a tree are put as they come: text, elements, and the tags of raw HTML among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser

from lxml import etree

from octavo.markdown.names import named
from octavo.markdown.reshape import unwrap
from octavo.markdown.vocabulary import BLOCKS, CLOSED_BY, INLINE, KNOWN, RENAMED, SILENT, VOID

Dropped = Callable[[str], None]
"""Takes the name of a tag that has no place in a book."""
Unlinked = Callable[[str], None]
"""Takes the address of a link that a block, or the end of its paragraph, has ended."""

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot carry (XML 1.0, 2.2)."""
OURS = frozenset({"footnote-ref", "noteref"})
"""Classes of references to notes, which only a note's own mark has."""
INFLECTIONS = "epub:type"
QUOTATION = "data-quotation"
"""Marks what raw HTML puts into ``q`` until its marks are written."""


def carried(text: str) -> str:
    """A text without the characters that XML cannot carry: the sign for a lost one stands in their places."""
    return _ILLEGAL.sub("\ufffd", text)


class Sink:
    """An element that is being filled; start tags of raw HTML open elements in it, which their end tags close."""

    def __init__(self, root: etree._Element, dropped: Dropped, unlinked: Unlinked) -> None:
        self._stack = [root]
        self._pieces: list[str] = []
        self._dropped = dropped
        self._unlinked = unlinked

    @property
    def top(self) -> etree._Element:
        """The element that is open."""
        return self._stack[-1]

    def text(self, text: str) -> None:
        """Add words."""
        self._pieces.append(text)

    def flush(self) -> None:
        """Put the words that have been added into the tree."""
        if not self._pieces:
            return
        text = carried("".join(self._pieces))
        self._pieces.clear()
        top = self._stack[-1]
        if len(top):
            top[-1].tail = (top[-1].tail or "") + text
        else:
            top.text = (top.text or "") + text

    def add(self, element: etree._Element) -> None:
        """Add an element; a block ends the paragraph, and the elements within its line, that raw HTML has left open."""
        self.flush()
        if element.tag in BLOCKS:
            while len(self._stack) > 1 and (self.top.tag == "p" or self.top.tag in INLINE):
                self._end_link(self._stack.pop())
        self._stack[-1].append(element)
        if element.tag == "br":
            self._pieces.append("\n")  # some readers of EPUBs fuse the words on its two sides without one

    def _end_link(self, ended: etree._Element) -> None:
        """Tell of a link that raw HTML has left open; of one without words so far its id is left."""
        if ended.tag == "a" and ended.get("href"):
            self._unlinked(str(ended.get("href")))
            if not len(ended) and not (ended.text or "").strip():
                ended.tag = "span"
                ended.attrib.pop("href")
                if not ended.attrib:
                    unwrap(ended)

    def html(self, raw: str) -> None:
        """Add a piece of raw HTML: of the elements known, what they are; of others the words."""
        tags = _Tags(self)
        tags.feed(raw)
        tags.close()

    def open(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        """Take a start tag of raw HTML."""
        name = RENAMED.get(tag, tag)
        if name not in KNOWN:
            self._apart()
            self._dropped(tag)
            return
        given: dict[str, str] = {}
        for key, value in attributes:
            # Of an attribute given twice the first holds (HTML, 13.2.5.33); the other is told as one of data is.
            given.setdefault(f"data-{key.lower()}" if key.lower() in given else key.lower(), value or "")
        if name == "a" and "href" not in given:
            given["id"] = given.get("id") or given.pop("name", "")
            name = "span"
        if name in CLOSED_BY:
            self._close_within(*CLOSED_BY[name])
        is_plain = name == "q" or (name == "bdo" and "dir" not in given)
        element = etree.Element("span" if is_plain else name)
        _give(element, given)
        if name == "q":
            element.set(QUOTATION, "")
        self.add(element)
        if name in VOID:
            return
        self._stack.append(element)
        if name == "pre":
            self._stack.append(etree.SubElement(element, "code"))

    def shut(self, tag: str) -> None:
        """Take an end tag of raw HTML; one that ends nothing is passed over."""
        name = RENAMED.get(tag, tag)
        if name not in KNOWN:
            self._apart()
            return
        for depth in range(len(self._stack) - 1, 0, -1):
            open_name = self._stack[depth].tag
            quotation = name == "q" and self._stack[depth].get(QUOTATION) is not None
            if open_name == name or quotation or (name in ("a", "bdo") and open_name == "span"):
                self.flush()
                del self._stack[depth:]
                return

    def close(self) -> None:
        """End all that is open."""
        self.flush()
        while len(self._stack) > 1:
            self._end_link(self._stack.pop())

    def _apart(self) -> None:
        """Keep the words on the two sides of a dropped tag apart."""
        self._pieces.append(" ")

    def _close_within(self, closed: set[str], reach: set[str]) -> None:
        for depth in range(len(self._stack) - 1, 0, -1):
            if self._stack[depth].tag in reach:
                return
            if self._stack[depth].tag in closed:
                self.flush()
                del self._stack[depth:]
                return


class _Tags(HTMLParser):
    """Reads a piece of raw HTML into a sink; what scripts and style sheets hold is no text."""

    def __init__(self, sink: Sink) -> None:
        super().__init__(convert_charrefs=True)
        self._sink = sink
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._silent:
            self._sink.open(tag, attrs)
            self._silent = tag if tag in SILENT else ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._silent:
            self._sink.open(tag, attrs)
            if tag not in VOID:
                self._sink.shut(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent = "" if tag == self._silent else self._silent
        else:
            self._sink.shut(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            verbatim = next(self._sink.top.iterancestors("pre"), None) is not None
            self._sink.text(data if verbatim else re.sub(r"[ \t\r\n\f]+", " ", data))


def _give(element: etree._Element, attributes: dict[str, str]) -> None:
    for name, value in attributes.items():
        if name == "xml:lang":
            name = "lang"
        elif name == "class":
            value = " ".join(one for one in value.split() if one not in OURS)
        elif name == INFLECTIONS:
            # What publishers' own EPUBs say of a part: names of the same vocabulary as the classes here.
            name, value = "class", " ".join([*(element.get("class") or "").split(), *value.split()])
        if value or name in ("alt", "open", "hidden"):
            element.set(named(name), carried(value))

"""Where the lines of a tree may not end: the places of ``text.unbroken``, in the text nodes that hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from octavo.document.chapternumbers import MARK, NUMBER
from octavo.document.flow import NOTE_MARKS
from octavo.document.tree import classes
from octavo.markdown.vocabulary import BLOCKS
from octavo.text.unbroken import APART, Hold, held, holds

TextNode = tuple[etree._Element, bool]
"""An element, and whether it is the text behind it (its tail) or that in it."""
_LITERAL = frozenset({"code", "pre", "kbd", "samp", "math", "img", "svg"})
"""What is shown as it is, or is no text."""
_OF_HEADINGS = {MARK, NUMBER}
_PLACE = "place"
"""The class of a place in the list of errata, which has a name in words for those who hear it: the two must agree."""


def holds_of(root: etree._Element, language: str) -> Mapping[TextNode, list[Hold]]:
    """The places in each text node of a tree at which no line may end; ``language`` is that of its book.

    The cells of tables are left alone: their columns may be narrower than what would hold together.
    """
    found: dict[TextNode, list[Hold]] = {}
    for spoken, nodes in _paragraphs(root, language):
        text = "".join(piece for _, piece in nodes)
        starts = iter(holds(text, spoken))
        place, at = next(starts, None), 0
        for node, piece in nodes:
            while place and place.at < at + len(piece):
                if node is not None:
                    found.setdefault(node, []).append(Hold(place.at - at, place.is_space))
                place = next(starts, None)
            at += len(piece)
    return found


def hold_together(root: etree._Element, language: str) -> None:
    """Put into a rendition's tree what keeps lines from ending at these places: other spaces, and joiners."""
    for (element, is_tail), places in holds_of(root, language).items():
        if is_tail:
            element.tail = held(element.tail or "", places)
        else:
            element.text = held(element.text or "", places)


def _paragraphs(root: etree._Element, language: str) -> Iterator[tuple[str, list[tuple[TextNode | None, str]]]]:
    """The text nodes of each paragraph or line, and its language; none for what stands in the place of no text."""
    nodes: list[tuple[TextNode | None, str]] = []
    languages = [language]
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = etree.QName(element).localname
        if tag in BLOCKS or tag == "br":
            if any(node is not None for node, _ in nodes):
                yield languages[-1], nodes
            nodes = []
        if event == "start":
            languages.append(element.get("lang") or languages[-1] if tag in BLOCKS else languages[-1])
            is_mark = not NOTE_MARKS.isdisjoint(classes(element))
            if tag in _LITERAL or tag == "table" or is_mark or _PLACE in classes(element):
                nodes += [] if is_mark else [(None, APART)]
                walk.skip_subtree()
            elif element.text:
                nodes.append(((element, False), element.text))
        else:
            languages.pop()
            if _OF_HEADINGS & set(classes(element)):  # the title stands on lines of its own
                nodes.append((None, APART))
            if element.tail and element is not root:
                nodes.append(((element, True), element.tail))
    if nodes:
        yield languages[-1], nodes

"""Reading TEI P5 back, of any maker: the edition's reading or the witness's, the notes behind their chapter."""

from __future__ import annotations

import html
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from lxml import etree

from octavo.document.tree import line
from octavo.errors import InputError, Place
from octavo.readback.markup import name
from octavo.readback.reading import CONTENTS, FRONT, NOTE, TEXT, ReadBlock
from octavo.readback.teiapparatus import has_reading, outside
from octavo.text.layer import EMENDED, Layer

View = Literal["edition", "witness", "further"]
"""Which reading of a place: ``corr`` and ``reg``, or ``sic``, ``orig`` and what stands outside of the text.

The view of a further witness has the edition's reading wherever no ``rdg`` is that witness's.
"""

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
EDITORIAL = "#octavo.editorial"
"""What ``ana`` says of words of the editors, which the witness does not have."""

DIVISIONS = frozenset({"div", *(f"div{number}" for number in range(8))})
CONTAINERS = DIVISIONS | {"text", "front", "body", "back", "group", "titlePage", "docImprint", "floatingText", "sp"}
BLOCKS = CONTAINERS | {
    *("ab", "argument", "byline", "castGroup", "castItem", "castList", "cell", "closer", "dateline", "docTitle"),
    *("epigraph", "epilogue", "head", "item", "list", "opener", "p", "performance", "postscript", "prologue"),
    *("row", "salute", "set", "signed", "speaker", "table", "titlePart", "trailer"),
}
BETWEEN = frozenset(
    {
        *("bibl", "cit", "docAuthor", "docDate", "docEdition", "figure", "imprimatur", "label", "publisher"),
        *("pubPlace", "q", "quote", "said", "stage"),
    }
)
"""Blocks where they stand among blocks, or hold some; elsewhere they stand in a line."""
OUTSIDE_TEXT = frozenset(
    {
        *("del", "desc", "facsimile", "figDesc", "fw", "index", "interpGrp", "listWit", "sourceDoc", "spanGrp"),
        *("standOff", "teiHeader", "xenoData"),
    }
)
_LEVELS = frozenset(map(str, range(1, 10)))
BREAKS = frozenset({"cb", "gap", "gb", "lb", "milestone", "pb", "space"})
PREFERRED = {"edition": ("corr", "reg", "expan", "lem"), "witness": ("sic", "orig", "abbr", "rdg", "lem")}
PREFERRED["further"] = PREFERRED["edition"]


@dataclass(frozen=True)
class _State:
    """What holds for the text that comes: region, level of a heading, line of the block, whether it is left out."""

    region: str = TEXT
    level: int = 0
    line: int = 0
    depth: int = 0
    silent: bool = False


@dataclass
class _TeiReader:
    """Walks one document; the text so far is one flow in which a line feed ends a block."""

    view: View
    entities: dict[str, str]
    siglum: str = ""
    """The ``xml:id`` of the witness whose readings are chosen where several are named; empty for any."""
    pieces: list[str] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    states: list[_State] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    _length: int = 0
    _empty: bool = True
    _held: bool = False
    _notes: list[tuple[etree._Element, _State]] = field(default_factory=list)

    def visit(self, element: etree._Element, state: _State) -> None:
        """Add an element's text; ``state`` is that of the block around it."""
        tag = name(element)
        if not tag or tag in OUTSIDE_TEXT or self._left_out(tag, element):
            if element.tag is etree.Entity:
                text = element.text or ""
                self._add(self.entities.get(text[1:-1]) or html.unescape(text), state)
            return
        if tag == "note":
            self._notes.append((element, state))
        elif tag in ("choice", "app"):
            self._choose(element, state)
        elif tag in BREAKS:
            self._add(" " if element.get("break") != "no" else "", state)
        elif tag == "anchor":
            self.anchors[element.get(XML_ID) or ""] = self._length
        elif tag in BLOCKS or (tag in BETWEEN and _among_blocks(element)) or _is_poem(tag, element):
            self._block(tag, element, state)
        else:
            self._line(tag, element, self._quiet(element, state))

    def _left_out(self, tag: str, element: etree._Element) -> bool:
        """Whether an element has no words of this view: what is in excess, marks of notes."""
        if tag == "surplus":
            return self.view == "edition"
        return tag in ("ref", "ptr") and element.get("type") in ("noteAnchor", "note")

    def _quiet(self, element: etree._Element, state: _State) -> _State:
        """The state inside of an element: silent in words that the witness does not have, where that is read."""
        added = name(element) == "supplied" or EDITORIAL in (element.get("ana") or "").split()
        if self.view != "edition" and added:
            return replace(state, silent=True)
        return state

    def _choose(self, element: etree._Element, state: _State) -> None:
        own = [
            child
            for child in element
            if name(child) != "rdg" or self.view == "edition" or has_reading(child, self.siglum)
        ]
        readings = {name(child): child for child in reversed(own) if name(child)}
        if self.view == "further" and "rdg" in readings:
            self._inside(readings["rdg"], self._quiet(readings["rdg"], state))
            return
        chosen = next((readings[tag] for tag in PREFERRED[self.view] if tag in readings), None)
        if chosen is None:
            chosen = next((child for child in element if name(child)), None)
        if chosen is not None:
            self._inside(chosen, self._quiet(chosen, state))

    def _inside(self, element: etree._Element, state: _State) -> None:
        self._add(element.text, state)
        for child in element:
            self.visit(child, state)
            self._add(child.tail, state)

    def _line(self, tag: str, element: etree._Element, state: _State) -> None:
        """Words within a block; a line of verse, and a token that touches the one before, begin with a space."""
        before = element.getprevious()
        touching = tag == "w" and before is not None and name(before) == "w" and not before.tail
        if tag in ("l", "lg") or touching:
            self._add(" ", state)
        self._inside(element, state)
        if tag in ("l", "label"):
            self._add(" ", state)

    def _block(self, tag: str, element: etree._Element, outer: _State) -> None:
        self._close(outer)
        state = replace(self._quiet(element, outer), line=line(element), level=0)
        state = replace(state, region=_region(tag, element) or state.region, depth=state.depth + (tag in DIVISIONS))
        if tag == "head" and name_of_parent(element) in CONTAINERS:
            state = replace(state, level=max(state.depth, 1))
        elif tag == "ab" and element.get("type") == "heading" and (element.get("n") or "") in _LEVELS:
            state = replace(state, level=int(element.get("n") or "0"))
        if tag == "label" and name_of_parent(element) == "list" and not _is_glossary(element):
            self._inside(element, state)
            self._add(" ", state)
            self._held = True
            return
        self._inside(element, state)
        self._held = self._held and tag != "item"
        self._close(state)
        parent = name_of_parent(element)
        if tag in ("front", "body", "back") or (tag in DIVISIONS and parent in ("front", "body", "back")):
            self.close_notes()

    def close_notes(self) -> None:
        """Add the notes gathered so far, as blocks of their own."""
        while self._notes:
            waiting, self._notes = self._notes, []
            for note, outer in waiting:
                silent = self.view == "witness" and note.get("type") == "editorial"
                own = replace(outer, region=NOTE, level=0, line=line(note), silent=silent)
                own = self._quiet(note, own)
                self._inside(note, own)
                self._close(own)

    def _add(self, text: str | None, state: _State) -> None:
        if text and not state.silent:
            self.pieces.append(text.replace("\n", " "))
            self._length += len(text)
            if text.strip():
                self._empty = self._held = False

    def _close(self, state: _State) -> None:
        """End a block, if it has words; the number of a list's item goes with what follows it."""
        if not self._empty and not self._held:
            self.pieces.append("\n")
            self._length += 1
            self.ends.append(self._length)
            self.states.append(state)
            self._empty = True


def name_of_parent(element: etree._Element) -> str:
    """The name of the element around one, empty for the root."""
    parent = element.getparent()
    return name(parent) if parent is not None else ""


def _is_glossary(label: etree._Element) -> bool:
    parent = label.getparent()
    return parent is not None and parent.get("type") == "gloss"


def _is_poem(tag: str, element: etree._Element) -> bool:
    """Verse is a block; stanzas in it are none, as its lines are none."""
    return tag == "lg" and name_of_parent(element) != "lg"


def _among_blocks(element: etree._Element) -> bool:
    parent = name_of_parent(element)
    return parent in CONTAINERS or parent == "list" or any(name(child) in BLOCKS for child in element)


def _region(tag: str, element: etree._Element) -> str | None:
    if tag == "titlePage" or (tag in DIVISIONS and element.get("type") in ("imprint", "titlepage", "titlePage")):
        return FRONT
    if tag in DIVISIONS and element.get("type") in ("contents", "toc"):
        return CONTENTS
    return None


def xml_root(data: bytes, file: Path) -> etree._Element:
    """The root of an XML file, of which nothing is fetched; raises InputError where the XML is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        place = Place(file, *(error.position if error.position[0] else (0, 0)))
        hint = "mend the tag that is named here"
        raise InputError(f"this XML is not well-formed: {error.msg}", place=place, hint=hint) from None


def read_tei(data: bytes, file: Path, view: View = "edition", siglum: str = "") -> list[ReadBlock]:
    """Read a TEI document: ``edition`` takes every ``corr`` and ``reg``, ``witness`` every ``sic`` and ``orig``.

    The views of witnesses also undo what stands outside of the text (an ``app`` whose ``from`` and ``to`` point to
    anchors) and leave out what they do not have. ``further`` is that of the witness whose ``xml:id`` is ``siglum``;
    ``witness`` is that of the first one listed. Raises InputError where the XML is not well-formed.
    """
    root = xml_root(data, file)
    if not siglum and (listed := root.find(".//{*}listWit/{*}witness")) is not None:
        siglum = listed.get(XML_ID) or ""
    reader = _TeiReader(view, _entities(root), siglum)
    reader.visit(root, _State())
    reader.close_notes()
    layer = Layer.of("".join(reader.pieces))
    if view != "edition":
        layer, _ = layer.edited(outside(root, reader.anchors, siglum), EMENDED)
    return _blocks(layer, reader, file)


def tei_text(element: etree._Element, view: View = "edition") -> str:
    """The words of one element, without its notes."""
    reader = _TeiReader(view, _entities(element))
    reader.visit(element, _State())
    return "".join(reader.pieces)


def _entities(root: etree._Element) -> dict[str, str]:
    """The characters that a document type declares by name; those of other files are not fetched."""
    declared: Any = root.getroottree().docinfo.internalDTD
    return {entity.name: entity.content or "" for entity in declared.iterentities()} if declared is not None else {}


def _blocks(layer: Layer, reader: _TeiReader, file: Path) -> list[ReadBlock]:
    """The blocks of a flow; one that several have become is what the first of them was."""
    blocks, start = [], 0
    for text in layer.text.split("\n"):
        words = " ".join(text.split())
        if words:
            at = layer.origin(start + len(text) - len(text.lstrip()))
            number = min(bisect_right(reader.ends, at), len(reader.states) - 1)
            state = reader.states[number] if reader.states else _State()  # a document without any block
            blocks.append(ReadBlock(words, state.region, state.level, Place(file, state.line)))
        start += len(text) + 1
    return blocks

"""The text of one witness computed from a TEI file alone, as the file's own header says, with lxml and nothing else."""

from __future__ import annotations

import re

from lxml import etree

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
BREAK = "\n"
LABEL_END = "\0"
"""Behind the number of an item, which stands before its first word."""
INLINE = frozenset({"hi", "ref", "choice", "seg", "code", "foreign", "formula", "note", "sic", "corr", "orig", "reg"})
LEFT_OUT = frozenset({"supplied", "figDesc", "teiHeader", "standOff", "milestone", "pb", "lb", "anchor"})


class _Flow:
    """The words of the text with one of the readings of each choice, and where each anchor stands among them."""

    def __init__(self, readings: tuple[str, str]) -> None:
        self.characters: list[str] = []
        self.anchors: dict[str, int] = {}
        self._readings = readings
        self._notes: list[etree._Element] = []

    def read(self, element: etree._Element) -> None:
        """Read an element; the notes of a division of the first level stand behind it."""
        if not isinstance(element.tag, str):
            return
        tag = element.tag.removeprefix(TEI)
        if tag == "anchor":
            self.anchors[element.get(XML_ID, "")] = len(self.characters)
        if tag in LEFT_OUT or "#octavo.editorial" in element.get("ana", "").split():
            return
        if tag == "choice":
            for child in element:
                if child.tag.removeprefix(TEI) in self._readings:
                    self._inside(child)
            return
        if tag == "note":
            self._notes.append(element)
            return
        parent, is_block = element.getparent(), tag not in INLINE
        self.characters += BREAK * is_block
        self._inside(element)
        self.characters += LABEL_END if tag == "label" else BREAK * is_block
        if tag == "div" and parent is not None and parent.tag in (f"{TEI}body", f"{TEI}front", f"{TEI}back"):
            for note in self._notes:
                self.characters.append(BREAK)
                self._inside(note)
                self.characters.append(BREAK)
            self._notes = []

    def _inside(self, element: etree._Element) -> None:
        self.characters += (element.text or "").replace("\n", " ")
        for child in element:
            self.read(child)
            self.characters += (child.tail or "").replace("\n", " ")


def witness_paragraphs(data: bytes, siglum: str, *, is_base: bool) -> list[list[str]]:
    """The words of a witness by paragraphs; ``siglum`` is the ``xml:id`` that the list of witnesses gives it."""
    root = etree.fromstring(data)
    flow = _Flow(("sic", "orig") if is_base else ("corr", "reg"))
    text = root.find(f"{TEI}text")
    assert text is not None
    flow.read(text)
    changes = []
    for app in root.iter(f"{TEI}app"):
        for reading in app.iter(f"{TEI}rdg"):
            if f"#{siglum}" in reading.get("wit", f"#{siglum}").split():
                first, last = (flow.anchors[app.get(end, "")[1:]] for end in ("from", "to"))
                changes.append((first, last, _words_of(reading)))
    for first, last, words in sorted(changes, key=lambda change: change[:2], reverse=True):
        flow.characters[first:last] = words
    return paragraphs(re.sub(rf"{LABEL_END}\s*", " ", "".join(flow.characters)))


def _words_of(reading: etree._Element) -> str:
    """The words of a reading; a milestone of the unit paragraph begins one."""
    words = reading.text or ""
    for child in reading:
        words += BREAK if child.get("unit") == "paragraph" else "".join(child.itertext())
        words += child.tail or ""
    return words


def paragraphs(text: str) -> list[list[str]]:
    """The words of each paragraph of a text in which a line feed ends one."""
    return [words for line in text.split(BREAK) if (words := line.split())]


def file_paragraphs(text: str) -> list[list[str]]:
    """The words of each paragraph of a transcript in which an empty line ends one."""
    return [words for block in text.split("\n\n") if (words := block.split())]

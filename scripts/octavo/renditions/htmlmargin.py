"""What stands beside the text of the web page: sidenotes, the links of paragraphs, quotation marks that hang."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from octavo.document import Note
from octavo.document.tree import inner_text
from octavo.renditions.htmltree import anchor

QUOTATION_MARKS = {"‘": "opens-single", "‚": "opens-single", "‹": "opens-single", "“": "opens-double"}
QUOTATION_MARKS |= {"„": "opens-double", "«": "opens-double"}
"""What a block may begin with → its class. These stand a little outside: the letters behind them are in line."""


def name_notes(main: etree._Element, notes: Sequence[Note]) -> None:
    """Name each note and its mark in the text for the style sheet (CSS Anchor Positioning 1).

    With these names a note stands beside its mark, or below the note before it: ``--name`` is its own, ``--at`` that of
    its mark, ``--after`` that of the note before. They are only names: without the style sheet nothing is moved.
    """
    known = {str(element.get("id")): element for element in main.iter("a", "div") if element.get("id")}
    for number, note in enumerate(notes, 1):
        mark, body = known.get(note.reference_id), known.get(note.id)
        if mark is not None and body is not None:
            mark.set("style", f"--name:--r{number}")
            body.set("style", f"--name:--n{number};--at:--r{number};--after:--n{number - 1}")


def link_paragraphs(section: etree._Element, chapter_id: str, taken: set[str]) -> None:
    """Give each paragraph of a chapter an id, from its chapter and its number in it, and an empty link to itself.

    The style sheet draws a sign on the link. Screen readers and the Tab key pass it over, as it would be one more stop
    for each paragraph; the tools of the page cite any paragraph for them. New ids are added to ``taken``.
    """
    for number, paragraph in enumerate(_paragraphs(section), 1):
        identifier = paragraph.get("id") or f"{chapter_id}-p{number}"
        while not paragraph.get("id") and identifier in taken:
            identifier += "-"
        taken.add(identifier)
        paragraph.set("id", identifier)
        link = {"class": "permalink", "href": anchor(identifier), "aria-hidden": "true", "tabindex": "-1"}
        sign = etree.Element("a", link)
        sign.tail, paragraph.text = paragraph.text, None
        paragraph.insert(0, sign)


def _paragraphs(section: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs that can be cited: not those of notes, nor those that are but a picture or a formula."""
    for paragraph in section.iter("p"):
        if paragraph.get("class") not in ("picture", "formula") and not any(
            outer.get("class") == "notes" for outer in paragraph.iterancestors("div")
        ):
            yield paragraph


def hang_quotation_marks(section: etree._Element) -> None:
    """Mark the blocks that begin with a quotation mark; browsers that hang it by themselves leave the class alone."""
    for block in section.iter("p", "h2", "h3", "h4", "h5", "h6"):
        kind = QUOTATION_MARKS.get(inner_text(block).lstrip()[:1])
        if kind:
            block.set("class", " ".join(filter(None, [block.get("class"), kind])))

"""What stands beside the text of the web page: sidenotes, the links of paragraphs, quotation marks that hang."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from lxml import etree

from octavo.document import Note
from octavo.document.chapternumbers import NUMBER
from octavo.document.tree import inner_text
from octavo.renditions.htmltree import anchor

QUOTATION_MARKS = {"‘": "opens-single", "‚": "opens-single", "‹": "opens-single", "“": "opens-double"}
QUOTATION_MARKS |= {"„": "opens-double", "«": "opens-double"}
"""What a block may begin with → its class. These stand a little outside: the letters behind them are in line."""


WORDS_OF_ADDRESS = 4
LETTERS_OF_WORD = 12
"""Of a paragraph's first words: so many, and so much of each, make its address."""
MOST_BESIDE = 0.5
"""Words of notes to one word of their chapter: with more, the column beside the text would be longer than the text."""


def name_notes(main: etree._Element, notes: Sequence[Note]) -> int:
    """Name each note and its mark in the text for the style sheet (CSS Anchor Positioning 1).

    With these names a note stands beside its mark, or below the note before it: ``--name`` is its own, ``--at`` that of
    its mark, ``--after`` that of the note before. They are only names: without the style sheet nothing is moved. The
    notes of a chapter that has too many words of them for its margin are not named, and stay behind it.

    Returns how many notes stand beside the text.
    """
    known = {str(element.get("id")): element for element in main.iter("a", "div") if element.get("id")}
    crowded = {section for section in main.iter("section") if _is_crowded(section)}
    number = 0
    for note in notes:
        mark, body = known.get(note.reference_id), known.get(note.id)
        if mark is not None and body is not None and crowded.isdisjoint(body.iterancestors()):
            number += 1
            mark.set("style", f"--name:--r{number}")
            body.set("style", f"--name:--n{number};--at:--r{number};--after:--n{number - 1}")
    return number


def _is_crowded(section: etree._Element) -> bool:
    beside = sum(len(inner_text(notes).split()) for notes in section.iterfind("div[@class='notes']"))
    return beside > MOST_BESIDE * (len(inner_text(section).split()) - beside)


def link_paragraphs(section: etree._Element, chapter_id: str, taken: set[str]) -> None:
    """Give each paragraph of a chapter an id, from its chapter and its first words, and an empty link to itself.

    So an address stays what it is when a later edition adds a paragraph before it, and one whose words have changed
    leads nowhere, not elsewhere. The style sheet draws a sign on the link. Screen readers and the Tab key pass it over,
    as it would be one more stop for each paragraph; the tools of the page cite any paragraph for them. New ids are
    added to ``taken``.
    """
    reached: dict[str, int] = defaultdict(lambda: 2)  # the number from which on a name may be free
    for paragraph in _paragraphs(section):
        words = re.findall(r"\w+", inner_text(paragraph).casefold())[:WORDS_OF_ADDRESS]
        name = "-".join([chapter_id, *(word[:LETTERS_OF_WORD] for word in words or ["p"])])
        identifier = paragraph.get("id") or name
        while identifier in taken and identifier != paragraph.get("id"):
            identifier = f"{name}-{reached[name]}"
            reached[name] += 1
        taken.add(identifier)
        paragraph.set("id", identifier)
        link = {"class": "permalink", "href": anchor(identifier), "aria-hidden": "true", "tabindex": "-1"}
        sign = etree.Element("a", link)
        sign.tail, paragraph.text = paragraph.text, None
        paragraph.insert(0, sign)


def _paragraphs(section: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs that can be cited: not those of notes, nor those that are but a picture, a formula, a number."""
    for paragraph in section.iter("p"):
        if paragraph.get("class") not in ("picture", "formula", NUMBER) and not any(
            outer.get("class") == "notes" for outer in paragraph.iterancestors("div")
        ):
            yield paragraph


def hang_quotation_marks(section: etree._Element) -> None:
    """Mark the blocks that begin with a quotation mark; browsers that hang it by themselves leave the class alone."""
    for block in section.iter("p", "h2", "h3", "h4", "h5", "h6"):
        kind = QUOTATION_MARKS.get(inner_text(block).lstrip()[:1])
        if kind:
            block.set("class", " ".join(filter(None, [block.get("class"), kind])))

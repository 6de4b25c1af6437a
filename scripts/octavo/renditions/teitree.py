"""A chapter's XHTML made ready for TEI: what XSLT 1.0 cannot say shortly is said here, in the tree itself."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from lxml import etree

from octavo.document import Document
from octavo.document.flow import Flow, formula_source
from octavo.document.parts import PURPOSES, Chapter, Note
from octavo.document.structure import HEADINGS
from octavo.document.substance import IN_SUBSTANCE, RESTORED
from octavo.document.tree import classes, parent_of
from octavo.document.verse import part_lines
from octavo.markdown.reshape import cut_out
from octavo.markdown.vocabulary import BLOCKS
from octavo.renditions.teiheader import ncname
from octavo.renditions.teisources import KNOWN_FROM, name_at_mark, name_witness

LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
SILENT = frozenset({"level1", "level2", "level3", "level4", "level5", "level6", "untitled"})
SILENT |= {"editorial", IN_SUBSTANCE, RESTORED, "erratum", "line-block"}
"""Classes that TEI says otherwise, or that say nothing of the text."""
STRUCTURE = BLOCKS | {"anchor", "line", "loose", "pb", "verse"}
"""What stands among paragraphs, or within them without being words."""


def number_items(flow: Flow) -> None:
    """Write the numbers of list items, which are words of the flow, into its tree; the editors' before their words."""
    for run in flow.runs:
        label = flow.text[run.start : run.end].strip()
        if run.element.tag == "li" and not run.literal and label:
            run.element.set("label", label)
            if run.editorial:
                run.element.set("label-editorial", "yes")


def copied(document: Document) -> tuple[list[Chapter], list[Note]]:
    """Chapters and notes of a Document with trees of their own, each note inside the mark that refers to it."""
    chapters = [replace(chapter, element=copy.deepcopy(chapter.element)) for chapter in document.chapters]
    notes = [replace(note, body=copy.deepcopy(note.body)) for note in document.notes]
    by_reference = {note.reference_id: note for note in notes}
    for chapter in chapters:
        for link in chapter.element.iter("a"):
            note = by_reference.get(link.get("id") or "")
            if note is not None:
                link.text = None
                link.set("mark", note.mark)
                link.set("note", note.kind)
                name_at_mark(link, note.body)
                link.append(note.body)
            elif "noteref" in classes(link):
                link.set("again", "yes")  # the note stands at its first mark
    return chapters, notes


def prepare(root: etree._Element) -> None:
    """Prepare a copied chapter with its notes: formulas, verse, definitions, classes, divisions."""
    for formula in list(root.iter("{*}math")):
        _plain_formula(formula)
    _open(root)
    for division in list(root.iter("div")):
        if "line-block" in classes(division):
            _verse(division)
    for definitions in root.iter("dl"):
        _pair(definitions)
    _mend_breaks(root)
    for image in root.iter("img"):
        # A pointer of TEI is an address (RFC 3986), in which no space stands.
        image.set("src", quote(image.get("src") or "", safe="/:;,+=?#&"))
    for element in root.iter("*"):
        _classify(element)
    for division in list(root.iter("div")):
        _unwrap(division)
    _divide(root)


def _open(root: etree._Element) -> None:
    """What HTML folds away stands open, under its summary; a place where a word may be parted is none of the text."""
    for folded in root.iter("details"):
        folded.tag = "div"
        folded.set("class", " ".join([*classes(folded), "details"]))
    for summary in root.iter("summary"):
        summary.tag = "p"
        summary.set("class", " ".join([*classes(summary), "summary"]))
    for place in list(root.iter("wbr")):
        cut_out(place)


def _plain_formula(formula: etree._Element) -> None:
    """A formula as its TeX source."""
    plain = etree.Element("formula")
    plain.text, plain.tail = formula_source(formula), formula.tail
    if formula.get("display") == "block":
        plain.set("class", "display")
    parent = parent_of(formula)
    parent.replace(formula, plain)


def _verse(division: etree._Element) -> None:
    """Lines, and stanzas where an empty line parts them, of a division whose lines end in ``br``."""
    stanzas: list[list[etree._Element]] = [[]]
    for line in part_lines(division, "line"):
        if len(line) and line[-1].tag == "br":
            del line[-1]
            if _blank(line):
                stanzas.append([])
                continue
        stanzas[-1].append(line)
    division.tag = "verse"
    stanzas = [stanza for stanza in stanzas if stanza]
    for stanza in stanzas:
        parent = etree.SubElement(division, "verse") if len(stanzas) > 1 else division
        parent.extend(stanza)


def _blank(line: etree._Element) -> bool:
    return not len(line) and not (line.text or "").strip()


def _pair(definitions: etree._Element) -> None:
    """One definition for each term, its paragraphs inside (TEI P5, 3.8)."""
    first: etree._Element | None = None
    for child in list(definitions):
        if child.tag == "dt":
            first = None
        elif child.tag == "dd" and first is None:
            first = child
        elif child.tag == "dd" and first is not None:
            _in_blocks(first)
            _in_blocks(child)
            definitions.remove(child)
            first.extend(list(child))


def _in_blocks(definition: etree._Element) -> None:
    """Loose text of a definition as a paragraph."""
    if (definition.text or "").strip() or any(child.tag not in STRUCTURE for child in definition):
        paragraph = etree.Element("p")
        paragraph.text, definition.text = definition.text, None
        paragraph.extend(list(definition))
        definition.append(paragraph)


def _mend_breaks(root: etree._Element) -> None:
    """Page breaks between two cells go into the second; one inside of a word says so."""
    for page in [span for span in root.iter("span") if span.get("data-page")]:
        page.tag = "pb"
        cell, parent = page.getnext(), page.getparent()
        if parent is not None and parent.tag == "tr" and cell is not None:
            page.tail, cell.text = cell.text, None
            cell.insert(0, page)
            continue
        if parent is not None and parent.tag == "change" and parent[0] is page and not parent.text:
            # Before the word, whichever reading is taken.
            parent.text, page.tail = page.tail, None
            parent.addprevious(page)
        if _glued(page):
            page.set("glued", "yes")


def _glued(page: etree._Element) -> bool:
    """Whether no white space stands before a break, and a word does."""
    at: etree._Element | None = page
    while at is not None and at.tag not in BLOCKS:
        before, parent = at.getprevious(), at.getparent()
        text = before.tail if before is not None else parent.text if parent is not None else None
        if text:
            return not text[-1].isspace()
        if before is not None:
            return before.tag not in BLOCKS and before.tag not in ("br", "span")
        at = parent
    return False


def _classify(element: etree._Element) -> None:
    """Say in attributes of their own what the classes say; restored blocks hand it down to what holds their text."""
    names = classes(element)
    if element.tag in ("aside", "pb") or element.get("mark"):
        return
    if element.tag == "section":
        element.set("purpose", next((name for name in names if name in PURPOSES), ""))
    rend = [name for name in names if name not in SILENT and (element.tag != "section" or name not in PURPOSES)]
    if element.get("dir"):
        rend.append(str(element.get("dir")))
    if rend:
        element.set("rend", " ".join(rend))
    name_witness(element)
    if RESTORED in names:
        _restore(element)
    elif not {"editorial", IN_SUBSTANCE}.isdisjoint(names):
        element.set("editorial", "yes")
    if element.get("lang") and not LANGUAGE.fullmatch(str(element.get("lang"))):
        element.attrib.pop("lang")


def _restore(element: etree._Element) -> None:
    known_from = element.attrib.pop(KNOWN_FROM, "")
    blocks = [element]
    if element.tag in STRUCTURE:
        blocks = [
            block
            for block in element.iter(*BLOCKS, "line")
            if (block.text or "").strip() or any(child.tag not in STRUCTURE for child in block)
        ]
    for block in blocks:
        block.set("restored", "yes")
        if known_from:
            block.set(KNOWN_FROM, known_from)


def _unwrap(division: etree._Element) -> None:
    """TEI's divisions do not stand among paragraphs: the blocks of one bear its name and its language instead."""
    parent = parent_of(division)
    if (division.text or "").strip() or any(child.tag not in STRUCTURE for child in division):
        division.tag = "loose"
        return
    _hand_down(division)
    children = list(division)
    if division.get("id"):
        anchor = etree.Element("anchor", {"id": str(division.get("id"))})
        children.insert(0, anchor)
    at = parent.index(division)
    if children:
        children[-1].tail = (children[-1].tail or "") + (division.tail or "")
    parent[at : at + 1] = children


def _hand_down(element: etree._Element) -> None:
    for child in element:
        for name in ("editorial", "lang", KNOWN_FROM):
            if element.get(name) and not child.get(name):
                child.set(name, str(element.get(name)))
        rend = " ".join(part for part in (element.get("rend"), child.get("rend")) if part)
        if rend:
            child.set("rend", rend)


def _divide(root: etree._Element) -> None:
    """Which sections are divisions of TEI: those that only others follow; any other heading is a block among blocks."""
    root.set("division", "yes")
    for section in root.iter("section"):
        parent = section.getparent()
        within = section is root or (parent is not None and parent.get("division"))
        follows = [sibling.tag for sibling in section.itersiblings()] if section is not root else []
        if within and all(tag in ("section", "pb", "anchor") for tag in follows):
            section.set("division", "yes")
        elif section is not root:
            _hand_down(section)
        for number, child in enumerate(c for c in section if c.tag not in ("pb", "anchor")):
            if child.tag in HEADINGS and section.get("division") and number == 0:
                child.set("opening", "yes")


def name_ids(roots: Sequence[etree._Element], reserved: set[str]) -> dict[str, str]:
    """Make every id one that XML takes, and have links follow; gives the new ids by the old.

    ``reserved`` are those of the header.
    """
    names: dict[str, str] = {}
    taken = set(reserved)
    elements = [element for root in roots for element in root.iter("*")]
    for element in elements:
        if element.get("mark"):
            continue
        # Several anchors may stand at the number of a list's item, none of which has a space in its id.
        of_label = [(name, value.split()) for name in ("label-from", "label-to") if (value := element.get(name))]
        for attribute, identifiers in [*([("id", [own])] if (own := element.get("id")) else []), *of_label]:
            for identifier in identifiers:
                names[identifier] = _free(ncname(identifier), taken)
            element.set(attribute, " ".join(names[identifier] for identifier in identifiers))
    for element in elements:
        if element.get("mark"):
            # A link to a note's mark leads to the note, which stands in its place.
            names[str(element.attrib.pop("id"))] = str(element[-1].get("id"))
    for element in elements:
        target = element.get("href") or ""
        if target.startswith("#"):
            element.set("href", f"#{names.get(target[1:], target[1:])}")
    return names


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    taken.add(free)
    return free

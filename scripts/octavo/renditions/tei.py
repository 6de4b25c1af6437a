"""The TEI rendition: one document in TEI P5 that holds both readings of every place, made by ``styles/tei.xsl``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from octavo.document import Document
from octavo.document.flow import flow_of
from octavo.document.parts import Chapter
from octavo.errors import Notices
from octavo.renditions.departures import Departure, put_departures
from octavo.renditions.style import style
from octavo.renditions.teiheader import References, header
from octavo.renditions.teisources import point_to_witnesses
from octavo.renditions.teitree import copied, name_ids, number_items, prepare

BEFORE = frozenset({"acknowledgments", "dedication", "epigraph", "foreword", "introduction", "preface"})
BEHIND = frozenset(
    {"acknowledgments", "afterword", "appendix", "bibliography", "colophon", "credits", "errata", "glossary", "index"}
)
"""What may stand in the front and in the back of a text; between them is its body (TEI P5, 4)."""
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1b\ufffe\uffff]")


def tei(document: Document, notices: Notices | None = None) -> bytes:
    """Set the Document as TEI P5, valid against tei_all: the edition's reading in the text, the witness's beside it.

    What XML cannot carry is said in ``notices``.
    """
    _tell_control_characters(document, notices if notices is not None else Notices())
    metadata = document.edition.metadata
    chapters, notes = copied(document)
    flow = flow_of(chapters, notes)
    number_items(flow)
    departures = put_departures(document, chapters, flow)
    for chapter in chapters:
        prepare(chapter.element)
    references = References.of(document)
    names = name_ids([chapter.element for chapter in chapters], references.reserved)
    root = etree.Element("book", {"lang": metadata.lang} if metadata.lang else {})
    root.extend(_parts(chapters))
    point_to_witnesses(root, references)
    for change in root.iter("change"):
        emendation = document.emendations[int(change.attrib.pop("number"))]
        for name, value in references.attributes_of(emendation, names).items():
            change.set(name, value)
    for departure in departures:
        attributes = references.attributes_of(departure.emendation, names) if departure.is_of_base else {}
        root.append(_entry(departure, attributes, names, references.pointers(departure)))
    root.extend(references.remarks(document.emendations, names))
    root.extend(references.evidence())
    languages = {str(element.get("lang")) for element in root.iter("*") if element.get("lang")}
    root.insert(0, header(document, references, sorted(languages)))
    return _transformed(root)


def _parts(chapters: Sequence[Chapter]) -> list[etree._Element]:
    """Front, body and back with their chapters; the body is never empty."""
    parts = {name: etree.Element(name) for name in ("front", "body", "back")}
    texts = [chapter for chapter in chapters if chapter.kind == "chapter"]
    first, last = 0, len(texts)
    while first < last - 1 and _stands(texts[first], BEFORE):
        first += 1
    while last > first + 1 and _stands(texts[last - 1], BEHIND):
        last -= 1
    if texts and texts[first].editorial and first:
        first = 0  # nothing but editorial chapters: they are the text
    for chapter in chapters:
        chapter.element.set("kind", chapter.kind)
    parts["front"].extend(chapter.element for chapter in chapters if chapter.kind != "chapter")
    parts["front"].extend(chapter.element for chapter in texts[:first])
    parts["body"].extend(chapter.element for chapter in texts[first:last])
    parts["back"].extend(chapter.element for chapter in texts[last:])
    return [part for part in parts.values() if len(part) or part.tag == "body"]


def _stands(chapter: Chapter, purposes: frozenset[str]) -> bool:
    return chapter.editorial or chapter.purpose in purposes


def _entry(departure: Departure, attributes: dict[str, str], names: dict[str, str], wit: str) -> etree._Element:
    """A departure that stands outside of the text, its readings with elements for the ends of paragraphs."""
    ends = {"from": names[departure.from_id], "to": names[departure.to_id]}
    entry = etree.Element("departure", {**attributes, **ends, "wit": wit})
    for name, text in (("reads", departure.reads), ("was", departure.was)):
        first, *others = text.split("\n")
        reading = etree.SubElement(entry, name)
        reading.text = first
        for other in others:
            etree.SubElement(reading, "paragraph").tail = other
    return entry


class _Styles(etree.Resolver):
    """Finds what one style sheet includes among the others."""

    def resolve(self, system_url: str, public_id: str, context: Any = None) -> Any:
        return self.resolve_string(style(system_url.rpartition("/")[2]), context, base_url=system_url)


def _transformed(root: etree._Element) -> bytes:
    parser = etree.XMLParser()
    parser.resolvers.add(_Styles())
    sheet = etree.fromstring(style("tei.xsl").encode(), parser, base_url="tei.xsl")
    made = etree.XSLT(sheet)(root).getroot()
    etree.indent(made[0])
    return etree.tostring(made, xml_declaration=True, encoding="UTF-8") + b"\n"


def _tell_control_characters(document: Document, notices: Notices) -> None:
    for emendation in document.emendations:
        if CONTROL_CHARACTERS.search(emendation.witness_text):
            message = (
                f"the witness has a control character at {emendation.id}, which XML cannot carry: TEI has U+FFFD for it"
            )
            notices.warn(message, hint="pass it over with ‘skip’ in the front matter, under ‘witness’")

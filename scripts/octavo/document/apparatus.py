"""The list of errata as a chapter of the Document: each with its page and line, its reading and the witness's."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from octavo.document.marks import Mark, shown
from octavo.document.model import Document, ReadDocument
from octavo.document.pages import Line
from octavo.document.parts import Chapter, Heading
from octavo.edition import Query, Stet

ID = "errata-corrected"
TITLE = "Errata corrected in this edition"
_READINGS = (
    "then what this edition reads, with a word of the text on either side, then, behind the bracket, what its source "
    "reads."
)
EXPLANATION = (
    f"Each entry gives page and line of the printed edition ({{trim}}), {_READINGS} Lines are counted from the head of "
    "the page, headings and quotations included, running heads and notes not."
)
WITHOUT_PLACES = f"Each entry gives its number, {_READINGS}"
PARAGRAPHS = "A ¶ is the beginning of a paragraph."
STET = "Readings that stand"
QUERIES = "Queries"


def list_errata(document: ReadDocument, marks: Sequence[Mark]) -> None:
    """Add the chapter that lists what readers are shown; places are noughts until the book is set.

    Its entries have the form: page and line, a word of the text, the corrected reading, a word of the text, the
    bracket, the witness's reading; what the editor says of it.
    """
    marks = list(shown(marks))
    published = document.edition.metadata.apparatus.publish
    stet = document.edition.errata.stet if "stet" in published else []
    queries = document.edition.errata.queries if "queries" in published else []
    if not (marks or stet or queries):
        return
    lang = {} if document.edition.metadata.lang.startswith("en") else {"lang": "en"}
    section = etree.Element("section", {"id": ID, "class": "errata editorial level1", **lang})
    heading = _text(section, "h1", TITLE)
    if marks:
        trim = document.edition.metadata.print.trim_said
        _text(section, "p", EXPLANATION.format(trim=trim))
        if any("¶" in mark.reading + mark.lemma for mark in marks):
            _text(section, "p", PARAGRAPHS)
        list_ = _child(section, "ul", {"class": "apparatus"})
        for mark in marks:
            _entry(list_, mark, document.edition.metadata.lang)
    number = len(document.chapters)
    document.chapters.append(Chapter(ID, TITLE, "chapter", section, -1, True))
    document.headings.append(Heading(1, ID, TITLE, number, heading))
    for title, entries in ((STET, stet), (QUERIES, queries)):
        if entries:
            inner = _child(section, "section", {"id": f"{ID}-{title.split()[0].lower()}", "class": "level2"})
            inner_heading = _text(inner, "h2", title)
            document.headings.append(Heading(2, inner.get("id") or "", title, number, inner_heading))
            _readings(inner, entries)
    document.reflow()


def appendix(document: Document) -> Chapter | None:
    """The chapter that lists the errata, if there is one."""
    return next((chapter for chapter in document.chapters if chapter.id == ID), None)


def appendix_start(document: Document) -> int:
    """The offset of the flow at which the list of errata begins; the end of the flow where there is none."""
    chapter = appendix(document)
    number = document.chapters.index(chapter) if chapter else -1
    return next((block.start for block in document.flow.blocks if block.chapter == number), len(document.flow.text))


def place_entries(document: Document) -> None:
    """Write page and line of the printed setting into the entries, as far as they are known."""
    chapter = appendix(document)
    if chapter is None or document.pagination is None:
        return
    lines = {mark.id: document.pagination.lines.get(mark.number) for mark in shown(document.marks)}
    for link in chapter.element.iter("a"):
        line = lines.get((link.get("href") or "")[1:])
        if line:
            link.text = str(line)


def number_entries(document: Document) -> None:
    """Number the entries, where there is no printed setting with pages and lines to give."""
    chapter = appendix(document)
    places = list(chapter.element.iterfind(".//a[@class='place']")) if chapter else []
    if chapter is None or not places:
        return
    explanation = chapter.element.find("p")
    assert explanation is not None
    explanation.text = WITHOUT_PLACES
    for number, link in enumerate(places, 1):
        link.text = f"{number}."


def _entry(list_: etree._Element, mark: Mark, language: str) -> None:
    item = _child(list_, "li", {"id": mark.entry_id})
    nought = Line("0", 0, "0" if mark.note_number >= 0 else "")
    link = _text(item, "a", str(nought))
    link.set("href", f"#{mark.id}")
    link.set("class", "place")
    link.tail = " "
    quoted = {"lang": language} if not language.startswith("en") else {}
    reading = _child(item, "span", {"class": "reading", **quoted})
    reading.text = mark.before
    _text(reading, "strong", mark.lemma).tail = f"{mark.after} ] {mark.reading}"
    if mark.note:
        reading.tail = ". "
        _text(item, "span", mark.note).set("class", "why")


def _readings(section: etree._Element, entries: Sequence[Stet | Query]) -> None:
    list_ = _child(section, "ul", {"class": "apparatus"})
    for entry in entries:
        item = _child(list_, "li", {"id": f"{'stet' if isinstance(entry, Stet) else 'query'}-{entry.id}"})
        _text(item, "span", entry.reading).set("class", "reading")
        item[-1].tail = ". "
        _text(item, "span", entry.why).set("class", "why")


def _child(parent: etree._Element, tag: str, attributes: dict[str, str] | None = None) -> etree._Element:
    return etree.SubElement(parent, tag, attributes or {})


def _text(parent: etree._Element, tag: str, text: str) -> etree._Element:
    element = _child(parent, tag)
    element.text = text
    return element

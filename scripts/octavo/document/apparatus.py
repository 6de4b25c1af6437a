"""The list of errata as a chapter of the Document: each with its page and line, its reading and the witness's."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from octavo.document.emendations import Emendation, shown
from octavo.document.model import Document, Paginated, ReadDocument
from octavo.document.pages import Line
from octavo.document.parts import Chapter, Heading
from octavo.edition import Metadata, Query, Stet
from octavo.markdown.sink import carried

ID = "errata-corrected"


def list_errata(document: ReadDocument, emendations: Sequence[Emendation]) -> None:
    """Add the chapter that lists what readers are shown; places are noughts until the book is set.

    Its entries have the form: page and line, a word of the text, the corrected reading, a word of the text, the
    bracket, the witness's reading; what the editor says of it.
    """
    emendations = list(shown(emendations))
    metadata = document.edition.metadata
    published, words = metadata.apparatus.publish, metadata.words
    stet = document.edition.errata.stet if "stet" in published else []
    queries = document.edition.errata.queries if "queries" in published else []
    if not (emendations or stet or queries):
        return
    lang = words.attributes("errata-title", *(["errata-explanation"] if emendations else []))
    lang.pop("dir", "")
    section = etree.Element("section", {"id": ID, "class": "errata editorial level1", **lang})
    title = words.text("errata-title")
    heading = _text(section, "h1", title)
    if emendations:
        _text(section, "p", words.text("errata-explanation", trim=metadata.trim_written))
        if any("¶" in emendation.printed.witness_reading + emendation.printed.lemma for emendation in emendations):
            _text(section, "p", words.text("errata-paragraphs"))
        list_ = _child(section, "ul", {"class": "apparatus"})
        for emendation in emendations:
            _entry(list_, emendation, metadata)
    number = len(document.chapters)
    document.chapters.append(Chapter(ID, title, "chapter", section, -1, True))
    document.headings.append(Heading(1, ID, title, number, heading))
    for name, title, entries in (
        ("readings", words.text("errata-stet"), stet),
        ("queries", words.text("errata-queries"), queries),
    ):
        if entries:
            inner = _child(section, "section", {"id": f"{ID}-{name}", "class": "level2"})
            inner_heading = _text(inner, "h2", title)
            document.headings.append(Heading(2, inner.get("id") or "", title, number, inner_heading))
            _readings(inner, entries, words.text("entry-stop"))
    document.reflow()


def appendix(document: Document) -> Chapter | None:
    """The chapter that lists the errata, if there is one."""
    return next((chapter for chapter in document.chapters if chapter.id == ID), None)


def appendix_start(document: Document) -> int:
    """The offset of the flow at which the list of errata begins; the end of the flow where there is none."""
    chapter = appendix(document)
    number = document.chapters.index(chapter) if chapter else -1
    return next((block.start for block in document.flow.blocks if block.chapter == number), len(document.flow.text))


def place_entries(document: Paginated) -> None:
    """Write page and line of the printed setting into the entries, as far as they are known."""
    chapter = appendix(document)
    if chapter is None:
        return
    lines = {
        emendation.id: document.pagination.lines.get(emendation.number) for emendation in shown(document.emendations)
    }
    for link in chapter.element.iter("a"):
        line = lines.get((link.get("href") or "")[1:])
        if line:
            link.text = _written(line, document.edition.metadata)


def number_entries(document: Document) -> None:
    """Number the entries, where there is no printed setting with pages and lines to give."""
    chapter = appendix(document)
    places = list(chapter.element.iterfind(".//a[@class='place']")) if chapter else []
    if chapter is None or not places:
        return
    words = document.edition.metadata.words
    explanation = chapter.element.find("p")
    assert explanation is not None
    explanation.text = words.text("errata-explanation-unplaced")
    for number, link in enumerate(places, 1):
        link.text = words.text("entry-number", number=number)


def _written(line: Line, metadata: Metadata) -> str:
    """A place of the printed book as the list has it: 9.14, or 9 n. 3."""
    if line.note:
        return metadata.words.text("place-note", page=line.page, note=line.note)
    return metadata.words.text("place-line", page=line.page, line=line.number)


def _entry(list_: etree._Element, emendation: Emendation, metadata: Metadata) -> None:
    item = _child(list_, "li", {"id": emendation.entry_id})
    nought = Line("0", 0, "0" if emendation.note_number >= 0 else "")
    link = _text(item, "a", _written(nought, metadata))
    link.set("href", f"#{emendation.id}")
    link.set("class", "place")
    link.tail = " "
    quoted = {"lang": metadata.lang} if metadata.words.is_foreign else {}
    reading = _child(item, "span", {"class": "reading", **quoted})
    printed = emendation.printed
    reading.text = carried(printed.before)
    _text(reading, "strong", printed.lemma).tail = carried(f"{printed.after} ] {printed.witness_reading}")
    if emendation.note:
        reading.tail = metadata.words.text("entry-stop")
        _text(item, "span", emendation.note).set("class", "why")


def _readings(section: etree._Element, entries: Sequence[Stet | Query], stop: str) -> None:
    list_ = _child(section, "ul", {"class": "apparatus"})
    for entry in entries:
        item = _child(list_, "li", {"id": f"{'stet' if isinstance(entry, Stet) else 'query'}-{entry.id}"})
        _text(item, "span", entry.reading).set("class", "reading")
        item[-1].tail = stop
        _text(item, "span", entry.why).set("class", "why")


def _child(parent: etree._Element, tag: str, attributes: dict[str, str] | None = None) -> etree._Element:
    return etree.SubElement(parent, tag, attributes or {})


def _text(parent: etree._Element, tag: str, text: str) -> etree._Element:
    element = _child(parent, tag)
    element.text = carried(text)  # a witness may have what no rendition can carry
    return element

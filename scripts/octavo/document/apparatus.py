"""The list of errata as a chapter of the Document: place, lemma ] reading siglum, the words around, the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from octavo.document.entries import Entry, ListedPlace, pieces, shortened, spoken
from octavo.document.lineends import KeptHyphen
from octavo.document.listing import Listing
from octavo.document.model import Document, Paginated, ReadDocument
from octavo.document.parts import Chapter, Heading
from octavo.document.placenames import written_line, written_paragraphs
from octavo.document.tally import Tally
from octavo.document.tree import inner_text
from octavo.edition import Metadata
from octavo.edition.housewords import HouseWords
from octavo.markdown.sink import carried

ID = "errata-corrected"
LONGEST_ON_A_PAGE = 800
"""Characters of an entry that is kept on one page: some 20 lines of the narrowest."""
_SECTIONS = {
    "variants": ("variants", "errata-variants"),
    "line-end-hyphens": ("line-ends", "errata-hyphens"),
    "stet": ("readings", "errata-stet"),
    "queries": ("queries", "errata-queries"),
}
"""Layers with a heading of their own → the end of its id, and its house words."""


def list_errata(
    document: ReadDocument,
    listing: Listing,
    tally: Tally,
    hyphens: Sequence[KeptHyphen],
    places: Mapping[str, ListedPlace],
) -> dict[str, Entry]:
    """Add the chapter that lists what readers are shown; gives its entries by the ids of their items.

    Their places are noughts until the book is set. There is no chapter where nothing would stand in it but that the
    list leaves out what it leaves out unasked.
    """
    layers = {
        "emendations": listing.corrections(),
        "variants": listing.variants(),
        "line-end-hyphens": listing.line_ends(hyphens, places),
        "stet": listing.readings("stet", places),
        "queries": listing.readings("queries", places),
    }
    metadata = document.edition.metadata
    if not any(layers.values()) and not (metadata.apparatus.exclude and tally.all_left_out):
        return {}
    _Writer(document, layers, listing.variants_left_out, tally).write()
    document.reflow()
    return {entry.id: entry for entries in layers.values() for entry in entries}


class _Writer:
    """Writes the chapter into the Document."""

    def __init__(
        self, document: ReadDocument, layers: Mapping[str, Sequence[Entry]], variants_left_out: int, tally: Tally
    ) -> None:
        self._document = document
        self._layers = layers
        self._variants_left_out = variants_left_out
        self._tally = tally
        self._metadata = document.edition.metadata
        self._words = self._metadata.words

    def write(self) -> None:
        """Add the chapter."""
        document, words = self._document, self._words
        keys = ["errata-title", *(["errata-explanation"] if any(self._layers.values()) else [])]
        lang = words.attributes(*keys)
        lang.pop("dir", "")
        section = etree.Element("section", {"id": ID, "class": "errata editorial level1", **lang})
        title = words.text("errata-title")
        heading = _text(section, "h1", title)
        for paragraph in (*self._explanations(), *self._left_out()):
            _text(section, "p", paragraph)
        number = len(document.chapters)
        document.chapters.append(Chapter(ID, title, "chapter", section, -1, True))
        document.headings.append(Heading(1, ID, title, number, heading))
        for layer, entries in self._layers.items():
            inner = section
            if entries and layer in _SECTIONS:
                name, key = _SECTIONS[layer]
                inner = _child(section, "section", {"id": f"{ID}-{name}", "class": "level2"})
                inner_heading = _text(inner, "h2", words.text(key))
                document.headings.append(Heading(2, inner.get("id") or "", words.text(key), number, inner_heading))
            if entries:
                list_ = _child(inner, "ul", {"class": "apparatus"})
                for entry in entries:
                    _write_entry(list_, entry, self._metadata)

    def _explanations(self) -> list[str]:
        """How an entry is read, and for what the sigla stand."""
        words, metadata = self._words, self._metadata
        if not any(self._layers.values()):
            return []
        told = [words.text("errata-explanation", trim=metadata.trim_written)]
        named = [
            (one.named if one.path else words.text("witness-cited", witness=one.named))
            for one in metadata.all_witnesses
        ]
        if len(named) > 1 or any(one.title or one.date for one in metadata.all_witnesses):
            told.append(words.text("errata-sigla", witnesses=words.text("reading-stop").join(named)))
        return told

    def _left_out(self) -> list[str]:
        told = left_out(self._tally, self._words)
        others = self._variants_left_out
        return [*([told] if told else []), *([self._words.counted("left-out-variants", others)] if others else [])]


def left_out(tally: Tally, words: HouseWords) -> str:
    """How many corrections the list leaves out, and of what kinds; empty where there are none."""
    if not tally.all_left_out:
        return ""
    kinds = [
        words.text("left-out-kind", kind=words.text(f"kind-{kind}"), count=count)
        for kind, count in sorted(tally.left_out.items(), key=lambda item: -item[1])
    ]
    return words.counted("left-out", tally.all_left_out, kinds=words.text("names-comma").join(kinds))


def is_long_entry(item: etree._Element) -> bool:
    """Whether an item of the list is too long to stand on one page for certain."""
    return len(inner_text(item)) > LONGEST_ON_A_PAGE


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
    metadata, pagination = document.edition.metadata, document.pagination
    lines = dict(pagination.entries) | {
        emendation.id: line
        for emendation in document.emendations
        if (line := pagination.lines.get(emendation.number)) is not None
    }
    written = {name: written_line(line, metadata) for name, line in lines.items()}
    pages = {name: f"page-{line.page}" for name, line in lines.items()}
    _write_places(document, written, pages)


def number_entries(document: Document) -> None:
    """Write chapter and paragraph into the entries, where there is no printed setting with pages and lines to give."""
    chapter = appendix(document)
    explanation = chapter.element.find("p") if chapter is not None else None
    if chapter is None or explanation is None:
        return
    words = document.edition.metadata.words
    if document.entries:
        explanation.text = words.text("errata-explanation-unplaced")
    places = [entry.place.id for entry in document.entries.values() if entry.place]
    known = {emendation.id: emendation.place for emendation in document.emendations} | document.places
    found = written_paragraphs(document, {name: known[name] for name in places if name in known}, words)
    written = {name: text for name, (text, _) in found.items()}
    _write_places(document, written, {name: chapter for name, (_, chapter) in found.items()})


def _write_places(document: Document, written: Mapping[str, str], targets: Mapping[str, str]) -> None:
    """Write the place of each entry, by the name of what it stands for, and what those hear who do not see the list.

    An emendation is where its own mark is; anything else has no mark, and its link leads to ``targets``.
    """
    chapter = appendix(document)
    words = document.edition.metadata.words
    for item in chapter.element.iter("li") if chapter else ():
        entry = document.entries[item.get("id") or ""]
        link = item.find("a")
        if link is None or entry.place is None or entry.place.id not in written:
            continue
        link.text = written[entry.place.id]
        if entry.readings:
            link.set("aria-label", entry.label(link.text, words))
        if entry.layer != "emendations":
            link.set("href", f"#{targets[entry.place.id]}")


def _write_entry(list_: etree._Element, entry: Entry, metadata: Metadata) -> None:
    words = metadata.words
    item = _child(list_, "li", {"id": entry.id})
    if entry.place:
        link = _text(item, "a", words.text("place-note" if entry.place.note_number >= 0 else "place-line", **_NOUGHT))
        link.set("href", f"#{entry.place.id if entry.layer == 'emendations' else ID}")
        link.set("class", "place")
        link.tail = " "
    quoted = {"lang": metadata.lang} if words.is_foreign else {}
    reading = _child(item, "span", {"class": "reading", **quoted})
    if entry.place and entry.readings:
        reading.set("aria-hidden", "true")  # the link says the same in words
    _write_readings(reading, entry, words)
    if entry.context:
        reading.tail = " "
        _child(item, "span", {"class": "context", **quoted}).text = carried(
            words.text("entry-context", words=entry.context)
        )
    elif entry.why:
        reading.set("class", "reading reasoned")
    if entry.why:
        item[-1].tail = " "
        _text(_child(item, "span", {"class": "why"}), "em", entry.why)


_NOUGHT = {"page": "0", "line": "0", "note": "0"}


def _write_readings(parent: etree._Element, entry: Entry, words: HouseWords) -> None:
    """Lemma, the sigla of those that have it, the bracket, and each other reading with its sigla."""
    _write_reading(parent, entry.lemma, words)
    _write_sigla(parent, entry.agreeing)
    if entry.readings:
        _add(parent, "] ")
    for number, reading in enumerate(entry.readings):
        _add(parent, words.text("reading-stop") if number else "")
        _write_reading(parent, reading.text, words)
        _write_sigla(parent, reading.sigla)


def _write_reading(parent: etree._Element, text: str, words: HouseWords) -> None:
    """The same words as ``written`` has, those of the editors in italics."""
    found = pieces(shortened(text)) or [("", True)]
    for number, (piece, is_sign) in enumerate(found):
        _add(parent, " " if number else "")
        if is_sign:
            _stated(parent, spoken(piece, words), words.attributes("omitted", "new-paragraph", "line-end"))
        else:
            _add(parent, carried(piece))


def _stated(parent: etree._Element, text: str, attributes: dict[str, str]) -> None:
    """Add words of the editors among those of a text."""
    _child(parent, "em", attributes).text = text


def _write_sigla(parent: etree._Element, sigla: Sequence[str]) -> None:
    for siglum in sigla:
        _add(parent, " ")
        _text(parent, "span", siglum).set("class", "siglum")


def _add(parent: etree._Element, text: str) -> None:
    """Add text behind all that an element holds."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _child(parent: etree._Element, tag: str, attributes: dict[str, str] | None = None) -> etree._Element:
    return etree.SubElement(parent, tag, attributes or {})


def _text(parent: etree._Element, tag: str, text: str) -> etree._Element:
    element = _child(parent, tag)
    element.text = carried(text)  # a witness may have what no rendition can carry
    return element

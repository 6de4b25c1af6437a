"""The lists of words in a bag: those of the text, and for each rendition which of its words is which of these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from octavo.archive.verify import READERS, UNPRINTED, WORD
from octavo.document import Document
from octavo.document.places import MarkdownPlaces
from octavo.errors import Place
from octavo.readback.canonical import canonical_regions
from octavo.readback.reading import NOTE, TEXT
from octavo.text.align import differences

Listed = tuple[str, str]
"""A word and its place."""
Canonical = list[tuple[str, str, str]]
"""Each word of the text: its region, itself, and its place in the Markdown."""
_BROKEN = re.compile("[\u00ad\ufffe\x02]\\s*")
"""A hyphen at the end of a line of a PDF, as PDFium gives it."""


def relative(place: Place | None, folder: Path) -> str:
    """A place with the file's name in the edition folder, so that it is the same wherever that lies."""
    if place is None:
        return ""
    file = place.file
    name = file.relative_to(folder).as_posix() if file.is_relative_to(folder) else file.name
    return ":".join([name, *(str(number) for number in (place.line, place.column) if number)])


def canonical_words(document: Document) -> Canonical:
    """The words of the text and of its notes, without those of the pages before it, each with its place."""
    places, folder = MarkdownPlaces(document), document.edition.folder
    found: Canonical = []
    for region in (TEXT, NOTE):
        layer = canonical_regions(document)[region]
        for match in WORD.finditer(layer.text):
            word = UNPRINTED.sub("", match[0])
            if word:
                found.append((region, word, relative(places.place(layer.origin(match.start())), folder)))
    return found


def words_of_pdf(data: bytes) -> list[Listed]:
    """The words of a PDF as PDFium reads its pages, each with the page's number."""
    from octavo.setbook.pagewords import page_texts

    pages = enumerate((_BROKEN.sub("", text) for text in page_texts(data)), 1)
    return [(match[0], f"page {number}") for number, text in pages for match in WORD.finditer(UNPRINTED.sub("", text))]


def words_of(name: str, data: bytes) -> list[Listed] | None:
    """The words of a rendition by its ending; nothing where it has none that are read."""
    ending = Path(name).suffix
    if ending == ".pdf":
        return words_of_pdf(data)
    return READERS[ending](data) if ending in READERS and not name.endswith(".marc.xml") else None


def numbered(words: list[Listed], canonical: Canonical) -> list[tuple[str, str, str]]:
    """Each word of a rendition with the number that it has in the text, or ``-``; at the end, those not seen."""
    numbers: dict[int, int] = {}
    for region in (TEXT, NOTE):
        free = [at for at in range(len(words)) if at not in numbers]
        wanted = [number for number, entry in enumerate(canonical) if entry[0] == region]
        a, b = [canonical[number][1] for number in wanted], [words[at][0] for at in free]
        a_at = b_at = 0
        for a_start, a_end, b_start, b_end in [*differences(a, b), (len(a), len(a), len(b), len(b))]:
            numbers.update(zip(free[b_at:b_start], wanted[a_at:a_start], strict=True))
            a_at, b_at = a_end, b_end
    seen = set(numbers.values())
    shown = [(str(numbers[at] + 1) if at in numbers else "-", *words[at]) for at in range(len(words))]
    return shown + [(str(n + 1), "", "not seen by a plain reading") for n in range(len(canonical)) if n not in seen]


def as_lines(rows: Iterable[tuple[str, str, str]]) -> bytes:
    """Rows as they are written, their columns parted by tabs."""
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def word_files(renditions: Mapping[str, bytes], canonical: Canonical) -> dict[str, bytes]:
    """The list of the text, and that of each rendition that has words, by their names."""
    found = {"words-canonical.txt": as_lines(canonical)}
    for name, data in renditions.items():
        words = words_of(name, data)
        if words is not None:
            found[f"words-{name}.txt"] = as_lines(numbered(words, canonical))
    return found

"""Rules on every rendition: is each word, heading and note of the Document there, in order?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from lxml import etree

from octavo.checks.registry import Breach, Subject, rule
from octavo.document import Document
from octavo.document.flow import NOTE_MARKS, formula_source
from octavo.document.parts import FATAL
from octavo.document.places import MarkdownPlaces
from octavo.document.tree import classes, ids, inner_text, line
from octavo.errors import Place
from octavo.readback.canonical import word_differences
from octavo.readback.markup import MARKS, name
from octavo.readback.pagedverse import PagedVerse
from octavo.readback.reading import NOTE, TEXT, ReadBlock
from octavo.readback.verse import Poem, TextVerse, lines_of, poems_in_markup, poems_in_tei
from octavo.text.fold import LINE_END
from octavo.text.layer import Layer

ENDINGS = ("epub", "pdf", "html", "xml", "txt")
MOST = 10
"""Findings of one rule in one rendition before the rest is only counted."""


@rule
def present(subject: Subject) -> Iterator[Breach]:
    if any(fault.kind in FATAL for fault in subject.document.faults):
        return  # nothing can be built, which other rules say
    for name_ in _built(subject):
        if name_ not in subject.files:
            yield Breach(Place(subject.folder / name_), {"name": name_})


@rule
def unaltered(subject: Subject) -> Iterator[Breach]:
    for name_, digest in _built(subject).items():
        if name_ in subject.files and digest and hashlib.sha256(subject.files[name_]).hexdigest() != digest:
            yield Breach(Place(subject.folder / name_), {"name": name_})


@rule
def readable(subject: Subject) -> Iterator[Breach]:
    if not all((subject.epub, subject.html, subject.pdf, subject.tei, subject.text)):
        for name_, reason in subject.unreadable.items():
            yield Breach(Place(subject.folder / name_), {"name": name_, "reason": reason})


@rule
def current(subject: Subject) -> Iterator[Breach]:
    recorded = (subject.manifest or {}).get("sources")
    if isinstance(recorded, dict):
        now = subject.edition.digests()
        for name_ in sorted(set(now) | set(recorded)):
            if now.get(name_) != recorded.get(name_):
                yield Breach(Place(subject.edition.folder / name_), {"name": name_})


def _built(subject: Subject) -> dict[str, str]:
    """Names and digests of what the manifest says was built; without one, what a build should make."""
    artifacts = (subject.manifest or {}).get("artifacts")
    if isinstance(artifacts, list):
        return {item["name"]: item["sha256"] for item in artifacts if isinstance(item, dict) and "sha256" in item}
    return {subject.path(ending).name: "" for ending in ENDINGS}


@rule
def words(subject: Subject) -> Iterator[Breach]:
    places = MarkdownPlaces(subject.document)
    for rendition, blocks in (*_renditions(subject), *_plain_text(subject)):
        # In a plain text, nothing tells the pages before the text from it.
        plain = rendition == "text"
        regions = {TEXT: subject.body, NOTE: subject.canonical[NOTE]} if plain else subject.canonical
        breaches = [
            breach
            for region, expected in regions.items()
            for breach in _word_breaches(expected, rendition, blocks, region, places)
        ]
        yield from breaches[:MOST]
        if len(breaches) > MOST:
            yield Breach(breaches[MOST].place, message=f"{len(breaches) - MOST} more differences in the {rendition}")


def _word_breaches(
    expected: Layer, rendition: str, blocks: list[ReadBlock], region: str, places: MarkdownPlaces
) -> Iterator[Breach]:
    # A line end in print is no statement about spaces; in a page of text it is.
    for found in word_differences(expected, blocks, region, spacing=rendition != "PDF"):
        values = {
            "canonical": found.canonical,
            "read": found.read,
            "rendition": rendition,
            "page": f" on page {found.block.page}" if found.block and found.block.page else "",
            "place": places.place(found.offset),
        }
        yield Breach(found.block.place if found.block else None, values)


def _renditions(subject: Subject) -> Iterator[tuple[str, list[ReadBlock]]]:
    if subject.epub:
        yield "EPUB", subject.epub.blocks
    if subject.html:
        yield "HTML", subject.html.blocks
    if subject.pdf:
        yield "PDF", subject.pdf.blocks
    if subject.tei:
        yield "TEI", subject.tei.blocks


def _plain_text(subject: Subject) -> Iterator[tuple[str, list[ReadBlock]]]:
    """The plain text without what stands for a picture, a cell's edge or a break in thought, as these are no words."""
    if subject.text is None:
        return
    pictures = [f"[{image.alt or 'Picture'}]" for image in subject.document.images]
    blocks = []
    for block in subject.text.blocks:
        text = block.text.replace(" | ", " ").replace(LINE_END, "-")
        for picture in pictures:
            text = text.replace(picture, "")
        if any(character.isalnum() for character in text):
            blocks.append(replace(block, text=text))
    yield "text", blocks


@rule
def headings(subject: Subject) -> Iterator[Breach]:
    for rendition, blocks in _renditions(subject):
        found = [block for block in blocks if block.level and block.region == TEXT]
        top = min((block.level for block in found), default=1)
        # A page may begin its text at the second level, the first being the book's title; it then has one level less.
        wanted = [(min(h.level, 7 - top), h.text) for h in subject.document.headings]
        for expected, block in zip_longest(wanted, found):
            if expected is None or block is None or expected != (block.level - top + 1, block.text):
                shown = f"‘{block.text}’ (level {block.level - top + 1})" if block else "none"
                values = {
                    "rendition": rendition,
                    "expected": f"‘{expected[1]}’ (level {expected[0]})" if expected else "none",
                    "found": shown,
                }
                yield Breach(block.place if block else None, values)
                break  # all that follow would be off by one


@rule
def notes(subject: Subject) -> Iterator[Breach]:
    marks = [note.mark for note in subject.document.notes]
    for rendition, roots, path in _marked_up(subject):
        links = [link for root in roots for link in root.iter() if name(link) == "a" and link.get("role") in MARKS]
        references = [link for link in links if link.get("role") == "doc-noteref"]
        backs = [link for link in links if link.get("role") == "doc-backlink"]
        for kind, found in (("references", references), ("notes", backs)):
            shown = [inner_text(link) for link in found]
            if shown != marks:
                what = f"the {kind} are marked {', '.join(shown) or 'nowhere'}; they should be {', '.join(marks)}"
                yield Breach(Place(path), {"rendition": rendition, "what": what})
        known = {i for root in roots for i in ids(root)}
        for link in links:
            target = (link.get("href") or "").partition("#")[2]
            if target not in known:
                what = f"the note link ‘{link.get('href')}’ leads nowhere"
                yield Breach(Place(path, line(link)), {"rendition": rendition, "what": what})
    if subject.pdf and subject.pdf.note_count != len(marks):
        what = f"{subject.pdf.note_count} notes are tagged; there should be {len(marks)}"
        yield Breach(Place(subject.path("pdf")), {"rendition": "PDF", "what": what})


def _marked_up(subject: Subject) -> Iterator[tuple[str, list[etree._Element], Path]]:
    if subject.epub:
        yield "EPUB", [document.root for document in subject.epub.spine], subject.path("epub")
    if subject.html:
        yield "HTML", [subject.html.root], subject.path("html")


@rule
def verse(subject: Subject) -> Iterator[Breach]:
    """A line's end is no word, so each block of verse is held against its lines in the Document."""
    blocks = [
        block for tree in _trees(subject.document) for block in tree.iter("div") if "line-block" in classes(block)
    ]
    if not blocks:
        return
    places = MarkdownPlaces(subject.document)
    breaches = [*_marked_up_verse(subject, blocks), *_shown_verse(subject, blocks)]
    for place, rendition, block, wanted, found in breaches[:MOST]:
        where = places.place(_start_of(subject, block, wanted or ""))
        yield Breach(place, {"rendition": rendition, "line": _line(wanted), "found": _line(found), "place": where})


def _trees(document: Document) -> Iterator[etree._Element]:
    yield from (chapter.element for chapter in document.chapters)
    yield from (note.body for note in document.notes)


VerseBreach = tuple[Place, str, etree._Element, str | None, str | None]
"""Where, in which rendition, of which block of the Document, what line should stand there, and what does."""


def _marked_up_verse(subject: Subject, blocks: list[etree._Element]) -> Iterator[VerseBreach]:
    """Verse of the renditions that say what is verse."""
    expected = [lines_of(block, _no_marks) for block in blocks]
    for rendition, path, roots in subject.trees():
        poems: list[Poem] = []
        for number, root in enumerate(roots):
            file = path / subject.epub.spine[number].name if rendition == "EPUB" and subject.epub else path
            poems += poems_in_tei(file, root) if rendition == "TEI" else poems_in_markup(file, root)
        poems.sort(key=lambda poem: poem.in_note)
        for block, wanted, poem in zip_longest(blocks, expected, poems):
            lines = zip_longest(wanted or [], poem.lines if poem else [])
            differs = next(((a, b) for a, b in lines if a != b), None)
            if differs:
                place = poem.place if poem else Place(path)
                yield place, rendition, blocks[-1] if block is None else block, *differs
                if len(poems) != len(blocks):
                    break  # all that follow would be off by one


def _shown_verse(subject: Subject, blocks: list[etree._Element]) -> Iterator[VerseBreach]:
    """Verse of the renditions that only show it: print by its base lines, plain text by its lines."""
    if subject.pdf:
        paged = PagedVerse(subject.pdf.blocks)
        for block in blocks:
            mislaid = paged.mislaid(lines_of(block, _no_marks))
            if mislaid:
                yield mislaid.block.place, "PDF", block, mislaid.wanted, mislaid.found
    page = (subject.data("txt") or b"").decode("utf-8", "replace").split("\n")
    text = TextVerse(page)
    for block in blocks if subject.text else ():
        wanted_lines = lines_of(block, _in_brackets)
        count, number = text.standing(wanted_lines)
        if count < len(wanted_lines):
            found = next((line.strip() for line in page[number:] if line.strip()), None) if number else None
            yield Place(subject.path("txt"), number), "text", block, wanted_lines[count], found


def _no_marks(element: etree._Element) -> str | None:
    """What the Document's verse says in renditions whose marks of notes are no words."""
    if etree.QName(element).localname == "math":
        return formula_source(element)
    return None if NOTE_MARKS.isdisjoint(classes(element)) else ""


def _in_brackets(element: etree._Element) -> str | None:
    """What it says in plain text, with marks of notes and words for pictures in brackets."""
    if element.tag == "img":
        return f"[{element.get('alt') or 'Picture'}]"
    return f"[{inner_text(element)}]" if _no_marks(element) == "" and element.tag == "a" else _no_marks(element)


def _line(text: str | None) -> str:
    return "no line" if text is None else f"‘{text}’" if text else "an empty line"


def _start_of(subject: Subject, block: etree._Element, text: str) -> int:
    """Where a line of a block of verse stands in the flow; where the block begins, if that cannot be found."""
    flow, inside = subject.document.flow, set(block.iter())
    runs = (run.start for run in flow.runs if run.element in inside and not (run.element is block and run.tail))
    start = next(runs, 0)
    return max(flow.text.find(text, start), start)

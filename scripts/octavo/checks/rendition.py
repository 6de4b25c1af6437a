"""Rules on every rendition: is each word, heading and note of the Document there, in order?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, zip_longest

from lxml import etree

from octavo.checks.finding import Breach
from octavo.checks.plaintext import PlainText
from octavo.checks.registry import rule
from octavo.checks.subject import Subject
from octavo.document import Document
from octavo.document.flow import NOTE_MARKS, formula_source
from octavo.document.parts import FATAL
from octavo.document.places import MarkdownPlaces
from octavo.document.tree import classes, ids, inner_text, line
from octavo.errors import Place
from octavo.outputs import Audience, Markup, Output, output_named, usual_outputs
from octavo.readback.canonical import word_differences
from octavo.readback.markup import MARKS, name, target_id
from octavo.readback.reading import TEXT, ReadBlock
from octavo.setbook.pagedverse import PagedVerse
from octavo.setbook.verse import Poem, lines_of, poems_in_markup, poems_in_tei
from octavo.text.layer import Layer
from octavo.text.tokens import printed, unheld

MOST = 10
"""Findings of one rule in one rendition before the rest is only counted."""


@rule("rendition/present")
def present(subject: Subject) -> Iterator[Breach]:
    if any(fault.kind in FATAL for fault in subject.document.faults):
        return  # nothing can be built, which other rules say
    for name_ in _built(subject):
        if name_ not in subject.files:
            yield Breach(Place(subject.folder / name_), {"name": name_})
    for name_, reasons in _unmade(subject).items():
        message = f"{name_} is not in the build folder, as it could not be made: {'; '.join(reasons[:3])}"
        more = f" (and {len(reasons) - 3} reasons more)" if len(reasons) > 3 else ""
        yield Breach(
            Place(subject.folder / name_), message=message + more, hint="octavo build says where and what to do"
        )


@rule("rendition/unaltered")
def unaltered(subject: Subject) -> Iterator[Breach]:
    for name_, digest in _built(subject).items():
        if name_ in subject.files and digest and hashlib.sha256(subject.files[name_]).hexdigest() != digest:
            yield Breach(Place(subject.folder / name_), {"name": name_})


@rule("rendition/readable")
def readable(subject: Subject) -> Iterator[Breach]:
    list(subject.readings())  # each is read when it is first asked for
    for name_, reason in subject.unreadable.items():
        yield Breach(Place(subject.folder / name_), {"name": name_, "reason": reason})


@rule("rendition/current")
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
    usual = usual_outputs(subject.edition.metadata.print, Audience.READERS)
    return {subject.path(output.name).name: "" for output in usual}


def _unmade(subject: Subject) -> dict[str, list[str]]:
    """Names of what the last build could not make, and why."""
    unmade = (subject.manifest or {}).get("unmade")
    return {item["name"]: item["why"] for item in unmade} if isinstance(unmade, list) else {}


@rule("rendition/words")
def words(subject: Subject) -> Iterator[Breach]:
    places = MarkdownPlaces(subject.document)
    for output, reading in subject.readings():
        if output.markup is Markup.LINES:
            breaches = list(_text_breaches(subject.plain_text, output, places))
        else:
            breaches = [
                breach
                for region, expected in subject.expected(output).items()
                for breach in _word_breaches(expected, output, reading.blocks, region, places)
            ]
        yield from _first(breaches, output.label)


def _first(breaches: list[Breach], rendition: str) -> Iterator[Breach]:
    yield from breaches[:MOST]
    if len(breaches) > MOST:
        yield Breach(breaches[MOST].place, message=f"{len(breaches) - MOST} more differences in the {rendition}")


def _text_breaches(text: PlainText, output: Output, places: MarkdownPlaces) -> Iterator[Breach]:
    for found in text.word_differences():
        values = {"canonical": found.canonical, "read": found.read, "rendition": output.label, "page": ""}
        yield Breach(found.place, {**values, "place": places.place(found.offset)})


@rule("rendition/lines", reads="text")
def lines(subject: Subject) -> Iterator[Breach]:
    """Line breaks, program code and no-break spaces of the plain text; lines of verse have a rule of their own."""
    places = MarkdownPlaces(subject.document)
    found = (item for item in subject.plain_text.line_differences() if not item.verse)
    for item in islice(found, MOST):
        values = {"line": _line(item.wanted), "found": _line(item.found), "place": places.place(item.offset)}
        yield Breach(item.place, {"rendition": output_named("text").label, **values})


def _word_breaches(
    expected: Layer, output: Output, blocks: list[ReadBlock], region: str, places: MarkdownPlaces
) -> Iterator[Breach]:
    # A line end in print is no statement about spaces; in a page of text it is.
    for found in word_differences(expected, blocks, region, spacing=not output.is_set):
        values = {
            "canonical": found.canonical,
            "read": found.read,
            "rendition": output.label,
            "page": f" on page {found.block.page}" if found.block and found.block.page else "",
            "place": places.place(found.offset),
        }
        yield Breach(found.block.place if found.block else None, values)


@rule("rendition/headings")
def headings(subject: Subject) -> Iterator[Breach]:
    for output, reading in subject.readings():
        if output.markup is Markup.LINES:
            continue
        found = [block for block in reading.blocks if block.level and block.region == TEXT]
        top = min((block.level for block in found), default=1)
        # A page may begin its text at the second level, the first being the book's title; it then has one level less.
        texts = subject.expected_headings(output)
        wanted = [(min(h.level, 7 - top), text) for h, text in zip(subject.document.headings, texts, strict=True)]
        shown = printed if output.is_set else unheld
        wanted = [(level, shown(text)) for level, text in wanted]
        found = [replace(block, text=shown(block.text)) for block in found]
        for expected, block in zip_longest(wanted, found):
            if expected is None or block is None or expected != (block.level - top + 1, block.text):
                there = f"‘{block.text}’ (level {block.level - top + 1})" if block else "none"
                values = {
                    "rendition": output.label,
                    "expected": f"‘{expected[1]}’ (level {expected[0]})" if expected else "none",
                    "found": there,
                }
                yield Breach(block.place if block else None, values)
                break  # all that follow would be off by one


@rule("rendition/notes")
def notes(subject: Subject) -> Iterator[Breach]:
    marks = [note.mark for note in subject.document.notes]
    wanted = {"references": list(_references(subject.document)), "notes": marks}
    for output, trees in subject.trees():
        if output.markup is not Markup.HTML:
            continue
        path = subject.path(output.name)
        links = [link for _, root in trees for link in root.iter() if name(link) == "a" and link.get("role") in MARKS]
        references = [link for link in links if link.get("role") == "doc-noteref"]
        backs = [link for link in links if link.get("role") == "doc-backlink"]
        for kind, found in (("references", references), ("notes", backs)):
            shown = [inner_text(link) for link in found]
            if shown != wanted[kind]:
                what = (
                    f"the {kind} are marked {', '.join(shown) or 'nowhere'}; they should be {', '.join(wanted[kind])}"
                )
                yield Breach(Place(path), {"rendition": output.label, "what": what})
        known = {i for _, root in trees for i in ids(root)}
        for link in links:
            target = target_id(link.get("href") or "")
            if target not in known:
                what = f"the note link ‘{link.get('href')}’ leads nowhere"
                yield Breach(Place(path, line(link)), {"rendition": output.label, "what": what})
    for output, reading in subject.readings():
        if output.counts_notes and reading.notes != len(marks):
            what = f"{reading.notes} notes are tagged; there should be {len(marks)}"
            yield Breach(Place(subject.path(output.name)), {"rendition": output.label, "what": what})


def _references(document: Document) -> Iterator[str]:
    """The mark of each reference, in order: a note may be called more than once."""
    for number, chapter in enumerate(document.chapters):
        for root in (chapter.element, *(note.body for note in document.notes_of(number))):
            yield from (inner_text(link) for link in root.iter("a") if not NOTE_MARKS.isdisjoint(classes(link)))


@rule("rendition/verse")
def verse(subject: Subject) -> Iterator[Breach]:
    """A line's end is no word, so each block of verse is held against its lines in the Document."""
    blocks = [block for tree in subject.document.trees for block in tree.iter("div") if "line-block" in classes(block)]
    if not blocks:
        return
    places = MarkdownPlaces(subject.document)
    breaches = [*_marked_up_verse(subject, blocks), *_printed_verse(subject, blocks)]
    for place, output, block, wanted, found in breaches[:MOST]:
        where = places.place(_start_of(subject, block, wanted or ""))
        yield Breach(place, {"rendition": output.label, "line": _line(wanted), "found": _line(found), "place": where})
    text = subject.plain_text.line_differences() if subject.reading("text") else ()
    for item in islice((item for item in text if item.verse), MOST):
        values = {"line": _line(item.wanted), "found": _line(item.found), "place": places.place(item.offset)}
        yield Breach(item.place, {"rendition": output_named("text").label, **values})


VerseBreach = tuple[Place, Output, etree._Element, str | None, str | None]
"""Where, in which rendition, of which block of the Document, what line should stand there, and what does."""


def _marked_up_verse(subject: Subject, blocks: list[etree._Element]) -> Iterator[VerseBreach]:
    """Verse of the renditions that say what is verse."""
    expected = [lines_of(block, _no_marks) for block in blocks]
    for output, trees in subject.trees():
        poems: list[Poem] = []
        for file, root in trees:
            poems += poems_in_tei(file, root) if output.markup is Markup.TEI else poems_in_markup(file, root)
        poems.sort(key=lambda poem: poem.in_note)
        for block, wanted, poem in zip_longest(blocks, expected, poems):
            lines = zip_longest(wanted or [], poem.lines if poem else [])
            differs = next(((a, b) for a, b in lines if a != b), None)
            if differs:
                place = poem.place if poem else Place(subject.path(output.name))
                yield place, output, blocks[-1] if block is None else block, *differs
                if len(poems) != len(blocks):
                    break  # all that follow would be off by one


def _printed_verse(subject: Subject, blocks: list[etree._Element]) -> Iterator[VerseBreach]:
    """Verse of print, which only shows it: by its base lines."""
    paged = PagedVerse(subject.pdf.blocks) if subject.reading("pdf") else None
    for block in blocks if paged else ():
        mislaid = paged.mislaid(list(map(printed, lines_of(block, _no_marks)))) if paged else None
        if mislaid:
            yield mislaid.block.place, output_named("pdf"), block, mislaid.wanted, mislaid.found


def _no_marks(element: etree._Element) -> str | None:
    """What the Document's verse says in renditions whose marks of notes are no words."""
    if etree.QName(element).localname == "math":
        return formula_source(element)
    return None if NOTE_MARKS.isdisjoint(classes(element)) else ""


def _line(text: str | None) -> str:
    return "no line" if text is None else f"‘{text}’" if text else "an empty line"


def _start_of(subject: Subject, block: etree._Element, text: str) -> int:
    """Where a line of a block of verse stands in the flow; where the block begins, if that cannot be found."""
    flow, inside = subject.document.flow, set(block.iter())
    runs = (run.start for run in flow.runs if run.element in inside and not (run.element is block and run.tail))
    start = next(runs, 0)
    return max(flow.text.find(text, start), start)

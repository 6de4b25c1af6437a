"""Rules on the errata in the renditions: each has its place and its entry, and one leads to the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from octavo.checks.finding import Breach
from octavo.checks.registry import rule
from octavo.checks.subject import Subject
from octavo.document.apparatus import appendix_start
from octavo.document.emendations import Emendation, shown
from octavo.document.entries import Entry
from octavo.document.tree import line
from octavo.edition.housewords import HouseWords
from octavo.errors import Place
from octavo.outputs import Markup, output_named
from octavo.readback.markup import target_id, words_in


@rule("errata/linked")
def linked(subject: Subject) -> Iterator[Breach]:
    emendations = _as_listed(subject)
    for output, trees in subject.trees():
        if output.markup is not Markup.HTML:
            continue
        path, words = subject.path(output.name), subject.edition.metadata.words
        elements = {str(e.get("id")): e for _, root in trees for e in root.iter("*") if e.get("id")}
        for emendation in emendations:
            what, at = _fault(emendation, elements, subject.document.entries[emendation.entry_id], words)
            if what:
                yield Breach(Place(path, line(at) if at is not None else 0), {"rendition": output.label, "what": what})
    yield from _pdf_breaches(subject, emendations)


def _as_listed(subject: Subject) -> list[Emendation]:
    """The emendations that readers are shown, in the order of their entries."""
    order = {identifier: number for number, identifier in enumerate(subject.document.entries)}
    return sorted(shown(subject.document.emendations), key=lambda emendation: order[emendation.entry_id])


def _pdf_breaches(subject: Subject, emendations: list[Emendation]) -> Iterator[Breach]:
    """In the PDF: a link from each emendation's page to the list, and from the list back to it, in order."""
    pagination = subject.document.pagination
    if subject.reading("pdf") is None or pagination is None or not emendations:
        return
    label = output_named("pdf").label
    start = appendix_start(subject.document)
    before = [page.label for page in pagination.pages if page.offset < start]
    labels = subject.pdf.page_labels
    list_begins = labels.index(before[-1]) + 1 if before and before[-1] in labels else 0
    wanted = [
        pagination.lines[emendation.number].page for emendation in emendations if emendation.number in pagination.lines
    ]
    place = Place(subject.path("pdf"))
    back = [labels[to] for page, to in subject.pdf.links if page >= list_begins and 0 <= to < list_begins]
    if back != wanted or len(wanted) < len(emendations):
        what = (
            f"the entries lead to the pages {', '.join(back) or 'of nothing'}; the errata stand on {', '.join(wanted)}"
        )
        yield Breach(place, {"rendition": label, "what": what})
    forth = Counter(labels[page] for page, to in subject.pdf.links if page < list_begins <= to)
    for page_label, count in Counter(wanted).items():
        if forth[page_label] < count:
            what = f"{forth[page_label]} links lead from page {page_label} to the list; there should be {count}"
            yield Breach(place, {"rendition": label, "what": what})


def _fault(
    emendation: Emendation, elements: dict[str, etree._Element], listed: Entry, words: HouseWords
) -> tuple[str, etree._Element | None]:
    """What is wrong with an emendation and its entry, and at which element; an empty text where all is well."""
    place, entry = elements.get(emendation.id), elements.get(emendation.entry_id)
    if place is None or entry is None:
        return f"‘{emendation.id}’ has no {'place' if place is None else 'entry'}", entry if place is None else place
    link = next((link for link in entry.iter("{*}a") if target_id(link.get("href") or "") == emendation.id), None)
    if link is None:
        return f"the entry of ‘{emendation.id}’ does not lead to it", entry
    label = listed.label(words_in(link), words)
    if link.get("aria-label") != label:
        return f"the entry of ‘{emendation.id}’ is heard as ‘{link.get('aria-label')}’, not as ‘{label}’", entry
    marked = "".join(words_in(place).split())
    if not "".join(emendation.edition_text.split()).startswith(marked):
        return f"‘{emendation.id}’ marks ‘{words_in(place)}’, not ‘{emendation.edition_text}’", place
    if place.get("href") and target_id(place.get("href") or "") != emendation.entry_id:
        return f"‘{emendation.id}’ does not lead to its entry", place
    return "", None

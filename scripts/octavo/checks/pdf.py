"""Rules on the PDF's structure (ISO 32000-1, ISO 19005-3, ISO 14289-1); veraPDF knows the rest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from octavo.checks.finding import Breach
from octavo.checks.registry import rule
from octavo.checks.subject import Subject
from octavo.edition.history import earlier_releases
from octavo.edition.kept import former_transcripts
from octavo.errors import Place
from octavo.text.tokens import printed


def _place(subject: Subject) -> Place:
    return Place(subject.path("pdf"))


@rule("pdf/fonts-embedded", reads="pdf")
def fonts_embedded(subject: Subject) -> Iterator[Breach]:
    for font in subject.pdf.fonts_without_program:
        yield Breach(_place(subject), {"font": font})


@rule("pdf/tagged", reads="pdf")
def tagged(subject: Subject) -> Iterator[Breach]:
    if not subject.pdf.is_tagged:
        yield Breach(_place(subject))


@rule("pdf/title-shown", reads="pdf")
def title_shown(subject: Subject) -> Iterator[Breach]:
    title = subject.edition.metadata.title
    if subject.pdf.title != title:
        yield Breach(_place(subject), {"what": f"the PDF’s title is ‘{subject.pdf.title}’, not ‘{title}’"})
    if not subject.pdf.shows_title:
        yield Breach(_place(subject), {"what": "the PDF does not ask for its title to be shown"})


@rule("pdf/language", reads="pdf")
def language(subject: Subject) -> Iterator[Breach]:
    expected = subject.edition.metadata.lang or "und"
    if subject.pdf.language.casefold() != expected.casefold():
        yield Breach(_place(subject), {"found": subject.pdf.language, "expected": expected})


@rule("pdf/outline-complete", reads="pdf")
def outline_complete(subject: Subject) -> Iterator[Breach]:
    wanted = [(printed(h.text), h.level) for h in subject.document.headings]
    found = [(printed(entry.title), entry.depth) for entry in subject.pdf.outline]
    if found and wanted and found[0] != wanted[0] and len(found) > len(wanted):
        found = found[1:]  # the contents, in whatever language the book calls them
    for expected, entry in zip_longest(wanted, found):
        if expected != entry:
            shown = f"‘{entry[0]}’" if entry else "nothing"
            yield Breach(_place(subject), {"expected": expected[0] if expected else "nothing", "found": shown})
            break


@rule("pdf/sources-attached", reads="pdf")
def sources_attached(subject: Subject) -> Iterator[Breach]:
    edition = subject.edition
    paths = [chapter.path for chapter in edition.chapters] + list(edition.errata_files)
    paths += [witness.path for witness in (edition.witness, *edition.further) if witness]
    paths += [item.path for item in former_transcripts(edition, earlier_releases(edition)) if item.is_kept]
    for path in paths:
        name = path.relative_to(edition.folder).as_posix()
        if name not in subject.pdf.attachments:
            yield Breach(_place(subject), {"name": name})

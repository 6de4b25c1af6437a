"""Rules on the set page, measured on the finished PDF: what a typesetter would mend before it goes to the printer.

The archival PDF is measured; the printer's file has the same words on the same pages, as press/same-words sees to.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks.finding import Breach
from octavo.checks.registry import rule
from octavo.checks.runningheads import misnamed_pages
from octavo.checks.subject import Subject
from octavo.errors import Place
from octavo.setbook.parted import parted
from octavo.setbook.stanzas import parted_stanzas
from octavo.setbook.textblock import Stray
from octavo.setbook.typography import DIVIDED, FACING, HEADING, HYPHENS, LAST, ORPHAN, SHORT, WIDOW, Flaw
from octavo.setbook.wordgaps import word_gaps as measured_gaps

MOST_VARIATION, WIDE = 0.25, 0.45
"""The coefficient of variation of the gaps between words, and the ems that one in twenty exceeds: beyond are holes.

Our own books keep within 0.19 and 0.37 on a measure of 25 ems or more.
"""


def _breaches(subject: Subject, kind: str) -> Iterator[Breach]:
    for flaw in subject.flaws:
        if flaw.kind == kind:
            yield Breach(Place(subject.path("pdf")), {"page": flaw.place.page, "quoted": _shortened(flaw)})


def _shortened(flaw: Flaw) -> str:
    return flaw.quoted if len(flaw.quoted) < 60 else flaw.quoted[:59] + "…"


@rule("typography/widows", reads="pdf")
def widows(subject: Subject) -> Iterator[Breach]:
    yield from _breaches(subject, WIDOW)


@rule("typography/orphans", reads="pdf")
def orphans(subject: Subject) -> Iterator[Breach]:
    yield from _breaches(subject, ORPHAN)


@rule("typography/headings", reads="pdf")
def headings(subject: Subject) -> Iterator[Breach]:
    yield from _breaches(subject, HEADING)


@rule("typography/divided-words", reads="pdf")
def divided_words(subject: Subject) -> Iterator[Breach]:
    yield from _breaches(subject, DIVIDED)


@rule("typography/hyphens", reads="pdf")
def hyphens(subject: Subject) -> Iterator[Breach]:
    yield from _breaches(subject, HYPHENS)


@rule("typography/last-lines", reads="pdf")
def last_lines(subject: Subject) -> Iterator[Breach]:
    yield from _breaches(subject, LAST)


@rule("typography/word-gaps", reads="pdf")
def word_gaps(subject: Subject) -> Iterator[Breach]:
    gaps = measured_gaps(subject.data("pdf") or b"")
    if gaps and (gaps.variation > MOST_VARIATION or gaps.wide > WIDE):
        yield Breach(Place(subject.path("pdf")), {"variation": f"{gaps.variation:.2f}", "wide": f"{gaps.wide:.2f}"})


@rule("typography/line-ends", reads="pdf")
def line_ends(subject: Subject) -> Iterator[Breach]:
    for found in parted(subject.document, subject.pdf):
        yield Breach(Place(subject.path("pdf")), found._asdict())


@rule("typography/short-last-pages", reads="pdf")
def short_last_pages(subject: Subject) -> Iterator[Breach]:
    yield from _breaches(subject, SHORT)


@rule("typography/stanzas", reads="pdf")
def stanzas(subject: Subject) -> Iterator[Breach]:
    for found in parted_stanzas(subject.document, subject.lines):
        yield Breach(Place(subject.path("pdf")), found._asdict())


@rule("typography/running-heads", reads="pdf")
def running_heads(subject: Subject) -> Iterator[Breach]:
    for found in misnamed_pages(subject):
        yield Breach(Place(subject.path("pdf")), found._asdict())


@rule("typography/inside-measure", reads="pdf")
def inside_measure(subject: Subject) -> Iterator[Breach]:
    for stray in subject.strays:
        if not stray.over:
            yield _stray_breach(subject, stray, {"beyond": f"{stray.beyond:.0f}"})


@rule("typography/overprinted", reads="pdf")
def overprinted(subject: Subject) -> Iterator[Breach]:
    for stray in subject.strays:
        if stray.over:
            yield _stray_breach(subject, stray, {"over": stray.over})


def _stray_breach(subject: Subject, stray: Stray, values: dict[str, str]) -> Breach:
    page = subject.pdf.page_labels[stray.page]
    return Breach(Place(subject.path("pdf")), {**values, "page": page, "what": stray.what})


@rule("typography/facing-pages", reads="pdf")
def facing_pages(subject: Subject) -> Iterator[Breach]:
    yield from _breaches(subject, FACING)

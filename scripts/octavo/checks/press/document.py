"""Rules on the file as a whole: can it be opened, and does it hold what only a screen has use for?"""

# Without the usual import from __future__, whose name is a rule’s here.
from collections import Counter
from collections.abc import Iterator

from octavo.checks.finding import Breach
from octavo.checks.press.job import PressJob, pages_in_words
from octavo.checks.registry import press_rule

MOST = 3
"""Attachments or faults that are named."""
MEGABYTE = 1_000_000
NO_MARKS = frozenset({"Popup", "Widget", "TrapNet", "PrinterMark"})
"""Annotations that are no readers’: windows of others, fields of forms, and what prepress itself puts in."""
CALLED = {"Link": "link", "Text": "comment", "FileAttachment": "attached file", "Highlight": "highlight"}


@press_rule("press/readable")
def readable(job: PressJob) -> Iterator[Breach]:
    file = job.file
    if file.needs_password and job.requirement("encryption"):
        return  # which that rule says
    if file.unreadable:
        yield job.breach(None, gravity="error", what=f"cannot be opened: {file.unreadable}")
        return
    if not file.pages:
        yield job.breach(None, gravity="error", what="has no pages")
    repairs = file.facts.repairs if file.facts else ()
    if repairs:
        yield job.breach(None, gravity="warning", what=f"is damaged and was repaired to be read: {_listed(repairs)}")
    problems = [f"{problem}{f' ({pages_in_words(pages)})' if pages else ''}" for problem, pages in file.problems]
    if problems:
        yield job.breach(None, what=f"cannot be read in full: {_listed(problems)}")
    crowded = [page.number for page in file.pages if page.painted.is_incomplete]
    if crowded:
        what = f"holds more than can be looked at on {pages_in_words(crowded)}, and part of it was not checked"
        yield job.breach(None, gravity="warning", what=what, hint="look at these pages yourself, or simplify them")


def _listed(items: list[str] | tuple[str, ...]) -> str:
    more = f"; and {len(items) - MOST} more" if len(items) > MOST else ""
    return "; ".join(items[:MOST]) + more


@press_rule("press/encryption")
def encryption(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("encryption")
    if requirement and job.file.needs_password:
        what = "cannot be opened without its password, and nothing else of it was checked"
        yield job.breach(requirement, what=what)
    elif requirement and job.file.facts and job.file.facts.is_encrypted:
        yield job.breach(requirement, what="is encrypted")


@press_rule("press/version")
def version(job: PressJob) -> Iterator[Breach]:
    requirement, facts = job.requirement("version"), job.file.facts
    if requirement and facts and facts.version > str(requirement.value):
        yield job.breach(requirement, found=facts.version, required=requirement.value)


@press_rule("press/file-size")
def file_size(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("file-size")
    size = len(job.file.data) / MEGABYTE
    if requirement and size > requirement.value:
        yield job.breach(requirement, found=f"{size:,.3g}", required=f"{requirement.value:,g}")


@press_rule("press/advised-size")
def advised_size(job: PressJob) -> Iterator[Breach]:
    requirement, most = job.requirement("advised-size"), job.requirement("file-size")
    size = len(job.file.data) / MEGABYTE
    if requirement and size > requirement.value and not (most and size > most.value):
        yield job.breach(requirement, found=f"{size:,.3g}", required=f"{requirement.value:,g}")


@press_rule("press/annotations")
def annotations(job: PressJob) -> Iterator[Breach]:
    requirement = job.requirement("annotations")
    if not requirement:
        return
    kinds: Counter[str] = Counter()
    pages = set()
    for page in job.file.pages:
        for annotation in page.annotations:
            if annotation.subtype not in NO_MARKS:
                kinds[CALLED.get(annotation.subtype, f"annotation of the kind {annotation.subtype}")] += 1
                pages.add(page.number)
    if kinds:
        found = ", ".join(f"{count:,} {kind}{'s' if count > 1 else ''}" for kind, count in kinds.most_common())
        yield job.breach(requirement, pages=pages_in_words(pages), found=found)


@press_rule("press/bookmarks")
def bookmarks(job: PressJob) -> Iterator[Breach]:
    requirement, facts = job.requirement("bookmarks"), job.file.facts
    if requirement and facts and facts.bookmarks:
        yield job.breach(requirement, count=f"{facts.bookmarks} bookmark{'s' if facts.bookmarks > 1 else ''}")


@press_rule("press/tags")
def tags(job: PressJob) -> Iterator[Breach]:
    facts = job.file.facts
    if facts and facts.is_tagged:
        yield job.breach(job.requirement("tags"))


@press_rule("press/extras")
def extras(job: PressJob) -> Iterator[Breach]:
    requirement, facts = job.requirement("extras"), job.file.facts
    if not requirement or not facts:
        return
    if facts.scripts:
        yield job.breach(requirement, what=_listed(facts.scripts))
    if facts.attachments:
        files = f"attached file{'s' if len(facts.attachments) > 1 else ''}"
        yield job.breach(requirement, what=f"{len(facts.attachments)} {files}: {_listed(facts.attachments)}")
    if facts.has_form:
        yield job.breach(requirement, what="a form to be filled in")
    if facts.has_layers:
        yield job.breach(requirement, what="layers, some of which a printer’s workflow may leave out")

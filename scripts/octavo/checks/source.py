"""Rules on what the user wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks.finding import Breach
from octavo.checks.registry import rule
from octavo.checks.subject import Subject
from octavo.edition.identifiers import without_urn
from octavo.edition.kept import former_transcripts

REQUIRED = {
    "creator": "readers and catalogues ask who made the work",
    "lang": "screen readers and hyphenation need the language, as a tag such as en-GB",
    "identifier": "an edition keeps one identifier through all its corrections; octavo new mints one",
    "version": "a reader who reports an error says which version it stands in",
    "published": "every output carries this date",
    "rights": "whoever passes the edition on must know whether they may",
}

WELL_KNOWN = frozenset(
    {
        *("en", "en-AU", "en-CA", "en-GB", "en-IE", "en-US", "de", "de-AT", "de-CH", "de-DE"),
        *("es", "es-ES", "fr", "fr-FR", "it", "nl", "pl", "pt", "ru"),
    }
)
"""Tags that need no look into the registry, which takes longer to load than most rules to run."""

_STRAIGHT = re.compile(r"\S*(?<!\d)[\"'](?!\s*\d)\S*")
"""A word with a straight quotation mark or apostrophe; behind a figure they mean inches and feet."""


@rule("source/front-matter-complete")
def front_matter_complete(subject: Subject) -> Iterator[Breach]:
    for key, why in REQUIRED.items():
        if not getattr(subject.edition.metadata, key):
            yield Breach(subject.edition.front_matter.place(), {"key": key, "why": why})


@rule("source/witness-named")
def witness_named(subject: Subject) -> Iterator[Breach]:
    edition = subject.edition
    if edition.witness:
        return
    without = len(edition.errata.errata) + len(edition.errata.normalise)
    if without:
        entries = "1 entry" if without == 1 else f"{without} entries"
        message = f"no witness is named, so nothing shows that the errata list is right ({entries})"
        hint = "add witness: {path: witness/…} to the front matter; or remove what is not of this text"
        yield Breach(edition.front_matter.place(), message=message, hint=hint, severity="warning")
    else:
        yield Breach(edition.front_matter.place())


@rule("source/language-tag")
def language_tag(subject: Subject) -> Iterator[Breach]:
    tag = subject.edition.metadata.lang
    if not tag or tag in WELL_KNOWN:
        return
    import langcodes

    valid = langcodes.tag_is_valid(tag)
    standard = langcodes.standardize_tag(tag) if valid else "en-GB"
    if not valid or standard != tag:
        yield Breach(subject.edition.place_of("lang"), {"tag": tag, "example": standard})


@rule("source/straight-quotes")
def straight_quotes(subject: Subject) -> Iterator[Breach]:
    """What the front matter says is printed as it stands: on title page, cover, imprint and the back."""
    metadata = subject.edition.metadata
    printed = {
        "title": (metadata.title,),
        "subtitle": (metadata.subtitle or "",),
        "creator": metadata.author_names,
        "publisher": (metadata.publisher or "",),
        "description": (metadata.description or "",),
        "rights": (metadata.rights or "",),
        "source": (metadata.source or "",),
    }
    for key, texts in printed.items():
        for found in (_STRAIGHT.search(text) for text in texts):
            if found:
                yield Breach(subject.edition.place_of(key), {"key": key, "quoted": found[0].strip()})


@rule("source/lines-joined")
def lines_joined(subject: Subject) -> Iterator[Breach]:
    yield from _faults(subject, "lines-joined")


@rule("source/isbn-of-one-product")
def isbn_of_one_product(subject: Subject) -> Iterator[Breach]:
    """Each form of a book has its own ISBN; the identifier is what all of them share, the EPUB’s first of all."""
    metadata = subject.edition.metadata
    kind, number = without_urn(metadata.identifier)
    for product in ("paperback", "hardcover", "pdf") if kind == "ISBN" else ():
        if metadata.isbn_of(product) == number.replace("-", ""):
            yield Breach(subject.edition.place_of("identifier"), {"product": product})


def _faults(subject: Subject, *kinds: str, severity: str = "") -> Iterator[Breach]:
    for fault in subject.document.faults:
        if fault.kind in kinds:
            problem = fault.problem
            yield Breach(problem.place, message=problem.message, hint=problem.hint, severity=severity)


@rule("source/heading-levels")
def heading_levels(subject: Subject) -> Iterator[Breach]:
    yield from _faults(subject, "heading-level", "heading-empty")


@rule("source/notes-answered")
def notes_answered(subject: Subject) -> Iterator[Breach]:
    yield from _faults(subject, "note-without-text", "note-repeated", "note-unused")


@rule("source/words-cited")
def words_cited(subject: Subject) -> Iterator[Breach]:
    yield from _faults(subject, "words-uncited")


@rule("source/unique-ids")
def unique_ids(subject: Subject) -> Iterator[Breach]:
    yield from _faults(subject, "duplicate-id")
    yield from _faults(subject, "id-again", severity="warning")


@rule("source/links-answered")
def links_answered(subject: Subject) -> Iterator[Breach]:
    yield from _faults(subject, "broken-link")


@rule("source/images-present")
def images_present(subject: Subject) -> Iterator[Breach]:
    yield from _faults(subject, "missing-image", "outside-image")


@rule("source/images-described")
def images_described(subject: Subject) -> Iterator[Breach]:
    yield from _faults(subject, "image-alt")


@rule("source/images-from-network")
def images_from_network(subject: Subject) -> Iterator[Breach]:
    yield from _faults(subject, "image-from-network")


@rule("source/pictures-changed")
def pictures_changed(subject: Subject) -> Iterator[Breach]:
    yield from _faults(subject, "picture-changed")


@rule("source/raw-markup")
def raw_markup(subject: Subject) -> Iterator[Breach]:
    yield from _faults(subject, "raw-markup")


@rule("source/markup-read")
def markup_read(subject: Subject) -> Iterator[Breach]:
    yield from _faults(subject, "literal-markup", "list-numbers")


@rule("source/words-read")
def words_read(subject: Subject) -> Iterator[Breach]:
    yield from _faults(subject, "words-unread")


@rule("source/markdown")
def markdown(subject: Subject) -> Iterator[Breach]:
    for problem in subject.document.warnings:
        yield Breach(problem.place, message=problem.message, hint=problem.hint)


@rule("source/ignore-used")
def ignore_used(subject: Subject) -> Iterator[Breach]:
    """Found where the findings are sifted; here so that it has a wording and a test."""
    yield from ()


@rule("source/witness-unchanged")
def witness_unchanged(subject: Subject) -> Iterator[Breach]:
    edition = subject.edition
    for witness in (edition.witness, *edition.further):
        if witness and not witness.is_vouched:
            siglum = witness.options.siglum
            yield Breach(edition.place_of_witness(siglum, "sha256"), {"siglum": siglum, "digest": witness.sha256})


@rule("source/issued-witness-kept")
def issued_witness_kept(subject: Subject) -> Iterator[Breach]:
    for item in former_transcripts(subject.edition):
        if not item.is_kept:
            values = {"name": item.release.witness.path, "version": item.release.version}
            yield Breach(item.release.place, values | {"digest": item.release.witness.sha256 or ""})

"""Proving a Document: its collation with the witness, what it counts, and the numbers that it fills in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, get_args

from lxml import etree

from octavo.document.apparatus import list_errata
from octavo.document.collatewitness import ReadWitness, collate_witness
from octavo.document.emendations import FoundEmendation, mark_in_tree
from octavo.document.evidence import evidence_problems
from octavo.document.findemendations import find_emendations
from octavo.document.found import Found
from octavo.document.listing import Listing, unexplained_spans
from octavo.document.model import Document, ReadDocument
from octavo.document.places import MarkdownPlaces
from octavo.document.proof import Collated, Difference, FurtherProof, Proof
from octavo.document.tally import HOUSE_RULE, Tally, is_shown
from octavo.document.tree import classes
from octavo.edition import Edition
from octavo.edition.errata import Kind
from octavo.errors import InputError, Place, Problem
from octavo.text.emend import stet_and_query_problems
from octavo.text.layer import Layer
from octavo.text.leftout import LeftOut, without_reason
from octavo.text.places import LineIndex

_MARKUP = {
    "headings": "h1 h2 h3 h4 h5 h6",
    "block quotations": "blockquote",
    "lists": "ul ol dl",
    "emphasis": "em strong",
    "images": "img",
    "tables": "table",
    "links": "a",
    "line breaks": "br",
}
"""Which markup is counted: what a count is called → the elements that it counts."""


def prove(
    document: ReadDocument, witness_read: ReadWitness | None, further_read: Sequence[ReadWitness] = ()
) -> Document:
    """Collate what was read with its witnesses, then make the Document of it, with the proof and the emendations.

    The tree that was read is changed in three steps: the list of errata is added as a chapter at the end, computed
    numbers are filled in, and the emendations are marked.
    """
    edition = document.edition
    places = MarkdownPlaces(document)
    count_spans = _put_zero_in_count_spans(document)
    canonical = document.flow.layer(editorial=False)
    problems = stet_and_query_problems(edition.errata, canonical, places.place)
    further = [
        _proved(document, edition.following(witness), read, canonical, places)
        for witness, read in zip(edition.further, further_read, strict=True)
    ]
    problems += evidence_problems(edition, [one.collated for one in further])
    base = None
    if edition.witness and witness_read:
        base = _proved(document, edition, witness_read, canonical, places)
    followed = (base.collated, base.found) if base else None
    found = Found.of(document, canonical, followed, [(one.collated, one.found) for one in further])
    tally = Tally.of(found.emendations, edition.metadata.apparatus)
    # Located once for the list of errata, and again below: a number that is filled in shifts the offsets behind it.
    first = found.located(document)
    collated = [one.collated for one in (*([base] if base else []), *further)]
    unexplained = {one.siglum: unexplained_spans(one, canonical) for one in collated}
    listing = Listing(document, first.emendations, first.variants, unexplained)
    is_listed = not edition.followed  # the list is of the base's errata
    entries = list_errata(document, listing, tally, found.hyphens, first.places) if is_listed else {}
    proof = _proof(document, base, tuple(problems), further)
    _fill_counts(document, count_spans, proof, tally)
    last = found.located(document)
    if last.emendations:
        mark_in_tree(document.flow, last.emendations)
        document.reflow()
    named = [entry.place.id for entry in entries.values() if entry.place]
    return Document.of(
        document,
        proof=proof,
        emendations=last.emendations,
        variants=last.variants,
        entries=entries,
        places={name: last.places[name] for name in named if name in last.places},
        tally=tally,
    )


class _Proved(NamedTuple):
    """A witness's collation, what it leaves unexplained, and the changes that the text follows."""

    collated: Collated
    unexplained: tuple[Difference, ...]
    found: list[FoundEmendation]


def _proof(
    document: ReadDocument, base: _Proved | None, misplaced: tuple[Problem, ...], further: Sequence[_Proved]
) -> Proof:
    edition = document.edition
    errata = edition.errata.errata if edition.witness else []
    return Proof(
        base.collated if base else None,
        base.unexplained if base else (),
        None if edition.followed else document.flow.editorial_words,
        _markup(document),
        vouched=edition.witness is None or edition.witness.is_vouched,
        misplaced=misplaced,
        unsaid=tuple(without_reason(errata)),
        left_out=LeftOut.by(errata),
        scope=edition.metadata.scope or "",
        further=tuple(FurtherProof(one.collated, one.unexplained) for one in further),
    )


def _proved(
    document: ReadDocument, edition: Edition, read: ReadWitness, canonical: Layer, places: MarkdownPlaces
) -> _Proved:
    assert edition.witness is not None
    lines = LineIndex(edition.witness.path, edition.witness.text)
    compared = collate_witness(document, edition, read, canonical)
    transcript, collation = compared.transcript, compared.collation
    unexplained = tuple(
        Difference(u.for_, u.read, lines.place(u.witness_offset), places.place(u.edition_offset), u.erratum)
        for u in collation.unexplained
    )
    apparatus = edition.metadata.apparatus
    layer = "variants" if edition.followed else "emendations"
    found = find_emendations(collation, transcript.layer, canonical, lambda c: is_shown(c, apparatus, layer))
    return _Proved(Collated(edition.witness, transcript, collation, compared.notes), unexplained, found)


def _markup(document: ReadDocument) -> dict[str, int]:
    counts: Counter[str] = Counter()
    label_of_tag = {tag: label for label, tags in _MARKUP.items() for tag in tags.split()}
    for chapter in document.chapters:
        if chapter.editorial:
            continue
        for element in chapter.element.iter():
            class_names = classes(element)
            if element.tag in label_of_tag and "noteref" not in class_names:
                counts[label_of_tag[element.tag]] += 1
            elif element.tag == "span":
                counts.update(class_names)
    counts["notes"] = len(document.notes)
    return {name: count for name, count in sorted(counts.items()) if count}


def _put_zero_in_count_spans(document: ReadDocument) -> list[etree._Element]:
    """Put 0 into each span with ``data-count`` until its number is known, and give back these spans.

    The 0 is a word as the number will be one, and ``editorial`` keeps it out of what is collated.
    """
    spans = [span for root in document.trees for span in root.iter("span") if span.get("data-count")]
    for span in spans:
        span.text = "0"
        span.set("class", "editorial computed")
    return spans


def counts(document: ReadDocument, proof: Proof, tally: Tally) -> dict[str, int]:
    """The numbers that a text may ask for with ``[]{count="…"}``; corrections as the list of errata counts them."""
    errata = document.edition.errata
    numbers = {
        "errata": tally.by_errata if proof.collation else len(errata.errata),
        "corrections": tally.total,
        "errata-listed": tally.all_listed,
        "errata-left-out": tally.all_left_out,
        "stet": len(errata.stet),
        "queries": len(errata.queries),
        "house-rules": len(errata.normalise),
        "notes": len(document.notes),
        "notes-restored": sum(note.kind == "restored" for note in document.notes),
        "notes-in-substance": sum(note.kind == "in-substance" for note in document.notes),
        "notes-editorial": sum(note.kind == "editorial" for note in document.notes),
        "words-editorial": proof.editorial_words or 0,
    }
    if proof.collation:
        numbers |= {f"errata-{kind}": count for kind in get_args(Kind) if (count := tally.of_kind(kind))}
        numbers["words-witness"] = proof.collation.words_in_witness
        numbers["words-as-received"] = proof.collation.words_as_received
        numbers["words-normalised"] = proof.collation.words_normalised
        numbers["words-emended"] = proof.collation.words_emended
        numbers["differences"] = proof.collation.differences
        numbers["accounted"] = proof.collation.accounted
        numbers["unexplained"] = len(proof.collation.unexplained)
        numbers["house-rule-changes"] = tally.of_kind(HOUSE_RULE)
    else:
        numbers |= Counter(f"errata-{entry.kind}" for entry in errata.errata)
    return numbers


def _place_of_count(document: ReadDocument, name: str) -> Place:
    """Where the Markdown asks for a computed number."""
    for chapter in document.edition.chapters:
        offset = chapter.body.find(f'count="{name}"')
        if offset >= 0:
            return LineIndex(chapter.path, chapter.body).place(offset)
    return Place(document.edition.chapters[0].path)


def _fill_counts(document: ReadDocument, spans: list[etree._Element], proof: Proof, tally: Tally) -> None:
    numbers = counts(document, proof, tally)
    # A text may ask for each kind of errata; one that no entry has counts 0.
    known = {f"errata-{kind}": 0 for kind in get_args(Kind)} | numbers
    for span in spans:
        name = str(span.attrib.pop("data-count"))
        if name not in known:
            place = _place_of_count(document, name)
            hint = f"the numbers known here are: {', '.join(sorted(numbers))}"
            raise InputError(f"there is no computed number ‘{name}’", place=place, hint=hint)
        span.text = f"{known[name]:,}"
    document.reflow()

"""Rules on the text: the collation of witness and canonical text."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.checks.finding import Breach
from octavo.checks.registry import rule
from octavo.checks.subject import Subject


@rule("text/collation-clean")
def collation_clean(subject: Subject) -> Iterator[Breach]:
    proof = subject.document.proof
    for item in proof.unexplained:
        if not item.erratum:
            values = {"for_": item.for_, "read": item.read, "witness": item.witness_place}
            yield Breach(item.edition_place, values)


@rule("text/variants-listed")
def variants_listed(subject: Subject) -> Iterator[Breach]:
    for proof in subject.document.proof.further:
        for item in proof.unexplained:
            was, reads = (f"‘{reading}’" if reading else "nothing" for reading in (item.for_, item.read))
            values = {"siglum": proof.siglum, "for_": was, "read": reads, "witness": item.witness_place}
            yield Breach(item.edition_place, values)


@rule("text/entries-stand")
def entries_stand(subject: Subject) -> Iterator[Breach]:
    proof = subject.document.proof
    for problem in proof.misplaced:
        yield Breach(problem.place, message=problem.message, hint=problem.hint)


@rule("text/left-out-said")
def left_out_said(subject: Subject) -> Iterator[Breach]:
    for problem in subject.document.proof.unsaid:
        yield Breach(problem.place, message=problem.message, hint=problem.hint)


@rule("text/errata-used")
def errata_used(subject: Subject) -> Iterator[Breach]:
    proof = subject.document.proof
    for item in proof.unexplained:
        if item.erratum:
            yield Breach(item.edition_place, {"id": item.erratum})

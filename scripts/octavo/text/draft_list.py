"""A whole errata list drafted: entries are made, the texts compared anew, until the collation is clean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from octavo.edition import ErrataList
from octavo.errors import InputError, Problem
from octavo.text.collate import collate_emended
from octavo.text.draft import Draft, draft
from octavo.text.emend import Locate, emend
from octavo.text.layer import Layer

ROUNDS = 12
"""How often what is drafted is made and compared anew."""


def complete_draft(
    witness: Layer, errata: ErrataList, edition: Layer, locate: Locate, given_ids: Iterable[str] = ()
) -> tuple[list[Draft], list[Problem]]:
    """Entries with which the collation is clean, but for errata that the edition does not follow.

    They are made and compared anew until nothing is left; what keeps them from that comes with them. Where the witness
    has no words, there is nothing that an entry could begin with. No entry gets one of ``given_ids``.
    """
    made = emend(witness, errata, locate)
    taken = {*errata.ids, *given_ids}
    given = {erratum.id for erratum in errata.errata}
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for _ in range(ROUNDS):
        found = collate_emended(witness, made, edition)
        spans = [item.span for item in found.unexplained if item.erratum not in given or not item.erratum]
        if not spans or not len(witness.tokens):
            break
        new = draft(spans, witness, made, edition, taken)
        taken.update(item.id for item in new)
        drafts = _in_their_place(drafts, new)
        gone = {identifier for item in drafts for identifier in item.replaces}
        kept = [erratum for erratum in errata.errata if erratum.id not in gone]
        together = [*kept, *(item.erratum for item in drafts)]
        try:
            made = emend(witness, ErrataList(errata=together, normalise=errata.normalise), locate)
        except InputError as error:
            problems = list(error.problems)
            break
    return drafts, problems


def _in_their_place(drafts: list[Draft], new: list[Draft]) -> list[Draft]:
    """Drafts and those of the next round, which take over what the ones that they replace were to replace."""
    by_id = {item.id: item for item in drafts}
    gone: set[str] = set()
    joined = []
    for item in new:
        before = [by_id[identifier] for identifier in item.replaces if identifier in by_id]
        gone.update(draft.id for draft in before)
        replaces = [identifier for identifier in item.replaces if identifier not in by_id]
        replaces += [identifier for draft in before for identifier in draft.replaces]
        joined.append(replace(item, replaces=tuple(dict.fromkeys(replaces))))
    return [item for item in drafts if item.id not in gone] + joined

"""The errata list is carried over to a new witness: what becomes of each entry, and what is left to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from octavo.document import read_document
from octavo.document.collatewitness import WitnessCollation, collate_witness, read_witness
from octavo.edition import Edition, ErrataList, Erratum, Query, Stet, Witness
from octavo.errors import InputError, Place
from octavo.replacement.result import Entry, Evidence, Replacement, Rule, Skipped, Touched
from octavo.replacement.successor import Successor, successor
from octavo.text.carried import Carried, State, carried
from octavo.text.collate import Collation
from octavo.text.find import TokenIndex
from octavo.text.fitting import made
from octavo.text.layer import Layer
from octavo.text.mapped import Mapped
from octavo.text.places import LineIndex

NOTHING = ErrataList()


def replacement(
    edition: Edition, siglum: str, file: Path, reading: Mapping[str, str] | None = None
) -> tuple[Replacement, Successor]:
    """What becomes of the errata list when a file takes the place of the witness with a siglum.

    ``reading`` are reading rules that become others. Raises InputError where there is no such witness, or the file is
    not a text that could be a transcript of the same book.
    """
    followed = edition.following_siglum(siglum)
    old = followed.witness
    assert old is not None
    next_one = successor(edition, old, file, reading or {})
    new = next_one.witness
    compared = _Compared(edition, followed, new)
    compared.refuse_another_text(file)
    errata, layer = edition.errata, compared.behind.transcript.layer
    entries = compared.carried()
    held = [one.now for one in entries if one.state is State.HOLDS]
    rules = compared.rules(held)
    collation = compared.collation(held, rules)
    spots = _Spots(new, layer)
    result = Replacement(
        siglum,
        old,
        new,
        compared.is_base,
        tuple(Entry(one, spots.of(one.ranges)) for one in entries),
        rules,
        compared.skipped(),
        tuple(_touched(errata, collation, compared.canonical, new)) if compared.is_base else (),
        tuple(_evidence(errata, siglum, layer)),
        len(errata.stet) + len(errata.queries),
        len(collation.unexplained),
        is_lost=new.path == old.path,
    )
    return result, next_one


class _Compared:
    """The edition's text, collated with the old witness and with the new one."""

    def __init__(self, edition: Edition, followed: Edition, new: Witness) -> None:
        self._followed = followed
        self.is_base = not followed.followed
        # With no entries nothing can fail to fit; what is written from the proof into the text is no word of a witness.
        self._document = read_document(replace(edition, errata=NOTHING, further=()))
        self._document.refuse_empty()
        self.canonical = self._document.flow.layer(editorial=False)
        self._unlisted = replace(followed, witness=new, errata=NOTHING)
        self.behind = self._collated(self._unlisted)
        try:
            self._before = self._collated(followed)
        except InputError:  # the list does not fit the old witness
            self._before = self._collated(replace(followed, errata=NOTHING))

    def _collated(self, followed: Edition) -> WitnessCollation:
        read = read_witness(followed)
        assert read is not None
        return collate_witness(self._document, followed, read, self.canonical)

    def refuse_another_text(self, file: Path) -> None:
        """Raise InputError where the new witness has not half of the edition's words in their order."""
        alike, words = Mapped(self.canonical, self.behind.transcript.layer).alike, len(self.canonical.tokens)
        if 2 * alike < words:
            hint = "name a transcript of the text that the edition follows"
            message = f"of {words:,} words and marks of the edition, this file has only {alike:,} in their order"
            raise InputError(message, place=Place(file), hint=hint)

    def carried(self) -> list[Carried]:
        """What becomes of each entry."""
        errata, before, behind = self._followed.errata, self._before, self.behind
        old, new = (before.transcript.layer, before.canonical), (behind.transcript.layer, behind.canonical)
        return carried(errata.errata, errata.normalise, old, new)

    def rules(self, held: list[Erratum]) -> tuple[Rule, ...]:
        """How often each rule of the house applies now; the counts in the list are the base's."""
        if not self.is_base:
            return ()
        rules = self._followed.errata.normalise
        counts = made(self.behind.transcript.layer, held, rules).house_rule_counts
        return tuple(Rule(rule, count) for rule, count in zip(rules, counts, strict=True))

    def collation(self, held: list[Erratum], rules: tuple[Rule, ...]) -> Collation:
        """The collation with the list as it is to be. Raises InputError where an entry of that does not fit."""
        kept = [one.rule.model_copy(update={"count": one.count}) for one in rules if one.count]
        listed = ErrataList.model_construct(
            errata=held, normalise=kept if self.is_base else self._followed.errata.normalise
        )
        return self._collated(replace(self._unlisted, errata=listed)).collation

    def skipped(self) -> tuple[Skipped, ...]:
        """How often each expression of ``skip`` took something out."""
        assert self._followed.witness is not None
        was, now = self._before.transcript.applied, self.behind.transcript.applied
        return tuple(
            Skipped(expression, was.get(f"skip {expression}", 0), now.get(f"skip {expression}", 0))
            for expression in self._followed.witness.options.skip
        )


class _Spots:
    """Finds places in the new witness."""

    def __init__(self, witness: Witness, layer: Layer) -> None:
        self._lines, self._layer = LineIndex(witness.path, witness.text), layer

    def of(self, ranges: tuple[tuple[int, int], ...]) -> tuple[Place, ...]:
        """The places at which ranges of tokens begin."""
        starts, end = self._layer.tokens.starts, len(self._layer.text)
        offsets = (starts[first] if first < len(starts) else end for first, _ in ranges)
        return tuple(self._lines.place(self._layer.origin(offset)) for offset in offsets)


def _touched(errata: ErrataList, collation: Collation, canonical: Layer, witness: Witness) -> list[Touched]:
    """Stet entries and queries at which the new witness has something else than the edition."""
    index, lines = TokenIndex(canonical.tokens), LineIndex(witness.path, witness.text)
    found = []
    entries: list[Stet | Query] = [*errata.stet, *errata.queries]
    for entry in entries:
        ranges = index.reading(entry.reading, entry.in_)
        if len(ranges) != 1:
            continue
        first, last = ranges[0]
        for item in collation.unexplained:
            if item.span[2] < last and item.span[3] > first:
                found.append(Touched(entry, lines.place(item.witness_offset), item.for_))
                break
    return found


def _evidence(errata: ErrataList, siglum: str, layer: Layer) -> list[Evidence]:
    index = TokenIndex(layer.tokens)
    return [
        Evidence(entry, reading)
        for _, _, entry in errata.entries()
        if isinstance(entry, Erratum | Stet | Query)
        for named, reading in entry.evidence
        if named == siglum and not index.reading(reading, "")
    ]

"""An errata list carried over to a better witness: what holds in it, what is needless, what no longer fits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from octavo.edition import Erratum, HouseRule
from octavo.text.collate import collate_emended
from octavo.text.context import Contexts, reading_of
from octavo.text.emend import Application
from octavo.text.find import TokenIndex
from octavo.text.fitting import Found, Range, Taken, fitting, made
from octavo.text.layer import Layer
from octavo.text.mapped import Mapped
from octavo.text.tokens import Tokens, reading_tokens

FARTHEST = 24
"""Tokens of context on either side of a reading at most: what a person wrote is worth more than a short line."""
BESIDE = 6
"""Tokens on either side of a place that are looked at where it could be read in two ways."""
ROUNDS = 6
"""How often what is taken for needed is made and compared anew."""


class State(StrEnum):
    """What a better witness makes of an entry."""

    HOLDS = "holds"
    NEEDLESS = "needless"
    """The witness reads as the edition does."""
    MISFIT = "no longer fits"


@dataclass(frozen=True)
class Carried:
    """An entry and what becomes of it; its ranges are tokens of the new witness."""

    erratum: Erratum
    state: State
    ranges: tuple[Range, ...] = ()
    """Where it stands; of one that does not hold, where it would."""
    changed: Erratum | None = None
    """The entry with the context or the count that it needs now."""
    reads: str = ""
    """What the new witness has in the place of an entry that does not hold."""
    why: str = ""
    """Why it no longer fits."""

    @property
    def now(self) -> Erratum:
        """The entry as it is to stand in the list."""
        return self.changed or self.erratum


def carried(
    errata: Sequence[Erratum], rules: Sequence[HouseRule], old: tuple[Layer, Layer], new: tuple[Layer, Layer]
) -> list[Carried]:
    """What becomes of each entry, in the order of the list.

    ``old`` and ``new`` are the transcripts, each with the canonical text as it is collated with it.
    """
    carrier = _Carrier(errata, rules, old, new)
    found = carrier.first_look()
    for _ in range(ROUNDS):
        doubtful = carrier.not_followed(found)
        if not doubtful:
            break
        found = [carrier.second_look(one, doubtful.get(one.erratum.id, [])) for one in found]
    return found


class _Carrier:
    """Knows both witnesses and the text, and how the tokens of each lie in the others."""

    def __init__(
        self,
        errata: Sequence[Erratum],
        rules: Sequence[HouseRule],
        old: tuple[Layer, Layer],
        new: tuple[Layer, Layer],
    ) -> None:
        (self._old, canonical), (self._new, self._canonical) = old, new
        self._errata, self._rules = errata, rules
        self._index = TokenIndex(self._new.tokens)
        self._contexts = Contexts(self._new, self._index)
        fit = fitting(self._old, errata)
        self._fit = {one.erratum.id: one for one in fit}
        emended = made(self._old, [one.erratum for one in fit], rules)
        self._in_text = _in_text(emended.layer, emended.applications, canonical)
        # Parts that are collated by themselves are those of the same notes only where both texts are cut alike.
        is_cut_alike = canonical.cuts == self._canonical.cuts
        self._to_new = Mapped(self._old if is_cut_alike else replace(self._old, cuts=()), self._new)
        self._text_to_new = Mapped(self._canonical, self._new)
        self._text_to_ruled = Mapped(self._canonical, made(self._new, [], rules).layer)

    def first_look(self) -> list[Carried]:
        """Each entry by its own place; no two that hold change the same words."""
        taken = Taken()
        looked = []
        # One that stands in many places gives way to those that stand in one.
        order = sorted(range(len(self._errata)), key=lambda number: self._errata[number].every)
        for number in order:
            one = self._looked_at(self._errata[number])
            if one.state is State.HOLDS and not taken.take(one.ranges):
                why = "in the new witness, another entry changes these words"
                one = replace(one, state=State.MISFIT, changed=None, why=why)
            looked.append((number, one))
        return [one for _, one in sorted(looked, key=lambda item: item[0])]

    def _looked_at(self, erratum: Erratum) -> Carried:
        places = self._fit.get(erratum.id)
        if erratum.every:
            return self._recurring(erratum, places)
        if places is None:
            found = self._index.reading(erratum.for_, erratum.in_)
            if len(found) == 1:
                return Carried(erratum, State.HOLDS, (found[0],))
            many = (
                f"it stands {len(found)} times in the new witness" if found else "it stands nowhere in the new witness"
            )
            return Carried(erratum, State.MISFIT, tuple(found), why=f"{many}, and did not fit the old one")
        return self._single(erratum, self._at(erratum, places, 0))

    def _single(self, erratum: Erratum, one: Carried) -> Carried:
        """An entry at its place, with the context that it needs there."""
        if one.state is not State.HOLDS or self._index.reading(erratum.for_, erratum.in_) == [*one.ranges]:
            return one
        first, last = one.ranges[0]
        context = self._contexts.fewest(first, last, {first}, least=1 if erratum.in_ else 0, farthest=FARTHEST)
        if context is None:
            why = f"it stands several times, and {FARTHEST} words on either side do not tell it from the others"
            return replace(one, state=State.MISFIT, why=why)
        return replace(one, changed=erratum.model_copy(update={"in_": context[0]}))

    def _recurring(self, erratum: Erratum, places: Found | None) -> Carried:
        """An entry of a fault that recurs: wherever it stands in the new witness, for a start."""
        found = tuple(self._index.reading(erratum.for_, erratum.in_))
        if found:
            changed = erratum.model_copy(update={"count": len(found)}) if len(found) != erratum.count else None
            return Carried(erratum, State.HOLDS, found, changed)
        looks = [self._at(erratum, places, number) for number in range(len(places.ranges))] if places else []
        third = [look for look in looks if look.state is not State.NEEDLESS]
        if looks and not third:
            return replace(looks[0], ranges=tuple(look.ranges[0] for look in looks))
        why = "it stands nowhere in the new witness"
        if third:
            return replace(
                third[0], state=State.MISFIT, why=f"{why}, which reads ‘{third[0].reads}’ in one of its places"
            )
        return Carried(erratum, State.MISFIT, why=f"{why}, and did not fit the old one")

    def _at(self, erratum: Erratum, places: Found, number: int) -> Carried:
        """What the new witness has at one of the places of an entry."""
        first, last = places.ranges[number]
        text = self._in_text.get((erratum.id, number))
        ranges = self._to_new.around(first, last)[2:]
        same = self._to_new.exact(first, last)
        spot = same or (text and self._instead(text, erratum.for_))
        if text and self._text_to_ruled.firm(*text) and not (spot and self._gain(erratum, spot, text) >= (not same)):
            return Carried(erratum, State.NEEDLESS, (ranges,), reads=reading_of(self._new, *ranges))
        if spot:
            return Carried(erratum, State.HOLDS, (spot,))
        around = self._to_new.around(first, last)
        words, read = self._old.tokens.words, reading_tokens(erratum.read)
        there = self._new.tokens.words[around[2] : around[3]]
        reads = reading_of(self._new, *around[2:])
        if text and there == words[around[0] : first] + read + words[last : around[1]]:
            return Carried(erratum, State.NEEDLESS, (ranges,), reads=reads)
        why = f"the new witness reads ‘{reads}’ there" if reads else "the new witness has nothing there"
        return Carried(erratum, State.MISFIT, (ranges,), reads=reads, why=why)

    def _instead(self, text: Range, for_: str) -> Range | None:
        """The tokens of the new witness at a place of the text, where they are those of a reading."""
        first, last, start, end = self._text_to_new.around(*text)
        words, wanted = self._canonical.tokens.words, reading_tokens(for_)
        expected = words[first : text[0]] + wanted + words[text[1] : last]
        if self._new.tokens.words[start:end] != expected:
            return None
        begin = start + text[0] - first
        return begin, begin + len(wanted)

    def _gain(self, erratum: Erratum, spot: Range, text: Range) -> int:
        """How many tokens nearer to the text the new witness is around a place with an entry made than without it.

        Where words are put in or left out, both witness and text may have the reading of an entry, and its ``for``.
        """
        words, text_words = self._new.tokens.words, self._canonical.tokens.words
        wanted = text_words[max(text[0] - BESIDE, 0) : text[1] + BESIDE]
        before, behind = words[max(spot[0] - BESIDE, 0) : spot[0]], words[spot[1] : spot[1] + BESIDE]
        without = Levenshtein.distance([*before, *words[spot[0] : spot[1]], *behind], wanted)
        return without - Levenshtein.distance([*before, *reading_tokens(erratum.read), *behind], wanted)

    def not_followed(self, found: Sequence[Carried]) -> dict[str, list[int]]:
        """By id, the first tokens of the places in which entries are made against the text."""
        held = [one for one in found if one.state is State.HOLDS]
        emended = made(self._new, [one.now for one in held], self._rules)
        collation = collate_emended(self._new, emended, self._canonical)
        places = _Places(emended.applications, emended.layer.tokens)
        first_of = {one.erratum.id: iter(sorted(range_[0] for range_ in one.ranges)) for one in held}
        firsts = [next(first_of[application.erratum.id]) for application in emended.applications]
        against: dict[str, list[int]] = defaultdict(list)
        for item in collation.unexplained:
            if item.erratum:
                numbers = places.touching(item.erratum, item.span[0], item.span[1])
                against[item.erratum] += [firsts[number] for number in numbers]
        known = {one.erratum.id for one in held if self._was_followed(one.erratum)}
        return {identifier: places for identifier, places in against.items() if identifier in known}

    def _was_followed(self, erratum: Erratum) -> bool:
        """Whether the text had an entry's reading; one that it never followed is for the editor to see."""
        places = self._fit.get(erratum.id)
        return places is None or any((erratum.id, number) in self._in_text for number in range(len(places.ranges)))

    def second_look(self, one: Carried, against: Sequence[int]) -> Carried:
        """An entry without the places in which the new witness reads as the edition does."""
        if one.state is not State.HOLDS or not against:
            return one
        wanted = tuple(range_ for range_ in one.ranges if range_[0] not in against)
        if not wanted:
            return replace(one, state=State.NEEDLESS, changed=None, reads=reading_of(self._new, *one.ranges[0]))
        firsts = {first for first, _ in wanted}
        context = self._contexts.fewest(*wanted[0], firsts, least=1, farthest=FARTHEST)
        if context is None or {*context[1]} != firsts:
            why = (
                "in the new witness it also stands where the edition keeps it, and no context tells these places apart"
            )
            return replace(one, state=State.MISFIT, changed=None, why=why)
        changed = one.erratum.model_copy(update={"in_": context[0], "count": len(wanted)})
        return replace(one, ranges=wanted, changed=changed)


def _in_text(emended: Layer, applications: Sequence[Application], canonical: Layer) -> dict[tuple[str, int], Range]:
    """By id and number, the tokens of the text that follow an entry; those that it does not follow are left out."""
    mapped, numbers = Mapped(emended, canonical), defaultdict[str, int](int)
    found = {}
    for application in applications:
        identifier, (first, last) = application.erratum.id, _tokens(application, emended.tokens)
        place = mapped.exact(first, last) if first < last else mapped.firm(first, last)
        if place:
            found[identifier, numbers[identifier]] = place
        numbers[identifier] += 1
    return found


def _tokens(application: Application, tokens: Tokens) -> Range:
    first = bisect_right(tokens.ends, application.start)
    return first, max(first, bisect_left(tokens.starts, application.end))


class _Places:
    """Where entries are made in an emended text, by their ids."""

    def __init__(self, applications: Sequence[Application], tokens: Tokens) -> None:
        self._of: dict[str, list[tuple[Range, int]]] = defaultdict(list)
        for number, application in enumerate(applications):
            self._of[application.erratum.id].append((_tokens(application, tokens), number))

    def touching(self, identifier: str, first: int, last: int) -> list[int]:
        """The numbers of the applications of an entry that touch a range of tokens."""
        places = self._of[identifier]
        at = bisect_left(places, first, key=lambda place: place[0][1])
        numbers = []
        while at < len(places) and places[at][0][0] <= last:
            numbers.append(places[at][1])
            at += 1
        return numbers

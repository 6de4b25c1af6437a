"""What the list of errata has to say: corrections, variants, readings that stand, and queries, in reading order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from octavo.document.emendations import Emendation, located_places, shown
from octavo.document.entries import Entry, ListedPlace, Reading
from octavo.document.lineends import KeptHyphen
from octavo.document.model import ReadDocument
from octavo.document.notemarks import mark_ends
from octavo.document.proof import Collated
from octavo.edition import Query, Stet
from octavo.text.find import TokenIndex
from octavo.text.layer import Layer
from octavo.text.tokens import is_word

Span = tuple[int, int]
"""Where a stretch begins and ends in the flow."""


class Listing:
    """Makes the entries; offsets are those of the flow as it is now, which decide of nothing but their order.

    ``variants`` are the readings of each further witness, by its siglum; ``unexplained``, where a witness departs and
    no entry says how, so that it cannot be called as a witness of any reading. With ``everything``, what readers are
    not shown is listed too.
    """

    def __init__(
        self,
        document: ReadDocument,
        emendations: Sequence[Emendation],
        variants: Mapping[str, Sequence[Emendation]],
        unexplained: Mapping[str, Sequence[Span]],
        *,
        everything: bool = False,
    ) -> None:
        self._everything = everything
        self._document = document
        self._emendations = emendations
        self._variants = variants
        metadata = document.edition.metadata
        base = metadata.base
        self._base = base.siglum if base else ""
        found = {**({self._base: emendations} if self._base else {}), **variants}
        self._at = {siglum: _Changes(changes, unexplained.get(siglum, ())) for siglum, changes in found.items()}

    def corrections(self) -> list[Entry]:
        """The corrections that readers are shown."""
        entries = []
        for emendation in self._of(self._emendations):
            evidence = [
                (siglum, _widened_as(reading, erratum.read, erratum.for_, emendation))
                for erratum in emendation.errata
                for siglum, reading in erratum.evidence
            ]
            entries.append(self._of_change(emendation, "emendations", emendation.entry_id, emendation.note, evidence))
        return self._sorted(entries)

    def variants(self) -> list[Entry]:
        """The readings of further witnesses that stand in no correction's entry, those that are alike together."""
        told = {_key(emendation) for emendation in self._of(self._emendations)}
        entries: dict[tuple[int, int, str], Entry] = {}
        for found in self._variants.values():
            for variant in self._of(found):
                if (key := _key(variant)) not in told and key not in entries:
                    identifier = f"entry-{variant.id}"
                    entries[key] = self._of_change(variant, "variants", identifier, variant.note, [])
        return self._sorted(entries.values())

    @property
    def variants_left_out(self) -> int:
        """How many places at which only further witnesses depart the list leaves out; those in entries are none."""
        told = {_key(emendation) for emendation in shown(self._emendations)}
        every = {_key(variant): variant.shown for found in self._variants.values() for variant in found}
        return sum(not is_shown for key, is_shown in every.items() if key not in told)

    def line_ends(self, found: Iterable[KeptHyphen], places: Mapping[str, ListedPlace]) -> list[Entry]:
        """The words that keep a hyphen from a line's end of the base."""
        layer, sigla = "line-end-hyphens", (self._base,)
        return self._sorted(
            Entry(f"entry-{one.id}", layer, places.get(one.id), one.lemma, (), (Reading(one.witness_reading, sigla),))
            for one in found
        )

    def readings(self, layer: str, found: Mapping[str, ListedPlace]) -> list[Entry]:
        """The readings that stand, or the queries, if the front matter publishes them."""
        edition = self._document.edition
        if not (self._everything or edition.metadata.apparatus.shows(layer)):
            return []
        kept: Sequence[Stet | Query] = edition.errata.stet if layer == "stet" else edition.errata.queries
        entries = []
        for one in kept:
            identifier = name_of(one)
            others = [(siglum, _whole(reading, one.reading)) for siglum, reading in one.evidence]
            agreeing, readings = _divided(one.reading, others)
            place = found.get(identifier)
            entries.append(Entry(identifier, layer, place, one.reading, agreeing, readings, why=one.why))
        return self._sorted(entries)

    def _of(self, changes: Sequence[Emendation]) -> Sequence[Emendation]:
        return changes if self._everything else list(shown(changes))

    def found(self) -> dict[str, ListedPlace]:
        """Where the readings that stand, and the queries, are, by their entries' ids."""
        canonical = self._document.flow.layer(editorial=False)
        return located_places(
            find_readings(self._document, canonical, ("stet", "queries")), canonical, self._document.flow
        )

    def _of_change(
        self, change: Emendation, layer: str, identifier: str, why: str, evidence: Iterable[tuple[str, str]]
    ) -> Entry:
        """The entry of one place where a witness has another reading, with those of all others."""
        lemma, found, unknown = change.printed.lemma, [], []
        for siglum, changes in self._at.items():
            reading = changes.reading(change)
            if reading is None:
                unknown.append(siglum)
            else:
                found.append((siglum, reading))
        found += [(siglum, reading) for siglum, reading in evidence if siglum not in self._at or siglum in unknown]
        agreeing, readings = _divided(lemma, found)
        before, after = change.printed.before, change.printed.after
        return Entry(identifier, layer, change.place, lemma, agreeing, readings, before, after, why)

    def _sorted(self, entries: Iterable[Entry]) -> list[Entry]:
        """Entries in reading order, those without a place last."""
        return sorted(entries, key=lambda entry: self._order(entry.place) if entry.place else (_LAST, 0, 0))

    @cached_property
    def _order(self) -> _Order:
        return _Order(self._document)


_LAST = 2**62


class _Order:
    """Reading order: a note is read where it is called."""

    def __init__(self, document: ReadDocument) -> None:
        self._document = document

    @cached_property
    def _marks(self) -> dict[str, int]:
        return mark_ends(self._document)

    def __call__(self, place: ListedPlace) -> tuple[int, int, int]:
        if place.note_number < 0:
            return place.start, 0, place.start
        mark = self._document.notes[place.note_number].reference_id
        return self._marks.get(mark, place.start), 1, place.start


class _Changes:
    """Where one witness departs from the edition, in order, with changes that are known and others."""

    def __init__(self, changes: Sequence[Emendation], unexplained: Sequence[Span]) -> None:
        departures: list[tuple[int, int, Emendation | None]] = [(one.start, one.end, one) for one in changes]
        departures += [(start, end, None) for start, end in unexplained]
        self._departures = sorted(departures, key=lambda departure: departure[:2])
        self._starts = [departure[0] for departure in self._departures]
        self._reach = list(accumulate((departure[1] for departure in self._departures), max))

    def reading(self, place: Emendation) -> str | None:
        """What the witness has where one departs; None where that cannot be told of these words alone."""
        first = bisect_left(self._reach, place.start)
        last = bisect_right(self._starts, place.end)
        meeting = [change for start, end, change in self._departures[first:last] if _meets(start, end, place)]
        if not meeting:
            return place.printed.lemma
        same = next((change for change in meeting if change and _key(change) == _key(place)), None)
        return same.printed.witness_reading if same else None


def _meets(start: int, end: int, place: Emendation) -> bool:
    if start == end or place.start == place.end:
        return start <= place.end and place.start <= end
    return start < place.end and place.start < end


def _key(change: Emendation) -> tuple[int, int, str]:
    return change.start, change.end, change.printed.lemma


def _widened_as(reading: str, read: str, for_: str, emendation: Emendation) -> str:
    """A reading given as evidence, which may be of as few words as the entry, as a reading of the whole lemma."""
    if reading == read:
        return emendation.printed.lemma
    return emendation.printed.witness_reading if reading == for_ else reading


def _whole(reading: str, lemma: str) -> str:
    """A reading given as evidence for some words of a lemma; the lemma itself, where it has these."""
    words, whole = reading.split(), lemma.split()
    ends = range(len(words), len(whole) + 1)
    return lemma if any(whole[end - len(words) : end] == words for end in ends) else reading


def _divided(lemma: str, found: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[Reading, ...]]:
    """The sigla of those that have the lemma, and the other readings, each once with its sigla."""
    by_reading: dict[str, list[str]] = {}
    for siglum, reading in found:
        sigla = by_reading.setdefault(reading, [])
        if siglum not in sigla:
            sigla.append(siglum)
    agreeing = tuple(by_reading.pop(lemma, ()))
    return agreeing, tuple(Reading(reading, tuple(sigla)) for reading, sigla in by_reading.items())


def name_of(entry: Stet | Query) -> str:
    """The id of a stet entry or a query in the list."""
    return f"{'stet' if isinstance(entry, Stet) else 'query'}-{entry.id}"


def find_readings(document: ReadDocument, canonical: Layer, layers: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Where readings that stand, or queries, begin and end in the canonical text, by their entries' ids."""
    errata = document.edition.errata
    kept: Mapping[str, Sequence[Stet | Query]] = {"stet": errata.stet, "queries": errata.queries}
    entries = [entry for layer in layers for entry in kept[layer]]
    return dict(_found(entries, canonical)) if entries else {}


def _found(entries: Iterable[Stet | Query], canonical: Layer) -> Iterator[tuple[str, tuple[int, int]]]:
    tokens = canonical.tokens
    index = TokenIndex(tokens)
    for entry in entries:
        spans = index.reading(entry.reading, entry.in_)
        if len(spans) == 1 and any(is_word(tokens.words[number]) for number in range(*spans[0])):
            first, last = spans[0]
            yield name_of(entry), (tokens.starts[first], tokens.ends[last - 1])


def unexplained_spans(collated: Collated, canonical: Layer) -> list[Span]:
    """Where the canonical text has what a collation leaves unexplained, as offsets of the flow."""
    tokens = canonical.tokens
    spans = []
    for _, _, first, last in (item.span for item in collated.collation.unexplained):
        start = canonical.origin(tokens.starts[first] if first < len(tokens) else len(canonical.text))
        spans.append((start, canonical.origin(tokens.ends[last - 1] - 1) + 1 if last > first else start))
    return spans

"""Where the edition departs from its witness, in the Document: each change with its words, and its span in the tree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from octavo.document.flow import Flow
from octavo.document.wrap import Wrapping, wrap
from octavo.edition import Erratum
from octavo.edition.metadata import Apparatus
from octavo.text.changes import Change
from octavo.text.collate import Collation
from octavo.text.layer import Layer
from octavo.text.tokens import PARAGRAPH, as_reading, is_word


@dataclass(frozen=True)
class Emendation:
    """One change at its place: ``start`` and ``end`` are offsets of the flow, of whole words where there are any.

    The tree has ``<span data-change="number">`` around these words; where the change is shown to readers, with the
    class ``erratum`` and the id. Where no word is left, the span is empty; in several text nodes it is several spans.
    """

    number: int
    id: str
    start: int
    end: int
    was: str
    """The witness's text for these words, a line feed for a paragraph break."""
    reads: str
    """The edition's."""
    before: str
    lemma: str
    after: str
    """What an apparatus prints: the edition's reading, with at least one word, and a word of the text around it."""
    reading: str
    """The witness's reading for the lemma, ¶ for a paragraph break."""
    change: Change
    shown: bool
    """Whether readers see it: not where only paragraphs, spaces or a rule of the house are concerned."""
    note_number: int
    """The number of the note in which it stands, -1 in the body."""

    @property
    def errata(self) -> tuple[Erratum, ...]:
        """The entries of the errata list that are made here."""
        return self.change.errata

    @property
    def entry_id(self) -> str:
        """The id of its entry in the list of errata."""
        return f"entry-{self.id.removeprefix('erratum-')}"

    @property
    def note(self) -> str:
        """What the editor says of it."""
        return " ".join(erratum.note for erratum in self.errata if erratum.note)


def find_emendations(collation: Collation, witness: Layer, canonical: Layer, apparatus: Apparatus) -> list[Emendation]:
    """The changes that the canonical text follows, in reading order; ``located`` says where they stand in the flow."""
    finder = _Finder(collation, witness, canonical)
    names = _names(collation.emended.changes)
    emendations: list[Emendation] = []
    for number in range(len(finder.changes)):
        place = finder.place(number)
        if place:
            change, start, end, was, reads, (before, lemma, after, reading) = place
            readings = (was, reads, before, lemma, after, reading)
            emendations.append(
                Emendation(
                    len(emendations), names[number], start, end, *readings, change, _shown(change, apparatus), -1
                )
            )
    return emendations


def located(emendations: Sequence[Emendation], canonical: Layer, flow: Flow) -> list[Emendation]:
    """The emendations with offsets of the flow for those of the canonical text, and the notes in which they stand."""
    ends = [block.end for block in flow.blocks]
    result = []
    for emendation in emendations:
        end = canonical.origin(emendation.end - 1) + 1
        start = canonical.origin(emendation.start) if emendation.end > emendation.start else end
        note = flow.blocks[bisect_right(ends, min(start, end - 1))].note
        result.append(replace(emendation, start=start, end=end, note_number=note))
    return result


def mark_in_tree(flow: Flow, emendations: Sequence[Emendation]) -> None:
    """Put the emendations into the tree; the flow must be made anew afterwards."""
    wrappings = []
    for emendation in emendations:
        attributes = {"data-change": str(emendation.number)}
        if emendation.shown:
            attributes |= {"class": "erratum", "id": emendation.id}
        wrappings.append(Wrapping(emendation.start, emendation.end, attributes))
    wrap(flow, wrappings, editorial=False)


def _shown(change: Change, apparatus: Apparatus) -> bool:
    hidden = {"paragraph", "spacing", "normalise"} - set(apparatus.include)
    kinds = {cause.kind if isinstance(cause, Erratum) else "normalise" for cause in change.causes}
    return not kinds <= hidden


def _names(changes: Sequence[Change]) -> list[str]:
    """An id for each change, made of its erratum's; the places of one that recurs are numbered."""
    firsts = [change.errata[0].id if change.errata else "house-rule" for change in changes]
    times = Counter(firsts)
    seen: Counter[str] = Counter()
    names = []
    for first in firsts:
        seen[first] += 1
        names.append(f"erratum-{first}" if times[first] == 1 else f"erratum-{first}.{seen[first]}")
    return names


class _Finder:
    """Knows the emended layer, the layer of the canonical text, and how the tokens of one lie in the other."""

    def __init__(self, collation: Collation, witness: Layer, canonical: Layer) -> None:
        self.changes = collation.emended.changes
        self._witness = witness
        self._emended = collation.emended.layer
        self._canonical = canonical
        self._spans = [item.span for item in collation.unexplained]
        self._reach = 0

    @cached_property
    def _span_ends(self) -> list[int]:
        return [span[1] for span in self._spans]

    def _token(self, number: int) -> int | None:
        """The canonical token that an emended token is, or nothing where the texts part."""
        at = bisect_left(self._span_ends, number + 1)
        shift = self._spans[at - 1][3] - self._spans[at - 1][1] if at else 0
        if at < len(self._spans) and self._spans[at][0] <= number:
            return None
        return number + shift

    def place(self, number: int) -> tuple[Change, int, int, str, str, tuple[str, str, str, str]] | None:
        """A change, its stretch of the text and what is said of it; nothing where the text does not follow it."""
        emended, tokens = self._emended, self._emended.tokens
        stretch = self._widened(number)
        found = self._in_canonical(stretch)
        if found is None:
            return None
        was = self._witness.text[stretch.start : stretch.end]
        reads = emended.text[stretch.new_start : stretch.new_end]
        lemma = self._with_words(number, stretch)
        first, last = bisect_left(tokens.starts, lemma.new_start), bisect_left(tokens.starts, lemma.new_end)
        readings = (
            self._beside(range(first - 1, -1, -1), lemma.new_start, True),
            as_reading(emended.text[lemma.new_start : lemma.new_end]),
            self._beside(range(last, len(tokens)), lemma.new_end, False),
            as_reading(self._witness.text[lemma.start : lemma.end]),
        )
        return self.changes[number], *found, was, reads, readings

    def _in_canonical(self, stretch: Change) -> tuple[int, int] | None:
        tokens, canonical = self._emended.tokens, self._canonical
        first = bisect_left(tokens.starts, stretch.new_start)
        last = bisect_left(tokens.starts, stretch.new_end)
        at = [self._token(i) for i in range(first, last)] or [self._token(max(first - 1, 0))]
        if at[0] is None or at[-1] is None or at[-1] - at[0] != len(at) - 1:
            return None
        end = canonical.tokens.ends[at[-1]]
        return (canonical.tokens.starts[at[0]] if last > first else end), end

    def _widened(self, number: int) -> Change:
        """A change with the words next to it that no other change takes, until there is a word on both sides.

        A mark of punctuation takes the words that it touches; where it touches none, the word before it.
        """
        floor = max(self.changes[number - 1].new_end if number else 0, self._reach)
        roof = self.changes[number + 1].new_start if number + 1 < len(self.changes) else len(self._emended.text)
        change = self.changes[number]
        if not self._has_words(change):
            parted = not self._words_of(change).strip()
            change = self._taking(change, floor, roof, before=True, apart=parted)
            change = self._taking(change, floor, roof, before=False, apart=parted)
        if not self._has_words(change):
            change = self._taking(change, floor, roof, before=True, apart=True)
        if not self._has_words(change):
            change = self._taking(change, floor, roof, before=False, apart=True)
        change = self._trimmed(change)
        self._reach = change.new_end
        return change

    def _words_of(self, change: Change) -> str:
        was, reads = self._witness.text, self._emended.text
        return was[change.start : change.end] + reads[change.new_start : change.new_end]

    def _taking(self, change: Change, floor: int, roof: int, *, before: bool, apart: bool) -> Change:
        """A change with the tokens on one side of it up to the first word; none behind a space unless ``apart``."""
        tokens, wider = self._emended.tokens, change
        while True:
            if before:
                number = bisect_left(tokens.starts, wider.new_start) - 1
                free = number >= 0 and tokens.starts[number] >= floor
                glued = free and not (self._was(wider.start - 1) + self._reads(wider.new_start - 1)).isspace()
            else:
                number = bisect_left(tokens.starts, wider.new_end)
                free = number < len(tokens) and tokens.ends[number] <= roof
                glued = free and not (self._was(wider.end) + self._reads(wider.new_end)).isspace()
            if not free or tokens.words[number] == PARAGRAPH or not (glued or apart):
                return wider if wider == change or self._has_words(wider) or apart else change
            back = wider.new_start - tokens.starts[number] if before else 0
            wider = _wider(wider, back, 0 if before else tokens.ends[number] - wider.new_end)
            if is_word(tokens.words[number]):
                return wider

    def _was(self, offset: int) -> str:
        return self._witness.text[offset : offset + 1] or " "

    def _reads(self, offset: int) -> str:
        return self._emended.text[offset : offset + 1] or " "

    def _trimmed(self, change: Change) -> Change:
        """Without the spaces at its ends that both texts have."""
        was = self._witness.text[change.start : change.end]
        reads = self._emended.text[change.new_start : change.new_end]
        head = min(len(was) - len(was.lstrip(" ")), len(reads) - len(reads.lstrip(" ")))
        tail = min(len(was) - len(was.rstrip(" ")), len(reads) - len(reads.rstrip(" ")))
        return _wider(change, -head, -tail) if was.strip(" ") and reads.strip(" ") else change

    def _has_words(self, change: Change) -> bool:
        was = self._witness.text[change.start : change.end]
        reads = self._emended.text[change.new_start : change.new_end]
        return any(c.isalnum() for c in was) and any(c.isalnum() for c in reads)

    def _with_words(self, number: int, stretch: Change) -> Change:
        """A stretch that has no word of its own together with the changes that stand right before it."""
        while not self._has_words(stretch) and number and self.changes[number - 1].new_end >= stretch.new_start - 1:
            number -= 1
            earlier = self.changes[number]
            stretch = Change(earlier.start, stretch.end, earlier.new_start, stretch.new_end, stretch.causes)
        return stretch

    def _beside(self, numbers: range, edge: int, before: bool) -> str:
        """The next word of the same paragraph, with the marks between."""
        tokens, text = self._emended.tokens, self._emended.text
        for number in numbers:
            if tokens.words[number] == PARAGRAPH:
                break
            if is_word(tokens.words[number]):
                return text[tokens.starts[number] : edge] if before else text[edge : tokens.ends[number]]
        return ""


def _wider(change: Change, before: int, after: int) -> Change:
    start, end = change.start - before, change.end + after
    return Change(start, end, change.new_start - before, change.new_end + after, change.causes)


def shown(emendations: Sequence[Emendation]) -> Iterator[Emendation]:
    """Those that readers see."""
    return (emendation for emendation in emendations if emendation.shown)

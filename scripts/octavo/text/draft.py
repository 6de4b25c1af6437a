"""Unexplained differences → entries for the errata list: id, shortest reading, just enough context, a likely kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from anyascii import anyascii

from octavo.edition import Erratum, Variant
from octavo.edition.yamlsplices import quoted
from octavo.text.align import Span
from octavo.text.context import Contexts, reading_of
from octavo.text.differing import differing
from octavo.text.emend import Emended
from octavo.text.layer import Layer
from octavo.text.leftout import MOST, changed_words
from octavo.text.tokens import PARAGRAPH, QUOTATION_MARKS, is_word

WIDEST = 60
"""Tokens past which a reading is widened in longer steps: whatever it is, it is no slip of the pen."""


@dataclass(frozen=True)
class Draft:
    """An entry as it would stand in errata.yaml; ``context`` is empty where the reading stands once by itself."""

    id: str
    for_: str
    read: str
    context: str
    kind: str
    replaces: tuple[str, ...] = ()
    """Errata whose words this entry changes too: it stands in their place."""
    count: int = 1
    """How often the fault recurs, the same each time."""
    siglum: str = ""
    """The further witness of which it is a variant; empty for an erratum of the base."""
    evidence: tuple[tuple[str, str], ...] = ()
    """The further witnesses that have the edition's reading, each with it."""
    formerly: tuple[str, ...] = ()
    """Ids that are withdrawn, whose entries were about this place."""
    place: tuple[int, int] = field(default=(0, 0), compare=False)
    """The first of its tokens in the witness and in the canonical text."""

    def yaml(self, *, replaced: bool = False) -> str:
        """The entry as lines of errata.yaml; ``replaced``: where those in whose place it stands are comments there."""
        lines = [f"  - id: {self.id}", *([f"    siglum: {quoted(self.siglum)}"] if self.siglum else [])]
        lines += [f"    for: {quoted(self.for_)}", f"    read: {quoted(self.read)}"]
        if self.context:
            lines.append(f"    in: {quoted(self.context)}")
        if self.replaces:
            and_now = "" if replaced else ": remove what stands there now"
            lines.insert(0, f"  # in the place of {', '.join(self.replaces)}{and_now}")
        if self.formerly:
            lines.insert(0, f"  # formerly {', '.join(self.formerly)}, withdrawn")
        lines.append(f"    kind: {self.kind}")
        if self.evidence:
            readings = ", ".join(f"{quoted(siglum)}: {quoted(reading)}" for siglum, reading in self.evidence)
            lines.append(f"    evidence: {{{readings}}}")
        if max(changed_words(self.erratum)) > MOST:
            lines.append('    why: ""  # an entry of this length must say it')
        return "\n".join([*lines, *(["    every: true", f"    count: {self.count}"] if self.count > 1 else [])])

    @property
    def erratum(self) -> Erratum:
        """The entry as one of the list."""
        keys: dict[str, object] = {
            "id": self.id,
            "for": self.for_,
            "read": self.read,
            "in": self.context,
            "kind": self.kind,
        }
        keys |= {"every": True, "count": self.count} if self.count > 1 else {}
        keys |= {"evidence": self.evidence}
        return Variant.model_validate(keys | {"siglum": self.siglum}) if self.siglum else Erratum.model_validate(keys)


def draft(spans: Iterable[Span], witness: Layer, made: Emended, edition: Layer, taken: Iterable[str]) -> list[Draft]:
    """Entries for token spans in which the edition departs from the emended witness.

    An erratum whose words a span touches is drawn into it, as two entries cannot change the same words. A fault that
    recurs, the same each time, is one entry.
    """
    return _Drafter(witness, made, edition, set(spans), set(taken)).entries()


class _Drafter:
    def __init__(self, witness: Layer, made: Emended, edition: Layer, spans: set[Span], taken: set[str]) -> None:
        self._witness, self._edition = witness, edition
        self._contexts = Contexts(witness)
        self._taken = taken
        stretches = list(differing(spans, witness, made, edition))
        self._open = [stretch.span for stretch in stretches if stretch.is_open]
        self._causes = {stretch.span[:2]: stretch.errata for stretch in stretches if stretch.errata}
        self._cuts = witness.cut_tokens if len(witness.cuts) == len(edition.cuts) else ()
        self._edition_cuts = edition.cut_tokens if self._cuts else ()
        whole = [span for span in (s.span for s in stretches) if span[0] < span[1] or span[2] < span[3]]
        self._beginning = {(span[0], span[2]): span for span in whole}
        self._ending = {(span[1], span[3]): span for span in whole}

    def entries(self) -> list[Draft]:
        """The entries, in the order of the witness."""
        spans = [self._with_neighbour(span) for span in self._open]
        while True:
            spans = _apart(spans)
            texts, narrow = self._told_apart(spans)
            wider = [self._widened(span) if span in narrow else span for span in spans]
            if wider == spans:
                return [self._entry(span, *texts[span]) for span in spans if span in texts]
            spans = wider

    def _told_apart(self, spans: list[Span]) -> tuple[dict[Span, tuple[str, int]], set[Span]]:
        """Context and count of the spans that can be told by them, and those that cannot; one may stand for several."""
        alike: dict[tuple[str, str], list[Span]] = defaultdict(list)
        narrow = {span for span in spans if not self._keeps_spaces(*span)}
        for span in spans:
            if span not in narrow:
                alike[reading_of(self._witness, *span[:2]), reading_of(self._edition, *span[2:])].append(span)
        texts: dict[Span, tuple[str, int]] = {}
        for same in alike.values():
            left = {span[0]: span for span in same}
            while left:
                span = min(left.values())
                found = self._contexts.fewest(span[0], span[1], left.keys())
                if found is None:
                    narrow.add(left.pop(span[0]))
                else:
                    texts[span] = (found[0], len(found[1]))
                    for first in found[1]:
                        del left[first]
        return texts, narrow

    def _entry(self, span: Span, context: str, count: int) -> Draft:
        first, last, b_first, b_last = span
        for_, read = reading_of(self._witness, first, last), reading_of(self._edition, b_first, b_last)
        causes = [ids for (start, end), ids in self._causes.items() if first <= start and end <= last]
        replaced = tuple(dict.fromkeys(identifier for ids in causes for identifier in ids))
        kind, place = likely_kind(for_, read), (first, b_first)
        return Draft(self._id(first, last), for_, read, context, kind, replaced, count, place=place)

    def _with_neighbour(self, span: Span) -> Span:
        """An insertion has no reading of its own in the witness: take the word that it hangs on."""
        first, last, b_first, b_last = span
        if first < last:
            return span
        glued = self._edition.tokens.glued
        follows = b_last < len(glued) and (glued[b_last] or not glued[b_first] or not first)
        right, left = self._to_the_right(span), self._to_the_left(span)
        if b_first in self._edition_cuts and right != span:
            return right
        return right if (follows or left == span) and right != span else left

    def _widened(self, span: Span) -> Span:
        """The span with more on either side: of a long one, a quarter more."""
        for _ in range(max(1, (span[1] - span[0] - WIDEST) // 4)):
            span = self._to_the_left(self._to_the_right(span))
        return span

    def _to_the_left(self, span: Span) -> Span:
        """One token more of both texts, or the stretch in which they differ whole: only there do they keep step."""
        first, last, b_first, b_last = span
        if self._is_at_cut(span, first, b_first):
            return span  # what is before is another note, or the text
        before = self._ending.get((first, b_first))
        if before:
            return before[0], last, before[2], b_last
        return (first - 1, last, b_first - 1, b_last) if first and b_first else span

    def _to_the_right(self, span: Span) -> Span:
        first, last, b_first, b_last = span
        if self._is_at_cut(span, last, b_last):
            return span
        behind = self._beginning.get((last, b_last))
        if behind:
            return first, behind[1], b_first, behind[3]
        is_more = last < len(self._witness.tokens) and b_last < len(self._edition.tokens)
        return (first, last + 1, b_first, b_last + 1) if is_more else span

    def _is_at_cut(self, span: Span, at: int, b_at: int) -> bool:
        """Whether an end of a span is one of its note; the text that has nothing there does not say in which it is."""
        first, last, b_first, b_last = span
        return (first < last and at in self._cuts) or (b_first < b_last and b_at in self._edition_cuts)

    def _keeps_spaces(self, first: int, last: int, b_first: int, b_last: int) -> bool:
        """Whether putting the one reading in the other's place leaves spaces where the edition has them."""
        ours, theirs = self._witness.tokens.glued + b"\x01", self._edition.tokens.glued + b"\x01"
        if b_first < b_last:
            return ours[first] == theirs[b_first] and ours[last] == theirs[b_last]
        paragraph = self._witness.tokens.words[first:last] == [PARAGRAPH]
        return (ours[first] and ours[last] and not paragraph) == theirs[b_last]

    def _id(self, first: int, last: int) -> str:
        words = self._witness.tokens.words
        own = [word for word in words[first:last] if is_word(word)][:3]
        before = next((word for word in reversed(words[max(first - 6, 0) : first]) if is_word(word)), "")
        after = next((word for word in words[last : last + 6] if is_word(word)), "")
        named = [*own, after] if own else [before, after]
        base = "-".join(filter(None, (_in_ascii(word) for word in named if word))) or "reading"
        identifier, number = base, 2
        while identifier in self._taken:
            identifier, number = f"{base}-{number}", number + 1
        self._taken.add(identifier)
        return identifier


def _in_ascii(word: str) -> str:
    """A word as an address can have it: small letters of ASCII and figures, other scripts transliterated."""
    return re.sub(r"[^a-z0-9]+", "", anyascii(word).lower())


def _apart(spans: list[Span]) -> list[Span]:
    """The spans, joined where two of them would change the same words."""
    joined: list[Span] = []
    for span in spans:
        while joined and (span[0] < joined[-1][1] or span[2] < joined[-1][3]):
            before = joined.pop()
            span = (min(before[0], span[0]), max(before[1], span[1]), min(before[2], span[2]), max(before[3], span[3]))
        joined.append(span)
    return joined


def likely_kind(for_: str, read: str) -> str:
    """The kind that the shape of two readings suggests; ``unknown`` where only an editor can tell."""
    if ("¶" in for_) != ("¶" in read) or for_.count("¶") != read.count("¶"):
        return "paragraph"
    if _without(for_, " ") == _without(read, " "):
        return "spacing"
    if _without(for_, "-‐‑ ") == _without(read, "-‐‑ "):
        return "hyphen"
    if for_.casefold() == read.casefold():
        return "capital"
    if re.findall(r"\w+", for_) != re.findall(r"\w+", read):
        return "unknown"
    quotes = "".join(QUOTATION_MARKS)
    return "quotation-mark" if _without(for_, quotes) == _without(read, quotes) else "punctuation"


def _without(text: str, marks: str) -> str:
    return "".join(character for character in text if character not in marks)

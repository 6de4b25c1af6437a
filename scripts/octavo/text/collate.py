"""The proof: the witness, as the errata list emends it, against the canonical text, token by token."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from octavo.edition import ErrataList, Erratum
from octavo.text.align import Span, differences
from octavo.text.emend import Application, Emended, Locate, emend
from octavo.text.layer import NORMALISED, Layer
from octavo.text.tokens import LIGATURES, PARAGRAPH, SOFT_HYPHEN, UNPRINTED, Tokens, as_reading, is_word, reading_tokens
from octavo.text.unbroken import JOINER


@dataclass(frozen=True)
class Unexplained:
    """A difference that nothing accounts for: token spans and offsets in the two files."""

    span: Span
    for_: str
    read: str
    witness_offset: int
    edition_offset: int
    erratum: str = ""
    """The id of an erratum that the canonical text does not follow here."""


@dataclass(frozen=True)
class Collation:
    """What comparing the witness with the canonical text found."""

    emended: Emended
    unexplained: tuple[Unexplained, ...]
    unused: tuple[str, ...]
    words_in_witness: int
    words_as_received: int
    words_emended: int
    words_normalised: int

    @property
    def clean(self) -> bool:
        """Whether every difference is accounted for and every erratum is used."""
        return not self.unexplained and not self.unused

    @property
    def accounted(self) -> int:
        """Differences that an erratum or a house rule accounts for."""
        missed = sum(1 for item in self.unexplained if item.erratum)
        return len(self.emended.applications) + sum(self.emended.house_rule_counts) - missed

    @property
    def differences(self) -> int:
        """All places in which the canonical text departs from the witness, and errata that it does not follow."""
        return self.accounted + len(self.unexplained)


def compare(a: Layer, b: Layer) -> list[Span]:
    """Where two layers differ, in words, punctuation, quotation marks, paragraph breaks or spacing: token spans.

    Parts that both have cut off, such as notes, are compared each with its own.
    """
    return _with_spacing(compare_tokens(a, b), a.tokens, b.tokens)


def compare_tokens(a: Layer, b: Layer) -> list[Span]:
    """The same, but for spacing."""
    if not a.cuts or len(a.cuts) != len(b.cuts):
        return differences(a.tokens.words, b.tokens.words)
    spans = []
    a_bounds, b_bounds = (0, *a.cut_tokens, len(a.tokens)), (0, *b.cut_tokens, len(b.tokens))
    for (a_from, a_to), (b_from, b_to) in zip(pairwise(a_bounds), pairwise(b_bounds), strict=True):
        for x, y, z, w in differences(a.tokens.words[a_from:a_to], b.tokens.words[b_from:b_to]):
            spans.append((a_from + x, a_from + y, b_from + z, b_from + w))
    return spans


def compare_words(a: Layer, b: Layer, *, spacing: bool) -> list[Span]:
    """Where two layers differ in words and marks, wherever their lines and paragraphs break: spans of their tokens.

    Without ``spacing``, one of them is read from a page: what that shows nothing of does not count. Joiners never do:
    renditions have them where no line may end.
    """
    unseen = _JOINERS if spacing else UNPRINTED
    if unseen.search(a.text) or unseen.search(b.text):
        shown_a, shown_b = Layer.of(a.text).without(unseen), Layer.of(b.text).without(unseen)
        spans = compare_words(shown_a, shown_b, spacing=spacing)
        return [(*_tokens_of(shown_a, x, y, a), *_tokens_of(shown_b, z, w, b)) for x, y, z, w in spans]
    a_kept, b_kept = _no_breaks(a.tokens), _no_breaks(b.tokens)
    # A font may set the letters of a ligature as one; a page of text says which it has.
    a_tokens, b_tokens = _chosen(a.tokens, a_kept, not spacing), _chosen(b.tokens, b_kept, not spacing)
    spans = differences(a_tokens.words, b_tokens.words)
    if spacing:
        spans = _with_spacing(spans, a_tokens, b_tokens)
    return [(*_unchosen(a_kept, x, y, len(a.tokens)), *_unchosen(b_kept, z, w, len(b.tokens))) for x, y, z, w in spans]


_JOINERS = re.compile(JOINER)


def _tokens_of(shown: Layer, start: int, end: int, whole: Layer) -> tuple[int, int]:
    """Which tokens of a layer those are of the layer that is left of it."""
    tokens, starts = shown.tokens, whole.tokens.starts
    if start >= len(tokens):
        return len(starts), len(starts)
    first = bisect_right(starts, shown.origin(tokens.starts[start])) - 1
    return first, bisect_right(starts, shown.origin(tokens.ends[end - 1] - 1)) if end > start else first


def paired_words(a: Layer, b: Layer) -> Iterator[tuple[int, int]]:
    """The tokens that two layers share, in order, by their numbers in each, wherever lines and paragraphs break."""
    a_kept, b_kept = _no_breaks(a.tokens), _no_breaks(b.tokens)
    a_words, b_words = _chosen(a.tokens, a_kept, True).words, _chosen(b.tokens, b_kept, True).words
    a_from = b_from = 0
    for span in [*differences(a_words, b_words), (len(a_words), len(a_words), len(b_words), len(b_words))]:
        yield from zip(a_kept[a_from : span[0]], b_kept[b_from : span[2]], strict=True)
        a_from, b_from = span[1], span[3]


def _no_breaks(tokens: Tokens) -> list[int]:
    return [number for number, word in enumerate(tokens.words) if word != PARAGRAPH]


def _chosen(tokens: Tokens, kept: list[int], fold: bool) -> Tokens:
    words = [tokens.words[i] for i in kept]
    letters = set().union(*words)
    if SOFT_HYPHEN in letters:
        words = [word.replace(SOFT_HYPHEN, "") for word in words]
    if fold and not letters.isdisjoint(map(chr, LIGATURES)):
        words = [word.translate(LIGATURES) for word in words]
    return Tokens(words, [tokens.starts[i] for i in kept], [tokens.ends[i] for i in kept])


def _unchosen(kept: list[int], start: int, end: int, length: int) -> tuple[int, int]:
    first = kept[start] if start < len(kept) else length
    return first, kept[end - 1] + 1 if end > start else first


def _with_spacing(spans: list[Span], a: Tokens, b: Tokens) -> list[Span]:
    """Add the places where the tokens agree but one text has a space between two of them and the other has none."""
    result: list[Span] = []
    a_from = b_from = 0
    for span in [*spans, (len(a), len(a), len(b), len(b))]:
        length = span[0] - a_from
        glued_a, glued_b = a.glued[a_from : a_from + length], b.glued[b_from : b_from + length]
        if glued_a[1:] != glued_b[1:]:
            for i in range(1, length):
                if glued_a[i] != glued_b[i]:
                    result.append((a_from + i - 1, a_from + i + 1, b_from + i - 1, b_from + i + 1))
        result.append(span)
        a_from, b_from = span[1], span[3]
    return [span for span in result if span[0] < span[1] or span[2] < span[3]]


def collate(witness: Layer, edition: Layer, errata: ErrataList, locate: Locate) -> Collation:
    """Hold the canonical text against the witness and the errata list.

    ``locate`` gives the place of an offset of the witness's file. Raises InputError where an entry of the list
    does not fit the witness.
    """
    return collate_emended(witness, emend(witness, errata, locate), edition)


def collate_emended(witness: Layer, emended: Emended, edition: Layer) -> Collation:
    """Compare the canonical text with a witness as the errata list emends it."""
    layer = emended.layer
    spans = compare(layer, edition)
    followed = _Followed(emended.applications, layer.tokens, edition.tokens)
    unexplained = tuple(_unexplained(span, layer, edition, followed) for span in spans)
    unused = tuple(dict.fromkeys(item.erratum for item in unexplained if item.erratum))
    normalised = _normalised_words(layer)
    emended_words = sum(_changed_words(application.erratum) for application in emended.applications)
    return Collation(
        emended,
        unexplained,
        unused,
        witness.tokens.count_words(),
        layer.tokens.count_words() - emended_words - normalised,
        emended_words,
        normalised,
    )


def _normalised_words(layer: Layer) -> int:
    """Words of which a house rule has changed a letter."""
    tokens = layer.tokens
    return sum(
        is_word(token) and NORMALISED in layer.states[start:end]
        for token, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True)
    )


def _changed_words(erratum: Erratum) -> int:
    """Words that an erratum puts in or alters: those of its reading that are not the witness's."""
    read = reading_tokens(erratum.read)
    spans = differences(reading_tokens(erratum.for_), read)
    return sum(is_word(token) for span in spans for token in read[span[2] : span[3]])


def _unexplained(span: Span, expected: Layer, edition: Layer, followed: _Followed) -> Unexplained:
    for_, _ = _reading(expected, span[0], span[1])
    read, _ = _reading(edition, span[2], span[3])
    return Unexplained(
        span,
        for_,
        read,
        expected.origin(_offset(expected, span[0])),
        edition.origin(_offset(edition, span[2])),
        followed.not_followed(span),
    )


def _reading(layer: Layer, first: int, last: int) -> tuple[str, int]:
    if first == last:
        return "", _offset(layer, first)
    tokens = layer.tokens
    return as_reading(layer.text[tokens.starts[first] : tokens.ends[last - 1]]), tokens.starts[first]


def _offset(layer: Layer, token: int) -> int:
    tokens = layer.tokens
    return tokens.starts[token] if token < len(tokens) else len(layer.text)


class _Followed:
    """Tells of a difference whether it is an erratum that the canonical text does not follow."""

    def __init__(self, applications: tuple[Application, ...], expected: Tokens, edition: Tokens) -> None:
        self._applications = applications
        self._expected, self._edition = expected.words, edition.words
        firsts = [bisect_right(expected.ends, made.start) for made in applications]
        lasts = [bisect_left(expected.starts, made.end) for made in applications]
        self._spans = [(first, max(first, last)) for first, last in zip(firsts, lasts, strict=True)]

    def not_followed(self, span: Span) -> str:
        """The id of the erratum without which the two texts would agree here, or nothing."""
        at = bisect_left(self._spans, span[0], key=lambda made: made[1])
        while at < len(self._spans) and self._spans[at][0] <= span[1]:
            (first, last), made = self._spans[at], self._applications[at]
            at += 1
            start, end = min(first, span[0]), max(last, span[1])
            received = [*self._expected[start:first], *reading_tokens(made.erratum.for_), *self._expected[last:end]]
            begin = span[2] - (span[0] - start)
            if begin >= 0 and received == self._edition[begin : span[3] + (end - span[1])]:
                return made.erratum.id
        return ""

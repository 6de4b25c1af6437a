"""The errata slip of a released book: what it reads, what it should read, and on which page and line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from octavo.document.pages import Line
from octavo.edition import Erratum
from octavo.text.align import Span
from octavo.text.changes import Cause, Change
from octavo.text.collate import compare
from octavo.text.emend import Emended
from octavo.text.layer import Layer
from octavo.text.tokens import PARAGRAPH, Tokens, as_reading, is_word


@dataclass(frozen=True)
class Correction:
    """For X read Y: one place of the released book; ¶ is a paragraph break, an empty ``read`` is read as nothing."""

    line: Line
    for_: str
    read: str
    made: tuple[Erratum, ...]
    """Entries of today's errata list that say so and were not yet in that of the release."""
    withdrawn: tuple[Erratum, ...]
    """Entries of the release's list that are no longer in today's."""

    @property
    def note(self) -> str:
        """What the editor says of it."""
        return " ".join(erratum.note for erratum in self.made if erratum.note)


def slip(issued: Emended, current: Emended, line_at: Callable[[int], Line]) -> list[Correction]:
    """Where two texts that follow one witness differ, in the order of the issued one.

    ``line_at`` gives the line of an offset of the issued text.
    """
    old, new = _keys(issued), _keys(current)
    fresh = [change for change in current.changes if any(_key(cause) not in old for cause in change.causes)]
    gone = [change for change in issued.changes if any(_key(cause) not in new for cause in change.causes)]
    widener = _Widener(issued.layer, current.layer, line_at)
    corrections = []
    for span in widener.legible(_whole(compare(issued.layer, current.layer), current.layer.tokens, fresh)):
        start, end = _stretch(issued.layer.tokens, span[0], span[1])
        new_start, new_end = _stretch(current.layer.tokens, span[2], span[3])
        corrections.append(
            Correction(
                line_at(start),
                _reading(issued.layer, span[0], span[1]),
                _reading(current.layer, span[2], span[3]),
                _causes(fresh, old, new_start, new_end, empty=span[2] == span[3]),
                _causes(gone, new, start, end, empty=False),
            )
        )
    return corrections


def _keys(emended: Emended) -> set[object]:
    return {_key(cause) for change in emended.changes for cause in change.causes}


def _key(cause: Cause) -> object:
    """What an entry does, whatever it is called and whatever is said of it."""
    if isinstance(cause, Erratum):
        return cause.for_, cause.read, cause.in_, cause.every
    return cause.for_, cause.read


def _causes(changes: Sequence[Change], known: set[object], start: int, end: int, *, empty: bool) -> tuple[Erratum, ...]:
    """The errata that only one list has and whose changes meet a stretch (with ``empty``, a gap between two words)."""
    found = []
    for change in changes:
        # Two stretches of which one holds no word meet where they touch; others must share a character.
        room = int(not empty and change.new_start < change.new_end)
        if min(end, change.new_end) - max(start, change.new_start) >= room:
            found += [erratum for erratum in change.errata if _key(erratum) not in known]
    return tuple(dict.fromkeys(found))


def _stretch(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    """The offsets of some tokens; of none, those of the gap in which they would stand."""
    if last > first:
        return tokens.starts[first], tokens.ends[last - 1]
    return tokens.ends[first - 1] if first else 0, tokens.starts[first] if first < len(tokens) else tokens.ends[-1]


def _reading(layer: Layer, first: int, last: int) -> str:
    tokens = layer.tokens
    return as_reading(layer.text[tokens.starts[first] : tokens.ends[last - 1]]) if last > first else ""


def _whole(spans: Sequence[Span], tokens: Tokens, changes: Sequence[Change]) -> list[Span]:
    """The spans, those of them as one that one entry of the list makes."""
    result: list[Span] = []
    reaches = [change.new_end for change in changes]
    for span in spans:
        if result:
            # A change that ends behind the beginning of this span and begins before the end of the last holds both.
            at = bisect_left(reaches, _stretch(tokens, *span[2:])[0] + 1)
            if at < len(changes) and changes[at].new_start < _stretch(tokens, *result[-1][2:])[1]:
                span = (result[-1][0], span[1], result.pop()[2], span[3])
        result.append(span)
    return result


class _Widener:
    """Takes words of the text around a difference, until a reader finds it on its line and sees what is meant."""

    def __init__(self, issued: Layer, current: Layer, line_at: Callable[[int], Line]) -> None:
        self._a, self._b = issued.tokens, current.tokens
        self._line_at = line_at

    def legible(self, spans: Sequence[Span]) -> list[Span]:
        """The spans widened; those that then meet are one."""
        result: list[Span] = []
        for number, span in enumerate(spans):
            floor = spans[number - 1][1] if number else 0
            roof = spans[number + 1][0] if number + 1 < len(spans) else len(self._a)
            span = self._widened(span, floor, roof)
            if result and span[0] < result[-1][1]:
                before = result.pop()
                span = (before[0], max(span[1], before[1]), before[2], max(span[3], before[3]))
            result.append(span)
        return result

    def _widened(self, span: Span, floor: int, roof: int) -> Span:
        while side := self._lacks(span):
            wider = self._taking(span, side, floor, roof) or self._taking(span, -side, floor, roof)
            if wider is None:
                break
            span = wider
        return span

    def _taking(self, span: Span, side: int, floor: int, roof: int) -> Span | None:
        """A span with the token before it (``side`` -1) or behind it (1), which both texts have; none at their ends."""
        a_start, a_end, b_start, b_end = span
        if side < 0:
            return (a_start - 1, a_end, b_start - 1, b_end) if a_start > floor and b_start else None
        return (a_start, a_end + 1, b_start, b_end + 1) if a_end < roof and b_end < len(self._b) else None

    def _lacks(self, span: Span) -> int:
        """On which side a word is wanted: -1 before, 1 behind, 0 on neither."""
        readings = [self._a.words[span[0] : span[1]], self._b.words[span[2] : span[3]]]
        for reading in readings:
            if PARAGRAPH in reading:
                first = reading.index(PARAGRAPH)
                last = len(reading) - reading[::-1].index(PARAGRAPH)
                for side, beside in ((-1, reading[:first]), (1, reading[last:])):
                    if not any(map(is_word, beside)):
                        return side
        if not any(map(is_word, readings[0])):
            return self._nearer(span)
        return self._to_tell_apart(span, readings[0])

    def _nearer(self, span: Span) -> int:
        """The side on which the words touch; where both or neither do, the one before, if it is of this paragraph."""
        before = span[0] > 0 and self._a.words[span[0] - 1] != PARAGRAPH
        if span[0] < span[1]:
            glued_before = self._a.glued[span[0]]
            glued_behind = span[1] < len(self._a) and self._a.glued[span[1]]
        else:
            glued_before = span[2] < span[3] and self._b.glued[span[2]]
            glued_behind = span[3] < len(self._b) and self._b.glued[span[3]]
        return -1 if before and (glued_before or not glued_behind) else 1

    def _to_tell_apart(self, span: Span, reading: list[str]) -> int:
        """Where the line holds the reading a second time, a side on which it goes on, with a word if there is one."""
        line = self._line(span[0])
        first, last = span[0], span[0] + 1
        while first and self._line(first - 1) == line:
            first -= 1
        while last < len(self._a) and self._line(last) == line:
            last += 1
        times = sum(self._a.words[at : at + len(reading)] == reading for at in range(first, last))
        if times < 2:
            return 0
        beside = [(-1, span[0] - 1)] if span[0] > first else []
        beside += [(1, span[1])] if span[1] < last else []
        # A word tells more than a mark does.
        beside.sort(key=lambda item: not is_word(self._a.words[item[1]]))
        return next((side for side, number in beside if self._a.words[number] != PARAGRAPH), 0)

    def _line(self, token: int) -> Line:
        return self._line_at(self._a.starts[token])

"""How the text runs on where notes were taken out from between: with a space, a paragraph break, or a joined word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

from octavo.text.arrangement import Part
from octavo.text.hyphens import ALWAYS_JOINED
from octavo.text.seams import goes_on, usual_length
from octavo.text.tokens import PARAGRAPH
from octavo.text.transcript import Transcript

STEPS = 4
"""Tokens beside a seam among which one is looked for that the edition has."""

_HYPHENS = f"-‐⸗{ALWAYS_JOINED}"
_NO_SPACE = ""


class Seams:
    """Decides on seams of one transcript; ``decided`` counts those where only the edition shows what the page does not.

    At the foot of a page a note stands between two lines, and nothing tells whether the paragraph ends there.
    """

    def __init__(
        self,
        transcript: Transcript,
        to_body: Sequence[int],
        body: Sequence[str],
        gaps: Sequence[tuple[int, int]],
    ) -> None:
        self._transcript, self._to_body, self._body = transcript, to_body, body
        self._marks = sorted(gaps)
        self._tokens = transcript.layer.tokens
        self._text = transcript.layer.text
        self.decided = 0

    @cached_property
    def _usual(self) -> int:
        return usual_length(self._transcript.raw)

    def between(self, before: int, behind: int) -> str:
        """What stands between two tokens of the body, between which notes were."""
        start, end = self._tokens.ends[before], self._tokens.starts[behind]
        if "\n" not in self._text[start:end]:
            return " "
        line_before, line_behind = self._lines(before, behind)
        if goes_on(line_before, line_behind, self._usual):
            return self._joint(before, behind)
        shown = self._shown(before, behind)
        if shown == "":
            self.decided += 1
            return self._joint(before, behind)
        return PARAGRAPH

    def in_note(self, before: int, behind: int, note: tuple[Mapping[int, int], Sequence[str]]) -> str:
        """What stands between two pieces of one note that goes on upon another page."""
        shared, words = note
        first, last = shared.get(before), shared.get(behind)
        if first is not None and last is not None and PARAGRAPH in words[first:last]:
            return PARAGRAPH
        return self._joint(before, behind)

    def joined_hyphens(self, parts: Sequence[Part]) -> list[Part]:
        """The parts in which a word runs on over a seam without its hyphen, and seams of nothing are left out."""
        made: list[Part] = []
        for part in parts:
            if part == _JOINED and made and not isinstance(made[-1], str):
                start, end = made[-1]
                made[-1] = (start, end - 1)
            if part not in (_JOINED, _NO_SPACE):
                made.append(part)
        return made

    def _joint(self, before: int, behind: int) -> str:
        end = self._unmarked_end(before)
        start = self._tokens.starts[behind]
        if not self._transcript.joins_hyphens or self._text[end - 1] not in _HYPHENS:
            return " "
        head, tail = self._text[max(end - 61, 0) : end - 1], self._text[start : start + 60]
        if not head[-1:].isalnum() or not tail[:1].isalnum() or end != self._tokens.ends[before]:
            return " "
        return _JOINED if self._transcript.hyphens.joins(head, self._text[end - 1], tail) else _NO_SPACE

    def _unmarked_end(self, token: int) -> int:
        """Where the text up to a token ends without the marks of notes behind it."""
        end = self._tokens.ends[token]
        at = bisect_right(self._marks, (end, 0)) - 1
        while at >= 0 and self._marks[at][1] == end:
            end = self._marks[at][0]
            at -= 1
        return max(end, 1)

    def _lines(self, before: int, behind: int) -> tuple[str, str]:
        """The lines of the file in which two tokens stand: up to the one, and from the other on."""
        raw, layer = self._transcript.raw, self._transcript.layer
        last = layer.origin(self._unmarked_end(before) - 1)
        first = layer.origin(self._tokens.starts[behind])
        end = raw.find("\n", first)
        return raw[raw.rfind("\n", 0, last) + 1 : last + 1], raw[first : end if end >= 0 else len(raw)]

    def _shown(self, before: int, behind: int) -> str | None:
        """What the edition has between two tokens of the witness: nothing, a paragraph break, or no answer."""
        first = self._known(before, -1)
        last = self._known(behind, 1)
        if first is None or last is None or first >= last:
            return None
        between = self._body[first + 1 : last]
        return None if any(word != PARAGRAPH for word in between) else "".join(between)

    def _known(self, token: int, step: int) -> int | None:
        """The token of the body that stands for one of the witness, by the nearest one that both have."""
        steps = 0
        while 0 <= token < len(self._to_body) and steps <= STEPS:
            if self._to_body[token] >= 0:
                return self._to_body[token] - step * steps
            if not self._is_mark(token):
                steps += 1
            token += step
        return None

    def _is_mark(self, token: int) -> bool:
        start, end = self._tokens.starts[token], self._tokens.ends[token]
        at = bisect_right(self._marks, (end, 0)) - 1
        return any(low <= start and end <= high for low, high in self._marks[max(at - 1, 0) : at + 2])


_JOINED = "\x00"
"""A seam at which a word runs on and loses its hyphen."""

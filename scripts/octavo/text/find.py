"""Finding readings among tokens: all the places where a run of tokens stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from octavo.text.tokens import Tokens, reading_tokens


class TokenIndex:
    """Looks runs of tokens up by their rarest member, so that thousands of look-ups stay cheap."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for number, token in enumerate(self.tokens.words):
            places[token].append(number)
        return places

    def find(self, run: Sequence[str]) -> list[int]:
        """The token numbers at which a run begins, in order."""
        if not run:
            return []
        rarest = min(range(len(run)), key=lambda i: len(self._places.get(run[i], ())))
        words, wanted = self.tokens.words, list(run)
        starts = (number - rarest for number in self._places.get(run[rarest], ()))
        return [start for start in starts if start >= 0 and words[start : start + len(wanted)] == wanted]

    def reading(self, reading: str, context: str) -> list[tuple[int, int]]:
        """Where a reading stands inside its context (or anywhere, without one): token spans ``start, end``."""
        wanted = reading_tokens(reading)
        if not context:
            return [(start, start + len(wanted)) for start in self.find(wanted)]
        around = reading_tokens(context)
        inner = [i for i in range(len(around) - len(wanted) + 1) if around[i : i + len(wanted)] == wanted]
        return [(start + i, start + i + len(wanted)) for start in self.find(around) for i in inner]

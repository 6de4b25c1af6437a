"""The order in which a witness's transcript is collated, where its notes stand elsewhere than the edition's."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from octavo.text.layer import Layer

Part = tuple[int, int] | str
"""Characters of the transcript (start, end), white space put between two of them, or ``CUT``."""

CUT = "|"
"""Here a part begins that is collated by itself."""

_WRITTEN = {" ": "s", "\n": "p", CUT: "c"}


@dataclass(frozen=True)
class Arrangement:
    """The parts of a transcript in the order of the edition; what is in no part is left out (marks of notes)."""

    parts: tuple[Part, ...]

    def of(self, layer: Layer) -> Layer:
        """A transcript in this order; each character keeps its place in the witness's file."""
        pieces: list[str] = []
        origins, states, cuts = array("I"), bytearray(), []
        for part in self.parts:
            if part == CUT:
                cuts.append(len(origins))
            elif isinstance(part, str):
                pieces.append(part)
                origins.append(origins[-1] if origins else 0)
                states += b"\0"
            else:
                start, end = part
                pieces.append(layer.text[start:end])
                origins += layer.origins[start:end]
                states += layer.states[start:end]
        return Layer("".join(pieces), origins, bytes(states), tuple(cuts))

    def written(self) -> str:
        """The arrangement as one line, for a record: ranges, s for a space, p for a paragraph break, c for a cut."""
        return " ".join(_WRITTEN[part] if isinstance(part, str) else f"{part[0]}-{part[1]}" for part in self.parts)

    @classmethod
    def read(cls, written: str) -> Arrangement:
        """The arrangement that a record holds; raises ValueError where it is none."""
        parts: list[Part] = []
        named = {letter: part for part, letter in _WRITTEN.items()}
        for word in written.split():
            if word in named:
                parts.append(named[word])
            else:
                start, _, end = word.partition("-")
                parts.append((int(start), int(end)))
        return cls(tuple(parts))

"""A slow, plain reckoning of what errata and house rules make of a witness, letter by letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from hypothesis import strategies as st

from octavo.edition import ErrataList, Erratum, HouseRule
from octavo.text.emend import Emended, emend
from octavo.text.layer import EMENDED, NORMALISED, Edit, Layer, trimmed
from octavo.text.tokens import as_flow, as_reading
from repetitive import GAPS
from test_text import place

READINGS = ("", "new", "a new one", "¶", "new ¶ one", ",", "the", "novum-verbum", "it’s")
RULES = (
    ("[0-4]", "9"),
    ("[5-9]", ""),
    ("the", "then"),
    (r"(\w)-(\w)", r"\1–\2"),
    (r"\.(\s)", r"\1"),
    ("n|w0", "oo"),
    (r"\w \w", "u v w"),
    (r"(\w)\s+(\w)", r"\1\2"),
)
"""Expressions and what stands for what they match: within words, at their ends and across them."""


@dataclass(frozen=True)
class Case:
    """A witness in which no word comes twice, errata at any of its tokens, and rules of the house."""

    witness: str
    errata: list[Erratum]
    rules: list[tuple[str, str]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    gaps = draw(st.lists(st.sampled_from(GAPS), min_size=1, max_size=8))
    witness = "".join(
        f"{word}{number}{gap}" for number, (word, gap) in enumerate(zip(["w", "the"] * 4, gaps, strict=False))
    )
    tokens = Layer.of(witness).tokens
    edges = sorted(draw(st.sets(st.integers(0, len(tokens)), max_size=6)))
    errata = []
    for number, (first, last) in enumerate(pairwise(edges)):
        for_ = as_reading(witness[tokens.starts[first] : tokens.ends[last - 1]])
        read = draw(st.sampled_from((*READINGS, f"{for_} more", f"more {for_}", for_.replace("w", "v"))))
        if draw(st.booleans()) and any(c.isalpha() for c in for_) and for_.split() != read.split():
            errata.append(Erratum(id=f"e{number}", for_=for_, read=read, kind="unknown"))
    return Case(witness, errata, draw(st.lists(st.sampled_from(RULES), max_size=3, unique=True)))


@dataclass
class Letter:
    """A character, what put it there, and the errata (numbers of the list) of whose readings it is."""

    sign: str
    state: int
    of: frozenset[int]


class Reckoning:
    """The emended text letter by letter; ``made`` are the edits of errata and rules, with what they changed."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.letters = [Letter(sign, 0, frozenset()) for sign in case.witness]
        self.counts: list[int] = []
        found = [(self.span(erratum.for_), number) for number, erratum in enumerate(case.errata)]
        for (start, end), number in sorted(found, reverse=True):
            read = case.errata[number].read
            replaced = case.witness[start:end]
            new = " " if not read.strip() and not replaced.strip() else as_flow(read)
            self._put(start, end, new, EMENDED, frozenset([number]))
        for expression, template in case.rules:
            edits = [(m.start(), m.end(), m.expand(template)) for m in re.finditer(expression, self.text)]
            edits = [(start, end, new) for start, end, new in edits if self.text[start:end] != new]
            self.counts.append(len(edits))
            for start, end, new in reversed(edits):
                self._put(start, end, new, NORMALISED, None)

    @property
    def text(self) -> str:
        return "".join(letter.sign for letter in self.letters)

    def span(self, for_: str) -> tuple[int, int]:
        """Where a reading stands: no word comes twice, so there is one place."""
        tokens = Layer.of(self.case.witness).tokens
        spans = ((start, end) for start in tokens.starts for end in tokens.ends if start < end)
        return next(span for span in spans if as_reading(self.case.witness[slice(*span)]) == for_)

    def _put(self, start: int, end: int, new: str, state: int, of: frozenset[int] | None) -> None:
        whole = (start, end, len(new))
        start, end, new = trimmed(self.text, Edit(start, end, new))
        if of is None:
            of = frozenset[int]().union(*(letter.of for letter in self.letters[start:end]))
            if start == end and 0 < start < len(self.letters):
                of = self.letters[start - 1].of & self.letters[start].of
        else:
            for letter in self.letters[whole[0] : whole[1]]:
                letter.of = of
        self.letters[start:end] = [Letter(sign, state, of) for sign in new]


def emended(case: Case) -> tuple[Reckoning, Emended]:
    reckoned = Reckoning(case)
    rules = [
        HouseRule(for_=expression, read=template, why="house", count=count)
        for (expression, template), count in zip(case.rules, reckoned.counts, strict=True)
        if count
    ]
    return reckoned, emend(Layer.of(case.witness), ErrataList(errata=case.errata, normalise=rules), place)


def rule(for_: str, read: str, count: int) -> HouseRule:
    return HouseRule(for_=for_, read=read, why="house", count=count)

"""The errata list in CriticMarkup: each entry with some words of the text around it."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.edition import Edition, Erratum, Query, Stet
from octavo.text import criticmarkup
from octavo.text.criticmarkup import CannotBeWritten
from octavo.text.find import TokenIndex
from octavo.text.layer import Layer
from octavo.text.tokens import PARAGRAPH, as_reading
from octavo.text.transcript import read_transcript

AROUND = 5
"""Tokens of the witness that are shown on both sides of a reading."""


def errata_lines(
    edition: Edition, *, everything: bool
) -> Iterator[tuple[Erratum | Stet | Query, str | CannotBeWritten]]:
    """Each erratum (with ``everything`` its note, stet and queries too) as a line, or why it cannot be one.

    The words around a reading are the witness's; where it does not stand there, those that the entry gives.
    """
    witness = edition.witness
    layer = read_transcript(witness.text, witness.options, witness.language).layer if witness else Layer.of("")
    index = TokenIndex(layer.tokens)
    errata = edition.errata
    for erratum in errata.errata:
        try:
            before, behind = _around(index, layer, erratum.for_, erratum.in_)
            remarks = [f"{erratum.count} times"] if erratum.count else []
            remarks += [erratum.note] if erratum.note and everything else []
            markup = criticmarkup.change(erratum.for_, erratum.read) + "".join(map(criticmarkup.remark, remarks))
            yield erratum, f"{before}{markup}{behind}"
        except CannotBeWritten as error:
            yield erratum, error
    kept: list[Stet | Query] = [*errata.stet, *errata.queries] if everything else []
    for entry in kept:
        try:
            before, behind = _around(index, layer, entry.reading, entry.in_)
            why = f"{'stet' if isinstance(entry, Stet) else 'query'}: {entry.why}"
            yield entry, before + criticmarkup.highlight(entry.reading) + criticmarkup.remark(why) + behind
        except CannotBeWritten as error:
            yield entry, error


def _around(index: TokenIndex, layer: Layer, reading: str, context: str) -> tuple[str, str]:
    """The words before and behind a reading, with the spaces between."""
    tokens = layer.tokens
    spans = index.reading(reading, context)
    if not spans:
        before, found, behind = context.partition(reading)
        return (before, behind) if found else ("", "")
    first, last = spans[0]
    start, end = max(first - AROUND, 0), min(last + AROUND, len(tokens))
    while start and tokens.glued[start]:
        start -= 1
    while end < len(tokens) and tokens.glued[end]:
        end += 1
    before = layer.text[tokens.starts[start] : tokens.starts[first]]
    behind = layer.text[tokens.ends[last - 1] : tokens.ends[end - 1]]
    if tokens.words[first] == PARAGRAPH:
        before += " "
    if tokens.words[last - 1] == PARAGRAPH:
        behind = f" {behind}"
    # The reading itself stays out of what is made single here.
    return as_reading(f"{before}x")[:-1], as_reading(f"x{behind}")[1:]

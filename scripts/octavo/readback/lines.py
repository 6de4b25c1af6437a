"""Blocks of a text made from a source of many lines → blocks that lie on one line of it each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from octavo.errors import Place
from octavo.readback.reading import NOTE, ReadBlock
from octavo.text.align import differences
from octavo.text.places import LineIndex
from octavo.text.tokens import Tokens, tokenise


def split_at_lines(block: ReadBlock, place_of: Callable[[int], Place]) -> list[ReadBlock]:
    """Cut a block where its source goes on to another line; ``place_of`` gives the place of the block's n-th token."""
    tokens = tokenise(block.text)
    pieces: list[ReadBlock] = []
    begun = 0
    place = place_of(0) if len(tokens) else block.place
    for number in range(1, len(tokens)):
        start = tokens.starts[number]
        there = place_of(number)
        if (there.file, there.line) != (place.file, place.line) and block.text[start - 1].isspace():
            pieces.append(replace(block, text=block.text[begun:start].rstrip(), place=Place(place.file, place.line)))
            begun, place = start, there
    return [*pieces, replace(block, text=block.text[begun:], place=Place(place.file, place.line))]


def placed(blocks: list[ReadBlock], source: LineIndex, text: str) -> list[ReadBlock]:
    """Blocks with the lines of the source on which their words stand, found by collating both.

    Notes are sought after the text, in what it has left: they may be written anywhere.
    """
    tokens = tokenise(text)
    taken: set[int] = set()
    result: dict[int, list[ReadBlock]] = {}
    for notes in (False, True):
        chosen = [number for number, block in enumerate(blocks) if (block.region == NOTE) == notes]
        free = [number for number in range(len(tokens)) if number not in taken]
        words = [tokenise(blocks[number].text) for number in chosen]
        pairs = _paired(words, [tokens.words[number] for number in free], taken, free)
        first = 0
        for number, inside in zip(chosen, words, strict=True):
            places = [source.place(tokens.starts[pair]) for pair in pairs[first : first + len(inside)]]
            result[number] = split_at_lines(blocks[number], places.__getitem__)
            first += len(inside)
    return [piece for number in range(len(blocks)) for piece in result[number]]


def _paired(words: Iterable[Tokens], source: list[str], taken: set[int], free: list[int]) -> list[int]:
    """For each word the token of the source that it is, or stands next to; those that it is are taken."""
    flow = [word for tokens in words for word in tokens.words]
    pairs: list[int] = []
    behind = 0
    if not free:
        return [0] * len(flow)
    for a_start, a_end, b_start, b_end in [*differences(flow, source), (len(flow), len(flow), 0, 0)]:
        while len(pairs) < a_start:
            pairs.append(free[behind])
            taken.add(free[behind])
            behind += 1
        last = max(b_end - 1, b_start)
        pairs += [free[min(b_start + i, last, len(free) - 1)] for i in range(a_end - a_start)]
        behind = b_end
    return pairs

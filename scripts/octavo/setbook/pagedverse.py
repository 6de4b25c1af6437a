"""Verse on pages: whether each line begins a line of the page, and whether stanzas stand apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from octavo.readback.reading import ReadBlock
from octavo.setbook.linecount import SAME_LINE

APART = 1.5
"""Two stanzas are parted where their lines are this many times as far from each other as lines of one are."""
_FAR = float("inf")


class _PageLine(NamedTuple):
    """One line of a page: its words, the page (from 0), the base line (points), and the block that it is of."""

    text: str
    page: int
    base_line: float
    block: ReadBlock


class _Step(NamedTuple):
    """From one line of a poem to the next, over an empty one or not."""

    before: str
    after: str
    parted: bool


class Mislaid(NamedTuple):
    """What should stand at a place of a poem ("" is an empty line), what stands there, and in which block."""

    wanted: str
    found: str
    block: ReadBlock


class PagedVerse:
    """The lines of a paged rendition, found by the lines of verse that should stand there.

    A line whose words are nowhere in a row is left to those who compare words; so is what stands right elsewhere.
    """

    def __init__(self, blocks: Sequence[ReadBlock]) -> None:
        self._blocks = blocks
        self._pairs: dict[tuple[str, str], list[tuple[_PageLine, _PageLine]]] = defaultdict(list)
        for first, second in pairwise(_page_lines(blocks)):
            if first.block.region == second.block.region:
                self._pairs[_ends(first.text, second.text)].append((first, second))

    def mislaid(self, poem: Sequence[str]) -> Mislaid | None:
        """The first line of a poem that begins no line of its page, or is parted otherwise than in the poem.

        ``poem`` has "" between two stanzas. How far they stand apart can be judged where both are on one page, and some
        lines of one stanza are.
        """
        steps = [(step, list(self._found(step))) for step in _steps(poem)]
        leading = min((_drop(*pair) for step, pairs in steps if not step.parted for pair in pairs), default=_FAR)
        for step, pairs in steps:
            if not pairs and not step.parted:
                block = self._run_on(step)
                if block:
                    return Mislaid(step.after, f"{block.text[:60]}…", block)
            drops = [_drop(*pair) for pair in pairs]
            if (
                drops
                and max(leading, *drops) < _FAR
                and all((drop > APART * leading) is not step.parted for drop in drops)
            ):
                wanted, found = ("", step.after) if step.parted else (step.after, "")
                return Mislaid(wanted, found, pairs[0][1].block)
        return None

    def _found(self, step: _Step) -> Iterator[tuple[_PageLine, _PageLine]]:
        """Two lines of a page, of which the one ends as a line of the poem does and the other begins as the next."""
        for first, second in self._pairs.get(_ends(step.before, step.after), ()):
            ended = first.text.endswith(step.before) or step.before.endswith(first.text)
            if ended and (second.text.startswith(step.after) or step.after.startswith(second.text)):
                yield first, second

    def _run_on(self, step: _Step) -> ReadBlock | None:
        """The block that has the second line behind the first, on no line of its own; None if one has it right."""
        joined = f"{step.before} {step.after}"
        holding = [block for block in self._blocks if joined in block.text]
        begins = (block.text.find(joined) + len(step.before) + 1 for block in holding)
        right = any(
            stretch.offset == begin for block, begin in zip(holding, begins, strict=True) for stretch in block.stretches
        )
        return holding[0] if holding and not right else None


def _steps(poem: Sequence[str]) -> Iterator[_Step]:
    before, parted = "", False
    for text in poem:
        if text and before:
            yield _Step(before, text, parted)
        before, parted = text or before, not text


def _drop(first: _PageLine, second: _PageLine) -> float:
    """How far the second line stands below the first, in points; without end where it stands on another page."""
    drop = first.base_line - second.base_line
    return drop if first.page == second.page and drop > 0 else _FAR


def _ends(before: str, after: str) -> tuple[str, str]:
    """The words at the end of one line and at the beginning of the next, to find them by."""
    return before.rsplit(None, 1)[-1] if before else "", after.split(None, 1)[0] if after else ""


def _page_lines(blocks: Sequence[ReadBlock]) -> Iterator[_PageLine]:
    """The lines of blocks in reading order; a raised or lowered letter is of the line that it stands in."""
    for block in blocks:
        lines: list[_PageLine] = []
        ends = [*(stretch.offset for stretch in block.stretches), len(block.text)][1:]
        for stretch, end in zip(block.stretches, ends, strict=True):
            text = block.text[stretch.offset : end]
            last = lines[-1] if lines else None
            if last and last.page == stretch.page and abs(last.base_line - stretch.base_line) < SAME_LINE:
                lines[-1] = last._replace(text=last.text + text)
            else:
                lines.append(_PageLine(text, stretch.page, stretch.base_line, block))
        yield from (line._replace(text=line.text.strip()) for line in lines)

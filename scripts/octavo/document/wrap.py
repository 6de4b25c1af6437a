"""Putting elements into the tree at offsets of the flow: around words, or before one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from octavo.document.flow import Flow, Run, is_formula
from octavo.document.tree import parent_of
from octavo.markdown.vocabulary import BLOCKS


@dataclass(frozen=True)
class Wrapping:
    """A span to put around a stretch of the flow, or at its start where it has no length.

    Where the stretch runs over several text nodes, each piece gets a span; only the first has ``attributes``' id.
    """

    start: int
    end: int
    attributes: dict[str, str]


def wrap(flow: Flow, wrappings: Iterable[Wrapping], *, editorial: bool = True) -> None:
    """Put spans into the tree that a flow was made of; they must be in order and not overlap.

    Editorial text within a stretch is left out where ``editorial`` says so.

    No character is added or moved, so offsets hold; the runs of the flow do not, and it must be made anew.
    """
    starts = [run.start for run in flow.runs]
    cuts: dict[int, list[tuple[int, int, dict[str, str]]]] = {}
    for wrapping in wrappings:
        attributes = wrapping.attributes
        for number in _runs_of(flow, starts, wrapping):
            run = flow.runs[number]
            if run.editorial and not editorial:
                continue
            if (
                wrapping.start == wrapping.end
                and (wrapping.end <= run.start or not run.literal)
                and _put_before(run, attributes)
            ):
                continue
            start, end = max(wrapping.start, run.start), min(wrapping.end, run.end)
            cuts.setdefault(number, []).append((start - run.start, max(end, start) - run.start, attributes))
            attributes = {key: value for key, value in attributes.items() if key != "id"}
    for number in reversed(cuts):
        _cut(flow.runs[number], cuts[number])


def _runs_of(flow: Flow, starts: list[int], wrapping: Wrapping) -> list[int]:
    """The runs that hold a piece of the stretch and whose text stands in the tree as it is.

    A place that a formula begins, or holds, is before that formula.
    """
    first = max(bisect_right(starts, wrapping.start) - 1, 0)
    run = flow.runs[first]
    if wrapping.start == wrapping.end < run.end and is_formula(run.element) and not run.tail:
        return [first]
    numbers: list[int] = []
    for number in range(first, len(flow.runs)):
        run = flow.runs[number]
        if run.start >= max(wrapping.end, wrapping.start + 1) and (numbers or wrapping.end > wrapping.start):
            break
        if run.literal and (run.end > wrapping.start or run.start == wrapping.start):
            numbers.append(number)
            if wrapping.end == wrapping.start:
                break
    if not numbers:
        # Nothing but a formula, say: what comes next that has words will do for an anchor.
        numbers = [number for number in range(first, len(flow.runs)) if flow.runs[number].literal][:1]
    return numbers


def _put_before(run: Run, attributes: dict[str, str]) -> bool:
    """Put an empty span before the inline elements that a run begins, so that it is no part of a link's name, say."""
    element = run.element
    if run.tail or element.tag in BLOCKS:
        return False
    parent = parent_of(element)
    while parent.tag not in BLOCKS and element.getprevious() is None and not (parent.text or "").strip():
        element, parent = parent, parent_of(parent)
    parent.insert(parent.index(element), etree.Element("span", attributes))
    return True


def _cut(run: Run, cuts: list[tuple[int, int, dict[str, str]]]) -> None:
    """Part one text node; ``cuts`` are offsets in it."""
    text = (run.element.tail if run.tail else run.element.text) or ""
    spans = []
    for number, (start, end, attributes) in enumerate(cuts):
        span = etree.Element("span", attributes)
        span.text = text[start:end] or None
        following = cuts[number + 1][0] if number + 1 < len(cuts) else len(text)
        span.tail = text[end:following]
        spans.append(span)
    before = text[: cuts[0][0]]
    if run.tail:
        parent = parent_of(run.element)
        run.element.tail = before
        at = parent.index(run.element) + 1
    else:
        parent, at = run.element, 0
        run.element.text = before
    parent[at:at] = spans

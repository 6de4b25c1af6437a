"""Anchors for a tree at offsets of its flow: all are gathered first and put in at once."""

from __future__ import annotations

from bisect import bisect_right

from lxml import etree

from octavo.document.flow import Flow, Run
from octavo.document.tree import parent_of


class Anchors:
    """Gathers anchors for offsets of a flow, then puts all of them into its tree."""

    def __init__(self, flow: Flow) -> None:
        self._runs = flow.runs
        self._text = flow.text
        self._starts = [run.start for run in flow.runs]
        self._cuts: dict[int, list[tuple[int, str]]] = {}
        self._beside: list[tuple[Run, str, bool]] = []

    def add(self, offset: int, identifier: str, *, after: bool, opening: bool) -> str:
        """Plan an anchor: right behind the character before an offset (``after``), or right before that at it.

        Within a list's number or a formula, which hold no anchors, it goes to their edge; gives the text so passed.
        """
        at = self._run_at(offset, after)
        run = self._runs[at]
        if run.literal:
            self._cuts.setdefault(at, []).append((min(offset, run.end) - run.start, identifier))
            return ""
        words = run.start + len(self._text[run.start : run.end].rstrip())
        before = offset <= run.start or (opening and offset < words)
        self._beside.append((run, identifier, before))
        passed = (run.start, offset) if before else (offset, words)
        return self._text[slice(*passed)] if opening == before else ""

    def _run_at(self, offset: int, after: bool) -> int:
        return max(bisect_right(self._starts, max(offset - 1, 0) if after else offset) - 1, 0)

    def meet(self, end: int, start: int, *, after_end: bool, after_start: bool) -> bool:
        """Whether two anchors would stand in one and the same run, and this holds none."""
        first, second = self._run_at(end, after_end), self._run_at(start, after_start)
        return first == second and not self._runs[first].literal

    def put(self) -> None:
        """Put all anchors in; the flow's runs do not hold any more."""
        for number in sorted(self._cuts, reverse=True):
            # Those of several witnesses come one witness after another.
            _cut(self._runs[number], sorted(self._cuts[number], key=lambda cut: cut[0]))
        for run, identifier, opening in self._beside:
            if run.element.tag == "li":
                name = "label-from" if opening else "label-to"
                # Of several witnesses, each may have a reading that begins or ends at this number.
                run.element.set(name, " ".join(filter(None, (run.element.get(name), identifier))))
            else:
                _put_beside(run.element, identifier, before=opening)


def _cut(run: Run, cuts: list[tuple[int, str]]) -> None:
    """Part one text node by anchors; ``cuts`` are offsets in it, in order."""
    text = (run.element.tail if run.tail else run.element.text) or ""
    if run.element.tag == "change" and not run.tail:
        # Whoever takes the witness's reading here must still find the anchor.
        for offset, identifier in cuts:
            _put_beside(run.element, identifier, before=not offset)
        return
    made = []
    for number, (offset, identifier) in enumerate(cuts):
        anchor = etree.Element("anchor", {"id": identifier})
        anchor.tail = text[offset : cuts[number + 1][0] if number + 1 < len(cuts) else len(text)]
        made.append(anchor)
    parent = parent_of(run.element) if run.tail else run.element
    if run.tail:
        run.element.tail = text[: cuts[0][0]]
        at = parent.index(run.element) + 1
    else:
        run.element.text = text[: cuts[0][0]]
        at = 0
    parent[at:at] = made


def _put_beside(element: etree._Element, identifier: str, *, before: bool) -> None:
    anchor = etree.Element("anchor", {"id": identifier})
    if before:
        element.addprevious(anchor)
    else:
        anchor.tail, element.tail = element.tail, None
        element.addnext(anchor)
